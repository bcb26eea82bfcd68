"""A layout of fields, one below the other; short ones that follow each other stand two and two where there is room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ipas_desktop.forms.definition import AnswerType, Question
from ipas_desktop.ui.fields.choosing import stands_in_line

_SHORT = {AnswerType.DATE, AnswerType.WHOLE_NUMBER, AnswerType.MONEY, AnswerType.COUNTRY}
_SHORT_TEXT = 120


def is_short(question: Question) -> bool:
    """Say whether half the width is enough for a question's field."""
    if question.type in _SHORT:
        return True
    if question.type is AnswerType.SHORT_TEXT:
        return (question.max_length or _SHORT_TEXT + 1) <= _SHORT_TEXT
    if question.type in (AnswerType.CHOICE, AnswerType.YES_NO, AnswerType.RATING):
        return stands_in_line(question.choices) and not question.reason_when
    return False


class PairLayout(QLayout):
    """Adds widgets with ``add``; from a width of ``needed`` pixels on, short neighbours share a line."""

    def __init__(self, needed: int, widest: int, across: int, down: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._needed, self._widest, self._across, self._down = needed, widest, across, down
        self._items: list[QLayoutItem] = []
        self._short: set[QWidget] = set()
        self._full: set[QWidget] = set()
        self.setContentsMargins(0, 0, 0, 0)

    def add(self, widget: QWidget, *, short: bool, full: bool = False) -> None:
        """Add a widget at the end. ``full``: it takes all the width there is, as a table does."""
        if short:
            self._short.add(widget)
        if full:
            self._full.add(widget)
        self.addWidget(widget)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            beside = lines[-1] if lines else []
            alone = len(beside) != 1 or beside[0].widget() not in self._short or item.widget() not in self._short
            if width < self._needed or alone:
                lines.append([item])
            else:
                beside.append(item)
        return lines

    def _arrange(self, area: QRect, *, move: bool) -> int:
        """Return the height needed for the width of ``area``, in pixels."""
        y = area.y()
        column = min(area.width(), self._widest)
        half = (column - self._across) // 2
        for line in self._lines(area.width()):
            alone = area.width() if line[0].widget() in self._full else column
            width = half if len(line) == 2 else alone
            heights = [_height(item, width) for item in line]
            if move:
                for place, (item, height) in enumerate(zip(line, heights, strict=True)):
                    corner = QPoint(area.x() + place * (half + self._across), y)
                    item.setGeometry(QRect(corner, QSize(width, height)))
            y += max(heights) + self._down
        return max(y - self._down - area.y(), 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._arrange(area, move=True)

    def sizeHint(self) -> QSize:
        return QSize(self._widest, self.heightForWidth(self._widest))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(max((size.width() for size in sizes), default=0), 1)


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
