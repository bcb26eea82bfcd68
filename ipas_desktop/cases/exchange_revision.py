"""The JSON of one frozen revision: what a package carries inside and its signature covers.

Holds no freezing (``lifecycle``). The bytes are canonical, so that the same revision always has the same SHA-256 and a
verifier can render the page again from them.
"""

from __future__ import annotations

from datetime import datetime

from ipas_desktop.cases.canonical import canonical_json, instant_text, read_instant, sha256_hex
from ipas_desktop.cases.case import CaseId, DocumentKey, Revision, RevisionDocument
from ipas_desktop.cases.exchange_shapes import attachment_info
from ipas_desktop.cases.strict_json import (
    NOTHING_DONE,
    JsonObject,
    list_of,
    object_of,
    read_json,
    take,
    text_of,
    whole_of,
    wrong_shape,
)
from ipas_desktop.errors import InputError
from ipas_desktop.forms.definition import Json, QuestionId

FORMAT = "ipas-revision"
FORMAT_VERSION = 1


def revision_to_json(revision: Revision) -> bytes:
    """Return the revision as canonical JSON, without the bytes of its attachments."""
    content: dict[str, Json] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "case_id": revision.case_id,
        "reference": revision.reference,
        "number": revision.number,
        "finalised_at": instant_text(revision.finalised_at),
        "author": revision.author,
        "marking": revision.marking,
        "documents": [_document_to_json(document) for document in revision.documents],
        "attachments": [
            {"sha256": info.sha256, "name": info.name, "size": info.size, "media_type": info.media_type}
            for info in revision.attachments
        ],
        "chain_head": revision.chain_head,
        "program_version": revision.program_version,
    }
    return canonical_json(content)


def revision_sha256(revision: Revision) -> str:
    """Return the SHA-256, in lower hex, of the revision's canonical JSON."""
    return sha256_hex(revision_to_json(revision))


def revision_from_json(data: bytes) -> Revision:
    """Return the revision that ``revision_to_json`` wrote.

    Raises InputError for anything else. Question ids are not compared with a form: the file may come from a program
    that has other forms.
    """
    content = object_of(read_json(data), "the file")
    if content.pop("format", None) != FORMAT or content.pop("version", None) != FORMAT_VERSION:
        raise InputError(f"The file is not revision data that this program can read. {NOTHING_DONE}")
    documents = list_of(take(content, "documents", "the file"), "documents")
    attachments = list_of(take(content, "attachments", "the file"), "attachments")
    revision = Revision(
        case_id=CaseId(_text(content, "case_id")),
        reference=_text(content, "reference"),
        number=whole_of(take(content, "number", "the file"), "number"),
        finalised_at=_instant(_text(content, "finalised_at")),
        author=_text(content, "author"),
        marking=_text(content, "marking"),
        documents=tuple(_document(entry, f"document {number}") for number, entry in enumerate(documents, start=1)),
        attachments=tuple(
            attachment_info(object_of(entry, f"attachment {number}"), f"attachment {number}")
            for number, entry in enumerate(attachments, start=1)
        ),
        chain_head=_text(content, "chain_head"),
        program_version=_text(content, "program_version"),
    )
    _nothing_left(content, "the file")
    return revision


def _document_to_json(document: RevisionDocument) -> Json:
    return {
        "key": document.key,
        "form": document.form_id,
        "version": document.form_version,
        "form_edition": document.form_edition,
        "reference_editions": dict(document.reference_editions),
        "values": {str(question): value for question, value in document.values.items()},
        "not_provided": list(document.not_provided),
        "not_used": list(document.not_used),
    }


def _document(value: Json, where: str) -> RevisionDocument:
    entry = object_of(value, where)
    editions = object_of(take(entry, "reference_editions", where), f"{where}, reference_editions")
    values = object_of(take(entry, "values", where), f"{where}, values")
    document = RevisionDocument(
        key=DocumentKey(_text(entry, "key", where)),
        form_id=_text(entry, "form", where),
        form_version=whole_of(take(entry, "version", where), f"{where}, version"),
        form_edition=_text(entry, "form_edition", where),
        reference_editions={name: text_of(edition, f"{where}, {name}") for name, edition in editions.items()},
        values={QuestionId(question): answer for question, answer in values.items()},
        not_provided=_ids(entry, "not_provided", where),
        not_used=_ids(entry, "not_used", where),
    )
    _nothing_left(entry, where)
    return document


def _ids(entry: JsonObject, key: str, where: str) -> tuple[QuestionId, ...]:
    place = f"{where}, {key}"
    return tuple(QuestionId(text_of(item, place)) for item in list_of(take(entry, key, where), place))


def _text(entry: JsonObject, key: str, where: str = "the file") -> str:
    return text_of(take(entry, key, where), f"{where}, {key}")


def _instant(text: str) -> datetime:
    try:
        return read_instant(text)
    except ValueError as error:
        raise wrong_shape("finalised_at", "a time such as 2026-11-23T14:03:00.000000Z") from error


def _nothing_left(entry: JsonObject, where: str) -> None:
    if entry:
        raise InputError(f"Unknown entry “{min(entry)[:80]}” in {where}. {NOTHING_DONE}")
