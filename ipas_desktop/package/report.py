"""Composes the report from its sections and turns it into one PDF/A-3a and PDF/UA-1 file, not yet signed.

Holds no wording of any section (``sections/``) and no drawing. Deterministic: the same content gives the same bytes,
so that a verifier can render the attached data again and compare.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ipas_desktop.cases.exchange import revision_from_json, revision_to_json
from ipas_desktop.forms.answers.dates import long_date
from ipas_desktop.package import archive, pages
from ipas_desktop.package.archive import Attachment, Properties
from ipas_desktop.package.composer import Composer
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.sections import (
    answers,
    contents,
    evidence,
    left_out,
    rights,
    signatures,
    summary_page,
    versions,
)

CASE_DATA = "case.json"
TITLE = "Engagement notification and OSJA assessment"


def render(content: PackageContent, progress: Callable[[int], None] | None = None) -> bytes:
    """Return the unsigned package: every relevant answer in full, the data and the evidence attached.

    ``progress`` is called with the number of each page begun. Raises KeyError when the bytes of an attachment are
    missing.
    """
    data = revision_to_json(content.revision)
    content = replace(content, revision=revision_from_json(data))  # so that it is what a verifier reads, in its order
    revision = content.revision
    composer = Composer()
    summary_page.compose(composer, content)
    contents.compose(composer)
    for document in revision.documents:
        answers.compose(composer, content, document)
        rights.compose(composer, content, document)
    evidence.compose(composer, content)
    left_out.compose(composer, content)
    versions.compose(composer, content)
    signatures.compose(composer, content)
    day = long_date(revision.finalised_at.date())
    furniture = pages.Furniture(
        marking=revision.marking,
        title=_title(content),
        foot=f"{revision.reference} · revision {revision.number} · {day}",
        practice=content.practice,
    )
    drawn, noted = pages.lay_out_pages(composer, furniture, progress)
    properties = Properties(
        title=f"{furniture.title} {revision.reference}, revision {revision.number}",
        subject=revision.marking,
        creator=f"IPAS Desktop {revision.program_version}",
        made_at=revision.finalised_at,
    )
    return archive.write(drawn, noted, composer.outline, attachments(content, data), properties)


def _title(content: PackageContent) -> str:
    kinds = {document.form_id for document in content.revision.documents}
    if kinds <= {"notification"}:
        return "Engagement notification"
    return TITLE if "notification" in kinds else "OSJA assessment"


def attachments(content: PackageContent, data: bytes) -> tuple[Attachment, ...]:
    """Return what the file carries inside: the case data, then the evidence under numbered names."""
    case_data = Attachment(
        CASE_DATA,
        data,
        "application/json",
        "Data",
        "The answers of this revision as data; the pages were made from it",
    )
    evidence_files = (
        Attachment(
            evidence.file_name(number, info),
            content.files[info.sha256],
            info.media_type,
            "Supplement",
            f"Evidence {number}: {info.name}",
        )
        for number, info in enumerate(content.revision.attachments, 1)
    )
    return (case_data, *evidence_files)
