"""One case inside a transaction: finding it, and noting that it has changed. Holds nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from ipas_desktop.cases.case import CaseId, CaseState
from ipas_desktop.errors import CaseNotFound
from ipas_desktop.vault.models import Engagement
from ipas_desktop.vault.open_vault import OpenVault

NO_COLUMNS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as the transaction under way sees it; ``number`` is its row's, ``state`` the one it was found in."""

    vault: OpenVault
    connection: Connection
    number: int
    id: CaseId
    state: CaseState


# Statements are built once: building one costs more than running it, and these run with every answer saved.
_COLUMNS = select(Engagement.number, Engagement.id, Engagement.state)
_BY_ID = _COLUMNS.where(Engagement.id == bindparam("wanted"))
_BY_REFERENCE = _COLUMNS.where(Engagement.reference == bindparam("wanted"))


def find(vault: OpenVault, connection: Connection, case_id_or_reference: str) -> StoredCase:
    """Return the case, by its id or reference. Raises CaseNotFound."""
    row = connection.execute(_BY_ID, {"wanted": case_id_or_reference}).first()
    if row is None:
        row = connection.execute(_BY_REFERENCE, {"wanted": case_id_or_reference.strip().upper()}).first()
    if row is None:
        raise CaseNotFound(
            f"There is no engagement {case_id_or_reference[:60]!r} in this vault. Nothing was changed. Look in the "
            "list for its reference."
        )
    return StoredCase(vault, connection, row.number, CaseId(row.id), CaseState(row.state))


def touch_draft(connection: Connection, case_id: str, now: datetime, columns: Mapping[str, object]) -> int | None:
    """Set the time of the last change, and more columns, if the case is a draft; return its number, None if not."""
    touched = connection.execute(_touch(tuple(columns)), {"wanted": case_id, "now": now, **columns})
    number: int | None = touched.scalar()
    return number


def reopen(case: StoredCase, now: datetime, columns: Mapping[str, object]) -> None:
    """Make a finalised case a draft again."""
    values = {"updated_at": now, "state": str(CaseState.DRAFT), **columns}
    case.connection.execute(update(Engagement).where(Engagement.number == case.number).values(values))


@cache
def _touch(columns: tuple[str, ...]) -> ReturningUpdate[int]:
    return (
        update(Engagement)
        .where(Engagement.id == bindparam("wanted"), Engagement.state == str(CaseState.DRAFT))
        .values(updated_at=bindparam("now"), **{column: bindparam(column) for column in columns})
        .returning(Engagement.number)
    )
