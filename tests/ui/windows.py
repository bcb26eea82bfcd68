"""Showing a widget in a window that has the keyboard, and typing into it as a person does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot


def show(qtbot: QtBot, widget: QWidget, width: int = 1366, height: int = 660) -> QMainWindow:
    """Show a widget in an active window of its own."""
    window = QMainWindow()
    window.setCentralWidget(widget)
    window.resize(width, height)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.shown = [*getattr(qtbot, "shown", []), window]  # pytest-qt keeps only a weak reference
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return window


def type_words(text: str, widget: QWidget | None = None) -> None:
    """Type into a widget, or into whatever has the keyboard."""
    target = widget or QApplication.focusWidget()
    assert target is not None, "nothing has the keyboard"
    for character in text:
        if character.isascii():
            QTest.keyClick(target, character)
        else:  # QTest aborts on what no ASCII key gives
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character))


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key on whatever has the keyboard."""
    target = QApplication.focusWidget()
    assert target is not None, "nothing has the keyboard"
    QTest.keyClick(target, key, modifiers)


def paste(text: str = "", html: str = "") -> None:
    """Put something on the clipboard and press Ctrl+V."""
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
    press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def turn_wheel(widget: QWidget) -> None:
    """Turn the wheel one notch towards the user over a widget."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(widget.rect().center())),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
