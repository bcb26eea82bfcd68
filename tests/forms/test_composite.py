"""Reading people, organisations, ratings and yes-or-no answers."""

from __future__ import annotations

from datetime import date

import pytest

from ipas_desktop.forms.answers import Parsed, parse, reason_is_asked
from ipas_desktop.forms.definition import AnswerType, Choice, Json, Question, QuestionId
from ipas_desktop.forms.problems import ProblemKind
from ipas_desktop.forms.question_loader import YES_NO_CHOICES

TODAY = date(2026, 11, 23)
CONTACT = Question(
    QuestionId("t.contact"), AnswerType.PERSON, "Point of contact", parts=("name", "email"), required_parts=("name",)
)
UNIT = Question(QuestionId("t.unit"), AnswerType.ORGANISATION, "Receiving organisation", parts=("name", "country"))
RISK = Question(
    QuestionId("t.risk"),
    AnswerType.RATING,
    "Level of risk",
    choices=(Choice("low", "Low"), Choice("high", "High")),
    reason_when=("high",),
)
SURE = Question(
    QuestionId("t.sure"),
    AnswerType.YES_NO,
    "Is this a sensitive case?",
    choices=YES_NO_CHOICES,
    missing="Select yes if this is a sensitive case",
    reason_when=("yes",),
    reason_label="Reason it is sensitive",
)


def messages(parsed: Parsed) -> list[tuple[str | None, str]]:
    return [(each.at.part, each.message) for each in parsed.problems]


def test_person_keeps_the_parts_that_are_filled_in_trimmed() -> None:
    assert parse(CONTACT, {"email": " a@b.uk ", "name": " A.\tName ", "phone": ""}, TODAY) == Parsed(
        {"name": "A. Name", "email": "a@b.uk"}
    )


@pytest.mark.parametrize("email", ["name", "a@b", "a b@c.uk", "@c.uk", "a@@c.uk", "a@c.uk b"])
def test_email_address_in_another_form_keeps_its_text_and_is_reported(email: str) -> None:
    parsed = parse(CONTACT, {"email": email}, TODAY)

    assert parsed.value == {"email": email}
    assert [each.kind for each in parsed.problems] == [ProblemKind.OUT_OF_LIMITS]
    assert messages(parsed) == [
        (
            "email",
            "Enter the email address of the point of contact in the usual form, like name@example.police.uk",
        )
    ]


def test_part_that_is_not_asked_is_reported_and_has_no_value() -> None:
    parsed = parse(CONTACT, {"name": "A", "rank": "PC", "shoe": "9"}, TODAY)

    assert parsed.value == {"name": "A"}
    assert messages(parsed) == [
        ("rank", "Point of contact holds a part that is not asked here"),
        ("shoe", "Point of contact holds a part that is not asked here"),
    ]


def test_part_that_is_too_long_keeps_its_text() -> None:
    parsed = parse(CONTACT, {"name": "x" * 301}, TODAY)

    assert parsed.value == {"name": "x" * 301}
    assert messages(parsed) == [("name", "Full name of the point of contact must be 300 characters or less")]


@pytest.mark.parametrize("raw", ["A. Name", ["A"], 4, {"name": 4}, {"name": ["A"]}, {"name": {"first": "A"}}])
def test_person_of_another_shape_is_unreadable(raw: Json) -> None:
    assert parse(CONTACT, raw, TODAY).value is None
    assert messages(parse(CONTACT, raw, TODAY)) == [
        (None, "Point of contact cannot be read as stored. Enter this again")
    ]


def test_organisation_stores_its_country_as_a_code() -> None:
    assert parse(UNIT, {"name": "Police", "country": "kenya"}, TODAY) == Parsed({"name": "Police", "country": "KE"})


def test_organisation_in_an_unknown_country_keeps_its_other_parts() -> None:
    parsed = parse(UNIT, {"name": "Police", "country": "Ruritania"}, TODAY)

    assert parsed.value == {"name": "Police"}
    assert messages(parsed) == [
        ("country", "Select the country or territory of the receiving organisation from the list")
    ]
    assert parsed.problems[0].kind is ProblemKind.UNREADABLE


@pytest.mark.parametrize(("question", "key", "answer"), [(RISK, "level", "high"), (SURE, "answer", "yes")])
def test_judgement_keeps_its_reason(question: Question, key: str, answer: str) -> None:
    assert parse(question, {key: answer, "reason": " one\r\ntwo \n"}, TODAY) == Parsed(
        {key: answer, "reason": " one\ntwo"}
    )
    assert parse(question, {key: answer, "reason": None}, TODAY) == Parsed({key: answer})
    assert reason_is_asked(question, answer)


@pytest.mark.parametrize(("question", "key", "answer"), [(RISK, "level", "low"), (SURE, "answer", "no")])
def test_reason_under_an_answer_that_asks_none_is_no_part_of_the_value(
    question: Question, key: str, answer: str
) -> None:
    assert parse(question, {key: answer, "reason": "left over"}, TODAY) == Parsed({key: answer})
    assert not reason_is_asked(question, answer)
    assert not reason_is_asked(question, None)


@pytest.mark.parametrize("raw", [{"reason": "only"}, {"answer": "perhaps"}, {"answer": "", "reason": "only"}])
def test_reason_without_an_answer_asks_for_the_answer(raw: Json) -> None:
    parsed = parse(SURE, raw, TODAY)

    assert parsed.value is None
    assert messages(parsed) == [("answer", "Select yes if this is a sensitive case")]
    assert parsed.problems[0].kind is ProblemKind.UNREADABLE


def test_reason_that_is_too_long_keeps_its_text() -> None:
    parsed = parse(SURE, {"answer": "yes", "reason": "x" * 4001}, TODAY)

    assert parsed.value == {"answer": "yes", "reason": "x" * 4001}
    assert messages(parsed) == [("reason", "Reason it is sensitive must be 4,000 characters or less")]
    assert messages(parse(RISK, {"level": "high", "reason": "x" * 4001}, TODAY)) == [
        ("reason", "The reason must be 4,000 characters or less")
    ]


@pytest.mark.parametrize("raw", ["yes", ["yes"], True, {"answer": True}, {"answer": "yes", "why": "x"}])
def test_judgement_of_another_shape_is_unreadable(raw: Json) -> None:
    assert parse(SURE, raw, TODAY).value is None
    assert messages(parse(SURE, raw, TODAY)) == [
        (
            None,
            "Your answer to “Is this a sensitive case?” cannot be read as stored. Enter this again",
        )
    ]


@pytest.mark.parametrize("raw", [None, {}, {"answer": "", "reason": " "}, {"answer": None}])
def test_judgement_without_anything_chosen_is_blank(raw: Json) -> None:
    assert parse(SURE, raw, TODAY) == Parsed(None)
