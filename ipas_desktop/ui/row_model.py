"""The rows of a table answer for a view: raw rows in, words out.

Holds the rows as typed and changes them; must not hold widgets or save anything. Thousands of rows are fine: a cell is
put into words when it is painted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias
from uuid import uuid4

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ipas_desktop.forms import answers, display, journey, wording
from ipas_desktop.forms.definition import Answers, AnswerType, Json, Question, RowId

Index: TypeAlias = QModelIndex | QPersistentModelIndex

MOST_COLUMNS, MOST_BESIDE = 6, 4
"""Columns of an overview, and of one that has the fields of its rows beside it."""

BLANK = "Not provided"
NOT_ASKED = "not asked"
BLANK_ROLE = Qt.ItemDataRole.UserRole + 1
PROBLEM_ROLE = Qt.ItemDataRole.UserRole + 2

_LONG = (AnswerType.LONG_TEXT, AnswerType.CITATIONS, AnswerType.ATTACHMENTS, AnswerType.TABLE)


def compact_columns(question: Question) -> tuple[Question, ...]:
    """Return the columns of a table that fit on one line of an overview; never none."""
    short = tuple(column for column in question.columns if column.type not in _LONG)
    return short[: MOST_BESIDE if question.fixed_rows else MOST_COLUMNS] or question.columns[:1]


def cell_words(column: Question, raw: Json, today: date) -> str:
    """Return a cell as one line for people: the canonical words, or what was typed if that cannot be read yet."""
    value = answers.parse(column, raw, today).value
    if value is not None:
        return " · ".join(line for line in display.words(column, value).lines if line)
    return typed_words(raw)


def typed_words(raw: Json) -> str:
    """Return a raw answer that cannot be read as the words that were typed."""
    if isinstance(raw, dict):
        return " ".join(filter(None, (typed_words(part) for part in raw.values())))
    if isinstance(raw, list):
        return ", ".join(filter(None, (typed_words(item) for item in raw)))
    return "" if raw is None or isinstance(raw, bool) else str(raw)


class RowModel(QAbstractTableModel):
    """The rows of one table answer. The first column is the row's number, or the fixed row's name."""

    def __init__(self, question: Question, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.columns = compact_columns(question)
        self._today = today
        self._rows: list[dict[str, Json]] = []
        self._wrong: set[tuple[str, str]] = set()
        self._wrong_rows: set[str] = set()
        self._fixed = {choice.id: choice.label for choice in question.fixed_rows}
        self._answers: Answers = {}

    def set_answers(self, answers: Answers) -> None:
        """Take the relevant answers of the form, which conditions of columns may look at."""
        self._answers = answers

    def set_rows(self, raw: Json) -> None:
        """Take the rows of a raw answer; fixed rows that are missing come in the form's order."""
        rows = [dict(row) for row in raw if isinstance(row, dict)] if isinstance(raw, list) else []
        for row in rows:
            row.setdefault("row", uuid4().hex)
        if self._fixed:
            stored = {str(row["row"]): row for row in rows}
            rows = [stored.get(row_id, {"row": row_id}) for row_id in self._fixed]
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rows(self) -> list[dict[str, Json]]:
        """Return the rows as typed, without the fixed ones in which nothing is."""
        return [row for row in self._rows if not self._fixed or len(row) > 1]

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def row(self, position: int) -> dict[str, Json]:
        """Return the row at a position, counted from 0."""
        return self._rows[position]

    def row_id(self, position: int) -> RowId:
        """Return the id of the row at a position."""
        return RowId(str(self._rows[position]["row"]))

    def position(self, row: RowId | str | None) -> int | None:
        """Return where a row stands, counted from 0; None when it is gone."""
        return next((index for index, found in enumerate(self._rows) if found["row"] == row), None)

    def title(self, position: int) -> str:
        """Return what a row is called: "Participant 2", or the name of a fixed row."""
        return wording.row_title(self.question, self.row_id(position), position + 1)

    def insert(self, position: int, cells: Mapping[str, Json]) -> RowId:
        """Insert a row with a new id (or the one in ``cells``) and return its id."""
        row = {"row": uuid4().hex, **cells}
        self.beginInsertRows(QModelIndex(), position, position)
        self._rows.insert(position, row)
        self.endInsertRows()
        self._renumber()
        return RowId(str(row["row"]))

    def remove(self, position: int) -> dict[str, Json]:
        """Take a row out and return it."""
        self.beginRemoveRows(QModelIndex(), position, position)
        row = self._rows.pop(position)
        self.endRemoveRows()
        self._renumber()
        return row

    def move(self, position: int, target: int) -> None:
        """Move a row so that it stands at ``target``."""
        after = target + 1 if target > position else target
        if self.beginMoveRows(QModelIndex(), position, position, QModelIndex(), after):
            self._rows.insert(target, self._rows.pop(position))
            self.endMoveRows()
            self._renumber()

    def set_cell(self, position: int, column: str, raw: Json) -> None:
        """Change one cell; a blank one is left out.

        The row becomes a new one, so that whoever was handed the rows before, such as a worker, has them unchanged.
        """
        kept = {name: cell for name, cell in self._rows[position].items() if name != column}
        self._rows[position] = kept if raw is None else {**kept, column: raw}
        self.dataChanged.emit(self.index(position, 0), self.index(position, self.columnCount() - 1))

    def set_wrong(self, cells: Sequence[tuple[str, str]]) -> None:
        """Mark the cells (row id, column name) that have a problem."""
        self._wrong = set(cells)
        self._wrong_rows = {row for row, _column in cells}
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, self.columnCount() - 1))

    def _renumber(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def _words(self, index: Index) -> str:
        if index.column() == 0:
            return self.title(index.row()) if self._fixed else str(index.row() + 1)
        column = self.columns[index.column() - 1]
        return cell_words(column, self._rows[index.row()].get(column.id), self._today)

    def _is_asked(self, index: Index) -> bool:
        row = self._rows[index.row()]
        if index.column() == 0:
            return True
        return self.columns[index.column() - 1] in journey.visible_columns(self.question, row, self._answers)

    def _blank_words(self, index: Index) -> str:
        return BLANK if self._is_asked(index) else NOT_ASKED

    def _heading(self, section: int) -> str:
        if section == 0:
            return self.question.row_name.capitalize() if self._fixed else "#"
        column = self.columns[section - 1]
        return column.short_label or column.label

    def _is_wrong(self, index: Index) -> bool:
        row_id = str(self._rows[index.row()]["row"])
        if index.column() == 0:
            return row_id in self._wrong_rows
        return (row_id, self.columns[index.column() - 1].id) in self._wrong

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(index) or ("–" if self._blank_words(index) == NOT_ASKED else BLANK)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            wrong = ", has a problem" if self._is_wrong(index) else ""
            said = self._words(index) or self._blank_words(index)
            return f"{self._heading(index.column())}, row {index.row() + 1}: {said}{wrong}"
        if role == BLANK_ROLE:
            return not self._words(index)
        if role == PROBLEM_ROLE:
            return self._is_wrong(index)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heading(section)
        return None
