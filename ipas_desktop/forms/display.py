"""A canonical value as words for people, on the screen, in the PDF and in comparisons.

Holds words and their order, no layout. Nothing is ever cut or dropped: what the form does not know is shown as stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ipas_desktop.forms import reference, wording
from ipas_desktop.forms.answers.composite import PARTS
from ipas_desktop.forms.answers.dates import MONTHS, long_date
from ipas_desktop.forms.answers.lists import ATTACHMENT_PARTS, CITATION_PARTS
from ipas_desktop.forms.definition import AnswerType, Json, Question


@dataclass(frozen=True, slots=True)
class RowWords:
    """One row of a table: its id, what it is called, and for each column the lines of its cell."""

    id: str
    title: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TableWords:
    """A table in words. ``header`` has one entry a column, as ``RowWords.cells`` has."""

    header: tuple[str, ...]
    rows: tuple[RowWords, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """An answer in words. Blank answers have no lines; what is said of them ("Not provided") is for the caller.

    For tables ``lines`` holds the same again, one line a row, for places too narrow for a table.
    """

    lines: tuple[str, ...]
    table: TableWords | None = None


def words(question: Question, value: Json) -> Words:
    """Return a canonical value in words. Never raises, also for a value that another version of the form made."""
    if value is None:
        return Words(())
    if question.type is AnswerType.TABLE and isinstance(value, list):
        return _table(question, value)
    try:
        return Words(tuple(_LINES[question.type](question, value)))
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
        return Words((as_stored(value),))


def as_stored(value: Json) -> str:
    """Return a value that has no better words, as compact JSON or as the text it is."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def date_words(iso: str) -> str:
    """Return "2 December 2026", "December 2026" or "2026" for an ISO date of that precision."""
    if re.fullmatch(r"\d{4}", iso):
        return iso
    if re.fullmatch(r"\d{4}-\d{2}", iso):
        return f"{MONTHS[int(iso[5:]) - 1]} {iso[:4]}"
    return long_date(date.fromisoformat(iso))


def size_words(size: int) -> str:
    """Return a file's size in bytes, kB or MB of 1,000, as people say it."""
    if size < 1_000:
        return f"{size} bytes" if size != 1 else "1 byte"
    if size < 1_000_000:
        return f"{Decimal(size) / 1_000:.0f} kB"
    return f"{Decimal(size) / 1_000_000:,.1f} MB"


def choice_label(question: Question, chosen: Json) -> str:
    """Return the label of a choice, or what is stored when the form no longer has it."""
    for choice in question.choices:
        if choice.id == chosen:
            return choice.label
    return as_stored(chosen)


def _text(_question: Question, value: Json) -> list[str]:
    if not isinstance(value, str):
        raise TypeError
    return value.split("\n")


def _choice(question: Question, value: Json) -> list[str]:
    return [choice_label(question, value)]


def _choices(question: Question, value: Json) -> list[str]:
    return [choice_label(question, item) for item in _items(value)]


def _date(_question: Question, value: Json) -> list[str]:
    return [date_words(str(value))]


def _period(_question: Question, value: Json) -> list[str]:
    parts = _exactly(value, "from", "to")
    return [f"{date_words(str(parts['from']))} to {date_words(str(parts['to']))}"]


def _whole_number(_question: Question, value: Json) -> list[str]:
    return [f"{int(str(value)):,}"]


def _money(_question: Question, value: Json) -> list[str]:
    amount = Decimal(str(value))
    if amount != round(amount, 2):
        raise ValueError("more precise than pence")
    return [f"{'−' if amount < 0 else ''}£{abs(amount):,.2f}"]


def _shares(question: Question, value: Json) -> list[str]:
    shares = _exactly(value)
    order = [choice.id for choice in question.choices]
    ids = sorted(shares, key=lambda each: (order.index(each) if each in order else len(order), each))
    return [f"{choice_label(question, each)}: {as_stored(shares[each])}%" for each in ids]


def _parts(question: Question, value: Json) -> list[str]:
    parts = _exactly(value)
    known = [part for part in question.parts if part in parts]
    lines = [_part(question, part, as_stored(parts[part])) for part in known]
    others = [
        f"{PARTS[question.type].get(each, each)}: {as_stored(parts[each])}" for each in parts if each not in known
    ]
    return lines + others


def _part(question: Question, part: str, text: str) -> str:
    if part == "country":
        country = reference.countries().get(text)
        return country.name if country else text
    if part == "kind":
        return choice_label(question, text)
    return text


def _with_reason(question: Question, value: Json) -> list[str]:
    key = "answer" if question.type is AnswerType.YES_NO else "level"
    parts = _exactly(value, key, "reason")
    reason = _text(question, parts["reason"]) if "reason" in parts else []
    return [choice_label(question, parts[key]), *reason]


def _citations(_question: Question, value: Json) -> list[str]:
    return [_citation(item) for item in _items(value)]


def _citation(item: Json) -> str:
    """Return "Title. Publisher, 2 December 2026. https://… (looked at on 3 December 2026)"."""
    parts = {name: str(text) for name, text in _exactly(item, *CITATION_PARTS).items()}
    published = date_words(parts["date"]) if "date" in parts else ""
    made_by = ", ".join(text for text in (parts.get("publisher", ""), published) if text)
    line = ". ".join(text for text in (parts.get("title", ""), made_by, parts.get("link", "")) if text)
    seen = parts.get("retrieved_on")
    return f"{line} (looked at on {date_words(seen)})".strip() if seen else line


def _attachments(_question: Question, value: Json) -> list[str]:
    return [_attachment(item) for item in _items(value)]


def _attachment(item: Json) -> str:
    parts = _exactly(item, *ATTACHMENT_PARTS)
    return f"{parts['name']}, {size_words(int(str(parts['size'])))}"


def _exactly(value: Json, *names: str) -> dict[str, Json]:
    """Return the parts of a value. Raises ValueError when it has others, so that none is ever left out silently."""
    if not isinstance(value, dict) or not value or (names and not value.keys() <= set(names)):
        raise ValueError("parts that have no words")
    return value


def _items(value: Json) -> list[Json]:
    """Return the items of a list. Raises ValueError when the value is none, or an empty one."""
    if not isinstance(value, list) or not value:
        raise ValueError("no list")
    return value


def _table(question: Question, value: list[Json]) -> Words:
    header = tuple(column.short_label or column.label for column in question.columns)
    rows = []
    for number, row in enumerate(value, 1):
        cells = row if isinstance(row, dict) else {"row": as_stored(row)}
        row_id = str(cells.get("row", number))
        shown = tuple(words(column, cells.get(column.id)).lines for column in question.columns)
        rows.append(RowWords(row_id, wording.row_title(question, row_id, number), shown))
    lines = tuple(_row_line(header, row) for row in rows)
    return Words(lines, TableWords(header, tuple(rows)))


def _row_line(header: tuple[str, ...], row: RowWords) -> str:
    cells = [f"{name}: {', '.join(lines)}" for name, lines in zip(header, row.cells, strict=True) if lines]
    return f"{row.title}. {'; '.join(cells)}"


_LINES: dict[AnswerType, Callable[[Question, Json], list[str]]] = {
    AnswerType.SHORT_TEXT: _text,
    AnswerType.LONG_TEXT: _text,
    AnswerType.CHOICE: _choice,
    AnswerType.CHOICES: _choices,
    AnswerType.DATE: _date,
    AnswerType.PERIOD: _period,
    AnswerType.WHOLE_NUMBER: _whole_number,
    AnswerType.MONEY: _money,
    AnswerType.SHARES: _shares,
    AnswerType.PERSON: _parts,
    AnswerType.ORGANISATION: _parts,
    AnswerType.COUNTRY: _choice,
    AnswerType.COUNTRIES: _choices,
    AnswerType.RATING: _with_reason,
    AnswerType.YES_NO: _with_reason,
    AnswerType.CITATIONS: _citations,
    AnswerType.ATTACHMENTS: _attachments,
}
