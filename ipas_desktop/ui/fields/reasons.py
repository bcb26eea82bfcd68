"""Fields of a chosen answer with a reason: rating, and yes, no or not known."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from ipas_desktop.forms import answers
from ipas_desktop.forms.definition import AnswerType, Choice, Json, Question
from ipas_desktop.ui import theme
from ipas_desktop.ui.fields.base import Field, column
from ipas_desktop.ui.fields.choosing import Options
from ipas_desktop.ui.fields.editors import TextEdit
from ipas_desktop.ui.fields.text import as_text
from ipas_desktop.ui.labels import announce, words
from ipas_desktop.ui.session import Session

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"), Choice("not_known", "Not known"))


class WithReason(Field):
    """One of a few answers, and the reason for it where the form asks for one.

    The reason appears under the answers that ask for one.
    """

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self._part = "level" if question.type is AnswerType.RATING else "answer"
        self._unknown: Json = None
        self.options = Options(question.choices or YES_NO)
        self.reason = TextEdit(least=2)
        self.reason_label = words(question.reason_label or "Reason", "part")
        self.reason_label.setBuddy(self.reason)
        self.reason.setAccessibleName(f"{question.reason_label or 'Reason'}, {question.label}")
        self.notice = words("", "error")
        self.notice.hide()
        self.reason_area = QWidget()
        area = column(self.reason_area, spacing=theme.px(2))
        area.setContentsMargins(0, theme.px(8), 0, 0)
        for widget in (self.reason_label, self.reason, self.notice):
            area.addWidget(widget)
        self.body.addWidget(self.options)
        self.body.addWidget(self.reason_area)
        self.options.picked.connect(self._picked)
        self.reason.textChanged.connect(self._typed)
        self.reason.refused.connect(self._refuse)
        self._show_reason()
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        parts = raw if isinstance(raw, dict) else {self._part: raw}
        answer = parts.get(self._part)
        known = isinstance(answer, str) and answer in self.options.buttons
        self._unknown = None if known else answer
        self.options.choose((answer,) if isinstance(answer, str) and known else ())
        with QSignalBlocker(self.reason):
            self.reason.setPlainText(as_text(parts.get("reason")))
        self._show_reason()

    def raw(self) -> Json:
        chosen = self.options.chosen()
        answer: Json = chosen[0] if chosen else self._unknown
        reason = self.reason.toPlainText()
        parts: dict[str, Json] = {}
        if answer:
            parts[self._part] = answer
        if reason:
            parts["reason"] = reason
        return parts or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        if part == "reason":
            return (self.reason,)
        if part not in (None, self._part):
            return ()
        buttons = self.options.in_focus_order()
        return buttons if part else (*buttons, self.reason)

    def is_composite(self) -> bool:
        return True

    def _show_reason(self) -> None:
        # A reason typed under another answer is kept, and out of sight: it is not part of the value either.
        chosen = self.options.chosen()
        asked = answers.reason_is_asked(self.question, chosen[0]) if chosen else bool(self.reason.toPlainText())
        self.reason_area.setVisible(asked)

    def _picked(self, _answer: str) -> None:
        self._unknown = None
        self._show_reason()
        self.changed.emit()

    def _typed(self) -> None:
        self.notice.hide()
        self.changed.emit()

    def _refuse(self, sentence: str) -> None:
        self.notice.setText(sentence)
        self.notice.show()
        announce(self.reason, sentence)
