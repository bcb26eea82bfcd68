"""A user's hand: presses keys and clicks where a person would. Never calls a method of the program to do its work.

It may look: it finds controls by the words they carry, as a person does, and scrolls to them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from ipas_desktop.ui import work
from ipas_desktop.ui.window import Window

W = TypeVar("W", bound=QWidget)
_TYPED_AT_MOST = 60  # longer texts are pasted, as people paste them


class Hand:
    """One user at one window."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.pictures = os.environ.get("IPAS_SHOTS", "")
        self._taken = 0

    # Looking

    def page(self, kind: type[W]) -> W:
        """Return the page that is open, which must be of a kind."""
        self.until(lambda: isinstance(self.window.stack.currentWidget(), kind), f"the page {kind.__name__}")
        page = self.window.stack.currentWidget()
        assert isinstance(page, kind)
        return page

    def sees(self, words: str) -> bool:
        """Say whether words stand anywhere in the window."""
        return any(words in label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def button(self, words: str, inside: QWidget | None = None) -> QAbstractButton:
        """Return the visible button with these words."""
        within = inside or self.window
        found = [
            button
            for button in within.findChildren(QAbstractButton)
            if button.isVisible() and words in (button.text().replace("&&", "&"), button.accessibleName())
        ]
        said = sorted({button.text() for button in within.findChildren(QAbstractButton) if button.isVisible()})
        assert found, f"no button “{words}”; there are {said}"
        return found[0]

    def picture(self, name: str) -> None:
        """Keep a picture of the window, where pictures are wanted."""
        if self.pictures:
            self._taken += 1
            Path(self.pictures).mkdir(parents=True, exist_ok=True)
            QTest.qWait(50)
            self.window.grab().save(str(Path(self.pictures) / f"{self._taken:02}-{name}.png"))

    # Waiting

    def settle(self) -> None:
        """Let the window do what it has to."""
        QTest.qWait(1)

    def until(self, is_so: Callable[[], bool], what: str, seconds: float = 60) -> None:
        """Wait until something is so."""
        end = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < end, f"waited in vain for {what}"
            QTest.qWait(10)

    def until_work_is_done(self) -> None:
        """Wait for the workers."""
        self.until(lambda: not work.is_running(), "the work to be done", 120)
        self.settle()

    # Acting

    def click(self, target: QWidget | str, inside: QWidget | None = None) -> None:
        """Click in the middle of a control, or of the button with these words."""
        widget = self.button(target, inside) if isinstance(target, str) else target
        self.scroll_to(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def click_at(self, widget: QWidget, point: QPoint) -> None:
        """Click at a point of a control."""
        self.scroll_to(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key on whatever has the keyboard."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        self.settle()

    def write(self, control: QWidget, text: str) -> None:
        """Click into a line or a box and write a text in place of what is there."""
        self.click(control)
        assert isinstance(control, QLineEdit | QPlainTextEdit), control
        QTest.keyClick(control, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(control, Qt.Key.Key_Delete)
        if len(text) > _TYPED_AT_MOST or not text.isascii() or "\n" in text:
            QGuiApplication.clipboard().setText(text)
            QTest.keyClick(control, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        else:
            QTest.keyClicks(control, text)

    def choose_file(self, file: Path) -> None:
        """Write a path into the file dialog that is open, and press Enter."""
        self.until(lambda: self._file_dialog() is not None, "a file dialog")
        dialog = self._file_dialog()
        assert dialog is not None
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(name, QLineEdit)
        name.setFocus()
        QTest.keyClick(name, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(name, str(file))
        QTest.keyClick(name, Qt.Key.Key_Return)
        self.until(lambda: self._file_dialog() is None, "the file dialog to close")
        self.window.activateWindow()  # as a window manager does
        self.until(lambda: QApplication.activeWindow() is self.window, "the window to be active again")

    def scroll_to(self, widget: QWidget) -> None:
        """Bring a control into sight, as with the wheel."""
        QApplication.processEvents()
        step = widget.parentWidget()
        while step is not None:
            if isinstance(step, QScrollArea):
                step.ensureWidgetVisible(widget, 20, 60)
            step = step.parentWidget()
        QApplication.processEvents()

    @staticmethod
    def _file_dialog() -> QFileDialog | None:
        shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QFileDialog)]
        return next((dialog for dialog in shown if dialog.isVisible()), None)
