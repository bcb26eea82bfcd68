"""Fields of typed words: short text and long text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from ipas_desktop.forms.definition import Json, Question
from ipas_desktop.ui.fields.base import Field
from ipas_desktop.ui.fields.editors import LineEdit, TextEdit
from ipas_desktop.ui.labels import announce, words
from ipas_desktop.ui.session import Session

ANNOUNCED = (50, 20, 0)
"""Characters remaining at which a screen reader is told. Source: look/README 5."""


def as_text(raw: Json) -> str:
    """Return a raw answer of a typed field as the text to show."""
    if raw is None or isinstance(raw, bool | list | dict):
        return ""
    return str(raw)


def remaining(limit: int, text: str) -> int:
    """Return how many characters may still be typed, counted as ``forms.answers`` counts them; negative if over."""
    return limit - len(unicodedata.normalize("NFC", text.rstrip()))


def remaining_words(count: int) -> str:
    """Return the GOV.UK character count sentence."""
    number, noun = abs(count), "character" if abs(count) == 1 else "characters"
    return f"You have {number:,} {noun} {'remaining' if count >= 0 else 'too many'}"


class ShortText(Field):
    """One line of words."""

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        limit = question.max_length or 0
        self.edit = LineEdit(characters=limit if 0 < limit <= 40 else 0)
        self.notice = words("", "error")
        self.notice.hide()
        self.body.addWidget(self.edit)
        self.body.addWidget(self.notice)
        self.edit.textChanged.connect(self._typed)
        self.edit.refused.connect(self._refuse)
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        with QSignalBlocker(self.edit):
            self.edit.setText(as_text(raw))
            self.edit.setCursorPosition(0)
        self._count()

    def raw(self) -> Json:
        return self.edit.text() or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return (self.edit,) if part is None else ()

    def _typed(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        # A short answer says nothing while it fits: the count appears only when there is too much.
        over = -remaining(self.question.max_length, self.edit.text()) if self.question.max_length else 0
        self.notice.setText(remaining_words(-over) if over > 0 else "")
        self.notice.setVisible(over > 0)

    def _refuse(self, sentence: str) -> None:
        self.notice.setText(sentence)
        self.notice.show()
        announce(self.edit, sentence)


class LongText(Field):
    """Several lines of words with the number of characters remaining."""

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self.edit = TextEdit(least=2 if (question.max_length or 1000) <= 300 else 4)
        self.count = words("", "hint")
        self.count.setVisible(question.max_length is not None)
        self.notice = words("", "error")
        self.notice.hide()
        for widget in (self.edit, self.count, self.notice):
            self.body.addWidget(widget)
        self._remaining = question.max_length or 0
        self._count()
        self.edit.textChanged.connect(self._typed)
        self.edit.refused.connect(self._refuse)
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        with QSignalBlocker(self.edit):
            self.edit.setPlainText(as_text(raw))
        self._count()

    def raw(self) -> Json:
        return self.edit.toPlainText() or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return (self.edit,) if part is None else ()

    def _typed(self) -> None:
        self.notice.hide()
        before, now = self._remaining, self._count()
        if any(now <= step < before for step in ANNOUNCED):
            announce(self.edit, remaining_words(now))
        self.changed.emit()

    def _count(self) -> int:
        limit = self.question.max_length
        if limit is None:
            return 0
        self._remaining = remaining(limit, self.edit.toPlainText())
        self.count.setText(remaining_words(self._remaining))
        role = "hint" if self._remaining >= 0 else "error"
        if self.count.property("words") != role:
            self.count.setProperty("words", role)
            self.count.style().polish(self.count)
        return self._remaining

    def _refuse(self, sentence: str) -> None:
        self.notice.setText(sentence)
        self.notice.show()
        announce(self.edit, sentence)
