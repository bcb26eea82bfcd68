"""The rows of a table answer as the database keeps them: their cells and their order.

Holds no history and no transactions of its own. Positions have gaps, so that a move usually writes one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from ipas_desktop.forms.definition import Json
from ipas_desktop.vault.history import Place
from ipas_desktop.vault.lookup import StoredCase
from ipas_desktop.vault.models import TableRow

GAP = 1024


def cells(case: StoredCase, place: Place) -> dict[str, Json] | None:
    """Return the raw cells of a row, None when there is no such row."""
    held: dict[str, Json] | None = case.connection.execute(select(TableRow.raw).where(*_is_row(case, place))).scalar()
    return held


def put(case: StoredCase, place: Place, raw: Json, parsed: Json) -> bool:
    """Write a row over the one before, or a new one at the end; say whether it is new."""
    values = {"raw": raw, "parsed": parsed, "saved_at": datetime.now(UTC)}
    changed = case.connection.execute(update(TableRow).where(*_is_row(case, place)).values(values))
    if changed.rowcount:
        return False
    last = case.connection.execute(select(func.max(TableRow.position)).where(*_in_table(case, place))).scalar()
    case.connection.execute(
        insert(TableRow).values(
            engagement=case.number,
            document=place.document,
            question=place.question,
            row=place.row,
            position=(last or 0) + GAP,
            **values,
        )
    )
    return True


def take_out(case: StoredCase, place: Place) -> dict[str, Json] | None:
    """Remove a row and return what it held, None when there was no such row."""
    held = cells(case, place)
    case.connection.execute(delete(TableRow).where(*_is_row(case, place)))
    return held


def move(case: StoredCase, place: Place, index: int) -> tuple[int, int] | None:
    """Move a row and return where it was and is, counted from 0; None when there is no such row."""
    statement = select(TableRow.row, TableRow.position).where(*_in_table(case, place)).order_by(TableRow.position)
    order = [(row, position) for row, position in case.connection.execute(statement)]
    old = next((at for at, (row, _) in enumerate(order) if row == place.row), None)
    if old is None:
        return None
    others = order[:old] + order[old + 1 :]
    new = min(max(index, 0), len(others))
    position = _between([position for _, position in others], new)
    if position is None:
        names = [row for row, _ in others]
        _renumber(case, place, [*names[:new], str(place.row), *names[new:]])
    else:
        case.connection.execute(update(TableRow).where(*_is_row(case, place)).values(position=position))
    return old, new


def _between(positions: Sequence[int], index: int) -> int | None:
    """Return a free position before the one at ``index``, None when the gap is used up."""
    before = positions[index - 1] if index else 0
    after = positions[index] if index < len(positions) else before + 2 * GAP
    middle = (before + after) // 2
    return middle if before < middle < after else None


def _renumber(case: StoredCase, place: Place, rows: Sequence[str]) -> None:
    for at, row in enumerate(rows, start=1):
        statement = update(TableRow).where(*_is_row(case, place._replace(row=row)))
        case.connection.execute(statement.values(position=at * GAP))


def _in_table(case: StoredCase, place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        TableRow.engagement == case.number,
        TableRow.document == place.document,
        TableRow.question == place.question,
    )


def _is_row(case: StoredCase, place: Place) -> tuple[ColumnElement[bool], ...]:
    return (*_in_table(case, place), TableRow.row == place.row)
