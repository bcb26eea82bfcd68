"""The field of a table of rows: an overview of all rows, and the fields of the row in hand beside or below it.

Every cell is edited in a real field, so that conditions, hints, problems and assistive technology work in a row as
they do on a page. Only the row that changed is reported, so that only it is saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QLineEdit, QWidget

from ipas_desktop.forms import wording
from ipas_desktop.forms.definition import Answers, Json, Question, RowId
from ipas_desktop.forms.problems import Address, Problem
from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import link, plain_button
from ipas_desktop.ui.fields.base import Field, column, contains
from ipas_desktop.ui.fields.flow import FlowLayout
from ipas_desktop.ui.fields.row_fields import MakeField, RowFields
from ipas_desktop.ui.labels import announce, words
from ipas_desktop.ui.long_link import LongLink
from ipas_desktop.ui.row_model import RowModel
from ipas_desktop.ui.row_view import RowView
from ipas_desktop.ui.session import Session

SIDE_BY_SIDE = 900
"""Width in pixels at 100 % from which the fields of a fixed row stand beside the overview, which then stays in sight.

Rows of a user's own are few and wide: their fields stand below.
"""

_MOST_LINES, _MOST_BESIDE = 8, 20
_MOST_LINKS = 5


class Table(Field):
    """A table answer.

    ``row_changed``, ``row_removed`` and ``row_left`` carry a row's id, ``row_moved`` the id and the new position,
    counted from 0. ``changed`` comes with each of the first three too.
    """

    row_changed = Signal(str)
    row_removed = Signal(str)
    row_moved = Signal(str, int)
    row_left = Signal(str)

    def __init__(self, question: Question, session: Session, make: MakeField, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self.model = RowModel(question, session.today(), self)
        self.view = RowView(_MOST_LINES)
        self.view.setModel(self.model)
        self.view.setAccessibleName(question.label)
        self.detail = RowFields(question, session, make)
        self._row: RowId | None = None
        self._removed: tuple[int, dict[str, Json]] | None = None
        self._build()
        self.view.chosen.connect(self._choose)
        self.view.opened.connect(self._open)
        self.view.moved.connect(self._move)
        self.detail.changed.connect(self._cell_changed)
        self.detail.left.connect(self._cell_left)
        self.model.set_rows(None)
        self._show_size()
        self._show_row_words()
        self.name_controls()

    # What a page calls

    @property
    def fields(self) -> dict[str, Field]:
        """The fields of the row in hand, by column."""
        return self.detail.fields

    def set_raw(self, raw: Json) -> None:
        kept = self._row
        self.model.set_rows(raw)
        self._row = None
        self._show_size()
        position = self.model.position(kept)
        if self.model.count():
            self._go(position or 0)
        else:
            self._show_row()

    def raw(self) -> Json:
        rows: list[Json] = list(self.model.rows())
        return rows or None

    def raw_row(self, row: RowId) -> dict[str, Json] | None:
        """Return one row as typed, without its id; None when it is gone."""
        position = self.model.position(row)
        if position is None:
            return None
        return {name: cell for name, cell in self.model.row(position).items() if name != "row"}

    def set_answers(self, answers: Answers) -> None:
        """Tell the answers of the form, which conditions of columns may look at."""
        self.model.set_answers(answers)
        self.detail.set_answers(answers)

    def controls(self, _part: str | None = None) -> Sequence[QWidget]:
        return (self.view,) if self.model.count() or self.question.fixed_rows else (self.add_button,)

    def is_composite(self) -> bool:
        return True

    def focus_part(self, address: Address) -> None:
        position = self.model.position(address.row)
        if position is None:
            super().focus_part(address)
            return
        self._go(position)
        field = self.fields.get(address.column or "")
        if field is None or field.isHidden():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            field.focus_part(address)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        whole = [problem for problem in problems if problem.at.row is None]
        self.error.setText("\n".join(f"Error: {problem.message}" for problem in whole))
        self.error.setVisible(bool(whole))
        self.model.set_wrong([(str(p.at.row), p.at.column or "") for p in problems if p.at.row is not None])
        self._show_links([problem for problem in problems if problem.at.row is not None])
        self.detail.show_problems(self._row_problems())
        self.name_controls()
        self.update()

    def place(self) -> dict[str, Json]:
        if self._row is None:
            return {}
        inner: dict[str, Json] = {"row": self._row}
        for name, field in self.fields.items():
            if contains(field, QApplication.focusWidget()):
                return {**inner, "column": name, **field.place()}
        return inner

    def go_to(self, place: Mapping[str, Json]) -> None:
        row, name = place.get("row"), place.get("column")
        self.focus_part(Address(self.question.id, RowId(row) if isinstance(row, str) else None))
        if isinstance(name, str) and name in self.fields and self._row == row:
            self.fields[name].go_to(dict(place))

    # Rows

    def add(self) -> None:
        """Add a row at the end and go to its first field."""
        self._insert(self.model.count(), {})

    def duplicate(self) -> None:
        """Add a copy of the row in hand below it and go to its first field."""
        position = self.model.position(self._row)
        if position is not None and self._row is not None:
            self._insert(position + 1, self.raw_row(self._row) or {})

    def remove(self) -> None:
        """Take the row in hand out; it can be put back until another one is taken out."""
        position = self.model.position(self._row)
        if position is None or self.question.fixed_rows:
            return
        # Taking a row out makes the view choose another one at once, so what goes is noted first.
        title, gone = self.model.title(position), str(self._row)
        self._removed = (position, self.model.remove(position))
        self._row = None
        self._show_size()
        self.undo_link.setText(f"{title} removed. Put it back")
        self.undo_link.setAccessibleName(self.undo_link.text())
        self.undo_link.show()
        if self.model.count():
            self._go(min(position, self.model.count() - 1))
            self.view.setFocus()
        else:
            self._show_row()
            self.add_button.setFocus()
        announce(self.view, f"{title} removed, {self._count_words()}")
        self.row_removed.emit(gone)
        self.changed.emit()

    def put_back(self) -> None:
        """Put the row that was taken out last back in its place."""
        if self._removed is None:
            return
        position, row = self._removed
        self._removed = None
        self.undo_link.hide()
        self._insert(min(position, self.model.count()), row)

    def _insert(self, position: int, cells: Mapping[str, Json]) -> None:
        last = self.model.count()
        row = self.model.insert(position, cells)
        self._show_size()
        self._go(position)
        announce(self.view, f"{self.model.title(position)} added, {self._count_words()}")
        self.row_changed.emit(row)
        if position < last:
            self.row_moved.emit(row, position)
        self.changed.emit()
        self._open(0, "")

    def _move(self, by: int) -> None:
        position = self.model.position(self._row)
        if position is None or self.question.fixed_rows or not 0 <= position + by < self.model.count():
            return
        self.model.move(position, position + by)
        self._show_row_words()
        announce(self.view, f"Row {position + by + 1} of {self.model.count()}")
        self.row_moved.emit(str(self._row), position + by)
        self.changed.emit()

    # The row in hand

    def _go(self, position: int) -> None:
        """Make a row the one in hand."""
        if self.view.currentIndex().row() == position:
            self._choose(position)
            return
        self.view.setCurrentIndex(self.model.index(position, max(self.view.currentIndex().column(), 0)))

    def _choose(self, position: int) -> None:
        row = self.model.row_id(position)
        if row == self._row:
            return
        if self._row is not None:
            self.row_left.emit(str(self._row))
        self._row = row
        self._show_row()

    def _show_row(self) -> None:
        """Show the cells of the row in hand in the fields."""
        position = self.model.position(self._row)
        if position is None:
            self.detail.hide()
        else:
            self.detail.show_row(self.model.row(position), self.model.title(position), self._row_problems())
        self._show_row_words()

    def _cell_changed(self, name: str) -> None:
        position = self.model.position(self._row)
        if position is None:
            return
        self.model.set_cell(position, name, self.fields[name].raw())
        self.detail.take_row(self.model.row(position))
        self.row_changed.emit(str(self._row))
        self.changed.emit()

    def _cell_left(self) -> None:
        if self._row is not None:
            self.row_left.emit(str(self._row))

    def _row_problems(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.at.row is not None and problem.at.row == self._row]

    def _open(self, view_column: int, typed: str) -> None:
        """Put the focus into the field of a column of the overview; typed text replaces what is in a line."""
        if self._row is None:
            return
        asked = self.model.columns[view_column - 1] if view_column else self.question.columns[0]
        field = self.fields[str(asked.id)]
        if field.isHidden():
            field = next((other for other in self.fields.values() if not other.isHidden()), field)
        field.focus_part(Address(asked.id))
        focused = QApplication.focusWidget()
        if typed and isinstance(focused, QLineEdit):
            focused.selectAll()
            focused.insert(typed)

    # What is seen

    def _build(self) -> None:
        name = self.question.row_name
        self.add_button = plain_button(f"Add {name}", self.add, dense=True)
        self.tools = [
            plain_button("Duplicate", self.duplicate, dense=True),
            plain_button("Remove", self.remove, dense=True),
            plain_button("Move up", lambda: self._move(-1), dense=True),
            plain_button("Move down", lambda: self._move(1), dense=True),
        ]
        for button in self.tools:
            button.setAccessibleName(f"{button.text()} {name}")
        tool_row = QWidget()
        tools = FlowLayout(tool_row, across=theme.px(8))
        for button in (self.add_button, *self.tools):
            tools.addWidget(button)
        tool_row.setVisible(not self.question.fixed_rows)
        self.status = words("", "hint")
        self.undo_link = link("", self.put_back)
        self.undo_link.hide()
        self._links = column(spacing=theme.px(2))
        overview = QWidget()
        left = column(overview, spacing=theme.px(8))
        left.addWidget(tool_row)
        left.addWidget(self.view)
        left.addLayout(self._links)
        left.addWidget(self.undo_link, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.status)
        left.addStretch(1)
        self._split = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._split.setSpacing(theme.px(24))
        self._split.addWidget(overview, 3)
        self._split.addWidget(self.detail, 2)
        self.body.addLayout(self._split)

    def _show_size(self) -> None:
        """Fit the overview to its rows; an empty one is not shown."""
        self.view.setVisible(self.model.count() > 0)
        self.view.fit()
        for button in self.tools:
            button.setVisible(self.model.count() > 0)
        full = self.question.max_rows is not None and self.model.count() >= self.question.max_rows
        self.add_button.setEnabled(not full)

    def _count_words(self) -> str:
        count, name = self.model.count(), self.question.row_name
        if not count:
            return f"No {wording.plural(name)} yet"
        return f"1 {name}" if count == 1 else f"{count:,} {wording.plural(name)}"

    def _show_row_words(self) -> None:
        position = self.model.position(self._row)
        if position is None:
            self.status.setText(self._count_words())
            return
        self.detail.show_title(self.model.title(position))
        keys = "Enter opens the row, Esc goes back to the list"
        if not self.question.fixed_rows:
            keys += ", Alt with Up or Down moves it"
        self.status.setText(f"Row {position + 1:,} of {self.model.count():,}. {keys}")

    def _show_links(self, problems: Sequence[Problem]) -> None:
        while (item := self._links.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for problem in problems[:_MOST_LINKS]:
            self._links.addWidget(LongLink(problem.message, partial(self.focus_part, problem.at), "error"))
        if len(problems) > _MOST_LINKS:
            self._links.addWidget(words(f"and {len(problems) - _MOST_LINKS} more in this table", "error-small"))

    def _arrange(self) -> None:
        wide = bool(self.question.fixed_rows) and self.width() >= theme.px(SIDE_BY_SIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._split.direction() != direction:
            self._split.setDirection(direction)
        self.view.show_at_most(_MOST_BESIDE if wide else _MOST_LINES)

    def event(self, event: QEvent) -> bool:
        # Escape leads from a row's fields back to the overview before it may lead out of the page.
        if event.type() == QEvent.Type.ShortcutOverride and self._escapes(event):
            event.accept()
            return True
        return super().event(event)

    def _escapes(self, event: QEvent) -> bool:
        return (
            isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and contains(self.detail, QApplication.focusWidget())
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._escapes(event):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if event.key() == Qt.Key.Key_Delete and self.view.hasFocus():
            self.remove()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Turning the layout round while Qt is laying it out would recurse.
        QTimer.singleShot(0, self, self._arrange)
