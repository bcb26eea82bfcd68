"""Rendering the sample against plain reportlab, and signing it against bare pyHanko."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from bench.measure import Figure, clock, paired
from bench.vault_figures import PASSPHRASE, QUICK, TODAY
from ipas_desktop import paths
from ipas_desktop.cases import samples
from ipas_desktop.forms import display, loader
from ipas_desktop.forms.definition import Context
from ipas_desktop.package import identity, report, signing
from ipas_desktop.package.content import PackageContent
from ipas_desktop.vault import attachments, engagements, opening, revisions

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SAMPLE = "sio-programme"


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the sample as words: its label, and either lines or a table with its head first."""

    label: str
    lines: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]


def figures(scratch: Path) -> Iterator[Figure]:
    """Yield the figures of the package."""
    content = _content(scratch)
    yield _rendering(content)
    yield _signing(report.render(content), scratch)


def _content(scratch: Path) -> PackageContent:
    vault, _ = opening.create(scratch / "vault", PASSPHRASE, name="Bench", cost=QUICK)
    try:
        case = engagements.store_imported(vault, samples.load_sample(SAMPLE, TODAY))
        revision = revisions.finalise(vault, case.id, Context(today=TODAY))
        files = {file.sha256: attachments.read(vault, file.sha256) for file in revision.attachments}
    finally:
        vault.close()
    forms = {document.key: loader.load_form(document.form_id, document.form_version) for document in revision.documents}
    return PackageContent(revision=revision, forms=forms, files=files, practice=True)


def _rendering(content: PackageContent) -> Figure:
    entries = list(_entries(content))

    def ours() -> float:
        return clock(lambda: report.render(content))

    def bare() -> float:
        return clock(lambda: _plain(entries))

    return paired(
        "rendering the sample", ours, bare, aim=1.6, against="plain reportlab: every answer once, no tags, no summary"
    )


def _entries(content: PackageContent) -> Iterator[Entry]:
    """Yield what our report prints of every relevant answer, in order."""
    for document in content.revision.documents:
        for section in content.forms[document.key].sections:
            for page in section.pages:
                for question in page.questions:
                    if question.id not in document.values:
                        continue
                    words = display.words(question, document.values[question.id])
                    yield Entry(question.label, words.lines, _table(words.table) if words.table else ())


def _table(table: display.TableWords) -> tuple[tuple[str, ...], ...]:
    rows = (tuple("\n".join(cell) for cell in row.cells) for row in table.rows)
    return (table.header, *rows)


def _plain(entries: list[Entry]) -> bytes:
    """Lay the same words out with reportlab's own document template and tables."""
    fonts = paths.resources() / "fonts"
    for name in ("PublicSans-Regular", "PublicSans-SemiBold"):
        pdfmetrics.registerFont(TTFont(name, str(fonts / f"{name}.ttf")))
    body = ParagraphStyle("body", fontName="PublicSans-Regular", fontSize=10.5, leading=14)
    label = ParagraphStyle("label", parent=body, fontName="PublicSans-SemiBold")
    story: list[object] = []
    for entry in entries:
        if entry.table:
            story.append(Paragraph(escape(entry.label), label))
            rows = [[Paragraph(escape(cell), body) for cell in row] for row in entry.table]
            story.append(Table(rows, colWidths=[480 / len(rows[0])] * len(rows[0]), repeatRows=1, splitInRow=1))
        else:
            answer = [Paragraph(escape(line), body) for line in entry.lines]
            story.append(Table([[Paragraph(escape(entry.label), label), answer]], colWidths=[150, 330], splitInRow=1))
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=A4).build(story)
    return target.getvalue()


def _signing(package: bytes, scratch: Path) -> Figure:
    file = scratch / "practice.p12"
    identity.create_practice_identity("Bench", PASSPHRASE, file, NOW)
    who = identity.load_identity(file, PASSPHRASE, NOW)
    signer = SimpleSigner.load_pkcs12(str(file), passphrase=PASSPHRASE.encode())

    def ours() -> float:
        return clock(lambda: signing.certify(package, who, NOW))

    def bare() -> float:
        def sign() -> None:
            metadata = PdfSignatureMetadata(
                field_name="Author",
                md_algorithm="sha256",
                subfilter=SigSeedSubFilter.PADES,
                certify=True,
                docmdp_permissions=MDPPerm.FILL_FORMS,
            )
            writer = IncrementalPdfFileWriter(io.BytesIO(package))
            PdfSigner(metadata, signer=signer).sign_pdf(writer, existing_fields_only=True, output=io.BytesIO())

        return clock(sign)

    return paired("signing the sample", ours, bare, aim=1.15, against="bare pyHanko with its own stamp")
