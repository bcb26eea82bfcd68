"""Checks of dates: nothing starts before the papers are in place, nothing runs out in the middle of the work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ipas_desktop.cases import plain
from ipas_desktop.cases.case import NOTIFICATION, CaseState
from ipas_desktop.cases.findings import Check, Found, Severity, at
from ipas_desktop.cases.reading import Reading
from ipas_desktop.forms.answers.dates import long_date

ADVICE_FRESH_DAYS = 7


def _start_not_ahead(reading: Reading) -> Iterator[Found]:
    values = reading.notification
    start, kind = plain.day(values, "en.f.start"), plain.text(values, "en.a.kind")
    explained = kind in ("change", "extension", "withdrawal") and plain.text(values, "en.a.change_summary")
    if reading.case.state is CaseState.FINALISED:
        return  # it lay ahead when it was finalised, and nothing has changed since
    if reading.report_after and (reading.report_after.values or reading.case.revision):
        return  # the work is being reported on; it started when it should
    if start and start <= reading.context.today and not explained:
        yield Found(f"The work starts on {long_date(start)}, which is not ahead", NOTIFICATION, at("en.f.start"))


def _decision_day_passed(reading: Reading) -> Iterator[Found]:
    latest = plain.day(reading.notification, "en.f.latest_decision")
    if latest and latest < reading.context.today:
        message = f"The latest date for a decision, {long_date(latest)}, has passed"
        yield Found(message, NOTIFICATION, at("en.f.latest_decision"))


def _lead_time_short(reading: Reading) -> Iterator[Found]:
    start, days = plain.day(reading.notification, "en.f.start"), reading.policy.lead_time_days
    today = reading.context.today
    if start and days and today < start < today + timedelta(days=days):
        message = f"The work starts in {(start - today).days} days; your organisation asks for {days}"
        yield Found(message, NOTIFICATION, at("en.f.start"))


def _dates_open(reading: Reading) -> Iterator[Found]:
    if plain.text(reading.notification, "en.f.dates_firm") == "to_be_agreed":
        yield Found("The dates are still to be agreed", NOTIFICATION, at("en.f.dates_firm"))


def _travel_advice_stale(reading: Reading) -> Iterator[Found]:
    limit = reading.context.today - timedelta(days=ADVICE_FRESH_DAYS)
    for row in plain.rows(reading.notification, "en.l.fcdo_advice"):
        checked = plain.day_of(row.get("checked"))
        if checked and checked < limit:
            message = f"Travel advice for {plain.text_of(row.get('place'))} was checked on {long_date(checked)}"
            yield Found(message, NOTIFICATION, at("en.l.fcdo_advice", plain.row_id(row), "checked"))


def _clearance_runs_out(reading: Reading) -> Iterator[Found]:
    end = plain.day(reading.notification, "en.f.end")
    for row in plain.rows(reading.notification, "en.h.team"):
        until = plain.day_of(row.get("clearance_until"))
        if end and until and until < end:
            message = f"A clearance of the team runs out on {long_date(until)}, before the work ends"
            yield Found(message, NOTIFICATION, at("en.h.team", plain.row_id(row), "clearance_until"))


def _condition_due_late(reading: Reading) -> Iterator[Found]:
    end = plain.day(reading.notification, "en.f.end")
    for row in plain.rows(reading.notification, "en.k.conditions"):
        due = plain.day_of(row.get("due"))
        if end and due and due > end:
            message = f"A condition is due on {long_date(due)}, after the work ends"
            yield Found(message, NOTIFICATION, at("en.k.conditions", plain.row_id(row), "due"))


def _measure_starts_late(reading: Reading) -> Iterator[Found]:
    end = plain.day(reading.notification, "en.f.end")
    for document in reading.assessments:
        for row in plain.rows(document.values, "osja.s3.measures"):
            start = plain.day_of(row.get("start"))
            if end and start and start > end:
                message = f"{plain.text_of(row.get('measure'))} starts on {long_date(start)}, after the work ends"
                yield Found(message, document.key, at("osja.s3.measures", plain.row_id(row), "start"))


def _review_far_off(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        review = plain.day(document.values, "osja.s4.review_date")
        if review and review > reading.context.today + timedelta(days=366):
            message = f"The OSJA review is on {long_date(review)}, more than twelve months away"
            yield Found(message, document.key, at("osja.s4.review_date"))


CHECKS = (
    Check(
        "start-not-ahead",
        Severity.STOPS_SIGNING,
        "A start today or earlier, unless this is an explained change to work under way",
        "Change the start date, or say that this is a change and what has changed.",
        "College of Policing, Our international work",
        _start_not_ahead,
    ),
    Check(
        "decision-day-passed",
        Severity.WARNING,
        "A latest date for a decision that lies in the past",
        "Agree new dates, or take the date out.",
        "local",
        _decision_day_passed,
    ),
    Check(
        "lead-time-short",
        Severity.ADVICE,
        "Fewer days to the start than your organisation asks for, where it has set a number",
        "Tell IPAS that this is urgent, or move the start.",
        "local; no lead time is published",
        _lead_time_short,
    ),
    Check(
        "dates-open",
        Severity.ADVICE,
        "Dates that are still to be agreed",
        "Submit a change once they are agreed.",
        "local",
        _dates_open,
    ),
    Check(
        "travel-advice-stale",
        Severity.WARNING,
        f"FCDO travel advice that was checked more than {ADVICE_FRESH_DAYS} days ago",
        "Check the advice again and record the day.",
        "local",
        _travel_advice_stale,
    ),
    Check(
        "clearance-runs-out",
        Severity.WARNING,
        "A team member's clearance that ends before the work does",
        "Ask for the clearance to be renewed.",
        "local",
        _clearance_runs_out,
    ),
    Check(
        "condition-due-late",
        Severity.WARNING,
        "A condition that is due only after the work has ended",
        "Bring the date forward.",
        "local",
        _condition_due_late,
    ),
    Check(
        "measure-starts-late",
        Severity.WARNING,
        "A measure that starts only after the work has ended",
        "Bring the start forward, or do not count on the measure.",
        "local",
        _measure_starts_late,
    ),
    Check(
        "review-far-off",
        Severity.WARNING,
        "An OSJA review more than twelve months ahead",
        "Set an earlier review.",
        "local; no interval is published",
        _review_far_off,
    ),
)
