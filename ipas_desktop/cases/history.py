"""What happened to a case, event by event, and the chain of hashes that shows nothing was changed since.

Holds no storing: the vault keeps events, this module says what they mean and whether the chain is whole.

Each event carries the hash of the one before as its first parent. After a merge of two copies of a case an event has
further parents, the last events of the other copies. A hash chain shows accidents and careless tampering; against
somebody who can rewrite the whole chain it helps because its head goes into every signed package.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ipas_desktop.cases.canonical import canonical_json, instant_text, sha256_hex
from ipas_desktop.cases.case import CaseId, DocumentKey
from ipas_desktop.forms.definition import Json, QuestionId, RowId


class EventKind(StrEnum):
    """What happened. Stored values are never renamed."""

    CREATED = "created"
    IMPORTED = "imported"
    DOCUMENT_ADDED = "document_added"
    DOCUMENT_UPGRADED = "document_upgraded"  # to another version of its form: old and new are the versions
    ANSWER_CHANGED = "answer_changed"
    ROW_ADDED = "row_added"
    ROW_REMOVED = "row_removed"
    ROW_MOVED = "row_moved"
    ATTACHMENT_ADDED = "attachment_added"
    ATTACHMENT_REMOVED = "attachment_removed"
    FINALISED = "finalised"
    PACKAGE_MADE = "package_made"
    REOPENED = "reopened"
    HANDED_OVER = "handed_over"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``number`` counts from 1 within the case; ``hash`` is over all the other fields."""

    case_id: CaseId
    number: int
    at: datetime  # aware, UTC
    who: str  # the name chosen to be shown, never the login name
    kind: EventKind
    document: DocumentKey | None
    question: QuestionId | None
    row: RowId | None
    column: str | None
    old: Json
    new: Json
    reason: str
    parents: tuple[str, ...]
    hash: str


def make_event(
    *,
    case_id: CaseId,
    number: int,
    at: datetime,
    who: str,
    kind: EventKind,
    parents: tuple[str, ...],
    document: DocumentKey | None = None,
    question: QuestionId | None = None,
    row: RowId | None = None,
    column: str | None = None,
    old: Json = None,
    new: Json = None,
    reason: str = "",
) -> Event:
    """Return the event with its hash. Raises ValueError when ``at`` has no zone."""
    event = Event(case_id, number, at, who, kind, document, question, row, column, old, new, reason, parents, hash="")
    return replace(event, hash=event_hash(event))


def event_hash(event: Event) -> str:
    """Return the SHA-256, in lower hex, over the canonical JSON of every field of ``event`` but its hash."""
    content: dict[str, Json] = {
        "case_id": event.case_id,
        "number": event.number,
        "at": instant_text(event.at),
        "who": event.who,
        "kind": str(event.kind),
        "document": event.document,
        "question": event.question,
        "row": event.row,
        "column": event.column,
        "old": event.old,
        "new": event.new,
        "reason": event.reason,
        "parents": list(event.parents),
    }
    return sha256_hex(canonical_json(content))


def first_break(events: Iterable[Event]) -> int | None:
    """Return the number the first event *should* have at which the chain of one case is broken, or None.

    ``events`` are in stored order. A chain is whole when numbers count up from 1, all events name one case, every hash
    fits, the first event has no parents and each later one names the event before as its first parent.
    """
    previous: Event | None = None
    for expected, event in enumerate(events, start=1):
        if not _follows(previous, event, expected):
            return expected
        previous = event
    return None


def _follows(previous: Event | None, event: Event, expected: int) -> bool:
    if event.number != expected or event.hash != event_hash(event):
        return False
    if previous is None:
        return event.parents == ()
    return event.case_id == previous.case_id and event.parents[:1] == (previous.hash,)
