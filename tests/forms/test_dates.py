"""Reading dates and periods in the words of the GOV.UK date input."""

from __future__ import annotations

from datetime import date

import pytest

from ipas_desktop.forms.answers import Parsed, is_blank, parse
from ipas_desktop.forms.definition import AnswerType, Json, Question, QuestionId
from ipas_desktop.forms.problems import ProblemKind

TODAY = date(2026, 11, 23)
START = Question(QuestionId("t.start"), AnswerType.DATE, "Start date")
VISIT = Question(QuestionId("t.visit"), AnswerType.PERIOD, "Visit to the academy")


def typed(day: Json, month: Json, year: Json) -> Json:
    return {"day": day, "month": month, "year": year}


@pytest.mark.parametrize(
    "raw",
    [
        typed("2", "12", "2026"),
        typed("02", "December", "2026"),
        typed(" 2 ", "dec", "2026"),
        typed("2nd", "Dec.", "2026"),
        typed("2", "DECEM", "2026"),
        typed(2, 12, 2026),
        typed("٢", "12", "2026"),
        "2026-12-02",
        " 2026-12-02\n",
    ],
)
def test_date_is_read_in_many_forms(raw: Json) -> None:
    assert parse(START, raw, TODAY) == Parsed("2026-12-02")


@pytest.mark.parametrize(
    ("raw", "part", "message"),
    [
        (typed("", "12", "2026"), "day", "Start date must include a day"),
        (typed("2", "", "2026"), "month", "Start date must include a month"),
        (typed("2", "12", ""), "year", "Start date must include a year"),
        (typed("2", "", ""), "month", "Start date must include a month and a year"),
        ({"year": "2026"}, "day", "Start date must include a day and a month"),
        (typed("31", "2", "2026"), "day", "Start date must be a real date"),
        (typed("29", "2", "2027"), "day", "Start date must be a real date"),
        (typed("0", "2", "2027"), "day", "Start date must be a real date"),
        (typed("first", "2", "2027"), "day", "Start date must be a real date"),
        (typed("2", "13", "2026"), "month", "Start date must be a real date"),
        (typed("2", "J", "2026"), "month", "Start date must be a real date"),
        (typed("2", "ju", "2026"), "month", "Start date must be a real date"),
        (typed("2", "Brumaire", "2026"), "month", "Start date must be a real date"),
        (typed("2", "12", "26"), "year", "Start date must include a year with 4 numbers, like 2026"),
        (typed("2", "12", "next"), "year", "Start date must be a real date"),
        (typed("2", "12", "0026"), "year", "Start date must include a year between 1900 and 2199"),
        (typed("2", "12", 10**5000), None, "Start date must be a real date"),
        ("2026-02-30", "day", "Start date must be a real date"),
        ("tomorrow", None, "Start date must be a real date"),
        (5, None, "Start date cannot be read as stored. Enter this again"),
        ({"day": ["2"]}, None, "Start date cannot be read as stored. Enter this again"),
        ({"day": True}, None, "Start date cannot be read as stored. Enter this again"),
        ({"hour": "2"}, None, "Start date cannot be read as stored. Enter this again"),
    ],
)
def test_date_that_cannot_be_read_says_why_and_where(raw: Json, part: str | None, message: str) -> None:
    parsed = parse(START, raw, TODAY)

    assert parsed.value is None
    assert [(each.kind, each.at.part, each.message) for each in parsed.problems] == [
        (ProblemKind.UNREADABLE, part, message)
    ]


@pytest.mark.parametrize("raw", [None, "", "  ", {}, typed("", " ", ""), typed(None, None, None)])
def test_date_without_anything_typed_is_blank(raw: Json) -> None:
    assert parse(START, raw, TODAY) == Parsed(None)
    assert is_blank(START, raw)


@pytest.mark.parametrize(
    ("limit", "good", "bad", "message"),
    [
        ({"after": "today"}, "2026-11-24", "2026-11-23", "must be in the future"),
        ({"before": "today"}, "2026-11-22", "2026-11-23", "must be in the past"),
        ({"not_before": "today"}, "2026-11-23", "2026-11-22", "must be today or in the future"),
        ({"not_after": "today"}, "2026-11-23", "2026-11-24", "must be today or in the past"),
        ({"after": "2026-12-02"}, "2026-12-03", "2026-12-02", "must be after 2 December 2026"),
        ({"before": "2026-12-02"}, "2026-12-01", "2026-12-02", "must be before 2 December 2026"),
        ({"not_before": "2026-12-02"}, "2026-12-02", "2026-12-01", "must be the same as or after 2 December 2026"),
        ({"not_after": "2026-12-02"}, "2026-12-02", "2026-12-03", "must be the same as or before 2 December 2026"),
    ],
)
def test_date_limits_hold_to_the_day(limit: dict[str, str], good: str, bad: str, message: str) -> None:
    question = Question(QuestionId("t.d"), AnswerType.DATE, "Day of arrival", **limit)

    assert parse(question, good, TODAY) == Parsed(good)
    assert parse(question, bad, TODAY).value == bad
    assert [(each.kind, each.message) for each in parse(question, bad, TODAY).problems] == [
        (ProblemKind.OUT_OF_LIMITS, f"Day of arrival {message}")
    ]


def test_period_is_two_dates() -> None:
    raw: Json = {"from": typed("2", "Dec", "2026"), "to": "2026-12-02"}

    assert parse(VISIT, raw, TODAY) == Parsed({"from": "2026-12-02", "to": "2026-12-02"})


@pytest.mark.parametrize(
    ("raw", "problems"),
    [
        ({"from": "2026-12-02"}, [("to", "Enter the last day of the visit to the academy")]),
        (
            {"from": {"day": "2"}, "to": "2026-12-02"},
            [("from", "The first day of the visit to the academy must include a month and a year")],
        ),
        (
            {"from": "x", "to": "2026-12-40"},
            [
                ("from", "The first day of the visit to the academy must be a real date"),
                ("to", "The last day of the visit to the academy must be a real date"),
            ],
        ),
        ("2026-12-02", [(None, "Visit to the academy cannot be read as stored. Enter this again")]),
        ({"till": "2026-12-02"}, [(None, "Visit to the academy cannot be read as stored. Enter this again")]),
    ],
)
def test_period_that_is_half_or_wrong_has_no_value(raw: Json, problems: list[tuple[str, str]]) -> None:
    parsed = parse(VISIT, raw, TODAY)

    assert parsed.value is None
    assert [(each.at.part, each.message) for each in parsed.problems] == problems
    assert {each.kind for each in parsed.problems} == {ProblemKind.UNREADABLE}


def test_period_may_not_end_before_it_begins() -> None:
    parsed = parse(VISIT, {"from": "2026-12-03", "to": "2026-12-02"}, TODAY)

    assert parsed.value == {"from": "2026-12-03", "to": "2026-12-02"}
    assert [(each.at.part, each.message) for each in parsed.problems] == [
        ("to", "The last day of the visit to the academy must be the same as or after the first day")
    ]


def test_period_limits_look_at_the_side_they_are_for() -> None:
    question = Question(QuestionId("t.v"), AnswerType.PERIOD, "Visit", after="2026-12-01", not_after="2026-12-10")

    parsed = parse(question, {"from": "2026-12-01", "to": "2026-12-11"}, TODAY)

    assert [(each.at.part, each.message) for each in parsed.problems] == [
        ("from", "The first day of the visit must be after 1 December 2026"),
        ("to", "The last day of the visit must be the same as or before 10 December 2026"),
    ]
    assert parse(question, {"from": "2026-12-02", "to": "2026-12-10"}, TODAY).problems == ()


@pytest.mark.parametrize("raw", [None, {}, {"from": "", "to": {}}, {"from": None}])
def test_period_without_anything_typed_is_blank(raw: Json) -> None:
    assert parse(VISIT, raw, TODAY) == Parsed(None)
