"""Finalising a case, its frozen revisions, and the packages made of them.

Holds no rule of what a revision contains or when a case may be finalised (``cases.lifecycle``).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from ipas_desktop.cases import lifecycle
from ipas_desktop.cases.case import CaseId, CaseState, Revision
from ipas_desktop.cases.exchange import revision_from_json, revision_to_json
from ipas_desktop.cases.history import EventKind
from ipas_desktop.errors import CaseNotReady, InputError, VaultDamaged
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Context, Json
from ipas_desktop.vault import engagements, history, lookup, settings, stored_answers
from ipas_desktop.vault.models import Engagement, PackageRow, RevisionFile, RevisionRow
from ipas_desktop.vault.open_vault import OpenVault


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """One package made: of which revision, under what name, with what SHA-256, signed by whom, when it was recorded."""

    revision: int
    file_name: str
    sha256: str
    signer: str
    recorded_at: datetime


def finalise(vault: OpenVault, case_id: CaseId, context: Context) -> Revision:
    """Freeze the case as its next revision, in one transaction that touches no file.

    Whatever the history has not yet told of is told first. Raises CaseNotReady (nothing is changed then),
    CaseNotFound, DiskFull, VaultUnwritable.
    """
    with vault.writing() as connection:
        case = lookup.find(vault, connection, case_id)
        stored_answers.record_all_changes(case)
        content = engagements.read_case(case)
        revision = lifecycle.freeze(
            content,
            {d.key: loader.load_form(d.form_id, d.form_version) for d in content.documents},
            context,
            number=content.revision + 1,
            finalised_at=datetime.now(UTC),
            author=settings.user_name(connection, vault),
            chain_head=history.head(case),
        )
        body = revision_to_json(revision)
        sha256 = hashlib.sha256(body).hexdigest()
        connection.execute(
            insert(RevisionRow).values(
                engagement=case.number,
                number=revision.number,
                finalised_at=revision.finalised_at,
                sha256=sha256,
                body=body,
            )
        )
        for file in revision.attachments:
            connection.execute(
                insert(RevisionFile).values(engagement=case.number, revision=revision.number, sha256=file.sha256)
            )
        history.append(case, EventKind.FINALISED, new={"revision": revision.number, "sha256": sha256})
        connection.execute(
            update(Engagement)
            .where(Engagement.number == case.number)
            .values(revision=revision.number, state=str(CaseState.FINALISED), updated_at=revision.finalised_at)
        )
    return revision


def load_revision(vault: OpenVault, case_id: CaseId, number: int | None = None) -> Revision:
    """Return a frozen revision, the newest unless a number is given.

    Raises CaseNotFound, CaseNotReady when there is no such revision, VaultDamaged when it is not what was frozen.
    """
    with vault.reading() as connection:
        case = lookup.find(vault, connection, case_id)
        statement = select(RevisionRow.number, RevisionRow.sha256, RevisionRow.body)
        statement = statement.where(RevisionRow.engagement == case.number).order_by(RevisionRow.number.desc())
        if number is not None:
            statement = statement.where(RevisionRow.number == number)
        found = connection.execute(statement).first()
    if found is None:
        raise CaseNotReady(
            "This engagement has not been finalised yet. Nothing was changed. Finalise it, then make the package."
            if number is None
            else f"This engagement has no revision {number}. Nothing was changed. Choose one that is in its history."
        )
    if hashlib.sha256(found.body).hexdigest() != found.sha256:
        raise _not_as_frozen(found.number)
    try:
        return revision_from_json(found.body)
    except InputError as error:
        raise _not_as_frozen(found.number) from error


def record_package(  # noqa: PLR0917  four facts of a package, in the order of the contract
    vault: OpenVault, case_id: CaseId, number: int, file_name: str, sha256: str, signer: str
) -> PackageRecord:
    """Note that a package of revision ``number`` was made and verified.

    Raises CaseNotFound, DiskFull, VaultUnwritable.
    """
    record = PackageRecord(number, file_name, sha256, signer, datetime.now(UTC))
    with vault.writing() as connection:
        case = lookup.find(vault, connection, case_id)
        connection.execute(
            insert(PackageRow).values(
                engagement=case.number,
                revision=number,
                file_name=file_name,
                sha256=sha256,
                signer=signer,
                recorded_at=record.recorded_at,
            )
        )
        told: Json = {"revision": number, "file_name": file_name, "sha256": sha256, "signer": signer}
        history.append(case, EventKind.PACKAGE_MADE, new=told)
    return record


def packages(vault: OpenVault, case_id: CaseId) -> tuple[PackageRecord, ...]:
    """Return the packages made of a case, first made first. Raises CaseNotFound."""
    with vault.reading() as connection:
        case = lookup.find(vault, connection, case_id)
        columns = select(
            PackageRow.revision, PackageRow.file_name, PackageRow.sha256, PackageRow.signer, PackageRow.recorded_at
        )
        found = connection.execute(columns.where(PackageRow.engagement == case.number).order_by(PackageRow.id))
        return tuple(PackageRecord(*row) for row in found)


def _not_as_frozen(number: int) -> VaultDamaged:
    return VaultDamaged(
        f"Revision {number} in the vault is not what was frozen, so it must not be signed. Your draft is safe. Restore "
        "the newest backup and compare, and tell your security team."
    )
