"""The first window against a bare one, and a full vault to its painted list against the bare query and table."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QHeaderView, QMainWindow, QTableWidget, QTableWidgetItem, QWidget
from sqlcipher3 import dbapi2 as sqlcipher

from bench.measure import Figure, clock, paired
from bench.vault_figures import PASSPHRASE, PRAGMAS, QUICK, TODAY
from ipas_desktop import app
from ipas_desktop.cases.case import NOTIFICATION, Document
from ipas_desktop.cases.exchange import ImportedCase
from ipas_desktop.forms.definition import QuestionId
from ipas_desktop.ui.home_page import HomePage
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import engagements, opening

CASES = 10_000
FIRST_PAGE = 200
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SIZE = (1200, 690)


def figures(scratch: Path) -> Iterator[Figure]:
    """Yield the figures of the window."""
    yield first_paint()
    yield full_vault(scratch)


def first_paint() -> Figure:
    """Start both programs in processes of their own."""

    def started(which: str) -> float:
        result = subprocess.run(
            [sys.executable, str(HERE / "first_paint.py"), which],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return float(result.stdout)

    return paired(
        "first paint", lambda: started("ours"), lambda: started("bare"), aim=1.4, against="a bare PySide6 window"
    )


def full_vault(scratch: Path) -> Figure:
    """Open a vault of 10,000 engagements and paint the first page of the list; key derivation is made quick."""
    folder = scratch / "vault"
    vault, _ = opening.create(folder, PASSPHRASE, name="Bench", cost=QUICK)
    for number in range(CASES):
        engagements.store_imported(vault, _case(number))
    key, salt = vault.data_key(), vault.key_file.database_salt
    vault.close()
    application = app.application()

    def ours() -> float:
        opened: list[opening.OpenVault] = []

        def work() -> None:
            vault = opening.open_with_passphrase(folder, PASSPHRASE)
            opened.append(vault)
            _paint(application, HomePage(Session(vault=vault, today=lambda: TODAY)))

        seconds = clock(work)
        opened[0].close()
        return seconds

    def bare() -> float:
        return clock(lambda: _bare_list(application, folder / "vault.db", key, salt))

    return paired(
        "10,000 cases to the painted list",
        ours,
        bare,
        aim=2.0,
        against="the bare SQLCipher query and a bare table, no key file, no checks",
    )


def _case(number: int) -> ImportedCase:
    answers = {
        QuestionId("en.a.title"): f"Professional investigation programme {number}",
        QuestionId("en.c.countries"): [("GH", "KE", "FJ", "OM")[number % 4]],
        QuestionId("en.f.start"): f"2027-{number % 12 + 1:02}-{number % 28 + 1:02}",
        QuestionId("en.f.end"): "2028-03-31",
    }
    return ImportedCase("", (Document(NOTIFICATION, "notification", 1, answers),), (), {})


def _bare_list(application: QApplication, database: Path, key: bytes, salt: bytes) -> None:
    connection = sqlcipher.connect(str(database), isolation_level=None)
    connection.set_key(f"x'{key.hex()}{salt.hex()}'")
    for pragma in PRAGMAS:
        connection.execute(pragma)
    rows = connection.execute(
        "SELECT title, state, start, updated_at FROM engagement ORDER BY updated_at DESC, number DESC LIMIT ?",
        (FIRST_PAGE,),
    ).fetchall()
    table = QTableWidget(len(rows), 4)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            table.setItem(row, column, QTableWidgetItem(str(value)))
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    window = QMainWindow()
    window.setCentralWidget(table)
    _paint(application, window)
    connection.close()


def _paint(application: QApplication, widget: QWidget) -> None:
    widget.resize(*SIZE)
    widget.show()
    application.processEvents()
    widget.grab()
    widget.close()
    widget.deleteLater()
