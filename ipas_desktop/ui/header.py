"""The top of the window: marking band, program and path, saved line, lock.

Holds no work: it says what the window tells it.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import plain_button
from ipas_desktop.ui.glyphs import Glyph
from ipas_desktop.ui.labels import announce, line, part, restyle

PROGRAM = "IPAS Desktop"


class _Path(QLabel):
    """Where the user is, cut with "…" in its middle where space is short; assistive technology gets all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("words", "small")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._steps: tuple[str, ...] = ()

    def show_steps(self, steps: tuple[str, ...]) -> None:
        self._steps = steps
        self.setAccessibleName(" / ".join(steps))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._steps:
            return
        before, here = " / ".join((*self._steps[:-1], "")), self._steps[-1]
        bold = theme.small_font(self.font().Weight.DemiBold)
        metrics = QFontMetrics(theme.small_font())
        width_here = min(QFontMetrics(bold).horizontalAdvance(here) + 1, self.width())
        before = metrics.elidedText(before, Qt.TextElideMode.ElideMiddle, self.width() - width_here)
        left = metrics.horizontalAdvance(before)
        painter.setFont(theme.small_font())
        painter.setPen(theme.colour("quiet"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, before)
        painter.setFont(bold)
        painter.setPen(theme.colour("ink"))
        rest = self.rect().adjusted(left, 0, 0, 0)
        shown = QFontMetrics(bold).elidedText(here, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, shown)


class Header(QWidget):
    """Band and bar. ``lock_wanted`` when Lock, or in practice Leave practice, was pressed."""

    lock_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._band = part("marking")
        self._marking = line("", "marking")
        self._marking.setAlignment(Qt.AlignmentFlag.AlignCenter)
        _inside(self._band, self._marking, vertical=2)
        self._practice = _practice_strip()
        self._practice.hide()
        bar = part("header")
        row = _inside(bar, line(PROGRAM, "strong"), vertical=8)
        self._path = _Path()
        self._glyph = Glyph("tick", 16)
        self._saved = line("", "small")
        self._lock = plain_button("Lock", self.lock_wanted.emit, dense=True)
        row.addWidget(self._path, 1)
        for widget in (self._glyph, self._saved, self._lock):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for frame in (self._band, self._practice, bar):
            column.addWidget(frame)
        self.show_nothing_saved()
        self.show_locked()

    def show_marking(self, marking: str) -> None:
        """Show a marking above everything."""
        self._marking.setText(marking)
        self._band.setAccessibleName(f"Protective marking: {marking}")

    def show_path(self, steps: tuple[str, ...]) -> None:
        """Show where the user is, last step the page itself."""
        self._path.show_steps(steps)

    def show_locked(self) -> None:
        """Look as with no vault open."""
        self._lock.hide()
        self._practice.hide()

    def show_unlocked(self, *, practice: bool) -> None:
        """Look as with a vault open, or with the example."""
        self._lock.setText("Leave practice" if practice else "Lock")
        self._lock.setAccessibleName("Leave practice" if practice else "Lock the vault")
        self._lock.setToolTip("" if practice else "Ctrl+L")
        self._lock.show()
        self._practice.setVisible(practice)

    def show_nothing_saved(self) -> None:
        """Say nothing about saving, as on pages where nothing is typed."""
        self._show("", "", "small")

    def show_state(self, sentence: str) -> None:
        """Say where an engagement stands, such as "Revision 3 finalised 16:41"."""
        self._show("tick", sentence, "small")

    def show_saved(self, when: datetime, state: str) -> None:
        """Say that everything was stored at an aware time, and what the state is: "draft 1, not yet signed"."""
        was_failing = self._saved.property("words") == "error-small"
        self._show("tick", f"Saved {when.astimezone():%H:%M} · {state}", "small")
        if was_failing:
            announce(self, "Everything is saved again")

    def show_not_saved(self, since: datetime | None) -> None:
        """Say that what is typed is not kept, since the aware time of the last success."""
        self._show("diamond", f"Not saved since {since.astimezone():%H:%M}" if since else "Not saved", "error-small")
        announce(self, self._saved.text())

    def saved_line(self) -> str:
        """Return what the saved line says."""
        return self._saved.text()

    def _show(self, shape: str, text: str, role: str) -> None:
        self._glyph.setVisible(bool(shape))
        if shape:
            self._glyph.show_shape(shape)
        self._saved.setText(text)
        self._saved.setVisible(bool(text))
        restyle(self._saved, "words", role)


def _inside(frame: QFrame, widget: QWidget, *, vertical: float) -> QHBoxLayout:
    row = QHBoxLayout(frame)
    row.setContentsMargins(theme.px(24), theme.px(vertical), theme.px(24), theme.px(vertical))
    row.setSpacing(theme.px(12))
    row.addWidget(widget)
    return row


def _practice_strip() -> QFrame:
    strip = part("practice")
    row = _inside(strip, Glyph("warning", 16), vertical=3)
    words = "Practice. This is an invented example; it is thrown away when you leave. Write nothing real here."
    row.addWidget(line(words, "practice"))
    row.addStretch(1)
    strip.setAccessibleName(words)
    return strip
