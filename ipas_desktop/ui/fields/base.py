"""The contract of every field, and the parts fields are built from.

A field is a widget made from a question. It holds what the user sees, and nothing else: no vault, no validation.
``raw()`` is the raw answer (see ``forms.answers``) exactly as typed; blanks are None. All text of a user or of a form
is shown as plain text, never as markup.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QComboBox, QVBoxLayout, QWidget

from ipas_desktop.forms.definition import Json, Question
from ipas_desktop.forms.problems import Address, Problem
from ipas_desktop.ui import theme
from ipas_desktop.ui.fields.editors import cursor_of, set_cursor
from ipas_desktop.ui.labels import restyle, words
from ipas_desktop.ui.session import Session

BAR = 4
GUTTER = 16
"""Pixels at 100 % left of every field, where the red bar of a problem is painted without moving the words."""


def column(parent: QWidget | None = None, spacing: int = 0) -> QVBoxLayout:
    """Return a vertical layout without margins."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return layout


def shown_label(question: Question) -> str:
    """Return the label of a question with "(optional)" where it may stay blank. Source: GOV.UK question pages."""
    return question.label if question.required else f"{question.label} (optional)"


class _WheelGuard(QObject):
    """Lets the wheel scroll the page, not change the value, while a control has no focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


_guard: list[_WheelGuard] = []


def guard_wheel(widget: QWidget) -> None:
    """Keep the wheel from changing a control that has no focus, and from giving it the focus."""
    if not _guard:
        _guard.append(_WheelGuard())
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_guard[0])


def named_parts(control: QWidget) -> tuple[QWidget, ...]:
    """Return a control and, of a list to type in, the line that takes its focus: a screen reader meets both."""
    line = control.lineEdit() if isinstance(control, QComboBox) else None
    return (control,) if line is None else (control, line)


def contains(outer: QWidget | None, inner: QObject | None) -> bool:
    """Say whether ``inner`` is ``outer`` or lies in it, also across windows, as the list of a combo box does."""
    while inner is not None:
        if inner is outer:
            return True
        inner = inner.parent()
    return False


class Field(QWidget):
    """One question with its label, hint, problems and controls.

    ``changed``: the user changed the answer. ``left``: the focus went out of the field. Subclasses fill ``self.body``
    and override ``set_raw``, ``raw`` and ``controls``; ``set_raw`` never emits ``changed``.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.session = session
        self.problems: tuple[Problem, ...] = ()
        self.label = words(shown_label(question), "label")
        self.hint = words(question.hint, "hint")
        self.hint.setVisible(bool(question.hint))
        self.error = words("", "error")
        self.error.hide()
        layout = column(self, spacing=theme.px(2))
        layout.setContentsMargins(theme.px(GUTTER), 0, 0, 0)
        for label in (self.label, self.hint, self.error):
            layout.addWidget(label)
        layout.addSpacing(theme.px(4))
        self.body = column(spacing=theme.px(4))
        layout.addLayout(self.body)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def set_raw(self, raw: Json) -> None:
        """Show a raw answer."""
        raise NotImplementedError

    def raw(self) -> Json:
        """Return the raw answer exactly as shown; None when blank."""
        raise NotImplementedError

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        """Return the controls that take the focus, first one first; only those of ``part`` when it is named."""
        raise NotImplementedError

    def is_composite(self) -> bool:
        """Say whether the controls form a group that is named by the question."""
        return len(self.controls()) > 1

    def name_controls(self) -> None:
        """Give a screen reader the question as the name, and hint and problem as description.

        To be called at the end of a subclass's construction, and again when the problem changes.
        """
        said = " ".join(part for part in (self.question.hint, self.error.text()) if part)
        if self.is_composite():
            self.setAccessibleName(self.question.label)
            self.setAccessibleDescription(said)
            return
        for control in self.controls():
            self.label.setBuddy(control)
            for named in named_parts(control):
                named.setAccessibleName(shown_label(self.question))
                named.setAccessibleDescription(said)

    def focus_part(self, address: Address) -> None:
        """Put the focus on the control that an address names, or on the first one."""
        controls = self.controls(address.part) or self.controls()
        if controls:
            controls[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show problems at the field in the words of the summary: bar, sentence, border. None given: take them away."""
        self.problems = tuple(problems)
        self.error.setText("\n".join(f"Error: {problem.message}" for problem in problems))
        self.error.setVisible(bool(problems))
        wrong = {control for problem in problems for control in self.controls(problem.at.part) or self.controls()}
        for control in self.controls():
            restyle(control, "wrong", control in wrong)
        self.name_controls()
        self.update()

    def place(self) -> dict[str, Json]:
        """Return where the focus is inside the field, for coming back to it: control and cursor, counted from 0."""
        for index, control in enumerate(self.controls()):
            if contains(control, QApplication.focusWidget()):
                return {"control": index, "cursor": cursor_of(control)}
        return {}

    def go_to(self, place: dict[str, Json]) -> None:
        """Put focus and cursor where ``place`` said."""
        controls = self.controls()
        index, cursor = place.get("control"), place.get("cursor")
        if isinstance(index, int) and 0 <= index < len(controls):
            controls[index].setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(cursor, int):
                set_cursor(controls[index], cursor)
        elif controls:
            controls[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if contains(self, old) and not contains(self, new):
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.problems:
            painter = QPainter(self)
            painter.fillRect(QRect(0, 0, theme.px(BAR), self.height()), theme.colour("error"))
