"""The list of a document's sections beside its pages: letter, title, and how far each one is, as shape and words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ipas_desktop.forms.journey import SectionState, SectionStatus
from ipas_desktop.ui import theme
from ipas_desktop.ui.glyphs import paint_glyph

Index = QModelIndex | QPersistentModelIndex
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
CURRENT_ROLE = Qt.ItemDataRole.UserRole + 2

_ROW, _SIDE = 28, 14
_SHAPES = {
    SectionStatus.NOT_YET_STARTED: "ring",
    SectionStatus.IN_PROGRESS: "half",
    SectionStatus.COMPLETED: "tick",
    SectionStatus.CANNOT_START: "dash",
    SectionStatus.NOT_NEEDED: "dash",
}


def shape_of(state: SectionState) -> str:
    """Return the shape of a section's state: that of its status, or a diamond when something in it cannot stay so."""
    return "diamond" if state.problems else _SHAPES[state.status]


def can_open(state: SectionState) -> bool:
    """Say whether a section has pages to go to."""
    return state.status not in (SectionStatus.CANNOT_START, SectionStatus.NOT_NEEDED)


def state_words(state: SectionState) -> str:
    """Return a section's state in words: "in progress, 6 of 16 answered"."""
    if state.problems:
        noun = "problem" if state.problems == 1 else "problems"
        return f"{state.problems} {noun}, {state.answered} of {state.asked} answered"
    return {
        SectionStatus.NOT_YET_STARTED: "not yet started",
        SectionStatus.IN_PROGRESS: f"in progress, {state.answered} of {state.asked} answered",
        SectionStatus.COMPLETED: "completed",
        SectionStatus.CANNOT_START: f"cannot start yet. {state.reason}",
        SectionStatus.NOT_NEEDED: f"not needed. {state.reason}",
    }[state.status]


class SectionModel(QAbstractListModel):
    """The sections with their states; one of them is where the user is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._states: tuple[SectionState, ...] = ()
        self._current = ""

    def show_states(self, states: Sequence[SectionState], current: str) -> None:
        """Take new states; ``current`` is the id of the section the user is in."""
        if len(states) != len(self._states):
            self.beginResetModel()
            self._states, self._current = tuple(states), current
            self.endResetModel()
        elif (self._states, self._current) != (tuple(states), current):
            self._states, self._current = tuple(states), current
            self.dataChanged.emit(self.index(0), self.index(len(states) - 1))

    def state(self, position: int) -> SectionState:
        """Return the state at a position."""
        return self._states[position]

    def current(self) -> int:
        """Return the position of the section the user is in; -1 when it is not there."""
        return next((i for i, state in enumerate(self._states) if state.section.id == self._current), -1)

    def completed(self) -> tuple[int, int]:
        """Return how many of the sections that are asked are completed, and how many are asked."""
        asked = [state for state in self._states if can_open(state)]
        return sum(state.status is SectionStatus.COMPLETED for state in asked), len(asked)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._states)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        state = self._states[index.row()]
        said: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: state.section.title,
            Qt.ItemDataRole.AccessibleTextRole: f"{state.section.letter}, {state.section.title}, {state_words(state)}",
            Qt.ItemDataRole.ToolTipRole: f"{state.section.title}: {state_words(state)}",
            STATE_ROLE: state,
            CURRENT_ROLE: state.section.id == self._current,
        }
        return said.get(role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) if index.isValid() else Qt.ItemFlag.NoItemFlags


class _SectionPainter(QStyledItemDelegate):
    """Letter, title, shape; tint, bar and semi-bold for the current section."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        state: SectionState = index.data(STATE_ROLE)
        current = bool(index.data(CURRENT_ROLE))
        painter.save()
        if current:
            painter.fillRect(area, theme.colour("selected"))
            painter.fillRect(QRect(area.left(), area.top(), theme.px(4), area.height()), theme.colour("link"))
        font = theme.small_font(QFont.Weight.DemiBold if current else QFont.Weight.Normal)
        painter.setFont(font)
        side = theme.px(_SIDE)
        letter = area.adjusted(theme.px(20), 0, 0, 0)
        title = QRect(area.left() + theme.px(44), area.top(), _title_width(area.width()), area.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("quiet" if can_open(state) else "faint"))
        painter.drawText(letter, middle, state.section.letter)
        painter.setPen(theme.colour("ink" if can_open(state) else "faint"))
        painter.drawText(title, int(middle | Qt.TextFlag.TextWordWrap), state.section.title)
        top = area.top() + (area.height() - side) / 2
        paint_glyph(painter, QRectF(area.right() - theme.px(16) - side, top, side, side), shape_of(state))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetrics(theme.small_font(QFont.Weight.DemiBold))
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else theme.px(200)
        box = QRect(0, 0, _title_width(width), 1000)
        words = metrics.boundingRect(box, int(Qt.TextFlag.TextWordWrap), str(index.data()))
        return QSize(width, max(theme.px(_ROW), words.height() + theme.px(8)))


def _title_width(width: int) -> int:
    return width - theme.px(44 + 16 + 8) - theme.px(_SIDE)


class SectionList(QListView):
    """The list. ``opened`` carries the id of a section the user goes to, by click, Enter or Space."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections = SectionModel(self)
        self.setModel(self._sections)
        self.setItemDelegate(_SectionPainter(self))
        self.setAccessibleName("Sections")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._open)

    def show_states(self, states: Sequence[SectionState], current: str) -> None:
        """Show how far the sections are, and in which one the user is."""
        self._sections.show_states(states, current)
        if self.currentIndex().row() < 0:
            self.setCurrentIndex(self._sections.index(self._sections.current()))
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(sum(self.sizeHintForRow(row) for row in range(self._sections.rowCount())))

    def sections(self) -> SectionModel:
        """Return what is shown."""
        return self._sections

    def _open(self, index: Index) -> None:
        state = self._sections.state(index.row())
        if can_open(state):
            self.opened.emit(state.section.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)
