"""The evidence: each attached file with its name, size and SHA-256."""

from __future__ import annotations

import re

from ipas_desktop.cases.case import AttachmentInfo
from ipas_desktop.forms import display
from ipas_desktop.package import look
from ipas_desktop.package.composer import Composer
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.grid import cell

UNSAFE = re.compile(r"[\\/:*?\"<>|\x00-\x1f\x7f]")
LONGEST_NAME = 100  # characters kept of a file's own name, inside the PDF


def compose(composer: Composer, content: PackageContent) -> None:
    """Add the list of attached files; the sums let anyone check a file that was taken out of the PDF."""
    composer.part("Evidence")
    attached = content.revision.attachments
    if not attached:
        composer.text("No file is attached as evidence. The case data is attached to this PDF as case.json.")
        return
    composer.text("These files are attached to this PDF, beside the case data (case.json).")
    widths = (30.0, 190.0, 62.0, look.COLUMN - 282.0)
    headings = [cell(head, look.SMALL_HEAD) for head in ("No.", "File", "Size", "SHA-256")]
    rows = [
        (
            cell(str(number), look.SMALL_CELL),
            cell(info.name, look.SMALL_CELL, is_heading=True),
            cell(display.size_words(info.size), look.SMALL_CELL),
            cell(grouped(info.sha256), look.MONO),
        )
        for number, info in enumerate(attached, 1)
    ]
    composer.table(widths, rows, headings=headings)


def file_name(number: int, info: AttachmentInfo) -> str:
    """Return the name of a file inside the PDF: numbered, so that two of the same name both stay; safe on any disk."""
    name = UNSAFE.sub("_", info.name).strip(". ")
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME - 20] + "…" + name[-19:]
    return f"evidence-{number:02d}-{name or 'file'}"


def grouped(digest: str) -> str:
    """Return a hash in groups of four, which people can compare."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
