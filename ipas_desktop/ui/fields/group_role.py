"""Tells assistive technology that a field of several controls is a group, named by its question."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from ipas_desktop.ui.fields.base import Field

_interfaces: dict[int, QAccessibleWidget] = {}  # Qt keeps only the bare pointer


def _group_interface(_name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, Field):
        return None
    key = id(thing)
    if key not in _interfaces:
        thing.destroyed.connect(lambda: _interfaces.pop(key, None))
        _interfaces[key] = QAccessibleWidget(thing, QAccessible.Role.Grouping)
    return _interfaces[key]


@cache
def install_group_role() -> None:
    """Make fields known as groups to assistive technology; asked again, it does nothing."""
    QAccessible.installFactory(_group_interface)
