"""The list of engagements as a model: read from the vault page by page, filtered by what is typed.

Holds lines, never whole cases: a vault of 10,000 opens as fast as one of ten.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from ipas_desktop.cases.case import CaseState
from ipas_desktop.cases.labels import country_names
from ipas_desktop.ui.moments import days_from, short_day
from ipas_desktop.ui.session import Session

if TYPE_CHECKING:
    from ipas_desktop.vault.engagements import CaseLine

AnyIndex = QModelIndex | QPersistentModelIndex
COLUMNS = ("Engagement", "State", "Dates", "Changed")
LINE_ROLE = Qt.ItemDataRole.UserRole
_CHUNK = 200
_SEARCH_CHUNK = 1000


def title_of(line: CaseLine) -> str:
    """Return the title to show; a new engagement has none yet."""
    return line.title or "Untitled engagement"


def state_words(line: CaseLine) -> tuple[str, str]:
    """Return the state in words and the kind of tag it wears."""
    if line.state is CaseState.FINALISED:
        return f"Revision {line.revision} final", "good"
    return (f"Draft {line.revision + 1}", "progress")


def dates_words(line: CaseLine, today: date) -> tuple[str, str]:
    """Return the start and how far it is, both "" when it is not known."""
    if line.start is None:
        return "", ""
    verb = "starts" if line.start >= today else "started"
    return short_day(line.start), f"{verb} {days_from(today, line.start)}"


def folded(text: str) -> str:
    """Return text for comparing: without case and accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


class EngagementModel(QAbstractTableModel):
    """Rows of ``CaseLine``. ``counted`` tells how many are shown, how many there are, and whether that is all read."""

    counted = Signal(int, int, bool)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._lines: list[CaseLine] = []  # all read so far
        self._shown: list[CaseLine] = []
        self._wanted: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(lambda: self._read(_SEARCH_CHUNK))
        self.refresh()

    def refresh(self) -> None:
        """Read the list anew. Raises the vault's errors."""
        from ipas_desktop.vault import engagements

        self.beginResetModel()
        self._total = engagements.count_cases(self._session.vault)
        self._lines, self._shown = [], []
        self.endResetModel()
        self._read(_CHUNK)

    def search(self, typed: str) -> None:
        """Show only engagements whose title, reference or countries hold every word typed."""
        self._wanted = tuple(folded(typed).split())
        self.beginResetModel()
        self._shown = [line for line in self._lines if self._matches(line)]
        self.endResetModel()
        if self._wanted and len(self._lines) < self._total:
            self._timer.start()
        else:
            self._timer.stop()
        self._tell()

    def line_at(self, index: AnyIndex) -> CaseLine:
        """Return the engagement of a row."""
        return self._shown[index.row()]

    def total(self) -> int:
        """Return how many engagements the vault holds."""
        return self._total

    def _read(self, count: int) -> None:
        from ipas_desktop.vault import engagements

        more = engagements.list_cases(self._session.vault, limit=count, offset=len(self._lines))
        self._lines += more
        fitting = [line for line in more if self._matches(line)]
        if fitting:
            start = len(self._shown)
            self.beginInsertRows(QModelIndex(), start, start + len(fitting) - 1)
            self._shown += fitting
            self.endInsertRows()
        if not more or len(self._lines) >= self._total:
            self._total = len(self._lines)
            self._timer.stop()
        self._tell()

    def _matches(self, line: CaseLine) -> bool:
        if not self._wanted:
            return True
        text = folded(" ".join((title_of(line), line.reference, *country_names(line.countries))))
        return all(word in text for word in self._wanted)

    def _tell(self) -> None:
        shown = len(self._shown) if self._wanted else self._total
        self.counted.emit(shown, self._total, not self._timer.isActive())

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and not self._wanted and len(self._lines) < self._total

    def fetchMore(self, parent: AnyIndex) -> None:
        if not parent.isValid():
            self._read(_CHUNK)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._shown[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _CELLS[index.column()](line, self._session.today())
        return None


def _engagement_cell(line: CaseLine, _today: date) -> str:
    return ", ".join(filter(None, (title_of(line), line.reference, *country_names(line.countries))))


def _state_cell(line: CaseLine, _today: date) -> str:
    return state_words(line)[0]


def _dates_cell(line: CaseLine, today: date) -> str:
    return ", ".join(filter(None, dates_words(line, today))) or "No dates yet"


def _changed_cell(line: CaseLine, _today: date) -> str:
    return short_day(line.updated_at.astimezone().date())


_CELLS: tuple[Callable[[CaseLine, date], str], ...] = (_engagement_cell, _state_cell, _dates_cell, _changed_cell)
