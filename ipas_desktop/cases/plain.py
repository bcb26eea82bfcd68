"""Reading canonical values plainly: the text, number, day, items or rows under a question id, or nothing.

Holds no knowledge of particular questions. A value that is missing, or has another shape because the form is of
another version, reads as blank: rules then say what is not answered, instead of failing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from ipas_desktop.forms.definition import Json, QuestionId

Values: TypeAlias = Mapping[QuestionId, Json]
Row: TypeAlias = Mapping[str, Json]


def text(values: Values, question: str) -> str:
    """Return a text or the id of a choice; the answer of a yes_no; the level of a rating; "" when blank."""
    return text_of(values.get(QuestionId(question)))


def text_of(value: Json) -> str:
    """Return what ``text`` returns, for a value in hand."""
    if isinstance(value, dict):
        value = value.get("answer", value.get("level"))
    return value if isinstance(value, str) else ""


def reason(values: Values, question: str) -> str:
    """Return the reason given with a yes_no or a rating, "" when there is none."""
    return part(values, question, "reason")


def part(values: Values, question: str, name: str) -> str:
    """Return one part of a person, organisation, period, yes_no or rating, "" when it is blank."""
    value = values.get(QuestionId(question))
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def items(values: Values, question: str) -> tuple[str, ...]:
    """Return the ids of choices or countries; one choice counts as a list of one."""
    return items_of(values.get(QuestionId(question)))


def items_of(value: Json) -> tuple[str, ...]:
    """Return what ``items`` returns, for a value in hand."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def day(values: Values, question: str) -> date | None:
    """Return a date, None when blank."""
    return day_of(text(values, question))


def day_of(value: Json) -> date | None:
    """Return the date that an ISO text names, None when it names none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def months_between(earlier: date, later: date) -> int:
    """Return how many whole months lie between two days."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)


def rows(values: Values, question: str) -> tuple[Row, ...]:
    """Return the rows of a table, each with its id under "row"."""
    value = values.get(QuestionId(question))
    return tuple(row for row in value if isinstance(row, dict)) if isinstance(value, list) else ()


def row_id(row: Row) -> str:
    """Return the id of a table row."""
    return text_of(row.get("row"))
