"""Files attached to cases: their bytes in the vault, in chunks, once however many cases carry them.

Holds no judgement of what is in a file, and no viewing. A name is only a label.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from sqlalchemy import Connection, delete, exists, func, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from ipas_desktop.cases.case import AttachmentInfo, CaseId
from ipas_desktop.cases.exchange_shapes import file_label
from ipas_desktop.cases.history import EventKind
from ipas_desktop.errors import InputError
from ipas_desktop.forms.definition import Json
from ipas_desktop.vault import history, lookup, stored_answers
from ipas_desktop.vault.database import damaged
from ipas_desktop.vault.lookup import StoredCase
from ipas_desktop.vault.media_types import media_type
from ipas_desktop.vault.models import AttachmentRow, Blob, BlobChunk, RevisionFile
from ipas_desktop.vault.open_vault import OpenVault

MAX_FILE_BYTES = 25_000_000
MAX_CASE_BYTES = 100_000_000
_CHUNK = 1024 * 1024


def add(
    vault: OpenVault,
    case_id: CaseId,
    name: str,
    source: BinaryIO,
    *,
    max_file_bytes: int = MAX_FILE_BYTES,
    max_case_bytes: int = MAX_CASE_BYTES,
) -> AttachmentInfo:
    """Attach a file to a case and return what is known of it; a file attached before is not stored again.

    Raises InputError for an empty or too large file or one that cannot be read, CaseNotFound, DiskFull,
    VaultUnwritable.
    """
    data = _read_within(source, name, max_file_bytes)
    info = AttachmentInfo(hashlib.sha256(data).hexdigest(), file_label(name), len(data), media_type(data, name))
    with vault.writing() as connection:
        case = lookup.find(vault, connection, case_id)
        carried = of_case(case)
        for earlier in carried:
            if earlier.sha256 == info.sha256:
                return earlier
        if sum(file.size for file in carried) + info.size > max_case_bytes:
            raise InputError(
                f"The files of one engagement may take {_megabytes(max_case_bytes)} together, and with {info.name} "
                "they would take more. Nothing was attached. Remove a file, or attach a smaller one."
            )
        case, _ = stored_answers.changing(vault, connection, case_id)
        store(case, info, data)
        history.append(case, EventKind.ATTACHMENT_ADDED, new=_told(info))
    return info


def read(vault: OpenVault, sha256: str) -> bytes:
    """Return the bytes of a file. Raises KeyError when the vault has no such file, VaultDamaged when it has changed."""
    with vault.reading() as connection:
        if connection.execute(select(Blob.sha256).where(Blob.sha256 == sha256)).first() is None:
            raise KeyError(sha256)
        data = b"".join(_chunks(connection, sha256))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise damaged()
    return data


def remove(vault: OpenVault, case_id: CaseId, sha256: str) -> None:
    """Take a file off a case; its bytes stay while a revision or another case carries them. Raises CaseNotFound.

    Removing a file that is not attached does nothing.
    """
    with vault.writing() as connection:
        case = lookup.find(vault, connection, case_id)
        info = next((file for file in of_case(case) if file.sha256 == sha256), None)
        if info is None:
            return
        case, _ = stored_answers.changing(vault, connection, case_id)
        connection.execute(
            delete(AttachmentRow).where(AttachmentRow.engagement == case.number, AttachmentRow.sha256 == sha256)
        )
        drop_orphans(connection)
        history.append(case, EventKind.ATTACHMENT_REMOVED, old=_told(info))


def of_case(case: StoredCase) -> tuple[AttachmentInfo, ...]:
    """Return the files attached to a case, first attached first."""
    statement = (
        select(Blob.sha256, AttachmentRow.name, Blob.size, Blob.media_type)
        .join(AttachmentRow, AttachmentRow.sha256 == Blob.sha256)
        .where(AttachmentRow.engagement == case.number)
        .order_by(AttachmentRow.added_at, Blob.sha256)
    )
    return tuple(AttachmentInfo(*row) for row in case.connection.execute(statement))


def store(case: StoredCase, info: AttachmentInfo, data: bytes) -> None:
    """Write the bytes, unless the vault has them, and that the case carries them."""
    new = case.connection.execute(
        insert_or_ignore(Blob)
        .values(sha256=info.sha256, size=info.size, media_type=info.media_type)
        .on_conflict_do_nothing()
    )
    if new.rowcount:
        for position, start in enumerate(range(0, len(data), _CHUNK)):
            case.connection.execute(
                insert(BlobChunk).values(sha256=info.sha256, position=position, data=data[start : start + _CHUNK])
            )
    case.connection.execute(
        insert(AttachmentRow).values(
            engagement=case.number, sha256=info.sha256, name=info.name, added_at=datetime.now(UTC)
        )
    )


def drop_orphans(connection: Connection) -> None:
    """Delete the bytes that no case and no revision carries any more."""
    carried = exists().where(AttachmentRow.sha256 == Blob.sha256)
    frozen = exists().where(RevisionFile.sha256 == Blob.sha256)
    connection.execute(delete(Blob).where(~carried, ~frozen))


def total_size(vault: OpenVault) -> int:
    """Return how many bytes of files the vault holds."""
    with vault.reading() as connection:
        return int(connection.execute(select(func.coalesce(func.sum(Blob.size), 0))).scalar_one())


def _read_within(source: BinaryIO, name: str, limit: int) -> bytes:
    chunks, size = [], 0
    try:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise InputError(
                    f"{file_label(name)} is larger than {_megabytes(limit)}, the most that may be attached. Nothing "
                    "was attached. Attach a smaller file, for example only the pages that matter."
                )
            chunks.append(chunk)
    except OSError as error:
        raise InputError(
            f"{file_label(name)} could not be read ({error.strerror}). Nothing was attached. Check that the file is "
            "still there and try again."
        ) from error
    if not size:
        raise InputError(f"{file_label(name)} is empty. Nothing was attached. Choose a file with something in it.")
    return b"".join(chunks)


def _chunks(connection: Connection, sha256: str) -> Iterator[bytes]:
    statement = select(BlobChunk.data).where(BlobChunk.sha256 == sha256).order_by(BlobChunk.position)
    for (data,) in connection.execute(statement):
        yield data


def _told(info: AttachmentInfo) -> Json:
    return {"sha256": info.sha256, "name": info.name, "size": info.size, "media_type": info.media_type}


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000} MB"
