"""Fields of dates: day, month and year as typed, and a period of two of them.

Month names are accepted; nothing jumps by itself. Source: GOV.UK date input. A whole date pasted into the day is
spread over the three boxes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ipas_desktop.forms.answers.dates import MONTHS
from ipas_desktop.forms.definition import Json, Question
from ipas_desktop.ui import theme
from ipas_desktop.ui.fields.base import Field, column
from ipas_desktop.ui.fields.editors import LineEdit, pasted_words
from ipas_desktop.ui.fields.flow import FlowLayout
from ipas_desktop.ui.labels import line as one_line
from ipas_desktop.ui.session import Session

PARTS = (("day", "Day", 2), ("month", "Month", 9), ("year", "Year", 4))
"""Part, its label, and the characters its box is wide."""

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WHOLE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+([^\W\d_]+|\d{1,2})[\s,./-]+(\d{4})")


def date_parts(raw: Json) -> dict[str, str]:
    """Return what stands in the three boxes for a raw date; an ISO date comes out with the month's name."""
    if isinstance(raw, str):
        found = _ISO.fullmatch(raw)
        if found and 1 <= int(found[2]) <= 12:
            return {"day": str(int(found[3])), "month": MONTHS[int(found[2]) - 1], "year": found[1]}
        return {"day": raw, "month": "", "year": ""}
    if isinstance(raw, dict):
        return {part: str(raw.get(part) or "") for part, _label, _width in PARTS}
    return {"day": "", "month": "", "year": ""}


def read_whole(text: str) -> dict[str, str] | None:
    """Read a pasted date such as "27/3/2027", "27 March 2027" or "2027-03-27"; None when it is not one."""
    if _ISO.fullmatch(text.strip()):
        return date_parts(text.strip())
    found = _WHOLE.fullmatch(text.strip())
    return {"day": found[1], "month": found[2], "year": found[3]} if found else None


class _DayEdit(LineEdit):
    """The day; a whole date pasted here is handed on."""

    whole_date = Signal(object)

    def take(self, source: QMimeData) -> None:
        whole = read_whole(pasted_words(source))
        if whole is None:
            super().take(source)
        else:
            self.whole_date.emit(whole)


class DateEdit(QWidget):
    """Three boxes with their labels."""

    changed = Signal()

    def __init__(self, named: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, LineEdit] = {}
        layout = FlowLayout(self, across=theme.px(16))
        for part, label, width in PARTS:
            holder = QWidget()
            boxes = column(holder, spacing=theme.px(2))
            text = one_line(label, "part")
            box = _DayEdit(width) if part == "day" else LineEdit(width)
            box.setAccessibleName(f"{named}, {label.lower()}" if named else label)
            text.setBuddy(box)
            boxes.addWidget(text)
            boxes.addWidget(box)
            layout.addWidget(holder)
            box.textChanged.connect(self.changed)
            if isinstance(box, _DayEdit):
                box.whole_date.connect(self._spread)
            self.boxes[part] = box

    def set_raw(self, raw: Json) -> None:
        """Show a raw date, silently."""
        for part, text in date_parts(raw).items():
            with QSignalBlocker(self.boxes[part]):
                self.boxes[part].setText(text)

    def raw(self) -> Json:
        """Return the three boxes as typed; None when all are empty."""
        typed: dict[str, Json] = {part: box.text() for part, box in self.boxes.items()}
        return typed if any(typed.values()) else None

    def _spread(self, parts: dict[str, str]) -> None:
        for part, text in parts.items():
            self.boxes[part].setText(text)


class DateField(Field):
    """One date."""

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self.edit = DateEdit()
        self.body.addWidget(self.edit)
        self.edit.changed.connect(self.changed)
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        self.edit.set_raw(raw)

    def raw(self) -> Json:
        return self.edit.raw()

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return tuple(box for name, box in self.edit.boxes.items() if part in (None, name))


class PeriodField(Field):
    """A first and a last day."""

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self.edits: dict[str, DateEdit] = {}
        holder = QWidget()
        layout = FlowLayout(holder, across=theme.px(32))
        for side, label in (("from", "First day"), ("to", "Last day")):
            part = QWidget()
            grid = QGridLayout(part)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setVerticalSpacing(theme.px(2))
            heading = one_line(label, "group")
            edit = DateEdit(label)
            edit.changed.connect(self.changed)
            grid.addWidget(heading, 0, 0)
            grid.addWidget(edit, 1, 0)
            layout.addWidget(part)
            self.edits[side] = edit
        self.body.addWidget(holder)
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        sides = raw if isinstance(raw, dict) else {}
        for side, edit in self.edits.items():
            edit.set_raw(sides.get(side))

    def raw(self) -> Json:
        sides: dict[str, Json] = {side: value for side, edit in self.edits.items() if (value := edit.raw()) is not None}
        return sides or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        side, _dot, box = (part or "").partition(".")
        return tuple(
            control
            for name, edit in self.edits.items()
            for box_name, control in edit.boxes.items()
            if side in ("", name) and box in ("", box_name)
        )
