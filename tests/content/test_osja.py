"""The OSJA assessments as shipped: complete against the research, honest about sources, and answerable.

The tables here were written out from the research that docs/osja-sources.md sums up, not from the forms.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import Any

import pytest

from ipas_desktop import paths
from ipas_desktop.cases import decision
from ipas_desktop.forms import journey, lint, loader, reference, schema, validation
from ipas_desktop.forms.definition import AnswerType, Context, Form, Json, Origin, Question, QuestionId
from ipas_desktop.forms.problems import ProblemKind

CONTEXT = Context(today=date(2026, 11, 23))

CAPACITY_QUESTIONS = {
    "M": range(1, 9),
    "S1": range(13),
    "S2": range(1, 15),
    "S3": range(1, 12),
    "S4": range(1, 11),
}
"""The numbers of the research’s list of questions, scope and stages, each of which must be asked."""

CAPACITY_READ = {
    *("osja.m.kind", "osja.m.countries", "osja.m.combined_reason"),
    *("osja.s1.post_assessment", "osja.s1.situation", "osja.s1.stability", "osja.s1.ihl"),
    *("osja.s2.equipment",),
    *("osja.s3.assurances_sought", "osja.s3.undertaking", "osja.s3.exit"),
    *("osja.s4.serious_risk", "osja.s4.death_penalty_assurances"),
    *("osja.s4.consultees", "osja.s4.review_date", "osja.s4.triggers"),
}
"""Questions whose rule was read, not recalled."""

RIGHTS_GRID = {
    "engaged": ("yes", "no", "not_known"),
    "direct": ("yes", "possible", "no", "not_known"),
    "significant": ("yes", "possible", "no", "not_known"),
    "pathway": (),
    "likelihood": ("low", "medium", "high", "not_known"),
    "gravity": ("low", "medium", "high", "not_known"),
    "level": ("none", "low", "medium", "serious", "not_known"),
    "evidence": (),
}


@pytest.fixture(scope="module")
def form() -> Form:
    return loader.load_form("osja-capacity", 1)


def ids(question: Question) -> tuple[str, ...]:
    return tuple(choice.id for choice in question.choices)


def columns(form: Form, question: str) -> dict[str, Question]:
    return {str(column.id): column for column in form.question(QuestionId(question)).columns}


def test_capacity_form_has_no_lint_findings(form: Form) -> None:
    assert lint.lint_form(form) == ()


def test_capacity_form_asks_every_number_of_the_research() -> None:
    expected = {f"{stage}.{number}" for stage, numbers in CAPACITY_QUESTIONS.items() for number in numbers} | {"S1.H"}
    assert _numbers("osja-capacity") >= expected


def test_capacity_form_calls_nothing_official(form: Form) -> None:
    assert {question.origin for question in form.questions()} == {Origin.ADAPTED, Origin.LOCAL}


def test_capacity_form_says_verified_only_where_the_text_was_read(form: Form) -> None:
    assert {question.id for question in form.questions() if question.verified} == CAPACITY_READ


def test_capacity_form_names_a_source_hint_and_help_for_every_question(form: Form) -> None:
    lacking = [
        question.id for question in form.questions() if not (question.source and question.hint and question.help)
    ]
    assert lacking == []


def test_capacity_form_calls_a_local_rule_local_in_its_help(form: Form) -> None:
    for name in ("osja.s2.rights", "osja.s3.measures", "osja.s3.residual", "osja.s4.torture", "osja.s4.level"):
        assert "local rule" in form.question(QuestionId(name)).help
    assert "local rule" in form.question(QuestionId("osja.s4.review_date")).hint


def test_capacity_form_gives_good_and_bad_examples_in_pairs_for_ten_questions(form: Form) -> None:
    everything = [part for question in form.questions() for part in (question, *question.columns)]
    assert all(bool(part.good_example) == bool(part.bad_example) for part in everything)
    assert len([part for part in everything if part.good_example]) >= 10


def test_rights_grid_has_the_columns_its_neighbours_read(form: Form) -> None:
    grid = columns(form, "osja.s2.rights")
    assert {name: ids(column) for name, column in grid.items()} == RIGHTS_GRID
    assert form.question(QuestionId("osja.s2.rights")).rows_from == "rights"
    residual = columns(form, "osja.s3.residual")
    assert ids(residual["level"]) == RIGHTS_GRID["level"]
    assert residual["reason"].type is AnswerType.LONG_TEXT


def test_rights_grid_asks_nothing_more_of_a_right_that_is_not_engaged(form: Form) -> None:
    grid = form.question(QuestionId("osja.s2.rights"))

    def asked(engaged: str) -> list[str]:
        row: dict[str, Json] = {"row": "R2", "engaged": engaged}
        return [column.id for column in journey.visible_columns(grid, row, {})]

    assert asked("no") == ["engaged"]
    assert asked("yes") == asked("not_known") == list(RIGHTS_GRID)


def test_rights_are_the_seventeen_of_the_research() -> None:
    assert [item.id for item in reference.load_list("rights").items] == [f"R{number}" for number in range(1, 18)]
    assert reference.load_list("rights").verified is False


def test_risks_that_measures_act_on_are_the_rights_and_two_more() -> None:
    rights = reference.load_list("rights").items
    risks = reference.load_list("osja_risks").items
    assert [(risk.id, risk.label) for risk in risks[:-2]] == [
        (right.id, f"{right.id} {right.label}") for right in rights
    ]
    assert [risk.id for risk in risks[-2:]] == ["P1", "P2"]


def test_measures_are_eighteen_and_each_has_proof_and_a_weakness() -> None:
    warnings = _rules("measures")["measure"]
    listed = [item.id for item in reference.load_list("measures").items]
    risks = {item.id for item in reference.load_list("osja_risks").items}
    assert listed == [f"X{number}" for number in range(1, 19)] == [measure["id"] for measure in warnings]
    for measure in warnings:
        assert measure["proof"]
        assert measure["weakness"]
        assert measure["origin"] in ("adapted", "local")
        assert set(measure["rights"]) <= risks


def test_measures_warn_of_their_weak_point_where_they_are_chosen() -> None:
    weak_points = {measure["id"]: measure["weakness"] for measure in _rules("measures")["measure"]}
    for item in reference.load_list("measures").items:
        weakness = weak_points[item.id]
        assert item.hint.endswith(f"(weak point: {weakness[0].lower()}{weakness[1:]})")


def test_press_lines_act_on_no_right() -> None:
    press = next(measure for measure in _rules("measures")["measure"] if measure["id"] == "X18")
    assert press["rights"] == ["P1", "P2"]
    assert "X18" in decision.load_rules().never_count


def test_levels_to_choose_are_the_scale_of_the_decision_rules() -> None:
    rules = decision.load_rules()
    levels = {item.id: item.label for item in reference.load_list("risk_levels").items}
    assert list(levels) == [*rules.scale, rules.unknown]
    assert levels == dict(rules.labels)


def test_overall_levels_of_the_form_are_those_of_the_decision_rules(form: Form) -> None:
    assert ids(form.question(QuestionId("osja.s4.level"))) == tuple(level.id for level in decision.load_rules().levels)


def test_grades_to_choose_are_those_of_the_approval_matrix(form: Form) -> None:
    matrix = _rules("approval-matrix")
    grades = [(item.id, item.label) for item in reference.load_list("osja_grades").items]
    assert [(grade["id"], grade["label"]) for grade in matrix["grade"]] == grades
    assert ids(form.question(QuestionId("osja.s4.approval_grade"))) == tuple(grade for grade, _ in grades)


def test_approval_matrix_sends_high_to_ministers_and_marks_the_rest_as_examples() -> None:
    rows = {row["level"]: row for row in _rules("approval-matrix")["approval"] if row["organisation"] == "*"}
    assert {level: (row["grade"], row["example"]) for level, row in rows.items()} == {
        "low": ("department_head", True),
        "medium": ("director", True),
        "high": ("minister", False),
    }


@pytest.mark.parametrize(
    ("answers", "shown", "hidden"),
    [
        ({"osja.m.countries": ["GH"]}, [], ["osja.m.combined_reason"]),
        ({"osja.m.countries": ["GH", "KE"]}, ["osja.m.combined_reason"], []),
        ({"osja.m.regimes": ["none"]}, [], ["osja.m.regimes_note"]),
        ({"osja.m.regimes": ["mla"]}, ["osja.m.regimes_note"], []),
        ({"osja.s1.ihl": "assumed"}, ["osja.s1.ihl_concerns", "osja.s2.ihl"], []),
        ({"osja.s1.ihl": "yes"}, ["osja.s1.ihl_concerns", "osja.s2.ihl"], []),
        ({"osja.s1.ihl": "no"}, [], ["osja.s1.ihl_concerns", "osja.s2.ihl"]),
        ({"osja.s1.post_assessment": {"answer": "yes"}}, ["osja.s1.post_date", "osja.s1.post_changes"], []),
        ({"osja.s1.post_assessment": {"answer": "no"}}, [], ["osja.s1.post_date", "osja.s1.post_author"]),
        ({"osja.s1.death_penalty": "abolished"}, [], ["osja.s1.death_penalty_note"]),
        ({"osja.s1.death_penalty": "moratorium"}, ["osja.s1.death_penalty_note"], []),
        ({"osja.s2.kinds": ["equipment"]}, ["osja.s2.equipment"], ["osja.s3.rights_content"]),
        ({"osja.s2.kinds": ["training"]}, ["osja.s3.rights_content"], ["osja.s2.equipment"]),
        ({"osja.s4.death_penalty": {"answer": "no"}}, [], ["osja.s4.death_penalty_assurances"]),
        ({"osja.s4.death_penalty": {"answer": "not_known"}}, ["osja.s4.death_penalty_assurances"], []),
        ({"osja.s4.torture": {"answer": "yes"}}, ["osja.s4.torture_decision", "osja.s4.torture_legal_advice"], []),
        ({"osja.s4.torture": {"answer": "no"}}, [], ["osja.s4.torture_decision"]),
        ({"osja.s4.recommendation": "proceed_conditions"}, ["osja.s4.conditions"], []),
        ({"osja.s4.recommendation": "proceed"}, [], ["osja.s4.conditions"]),
        ({"osja.s4.approval": "pending"}, [], ["osja.s4.approval_date"]),
        ({"osja.s4.approval": "approved"}, ["osja.s4.approval_date"], []),
    ],
)
def test_capacity_form_asks_what_follows(
    form: Form, answers: dict[str, Json], shown: list[str], hidden: list[str]
) -> None:
    given = {QuestionId(name): raw for name, raw in answers.items()}
    relevant = set(journey.relevant(form, given, CONTEXT).question_ids)
    assert set(shown) <= relevant
    assert not set(hidden) & relevant


def test_capacity_form_blank_asks_for_all_that_must_be_answered(form: Form) -> None:
    problems = validation.validate(form, {}, CONTEXT)
    assert {problem.kind for problem in problems} == {ProblemKind.MISSING}
    asked = {problem.at.question for problem in problems}
    relevant = set(journey.relevant(form, {}, CONTEXT).question_ids)
    assert asked == {question.id for question in form.questions() if question.required} & relevant
    assert {"osja.m.countries", "osja.s2.rights", "osja.s3.measures", "osja.s4.serious_risk"} <= asked


def test_capacity_form_has_a_schema_that_knows_every_question(form: Form) -> None:
    described = str(schema.form_schema(form))
    assert [question.id for question in form.questions() if question.id not in described] == []


CASE_READ = {
    *("osja.m.countries", "osja.m.combined_reason", "osja.s1.ihl", "osja.b.data", "osja.s3.assurances_sought"),
    *("osja.s4.serious_risk", "osja.s4.death_penalty_assurances"),
    *("osja.s4.consultees", "osja.s4.review_date", "osja.s4.triggers"),
}
"""Questions of the case-specific form whose rule was read elsewhere; nothing of its own annex was."""

READ_BY_THE_RULES = {
    *("osja.s2.rights", "osja.s3.measures", "osja.s3.residual", "osja.s2.reputational", "osja.s2.political"),
    *("osja.s4.reputational", "osja.s4.political", "osja.s4.death_penalty", "osja.s4.death_penalty_assurances"),
    *("osja.s4.torture_decision", "osja.s4.torture_legal_advice"),
    *("osja.s4.level", "osja.s4.level_reason", "osja.s4.level_second_person"),
}
"""What the decision rules look at, in either form."""


@pytest.fixture(scope="module")
def case_form() -> Form:
    return loader.load_form("osja-case", 1)


def test_case_form_has_no_lint_findings(case_form: Form) -> None:
    assert lint.lint_form(case_form) == ()


def test_case_form_asks_every_number_of_the_research() -> None:
    assert _numbers("osja-case") >= {f"B.{number}" for number in range(1, 15)}


def test_case_form_calls_nothing_official_and_says_what_was_read(case_form: Form) -> None:
    questions = list(case_form.questions())
    assert {question.origin for question in questions} == {Origin.ADAPTED, Origin.LOCAL}
    assert {question.id for question in questions if question.verified} == CASE_READ
    assert [question.id for question in questions if not (question.source and question.hint and question.help)] == []


def test_case_form_speaks_of_cases_not_of_courses(case_form: Form) -> None:
    words = " ".join(
        text
        for question in case_form.questions()
        for part in (question, *question.columns)
        for text in (part.label, part.hint, part.help, part.good_example, part.bad_example)
    )
    assert not re.findall(r"\b(?:courses?|trainers?|modules?|stage [1-4])\b", words)


def test_both_forms_carry_what_the_decision_rules_read(form: Form, case_form: Form) -> None:
    for one in (form, case_form):
        assert {question.id for question in one.questions()} >= READ_BY_THE_RULES


def test_questions_of_both_forms_with_one_id_mean_the_same(form: Form, case_form: Form) -> None:
    """Ids are unique but for these: the same question in both kinds of assessment, judged by one set of rules."""
    for question in case_form.questions():
        if question.id.startswith("osja.b."):
            continue
        twin = form.question(question.id)
        assert (twin.type, twin.choices, twin.rows_from) == (question.type, question.choices, question.rows_from)
        assert [(c.id, c.type, c.choices) for c in twin.columns] == [
            (c.id, c.type, c.choices) for c in question.columns
        ]


@pytest.mark.parametrize(
    ("answers", "shown", "hidden"),
    [
        ({"osja.b.sought": ["arrest"]}, [], ["osja.b.data"]),
        ({"osja.b.sought": ["arrest", "information"]}, ["osja.b.data"], []),
    ],
)
def test_case_form_asks_what_follows(
    case_form: Form, answers: dict[str, Json], shown: list[str], hidden: list[str]
) -> None:
    given = {QuestionId(name): raw for name, raw in answers.items()}
    relevant = set(journey.relevant(case_form, given, CONTEXT).question_ids)
    assert set(shown) <= relevant
    assert not set(hidden) & relevant


@pytest.mark.parametrize(
    ("approval", "start", "asked"),
    [
        ("approved", "2026-11-22", True),
        ("approved_conditions", "2026-11-22", True),
        ("approved", "2026-11-23", False),
        ("approved", None, False),
        ("pending", "2026-11-22", False),
        ("not_approved", "2026-11-22", False),
    ],
)
def test_case_form_asks_what_became_of_it_once_approved_work_is_under_way(
    case_form: Form, approval: str, start: str | None, asked: bool
) -> None:
    context = Context(today=CONTEXT.today, other_answers={QuestionId("en.f.start"): start})
    answers: dict[QuestionId, Json] = {QuestionId("osja.s4.approval"): approval}
    relevant = journey.relevant(case_form, answers, context).question_ids
    for question in ("osja.b.outcome", "osja.b.allegations", "osja.b.lesson", "osja.b.closed"):
        assert (QuestionId(question) in relevant) is asked


def _rules(name: str) -> dict[str, Any]:
    return tomllib.loads((paths.resources() / "rules" / f"{name}.toml").read_text("utf-8"))


def _numbers(form_id: str) -> set[str]:
    """Return the numbers of the research’s list that comments give just above the questions."""
    files = (paths.resources() / "forms" / form_id / "1").glob("*.toml")
    comments = re.findall(
        r"^# (.+)\n\[\[page\.question\]\]", "\n".join(file.read_text("utf-8") for file in files), re.M
    )
    return {number for comment in comments for number in re.findall(r"[A-Z]\d?\.(?:\d+|H)", comment)}
