"""Dates and periods: three fields as typed, or an ISO date, to an ISO date.

Accepts month names and ordinals, asks for a year of four digits, and says in the GOV.UK words what is missing.
Must not look at other answers: a limit that names another question is checked in ``validation``, with the help of
``limit_problems``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ipas_desktop.forms import wording
from ipas_desktop.forms.answers.parsed import BLANK, Parsed, out_of_limits, problem, unreadable, wrong_shape
from ipas_desktop.forms.answers.text import one_line
from ipas_desktop.forms.definition import Json, Question
from ipas_desktop.forms.problems import Problem, ProblemKind

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FIRST_YEAR, LAST_YEAR = 1900, 2199

_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}")
_YEAR = re.compile(r"\d{4}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

LIMITS = ("after", "before", "not_after", "not_before")
"""The keys of a question that limit its date."""

Limit = Callable[[str, str], date | None]
"""Turns a limit, its key and what the form says ("after", "today"), into a day; None when it is not for this check."""


@dataclass(frozen=True, slots=True)
class DateFault:
    """Why a date cannot be read: the end of a sentence ("must include a month") and the part to mend, if one."""

    phrase: str
    part: str | None = None


_STRANGE = DateFault("cannot be read as stored. Enter this again")
_NOT_REAL = DateFault("must be a real date")
_SIDES = {"from": "first day", "to": "last day"}


def read_date(raw: Json) -> date | DateFault | None:
    """Read a raw or canonical date; None when it is blank."""
    if isinstance(raw, str):
        return _read_iso(one_line(raw))
    fields = typed_fields(raw)
    if isinstance(fields, DateFault):
        return fields
    absent = [part for part, text in fields.items() if not text]
    if len(absent) == len(fields):
        return None
    if absent:
        return DateFault("must include a " + " and a ".join(absent), absent[0])
    return _assemble(**fields)


def typed_fields(raw: Json) -> dict[str, str] | DateFault:
    """Return the cleaned texts of a raw date's day, month and year; numbers are taken as typed."""
    fields = {"day": "", "month": "", "year": ""}
    if raw is None:
        return fields
    if not isinstance(raw, dict) or not raw.keys() <= fields.keys():
        return _STRANGE
    for part, typed in raw.items():
        if isinstance(typed, bool) or not isinstance(typed, str | int | None):
            return _STRANGE
        if isinstance(typed, int) and abs(typed) > 9999:
            return _NOT_REAL
        fields[part] = "" if typed is None else one_line(str(typed))
    return fields


def read_month(typed: str) -> int | None:
    """Return the number of a month typed as a number, a name, or the first three or more letters of a name."""
    if _NUMBER.fullmatch(typed):
        return int(typed) if 1 <= int(typed) <= 12 else None
    start = typed.rstrip(".").casefold()
    if len(start) < 3:
        return None
    return next((number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(start)), None)


def read_year(typed: str) -> int | DateFault:
    """Return a year of four digits, or what is wrong with it."""
    if _NUMBER.fullmatch(typed):
        return DateFault("must include a year with 4 numbers, like 2026", "year")
    if not _YEAR.fullmatch(typed):
        return DateFault(_NOT_REAL.phrase, "year")
    if not FIRST_YEAR <= int(typed) <= LAST_YEAR:
        return DateFault(f"must include a year between {FIRST_YEAR} and {LAST_YEAR}", "year")
    return int(typed)


def parse_date(question: Question, raw: Json, today: date) -> Parsed:
    """Read a date and check it against fixed limits and today."""
    found = read_date(raw)
    if found is None:
        return BLANK
    if isinstance(found, DateFault):
        return unreadable(question, f"{wording.subject(question)} {found.phrase}", found.part)
    value = found.isoformat()
    return Parsed(value, tuple(limit_problems(question, value, fixed_limit(today), today)))


def parse_period(question: Question, raw: Json, today: date) -> Parsed:
    """Read a first and a last day; both are needed, and the last may not come before the first."""
    if not isinstance(raw, dict) or not raw.keys() <= {"from", "to"}:
        return wrong_shape(question)
    first, last = read_date(raw.get("from")), read_date(raw.get("to"))
    if first is None and last is None:
        return BLANK
    if not isinstance(first, date) or not isinstance(last, date):
        faults = [(part, found) for part, found in (("from", first), ("to", last)) if not isinstance(found, date)]
        return Parsed(None, tuple(_side_problem(question, part, fault) for part, fault in faults))
    value: Json = {"from": first.isoformat(), "to": last.isoformat()}
    if last < first:
        message = f"{_side_subject(question, 'to')} must be the same as or after the first day"
        return Parsed(value, (out_of_limits(question, message, "to"),))
    return Parsed(value, tuple(limit_problems(question, value, fixed_limit(today), today)))


def fixed_limit(today: date) -> Limit:
    """Return the meaning of limits that name a day or today, and of no others."""

    def resolve(_key: str, limit: str) -> date | None:
        if limit == "today":
            return today
        return date.fromisoformat(limit) if _ISO.fullmatch(limit) else None

    return resolve


def limit_problems(question: Question, value: Json, resolve: Limit, today: date) -> Iterator[Problem]:
    """Yield a problem for each limit that a canonical date or period breaks.

    ``after`` and ``not_before`` look at a period's first day, ``before`` and ``not_after`` at its last.
    """
    if not has_limits(question):
        return
    if isinstance(value, dict):
        yield from _broken(question, value["from"], ("after", "not_before"), resolve, today=today, part="from")
        yield from _broken(question, value["to"], ("before", "not_after"), resolve, today=today, part="to")
    else:
        yield from _broken(question, value, ("after", "not_before", "before", "not_after"), resolve, today=today)


def has_limits(question: Question) -> bool:
    """Say whether the form sets any limit to a date."""
    return bool(question.after or question.before or question.not_after or question.not_before)


def long_date(day: date) -> str:
    """Return a day as people write it: "2 December 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _read_iso(text: str) -> date | DateFault | None:
    if not text:
        return None
    if not _ISO.fullmatch(text):
        return _NOT_REAL
    year, month, day = text.split("-")
    return _assemble(day, month, year)


@lru_cache(maxsize=512)
def _assemble(day: str, month: str, year: str) -> date | DateFault:
    month_number = read_month(month)
    if month_number is None:
        return DateFault(_NOT_REAL.phrase, "month")
    year_number = read_year(year)
    if isinstance(year_number, DateFault):
        return year_number
    day_number = _DAY.fullmatch(day)
    if day_number is None:
        return DateFault(_NOT_REAL.phrase, "day")
    try:
        return date(year_number, month_number, int(day_number[1]))
    except ValueError:
        return DateFault(_NOT_REAL.phrase, "day")


def _side_problem(question: Question, part: str, fault: date | DateFault | None) -> Problem:
    subject = _side_subject(question, part)
    message = f"{subject} {fault.phrase}" if isinstance(fault, DateFault) else f"Enter {wording.lower_first(subject)}"
    return problem(question, ProblemKind.UNREADABLE, message, part)


def _side_subject(question: Question, part: str) -> str:
    return f"The {_SIDES[part]} of {wording.object_of(question)}"


def _broken(
    question: Question, value: Json, limits: tuple[str, ...], resolve: Limit, *, today: date, part: str | None = None
) -> Iterator[Problem]:
    for name in limits:
        limit = resolve(name, getattr(question, name)) if getattr(question, name) else None
        if limit is not None and not _KEEPS[name](date.fromisoformat(str(value)), limit):
            subject = _side_subject(question, part) if part else wording.subject(question)
            yield out_of_limits(question, f"{subject} {_limit_phrase(name, limit, today)}", part)


_KEEPS: dict[str, Callable[[date, date], bool]] = {
    "after": date.__gt__,
    "before": date.__lt__,
    "not_before": date.__ge__,
    "not_after": date.__le__,
}
_TODAY_PHRASES = {
    "after": "must be in the future",
    "before": "must be in the past",
    "not_before": "must be today or in the future",
    "not_after": "must be today or in the past",
}
_PHRASES = {
    "after": "must be after",
    "before": "must be before",
    "not_before": "must be the same as or after",
    "not_after": "must be the same as or before",
}


def _limit_phrase(name: str, limit: date, today: date) -> str:
    return _TODAY_PHRASES[name] if limit == today else f"{_PHRASES[name]} {long_date(limit)}"
