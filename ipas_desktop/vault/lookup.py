"""One case inside a transaction: finding it, and noting that it has changed. Holds nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from ipas_desktop.cases.case import CaseId, CaseState
from ipas_desktop.errors import CaseNotFound
from ipas_desktop.vault.models import Engagement
from ipas_desktop.vault.opening import OpenVault


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as the transaction under way sees it; ``number`` is its row's, ``state`` the one it was found in."""

    vault: OpenVault
    connection: Connection
    number: int
    id: CaseId
    state: CaseState


def find(vault: OpenVault, connection: Connection, case_id_or_reference: str) -> StoredCase:
    """Return the case, by its id or reference. Raises CaseNotFound."""
    columns = select(Engagement.number, Engagement.id, Engagement.state)
    row = connection.execute(columns.where(Engagement.id == case_id_or_reference)).first()
    if row is None:
        by_reference = Engagement.reference == case_id_or_reference.strip().upper()
        row = connection.execute(columns.where(by_reference)).first()
    if row is None:
        raise CaseNotFound(
            f"There is no engagement {case_id_or_reference[:60]!r} in this vault. Nothing was changed. Look in the "
            "list for its reference."
        )
    return StoredCase(vault, connection, row.number, CaseId(row.id), CaseState(row.state))


def touch(case: StoredCase, **columns: object) -> datetime:
    """Note that the case has changed now, which makes it a draft; return the time. More columns may be set with it."""
    now = datetime.now(UTC)
    values = {"updated_at": now, "state": str(CaseState.DRAFT), **columns}
    case.connection.execute(update(Engagement).where(Engagement.number == case.number).values(values))
    return now
