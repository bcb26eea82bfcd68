"""The overview of a table of rows: one line a row, keyboard first.

Shows a ``RowModel``; must not change it. Tab leaves it, arrows move in it, Enter, F2 or typing asks for the row's own
fields (``opened``), Alt+Up and Alt+Down ask for a move.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ipas_desktop.ui import theme
from ipas_desktop.ui.row_model import BLANK, BLANK_ROLE, PROBLEM_ROLE, Index

ROW_HEIGHT = 32
_PAD = 8


class _RowPainter(QStyledItemDelegate):
    """Paints a cell: tint and bar on the row in hand, quiet words for blanks, a diamond on a row with a problem."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        wrong = bool(index.data(PROBLEM_ROLE))
        painter.save()
        painter.fillRect(area, theme.colour("selected" if chosen else "page"))
        if chosen and index.column() == 0:
            painter.fillRect(QRect(area.left(), area.top(), theme.px(4), area.height()), theme.colour("link"))
        painter.setPen(QPen(theme.colour("hair"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        text = area.adjusted(theme.px(_PAD), 0, -theme.px(_PAD), 0)
        if wrong and index.column() == 0:
            self._paint_diamond(painter, text)
            text.setRight(text.right() - theme.px(20))
        ink = "error" if wrong and index.column() else "quiet" if index.data(BLANK_ROLE) else "ink"
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.small_font())
        metrics = QFontMetrics(theme.small_font())
        blank_fits = metrics.horizontalAdvance(BLANK) <= text.width()
        shown = "–" if index.data(BLANK_ROLE) and not blank_fits else str(index.data())
        words = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

    def _paint_diamond(self, painter: QPainter, area: QRect) -> None:
        side = theme.px(10)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(area.right() - theme.px(6), area.center().y())
        painter.rotate(45)
        painter.fillRect(QRect(-side // 2, -side // 2, side, side), theme.colour("error"))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetrics(theme.small_font())
        width = metrics.horizontalAdvance(str(index.data())[:60]) + 2 * theme.px(_PAD) + theme.px(4)
        return QSize(width, theme.px(ROW_HEIGHT))


class RowView(QTableView):
    """The overview. ``opened`` carries the column asked for and what was typed, ``moved`` -1 for up and 1 for down."""

    opened = Signal(int, str)
    moved = Signal(int)
    chosen = Signal(int)

    def __init__(self, most: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.setItemDelegate(_RowPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heading = self.horizontalHeader()
        heading.setHighlightSections(False)
        wrapped = Qt.AlignmentFlag(int(Qt.TextFlag.TextWordWrap))
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom | wrapped)
        heading.setStretchLastSection(True)
        heading.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.column(), ""))

    def show_at_most(self, lines: int) -> None:
        """Show no more than that many lines at once; the others scroll."""
        if lines != self._most:
            self._most = lines
            self.fit()

    def fit(self) -> None:
        """Take the height of the rows, up to the most lines that are shown at once, and fitting column widths."""
        model = self.model()
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))
        lines = min(max(model.rowCount(), 1), self._most)
        self._fit_columns(model)
        heading = self._heading_height(model)
        self.horizontalHeader().setFixedHeight(heading)
        self.setFixedHeight(heading + lines * theme.px(ROW_HEIGHT) + 2)

    def _fit_columns(self, model: QAbstractItemModel) -> None:
        """Share the width: each column as wide as its words, cut to a fair share when all do not fit.

        The first column, a row's number or name, takes what it needs up to two fifths.
        """
        self.horizontalHeader().setResizeContentsPrecision(50)
        space = self.viewport().width()
        wanted = [max(self.sizeHintForColumn(c), theme.px(72 if c else 40)) for c in range(model.columnCount())]
        first = min(wanted[0], space * 2 // 5)
        others = max(len(wanted) - 1, 1)
        fair = max((space - first) // others, theme.px(64))
        spare = max(space - first - sum(min(width, fair) for width in wanted[1:]), 0)
        missing = sum(max(width - fair, 0) for width in wanted[1:])
        self.setColumnWidth(0, first)
        for column, width in enumerate(wanted[1:], 1):
            share = max(width - fair, 0) / missing if missing > spare else 0
            given = min(width, fair) + int(spare * share) if missing > spare else width + (spare - missing) // others
            self.setColumnWidth(column, given)

    def _heading_height(self, model: QAbstractItemModel) -> int:
        """Return the height in which every heading fits its column, on up to three lines."""
        metrics = QFontMetrics(theme.small_font(QFont.Weight.DemiBold))
        lines = 1
        for column in range(model.columnCount()):
            box = QRect(0, 0, self.columnWidth(column) - 2 * theme.px(_PAD), theme.px(1000))
            words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            height = metrics.boundingRect(box, int(Qt.TextFlag.TextWordWrap), words).height()
            lines = max(lines, round(height / metrics.lineSpacing()))
        return min(lines, 3) * metrics.lineSpacing() + theme.px(14)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.chosen.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        if modifiers == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif modifiers == Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.focusNextPrevChild(key == Qt.Key.Key_Tab)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not modifiers:
            self.opened.emit(self.currentIndex().column(), "")
        elif event.text().isprintable() and event.text().strip() and not modifiers & _COMMANDS:
            self.opened.emit(self.currentIndex().column(), event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.model() is not None and event.size().width() != event.oldSize().width():
            self.fit()


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
