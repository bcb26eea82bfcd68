"""What there is to look at in an engagement: findings by how much they weigh, each leading to its question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ipas_desktop.cases.case import DocumentKey
from ipas_desktop.cases.checks import Finding, Severity
from ipas_desktop.forms.definition import Form, QuestionId
from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import link
from ipas_desktop.ui.glyphs import Glyph
from ipas_desktop.ui.labels import Heading, line, part, words
from ipas_desktop.ui.long_link import LongLink
from ipas_desktop.ui.page import clear

SHAPES = {Severity.STOPS_SIGNING: "stop", Severity.WARNING: "warning", Severity.ADVICE: "note"}
TITLES = {
    Severity.STOPS_SIGNING: "Must fix before signing",
    Severity.WARNING: "Should check",
    Severity.ADVICE: "For information",
}
_MOST = 40
_SAYS_ITS_FIX = "answer-missing"  # "Enter the title" needs no "Answer the question" below it


def where_words(name: str, form: Form | None, question_id: QuestionId | None) -> str:
    """Return where a finding is: "Notification, H UK personnel"; empty when it is nowhere in particular."""
    if form is None:
        return ""
    for section in form.sections:
        for page in section.pages:
            if any(question.id == question_id for question in page.questions):
                return f"{name}, {section.letter} {section.title}"
    return name


class FindingList(QWidget):
    """The findings in three groups, under headings of a level. ``chosen`` carries the one to go to."""

    chosen = Signal(object)

    def __init__(self, level: int = 3) -> None:
        super().__init__()
        self._level = level
        self._names: Mapping[DocumentKey, str] = {}
        self.links: list[LongLink] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))

    def show_findings(
        self, findings: Sequence[Finding], forms: Mapping[DocumentKey, Form], names: Mapping[DocumentKey, str]
    ) -> None:
        """Show findings, which come sorted by what they weigh. ``names``: what the documents are called."""
        self._names = names
        clear(self._column)
        self.links = []
        for severity, title in TITLES.items():
            group = [finding for finding in findings if finding.severity is severity]
            if group:
                self._show_group(title, group, forms)
        self._column.addStretch(1)

    def go(self, by: int) -> None:
        """Move the focus to the next (1) or previous (-1) finding, round the ends."""
        if not self.links:
            return
        as_seen = sorted(self.links, key=lambda each: each.mapTo(self, QPoint(0, 0)).y())
        here = next((index for index, each in enumerate(as_seen) if each.hasFocus()), -1 if by > 0 else 0)
        as_seen[(here + by) % len(as_seen)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_group(self, title: str, group: Sequence[Finding], forms: Mapping[DocumentKey, Form]) -> None:
        top = QHBoxLayout()
        top.addWidget(Heading(title, self._level), 1)
        top.addWidget(line(str(len(group)), "quiet"))
        self._column.addSpacing(theme.px(8))
        self._column.addLayout(top)
        self._column.addWidget(part("rule"))
        for finding in group[:_MOST]:
            self._column.addWidget(self._line(finding, forms))
        if len(group) > _MOST:
            rest = QVBoxLayout()
            more = link(f"Show {len(group) - _MOST} more", partial(self._show_rest, rest, group, forms))
            rest.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
            self._column.addLayout(rest)

    def _show_rest(self, rest: QVBoxLayout, group: Sequence[Finding], forms: Mapping[DocumentKey, Form]) -> None:
        clear(rest)
        before = len(self.links)
        for finding in group[_MOST:]:
            rest.addWidget(self._line(finding, forms))
        if len(self.links) > before:
            self.links[before].setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, finding: Finding, forms: Mapping[DocumentKey, Form]) -> QFrame:
        frame = part("row")
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(8))
        row.setSpacing(theme.px(12))
        row.addWidget(Glyph(SHAPES[finding.severity], 16), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(0)
        if finding.at is None or finding.document is None:
            text.addWidget(words(finding.message, "small-strong"))
        else:
            leading = LongLink(finding.message, partial(self.chosen.emit, finding))
            leading.setAccessibleDescription(f"{TITLES[finding.severity]}. {finding.fix}")
            self.links.append(leading)
            text.addWidget(leading)
        form = forms.get(finding.document) if finding.document else None
        name = self._names[finding.document] if finding.document else ""
        where = where_words(name, form, finding.at.question if finding.at else None)
        fix = "" if finding.id == _SAYS_ITS_FIX else finding.fix
        for said in filter(None, (where, fix)):
            text.addWidget(words(said, "quiet"))
        row.addLayout(text, 1)
        return frame
