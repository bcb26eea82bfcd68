"""What tests of the window share: the program's look, a real vault that opens in milliseconds, a session on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ipas_desktop.cases.case import NOTIFICATION, OSJA, Case
from ipas_desktop.forms import loader
from ipas_desktop.ui import theme
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import engagements, opening
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.opening import OpenVault

TODAY = date(2026, 11, 23)
PASSPHRASE = "teapot gravel window marsh"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["ipas-desktop"]


@pytest.fixture(scope="session", autouse=True)
def _look(qapp: QApplication) -> None:
    theme.start(qapp, theme.Look(theme.Scheme.LIGHT))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[OpenVault]:
    cheap = KdfCost(memory_kib=32, passes=1, lanes=4)
    made, _key = opening.create(tmp_path / "vault", PASSPHRASE, name="Asha Example", cost=cheap)
    yield made
    made.close()


@pytest.fixture(scope="session")
def still_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session whose vault no test writes to, for widgets that only ask it for the day."""
    cheap = KdfCost(memory_kib=32, passes=1, lanes=4)
    made, _key = opening.create(tmp_path_factory.mktemp("still") / "vault", PASSPHRASE, name="Still", cost=cheap)
    yield Session(made, today=lambda: TODAY)
    made.close()


@pytest.fixture
def session(vault: OpenVault) -> Session:
    return Session(vault, today=lambda: TODAY)


@pytest.fixture
def case(vault: OpenVault) -> Case:
    """An empty engagement with both documents."""
    documents = [(NOTIFICATION, loader.load_form("notification")), (OSJA, loader.load_form("osja-capacity"))]
    return engagements.create_case(vault, documents)
