"""Fields of a person and of an organisation: the parts a question asks for, each with its own label."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QGridLayout, QWidget

from ipas_desktop.forms.answers.composite import PARTS
from ipas_desktop.forms.definition import Json, Question
from ipas_desktop.ui import theme
from ipas_desktop.ui.fields.base import Field, column, named_parts
from ipas_desktop.ui.fields.choosing import Pick
from ipas_desktop.ui.fields.editors import LineEdit
from ipas_desktop.ui.fields.places import CountryEdit
from ipas_desktop.ui.fields.text import as_text
from ipas_desktop.ui.labels import words
from ipas_desktop.ui.session import Session


class Party(Field):
    """A person or an organisation."""

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self._unknown: dict[str, Json] = {}
        self.edits: dict[str, LineEdit | Pick] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(32))
        grid.setVerticalSpacing(theme.px(12))
        for index, part in enumerate(question.parts):
            edit = self._make_edit(part)
            grid.addWidget(self._part(part, edit), index // 2, index % 2)
            self.edits[part] = edit
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        parts = raw if isinstance(raw, dict) else {}
        self._unknown = {key: value for key, value in parts.items() if key not in self.edits}
        for part, edit in self.edits.items():
            if isinstance(edit, CountryEdit | Pick):
                edit.show_raw(parts.get(part))
                continue
            with QSignalBlocker(edit):
                edit.setText(as_text(parts.get(part)))
                edit.setCursorPosition(0)

    def raw(self) -> Json:
        typed: dict[str, Json] = {}
        for part, edit in self.edits.items():
            value = edit.typed() if isinstance(edit, CountryEdit | Pick) else edit.text()
            if value:
                typed[part] = value
        return {**typed, **self._unknown} or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return tuple(edit for name, edit in self.edits.items() if part in (None, name))

    def is_composite(self) -> bool:
        return True

    def _make_edit(self, part: str) -> LineEdit | Pick:
        if part == "kind" and self.question.choices:
            pick = Pick(self.question.choices)
            pick.editTextChanged.connect(lambda _text: self.changed.emit())
            return pick
        edit: LineEdit = CountryEdit() if part == "country" else LineEdit()
        edit.textChanged.connect(lambda _text: self.changed.emit())
        return edit

    def _part(self, part: str, edit: LineEdit | Pick) -> QWidget:
        required = part in self.question.required_parts or len(self.question.parts) == 1
        name = PARTS[self.question.type][part]
        label = name if required else f"{name} (optional)"
        for named in named_parts(edit):
            named.setAccessibleName(label)
        text = words(label, "part")
        text.setBuddy(edit)
        holder = QWidget()
        layout = column(holder, spacing=theme.px(2))
        layout.addWidget(text)
        layout.addWidget(edit)
        return holder
