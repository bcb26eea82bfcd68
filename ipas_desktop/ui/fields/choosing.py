"""Fields of options: one of few (radio buttons), one of many (list with completion), several (tick boxes)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLayout,
    QRadioButton,
    QWidget,
)

from ipas_desktop.forms.definition import Choice, Json, Question
from ipas_desktop.ui import theme
from ipas_desktop.ui.fields.base import Field, column, guard_wheel
from ipas_desktop.ui.fields.columns import ColumnsLayout
from ipas_desktop.ui.fields.flow import FlowLayout
from ipas_desktop.ui.labels import words
from ipas_desktop.ui.session import Session

MOST_RADIOS = 8
"""With more choices than this a list with completion takes the place of radio buttons."""

_TWO_COLUMNS_FROM, _WHOLE_LINE = 5, 80
"""How many choices stand in two columns; how many letters of labels have room in a line of the whole width."""


class Option(QWidget):
    """A radio button or tick box with a label that wraps, and a hint; all of it is the target of the mouse."""

    def __init__(self, button: QAbstractButton, label: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = button
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(label)
        button.setAccessibleDescription(hint)
        self.label = words(label, "option")
        self.label.setBuddy(button)
        text = column()
        text.addWidget(self.label)
        if hint:
            text.addWidget(words(hint, "hint"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)  # the button brings the gap to its words, of which it has none
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(text, 1)
        self.label.setMinimumHeight(button.sizeHint().height())
        self.label.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.click()


class _InlineOption(Option):
    """An option that stands beside others: its label does not wrap unless it must."""

    def __init__(self, button: QAbstractButton, label: str, parent: QWidget | None = None) -> None:
        super().__init__(button, label, "", parent)
        self.label.setWordWrap(False)


def stands_in_line(choices: Sequence[Choice], letters: int = 44) -> bool:
    """Say whether choices are few and short enough to stand in one line, of half the width or of more letters."""
    return (
        len(choices) <= 4
        and not any(choice.hint for choice in choices)
        and sum(len(choice.label) for choice in choices) <= letters
    )


class _Radio(QRadioButton):
    """A radio button whose arrow keys walk its group in the order of the form, however the options are laid out."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}


class Options(QWidget):
    """A group of options: radio buttons (one) or tick boxes (several).

    ``picked`` carries the id of the option the user chose or unticked; empty when the answer was taken away.
    """

    picked = Signal(str)

    def __init__(self, choices: Sequence[Choice], several: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = tuple(choices)
        self.buttons: dict[str, QAbstractButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(not several)
        in_line = stands_in_line(choices, _WHOLE_LINE)
        layout = self._lay_out(in_line)
        for choice in choices:
            button = QCheckBox() if several else self._make_radio()
            self._group.addButton(button)
            self.buttons[choice.id] = button
            option = _InlineOption(button, choice.label) if in_line else Option(button, choice.label, choice.hint)
            layout.addWidget(option)
            button.clicked.connect(lambda _checked, picked=choice.id: self.picked.emit(picked))

    def _lay_out(self, in_line: bool) -> QLayout:
        if in_line:
            return FlowLayout(self, across=theme.px(24))
        if len(self.choices) < _TWO_COLUMNS_FROM:
            return column(self, spacing=theme.px(8))
        return ColumnsLayout(self, needed=theme.px(640), across=theme.px(24), down=theme.px(8))

    def _make_radio(self) -> QAbstractButton:
        radio = _Radio()
        radio.stepped.connect(lambda step: self._step(radio, step))
        return radio

    def _step(self, radio: QAbstractButton, step: int) -> None:
        buttons = list(self.buttons.values())
        reached = buttons[(buttons.index(radio) + step) % len(buttons)]
        reached.setFocus(Qt.FocusReason.TabFocusReason)
        reached.click()

    def chosen(self) -> list[str]:
        """Return the ids of the chosen options in the order of the form."""
        return [choice_id for choice_id, button in self.buttons.items() if button.isChecked()]

    def in_focus_order(self) -> tuple[QAbstractButton, ...]:
        """Return the buttons, a chosen one first, which is where the focus goes."""
        return tuple(sorted(self.buttons.values(), key=lambda button: not button.isChecked()))

    def choose(self, ids: Sequence[str]) -> None:
        """Set what is chosen, silently."""
        exclusive = self._group.exclusive()
        self._group.setExclusive(False)
        for choice_id, button in self.buttons.items():
            button.setChecked(choice_id in ids)
        self._group.setExclusive(exclusive)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A radio group once answered could otherwise never be made blank again.
        clears = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if clears and self._group.exclusive() and self.chosen():
            self.choose(())
            self.picked.emit("")
            return
        super().keyPressEvent(event)


class Radios(Field):
    """One of up to eight choices. Delete takes the choice away."""

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self._unknown: Json = None
        self.options = Options(question.choices)
        self.body.addWidget(self.options)
        self.options.picked.connect(self._picked)
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        known = isinstance(raw, str) and raw in self.options.buttons
        self._unknown = None if known else raw
        self.options.choose((raw,) if isinstance(raw, str) and known else ())

    def raw(self) -> Json:
        # A choice this form does not know is kept until the user picks another one.
        chosen = self.options.chosen()
        return chosen[0] if chosen else self._unknown

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return self.options.in_focus_order() if part is None else ()

    def is_composite(self) -> bool:
        return True

    def _picked(self, _choice: str) -> None:
        self._unknown = None
        self.changed.emit()


class Pick(QComboBox):
    """A list to choose from by typing a part of a name; what is typed stays, whether the list knows it or not."""

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = {choice.label.casefold(): choice.id for choice in choices}
        self._ids = {choice.id: choice.label for choice in choices}
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        for choice in choices:
            self.addItem(choice.label, choice.id)
        self.setCurrentIndex(-1)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        guard_wheel(self)

    def show_raw(self, raw: Json) -> None:
        """Show a choice id by its label, and anything else as typed."""
        text = raw if isinstance(raw, str) else ""
        with QSignalBlocker(self):
            self.setEditText(self._ids.get(text, text))

    def typed(self) -> str:
        """Return the id of the choice whose label stands there, or the text as typed."""
        text = self.currentText()
        return self._labels.get(text.strip().casefold(), text)


class LongChoice(Field):
    """One of many choices; what is to be said of the chosen one stands below it."""

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self._hints = {choice.id: choice.hint for choice in question.choices}
        self.pick = Pick(question.choices)
        self.about = words("", "hint")
        self.about.hide()
        self.body.addWidget(self.pick)
        self.body.addWidget(self.about)
        self.pick.editTextChanged.connect(self._typed)
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        self.pick.show_raw(raw)
        self._tell()

    def raw(self) -> Json:
        return self.pick.typed() or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return (self.pick,) if part is None else ()

    def _typed(self, _text: str) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        hint = self._hints.get(self.pick.typed(), "")
        self.about.setText(hint)
        self.about.setVisible(bool(hint))


class Ticks(Field):
    """Several choices. One that is exclusive, such as "None of these", clears the others, and the other way round."""

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self._unknown: list[Json] = []
        self.options = Options(question.choices, several=True)
        self.body.addWidget(self.options)
        self.options.picked.connect(self._picked)
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        ids = raw if isinstance(raw, list) else [] if raw is None else [raw]
        self._unknown = [item for item in ids if not (isinstance(item, str) and item in self.options.buttons)]
        self.options.choose([item for item in ids if isinstance(item, str)])

    def raw(self) -> Json:
        return [*self.options.chosen(), *self._unknown] or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return tuple(self.options.buttons.values()) if part is None else ()

    def is_composite(self) -> bool:
        return True

    def _picked(self, picked: str) -> None:
        chosen = self.options.chosen()
        if picked in chosen:
            exclusive = self.question.exclusive
            alone = picked in exclusive
            self.options.choose([picked] if alone else [item for item in chosen if item not in exclusive])
        self.changed.emit()
