"""What the checks found, by severity, each with what to do and a link to its field. Holds no checking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ipas_desktop.cases.findings import Finding, Severity
from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import link
from ipas_desktop.ui.glyphs import Glyph
from ipas_desktop.ui.labels import Heading, line, part, words

_MOST = 20
_GROUPS = (
    (Severity.STOPS_SIGNING, "Must fix before signing", "stop"),
    (Severity.WARNING, "Should check", "warning"),
    (Severity.ADVICE, "For information", "note"),
)


class FindingsList(QWidget):
    """Findings in up to three groups; ``open_finding`` is called with the one whose link was pressed."""

    def __init__(self, findings: Sequence[Finding], open_finding: Callable[[Finding], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for severity, title, shape in _GROUPS:
            members = [finding for finding in findings if finding.severity is severity]
            if members:
                _add_group(column, title, shape, members, open_finding)


def _add_group(
    column: QVBoxLayout,
    title: str,
    shape: str,
    members: Sequence[Finding],
    open_finding: Callable[[Finding], object],
) -> None:
    head = QHBoxLayout()
    head.addWidget(Heading(title, 2), 1)
    head.addWidget(line(str(len(members)), "quiet"), 0, Qt.AlignmentFlag.AlignBottom)
    column.addLayout(head)
    column.addSpacing(theme.px(4))
    column.addWidget(part("rule"))
    rows = QVBoxLayout()
    column.addLayout(rows)
    for finding in members[:_MOST]:
        rows.addWidget(_row(finding, shape, open_finding))
    if len(members) > _MOST:
        _offer_rest(rows, members[_MOST:], lambda finding: _row(finding, shape, open_finding))
    column.addSpacing(theme.px(16))


def _offer_rest(rows: QVBoxLayout, rest: Sequence[Finding], make: Callable[[Finding], QFrame]) -> None:
    """Show further rows only when asked: hundreds of them would hold the window up."""

    def show() -> None:
        more.hide()
        made = [make(finding) for finding in rest]
        for row in made:
            rows.addWidget(row)
        made[0].show()
        first = made[0].findChild(QPushButton)
        if isinstance(first, QPushButton):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    more = link(f"Show the other {len(rest)}", show)
    rows.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)


def _row(finding: Finding, shape: str, open_finding: Callable[[Finding], object]) -> QFrame:
    row = part("row")
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, theme.px(6), 0, theme.px(6))
    layout.setSpacing(theme.px(12))
    layout.addWidget(Glyph(shape, 16), 0, Qt.AlignmentFlag.AlignTop)
    said = QVBoxLayout()
    said.setSpacing(theme.px(2))
    said.addWidget(words(finding.message, "small"))
    said.addWidget(words(finding.fix, "quiet"))
    layout.addLayout(said, 1)
    if finding.at is not None and finding.document is not None:
        change = link("Change", lambda: open_finding(finding))
        change.setAccessibleName(f"Change: {finding.message}")
        layout.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
    return row
