"""A link whose words wrap, for sentences: problems, titles of other people's choosing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ipas_desktop.ui import theme

_FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_ENDLESS = 100_000


class LongLink(QAbstractButton):
    """Words that go somewhere. ``tone``: the colour it is painted in, by its name in the theme."""

    def __init__(
        self, text: str, pressed: Callable[[], object], tone: str = "link", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self._words, self._tone = text, tone
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._wear()
        theme.changes().changed.connect(self._wear)
        self.clicked.connect(lambda _checked: pressed())

    def _wear(self) -> None:
        font = theme.small_font()
        font.setUnderline(True)
        self.setFont(font)
        self.updateGeometry()

    def _bounds(self, width: int) -> QRect:
        return self.fontMetrics().boundingRect(QRect(0, 0, width, _ENDLESS), int(_FLAGS), self._words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.colour("link_over" if self._tone == "link" and self.underMouse() else self._tone))
        painter.drawText(self.rect(), int(_FLAGS), self._words)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self._bounds(width).height(), theme.px(24))

    def sizeHint(self) -> QSize:
        natural = self._bounds(_ENDLESS)
        return QSize(natural.width() + 1, max(natural.height(), theme.px(24)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(40), theme.px(24))
