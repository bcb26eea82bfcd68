"""Cases in the vault: create, import, list, load, delete.

Holds no saving of single answers (``answers``) and no meaning (``cases``).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from ipas_desktop.cases.case import Case, CaseId, CaseState, Document, DocumentKey
from ipas_desktop.cases.exchange import ImportedCase
from ipas_desktop.cases.history import EventKind
from ipas_desktop.forms.definition import Form, Json, QuestionId
from ipas_desktop.vault import attachments, history, lookup, schema, stored_answers
from ipas_desktop.vault.history import Place
from ipas_desktop.vault.lookup import StoredCase
from ipas_desktop.vault.models import (
    Answer,
    DeletedEngagement,
    DocumentRow,
    Engagement,
    ReferenceCounter,
    TableRow,
)
from ipas_desktop.vault.open_vault import OpenVault


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in the list. ``countries`` are ISO codes; ``start`` and ``end`` the period of the work, if known."""

    id: CaseId
    reference: str
    title: str
    countries: tuple[str, ...]
    start: date | None
    end: date | None
    state: CaseState
    revision: int
    updated_at: datetime


def create_case(vault: OpenVault, documents: Sequence[tuple[DocumentKey, Form]]) -> Case:
    """Make an empty case that answers these forms, in this order. Raises DiskFull, VaultUnwritable."""
    with vault.writing() as connection:
        case = _new_case(vault, connection, reference="")
        _add_documents(case, [(key, form.id, form.version) for key, form in documents])
        history.append(case, EventKind.CREATED)
        return read_case(case)


def add_document(vault: OpenVault, case_id: CaseId, key: DocumentKey, form: Form) -> Case:
    """Add a document, such as the OSJA of a second country. Raises CaseNotFound; ValueError when the key is taken."""
    with vault.writing() as connection:
        case, _ = stored_answers.changing(vault, connection, case_id)
        keys = [row.key for row in connection.execute(_documents_of(case.number))]
        if key in keys:
            raise ValueError(f"the case has a document {key} already")
        _add_documents(case, [(key, form.id, form.version)], after=len(keys))
        history.append(case, EventKind.DOCUMENT_ADDED, Place(key), new=form.id)
        return read_case(case)


def store_imported(vault: OpenVault, imported: ImportedCase) -> Case:
    """Store a case that was read from a file, whole or not at all, under an id of its own.

    It keeps its reference when no case here has or had that one. Raises DiskFull, VaultUnwritable.
    """
    with vault.writing() as connection:
        case = _new_case(vault, connection, _free(connection, imported.reference))
        _add_documents(case, [(d.key, d.form_id, d.form_version) for d in imported.documents])
        history.append(case, EventKind.IMPORTED, new=imported.reference)
        for info in imported.attachments:
            attachments.store(case, info, imported.files[info.sha256])
        for document in imported.documents:
            stored_answers.store_document(case, document, date.today())  # noqa: DTZ011  the user's day, not UTC's
        stored_answers.record_all_changes(case)
        return read_case(case)


def list_cases(vault: OpenVault, *, limit: int, offset: int = 0) -> tuple[CaseLine, ...]:
    """Return one page of the list, last changed first."""
    statement = (
        select(Engagement.__table__)
        .order_by(Engagement.updated_at.desc(), Engagement.number.desc())
        .limit(limit)
        .offset(offset)
    )
    with vault.reading() as connection:
        return tuple(
            CaseLine(
                id=CaseId(row.id),
                reference=row.reference,
                title=row.title,
                countries=tuple(row.countries),
                start=_day(row.start),
                end=_day(row.end),
                state=CaseState(row.state),
                revision=row.revision,
                updated_at=row.updated_at,
            )
            for row in connection.execute(statement)
        )


def count_cases(vault: OpenVault) -> int:
    """Return how many cases the vault holds."""
    with vault.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(Engagement)).scalar_one())


def load_case(vault: OpenVault, case_id_or_reference: str) -> Case:
    """Return a case as it stands now. Raises CaseNotFound."""
    with vault.reading() as connection:
        return read_case(lookup.find(vault, connection, case_id_or_reference))


def delete_case(vault: OpenVault, case_id: CaseId) -> None:
    """Delete a case with its history, revisions and files that no other case carries. Raises CaseNotFound.

    Its id, reference and the time of deletion stay, so that the reference is never given again.
    """
    with vault.writing() as connection:
        number = lookup.find(vault, connection, case_id).number
        reference = connection.execute(select(Engagement.reference).where(Engagement.number == number)).scalar_one()
        connection.execute(
            insert(DeletedEngagement).values(id=case_id, reference=reference, deleted_at=datetime.now(UTC))
        )
        connection.execute(delete(Engagement).where(Engagement.number == number))
        attachments.drop_orphans(connection)


def read_case(case: StoredCase) -> Case:
    """Return a case as the transaction under way sees it."""
    connection, number = case.connection, case.number
    row = connection.execute(select(Engagement.__table__).where(Engagement.number == number)).one()
    answers = _answers(connection, number)
    return Case(
        id=CaseId(row.id),
        reference=row.reference,
        state=CaseState(row.state),
        created_at=row.created_at,
        updated_at=row.updated_at,
        revision=row.revision,
        documents=tuple(
            Document(DocumentKey(d.key), d.form_id, d.form_version, answers.get(d.key, {}))
            for d in connection.execute(_documents_of(number))
        ),
        attachments=attachments.of_case(case),
    )


def _documents_of(number: int) -> Select[Any]:
    return select(DocumentRow.__table__).where(DocumentRow.engagement == number).order_by(DocumentRow.position)


def _answers(connection: Connection, number: int) -> dict[str, dict[QuestionId, Json]]:
    """Return raw answers by document and question; a table is the list of its rows in order."""
    found: dict[str, dict[QuestionId, Json]] = {}
    single = select(Answer.document, Answer.question, Answer.raw).where(Answer.engagement == number)
    for document, question, raw in connection.execute(single):
        found.setdefault(document, {})[QuestionId(question)] = raw
    rows = (
        select(TableRow.document, TableRow.question, TableRow.row, TableRow.raw)
        .where(TableRow.engagement == number)
        .order_by(TableRow.document, TableRow.question, TableRow.position)
    )
    for document, question, row, raw in connection.execute(rows):
        table = found.setdefault(document, {}).setdefault(QuestionId(question), [])
        assert isinstance(table, list), "a question is a table in all its rows or in none"
        table.append({"row": row, **raw})
    return found


def _new_case(vault: OpenVault, connection: Connection, reference: str) -> StoredCase:
    now, case_id = datetime.now(UTC), CaseId(secrets.token_hex(16))
    statement = insert(Engagement).values(
        id=case_id,
        reference=reference or _next_reference(connection, now.year),
        state=str(CaseState.DRAFT),
        created_at=now,
        updated_at=now,
    )
    number = connection.execute(statement.returning(Engagement.number)).scalar_one()
    return StoredCase(vault, connection, number, case_id, CaseState.DRAFT)


def _next_reference(connection: Connection, year: int) -> str:
    """Return EN-year-number-device; numbers count up in a year and are never given twice."""
    statement = insert_or_update(ReferenceCounter).values(year=year, last=1)
    counted = connection.execute(
        statement.on_conflict_do_update(
            index_elements=[ReferenceCounter.year], set_={"last": ReferenceCounter.last + 1}
        ).returning(ReferenceCounter.last)
    )
    return f"EN-{year}-{counted.scalar_one():04d}-{schema.read_fact(connection, 'device_code')}"


def _free(connection: Connection, reference: str) -> str:
    """Return the reference if no case here has or had it, else ""."""
    taken = select(Engagement.number).where(Engagement.reference == reference)
    gone = select(DeletedEngagement.id).where(DeletedEngagement.reference == reference)
    is_taken = connection.execute(taken).first() is not None or connection.execute(gone).first() is not None
    return "" if is_taken else reference


def _add_documents(case: StoredCase, documents: Sequence[tuple[str, str, int]], after: int = 0) -> None:
    for position, (key, form_id, version) in enumerate(documents, start=after):
        case.connection.execute(
            insert(DocumentRow).values(
                engagement=case.number, key=key, position=position, form_id=form_id, form_version=version
            )
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
