"""The case and its parts: the frozen objects that the rooms above pass around.

Holds no rules: see ``lifecycle``, ``risk``, ``checks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from ipas_desktop.forms.definition import Answers, Json, QuestionId

CaseId = NewType("CaseId", str)
"""32 hexadecimal characters (a random UUID), unique over all vaults."""

DocumentKey = NewType("DocumentKey", str)
"""Names a document inside its case: ``notification``, ``osja``, ``osja-2`` …"""


class CaseState(StrEnum):
    """Where the case as a whole stands. A draft may follow a finalised revision; that revision never changes."""

    DRAFT = "draft"
    FINALISED = "finalised"


@dataclass(frozen=True, slots=True)
class Document:
    """One form being answered. The form version is pinned when the document is made."""

    key: DocumentKey
    form_id: str
    form_version: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class AttachmentInfo:
    """What is known of an attached file; its bytes stay in the vault. ``size`` in bytes; ``sha256`` in lower hex."""

    sha256: str
    name: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Case:
    """An engagement: the notification, its OSJA assessments and attached files, as they stand now."""

    id: CaseId
    reference: str  # EN-2026-0147-K7, made here; quoted in file names
    state: CaseState
    created_at: datetime  # all times are aware, UTC
    updated_at: datetime
    revision: int  # number of the newest finalised revision; 0 when there is none
    documents: tuple[Document, ...]
    attachments: tuple[AttachmentInfo, ...]

    def document(self, key: DocumentKey) -> Document:
        """Return the document of that key. Raises KeyError when there is none."""
        for document in self.documents:
            if document.key == key:
                return document
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class RevisionDocument:
    """One document as frozen: canonical values of the relevant answers, and the ids of stored answers not used."""

    key: DocumentKey
    form_id: str
    form_version: int
    form_edition: str
    reference_editions: Mapping[str, str]
    values: Mapping[QuestionId, Json]
    not_provided: tuple[QuestionId, ...]
    not_used: tuple[QuestionId, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """Revision *n* of a case: everything that a package shows and signs. Never changes once stored."""

    case_id: CaseId
    reference: str
    number: int
    finalised_at: datetime
    author: str  # the name chosen to be printed, never the login name
    marking: str
    documents: tuple[RevisionDocument, ...]
    attachments: tuple[AttachmentInfo, ...]
    chain_head: str  # hash of the last history event it contains, lower hex
    program_version: str

    def document(self, key: DocumentKey) -> RevisionDocument:
        """Return the document of that key. Raises KeyError when there is none."""
        for document in self.documents:
            if document.key == key:
                return document
        raise KeyError(key)


NOTIFICATION = DocumentKey("notification")
OSJA = DocumentKey("osja")
