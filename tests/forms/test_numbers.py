"""Reading whole numbers, money and shares."""

from __future__ import annotations

from datetime import date

import pytest

from ipas_desktop.forms.answers import Parsed, is_blank, parse
from ipas_desktop.forms.definition import AnswerType, Choice, Json, Question, QuestionId
from ipas_desktop.forms.problems import ProblemKind

TODAY = date(2026, 11, 23)
COUNT = Question(QuestionId("t.count"), AnswerType.WHOLE_NUMBER, "Number of people")
VALUE = Question(QuestionId("t.value"), AnswerType.MONEY, "Total value")
SPLIT = Question(
    QuestionId("t.split"),
    AnswerType.SHARES,
    "Shares",
    choices=(Choice("us", "The UK body"), Choice("them", "The overseas body"), Choice("fund", "A fund")),
)


def messages(parsed: Parsed) -> list[str]:
    return [each.message for each in parsed.problems]


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("12", 12),
        (" 1,234 ", 1234),
        ("1 234 567", 1234567),
        ("-5", -5),
        ("−5", -5),
        ("+7", 7),
        ("007", 7),
        ("٣", 3),
        (9, 9),
    ],
)
def test_whole_number_is_read_as_typed(raw: Json, number: int) -> None:
    assert parse(COUNT, raw, TODAY) == Parsed(number)


@pytest.mark.parametrize("raw", ["twelve", "1.5", "12,50", "1,2345", "1e3", "²", "9" * 16, "x" * 5000, 10**15, "--5"])
def test_whole_number_that_is_none_says_so(raw: Json) -> None:
    parsed = parse(COUNT, raw, TODAY)

    assert parsed.value is None
    assert messages(parsed) == ["Number of people must be a whole number, like 12"]


@pytest.mark.parametrize("raw", [True, False, {"a": 1}, [1]])
@pytest.mark.parametrize("question", [COUNT, VALUE])
def test_number_that_is_not_text_is_unreadable(question: Question, raw: Json) -> None:
    assert parse(question, raw, TODAY).value is None
    assert [each.kind for each in parse(question, raw, TODAY).problems] == [ProblemKind.UNREADABLE]
    assert not is_blank(question, raw)


@pytest.mark.parametrize("raw", ["", " ", "\u200b", None])
@pytest.mark.parametrize("question", [COUNT, VALUE])
def test_number_without_anything_typed_is_blank(question: Question, raw: Json) -> None:
    assert parse(question, raw, TODAY) == Parsed(None)


@pytest.mark.parametrize(
    ("limits", "good", "bad", "message"),
    [
        ({"minimum": 1, "maximum": 1000}, ("1", "1000"), ("0", "1,001"), "must be between 1 and 1,000"),
        ({"minimum": 1}, ("1",), ("0",), "must be 1 or more"),
        ({"maximum": 1000}, ("1000", "-4"), ("1001",), "must be 1,000 or less"),
    ],
)
def test_whole_number_limits_include_their_ends(
    limits: dict[str, int], good: tuple[str, ...], bad: tuple[str, ...], message: str
) -> None:
    question = Question(QuestionId("t.n"), AnswerType.WHOLE_NUMBER, "Number", **limits)

    assert [messages(parse(question, raw, TODAY)) for raw in good] == [[]] * len(good)
    assert [messages(parse(question, raw, TODAY)) for raw in bad] == [[f"Number {message}"]] * len(bad)
    assert all(parse(question, raw, TODAY).value is not None for raw in bad)


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("£12,500.50", "12500.50"),
        ("12500.5", "12500.50"),
        ("12500", "12500.00"),
        ("GBP 12 500", "12500.00"),
        ("12,500 gbp", "12500.00"),
        ("0", "0.00"),
        ("-0", "0.00"),
        (12500, "12500.00"),
        ("£ 1", "1.00"),
        ("999,999,999,999.99", "999999999999.99"),
    ],
)
def test_money_is_read_exactly(raw: Json, amount: str) -> None:
    assert parse(VALUE, raw, TODAY) == Parsed(amount)


@pytest.mark.parametrize("raw", ["12,50", "1.005", "12k", "€5", "five", "1.", ".5", "-£-5", "1,00,000"])
def test_money_that_is_none_says_so(raw: str) -> None:
    parsed = parse(VALUE, raw, TODAY)

    assert parsed.value is None
    assert messages(parsed) == ["Total value must be an amount in pounds, like 12,500 or 12,500.50"]


def test_money_is_not_negative_unless_the_form_allows_it() -> None:
    loss = Question(QuestionId("t.loss"), AnswerType.MONEY, "Loss", minimum=-500, maximum=1000)

    assert messages(parse(VALUE, "-0.01", TODAY)) == ["Total value must be £0 or more"]
    assert parse(loss, "-£500", TODAY) == Parsed("-500.00")
    assert messages(parse(loss, "£-500.01", TODAY)) == ["Loss must be between −£500 and £1,000"]


@pytest.mark.parametrize(
    ("raw", "shares"),
    [
        ({"us": "30", "them": "70%"}, {"us": "30", "them": "70"}),
        ({"them": "33.33 %", "us": "33.33", "fund": "33.34"}, {"us": "33.33", "them": "33.33", "fund": "33.34"}),
        ({"us": "100.00", "them": "0", "fund": ""}, {"us": "100"}),
        ({"us": 100}, {"us": "100"}),
    ],
)
def test_shares_leave_out_zeros_and_total_100(raw: Json, shares: Json) -> None:
    assert parse(SPLIT, raw, TODAY) == Parsed(shares)


def test_shares_come_in_the_order_of_the_form() -> None:
    value = parse(SPLIT, {"fund": "50", "us": "50"}, TODAY).value

    assert isinstance(value, dict)
    assert list(value) == ["us", "fund"]


def test_shares_that_do_not_total_100_say_what_they_total() -> None:
    parsed = parse(SPLIT, {"us": "30", "them": "60.5"}, TODAY)

    assert parsed.value == {"us": "30", "them": "60.5"}
    assert [(each.kind, each.message) for each in parsed.problems] == [
        (ProblemKind.OUT_OF_LIMITS, "Shares must add up to 100%. They add up to 90.5%")
    ]


def test_shares_of_zero_alone_are_not_blank() -> None:
    assert messages(parse(SPLIT, {"us": "0"}, TODAY)) == ["Shares must add up to 100%. They add up to 0%"]


@pytest.mark.parametrize(
    ("raw", "part", "message"),
    [
        ({"us": "half"}, "us", "The share of The UK body must be a percentage, like 25 or 33.3"),
        ({"us": "101"}, "us", "The share of The UK body must be a percentage, like 25 or 33.3"),
        ({"us": ["1"]}, "us", "The share of The UK body must be a percentage, like 25 or 33.3"),
        ({"aliens": "100"}, "aliens", "The share of each payer must be a percentage, like 25 or 33.3"),
    ],
)
def test_shares_that_cannot_be_read_name_the_choice(raw: Json, part: str, message: str) -> None:
    parsed = parse(SPLIT, raw, TODAY)

    assert parsed.value is None
    assert [(each.kind, each.at.part, each.message) for each in parsed.problems] == [
        (ProblemKind.UNREADABLE, part, message)
    ]


def test_shares_keep_what_can_be_read() -> None:
    assert parse(SPLIT, {"us": "40", "them": "lots"}, TODAY).value == {"us": "40"}


@pytest.mark.parametrize("raw", [None, {}, {"us": "", "them": " "}, {"us": None}])
def test_shares_without_anything_typed_are_blank(raw: Json) -> None:
    assert parse(SPLIT, raw, TODAY) == Parsed(None)


def test_shares_that_are_a_list_are_unreadable() -> None:
    assert messages(parse(SPLIT, ["us"], TODAY)) == ["Shares cannot be read as stored. Enter this again"]


@pytest.mark.parametrize("question", [COUNT, VALUE, SPLIT])
def test_number_too_large_to_write_down_is_a_problem(question: Question) -> None:
    assert parse(question, 10**5000, TODAY).problems
    assert parse(question, {"us": 10**5000}, TODAY).problems
