"""The shape that each type of raw answer has in a case file, and refusing any other in words.

Holds no judging of what the answer says: "31 / February" is a well-shaped date. Shapes are those that ``forms.answers``
documents; a canonical value is always a legal raw one. Ids of choices, columns, parts and fixed rows must be known.

A long list is chosen from by typing, and what is typed stays: a draft may hold "Detec" where an id belongs. In the file
that is ``{"typed": "Detec"}``, so that a half-typed choice comes back and a wrong id is still refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NoReturn

from ipas_desktop.cases.case import AttachmentInfo
from ipas_desktop.cases.strict_json import (
    NOTHING_DONE,
    JsonObject,
    list_of,
    object_of,
    take,
    text_of,
    whole_of,
    wrong_shape,
)
from ipas_desktop.errors import InputError
from ipas_desktop.forms.definition import AnswerType, Choice, Json, Question

TYPED = "typed"
DATE_PARTS = ("day", "month", "year")
CITATION_PARTS = ("title", "publisher", "date", "link", "retrieved_on")
SHA256 = re.compile(r"[0-9a-f]{64}")
LONGEST_ROW_ID = 64
LONGEST_NAME = 200


def accepted_answer(question: Question, raw: Json) -> Json:
    """Return ``raw`` as it may be kept: half-typed choices as typed, the names of files as bare labels, else unchanged.

    Raises InputError, naming the place, unless ``raw`` has the shape of an answer to ``question``.
    """
    _check(question, raw, f"the answer to {question.id}")
    raw = _with_choices(question, raw, _as_typed)
    if question.type is AnswerType.ATTACHMENTS and isinstance(raw, list):
        return [dict(item) | {"name": file_label(str(item["name"]))} for item in raw if isinstance(item, dict)]
    return raw


def exported_answer(question: Question, raw: Json) -> Json:
    """Return ``raw`` as it goes into a file: choices that are no id of the form are marked as typed."""
    return _with_choices(question, raw, _marked)


def attachment_info(entry: JsonObject, where: str) -> AttachmentInfo:
    """Return what ``entry`` says of an attached file; its name becomes a bare label. Raises InputError."""
    sha256 = text_of(take(entry, "sha256", where), f"{where}, sha256")
    if not SHA256.fullmatch(sha256):
        raise wrong_shape(f"{where}, sha256", "64 characters from 0 to 9 and a to f")
    name = file_label(text_of(take(entry, "name", where), f"{where}, name"))
    size = whole_of(take(entry, "size", where), f"{where}, size")
    media_type = text_of(take(entry, "media_type", where), f"{where}, media_type")[:LONGEST_NAME]
    if entry:
        _refuse_unknown("entry", sorted(entry)[0], where)
    return AttachmentInfo(sha256, name, size, media_type)


def file_label(name: str) -> str:
    """Return a file name as a bare label: no folders, no control characters, at most 200 characters, never blank."""
    bare = re.split(r"[/\\]", name)[-1]
    printable = "".join(character for character in bare if character.isprintable()).strip()
    return "file" if printable in ("", ".", "..") else printable[:LONGEST_NAME]


def _check(question: Question, raw: Json, where: str) -> None:
    if raw is not None:
        _CHECKS[question.type](question, raw, where)


def _text(_question: Question, raw: Json, where: str) -> None:
    text_of(raw, where)


def _choice(question: Question, raw: Json, where: str) -> None:
    if isinstance(raw, dict) and set(raw) == {TYPED}:
        text_of(raw[TYPED], where)
    else:
        _known(question.choices, text_of(raw, where), "choice", where)


def _choices(question: Question, raw: Json, where: str) -> None:
    for item in list_of(raw, where):
        _choice(question, item, where)


def _date(_question: Question, raw: Json, where: str) -> None:
    if not isinstance(raw, str):
        _parts(raw, DATE_PARTS, where)


def _date_or_none(question: Question, raw: Json, where: str) -> None:
    if raw is not None:
        _date(question, raw, where)


def _period(question: Question, raw: Json, where: str) -> None:
    for name, value in object_of(raw, where).items():
        if name not in ("from", "to"):
            _refuse_unknown("part", name, where)
        _date_or_none(question, value, f"{where}, {name}")


def _whole_number(_question: Question, raw: Json, where: str) -> None:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise wrong_shape(where, "a whole number")


def _shares(question: Question, raw: Json, where: str) -> None:
    for choice, share in object_of(raw, where).items():
        _known(question.choices, choice, "choice", where)
        text_of(share, f"{where}, {choice}")


def _person(question: Question, raw: Json, where: str) -> None:
    _parts(raw, question.parts, where)


def _countries(_question: Question, raw: Json, where: str) -> None:
    for item in list_of(raw, where):
        text_of(item, where)


def _table(question: Question, raw: Json, where: str) -> None:
    columns = {str(column.id): column for column in question.columns}
    seen: set[str] = set()
    for number, item in enumerate(list_of(raw, where), start=1):
        place = f"{where}, row {number}"
        cells = object_of(item, place)
        row = text_of(take(cells, "row", place), f"{place}, its id")
        if not 1 <= len(row) <= LONGEST_ROW_ID or row in seen:
            raise InputError(f"Row {number} of {where} must have an id of its own. {NOTHING_DONE}")
        if question.rows_from:
            _known(question.fixed_rows, row, "row", where)
        seen.add(row)
        for name, cell in cells.items():
            if name not in columns:
                _refuse_unknown("column", name, where)
            _check(columns[name], cell, f"{place}, {name}")


def _rating(question: Question, raw: Json, where: str) -> None:
    _chosen_and_reason(question, raw, "level", where)


def _yes_no(question: Question, raw: Json, where: str) -> None:
    _chosen_and_reason(question, raw, "answer", where)


def _chosen_and_reason(question: Question, raw: Json, part: str, where: str) -> None:
    entry = object_of(raw, where)
    _choice(question, entry.pop(part, ""), where)
    _parts(entry, ("reason",), where)


def _citations(question: Question, raw: Json, where: str) -> None:
    for number, item in enumerate(list_of(raw, where), start=1):
        place = f"{where}, entry {number}"
        for name, value in object_of(item, place).items():
            if name not in CITATION_PARTS:
                _refuse_unknown("part", name, place)
            if name in ("date", "retrieved_on"):
                _date_or_none(question, value, f"{place}, {name}")
            else:
                text_of(value, f"{place}, {name}")


def _attachments(_question: Question, raw: Json, where: str) -> None:
    for number, item in enumerate(list_of(raw, where), start=1):
        place = f"{where}, entry {number}"
        attachment_info(object_of(item, place), place)


def _parts(raw: Json, known: tuple[str, ...], where: str) -> JsonObject:
    entry = object_of(raw, where)
    for name, value in entry.items():
        if name not in known:
            _refuse_unknown("part", name, where)
        text_of(value, f"{where}, {name}")
    return entry


def _with_choices(question: Question, raw: Json, change: Callable[[Question, Json], Json]) -> Json:
    """Return ``raw`` with ``change`` applied wherever the id of one choice stands in it."""
    if question.type is AnswerType.CHOICE:
        return change(question, raw)
    if question.type is AnswerType.CHOICES and isinstance(raw, list):
        return [change(question, item) for item in raw]
    if question.type in _CHOSEN_PART and isinstance(raw, dict):
        part = _CHOSEN_PART[question.type]
        return {name: change(question, value) if name == part else value for name, value in raw.items()}
    if question.type is AnswerType.TABLE and isinstance(raw, list):
        columns = {str(column.id): column for column in question.columns}
        return [_row_with_choices(columns, row, change) for row in raw]
    return raw


def _row_with_choices(columns: Mapping[str, Question], row: Json, change: Callable[[Question, Json], Json]) -> Json:
    cells = row if isinstance(row, dict) else {}
    return {
        name: _with_choices(columns[name], cell, change) if name in columns else cell for name, cell in cells.items()
    }


def _marked(question: Question, raw: Json) -> Json:
    known = not isinstance(raw, str) or raw == "" or any(choice.id == raw for choice in question.choices)
    return raw if known else {TYPED: raw}


def _as_typed(_question: Question, raw: Json) -> Json:
    return raw[TYPED] if isinstance(raw, dict) else raw


def _known(choices: tuple[Choice, ...], chosen: str, kind: str, where: str) -> None:
    if chosen and not any(choice.id == chosen for choice in choices):
        _refuse_unknown(kind, chosen, where)


def _refuse_unknown(kind: str, name: str, where: str) -> NoReturn:
    raise InputError(f"Unknown {kind} “{name[:80]}” in {where}. {NOTHING_DONE}")


_CHOSEN_PART = {AnswerType.RATING: "level", AnswerType.YES_NO: "answer"}
_CHECKS: Mapping[AnswerType, Callable[[Question, Json, str], None]] = {
    AnswerType.SHORT_TEXT: _text,
    AnswerType.LONG_TEXT: _text,
    AnswerType.CHOICE: _choice,
    AnswerType.CHOICES: _choices,
    AnswerType.DATE: _date,
    AnswerType.PERIOD: _period,
    AnswerType.WHOLE_NUMBER: _whole_number,
    AnswerType.MONEY: _text,
    AnswerType.SHARES: _shares,
    AnswerType.PERSON: _person,
    AnswerType.ORGANISATION: _person,
    AnswerType.COUNTRY: _text,
    AnswerType.COUNTRIES: _countries,
    AnswerType.TABLE: _table,
    AnswerType.RATING: _rating,
    AnswerType.YES_NO: _yes_no,
    AnswerType.CITATIONS: _citations,
    AnswerType.ATTACHMENTS: _attachments,
}
