"""Checking a package that somebody sent: choose or drop a file, read the verdict. Needs no vault.

Holds no judging; verifying runs on a worker. Never green with an unanswered check: the verdict itself says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ipas_desktop.errors import IpasError
from ipas_desktop.policy import Policy
from ipas_desktop.ui import file_choice, theme, work
from ipas_desktop.ui.banner import error_banner, show_error, spacer
from ipas_desktop.ui.buttons import link, main_button
from ipas_desktop.ui.glyphs import Glyph
from ipas_desktop.ui.labels import Heading, announce, line, words
from ipas_desktop.ui.moments import moment_words, size_words
from ipas_desktop.ui.page import Page, Scroll, across, add_keys, clear
from ipas_desktop.ui.session import now

if TYPE_CHECKING:
    from ipas_desktop.package.verdict import Verdict
    from ipas_desktop.ui.verdict_view import VerdictView


class VerifyPage(Page):
    """Shows the verdict on one file at a time."""

    def __init__(self, policy: Policy, file: Path | None = None) -> None:
        super().__init__("Verify a package")
        self._policy = policy
        self._job: work.Job[Verdict] | None = None
        self.view: VerdictView | None = None
        self.setAcceptDrops(True)
        scroll = Scroll(margins=(64, 16, 64, 24), wraps=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        column = scroll.column
        column.addLayout(across(link("‹ Back", self.left.emit)))
        self.banner = error_banner(column)
        column.addLayout(self._head())
        column.addWidget(spacer(4))
        self._result = QVBoxLayout()
        column.addLayout(self._result)
        self._lead = words(
            "Choose a package that you were sent, or drop it here. The verdict says who signed it and whether it was "
            "changed since. Nothing is sent anywhere."
        )
        column.addWidget(self._lead)
        column.addStretch(1)
        add_keys(self)
        if file is not None:
            self.verify(file)

    def verify(self, file: Path) -> None:
        """Judge a file on a worker and show the verdict."""
        self.banner.hide()
        clear(self._result)
        self.view = None
        self._lead.setText("Checking …")
        self._lead.show()
        self._file.setText(file.name)
        self._about.setText("")
        if self._job is not None:
            self._job.cancel()
        anchors = self._policy.trust_anchors

        def judge(_report: work.Report) -> Verdict:
            from ipas_desktop.package import verifying

            return verifying.verify(file, anchors)

        announce(self, "Checking the package")
        self._job = work.run(self, judge, on_done=lambda verdict: self._show(file, verdict), on_error=self._failed)

    def _head(self) -> QHBoxLayout:
        self.heading = Heading("Verify a package")
        self._file = line("", "strong")
        self._about = line("", "quiet")
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(Glyph("file", 28))
        said = QVBoxLayout()
        said.setSpacing(0)
        for label in (self.heading, self._file, self._about):
            said.addWidget(label)
        row.addLayout(said, 1)
        self.choose = main_button("Choose a file…", self._choose, dense=True)
        row.addWidget(self.choose)
        return row

    def _choose(self) -> None:
        file = file_choice.ask_open(self, "Choose a package", "Packages (*.pdf);;All files (*)")
        if file is not None:
            self.verify(file)

    def _show(self, file: Path, verdict: Verdict) -> None:
        from ipas_desktop.ui.verdict_view import VerdictView

        self._job = None
        self._lead.hide()
        size = file.stat().st_size if file.exists() else 0
        self._about.setText(f"{size_words(size)} · checked {moment_words(now())}")
        self.view = VerdictView(verdict)
        self._result.addWidget(self.view)
        self.choose.setText("Check another file…")
        self.view.banner.take_focus()
        announce(self.view.banner, verdict.sentence)

    def _failed(self, error: IpasError) -> None:
        self._job = None
        self._lead.setText("Choose another file, or drop it here.")
        show_error(self.banner, str(error))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = _dropped_file(event)
        if file is not None:
            event.acceptProposedAction()
            self.verify(file)


def _dropped_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
