"""Nothing is lost in silence when a document is taken to another version of its form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipas_desktop.cases import upgrade
from ipas_desktop.cases.case import Document, DocumentKey
from ipas_desktop.cases.upgrade import Upgrade
from ipas_desktop.forms import loader
from ipas_desktop.forms.answers.text import one_line
from ipas_desktop.forms.definition import AnswerType, Choice, Form, Json, Question, QuestionId
from tests.forms.drafts import draft

TODAY = date(2026, 11, 23)
KEY = DocumentKey("extra")
EVERYTHING = loader.load_folder(Path(__file__).parents[1] / "forms" / "everything" / "1")
ABC = (Choice("a", "First"), Choice("b", "Second"), Choice("c", "Third"))


def question(kind: AnswerType, **keys: Any) -> Question:
    return Question(QuestionId("t.q"), kind, "The question", **keys)


def with_questions(form: Form, questions: Sequence[Question], version: int = 2) -> Form:
    page = replace(form.sections[0].pages[0], questions=tuple(questions))
    return replace(form, version=version, sections=(replace(form.sections[0], pages=(page,)),))


def planned(old: Question, new: Question | None, raw: Json) -> Upgrade:
    before = with_questions(EVERYTHING, [old], 1)
    after = with_questions(EVERYTHING, [new] if new else [])
    return upgrade.plan(Document(KEY, "everything", 1, {old.id: raw}), before, after, TODAY)


def told(plan: Upgrade) -> list[tuple[str | None, str | None, str | None, tuple[str, ...], str]]:
    return [(each.at.row, each.at.column, each.at.part, each.words, each.reason) for each in plan.left_behind]


def test_answer_to_a_question_that_is_gone_is_listed_in_words() -> None:
    plan = planned(question(AnswerType.DATE, short_label="Start"), None, {"day": "2", "month": "Dec", "year": "2026"})

    assert plan.answers == {}
    assert told(plan) == [(None, None, None, ("2 December 2026",), upgrade.NO_LONGER_ASKED)]
    assert plan.left_behind[0].label == "Start"
    assert plan.left_behind[0].raw == {"day": "2", "month": "Dec", "year": "2026"}


def test_answer_of_another_type_is_listed_and_never_converted() -> None:
    plan = planned(question(AnswerType.SHORT_TEXT), question(AnswerType.LONG_TEXT), "Some text")

    assert plan.answers == {}
    assert told(plan) == [(None, None, None, ("Some text",), upgrade.ANOTHER_TYPE)]


@pytest.mark.parametrize("raw", ["", "  ", None])
def test_blank_answers_are_not_listed(raw: Json) -> None:
    assert planned(question(AnswerType.SHORT_TEXT), None, raw).left_behind == ()


@pytest.mark.parametrize(
    ("kind", "raw", "carried", "lost"),
    [
        (AnswerType.CHOICE, "a", "a", []),
        (AnswerType.CHOICE, " c ", None, [(None, ("Third",))]),
        (AnswerType.CHOICE, "never known", "never known", []),
        (AnswerType.CHOICE, {"odd": 1}, {"odd": 1}, []),
        (AnswerType.CHOICES, ["a", "c", "z"], ["a", "z"], [("c", ("Third",))]),
        (AnswerType.CHOICES, ["c"], None, [("c", ("Third",))]),
        (AnswerType.CHOICES, "odd", "odd", []),
        (AnswerType.SHARES, {"a": "30", "c": "70", "b": ""}, {"a": "30", "b": ""}, [("c", ("Third: 70%",))]),
        (AnswerType.SHARES, {"c": ""}, None, []),
        (AnswerType.SHARES, 7, 7, []),
        (AnswerType.YES_NO, {"answer": "c", "reason": "Why"}, None, [(None, ("Third", "Why"))]),
        (AnswerType.YES_NO, {"answer": "a", "reason": "Why"}, {"answer": "a", "reason": "Why"}, []),
        (AnswerType.YES_NO, {"answer": "b", "reason": "Why"}, {"answer": "b"}, [("reason", ("Why",))]),
        (AnswerType.YES_NO, {"reason": "Why"}, {"reason": "Why"}, []),
        (AnswerType.RATING, {"level": "c"}, None, [(None, ("Third",))]),
        (AnswerType.ORGANISATION, {"name": "N", "kind": "c"}, {"name": "N"}, [("kind", ("Third",))]),
        (AnswerType.ORGANISATION, {"name": "N", "ministry": "M"}, {"name": "N"}, [("ministry", ("M",))]),
    ],
)
def test_choices_and_parts_that_are_gone_are_listed_one_by_one(
    kind: AnswerType, raw: Json, carried: Json, lost: list[tuple[str | None, tuple[str, ...]]]
) -> None:
    old = question(kind, choices=ABC, reason_when=("a", "b", "c"), parts=("name", "kind", "ministry"))
    new = question(kind, choices=ABC[:2], reason_when=("a",), parts=("name", "kind"))
    plan = planned(old, new, raw)

    assert plan.answers == ({} if carried is None else {old.id: carried})
    assert [(part, words) for _, _, part, words, _ in told(plan)] == lost


def test_country_that_the_new_list_lacks_is_listed_by_any_of_its_names() -> None:
    world = (Choice("KE", "Kenya", aliases=("Republic of Kenya",)), Choice("UG", "Uganda"))
    old, new = (question(AnswerType.COUNTRIES, choices=choices) for choices in (world, world[1:]))
    plan = planned(old, new, ["UG", "Republic of Kenya", "Narnia"])

    assert plan.answers == {old.id: ["UG", "Narnia"]}
    assert [each.raw for each in plan.left_behind] == ["Republic of Kenya"]


COLUMNS = (
    Question(QuestionId("name"), AnswerType.SHORT_TEXT, "Name"),
    Question(QuestionId("role"), AnswerType.CHOICE, "Role", choices=ABC),
)


def test_cells_that_are_gone_are_listed_with_row_and_column() -> None:
    old = question(AnswerType.TABLE, columns=COLUMNS, row_name="member", short_label="Team")
    new = replace(old, columns=(replace(COLUMNS[1], choices=ABC[:2]),))
    rows: Json = [{"row": "r1", "name": "One", "role": "a"}, {"row": "r2", "name": "", "role": "c"}, "odd"]
    plan = planned(old, new, rows)

    assert plan.answers == {old.id: [{"row": "r1", "role": "a"}, "odd"]}
    assert told(plan) == [
        ("r1", "name", None, ("One",), upgrade.NO_LONGER_ASKED),
        ("r2", "role", None, ("Third",), upgrade.CHOICE_GONE),
    ]
    assert [each.label for each in plan.left_behind] == ["Team, Member 1, Name", "Team, Member 2, Role"]
    assert list(upgrade.summary(plan)) == [
        "extra: everything 1 to 2. 2 of its answers or parts of them will not carry over.",
        "Team, Member 1, Name [t.q.r1.name]: One. The new version does not ask this.",
        "Team, Member 2, Role [t.q.r2.role]: Third. The new version does not offer this choice.",
    ]


def test_fixed_row_that_is_gone_is_listed_cell_by_cell() -> None:
    old = question(AnswerType.TABLE, columns=COLUMNS, rows_from="x", fixed_rows=ABC)
    new = replace(old, fixed_rows=ABC[:1])
    rows: Json = [{"row": "a", "name": "One"}, {"row": "b", "name": "Two", "role": "a", "odd": "kept?"}]
    plan = planned(old, new, rows)

    assert plan.answers == {old.id: [{"row": "a", "name": "One"}]}
    assert told(plan) == [
        ("b", "name", None, ("Two",), upgrade.ROW_GONE),
        ("b", "role", None, ("First",), upgrade.ROW_GONE),
        ("b", "odd", None, ("kept?",), upgrade.ROW_GONE),
    ]


def test_table_that_is_no_list_is_carried_as_it_is() -> None:
    old = question(AnswerType.TABLE, columns=COLUMNS)

    assert planned(old, old, {"odd": "shape"}).answers == {old.id: {"odd": "shape"}}


def test_plan_is_only_for_two_versions_of_the_document_s_form() -> None:
    document = Document(KEY, "everything", 3, {})
    with pytest.raises(ValueError, match="extra is everything 3, not everything 1"):
        upgrade.plan(document, EVERYTHING, EVERYTHING, TODAY)
    with pytest.raises(ValueError, match="extra is everything 1"):
        upgrade.plan(replace(document, form_version=1), EVERYTHING, replace(EVERYTHING, id="other"), TODAY)


def test_same_form_in_a_new_version_carries_every_answer() -> None:
    answers = {QuestionId("t.a.title"): "Title", QuestionId("t.a.kind"): "abroad"}
    plan = upgrade.plan(Document(KEY, "everything", 1, answers), EVERYTHING, replace(EVERYTHING, version=2), TODAY)

    assert plan.answers == answers
    assert list(upgrade.summary(plan)) == ["extra: everything 1 to 2. Every answer is carried."]


def changed_question(draw: st.DrawFn, old: Question) -> Question | None:
    """Return what another version may make of a question: gone, of another type, with fewer choices, parts, columns."""
    what = draw(st.sampled_from(["same", "same", "gone", "type", "less"]))
    if what == "gone":
        return None
    if what == "type":
        return replace(old, type=AnswerType.LONG_TEXT if old.type is not AnswerType.LONG_TEXT else AnswerType.DATE)
    if what == "same":
        return old

    def some(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(item for item in items if draw(st.booleans()))

    columns = tuple(column for each in old.columns if (column := changed_question(draw, each)) is not None)
    choices = old.choices[::2] if len(old.choices) > 20 else some(old.choices)
    return replace(
        old,
        choices=choices,
        parts=some(old.parts),
        reason_when=some(old.reason_when),
        columns=columns,
        fixed_rows=some(old.fixed_rows),
        rows_from=old.rows_from,
    )


@st.composite
def new_versions(draw: st.DrawFn) -> Form:
    found = [changed_question(draw, question) for question in EVERYTHING.questions()]
    return with_questions(EVERYTHING, [each for each in found if each is not None])


def leaves(raw: Json, path: tuple[str, ...] = ()) -> Counter[tuple[tuple[str, ...], str]]:
    """Return everything typed in an answer, with where it stands; not blanks, row ids or the order of lists."""
    if isinstance(raw, dict):
        row = (str(raw["row"]),) if isinstance(raw.get("row"), str) else ()
        inner = ((part, value) for part, value in raw.items() if not (row and part == "row"))
        return sum((leaves(value, (*path, *row, part)) for part, value in inner), Counter())
    if isinstance(raw, list):
        return sum((leaves(item, path) for item in raw), Counter())
    return Counter() if raw is None or (isinstance(raw, str) and not one_line(raw)) else Counter({(path, repr(raw)): 1})


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=60, deadline=None)
@given(answers=draft(EVERYTHING), new=new_versions())
def test_what_is_carried_and_what_is_listed_are_together_all_that_was_typed(
    answers: dict[QuestionId, Json], new: Form
) -> None:
    plan = upgrade.plan(Document(KEY, "everything", 1, answers), EVERYTHING, new, TODAY)
    carried = sum((leaves(raw, (question_id,)) for question_id, raw in plan.answers.items()), Counter())
    listed: Counter[Any] = Counter()
    for each in plan.left_behind:
        at = each.at
        old = EVERYTHING.question(at.question)
        within = next((column for column in old.columns if column.id == at.column), old)
        in_list = within.type in (AnswerType.CHOICES, AnswerType.COUNTRIES)
        parts = (at.question, at.row, at.column, None if in_list else at.part)
        listed += leaves(each.raw, tuple(str(part) for part in parts if part is not None))
        assert each.words
        assert each.reason

    assert carried + listed == sum((leaves(raw, (key,)) for key, raw in answers.items()), Counter())
    assert plan.answers.keys() <= {question.id for question in new.questions()}
    again = upgrade.plan(Document(KEY, "everything", 2, plan.answers), new, replace(new, version=3), TODAY)
    assert (again.answers, again.left_behind) == (plan.answers, ())
