"""The summary of a page's problems: takes the focus, leads to each field in the same words as stand there.

Source of the manner: GOV.UK error summary.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ipas_desktop.forms.problems import Problem
from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import plain_button
from ipas_desktop.ui.labels import Heading, announce
from ipas_desktop.ui.long_link import LongLink

TITLE = "There is a problem"
_MOST = 30


class ErrorSummary(QFrame):
    """Links to the problems, and a way to go on without mending them: a draft may have gaps.

    ``chosen`` carries the address of a problem. ``passed`` says that the user goes on all the same.
    """

    chosen = Signal(object)
    passed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "errors")
        layout = QVBoxLayout(self)
        side = theme.px(20)
        layout.setContentsMargins(side, theme.px(12), side, theme.px(12))
        layout.setSpacing(theme.px(2))
        self.heading = Heading(TITLE, 2)
        layout.addWidget(self.heading)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        layout.addLayout(self._links)
        layout.addSpacing(theme.px(8))
        self.pass_button = plain_button("Continue without answering", self.passed.emit, dense=True)
        layout.addWidget(self.pass_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show the problems, or nothing when there are none; does not move the focus."""
        while (item := self._links.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for problem in problems[:_MOST]:
            self._links.addWidget(LongLink(problem.message, partial(self.chosen.emit, problem.at), "error"))
        if len(problems) > _MOST:
            more = f"and {len(problems) - _MOST} more on this page"
            self._links.addWidget(LongLink(more, partial(self.chosen.emit, problems[_MOST].at), "error"))
        self.setVisible(bool(problems))

    def links(self) -> list[LongLink]:
        """Return the links in order."""
        items = (self._links.itemAt(index) for index in range(self._links.count()))
        return [widget for item in items if item and isinstance(widget := item.widget(), LongLink)]

    def receive_focus(self) -> None:
        """Take the focus on the heading and say how many problems there are."""
        count = len(self.links())
        self.heading.receive_focus()
        announce(self.heading, f"{TITLE}: {count} to look at" if count > 1 else TITLE)
