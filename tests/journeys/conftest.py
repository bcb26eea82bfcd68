"""What journeys share: the program in a real window of a small laptop, and a hand to drive it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipas_desktop import app
from ipas_desktop.policy import Policy
from ipas_desktop.ui import theme, work
from ipas_desktop.ui.theme import Look, Scheme
from ipas_desktop.ui.window import Window
from tests.journeys.hand import Hand


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs a real window."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.window)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["ipas-desktop"]


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    app.dress(qapp)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    """The program as it starts where there is no vault yet."""
    theme.set_look(qapp, Look(Scheme.LIGHT))
    made = Window(qapp, tmp_path / "vault", Policy())
    qtbot.addWidget(made)
    made.start()
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()  # there is no window manager to do it
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    yield made
    made.close()
    assert work.stop_all()
    gc.collect()


@pytest.fixture
def hand(window: Window) -> Hand:
    return Hand(window)
