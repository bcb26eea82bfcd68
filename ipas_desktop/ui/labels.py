"""Words on the screen: wrapping labels of a few roles, headings with a level, tags, rules, announcements.

All text is shown literally, never as markup, whoever wrote it.
"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
)
from PySide6.QtWidgets import QAccessibleWidget, QFrame, QLabel, QSizePolicy, QWidget

_PART_OF_A_PATH = re.compile(r"[^\w]|_|.{24}")
_AND_BREAK = "\\g<0>\u200b"  # a zero-width space: a line may break here


def words(text: str, role: str = "body", *, selectable: bool = False) -> QLabel:
    """Return a wrapping label. ``role`` picks its look in the style sheet; selectable text can be reached by Tab."""
    label = QLabel(text)
    _read_literally(label, role)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setAccessibleName(text)
    return label


def place(before: str, path: Path) -> QLabel:
    """Return a wrapping label that names a path, however long: it may break after each folder or part of a name."""
    label = words(f"{before} {_PART_OF_A_PATH.sub(_AND_BREAK, str(path))}", "quiet")
    label.setAccessibleName(f"{before} {path}")
    return label


def line(text: str, role: str = "body") -> QLabel:
    """Return a label that stays on one line."""
    label = words(text, role)
    label.setWordWrap(False)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return label


def _read_literally(label: QLabel, role: str) -> None:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("words", role)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)


class Heading(QLabel):
    """A heading of level 1 (the page) to 3; takes the focus only when the program puts it there."""

    def __init__(self, text: str, level: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.level = level
        self.setProperty("ringless", True)  # the focus is put here to read on, not to act
        _read_literally(self, {1: "page", 2: "group"}.get(level, "strong"))
        if level == 1:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def receive_focus(self) -> None:
        """Take the focus, as a page does when it opens, so that a screen reader starts here."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


class _AccessibleHeading(QAccessibleWidget):
    """Tells assistive technology that a label is a heading."""

    def __init__(self, heading: Heading) -> None:
        super().__init__(heading, QAccessible.Role.Heading, heading.text())
        self._heading = heading

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self._heading.accessibleName() or self._heading.text()
        return self._heading.accessibleDescription() if kind == QAccessible.Text.Description else ""


_interfaces: dict[int, _AccessibleHeading] = {}  # Qt keeps only the bare pointer


def _heading_interface(_name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, Heading):
        return None
    key = id(thing)
    if key not in _interfaces:
        thing.destroyed.connect(lambda: _interfaces.pop(key, None))
        _interfaces[key] = _AccessibleHeading(thing)
    return _interfaces[key]


def install_heading_role() -> None:
    """Make headings known as such to assistive technology; once for each process."""
    QAccessible.installFactory(_heading_interface)


def announce(widget: QWidget, sentence: str) -> None:
    """Have a screen reader say a sentence without moving the focus."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def tag(text: str, kind: str = "plain") -> QLabel:
    """Return a state as a word on a tint. ``kind``: plain, progress, stop, warning or good."""
    label = line(text, "tag")
    label.setProperty("tag", kind)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label


def part(name: str, parent: QWidget | None = None) -> QFrame:
    """Return a frame that the style sheet paints by its name: page, side, rule, hair, row, banner-stop …"""
    frame = QFrame(parent)
    frame.setProperty("part", name)
    return frame


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and wear what follows from it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
