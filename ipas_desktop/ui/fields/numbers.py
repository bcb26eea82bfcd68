"""Fields of numbers: whole numbers, money, and percentages that share out a hundred."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ipas_desktop.forms.definition import Json, Question
from ipas_desktop.ui import theme
from ipas_desktop.ui.fields.base import Field
from ipas_desktop.ui.fields.editors import LineEdit
from ipas_desktop.ui.fields.text import as_text
from ipas_desktop.ui.labels import line as one_line
from ipas_desktop.ui.labels import words
from ipas_desktop.ui.session import Session


class WholeNumber(Field):
    """A number as typed."""

    characters = 10

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self.edit = LineEdit(self.characters)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.line = QHBoxLayout()
        self.line.setSpacing(theme.px(8))
        self.line.addWidget(self.edit)
        self.line.addStretch(1)
        self.body.addLayout(self.line)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        with QSignalBlocker(self.edit):
            self.edit.setText(as_text(raw))

    def raw(self) -> Json:
        return self.edit.text() or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return (self.edit,) if part is None else ()


class Money(WholeNumber):
    """An amount in pounds as typed; the pound sign stands before the box and may be typed too."""

    characters = 14

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        sign = one_line("£", "option")
        self.line.insertWidget(0, sign)


def total_words(typed: Sequence[str]) -> str:
    """Return the running total of percentages as typed: "Total 70%. 30% left to share out"."""
    numbers = [text.strip().removesuffix("%").strip() for text in typed]
    known = [int(text) for text in numbers if text.isascii() and text.isdigit()]
    total = sum(known)
    if any(text for text in numbers if not (text.isascii() and text.isdigit())):
        return f"Total {total}%, without what is not a whole number"
    if total == 100 or not any(numbers):
        return f"Total {total}%"
    difference = f"{100 - total}% left to share out" if total < 100 else f"{total - 100}% too much"
    return f"Total {total}%. {difference}"


class Shares(Field):
    """A percentage for each choice, with the total worked out as they are typed."""

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self._unknown: dict[str, Json] = {}
        self.edits: dict[str, LineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        for line, choice in enumerate(question.choices):
            edit = LineEdit(4)
            edit.setAccessibleName(f"{choice.label}, per cent")
            edit.setAccessibleDescription(choice.hint)
            label = words(choice.label, "option")
            label.setBuddy(edit)
            percent = one_line("%", "option")
            for place, widget in enumerate((label, edit, percent)):
                grid.addWidget(widget, line, place)
            edit.textChanged.connect(self._typed)
            self.edits[choice.id] = edit
        grid.setColumnStretch(0, 1)
        self.body.addLayout(grid)
        self.total = words("", "total")
        self.body.addWidget(self.total)
        self._count()
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        shares = raw if isinstance(raw, dict) else {}
        self._unknown = {key: value for key, value in shares.items() if key not in self.edits}
        for choice_id, edit in self.edits.items():
            with QSignalBlocker(edit):
                edit.setText(as_text(shares.get(choice_id)))
        self._count()

    def raw(self) -> Json:
        typed: dict[str, Json] = {choice_id: edit.text() for choice_id, edit in self.edits.items() if edit.text()}
        return {**typed, **self._unknown} or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return tuple(edit for choice_id, edit in self.edits.items() if part in (None, choice_id))

    def is_composite(self) -> bool:
        return True

    def _typed(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        self.total.setText(total_words([edit.text() for edit in self.edits.values()]))
