"""Which state follows which, and freezing a case into a revision.

Holds no storing and no clock: the vault gives number, time and chain head and stores the result in one transaction.

A case is a draft until its first revision. Finalising freezes revision *n* and sets the state to finalised; the first
change afterwards makes it a draft again, on the way to revision *n* + 1. A revision never changes. Approvals are made
on the activity that a revision describes, by somebody other than its author; they are counter-signatures on the
package, not edits of the revision.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ipas_desktop
from ipas_desktop.cases import checks, marking
from ipas_desktop.cases.case import AttachmentInfo, Case, CaseState, DocumentKey, Revision, RevisionDocument
from ipas_desktop.cases.exchange_revision import revision_from_json, revision_to_json
from ipas_desktop.cases.exchange_shapes import file_label
from ipas_desktop.cases.findings import Finding, Severity
from ipas_desktop.cases.history import EventKind
from ipas_desktop.cases.reading import ReadDocument, Reading, read
from ipas_desktop.errors import CaseNotReady
from ipas_desktop.forms.definition import Context, Form, Json

_LEAVE_IT = frozenset({EventKind.PACKAGE_MADE, EventKind.HANDED_OVER})


def state_after(state: CaseState, kind: EventKind) -> CaseState:
    """Return the state of a case after an event: any change of content makes it a draft again."""
    if kind is EventKind.FINALISED:
        return CaseState.FINALISED
    return state if kind in _LEAVE_IT else CaseState.DRAFT


def freeze(
    case: Case,
    forms: Mapping[DocumentKey, Form],
    context: Context,
    *,
    number: int,
    finalised_at: datetime,
    author: str,
    chain_head: str,
) -> Revision:
    """Return revision ``number`` of the case: canonical relevant values, and what was not provided or not used.

    ``finalised_at`` is aware; ``author`` is the name to be printed; ``chain_head`` the hash of the last event.
    Raises CaseNotReady, listing the findings that stop it, and ValueError when ``number`` is not the next one.
    """
    if number != case.revision + 1:
        raise ValueError(f"revision {number} cannot follow revision {case.revision}")
    reading = read(case, forms, context)
    stops = tuple(finding for finding in checks.run_on(reading) if finding.severity is Severity.STOPS_SIGNING)
    if stops:
        raise CaseNotReady(_not_ready_sentence(stops), stops)
    revision = Revision(
        case_id=case.id,
        reference=case.reference,
        number=number,
        finalised_at=finalised_at,
        author=author,
        marking=str(marking.from_values(reading.notification)),
        documents=tuple(_frozen(document) for document in reading.documents),
        attachments=used_attachments(reading),
        chain_head=chain_head,
        program_version=ipas_desktop.__version__,
    )
    return revision_from_json(revision_to_json(revision))  # in the order of its JSON, as whoever loads it will see it


def used_attachments(reading: Reading) -> tuple[AttachmentInfo, ...]:
    """Return the attached files that relevant answers refer to, in the order of their SHA-256; others stay behind."""
    referenced: set[str] = set()
    for document in reading.documents:
        for value in document.values.values():
            referenced |= _referenced(value)
    return tuple(
        AttachmentInfo(info.sha256, file_label(info.name), info.size, info.media_type)
        for info in sorted(reading.case.attachments, key=lambda info: info.sha256)
        if info.sha256 in referenced
    )


def _referenced(value: Json) -> set[str]:
    """Return the SHA-256 of every file an ``attachments`` answer names; other answers name none."""
    entries = value if isinstance(value, list) else []
    return {str(entry["sha256"]) for entry in entries if isinstance(entry, dict) and "sha256" in entry}


def _frozen(document: ReadDocument) -> RevisionDocument:
    return RevisionDocument(
        key=document.key,
        form_id=document.form.id,
        form_version=document.form.version,
        form_edition=document.form.edition,
        reference_editions=dict(document.form.references),
        values=dict(document.values),
        not_provided=document.not_provided,
        not_used=document.not_used,
    )


def _not_ready_sentence(stops: tuple[Finding, ...]) -> str:
    count = "One thing stops" if len(stops) == 1 else f"{len(stops)} things stop"
    shown = "; ".join(finding.message.rstrip(".") for finding in stops[:5])
    more = f"; and {len(stops) - 5} more" if len(stops) > 5 else ""
    return f"{count} this engagement from being finalised: {shown}{more}. Nothing was changed; it is still a draft."
