"""The form for after the engagement as shipped: every field, honest about its sources, and closed in few pages."""

from __future__ import annotations

from datetime import date

import pytest

from ipas_desktop.forms import journey, lint, loader, validation
from ipas_desktop.forms.definition import Context, Form, Json, Origin, QuestionId
from ipas_desktop.forms.problems import ProblemKind

CONTEXT = Context(today=date(2027, 9, 1))
FIELDS = (
    *("happened", "differences", "dates", "places", "numbers", "team", "final_cost", "invoice", "evaluation"),
    *("evaluation_text", "hr_events", "incidents", "lessons", "records"),
)
ALWAYS_ASKED = {"happened", "hr_events", "incidents_any", "lessons", "records", "author"}
AS_DONE = {"dates", "places", "numbers", "team", "evaluation", "evaluation_text"}


@pytest.fixture(scope="module")
def form() -> Form:
    return loader.load_form("notification-after", 1)


def missing(form: Form, given: dict[str, Json]) -> set[str]:
    raw = {QuestionId(f"en.p.{name}"): answer for name, answer in given.items()}
    problems = validation.validate(form, raw, CONTEXT)
    return {problem.at.question.removeprefix("en.p.") for problem in problems if problem.kind is ProblemKind.MISSING}


def test_after_form_passes_lint_and_asks_every_field(form: Form) -> None:
    assert lint.lint_form(form) == ()
    assert {f"en.p.{name}" for name in FIELDS} - {question.id for question in form.questions()} == set()


def test_after_form_shares_no_question_with_the_notification(form: Form) -> None:
    notification = {question.id for question in loader.load_form("notification").questions()}
    assert notification & {question.id for question in form.questions()} == set()


def test_after_form_claims_nothing_official_or_verified(form: Form) -> None:
    assert {question.origin for question in form.questions()} == {Origin.ADAPTED}
    assert not any(question.verified for question in form.questions())


def test_after_form_asks_for_what_was_done_only_when_something_was(form: Form) -> None:
    assert missing(form, {}) == ALWAYS_ASKED
    assert missing(form, {"happened": "as_notified"}) == (ALWAYS_ASKED - {"happened"}) | AS_DONE
    assert missing(form, {"happened": "differently"}) == (ALWAYS_ASKED - {"happened"}) | AS_DONE | {"differences"}
    assert missing(form, {"happened": "not"}) == (ALWAYS_ASKED - {"happened"}) | {"differences"}


def test_after_form_asks_which_incidents_when_there_were_any(form: Form) -> None:
    assert "incidents" in missing(form, {"incidents_any": "yes"})
    assert "incidents" not in missing(form, {"incidents_any": "none"})


def test_after_form_refuses_work_that_is_not_over(form: Form) -> None:
    dates: Json = {"from": "2027-02-08", "to": "2027-09-02"}
    raw: dict[QuestionId, Json] = {QuestionId("en.p.happened"): "as_notified", QuestionId("en.p.dates"): dates}
    messages = [p.message for p in validation.validate(form, raw, CONTEXT) if p.at.question == "en.p.dates"]
    assert messages == ["The last day of the actual dates must be today or in the past"]


def test_after_form_needs_a_reason_when_human_rights_concerns_were_seen(form: Form) -> None:
    seen: dict[QuestionId, Json] = {QuestionId("en.p.hr_events"): {"answer": "yes"}}
    found = [p.at.part for p in validation.validate(form, seen, CONTEXT) if p.at.question == "en.p.hr_events"]
    assert found == ["reason"]


def test_after_form_is_closed_in_four_pages(form: Form) -> None:
    given = {QuestionId("en.p.happened"): "as_notified"}
    assert len(journey.relevant(form, given, CONTEXT).pages) == 4
    assert len(journey.relevant(form, {QuestionId("en.p.happened"): "not"}, CONTEXT).pages) == 3
