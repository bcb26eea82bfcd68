"""Buttons: one main button a page, plain ones, links, toggles.

A button does something here, a link goes somewhere; "…" in its words when a dialog follows.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy


class Button(QPushButton):
    """A push button that Enter presses too, as on the web."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.click()
            return
        super().keyPressEvent(event)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def _button(text: str, act: str, pressed: Callable[[], object] | None, *, dense: bool = False) -> Button:
    button = Button(text.replace("&", "&&"))  # whatever the words are, they are no shortcut
    button.setAccessibleName(text)
    button.setProperty("act", act)
    button.setProperty("dense", dense)
    button.setAutoDefault(False)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if pressed is not None:
        do = pressed
        button.clicked.connect(lambda _checked: do())
    return button


def main_button(text: str, pressed: Callable[[], object] | None = None, *, dense: bool = False) -> Button:
    """Return the one green button of a page."""
    return _button(text, "main", pressed, dense=dense)


def plain_button(text: str, pressed: Callable[[], object] | None = None, *, dense: bool = False) -> Button:
    """Return a grey button; dense in rows of tools."""
    return _button(text, "plain", pressed, dense=dense)


def link(text: str, pressed: Callable[[], object] | None = None) -> Button:
    """Return words that go somewhere."""
    button = _button(text, "link", pressed)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
