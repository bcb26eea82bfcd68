"""Checking a whole vault: every page, every chain of history, every revision and every attached file.

Holds no repairing and no wording of what to restore.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from ipas_desktop.cases import history as chains
from ipas_desktop.vault import history
from ipas_desktop.vault.database import checkpoint
from ipas_desktop.vault.models import Blob, BlobChunk, Engagement, RevisionRow
from ipas_desktop.vault.open_vault import OpenVault


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at and what is wrong; each finding is one sentence."""

    findings: tuple[str, ...]
    cases: int
    events: int
    revisions: int
    files: int

    @property
    def good(self) -> bool:
        """True when nothing is wrong."""
        return not self.findings

    def lines(self) -> tuple[str, ...]:
        """Say it in lines for people."""
        looked_at = f"{self.cases} cases, {self.events} events, {self.revisions} revisions, {self.files} attached files"
        if self.good:
            return (f"The vault is whole. Checked: every page, {looked_at}.",)
        return (*self.findings, f"Checked: every page, {looked_at}. Restore the newest backup that is whole.")


def check(vault: OpenVault) -> CheckReport:
    """Check everything. Raises DiskFull, VaultUnwritable; VaultDamaged when not even the tables can be read."""
    with vault.outside_transaction() as connection:
        checkpoint(connection)  # the integrity check reads the main file only
        findings = list(_pages(connection))
    with vault.reading() as connection:
        cases = connection.execute(select(Engagement.number, Engagement.id, Engagement.reference)).all()
        events = 0
        for number, case_id, reference in cases:
            stored = history.read(connection, number, case_id)
            events += len(stored)
            broken = chains.first_break(stored)
            if broken is not None:
                findings.append(f"The history of {reference} was changed or is incomplete from event {broken} on.")
        revisions = connection.execute(
            select(Engagement.reference, RevisionRow.number, RevisionRow.sha256, RevisionRow.body).join(
                RevisionRow, RevisionRow.engagement == Engagement.number
            )
        ).all()
        findings += [
            f"Revision {number} of {reference} is not what was frozen."
            for reference, number, sha256, body in revisions
            if hashlib.sha256(body).hexdigest() != sha256
        ]
        files = connection.execute(select(Blob.sha256, Blob.size)).all()
        findings += [
            f"The attached file {sha256[:12]}… is damaged."
            for sha256, size in files
            if _hash_and_size(connection, sha256) != (sha256, size)
        ]
    return CheckReport(tuple(findings), len(cases), events, len(revisions), len(files))


def _pages(connection: Connection) -> Iterator[str]:
    for (line,) in connection.exec_driver_sql("PRAGMA cipher_integrity_check"):
        yield f"A page of the database is damaged: {line}."
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield f"The database's structure is damaged: {line}."
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        yield "The database holds parts that belong to no case."


def _hash_and_size(connection: Connection, sha256: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    chunks = select(BlobChunk.data).where(BlobChunk.sha256 == sha256).order_by(BlobChunk.position)
    for (data,) in connection.execute(chunks):
        digest.update(data)
        size += len(data)
    return digest.hexdigest(), size
