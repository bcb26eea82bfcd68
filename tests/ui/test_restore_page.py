"""Restoring a backup from the unlock page: which, what is said, and what is in the vault afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ipas_desktop.policy import Policy
from ipas_desktop.ui import file_choice, work
from ipas_desktop.ui.moments import moment_words
from ipas_desktop.ui.restore_page import RestorePage
from ipas_desktop.ui.unlock_page import UnlockPage
from ipas_desktop.ui.window import Window
from ipas_desktop.vault import backups, keys, opening, settings
from ipas_desktop.vault.backups import Backup
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.opening import OpenVault
from tests.ui.conftest import PASSPHRASE
from tests.ui.windows import show


@pytest.fixture
def backup(vault: OpenVault) -> Backup:
    """A backup that knows "before"; the vault, closed now, knows "after"."""
    settings.put(vault, "written", "before")
    made = backups.make(vault)
    settings.put(vault, "written", "after")
    vault.close()
    return made


@pytest.fixture
def page(qtbot: QtBot, vault: OpenVault, backup: Backup) -> RestorePage:
    made = RestorePage(vault.folder)
    show(qtbot, made)
    return made


def shown(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def enter(page: RestorePage, passphrase: str) -> None:
    page.passphrase.set_text(passphrase)
    QTest.keyClick(page.passphrase.edit, Qt.Key.Key_Return)


def written(folder: Path) -> object:
    with opening.open_with_passphrase(folder, PASSPHRASE) as vault:
        return settings.get(vault, "written")


def button(page: QWidget, name: str) -> QPushButton:
    return next(each for each in page.findChildren(QPushButton) if each.accessibleName() == name)


def test_backup_is_restored_from_the_unlock_page_and_the_vault_before_is_kept(
    qtbot: QtBot, qapp: QApplication, vault: OpenVault, backup: Backup
) -> None:
    window = Window(qapp, vault.folder, Policy())
    qtbot.addWidget(window)
    window.start()
    window.show()
    unlock = window.stack.currentWidget()
    assert isinstance(unlock, UnlockPage)
    button(unlock, "Restore a backup…").click()
    page = window.stack.currentWidget()
    assert isinstance(page, RestorePage)
    assert page.choices.checkedButton().text().startswith(moment_words(backup.made_at))
    assert "Nothing is deleted" in shown(page)
    enter(page, PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), UnlockPage), timeout=20_000)

    unlock = window.stack.currentWidget()
    assert isinstance(unlock, UnlockPage)
    assert unlock.banner.sentence() == "The backup is in place."
    (aside,) = vault.folder.glob("replaced-*")
    assert str(aside) in unlock.banner.accessibleName()
    assert written(vault.folder) == "before"
    assert written(aside) == "after"


def test_wrong_passphrase_restores_nothing(qtbot: QtBot, page: RestorePage, vault: OpenVault) -> None:
    with qtbot.assertNotEmitted(page.restored):
        enter(page, "not the passphrase")
        qtbot.waitUntil(lambda: bool(page.passphrase.error()), timeout=20_000)

    assert "does not open" in page.passphrase.error()
    assert page.main.text() == "Restore this backup"
    assert written(vault.folder) == "after"


def test_nothing_typed_is_asked_for(page: RestorePage) -> None:
    enter(page, "")

    assert page.passphrase.error() == "Enter your passphrase"
    assert not work.is_running()


def test_backup_elsewhere_is_restored_by_the_recovery_key(
    qtbot: QtBot, vault: OpenVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    recovery_key = keys.replace_recovery_key(vault)
    settings.put(vault, "written", "before")
    elsewhere = backups.make(vault, tmp_path / "stick").folder
    settings.put(vault, "written", "after")
    vault.close()
    page = RestorePage(vault.folder)
    show(qtbot, page)
    assert "There is no backup in the vault's folder." in shown(page)
    page.main.click()
    assert page.banner.sentence() == "Choose a backup."
    monkeypatch.setattr(file_choice, "ask_folder", lambda *_: elsewhere)
    button(page, "Choose a backup in another folder…").click()
    button(page, "Use the recovery key").click()
    page.recovery_key.set_text("ABC")
    page.main.click()
    qtbot.waitUntil(lambda: bool(page.recovery_key.error()), timeout=20_000)
    page.recovery_key.set_text(recovery_key)
    with qtbot.waitSignal(page.restored, timeout=20_000):
        page.main.click()

    assert written(vault.folder) == "before"


def test_folder_without_a_backup_is_said(
    qtbot: QtBot, page: RestorePage, vault: OpenVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_choice, "ask_folder", lambda *_: tmp_path)
    button(page, "Choose a backup in another folder…").click()
    enter(page, PASSPHRASE)
    qtbot.waitUntil(page.banner.isVisible, timeout=20_000)

    assert "There is no backup in" in page.banner.sentence()
    assert written(vault.folder) == "after"


def test_words_that_could_not_be_stored_are_never_replaced_by_a_backup(qtbot: QtBot, vault: OpenVault) -> None:
    page = UnlockPage(vault.folder, open_held=lambda _typed: vault)
    qtbot.addWidget(page)

    assert "Restore a backup…" not in [each.accessibleName() for each in page.findChildren(QPushButton)]


def test_passphrase_changed_since_goes_on_working(qtbot: QtBot, vault: OpenVault) -> None:
    backups.make(vault)
    keys.change_passphrase(vault, PASSPHRASE, "lantern orbit mussel fence", cost=KdfCost(32, 1, 4))
    vault.close()
    page = RestorePage(vault.folder)
    show(qtbot, page)
    with qtbot.waitSignal(page.restored, timeout=20_000):
        enter(page, "lantern orbit mussel fence")

    opening.open_with_passphrase(vault.folder, "lantern orbit mussel fence").close()
