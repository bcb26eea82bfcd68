"""Checks of the report after the engagement: whether it is there, and what it means for the OSJA assessment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ipas_desktop.cases import plain
from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.cases.findings import Check, Found, Severity, at
from ipas_desktop.cases.labels import count_of
from ipas_desktop.cases.reading import Reading
from ipas_desktop.forms.answers.dates import long_date
from ipas_desktop.forms.problems import ProblemKind

REPORT_DUE_DAYS = 30
REVIEW_WITHIN_DAYS = 31


def _report_due(reading: Reading) -> Iterator[Found]:
    end = plain.day(reading.notification, "en.f.end")
    overdue = end and end + timedelta(days=REPORT_DUE_DAYS) < reading.context.today
    if end and overdue and reading.report_after is None:
        yield Found(f"The work ended on {long_date(end)} and there is no report on it", NOTIFICATION, at("en.f.end"))


def _report_open(reading: Reading) -> Iterator[Found]:
    after = reading.report_after
    missing = [problem.at for problem in after.problems if problem.kind is ProblemKind.MISSING] if after else []
    if after and missing:
        yield Found(f"{count_of(len(missing), 'answer')} of the report are still to be given", after.key, missing[0])


def _report_early(reading: Reading) -> Iterator[Found]:
    start, after = plain.day(reading.notification, "en.f.start"), reading.report_after
    if after and after.values and start and start > reading.context.today:
        yield Found("The report is begun before the work", after.key, at("en.p.happened"))


def _evaluation_thin(reading: Reading) -> Iterator[Found]:
    after = reading.report_after
    level = plain.text(after.values, "en.p.evaluation") if after else ""
    if after and level in ("none", "form"):
        what = "nothing" if level == "none" else "a feedback form alone"
        yield Found(f"The work was evaluated by {what}", after.key, at("en.p.evaluation"))


def _concern_seen(reading: Reading) -> Iterator[Found]:
    after = reading.report_after
    if after is None or plain.text(after.values, "en.p.hr_events") != "yes":
        return
    limit = reading.context.today + timedelta(days=REVIEW_WITHIN_DAYS)
    for document in reading.assessments:
        review = plain.day(document.values, "osja.s4.review_date")
        if review is None or review > limit:
            message = "A human-rights concern was seen, and the OSJA assessment is not about to be reviewed"
            yield Found(message, document.key, at("osja.s4.review_date"))


CHECKS = (
    Check(
        "report-due",
        Severity.WARNING,
        f"Work that ended more than {REPORT_DUE_DAYS} days ago without a report",
        "Add the report after the engagement.",
        "local; no period is published",
        _report_due,
    ),
    Check(
        "report-open",
        Severity.ADVICE,
        "A report after the engagement that is not complete; it holds nothing up",
        "Complete it when the work is done.",
        "local",
        _report_open,
    ),
    Check(
        "report-early",
        Severity.WARNING,
        "A report begun before the work has started",
        "Check the start date, or leave the report until later.",
        "local",
        _report_early,
    ),
    Check(
        "evaluation-thin",
        Severity.WARNING,
        "Work evaluated by a feedback form alone, or not at all",
        "Plan an evaluation months later by somebody from outside.",
        "College procedure as reported in 2016: in-depth evaluation",
        _evaluation_thin,
    ),
    Check(
        "concern-seen",
        Severity.WARNING,
        f"A human-rights concern without an OSJA review within {REVIEW_WITHIN_DAYS} days; the work may not go on",
        "Report the concern now and bring the review forward.",
        "OSJA practice: reassess after a serious incident (PQ214086, 2019)",
        _concern_seen,
        stops_start=True,
    ),
)
