"""One labelled field of the program's own pages (a name, a passphrase, a path), with hint and error at the field.

Answers of forms have their own fields, in ``fields``.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import Button, plain_button
from ipas_desktop.ui.labels import announce, line, restyle, words


class Entry(QFrame):
    """A label, a hint, a problem and one line of text. A ``secret`` one hides its text and can show it."""

    def __init__(self, label: str, hint: str = "", *, secret: bool = False, width: float = 600) -> None:
        super().__init__()
        self._hint = hint
        self.edit = QLineEdit()
        self.edit.setMaximumWidth(theme.px(width))
        self._label = line(label, "label")
        self._label.setBuddy(self.edit)
        self._error = words("", "error")
        self._error.hide()
        self.caps = words("Caps Lock is on", "warning")
        self.caps.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self._label)
        self._hint_words = words(hint, "hint")
        self._hint_words.setVisible(bool(hint))
        column.addWidget(self._hint_words)
        column.addWidget(self._error)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.px(8))
        self._row.addWidget(self.edit, 1)
        self._row.addStretch(0)
        column.addLayout(self._row)
        column.addWidget(self.caps)
        self.edit.setAccessibleName(label)
        self._describe()
        if secret:
            self._hide_secret()

    def rename(self, label: str, hint: str) -> None:
        """Ask for something else."""
        self._label.setText(label)
        self._hint = hint
        self._hint_words.setText(hint)
        self._hint_words.setVisible(bool(hint))
        self.edit.setAccessibleName(label)
        self._describe()

    def text(self) -> str:
        """Return what was typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Show a text."""
        self.edit.setText(text)

    def clear(self) -> None:
        """Forget what was typed, also for undo."""
        self.edit.clear()

    def add_button(self, text: str, pressed: Callable[[], object]) -> Button:
        """Add a button beside the field, such as "Change…"."""
        button = plain_button(text, pressed)
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def show_error(self, sentence: str) -> None:
        """Show a problem at the field and put the focus there; an empty one takes it away."""
        self._error.setText(f"Error: {sentence}" if sentence else "")
        self._error.setVisible(bool(sentence))
        restyle(self.edit, "wrong", bool(sentence))
        self._describe()
        if sentence:
            announce(self.edit, self._error.text())
            self.take_focus()

    def error(self) -> str:
        """Return the problem that is shown."""
        return self._error.text().removeprefix("Error: ")

    def take_focus(self) -> None:
        """Put the focus into the field."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _describe(self) -> None:
        self.edit.setAccessibleDescription(" ".join(filter(None, (self._hint, self._error.text()))))

    def _hide_secret(self) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhHiddenText
        )
        self._toggle = self.add_button("Show", self._show_or_hide)
        self._toggle.setAccessibleName(f"Show {self._label.text().lower()}")
        self.edit.installEventFilter(self)

    def _show_or_hide(self) -> None:
        hidden = self.edit.echoMode() == QLineEdit.EchoMode.Password
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._toggle.setText("Hide" if hidden else "Show")
        self._toggle.setAccessibleName(f"{self._toggle.text()} {self._label.text().lower()}")
        announce(self._toggle, "The text is shown" if hidden else "The text is hidden")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._notice_caps_lock(event)
        return False

    def _notice_caps_lock(self, event: QKeyEvent) -> None:
        """Qt cannot tell the state of Caps Lock; a letter whose case does not fit Shift gives it away."""
        letter = event.text()
        if len(letter) == 1 and letter.isalpha() and letter.upper() != letter.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            is_on = letter.isupper() != shift
            if is_on and self.caps.isHidden():
                announce(self.edit, self.caps.text())
            self.caps.setVisible(is_on)
