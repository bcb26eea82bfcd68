"""What is on the path, what comes next, and how far each section is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ipas_desktop.forms import journey
from ipas_desktop.forms.conditions import read_condition
from ipas_desktop.forms.definition import Context, Form, Json, QuestionId
from ipas_desktop.forms.journey import SectionStatus


def asked(form: Form, answers: dict[str, Json], context: Context) -> set[str]:
    return {str(each) for each in journey.relevant(form, answers, context).question_ids}


def test_good_answers_show_every_question(everything: Form, good: dict[str, Json], context: Context) -> None:
    assert asked(everything, good, context) == {question.id for question in everything.questions()}
    assert journey.relevant(everything, good, context).not_used == ()


@pytest.mark.parametrize(
    ("changes", "gone"),
    [
        ({"t.a.value": "0.99"}, {"t.a.split"}),
        ({"t.a.value": "lots"}, {"t.a.split"}),
        ({"t.c.plan": ""}, {"t.c.deep"}),
        ({"t.b.sure": {"answer": "no"}}, {"t.c.is_not"}),
        ({"t.a.harms": ["c"], "t.a.title": "plain"}, {"t.c.any"}),
        ({"t.a.harms": ["c"]}, set()),
        ({"t.a.start": "2027-01-01"}, {"t.c.before", "t.c.after"}),
        ({"t.a.start": "2026-11-23"}, {"t.c.future"}),
        ({"t.a.start": {"day": "2"}}, {"t.c.before", "t.c.after", "t.c.future"}),
        ({"t.b.team": [{"row": "r1", "name": "A"}, {"row": "r2", "name": " "}]}, {"t.c.rows"}),
        ({"t.a.count": "9"}, {"t.c.big"}),
    ],
)
def test_operator_hides_what_its_answer_rules_out(
    everything: Form, good: dict[str, Json], context: Context, changes: dict[str, Json], gone: set[str]
) -> None:
    assert asked(everything, good, context) - asked(everything, {**good, **changes}, context) == gone


def test_hidden_page_and_section_take_their_questions_with_them(
    everything: Form, good: dict[str, Json], context: Context
) -> None:
    without_page = journey.relevant(everything, {**good, "t.b.risk": {"level": "none"}}, context)
    without_section = journey.relevant(everything, {**good, "t.a.kind": "home"}, context)

    assert "gated.conditions" not in {each.page.id for each in without_page.pages}
    assert "t.c.plan" in without_page.question_ids
    assert "gated" not in {each.section.id for each in without_section.pages}
    assert set(without_section.not_used) == {name for name in good if name.startswith("t.c.")}


def test_hidden_question_counts_as_unanswered_elsewhere(
    everything: Form, good: dict[str, Json], context: Context
) -> None:
    home = {**good, "t.a.kind": "home"}

    assert not journey.relevant(everything, home, context).question_ids & {
        QuestionId("t.c.deep"),
        QuestionId("t.c.plan"),
    }


def test_answers_of_another_document_are_looked_at(everything: Form, good: dict[str, Json], context: Context) -> None:
    assert "t.c.notified" in asked(everything, good, context)
    assert "t.c.notified" not in asked(everything, good, Context(context.today))


def test_answers_of_another_document_never_stand_for_own_ones(
    everything: Form, good: dict[str, Json], context: Context
) -> None:
    other = Context(context.today, {"t.a.kind": "abroad", "t.c.plan": "Fly"})

    assert "t.c.plan" not in asked(everything, {}, other)
    assert "t.c.deep" not in asked(everything, {"t.a.kind": "abroad"}, other)


def test_unknown_answers_are_listed_as_not_used(everything: Form, context: Context) -> None:
    stored: dict[str, Json] = {"t.z.gone": "x", "t.c.plan": " ", "t.c.deep": "y"}

    assert journey.relevant(everything, stored, context).not_used == ("t.c.deep", "t.z.gone")


def test_pages_hold_only_their_shown_questions_in_order(everything: Form, context: Context) -> None:
    page = journey.relevant(everything, {}, context).pages[1]

    assert page.page.id == "plain.numbers"
    assert [question.id for question in page.questions][-2:] == ["t.a.value", "t.a.loss"]


def test_next_and_previous_page_follow_the_path(everything: Form, good: dict[str, Json], context: Context) -> None:
    def following(answers: dict[str, Json], page_id: str) -> str | None:
        page = journey.next_page(everything, answers, context, page_id)
        return page.id if page else None

    def before(answers: dict[str, Json], page_id: str) -> str | None:
        page = journey.previous_page(everything, answers, context, page_id)
        return page.id if page else None

    assert following({}, "plain.text") == "plain.numbers"
    assert following({}, "composite.tables") is None
    assert following(good, "composite.tables") == "gated.first"
    assert following(good, "gated.conditions") is None
    assert before({}, "plain.text") is None
    assert before(good, "gated.first") == "composite.tables"
    assert before({}, "gated.conditions") == "composite.tables"
    with pytest.raises(KeyError):
        journey.next_page(everything, good, context, "nowhere")
    with pytest.raises(KeyError):
        journey.previous_page(everything, good, context, "nowhere")


def test_columns_of_a_row_follow_its_own_cells(everything: Form) -> None:
    team = everything.question(QuestionId("t.b.team"))

    def shown(row: dict[str, Json], answers: dict[QuestionId, Json]) -> set[str]:
        return {str(column.id) for column in journey.visible_columns(team, row, answers)}

    always = {"name", "kind", "from", "to", "contact"}
    assert shown({}, {}) == always
    assert shown({"kind": "other"}, {}) == always | {"other"}
    assert shown({"kind": "other", "other": "x"}, {}) == always | {"other", "because"}
    assert shown({"kind": "officer", "other": "x"}, {}) == always
    assert shown({"kind": " other "}, {}) == always | {"other"}
    assert shown({"kind": "other", "other": " \x00"}, {}) == always | {"other"}
    assert shown({}, {QuestionId("t.a.kind"): "both"}) == always | {"passport"}


def test_columns_without_conditions_are_all_shown(everything: Form) -> None:
    grid = everything.question(QuestionId("t.b.grid"))

    assert journey.visible_columns(grid, {}, {}) == grid.columns


def states(form: Form, answers: dict[str, Json], context: Context) -> list[tuple[SectionStatus, int, int, int]]:
    return [
        (each.status, each.answered, each.asked, each.problems)
        for each in journey.section_states(form, answers, context)
    ]


def test_sections_of_an_empty_form_are_not_yet_started(everything: Form, context: Context) -> None:
    found = journey.section_states(everything, {}, context)

    assert [each.status for each in found] == ["not_yet_started", "not_yet_started", "cannot_start"]
    assert found[2].reason == "First answer “Kind of work”"
    assert [each.section.id for each in found] == ["plain", "composite", "gated"]


def test_sections_of_a_good_form_are_completed(everything: Form, good: dict[str, Json], context: Context) -> None:
    assert states(everything, good, context) == [
        (SectionStatus.COMPLETED, 12, 12, 0),
        (SectionStatus.COMPLETED, 10, 10, 0),
        (SectionStatus.COMPLETED, 10, 10, 0),
    ]


def test_section_that_is_begun_is_in_progress_and_counts_problems(everything: Form, context: Context) -> None:
    found = states(everything, {"t.a.title": "x", "t.a.start": {"day": "3"}, "t.a.kind": "home"}, context)

    assert found[0] == (SectionStatus.IN_PROGRESS, 3, 11, 2)


def test_section_whose_pages_are_all_hidden_says_why(everything: Form, context: Context) -> None:
    gated = everything.sections[2]
    condition = {"all": [{"question": "t.a.kind", "is": "abroad"}, {"question": "t.a.harms", "includes": "a"}]}
    page = replace(gated.pages[0], show_when=read_condition(condition, {}))
    form = replace(everything, sections=(everything.sections[0], replace(gated, show_when=None, pages=(page,))))

    def reason(answers: dict[str, Json]) -> tuple[str, str]:
        state = journey.section_states(form, answers, context)[1]
        return state.status, state.reason

    assert reason({}) == ("cannot_start", "First answer “Kind of work”")
    assert reason({"t.a.kind": "abroad"}) == ("cannot_start", "First answer “Harms”")
    assert reason({"t.a.kind": "home", "t.a.harms": ["a"]}) == (
        "not_needed",
        "Your other answers show that this is not needed",
    )


def test_page_without_a_shown_question_is_not_on_the_path(everything: Form, context: Context) -> None:
    gated = everything.sections[2]
    page = replace(gated.pages[0], questions=gated.pages[0].questions[1:])
    form = replace(everything, sections=(everything.sections[0], replace(gated, show_when=None, pages=(page,))))

    assert "gated.first" not in {each.page.id for each in journey.relevant(form, {}, context).pages}


def test_section_that_other_answers_rule_out_is_not_needed(
    everything: Form, good: dict[str, Json], context: Context
) -> None:
    found = journey.section_states(everything, {**good, "t.a.kind": "home"}, context)[2]

    assert found.status is SectionStatus.NOT_NEEDED
    assert found.reason == "Not needed because of your answer to “Kind of work”"
    assert (found.answered, found.asked) == (0, 0)
