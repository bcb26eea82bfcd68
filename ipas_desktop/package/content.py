"""All that a package is made from: frozen data, never the vault.

Holds no reading of files and no drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipas_desktop.cases.case import DocumentKey, Revision, RevisionDocument
from ipas_desktop.forms.definition import Answers, Context, Form


@dataclass(frozen=True, slots=True)
class PackageContent:
    """A revision, the forms its documents pin, and the bytes of its attachments by SHA-256.

    ``practice``: it is to be signed with a self-made certificate, and every page says so.
    """

    revision: Revision
    forms: Mapping[DocumentKey, Form]
    files: Mapping[str, bytes]
    practice: bool


def context_of(revision: Revision, document: RevisionDocument | None = None) -> Context:
    """Return the context in which the revision was frozen: its own day, and the other documents' answers."""
    others: Answers = {
        question: value
        for other in revision.documents
        if document is not None and other.key != document.key
        for question, value in other.values.items()
    }
    return Context(today=revision.finalised_at.date(), other_answers=others)
