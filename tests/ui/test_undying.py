"""The guard against lost references to None, and whether it is still needed."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from ipas_desktop.ui import undying

counted = pytest.mark.skipif(sys.version_info >= (3, 12), reason="Python 3.12 and later keep None for good")


@counted
def test_none_outlives_many_calls_into_qt(qapp: QApplication) -> None:
    before = sys.getrefcount(None)
    field = QLineEdit()
    for _ in range(20_000):
        field.setText("a")
    lost = before - sys.getrefcount(None)

    assert sys.getrefcount(None) > sys.maxsize // 8
    assert lost > 10_000, "PySide6 keeps its references again: the guard in ui/undying.py can go"


@counted
def test_guard_does_nothing_the_second_time() -> None:
    undying.guard()
    before = sys.getrefcount(True)
    undying.guard()

    assert abs(sys.getrefcount(True) - before) < 1_000


@counted
def test_keeping_a_thing_adds_references_to_it_alone() -> None:
    kept, other = object(), object()
    undying.keep_for_good(kept)

    assert sys.getrefcount(kept) > sys.maxsize // 8
    assert sys.getrefcount(other) == 2
