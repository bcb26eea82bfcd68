"""The fields of one row of a table, beside or below the overview of all rows.

Holds the row as it was given; the table holds all rows. The fields are made once, in a turn of their own, so that a
page with tables opens without a stall, and are given one row after another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from ipas_desktop.forms import journey
from ipas_desktop.forms.definition import Answers, Json, Question
from ipas_desktop.forms.problems import Problem
from ipas_desktop.ui import theme
from ipas_desktop.ui.fields.base import GUTTER, Field, column
from ipas_desktop.ui.fields.pairs import PairLayout, is_short
from ipas_desktop.ui.labels import Heading
from ipas_desktop.ui.session import Session

MakeField = Callable[[Question, Session], Field]


class RowFields(QFrame):
    """A heading and a field for each column on the path of the row.

    ``changed`` carries the name of a column the user changed; ``left`` says that the focus went out of a field.
    """

    changed = Signal(str)
    left = Signal()

    def __init__(self, question: Question, session: Session, make: MakeField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "inset")
        self._question, self._session, self._make = question, session, make
        self._fields: dict[str, Field] = {}
        self._row: Mapping[str, Json] = {}
        self._answers: Answers = {}
        self._problems: Sequence[Problem] = ()
        self._first_fill = QTimer(self)
        self._first_fill.setSingleShot(True)
        self._first_fill.timeout.connect(self._fill)
        inset = theme.px(GUTTER)
        self.heading = Heading("", 3)
        self._pairs = PairLayout(theme.px(640), theme.px(1000), theme.px(32) - inset, theme.px(16))
        top = column()
        top.setContentsMargins(inset, 0, 0, 0)
        top.addWidget(self.heading)
        layout = column(self, spacing=theme.px(12))
        layout.addLayout(top)
        layout.addLayout(self._pairs)
        layout.addStretch(1)
        self.hide()

    @property
    def fields(self) -> dict[str, Field]:
        """The fields by column, filled; made when they are first wanted."""
        if self._first_fill.isActive():
            self._fill()
        return self._fields

    def show_row(self, row: Mapping[str, Json], title: str, problems: Sequence[Problem]) -> None:
        """Show another row, and what is wrong with it."""
        self._row, self._problems = row, problems
        self.heading.setText(title)
        self.show()
        if self._fields:
            self._fill()
        else:
            self._first_fill.start(0)

    def show_title(self, title: str) -> None:
        """Show what the row is called now that it has moved."""
        self.heading.setText(title)

    def take_row(self, row: Mapping[str, Json]) -> None:
        """Take the row as changed in these fields, and show the columns that are on its path now."""
        self._row = row
        self._show_columns()

    def set_answers(self, answers: Answers) -> None:
        """Take the relevant answers of the form, which conditions of columns may look at."""
        self._answers = answers
        self._show_columns()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show the problems of this row at its fields."""
        self._problems = problems
        for name, field in self._fields.items():
            field.show_problems([problem for problem in problems if problem.at.column == name])

    def _fill(self) -> None:
        self._first_fill.stop()
        if not self._fields:
            self._make_fields()
        for name, field in self._fields.items():
            field.set_raw(self._row.get(name))
        self._show_columns()
        self.show_problems(self._problems)

    def _make_fields(self) -> None:
        for asked in self._question.columns:
            field = self._make(asked, self._session)
            field.changed.connect(partial(self.changed.emit, str(asked.id)))
            field.left.connect(self.left)
            self._pairs.add(field, short=is_short(asked))
            self._fields[str(asked.id)] = field

    def _show_columns(self) -> None:
        shown = {str(each.id) for each in journey.visible_columns(self._question, self._row, self._answers)}
        for name, field in self._fields.items():
            field.setVisible(name in shown)
