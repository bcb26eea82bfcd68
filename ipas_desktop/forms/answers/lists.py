"""Lists of things that support an answer: citations of sources, and attached files.

A problem's part is the item's position, counted from 1, and the part: ``2.link``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from ipas_desktop.forms import wording
from ipas_desktop.forms.answers.dates import DateFault, read_date, read_month, read_year, typed_fields
from ipas_desktop.forms.answers.parsed import Parsed, cannot_be_read, out_of_limits, problem, wrong_shape
from ipas_desktop.forms.answers.text import PART_LENGTH, one_line, too_long
from ipas_desktop.forms.definition import AnswerType, Json, Question
from ipas_desktop.forms.problems import Problem, ProblemKind

CITATION_PARTS = {
    "title": "Title",
    "publisher": "Publisher",
    "date": "Date published",
    "link": "Link",
    "retrieved_on": "Date you looked at it",
}
"""The parts of a citation, with the words shown beside them. ``date`` may be a year, or a month and a year."""

LINK_LENGTH = 2_000
NAMELESS = "file"
"""What an attached file is called whose name holds nothing that can be seen."""

LARGEST_FILE = 10**12
ATTACHMENT_PARTS = ("sha256", "name", "size", "media_type")

_SHA256 = re.compile("[0-9a-f]{64}")
_LINK = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
_Read = tuple[dict[str, Json] | None, list[Problem]]


def parse_citations(question: Question, raw: Json, today: date) -> Parsed:
    """Read the sources cited; blank ones are left out."""
    return _parse_items(question, raw, lambda position, item: _citation(question, position, item, today))


def parse_attachments(question: Question, raw: Json, _today: date) -> Parsed:
    """Read the list of attached files, whose bytes are kept elsewhere under their SHA-256."""
    return _parse_items(question, raw, lambda position, item: _attachment(question, position, item))


def _parse_items(question: Question, raw: Json, read: Callable[[int, dict[str, Json]], _Read]) -> Parsed:
    if not isinstance(raw, list):
        return wrong_shape(question)
    value: list[Json] = []
    problems: list[Problem] = []
    for position, item in enumerate(raw, 1):
        if not isinstance(item, dict):
            problems.append(problem(question, ProblemKind.UNREADABLE, cannot_be_read(question), str(position)))
            continue
        kept, found = read(position, item)
        problems.extend(found)
        if kept:
            value.append(kept)
    if value and not problems:
        problems.extend(_count_limits(question, len(value)))
    return Parsed(value or None, tuple(problems))


def _count_limits(question: Question, count: int) -> list[Problem]:
    verb = "Attach" if question.type is AnswerType.ATTACHMENTS else "Add"
    if question.minimum is not None and count < question.minimum:
        return [out_of_limits(question, f"{verb} at least {question.minimum} {wording.items(question)}")]
    if question.maximum is not None and count > question.maximum:
        return [out_of_limits(question, f"{verb} no more than {question.maximum} {wording.items(question)}")]
    return []


def _citation(question: Question, position: int, item: dict[str, Json], today: date) -> _Read:
    problems: list[Problem] = []
    value: dict[str, Json] = {}
    for part in (*CITATION_PARTS, *sorted(item.keys() - CITATION_PARTS.keys())):
        kept, phrase, kind = _citation_part(part, item.get(part), today)
        if phrase:
            subject = f"{CITATION_PARTS.get(part, 'A part')} of source {position}"
            problems.append(problem(question, kind, f"{subject} {phrase}", f"{position}.{part}"))
        if kept is not None:
            value[part] = kept
    return value, problems


def _citation_part(part: str, raw: Json, today: date) -> tuple[str | None, str, ProblemKind]:
    """Return a part's canonical text or None, the end of a sentence about what is wrong or "", and its kind."""
    if part in ("date", "retrieved_on"):
        return _citation_date(part, raw, today)
    if part not in CITATION_PARTS or not (raw is None or isinstance(raw, str)):
        return None, "cannot be read as stored. Enter this again", ProblemKind.UNREADABLE
    text = one_line(raw or "")
    longest = LINK_LENGTH if part == "link" else PART_LENGTH
    if len(text) > longest:
        return text, too_long("", longest).strip(), ProblemKind.OUT_OF_LIMITS
    if part == "link" and text and not _LINK.fullmatch(text):
        return text, "must be one web address that starts with https:// or http://", ProblemKind.OUT_OF_LIMITS
    return text or None, "", ProblemKind.OUT_OF_LIMITS


def _citation_date(part: str, raw: Json, today: date) -> tuple[str | None, str, ProblemKind]:
    found = (read_partial_date(raw) if part == "date" else None) or read_date(raw)
    if isinstance(found, DateFault):
        return None, found.phrase, ProblemKind.UNREADABLE
    if isinstance(found, date):
        late = "must be today or in the past" if found > today else ""
        return found.isoformat(), late, ProblemKind.OUT_OF_LIMITS
    return found, "", ProblemKind.OUT_OF_LIMITS


def read_partial_date(raw: Json) -> str | None:
    """Return "2024" or "2024-03" for a date of which only the year, or the month and the year, are known; else None."""
    if isinstance(raw, str):
        match = _PARTIAL_DATE.fullmatch(one_line(raw))
        if match is None:
            return None
        fields = {"day": "", "month": match[2] or "", "year": match[1]}
    else:
        typed = typed_fields(raw)
        if isinstance(typed, DateFault):
            return None
        fields = typed
    if fields["day"] or not fields["year"]:
        return None
    year = read_year(fields["year"])
    month = read_month(fields["month"])
    if isinstance(year, DateFault) or (fields["month"] and month is None):
        return None
    return f"{year}-{month:02}" if month else str(year)


def _attachment(question: Question, position: int, item: dict[str, Json]) -> _Read:
    if not any(item.values()):
        return None, []
    sha256, name, size, media_type = (item.get(part) for part in ATTACHMENT_PARTS)
    sound = (
        item.keys() == set(ATTACHMENT_PARTS)
        and isinstance(sha256, str)
        and _SHA256.fullmatch(sha256) is not None
        and isinstance(name, str)
        and isinstance(size, int)
        and not isinstance(size, bool)
        and 0 <= size <= LARGEST_FILE
        and isinstance(media_type, str)
    )
    if not sound:
        message = f"File {position} in {wording.object_of(question)} cannot be read as stored. Attach it again"
        return None, [problem(question, ProblemKind.UNREADABLE, message, str(position))]
    kept: dict[str, Json] = {
        "sha256": sha256,
        "name": one_line(str(name)) or NAMELESS,
        "size": size,
        "media_type": one_line(str(media_type)),
    }
    return kept, []
