"""A verdict on a package: the sentence first, then who signed and when, then what was looked at. Holds no judging."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ipas_desktop.ui import theme
from ipas_desktop.ui.banner import Banner, Kind, spacer
from ipas_desktop.ui.glyphs import Glyph
from ipas_desktop.ui.labels import Heading, line, part, words
from ipas_desktop.ui.moments import moment_words
from ipas_desktop.ui.page import Reflow

if TYPE_CHECKING:
    from ipas_desktop.package.verdict import Finding, SignatureFound, Verdict

_SHAPES = {True: "tick", False: "stop", None: "note"}
_SPOKEN = {True: "Good", False: "Bad", None: "Note"}


class VerdictView(QWidget):
    """Shows one verdict; ``banner`` holds its sentence."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self.verdict = verdict
        first, _, rest = verdict.sentence.partition(". ")
        self.banner = Banner(kind_of(verdict), first + ("." if rest else ""), rest, verdict=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.banner)
        column.addWidget(spacer(4))
        if verdict.signatures:
            column.addWidget(Heading("Signatures", 2))
            column.addWidget(part("rule"))
            for signature in verdict.signatures:
                column.addWidget(_signature_row(signature))
            column.addWidget(spacer(8))
        column.addWidget(Reflow(820, (_findings(verdict.findings), 1), (_about(verdict), 1)))


def kind_of(verdict: Verdict) -> Kind:
    """Return how a verdict looks: green only when who signed is proven as well."""
    if not verdict.good:
        return "stop"
    proven = bool(verdict.signatures) and all(found.trusted and not found.practice for found in verdict.signatures)
    return "good" if proven else "warning"


def _readable(value: str) -> str:
    """Return a fact for people: times in words, hashes in groups that can be compared and wrapped."""
    if re.fullmatch(r"[0-9a-f]{32,}", value):
        return " ".join(value[start : start + 8] for start in range(0, len(value), 8))
    try:
        return moment_words(datetime.fromisoformat(value)) if "T" in value else value
    except ValueError:
        return value


def _signature_row(found: SignatureFound) -> QFrame:
    row = part("row")
    grid = QGridLayout(row)
    grid.setContentsMargins(0, theme.px(6), 0, theme.px(6))
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(0)
    grid.addWidget(Glyph("tick" if found.good else "stop", 16), 0, 0, 1, 1, Qt.AlignmentFlag.AlignTop)
    when = moment_words(datetime.fromisoformat(found.when)) if found.when else "No time"
    trust = f"Trusted through {found.trusted_by}" if found.trusted else "Not proven who signed"
    if found.practice:
        trust = "Practice certificate: proves nobody's name"
    role = "Author" if found.certifies else "Signature"
    cells = (
        (role, found.field if found.field != role else "of this file"),
        (found.signer, f"issued by {found.issuer}"),
        (when, "by the signer's clock"),
        (trust, found.problem or "Intact"),
        (f"Changed since: {found.changed_since}", ""),
    )
    for place, (first, second) in enumerate(cells, start=1):
        grid.addWidget(words(first, "small-strong" if place == 1 else "small"), 0, place)
        if second:
            grid.addWidget(words(second, "quiet"), 1, place)
        grid.setColumnStretch(place, 2 if place > 1 else 1)
    row.setAccessibleName(". ".join(filter(None, (text for cell in cells for text in cell))))
    return row


def _findings(findings: tuple[Finding, ...]) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    if findings:
        column.addWidget(Heading("What was looked at", 2))
        column.addSpacing(theme.px(4))
        column.addWidget(part("rule"))
    for finding in findings:
        row = part("row")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, theme.px(6), 0, theme.px(6))
        layout.setSpacing(theme.px(12))
        layout.addWidget(Glyph(_SHAPES[finding.good], 16), 0, Qt.AlignmentFlag.AlignTop)
        said = words(finding.text, "small")
        said.setAccessibleName(f"{_SPOKEN[finding.good]}: {finding.text}")
        layout.addWidget(said, 1)
        column.addWidget(row)
    column.addStretch(1)
    return panel


def _about(verdict: Verdict) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    if verdict.about:
        column.addWidget(Heading("What it says it is", 2))
        column.addSpacing(theme.px(4))
        column.addWidget(part("rule"))
    for name, value in (verdict.about or {}).items():
        row = part("row")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, theme.px(6), 0, theme.px(6))
        label = line(name, "hint")
        label.setMinimumWidth(theme.px(130))
        layout.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(words(_readable(value), "small"), 1)
        column.addWidget(row)
    column.addStretch(1)
    return panel
