"""The shape of a raw answer, type by type, whether or not a form of today asks for it."""

from __future__ import annotations

import pytest

from ipas_desktop.cases.exchange_shapes import accepted_answer
from ipas_desktop.errors import InputError
from ipas_desktop.forms.definition import AnswerType, Choice, Json, Question, QuestionId

CHOICES = (Choice("yes", "Yes"), Choice("no", "No"))


def question(kind: AnswerType) -> Question:
    columns = (Question(QuestionId("name"), AnswerType.SHORT_TEXT, "Name"),) if kind is AnswerType.TABLE else ()
    return Question(QuestionId("x.q"), kind, "Q", choices=CHOICES, parts=("name", "role", "country"), columns=columns)


GOOD: dict[AnswerType, list[Json]] = {
    AnswerType.SHORT_TEXT: ["", "<b>"],
    AnswerType.LONG_TEXT: ["a\nb"],
    AnswerType.CHOICE: ["yes", ""],
    AnswerType.CHOICES: [[], ["yes", "no"]],
    AnswerType.DATE: [{}, {"day": "31", "month": "Feb"}, "2026-12-02", "soon"],
    AnswerType.PERIOD: [{}, {"from": {"day": "1"}, "to": None}, {"from": "2026-12-02"}],
    AnswerType.WHOLE_NUMBER: ["12a", 12, -3],
    AnswerType.MONEY: ["£12,500.50"],
    AnswerType.SHARES: [{}, {"yes": "70 %"}],
    AnswerType.PERSON: [{}, {"name": "I Hartley", "role": ""}],
    AnswerType.ORGANISATION: [{"name": "Police", "country": "GH"}],
    AnswerType.COUNTRY: ["GH", "Gold Coa"],
    AnswerType.COUNTRIES: [["GH", "Gold Coa"], []],
    AnswerType.TABLE: [[], [{"row": "1"}, {"row": "2", "name": None}]],
    AnswerType.RATING: [{}, {"level": "yes", "reason": "x"}, {"level": ""}],
    AnswerType.YES_NO: [{}, {"answer": "no"}, {"reason": "x"}],
    AnswerType.CITATIONS: [
        [],
        [{"title": "A", "date": {"year": "2026"}, "retrieved_on": "2026-01-01"}],
        [{"date": None}],
    ],
    AnswerType.ATTACHMENTS: [[]],
}
BAD: dict[AnswerType, list[Json]] = {
    AnswerType.SHORT_TEXT: [1, [], {}, True],
    AnswerType.LONG_TEXT: [["a"]],
    AnswerType.CHOICE: ["maybe", 1, ["yes"]],
    AnswerType.CHOICES: ["yes", [["yes"]], [None]],
    AnswerType.DATE: [1, [], {"day": 1}, {"week": "1"}],
    AnswerType.PERIOD: ["2026", {"from": 1}, {"until": "x"}],
    AnswerType.WHOLE_NUMBER: [True, [], {}],
    AnswerType.MONEY: [12, True],
    AnswerType.SHARES: [[], {"yes": 70}, {"maybe": "1"}],
    AnswerType.PERSON: ["I Hartley", {"name": 1}, {"shoe": ""}],
    AnswerType.ORGANISATION: ["Police", {"kind": "x"}],
    AnswerType.COUNTRY: [["GH"], 1],
    AnswerType.COUNTRIES: ["GH", [1]],
    AnswerType.TABLE: [{}, [[]], [{"row": 1}], [{"row": "1", "name": 1}]],
    AnswerType.RATING: ["yes", {"level": "high"}, {"level": 1}, {"size": ""}],
    AnswerType.YES_NO: ["yes", {"answer": "maybe"}, {"answer": None}],
    AnswerType.CITATIONS: [{}, ["A"], [{"title": 1}], [{"author": "A"}], [{"date": 1}]],
    AnswerType.ATTACHMENTS: [{}, ["a"], [{"sha256": "x", "name": "a", "size": 1, "media_type": "x"}], [{}]],
}


def test_every_answer_type_is_tried() -> None:
    assert set(GOOD) == set(BAD) == set(AnswerType)


@pytest.mark.parametrize("kind", AnswerType)
def test_answer_of_the_right_shape_is_kept_as_typed(kind: AnswerType) -> None:
    for raw in [*GOOD[kind], None]:
        assert accepted_answer(question(kind), raw) == raw


@pytest.mark.parametrize("kind", AnswerType)
def test_answer_of_another_shape_is_refused_naming_its_question(kind: AnswerType) -> None:
    for raw in BAD[kind]:
        with pytest.raises(InputError, match=r"x\.q"):
            accepted_answer(question(kind), raw)
