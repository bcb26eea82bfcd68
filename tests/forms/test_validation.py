"""Problems that need more than one answer, or the path."""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import pytest

from ipas_desktop.forms import journey, validation
from ipas_desktop.forms.definition import AnswerType, Context, Form, Json, Question, QuestionId
from ipas_desktop.forms.problems import Problem, ProblemKind


def found(form: Form, answers: dict[str, Json], context: Context) -> list[Problem]:
    return list(validation.validate(form, answers, context))


def places(problems: list[Problem]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(each.at.question, each.at.row, each.at.column, each.at.part) for each in problems]


def test_good_answers_have_no_problem(everything: Form, good: dict[str, Json], context: Context) -> None:
    assert found(everything, good, context) == []


def test_empty_form_asks_for_what_it_needs_in_its_order(everything: Form, context: Context) -> None:
    problems = found(everything, {}, context)

    assert [each.message for each in problems] == [
        "Enter the title of the engagement",
        "Select the kind of work",
        "Enter the start date",
        "Enter the point of contact",
        "Select yes if this is a sensitive case",
        "Add at least 2 team members",
        "Enter the rights",
    ]
    assert {each.kind for each in problems} == {ProblemKind.MISSING}


def test_one_page_can_be_checked_alone(everything: Form, context: Context) -> None:
    problems = validation.validate(everything, {}, context, "plain.numbers")

    assert [each.at.question for each in problems] == ["t.a.start"]


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"t.a.start": "2026-11-23"}, ("t.a.start", None, None, None), "Start date must be in the future"),
        (
            {"t.a.end": "2026-12-01", "t.a.visit": None},
            ("t.a.end", None, None, None),
            "End date must be the same as or after 2 December 2026",
        ),
        ({"t.a.end": "2030-01-01"}, ("t.a.end", None, None, None), "End date must be before 1 January 2030"),
        (
            {"t.a.end": "2026-12-17"},
            ("t.a.visit", None, None, "to"),
            "The last day of the visit must be the same as or before 17 December 2026",
        ),
        (
            {"t.a.harms": ["none", "a"]},
            ("t.a.harms", None, None, None),
            "Select “None of these” or other options, not both",
        ),
        (
            {"t.b.contact": {"name": "A"}},
            ("t.b.contact", None, None, "email"),
            "Enter the email address of the point of contact",
        ),
        ({"t.b.sure": {"answer": "yes"}}, ("t.b.sure", None, None, "reason"), "Enter the reason"),
        ({"t.b.sure": {"reason": "x"}}, ("t.b.sure", None, None, "answer"), "Select yes if this is a sensitive case"),
        ({"t.b.risk": {"level": "serious"}}, ("t.b.risk", None, None, "reason"), "Enter a reason for “Level of risk”"),
        ({"t.b.sources": [{"publisher": "P"}]}, ("t.b.sources", None, None, "1.title"), "Enter the title of source 1"),
    ],
)  # fmt: skip
def test_answer_with_a_problem_says_where_and_what(
    everything: Form,
    good: dict[str, Json],
    context: Context,
    changes: dict[str, Json],
    place: tuple[str, str | None, str | None, str | None],
    message: str,
) -> None:
    problems = found(everything, {**good, **changes}, context)

    assert places(problems) == [place]
    assert [each.message for each in problems] == [message]


def test_limit_that_names_an_unanswered_question_does_not_apply(
    everything: Form, good: dict[str, Json], context: Context
) -> None:
    assert places(
        found(everything, {**good, "t.a.start": None, "t.a.end": "2026-01-01", "t.a.visit": None}, context)
    ) == [("t.a.start", None, None, None)]


@pytest.mark.parametrize(
    ("row", "place", "message"),
    [
        ({}, None, ""),
        ({"name": "B"}, None, ""),
        ({"kind": "officer"}, ("name", None), "Enter the name for team member 2"),
        ({"name": "B", "kind": "other"}, ("other", None), "Enter the other kind for team member 2"),
        ({"name": "B", "kind": "officer", "other": ["bad"]}, None, ""),
        ({"name": ["bad"]}, ("name", None), "Team member 2: Name cannot be read as stored. Enter this again"),
        (
            {"name": "B", "from": "2026-12-01"},
            ("from", None),
            "Team member 2: First day must be the same as or after 2 December 2026",
        ),
        (
            {"name": "B", "from": "2026-12-05", "to": "2026-12-04"},
            ("to", None),
            "Team member 2: Last day must be the same as or after 5 December 2026",
        ),
        (
            {"name": "B", "contact": {"name": "C"}},
            ("contact", "phone"),
            "Team member 2: Enter the telephone number of the next of kin",
        ),
    ],
)
def test_row_with_a_problem_says_in_which_row_and_column(
    everything: Form,
    good: dict[str, Json],
    context: Context,
    row: dict[str, Json],
    place: tuple[str, str | None] | None,
    message: str,
) -> None:
    rows: Json = [{"row": "r1", "name": "A"}, {"row": "r2", **row}, {"row": "r3", "name": "C"}]

    problems = found(everything, {**good, "t.b.team": rows}, context)

    if place is None:
        assert problems == []
    else:
        assert places(problems) == [("t.b.team", "r2", *place)]
        assert [each.message for each in problems] == [message]


def test_rows_are_numbered_as_they_stand_on_the_screen(
    everything: Form, good: dict[str, Json], context: Context
) -> None:
    rows: Json = [
        {"row": "r1"},
        {"row": "r2", "name": "B"},
        {"row": "r3", "kind": "officer"},
        {"row": "r4", "name": "D"},
    ]

    problems = found(everything, {**good, "t.b.team": rows}, context)

    assert [each.message for each in problems] == ["Enter the name for team member 3"]


def test_table_with_too_few_or_too_many_rows_says_so(everything: Form, good: dict[str, Json], context: Context) -> None:
    few: Json = [{"row": "r1", "name": "A"}, {"row": "r2"}]
    many: Json = [{"row": f"r{number}", "name": "A"} for number in range(6)]

    assert [each.message for each in found(everything, {**good, "t.b.team": few}, context)] == [
        "Add at least 2 team members"
    ]
    assert [each.message for each in found(everything, {**good, "t.b.team": many}, context)] == [
        "Add no more than 5 team members"
    ]


def test_grid_once_begun_asks_for_every_row(everything: Form, good: dict[str, Json], context: Context) -> None:
    problems = found(everything, {**good, "t.b.grid": [{"row": "2", "note": "x"}]}, context)

    assert places(problems) == [("t.b.grid", str(number), "level", None) for number in range(1, 6)]
    assert problems[0].message.startswith("Select the level for “")


def test_grid_asks_for_reasons_by_row(everything: Form, good: dict[str, Json], context: Context) -> None:
    rows: Json = [{"row": str(number), "level": {"level": "none"}} for number in range(1, 5)]
    assert isinstance(rows, list)

    problems = found(everything, {**good, "t.b.grid": [*rows, {"row": "5", "level": {"level": "serious"}}]}, context)

    assert places(problems) == [("t.b.grid", "5", "level", "reason")]


def test_stray_row_is_reported_once_and_disturbs_no_other(
    everything: Form, good: dict[str, Json], context: Context
) -> None:
    rows: Json = ["stray", {"row": "r1", "name": "A"}, {"row": "r2", "kind": "officer"}]

    assert [each.message for each in found(everything, {**good, "t.b.team": rows}, context)] == [
        "Enter the name for team member 3",
        "Team member 1: UK team cannot be read as stored. Enter this again",
    ]


@pytest.mark.parametrize(
    ("limit", "good_day", "bad_day"),
    [
        ("before", "2026-12-02", "2026-12-03"),
        ("not_before", "2026-12-03", "2026-12-02"),
        ("not_after", "2026-12-18", "2026-12-19"),
        ("after", "2026-12-19", "2026-12-18"),
    ],
)
def test_limit_that_names_a_period_means_the_day_that_makes_sense(
    everything: Form, good: dict[str, Json], context: Context, limit: str, good_day: str, bad_day: str
) -> None:
    section = everything.sections[0]
    question = Question(QuestionId("t.x"), AnswerType.DATE, "Day", **{limit: "t.a.visit"})
    page = replace(section.pages[1], questions=(*section.pages[1].questions, question))
    form = replace(everything, sections=(replace(section, pages=(page,)),))

    assert [
        each.at.question for each in found(form, {**good, "t.x": good_day}, context) if each.at.question == "t.x"
    ] == []
    assert [
        each.at.question for each in found(form, {**good, "t.x": bad_day}, context) if each.at.question == "t.x"
    ] == ["t.x"]


def test_limit_may_name_a_raw_answer_of_another_document(everything: Form, context: Context) -> None:
    section = everything.sections[0]
    question = Question(QuestionId("t.x"), AnswerType.DATE, "Day", after="en.f.start")
    form = replace(everything, sections=(replace(section, pages=(replace(section.pages[0], questions=(question,)),)),))
    other = Context(context.today, {QuestionId("en.f.start"): {"day": "2", "month": "12", "year": "2026"}})

    assert [each.message for each in found(form, {"t.x": "2026-12-02"}, other)] == ["Day must be after 2 December 2026"]
    assert found(form, {"t.x": "2026-12-03"}, other) == []


def test_hidden_answers_are_never_looked_at(everything: Form, good: dict[str, Json], context: Context) -> None:
    home = {**good, "t.a.kind": "home", "t.c.plan": ["bad"], "t.c.deep": "x" * 9999}

    assert found(everything, home, context) == []


def test_large_table_is_judged_quickly(everything: Form, good: dict[str, Json], context: Context) -> None:
    rows: Json = [
        {"row": f"r{number}", "name": "A. Name", "kind": "officer", "from": "2026-12-02", "to": "2026-12-04"}
        for number in range(3_000)
    ]

    def seconds() -> float:
        began = time.process_time()
        journey.section_states(everything, {**good, "t.b.team": rows}, context)
        return time.process_time() - began

    slowest = 4 if sys.gettrace() else 0.5  # the aim is 0.1 on a quiet machine; coverage takes many times that
    assert min(seconds() for _ in range(3)) < slowest
