"""When the report after the engagement may be begun, and why not yet. Holds no storing and no check of the report."""

from __future__ import annotations

from dataclasses import dataclass

from ipas_desktop.cases import plain
from ipas_desktop.cases.case import CaseState, DocumentKey
from ipas_desktop.cases.reading import REPORT_AFTER, Reading
from ipas_desktop.forms.answers.dates import long_date

REPORT = DocumentKey(REPORT_AFTER)
"""The key of the report in its case; there is at most one."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether the report may be begun; else the reason, a sentence without its full stop."""

    is_open: bool
    reason: str


def opening(reading: Reading) -> Opening:
    """Say whether the report of a case may be begun on the day of the reading.

    It may once the newest revision holds all that the case holds, and the work has begun. Source of the rule: section P
    of the notification is about work under way or done; the rest is local.
    """
    case, start = reading.case, plain.day(reading.notification, "en.f.start")
    if not case.revision:
        return Opening(False, "First finalise: the report is about work that was notified")
    if case.state is not CaseState.FINALISED:
        return Opening(False, "First finalise the new draft")
    if start is None:
        return Opening(False, "Opens on the first day of the work, which is not known yet")
    if start > reading.context.today:
        return Opening(False, f"Opens on {long_date(start)}, when the work has begun")
    return Opening(True, "")
