"""The side list of an engagement: its pages, with a count or state at the right edge, the current one with a bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import Button

_ROW, _BAR, _LEFT, _RIGHT = 32, 4, 20, 16


class NavigationRow(Button):
    """One row: words at the left, a count at the right; red and bold where something must be fixed."""

    def __init__(self, text: str, count: str = "", *, is_current: bool = False, must_fix: bool = False) -> None:
        super().__init__(text)
        self._count, self._is_current, self._must_fix = count, is_current, must_fix
        self.setAccessibleName(", ".join(filter(None, (text, count, "this page" if is_current else ""))))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return theme.size(200, _ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.rect()
        if self._is_current:
            painter.fillRect(box, theme.colour("selected"))
            painter.fillRect(QRect(0, 0, theme.px(_BAR), box.height()), theme.colour("link"))
        elif self.underMouse():
            painter.fillRect(box, theme.colour("button_over"))
        inside = box.adjusted(theme.px(_LEFT), 0, -theme.px(_RIGHT), 0)
        weight = QFont.Weight.DemiBold if self._is_current else QFont.Weight.Normal
        count_font = theme.small_font(QFont.Weight.DemiBold if self._must_fix else QFont.Weight.Normal)
        count_width = QFontMetrics(count_font).horizontalAdvance(self._count)
        font = theme.small_font(weight)
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        room = inside.width() - count_width - theme.px(8)
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.setFont(count_font)
        painter.setPen(theme.colour("error" if self._must_fix else "quiet"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._count)


def row(text: str, pressed: Callable[[], object], count: str = "", *, must_fix: bool = False) -> NavigationRow:
    """Return a row that leads to another page."""
    made = NavigationRow(text, count, must_fix=must_fix)
    made.clicked.connect(lambda _checked: pressed())
    return made
