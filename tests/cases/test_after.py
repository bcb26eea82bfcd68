"""When the report after the engagement may be begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ipas_desktop.cases import after, gate
from ipas_desktop.cases.case import CaseState
from ipas_desktop.cases.reading import read
from ipas_desktop.forms.definition import Context

FINAL, DRAFT = CaseState.FINALISED, CaseState.DRAFT
BEGUN = Context(date(2026, 12, 2))


def opening(desk, start: str | None, *, revision: int = 1, state: CaseState = FINAL) -> after.Opening:
    case = desk.case({"en.f.start": start} if start else {}, revision=revision, state=state)
    return after.opening(read(case, desk.forms(case), desk.context))


@pytest.mark.parametrize("start", ["2026-11-23", "2026-11-22", "2025-01-01"])
def test_report_opens_on_the_first_day_of_finalised_work(desk, start: str) -> None:
    assert opening(desk, start) == after.Opening(True, "")


@pytest.mark.parametrize(
    ("start", "revision", "state", "reason"),
    [
        ("2026-11-24", 1, FINAL, "Opens on 24 November 2026, when the work has begun"),
        ("2027-02-08", 3, FINAL, "Opens on 8 February 2027, when the work has begun"),
        (None, 1, FINAL, "Opens on the first day of the work, which is not known yet"),
        ("2026-11-22", 0, DRAFT, "First finalise: the report is about work that was notified"),
        ("2026-11-22", 2, DRAFT, "First finalise the new draft"),
    ],
)
def test_report_that_cannot_start_says_why(
    desk, start: str | None, revision: int, state: CaseState, reason: str
) -> None:
    assert opening(desk, start, revision=revision, state=state) == after.Opening(False, reason)


def test_finalised_work_may_still_start_on_and_after_its_first_day(desk, complete) -> None:
    case = desk.case(*complete, revision=1, state=FINAL)
    found = gate.may_start(case, desk.forms(case), BEGUN)
    assert "start-not-ahead" not in {reason.finding for reason in found.reasons}
    changed = replace(case, state=DRAFT)
    found = gate.may_start(changed, desk.forms(changed), BEGUN)
    assert "start-not-ahead" in {reason.finding for reason in found.reasons}


def test_report_just_begun_leaves_the_start_of_notified_work_alone(desk, complete) -> None:
    for revision, expected in ((1, False), (0, True)):
        case = desk.case(*complete, report={}, revision=revision)
        found = gate.may_start(case, desk.forms(case), BEGUN)
        assert ("start-not-ahead" in {reason.finding for reason in found.reasons}) is expected
