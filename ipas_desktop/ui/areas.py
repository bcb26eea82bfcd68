"""Walking the areas of a page by one key: its lists, its fields, its buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ipas_desktop.ui.fields.base import contains


def go_to_next(*areas: tuple[QWidget | None, QWidget | None]) -> None:
    """Put the focus into the area after the one that has it, round the end.

    An area is what holds it and the control in it that takes the focus; one that is not shown is passed over.
    """
    focused = QApplication.focusWidget()
    here = next((place for place, (home, _first) in enumerate(areas) if home and contains(home, focused)), -1)
    for home, first in (*areas[here + 1 :], *areas[: here + 1]):
        if home is not None and first is not None and first.isVisible():
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
