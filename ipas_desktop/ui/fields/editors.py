"""The two plain text editors that all typed answers use, and the cursor in them.

Both take pasted and dropped text without its styling, never cut it, never freeze on it: what would stall the window
is refused whole, with a sentence, and stays on the clipboard. Must know nothing of questions.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QTextDocumentFragment,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from ipas_desktop.ui import theme

LONGEST_LINE = 20_000
"""Characters in one paragraph. Longer ones take Qt more than 100 ms to lay out (measured: 50,000 take 280 ms)."""

_LINE_ENDS = re.compile(r"[\r\n\v\f\u0085\u2028\u2029]+")


def pasted_words(source: QMimeData) -> str:
    """Return the text of a clipboard or drop without its styling, line ends as ``\\n``."""
    text = source.text() if source.hasText() else QTextDocumentFragment.fromHtml(source.html()).toPlainText()
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def too_long(text: str) -> str:
    """Return the sentence that refuses a text with an over-long paragraph; empty when it can be taken."""
    longest = max((len(line) for line in text.split("\n")), default=0)
    if longest <= LONGEST_LINE:
        return ""
    return (
        f"The text you pasted has a paragraph of {longest:,} characters. Nothing was pasted, and the text is still on "
        f"the clipboard. Paste it in paragraphs of {LONGEST_LINE:,} characters or fewer, or attach it as a file."
    )


class LineEdit(QLineEdit):
    """One line. Line ends in pasted text become spaces. ``refused`` carries why a paste was not taken."""

    refused = Signal(str)

    def __init__(self, characters: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(2**30)  # Qt's own limit would cut without a word
        self._characters = characters
        if characters:
            self.setMaximumWidth(self._width())

    def take(self, source: QMimeData) -> None:
        """Insert the text of a clipboard or drop at the cursor."""
        text = _LINE_ENDS.sub(" ", pasted_words(source).strip("\n"))
        sentence = too_long(self.text() + text)
        if sentence:
            self.refused.emit(sentence)
        else:
            self.insert(text)

    def _width(self) -> int:
        return self.fontMetrics().horizontalAdvance("0") * (self._characters + 1) + theme.px(20)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take(QGuiApplication.clipboard().mimeData())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clipboard = QGuiApplication.clipboard()
        if event.button() == Qt.MouseButton.MiddleButton and clipboard.supportsSelection():
            self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
            self.take(clipboard.mimeData(clipboard.Mode.Selection))
            return
        super().mouseReleaseEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
        self.take(event.mimeData())
        event.acceptProposedAction()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(lambda: self.take(QGuiApplication.clipboard().mimeData()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self._characters:
            self.setMaximumWidth(self._width())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self._width(), hint.height()) if self._characters else hint

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(self._width(), hint.height()) if 0 < self._characters <= 10 else hint


class TextEdit(QPlainTextEdit):
    """Several lines, as high as its text between ``least`` and ``most`` lines. Tab leaves it."""

    refused = Signal(str)

    def __init__(self, least: int = 3, most: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def _grow(self) -> None:
        # documentSize of a QPlainTextEdit is measured in lines of text, not in pixels.
        needed = int(self.document().size().height())
        lines = min(max(needed, self._least), self._most)
        fits = needed <= self._most
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)
        frame = int(2 * self.document().documentMargin()) + max(self.height() - self.viewport().height(), 0)
        height = self.fontMetrics().lineSpacing() * lines + frame + theme.px(4)
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = pasted_words(source)
        cursor = self.textCursor()
        sentence = too_long(cursor.block().text() + text)
        if sentence:
            self.refused.emit(sentence)
            return
        # An edit block of its own keeps undo from taking back what was typed before together with the paste.
        cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus() or not self.verticalScrollBar().maximum():
            event.ignore()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._grow()


def cursor_of(control: QWidget) -> int:
    """Return the cursor's position in an editor, counted from 0; 0 for other controls."""
    line = control.lineEdit() if isinstance(control, QComboBox) else control
    if isinstance(line, QLineEdit):
        return line.cursorPosition()
    if isinstance(control, QPlainTextEdit):
        return control.textCursor().position()
    return 0


def set_cursor(control: QWidget, position: int) -> None:
    """Put the cursor of an editor at a position, counted from 0; other controls have none."""
    line = control.lineEdit() if isinstance(control, QComboBox) else control
    if isinstance(line, QLineEdit):
        line.setCursorPosition(position)
    elif isinstance(control, QPlainTextEdit):
        cursor = control.textCursor()
        cursor.setPosition(min(position, max(control.document().characterCount() - 1, 0)))
        control.setTextCursor(cursor)
        control.ensureCursorVisible()
