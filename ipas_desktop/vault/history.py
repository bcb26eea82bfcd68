"""The stored history of a case: appending events in the transaction of what they tell, and reading them.

Holds no meaning of the chain (``cases.history``). Events are never changed or deleted; triggers see to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select

from ipas_desktop.cases.case import CaseId, DocumentKey
from ipas_desktop.cases.history import Event, EventKind, make_event
from ipas_desktop.forms.definition import Json, QuestionId, RowId
from ipas_desktop.vault import lookup, settings
from ipas_desktop.vault.lookup import StoredCase
from ipas_desktop.vault.models import EventRow
from ipas_desktop.vault.open_vault import OpenVault


class Place(NamedTuple):
    """Where in a case: a document, an answer of it, a row of a table."""

    document: str | None = None
    question: str | None = None
    row: str | None = None


NOWHERE = Place()


class Happening(NamedTuple):
    """What an event is to say, before it has a number, a time and a hash."""

    kind: EventKind
    place: Place = NOWHERE
    column: str | None = None
    old: Json = None
    new: Json = None
    reason: str = ""


_APPEND = insert(EventRow)
_LAST = (
    select(EventRow.number, EventRow.hash)
    .where(EventRow.engagement == bindparam("case"))
    .order_by(EventRow.number.desc())
    .limit(1)
)


def events(vault: OpenVault, case_id: CaseId) -> tuple[Event, ...]:
    """Return the whole history of a case, oldest first. Raises CaseNotFound."""
    with vault.reading() as connection:
        case = lookup.find(vault, connection, case_id)
        return read(connection, case.number, case.id)


def read(connection: Connection, engagement: int, case_id: str) -> tuple[Event, ...]:
    """Return the events of a case, oldest first."""
    statement = select(EventRow.__table__).where(EventRow.engagement == engagement).order_by(EventRow.number)
    return tuple(_event(row, case_id) for row in connection.execute(statement))


def append(
    case: StoredCase,
    kind: EventKind,
    place: Place = NOWHERE,
    *,
    column: str | None = None,
    old: Json = None,
    new: Json = None,
    reason: str = "",
) -> None:
    """Append one event, chained to the last, in the transaction that is under way."""
    append_all(case, [Happening(kind, place, column, old, new, reason)])


def append_all(case: StoredCase, happenings: Sequence[Happening]) -> None:
    """Append events in their order, chained to the last, in the transaction that is under way."""
    if not happenings:
        return
    number, parent = _last(case)
    now, who = datetime.now(UTC), settings.user_name(case.connection, case.vault)
    rows = []
    for happening in happenings:
        number += 1
        made = make_event(
            case_id=case.id,
            number=number,
            at=now,
            who=who,
            kind=happening.kind,
            parents=(parent,) if parent else (),
            document=DocumentKey(happening.place.document) if happening.place.document else None,
            question=QuestionId(happening.place.question) if happening.place.question else None,
            row=RowId(happening.place.row) if happening.place.row else None,
            column=happening.column,
            old=happening.old,
            new=happening.new,
            reason=happening.reason,
        )
        parent = made.hash
        rows.append(_row(case.number, made))
    case.connection.execute(_APPEND, rows)


def head(case: StoredCase) -> str:
    """Return the hash of the last event, "" when there is none."""
    return _last(case)[1]


def recorded(case: StoredCase, place: Place | None = None) -> dict[Place, dict[str, Json]]:
    """Return what the history last said of every answer and row, or of one; by column, "" for a single answer.

    A row that was never told of, or was removed last, is not in it.
    """
    statement = (
        select(EventRow.kind, EventRow.document, EventRow.question, EventRow.row, EventRow.column, EventRow.new)
        .where(EventRow.engagement == case.number, EventRow.kind.in_(_TELLS_OF_ANSWERS))
        .order_by(EventRow.number)
    )
    if place is not None:
        statement = statement.where(
            EventRow.document == place.document,
            EventRow.question == place.question,
            EventRow.row.is_(None) if place.row is None else EventRow.row == place.row,
        )
    said: dict[Place, dict[str, Json]] = {}
    for kind, document, question, row, column, new in case.connection.execute(statement):
        at = Place(document, question, row)
        if kind == EventKind.ANSWER_CHANGED:
            said.setdefault(at, {})[column or ""] = new
        elif kind == EventKind.ROW_ADDED:
            said[at] = dict(new)
        else:
            said.pop(at, None)
    return said


_TELLS_OF_ANSWERS = [str(kind) for kind in (EventKind.ANSWER_CHANGED, EventKind.ROW_ADDED, EventKind.ROW_REMOVED)]


def _last(case: StoredCase) -> tuple[int, str]:
    """Return number and hash of the last event, 0 and "" when there is none."""
    found = case.connection.execute(_LAST, {"case": case.number}).first()
    return (0, "") if found is None else (found.number, found.hash)


def _row(engagement: int, event: Event) -> dict[str, object]:
    return {
        "engagement": engagement,
        "number": event.number,
        "at": event.at,
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
        "hash": event.hash,
    }


def _event(row: Any, case_id: str) -> Event:
    return Event(
        case_id=CaseId(case_id),
        number=row.number,
        at=row.at,
        who=row.who,
        kind=EventKind(row.kind),
        document=row.document,
        question=row.question,
        row=row.row,
        column=row.column,
        old=row.old,
        new=row.new,
        reason=row.reason,
        parents=tuple(row.parents),
        hash=row.hash,
    )
