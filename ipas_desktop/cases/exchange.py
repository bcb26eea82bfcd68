"""The JSON of one case, as ``case export`` writes it and ``case import`` reads it, and of one frozen revision.

Holds no checking of whether answers are good: any subset of answers is a valid draft, half-typed ones too. Shapes of
single answers are in ``exchange_shapes``; reading bytes as strict JSON is in ``strict_json``. The format is described
for other programs in ``docs/case-file.md`` and by the JSON Schema that ``form schema`` prints.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from ipas_desktop.cases.canonical import sha256_hex
from ipas_desktop.cases.case import AttachmentInfo, Case, Document, DocumentKey
from ipas_desktop.cases.exchange_revision import revision_from_json, revision_sha256, revision_to_json
from ipas_desktop.cases.exchange_shapes import accepted_answer, attachment_info, exported_answer
from ipas_desktop.cases.strict_json import (
    NOTHING_DONE,
    JsonObject,
    list_of,
    object_of,
    read_json,
    take,
    text_of,
    whole_of,
)
from ipas_desktop.errors import InputError
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Form, Json, Question, QuestionId

__all__ = [
    "LARGEST_IMPORT",
    "ImportedCase",
    "export_case",
    "import_case",
    "revision_from_json",
    "revision_sha256",
    "revision_to_json",
]

FORMAT = "ipas-case"
FORMAT_VERSION = 1
LARGEST_IMPORT = 160_000_000
"""Bytes of a case file: the most that may be attached to one case (100 MB), a third more for base64, and answers."""

MOST_DOCUMENTS = 50
DOCUMENT_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class ImportedCase:
    """A case as read from a file: not yet stored, without an id of its own.

    ``reference`` is the one it bore where it came from, "" when the file has none: a label, never an identity.
    ``files`` are the bytes of the attachments by SHA-256, already compared with it.
    """

    reference: str
    documents: tuple[Document, ...]
    attachments: tuple[AttachmentInfo, ...]
    files: Mapping[str, bytes]


def export_case(case: Case, files: Mapping[str, bytes]) -> bytes:
    """Return the case as UTF-8 JSON, the same bytes for the same content; answers exactly as typed.

    ``files`` are the attachments' bytes by SHA-256. Raises KeyError when one is missing, FormDefinitionError when the
    program does not have a form of the case. Left out: the case's id,
    times, state and history, which belong to the vault it lies in.
    """
    content: dict[str, Json] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "reference": case.reference,
        "documents": {
            document.key: {
                "form": document.form_id,
                "version": document.form_version,
                "answers": _exported_answers(document),
            }
            for document in case.documents
        },
        "attachments": [
            {
                "sha256": info.sha256,
                "name": info.name,
                "size": info.size,
                "media_type": info.media_type,
                "data": base64.b64encode(files[info.sha256]).decode("ascii"),
            }
            for info in sorted(case.attachments, key=lambda info: info.sha256)
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"


def _exported_answers(document: Document) -> JsonObject:
    """Return the answers sorted by question; one that the form does not ask goes out as it is."""
    questions = _questions_of(loader.load_form(document.form_id, document.form_version))
    return {
        name: exported_answer(questions[name], document.answers[name]) if name in questions else document.answers[name]
        for name in sorted(document.answers)
    }


def import_case(data: bytes) -> ImportedCase:
    """Return the case that ``export_case`` or another program wrote.

    Raises InputError, in words that name the place, for anything that is not such a file: nothing of it is taken.
    """
    if len(data) > LARGEST_IMPORT:
        raise InputError(
            f"The file is larger than {LARGEST_IMPORT // 1_000_000} MB, the most a case can be. {NOTHING_DONE}"
        )
    content = object_of(read_json(data), "the file")
    _check_format(content)
    documents = _documents(take(content, "documents", "the file"))
    infos, files = _attachments(content.pop("attachments", []))
    reference = text_of(content.pop("reference", ""), "reference")
    _nothing_left(content, "the file")
    return ImportedCase(reference[:80], documents, infos, files)


def _check_format(content: JsonObject) -> None:
    if content.pop("format", None) != FORMAT:
        raise InputError(f"The file is not a case: it does not say “format”: “{FORMAT}”. {NOTHING_DONE}")
    version = whole_of(take(content, "version", "the file"), "version")
    if version != FORMAT_VERSION:
        raise InputError(
            f"The file is written in version {version} of the case format; this program reads version"
            f" {FORMAT_VERSION}. {NOTHING_DONE} Use a newer version of the program."
        )


def _documents(value: Json) -> tuple[Document, ...]:
    entries = object_of(value, "documents")
    if not 1 <= len(entries) <= MOST_DOCUMENTS:
        raise InputError(f"A case holds 1 to {MOST_DOCUMENTS} documents; this file has {len(entries)}. {NOTHING_DONE}")
    return tuple(_document(key, entry) for key, entry in entries.items())


def _document(key: str, value: Json) -> Document:
    if not DOCUMENT_KEY.fullmatch(key):
        raise InputError(
            f"The name “{key[:80]}” of a document must be small letters, digits and hyphens, as in “osja-2”."
            f" {NOTHING_DONE}"
        )
    where = f"the document “{key}”"
    entry = object_of(value, where)
    form_id = text_of(take(entry, "form", where), f"{where}, form")
    version = whole_of(take(entry, "version", where), f"{where}, version")
    form = _known_form(form_id, version)
    answers = object_of(take(entry, "answers", where), f"{where}, answers")
    _nothing_left(entry, where)
    questions = _questions_of(form)
    unknown = [question for question in answers if question not in questions]
    if unknown:
        _refuse_unknown("question", unknown, f"version {version} of the form “{form_id}”")
    accepted = {QuestionId(name): accepted_answer(questions[name], raw) for name, raw in answers.items()}
    return Document(DocumentKey(key), form_id, version, accepted)


def _known_form(form_id: str, version: int) -> Form:
    if (form_id, version) in {(name.id, name.version) for name in loader.available_forms()}:
        return loader.load_form(form_id, version)
    raise InputError(
        f"The file is made with version {version} of the form “{form_id}”, which this program does not have."
        f" {NOTHING_DONE}"
    )


def _questions_of(form: Form) -> dict[str, Question]:
    return {question.id: question for section in form.sections for page in section.pages for question in page.questions}


def _attachments(value: Json) -> tuple[tuple[AttachmentInfo, ...], dict[str, bytes]]:
    infos: list[AttachmentInfo] = []
    files: dict[str, bytes] = {}
    for number, item in enumerate(list_of(value, "attachments"), start=1):
        where = f"attachment {number}"
        entry = object_of(item, where)
        data = _decoded(text_of(take(entry, "data", where), f"{where}, data"), where)
        info = attachment_info(entry, where)
        if info.size != len(data) or info.sha256 != sha256_hex(data):
            raise InputError(f"The attached file “{info.name}” is not the one its SHA-256 names. {NOTHING_DONE}")
        if info.sha256 in files:
            raise InputError(f"The file “{info.name}” is attached twice. {NOTHING_DONE}")
        infos.append(info)
        files[info.sha256] = data
    return tuple(infos), files


def _decoded(text: str, where: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"The data of {where} is not base64. {NOTHING_DONE}") from error


def _nothing_left(entry: JsonObject, where: str) -> None:
    if entry:
        _refuse_unknown("entry", sorted(entry), where)


def _refuse_unknown(kind: str, unknown: list[str], where: str) -> NoReturn:
    named = ", ".join(f"“{name[:80]}”" for name in unknown[:10]) + (" and more" if len(unknown) > 10 else "")
    plural = {"question": "questions", "entry": "entries"}[kind] if len(unknown) > 1 else kind
    raise InputError(f"Unknown {plural} in {where}: {named}. {NOTHING_DONE}")
