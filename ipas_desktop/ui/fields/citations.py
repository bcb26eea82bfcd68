"""The field of sources: a list of what is cited, and the parts of the one in hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from ipas_desktop.forms.answers.lists import CITATION_PARTS, LINK_LENGTH
from ipas_desktop.forms.answers.text import PART_LENGTH
from ipas_desktop.forms.definition import AnswerType, Json, Question, QuestionId
from ipas_desktop.forms.problems import Address, Problem
from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import link, plain_button
from ipas_desktop.ui.fields.base import Field, column, contains
from ipas_desktop.ui.labels import Heading, announce, words
from ipas_desktop.ui.session import Session

_DATES = ("date", "retrieved_on")
_HINTS = {"date": "A year, or a month and a year, will do", "link": "Leave blank for a paper source"}


def part_question(part: str) -> Question:
    """Return the question that one part of a source is."""
    return Question(
        id=QuestionId(part),
        type=AnswerType.DATE if part in _DATES else AnswerType.SHORT_TEXT,
        label=CITATION_PARTS[part],
        hint=_HINTS.get(part, ""),
        required=True,
        max_length=LINK_LENGTH if part == "link" else PART_LENGTH,
    )


class Citations(Field):
    """A list of sources, each with its parts as typed."""

    def __init__(
        self,
        question: Question,
        session: Session,
        make: Callable[[Question, Session], Field],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(question, session, parent)
        self._items: list[dict[str, Json]] = []
        self._hand: int | None = None
        self._list = column(spacing=theme.px(4))
        self.add_button = plain_button("Add a source", self.add, dense=True)
        self.add_button.setAccessibleName(f"Add a source for {question.label}")
        self.detail = QWidget()
        detail = column(self.detail, spacing=theme.px(12))
        self.heading = Heading("", 3)
        self.heading.setContentsMargins(theme.px(16), 0, 0, 0)
        detail.addWidget(self.heading)
        self.fields: dict[str, Field] = {}
        for part in CITATION_PARTS:
            field = make(part_question(part), session)
            field.changed.connect(lambda part=part: self._part_changed(part))
            detail.addWidget(field)
            self.fields[part] = field
        self.body.addLayout(self._list)
        self.body.addWidget(self.detail)
        self.body.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._show()
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        self._items = [dict(item) for item in raw if isinstance(item, dict)] if isinstance(raw, list) else []
        self._hand = None
        self._show()

    def raw(self) -> Json:
        items: list[Json] = [dict(item) for item in self._items if item]
        return items or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return (self.add_button,) if part is None else ()

    def is_composite(self) -> bool:
        return True

    def focus_part(self, address: Address) -> None:
        number, _dot, part = (address.part or "").partition(".")
        if number.isdigit() and 1 <= int(number) <= len(self._items):
            self._take(int(number) - 1)
            self.fields[part if part in self.fields else "title"].focus_part(Address(self.question.id))
            return
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        super().show_problems(problems)
        self._show_part_problems()

    def place(self) -> dict[str, Json]:
        for part, field in self.fields.items():
            if self._hand is not None and contains(field, QApplication.focusWidget()):
                return {"item": self._hand, "item_part": part, **field.place()}
        return {}

    def go_to(self, place: dict[str, Json]) -> None:
        item, part = place.get("item"), place.get("item_part")
        if isinstance(item, int) and item < len(self._items) and isinstance(part, str) and part in self.fields:
            self._take(item)
            self.fields[part].go_to(place)
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self) -> None:
        """Add a blank source and go to its title. A blank one that is there already is used first."""
        if not self._items or self._items[-1]:
            self._items.append({})
        self._take(len(self._items) - 1)
        announce(self.add_button, f"Source {len(self._items)} added")
        self.fields["title"].focus_part(Address(self.question.id))

    def _take(self, index: int) -> None:
        """Make a source the one in hand."""
        self._hand = index
        self._show()

    def _remove(self, index: int) -> None:
        del self._items[index]
        self._hand = None
        self._show()
        self.add_button.setFocus()
        announce(self.add_button, f"Source {index + 1} removed, {len(self._items)} left")
        self.changed.emit()

    def _part_changed(self, part: str) -> None:
        if self._hand is None:
            return
        raw = self.fields[part].raw()
        if raw is None:
            self._items[self._hand].pop(part, None)
        else:
            self._items[self._hand][part] = raw
        self.changed.emit()

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for index, source in enumerate(self._items):
            if index != self._hand:
                self._list.addWidget(self._line(index, source))
        self.detail.setVisible(self._hand is not None)
        if self._hand is not None:
            self.heading.setText(f"Source {self._hand + 1}")
            for part, field in self.fields.items():
                field.set_raw(self._items[self._hand].get(part))
        self._show_part_problems()

    def _show_part_problems(self) -> None:
        for part, field in self.fields.items():
            place = "" if self._hand is None else f"{self._hand + 1}.{part}"
            field.show_problems([problem for problem in self.problems if problem.at.part == place])

    def _line(self, index: int, source: dict[str, Json]) -> QWidget:
        said = ", ".join(str(source[part]) for part in ("title", "publisher") if isinstance(source.get(part), str))
        title = f"{index + 1}. {said or 'Not filled in yet'}"
        change = link("Change", lambda: self._change(index))
        change.setAccessibleName(f"Change source {title}")
        remove = link("Remove", lambda: self._remove(index))
        remove.setAccessibleName(f"Remove source {title}")
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(16))
        layout.addWidget(words(title, "option"), 1)
        layout.addWidget(change)
        layout.addWidget(remove)
        return line

    def _change(self, index: int) -> None:
        self._take(index)
        self.fields["title"].focus_part(Address(self.question.id))
