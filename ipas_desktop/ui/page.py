"""What all pages are made of: a scrolled column, a side panel, an action bar, columns that stack when space is short.

Holds no page. The window talks to a page only by the protocol of ``Page``.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ipas_desktop.ui import theme
from ipas_desktop.ui.labels import Heading, part

TEXT_WIDTH = 740
"""Widest column of text in pixels at 100 %: about 80 characters."""


class Page(QFrame):
    """A page of the window. ``path``: where it is, for the header, last one the page itself.

    Subclasses set ``heading``, which gets the focus when the page opens, and override what they need.
    """

    left = Signal()

    def __init__(self, *path: str) -> None:
        super().__init__()
        self.setProperty("part", "page")
        self.path = path
        self.heading: Heading | None = None

    def flush(self) -> bool:
        """Store whatever is not stored yet; True when nothing is left."""
        return True

    def place(self) -> dict[str, Any]:
        """Return where the user is inside the page, for coming back after a lock."""
        return {}

    def go_to(self, place: dict[str, Any]) -> None:
        """Go back to a place; without one, to the heading."""
        del place
        self.receive_focus()

    def receive_focus(self) -> None:
        """Put the focus where reading starts."""
        if self.heading is not None:
            self.heading.receive_focus()


def add_keys(page: Page) -> None:
    """Let Ctrl+Enter press the page's main button, and Escape leave the page."""
    within = Qt.ShortcutContext.WidgetWithChildrenShortcut
    for keys in ("Ctrl+Return", "Ctrl+Enter"):
        QShortcut(QKeySequence(keys), page, lambda: _press_main(page), context=within)
    QShortcut(QKeySequence("Escape"), page, page.left.emit, context=within)


def _press_main(page: Page) -> None:
    for button in page.findChildren(QPushButton):
        if button.property("act") == "main" and button.isVisible():
            button.click()
            return


class Scroll(QScrollArea):
    """A column that scrolls up and down; ``column`` takes its widgets.

    ``wraps``: as tall as its words need at its width. Not for content that cannot tell that, such as a stack of pages.
    """

    def __init__(
        self, *, margins: tuple[int, int, int, int] = (32, 16, 24, 24), spacing: int = 8, wraps: bool = False
    ) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = part("content")
        if wraps:
            content.setMinimumHeight(1)  # else it is as tall as if every label wrapped at its narrowest
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(*(theme.px(margin) for margin in margins))
        self.column.setSpacing(theme.px(spacing))
        self.setWidget(content)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.verticalScrollBar().setSingleStep(theme.px(24))


def side_panel(width: float = 232, name: str = "side") -> tuple[QFrame, QVBoxLayout]:
    """Return a tinted panel of a width in pixels at 100 %, and the layout for its content; it scrolls when too tall."""
    panel = part(name)
    panel.setFixedWidth(theme.px(width))
    scroll = Scroll(margins=(20, 20, 16, 16), spacing=4)
    outer = QVBoxLayout(panel)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(scroll)
    return panel, scroll.column


def action_bar(*widgets: QWidget) -> QFrame:
    """Return the bar that sticks to the bottom of a page."""
    bar = part("actions")
    row = QHBoxLayout(bar)
    row.setContentsMargins(theme.px(32), theme.px(10), theme.px(24), theme.px(10))
    row.setSpacing(theme.px(16))
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLabel) and widget.wordWrap() else 0)
    if row.stretch(row.count() - 1) == 0:
        row.addStretch(1)
    return bar


def rows(*items: QWidget | QLayout, spacing: float = 8) -> QVBoxLayout:
    """Return a column without margins."""
    column = QVBoxLayout()
    _fill(column, items, spacing)
    return column


def across(*items: QWidget | QLayout, spacing: float = 16, stretch: bool = True) -> QHBoxLayout:
    """Return a row without margins; what is left over stays empty at its end."""
    row = QHBoxLayout()
    _fill(row, items, spacing)
    if stretch:
        row.addStretch(1)
    return row


def limited(widget: QWidget, width: float = TEXT_WIDTH) -> QHBoxLayout:
    """Return a row that keeps a widget at most so wide, in pixels at 100 %, and as tall as its words then need."""
    widget.setMaximumWidth(theme.px(width))
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget, 1)
    row.addStretch(0)
    return row


def _fill(layout: QBoxLayout, items: tuple[QWidget | QLayout, ...], spacing: float) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(spacing))
    for item in items:
        if isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


class Reflow(QWidget):
    """Parts side by side, or one below the other where the width, in pixels at 100 %, is under ``needed``."""

    def __init__(self, needed: float, *parts: tuple[QWidget, int], spacing: float = 40) -> None:
        super().__init__()
        self._needed = needed
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(spacing))
        for widget, stretch in parts:
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._box.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= theme.px(self._needed)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != direction:
            self._box.setDirection(direction)
        super().resizeEvent(event)


class Beside(QWidget):
    """A scrolled column with a tinted panel at its right, which comes below where the width is under ``needed``."""

    def __init__(
        self, main: QWidget, aside: QWidget, *, width: float = 420, needed: float = 900, left: int = 96
    ) -> None:
        super().__init__()
        self._needed, self._aside, self._left = needed, aside, left
        self._scroll = Scroll(wraps=True)
        self._panel = part("help")
        self._panel.setFixedWidth(theme.px(width))
        inner = Scroll(margins=(32, 40, 24, 24), wraps=True)
        self._inside = inner.column
        panel_column = QVBoxLayout(self._panel)
        panel_column.setContentsMargins(0, 0, 0, 0)
        panel_column.addWidget(inner)
        self._scroll.column.addWidget(main)
        self._scroll.column.addStretch(1)
        self._inside.addWidget(aside)
        self._inside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._scroll, 1)
        row.addWidget(self._panel)
        self._is_wide = True
        self._set_margins()

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_wide = event.size().width() >= theme.px(self._needed)
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            if is_wide:
                self._inside.insertWidget(0, self._aside)
            else:
                self._scroll.column.insertWidget(1, self._aside)
            self._panel.setVisible(is_wide)
            self._set_margins()
        super().resizeEvent(event)

    def _set_margins(self) -> None:
        side = theme.px(self._left if self._is_wide else 32)
        self._scroll.column.setContentsMargins(side, theme.px(32 if self._is_wide else 16), theme.px(32), theme.px(32))


def is_narrow(widget: QWidget, needed: float = 1000) -> bool:
    """Say whether a widget is narrower than a width in pixels at 100 %, as on a small screen or with large text."""
    return widget.width() < theme.px(needed)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
