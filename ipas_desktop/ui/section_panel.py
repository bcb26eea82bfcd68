"""What stands beside a question page: the way back, the sections of the document, the way to check your answers.

On a narrow page or with large text a drop-down list of the sections takes its place (``SectionJump``).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ipas_desktop.forms.journey import SectionState
from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import link
from ipas_desktop.ui.fields.base import guard_wheel
from ipas_desktop.ui.labels import line, part
from ipas_desktop.ui.page import Scroll
from ipas_desktop.ui.section_list import SectionList, can_open, state_words

WIDTH = 232


class SectionPanel(QFrame):
    """The panel. ``opened`` carries a section's id, ``left`` leads to the engagement."""

    opened = Signal(str)
    left = Signal()
    review_requested = Signal()

    def __init__(self, document_title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "side")
        self.setFixedWidth(theme.px(WIDTH))
        scroll = Scroll(margins=(0, 20, 0, 16), spacing=4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.list = SectionList()
        self.list.opened.connect(self.opened)
        self._done = line("", "quiet")
        column = scroll.column
        column.addLayout(_inset(link("‹ Engagement overview", self.left.emit)))
        column.addLayout(_inset(part("hair")))
        column.addLayout(_inset(line(document_title, "small-strong"), self._done))
        column.addWidget(self.list)
        column.addLayout(_inset(part("hair")))
        column.addLayout(_inset(link("Check your answers", self.review_requested.emit)))
        column.addStretch(1)

    def show_states(self, states: Sequence[SectionState], current: str) -> None:
        """Show how far each section is."""
        self.list.show_states(states, current)
        done, asked = self.list.sections().completed()
        self._done.setText(f"{done} of {asked} done")


class SectionJump(QComboBox):
    """The sections as a drop-down list; ``opened`` carries the id of the one chosen."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Section")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        guard_wheel(self)
        self.activated.connect(lambda index: self.opened.emit(self.itemData(index)))

    def show_states(self, states: Sequence[SectionState], current: str) -> None:
        """Show the sections that can be opened, with their states."""
        shown = [state for state in states if can_open(state) or state.section.id == current]
        self.clear()
        for state in shown:
            text = f"{state.section.letter}, {state.section.title}: {state_words(state)}"
            self.addItem(text, state.section.id)
        self.setCurrentIndex(self.findData(current))


def _inset(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(theme.px(20), theme.px(4), theme.px(16), theme.px(4))
    row.addWidget(widgets[0], 1 if len(widgets) > 1 or widgets[0].property("part") else 0)
    for widget in widgets[1:]:
        row.addWidget(widget)
    if len(widgets) == 1 and not widgets[0].property("part"):
        row.addStretch(1)
    return row
