"""The stored history of a case: appending events in the transaction of what they tell, and reading them.

Holds no meaning of the chain (``cases.history``). Events are never changed or deleted; triggers see to it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select

from ipas_desktop.cases.case import CaseId, DocumentKey
from ipas_desktop.cases.history import Event, EventKind, make_event
from ipas_desktop.forms.definition import Json, QuestionId, RowId
from ipas_desktop.vault import lookup, settings
from ipas_desktop.vault.lookup import StoredCase
from ipas_desktop.vault.models import EventRow
from ipas_desktop.vault.opening import OpenVault


class Place(NamedTuple):
    """Where in a case: a document, an answer of it, a row of a table."""

    document: str | None = None
    question: str | None = None
    row: str | None = None


NOWHERE = Place()


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
    last = _last(case)
    made = make_event(
        case_id=case.id,
        number=1 if last is None else last[0] + 1,
        at=datetime.now(UTC),
        who=settings.user_name(case.connection, case.vault),
        kind=kind,
        parents=() if last is None else (last[1],),
        document=None if place.document is None else DocumentKey(place.document),
        question=None if place.question is None else QuestionId(place.question),
        row=None if place.row is None else RowId(place.row),
        column=column,
        old=old,
        new=new,
        reason=reason,
    )
    case.connection.execute(
        _APPEND,
        {
            "engagement": case.number,
            "number": made.number,
            "at": made.at,
            "who": made.who,
            "kind": str(made.kind),
            "document": made.document,
            "question": made.question,
            "row": made.row,
            "column": made.column,
            "old": made.old,
            "new": made.new,
            "reason": made.reason,
            "parents": list(made.parents),
            "hash": made.hash,
        },
    )


def head(case: StoredCase) -> str:
    """Return the hash of the last event, "" when there is none."""
    last = _last(case)
    return "" if last is None else last[1]


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


def _last(case: StoredCase) -> tuple[int, str] | None:
    found = case.connection.execute(_LAST, {"case": case.number}).first()
    return None if found is None else (found.number, found.hash)


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
