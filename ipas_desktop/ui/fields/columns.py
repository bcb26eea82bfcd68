"""A layout that sets many options in two columns where there is room, read down the first and then the second.

Long lists of options would otherwise make pages with tables scroll for screens.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class ColumnsLayout(QLayout):
    """Items one below the other; from a width of ``needed`` pixels on, in two columns of about the same length."""

    def __init__(self, parent: QWidget, needed: int, across: int, down: int) -> None:
        super().__init__(parent)
        self._needed, self._across, self._down = needed, across, down
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def _columns(self, width: int) -> tuple[list[QLayoutItem], ...]:
        shown = [item for item in self._items if not item.isEmpty()]
        if width < self._needed:
            return (shown,)
        half = (len(shown) + 1) // 2
        return shown[:half], shown[half:]

    def _arrange(self, area: QRect, *, move: bool) -> int:
        """Return the height needed for the width of ``area``, in pixels."""
        columns = self._columns(area.width())
        width = (area.width() - (len(columns) - 1) * self._across) // len(columns)
        tallest = 0
        for place, items in enumerate(columns):
            y = area.y()
            for item in items:
                height = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
                if move:
                    corner = QPoint(area.x() + place * (width + self._across), y)
                    item.setGeometry(QRect(corner, QSize(width, height)))
                y += height + self._down
            tallest = max(tallest, y - self._down - area.y())
        return max(tallest, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._arrange(area, move=True)

    def sizeHint(self) -> QSize:
        return QSize(self._needed, self.heightForWidth(self._needed))

    def minimumSize(self) -> QSize:
        return QSize(max((item.minimumSize().width() for item in self._items), default=0), 1)
