"""The lines of "the work in brief": partner, team, who pays, section 26, whom we asked, the OSJA outcome.

Holds wording only, from canonical values; gathering is in ``summary``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ipas_desktop.cases import plain
from ipas_desktop.cases.labels import count_of, in_words
from ipas_desktop.cases.plain import Values
from ipas_desktop.forms import reference
from ipas_desktop.forms.answers.dates import long_date
from ipas_desktop.forms.definition import Json, QuestionId

if TYPE_CHECKING:
    from ipas_desktop.cases.summary import Assessment


def partners(values: Values) -> tuple[str, ...]:
    """Return each receiving organisation with the ministry it answers to."""
    return _distinct(
        ", ".join(filter(None, (_name(row), plain.text_of(row.get("ministry")))))
        for row in plain.rows(values, "en.c.beneficiaries")
    )


def units(values: Values) -> tuple[str, ...]:
    """Return each receiving unit; "the whole of …" where no unit can be named."""
    return _distinct(
        f"the whole of {_name(row) or 'the organisation'}"
        if plain.text_of(row.get("scope")) == "whole"
        else plain.text_of(row.get("unit"))
        for row in plain.rows(values, "en.c.beneficiaries")
    )


def participants(values: Values) -> int | None:
    """Return how many people are to take part, None while no number is given."""
    numbers = [
        cell
        for row in plain.rows(values, "en.g.numbers")
        for column in ("women", "men", "not_known")
        if (cell := _number(row.get(column))) is not None
    ]
    return sum(numbers) if numbers else None


def team_size(values: Values) -> int | None:
    """Return how many people the UK sends, None while no row is filled in."""
    numbers = [_number(row.get("number")) for row in plain.rows(values, "en.h.team")]
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def team(values: Values) -> str:
    """Return "6 people: 3 police officers, 1 member of staff and 2 others"; "" while no row is filled in."""
    total = team_size(values)
    if total is None:
        return ""
    counts: Counter[str] = Counter()
    for row in plain.rows(values, "en.h.team"):
        status = plain.text_of(row.get("status"))
        counts[status if status in ("officer", "staff") else "other"] += _number(row.get("number")) or 0
    words = [
        count_of(counts["officer"], "police officer") if counts["officer"] else "",
        count_of(counts["staff"], "member of staff", "members of staff") if counts["staff"] else "",
        count_of(counts["other"], "other") if counts["other"] else "",
    ]
    return f"{count_of(total, 'person', 'people')}: {in_words([word for word in words if word])}"


def who_pays(values: Values, payers: Sequence[str]) -> tuple[str, ...]:
    """Return each payer with its share where shares are given, the greatest first."""
    shares = values.get(_SPLIT)
    if not isinstance(shares, dict) or not shares:
        return tuple(payers)
    known = {item.id: item.label for item in reference.load_list("payers").items}
    ordered = sorted(shares.items(), key=lambda share: (-_percent(share[1]), share[0]))
    return tuple(f"{known.get(payer, payer)} {plain.text_of(share)}%" for payer, share in ordered)


def section_26(values: Values, status: str) -> str:
    """Return where the authority under section 26 of the Police Act 1996 stands."""
    needed = plain.text(values, "en.h.s26_needed")
    if needed == "no":
        return "Not needed"
    if needed != "yes":
        return "Not known whether it is needed" if needed else ""
    granted = plain.day(values, "en.h.s26_date")
    return f"{status}, {long_date(granted)}" if granted and status else status or "Needed"


def consulted(values: Values, assessments: Sequence[Values]) -> tuple[str, ...]:
    """Return the bodies that were asked: coordination checks of the notification, consultations of the OSJA."""
    bodies = {item.id: item.label for item in reference.load_list("coordination_bodies").items}
    asked = [
        bodies.get(plain.text_of(row.get("body")), plain.text_of(row.get("body")))
        for row in plain.rows(values, "en.i.deconflict")
    ]
    kinds = {item.id: item.label for item in reference.load_list("osja_consultees").items}
    for assessment in assessments:
        for row in plain.rows(assessment, "osja.s4.consultees"):
            kind = plain.text_of(row.get("kind"))
            name = plain.text_of(row.get("name")) if kind == "other" else kinds.get(kind, kind)
            asked.append(bodies.get(_SAME_BODY.get(kind, ""), name))
    return _distinct(asked)


def dates(start: date | None, end: date | None) -> str:
    """Return "2 December 2026 to 26 February 2027", or the half that is known."""
    if start and end:
        return long_date(start) if start == end else f"{long_date(start)} to {long_date(end)}"
    return f"from {long_date(start)}" if start else f"until {long_date(end)}" if end else ""


def assessment_label(assessment: Assessment, all_of_them: Sequence[Assessment]) -> str:
    """Return "OSJA", with its countries when there are several assessments."""
    where = in_words(assessment.countries) or str(assessment.document)
    return "OSJA" if len(all_of_them) == 1 else f"OSJA {where}"


def outcome(assessment: Assessment) -> str:
    """Return the outcome of an assessment in one line."""
    if not assessment.settled:
        return f"Not settled; counts as {assessment.level_label} until everything is known"
    return (
        f"{assessment.level_label}; risk to rights {assessment.before} before measures, {assessment.after} after."
        f" Approval: {assessment.authority}"
    )


_SAME_BODY = {"post": "post", "desk": "fcdo_desk"}  # consultees of the OSJA that the notification's list names too
_SPLIT = QuestionId("en.j.split")


def _name(row: plain.Row) -> str:
    return plain.text_of(row.get("english_name")) or plain.text_of(row.get("name"))


def _number(value: Json) -> int | None:
    return value if isinstance(value, int) else None


def _percent(share: Json) -> Decimal:
    """Return a share for sorting; a foreign revision may hold anything there."""
    text = plain.text_of(share)
    return Decimal(text) if re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", text) else Decimal(0)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
