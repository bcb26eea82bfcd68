"""Reading texts, and the cleaning of everything typed."""

from __future__ import annotations

from datetime import date

import pytest

from ipas_desktop.forms.answers import is_blank, parse
from ipas_desktop.forms.definition import AnswerType, Json, Question, QuestionId
from ipas_desktop.forms.problems import ProblemKind

TODAY = date(2026, 11, 23)
SHORT = Question(QuestionId("t.short"), AnswerType.SHORT_TEXT, "Title", max_length=20, min_length=3)
LONG = Question(QuestionId("t.long"), AnswerType.LONG_TEXT, "Story")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("  Title  ", "Title"),
        ("one\r\ntwo\tthree", "one two three"),
        ("a \n \n b", "a b"),
        ("e\u0301cole", "école"),
        ("\x00na\x07me\x9f", "name"),
        ("\u202eabc\u202c", "\u202eabc\u202c"),
        ("<img src=x>", "<img src=x>"),
        ("ab\ud800c", "ab\ufffdc"),
        ("ab\ud83d\ude00", "ab😀"),
        ("line\u2028next\x85last", "line next last"),
    ],
)
def test_short_text_is_one_clean_line(raw: str, value: str) -> None:
    assert parse(SHORT, raw, TODAY).value == value
    assert parse(SHORT, raw, TODAY).problems == ()


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("one\r\ntwo\rthree\u2029four", "one\ntwo\nthree\nfour"),
        ("  kept\tinside \n\n\x0b", "  kept\tinside"),
        ("plain ", "plain"),
    ],
)
def test_long_text_keeps_its_lines(raw: str, value: str) -> None:
    assert parse(LONG, raw, TODAY).value == value


@pytest.mark.parametrize("raw", [None, "", "   ", "\x00\x01", "\n\t", "\u2028", "\u200b\ufeff", "\u202e \u202c"])
@pytest.mark.parametrize("question", [SHORT, LONG])
def test_text_of_nothing_but_space_is_blank(question: Question, raw: Json) -> None:
    assert parse(question, raw, TODAY).value is None
    assert parse(question, raw, TODAY).problems == ()
    assert is_blank(question, raw)


def test_text_over_its_limit_keeps_its_value_and_says_so() -> None:
    parsed = parse(SHORT, "x" * 21, TODAY)

    assert parsed.value == "x" * 21
    assert [(each.kind, each.message) for each in parsed.problems] == [
        (ProblemKind.OUT_OF_LIMITS, "Title must be 20 characters or less")
    ]
    assert parse(SHORT, "x" * 20, TODAY).problems == ()


def test_text_under_its_limit_says_so() -> None:
    assert [each.message for each in parse(SHORT, "ab", TODAY).problems] == ["Title must be 3 characters or more"]
    assert parse(SHORT, "abc", TODAY).problems == ()


def test_huge_text_is_read_and_reported() -> None:
    parsed = parse(LONG, "å" * 2_000_000, TODAY)

    assert parsed.value == "å" * 2_000_000
    assert [each.message for each in parsed.problems] == ["Story must be 20,000 characters or less"]


@pytest.mark.parametrize("raw", [5, True, ["a"], {"a": "b"}])
def test_text_that_is_not_text_is_unreadable(raw: Json) -> None:
    parsed = parse(SHORT, raw, TODAY)

    assert parsed.value is None
    assert [(each.kind, each.message) for each in parsed.problems] == [
        (ProblemKind.UNREADABLE, "Title cannot be read as stored. Enter this again")
    ]
    assert not is_blank(SHORT, raw)


def test_blank_question_stands_up_to_deep_nesting() -> None:
    deep: Json = "x"
    for _ in range(50_000):
        deep = [deep]

    assert not is_blank(LONG, deep)
    assert parse(LONG, deep, TODAY).problems
