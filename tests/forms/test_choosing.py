"""Reading choices and countries."""

from __future__ import annotations

from datetime import date

import pytest

from ipas_desktop.forms import reference
from ipas_desktop.forms.answers import Parsed, parse
from ipas_desktop.forms.definition import AnswerType, Choice, Json, Question, QuestionId
from ipas_desktop.forms.problems import ProblemKind

TODAY = date(2026, 11, 23)
CHOICES = (Choice("a", "First"), Choice("b", "Second"), Choice("c", "Third"), Choice("none", "None of these"))
KIND = Question(QuestionId("t.kind"), AnswerType.CHOICE, "Kind of work", choices=CHOICES)
HARMS = Question(QuestionId("t.harms"), AnswerType.CHOICES, "Harms", choices=CHOICES, exclusive=("none",), maximum=2)
WORLD = reference.load_list("countries").items
COUNTRY = Question(QuestionId("t.country"), AnswerType.COUNTRY, "Country", choices=WORLD)
COUNTRIES = Question(QuestionId("t.countries"), AnswerType.COUNTRIES, "Partner countries", choices=WORLD, minimum=2)


def messages(parsed: Parsed) -> list[str]:
    return [each.message for each in parsed.problems]


def test_choice_is_its_id() -> None:
    assert parse(KIND, " b ", TODAY) == Parsed("b")


@pytest.mark.parametrize("raw", ["z", "B", "Second"])
def test_choice_the_form_does_not_know_is_unreadable(raw: str) -> None:
    parsed = parse(KIND, raw, TODAY)

    assert parsed.value is None
    assert [(each.kind, each.message) for each in parsed.problems] == [
        (ProblemKind.UNREADABLE, "Select the kind of work from the list")
    ]


def test_choices_come_once_each_in_the_order_of_the_form() -> None:
    assert parse(HARMS, ["b", "a", "b", ""], TODAY) == Parsed(["a", "b"])


@pytest.mark.parametrize("raw", ["", " ", [], [""], [" ", ""], None])
@pytest.mark.parametrize("question", [KIND, HARMS, COUNTRY, COUNTRIES])
def test_nothing_chosen_is_blank(question: Question, raw: Json) -> None:
    assert parse(question, raw, TODAY) == Parsed(None)


def test_choices_keep_what_the_form_knows_and_report_the_rest() -> None:
    parsed = parse(HARMS, ["b", "z"], TODAY)

    assert parsed.value == ["b"]
    assert messages(parsed) == ["Select the harms from the list"]


def test_exclusive_choice_cannot_be_combined() -> None:
    assert messages(parse(HARMS, ["none", "a"], TODAY)) == ["Select “None of these” or other options, not both"]
    assert parse(HARMS, ["none"], TODAY) == Parsed(["none"])


def test_choices_are_counted() -> None:
    assert messages(parse(HARMS, ["a", "b", "c"], TODAY)) == ["Select no more than 2 options for the harms"]
    assert parse(HARMS, ["a", "b"], TODAY).problems == ()


@pytest.mark.parametrize("raw", ["a", {"a": "b"}, [1], [["a"]], [True, "a"], 3])
def test_choices_of_another_shape_are_unreadable(raw: Json) -> None:
    assert parse(HARMS, raw, TODAY).value is None
    assert messages(parse(HARMS, raw, TODAY)) == ["Harms cannot be read as stored. Enter this again"]


@pytest.mark.parametrize("raw", [{"a": "b"}, ["KE"], 3])
@pytest.mark.parametrize("question", [KIND, COUNTRY])
def test_one_choice_of_another_shape_is_unreadable(question: Question, raw: Json) -> None:
    assert messages(parse(question, raw, TODAY)) == [f"{question.label} cannot be read as stored. Enter this again"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("KE", "KE"),
        ("ke", "KE"),
        ("Kenya", "KE"),
        ("  kenya ", "KE"),
        ("The Republic of Kenya", "KE"),
        ("KEN", "KE"),
        ("cote d’ivoire", "CI"),
        ("FYROM", "MK"),
        ("Occupied Palestinian Territories", "PS"),
        ("hong kong", "HK"),
        ("Bermuda", "BM"),
    ],
)
def test_country_is_read_by_code_name_or_former_name(raw: str, code: str) -> None:
    assert parse(COUNTRY, raw, TODAY) == Parsed(code)


@pytest.mark.parametrize("raw", ["Ruritania", "Keny", "XX", "x" * 5000])
def test_country_that_is_not_on_the_list_is_unreadable(raw: str) -> None:
    parsed = parse(COUNTRY, raw, TODAY)

    assert parsed.value is None
    assert messages(parsed) == ["Select the country from the list"]


def test_name_that_two_countries_share_stands_for_neither() -> None:
    choices = (Choice("AA", "Alpha", aliases=("Middle", "Old A")), Choice("BB", "Beta", aliases=("middle", "Old B")))
    question = Question(QuestionId("t.c"), AnswerType.COUNTRY, "Country", choices=choices)

    assert parse(question, "Middle", TODAY).value is None
    assert parse(question, "old b", TODAY).value == "BB"


def test_countries_come_once_each_in_the_order_given() -> None:
    assert parse(COUNTRIES, ["United States", "KE", "Kenya"], TODAY) == Parsed(["US", "KE"])


def test_countries_keep_what_is_on_the_list_and_report_the_rest() -> None:
    parsed = parse(COUNTRIES, ["KE", "Ruritania", "GH"], TODAY)

    assert parsed.value == ["KE", "GH"]
    assert messages(parsed) == ["Select the partner countries from the list"]
    assert parse(COUNTRIES, ["Ruritania"], TODAY).value is None


def test_countries_are_counted() -> None:
    assert messages(parse(COUNTRIES, ["KE", "Kenya"], TODAY)) == [
        "Select at least 2 countries or territories for the partner countries"
    ]


def test_countries_of_another_shape_are_unreadable() -> None:
    assert messages(parse(COUNTRIES, "KE", TODAY)) == ["Partner countries cannot be read as stored. Enter this again"]
