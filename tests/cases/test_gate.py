"""May this work start, and why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ipas_desktop.cases import checks, gate
from ipas_desktop.cases.case import CaseState
from ipas_desktop.cases.reading import read
from ipas_desktop.forms.definition import Json


def judged(
    desk,
    notification: dict[str, Json] | None,
    *assessments: dict[str, Json],
    revision: int = 1,
    state: CaseState = CaseState.FINALISED,
) -> gate.Gate:
    case = desk.case(notification, *assessments, revision=revision, state=state)
    return gate.may_start(case, desk.forms(case), desk.context)


def test_work_may_start_once_both_documents_are_finalised(desk, complete) -> None:
    found = judged(desk, *complete)
    assert found.may_start
    assert found.reasons == ()
    assert found.sentence == (
        "This work may start in the UK and in country: the notification and the OSJA assessment are in place."
    )


@pytest.mark.parametrize(
    ("mode", "words"), [("in_uk", "in the UK"), ("virtual", "virtually"), ("in_country", "in country")]
)
def test_work_of_any_mode_needs_both_documents(desk, complete, mode: str, words: str) -> None:
    notification = complete[0] | {
        "en.f.mode": [mode],
        "en.f.platform": "Teams",
        "en.f.recording": "The partner may not record.",
    }
    assert not judged(desk, notification).may_start
    assert not judged(desk, None, complete[1]).may_start
    found = judged(desk, notification, complete[1])
    assert found.may_start, found.reasons
    assert f"may start {words}:" in found.sentence


def test_work_may_not_start_before_the_case_is_finalised(desk, complete) -> None:
    found = judged(desk, *complete, revision=0, state=CaseState.DRAFT)
    assert found.sentence == "This work may not start yet, because 1 thing is missing."
    (reason,) = found.reasons
    assert "not finalised" in reason.message
    assert (reason.document, reason.finding) == ("notification", "")


def test_work_may_not_start_on_changes_that_are_not_finalised(desk, complete) -> None:
    found = judged(desk, *complete, revision=2, state=CaseState.DRAFT)
    assert [reason.message for reason in found.reasons] == ["Changes since revision 2 are not finalised"]


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"en.h.s26_status": "local_approved"}, "section-26-outstanding"),
        ({"osja.s4.approval": "pending"}, "approval-outstanding"),
        ({"en.k.recommendation": "decline"}, "declined"),
        ({"en.e.hr_content": None}, "answer-missing"),
    ],
)
def test_work_may_not_start_for_a_reason_linked_to_its_finding(
    desk, complete, changes: dict[str, Json], check: str
) -> None:
    (question,) = changes
    notification, osja = (dict(answers) for answers in complete)
    (osja if question.startswith("osja") else notification).update(changes)
    found = judged(desk, notification, osja)
    assert not found.may_start
    assert [(reason.finding, reason.at.question) for reason in found.reasons if reason.at] == [(check, question)]


def test_sentence_counts_what_is_missing(desk, complete) -> None:
    notification = complete[0] | {"en.h.s26_status": "not_asked"}
    found = judged(desk, notification, complete[1] | {"osja.s4.approval": "pending", "osja.s4.level": "low"})
    assert found.sentence == "This work may not start yet, because 3 things are missing."
    assert len(found.reasons) == 3


def test_warnings_do_not_keep_work_from_starting(desk, complete) -> None:
    found = judged(desk, complete[0] | {"en.f.latest_decision": "2026-11-22"}, complete[1])
    assert found.may_start, found.reasons


def test_gate_is_the_same_when_the_checks_were_run_before(desk, complete) -> None:
    case = replace(desk.case(*complete), revision=0)
    reading = read(case, desk.forms(case), desk.context)
    assert gate.judge(reading, checks.run_on(reading)) == gate.may_start(case, desk.forms(case), desk.context)


def test_report_after_the_engagement_never_keeps_work_from_starting(desk, complete) -> None:
    report: dict[str, Json] = {"en.p.happened": "as_notified", "en.p.final_cost": "about forty"}
    case = desk.case(*complete, revision=1, state=CaseState.FINALISED, report=report)
    found = gate.may_start(case, desk.forms(case), desk.context)
    assert found.may_start, found.reasons
    assert "answer-unreadable" in {finding.id for finding in checks.run(case, desk.forms(case), desk.context)}
