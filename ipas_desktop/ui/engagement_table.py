"""The table of engagements as painted: two lines a row, state as a tag, the current row with a tint and a bar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ipas_desktop.cases.labels import country_names
from ipas_desktop.ui import theme
from ipas_desktop.ui.engagement_model import LINE_ROLE, EngagementModel, dates_words, state_words, title_of
from ipas_desktop.ui.moments import short_day
from ipas_desktop.ui.page import is_narrow

if TYPE_CHECKING:
    from ipas_desktop.vault.engagements import CaseLine

_ROW, _PAD, _BAR = 53, 8, 4
_GAP = 12
_TAGS = {"good": ("good", "good_tint"), "progress": ("progress", "progress_tint")}


class _Delegate(QStyledItemDelegate):
    """Paints one cell."""

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._today = today

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(LINE_ROLE)
        box: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("selected"))
            if index.column() == 0:
                painter.fillRect(box.x(), box.y(), theme.px(_BAR), box.height(), theme.colour("link"))
        painter.setPen(theme.colour("hair"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inside = box.adjusted(theme.px(_PAD), theme.px(6), -theme.px(8), -theme.px(6))
        paint = (self._paint_title, self._paint_state, self._paint_dates, self._paint_changed)[index.column()]
        paint(painter, inside, line)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(60), theme.px(_ROW))

    def _paint_title(self, painter: QPainter, box: QRect, line: CaseLine) -> None:
        quiet = QFontMetrics(theme.small_font())
        reserved = quiet.horizontalAdvance(line.reference) + theme.px(_GAP)
        font = theme.small_font(QFont.Weight.DemiBold)
        font.setUnderline(True)
        width = max(box.width() - reserved, box.width() // 2)
        title = QFontMetrics(font).elidedText(title_of(line), Qt.TextElideMode.ElideRight, width)
        _text(painter, box, title, "link", font)
        left = QFontMetrics(font).horizontalAdvance(title) + theme.px(_GAP)
        _text(painter, box.adjusted(left, 0, 0, 0), line.reference, "quiet")
        where = ", ".join(country_names(line.countries)) or "No country yet"
        _text(painter, _second(box), where, "ink" if line.countries else "quiet")

    def _paint_state(self, painter: QPainter, box: QRect, line: CaseLine) -> None:
        said, kind = state_words(line)
        ink, tint = _TAGS[kind]
        font = theme.small_font(QFont.Weight.DemiBold)
        width = min(QFontMetrics(font).horizontalAdvance(said) + theme.px(16), box.width())
        tag = QRect(box.x(), box.y(), width, theme.px(24))
        painter.fillRect(tag, theme.colour(tint))
        _text(painter, tag.adjusted(theme.px(8), 0, 0, 0), said, ink, font, centred=True)

    def _paint_dates(self, painter: QPainter, box: QRect, line: CaseLine) -> None:
        day, distance = dates_words(line, self._today)
        _text(painter, box, day or "No dates yet", "ink" if day else "quiet")
        _text(painter, _second(box), distance, "quiet")

    def _paint_changed(self, painter: QPainter, box: QRect, line: CaseLine) -> None:
        here = line.updated_at.astimezone()
        _text(painter, box, short_day(here.date()), "ink")
        _text(painter, _second(box), f"{here:%H:%M}", "quiet")


def _second(box: QRect) -> QRect:
    return box.adjusted(0, theme.px(20), 0, 0)


def _text(
    painter: QPainter, box: QRect, text: str, role: str, font: QFont | None = None, *, centred: bool = False
) -> None:
    font = font or theme.small_font()
    painter.setFont(font)
    painter.setPen(theme.colour(role))
    metrics = QFontMetrics(font)
    line = box if centred else QRect(box.x(), box.y(), box.width(), theme.px(20))
    shown = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class EngagementTable(QTableView):
    """The list of engagements; ``chosen`` carries the id of the one to open."""

    chosen = Signal(str)

    def __init__(self, model: EngagementModel, today: date) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_Delegate(today, self))
        self.setAccessibleName("Engagements")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in ((1, 150), (2, 150), (3, 120)):
            self.setColumnWidth(column, theme.px(width))

    def choose_current(self) -> None:
        """Open the current row."""
        index = self.currentIndex()
        if index.isValid():
            self.chosen.emit(str(index.data(LINE_ROLE).id))

    def go_in(self) -> None:
        """Take the focus from the search field: on the first row if none is current."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.selectRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.choose_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = is_narrow(self, 760)
        for column in (2, 3):
            self.setColumnHidden(column, narrow)
