"""Changing passphrase and recovery key in the settings, and encrypting everything anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ipas_desktop.errors import WrongPassphrase, WrongRecoveryKey
from ipas_desktop.policy import Policy
from ipas_desktop.ui import file_choice, work
from ipas_desktop.ui.keys_panel import CHANGE, LEAKED, REPLACE, KeysPanel
from ipas_desktop.ui.session import Session
from ipas_desktop.ui.settings_page import SettingsPage
from ipas_desktop.vault import backups, keys, opening
from ipas_desktop.vault.opening import OpenVault
from tests.ui.conftest import PASSPHRASE
from tests.ui.windows import show

NEW = "lantern orbit mussel fence"


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> SettingsPage:
    made = SettingsPage(Policy(), session)
    show(qtbot, made)
    return made


@pytest.fixture
def panel(page: SettingsPage) -> KeysPanel:
    assert page.keys is not None
    return page.keys


def do(qtbot: QtBot, panel: KeysPanel, task: str, current: str = PASSPHRASE, new: str = NEW, again: str = NEW) -> None:
    QTest.mouseClick(panel.choices[task], Qt.MouseButton.LeftButton)
    for entry, text in ((panel.current, current), (panel.new, new), (panel.again, again)):
        entry.set_text(text)
    panel.do.click()
    qtbot.waitUntil(lambda: not work.is_running(), timeout=30_000)


def test_passphrase_is_changed(qtbot: QtBot, panel: KeysPanel, vault: OpenVault) -> None:
    do(qtbot, panel, CHANGE)

    assert panel.banner.sentence() == "The passphrase was changed."
    assert panel.current.text() == panel.new.text() == panel.again.text() == ""
    vault.close()
    with pytest.raises(WrongPassphrase):
        opening.open_with_passphrase(vault.folder, PASSPHRASE)
    opening.open_with_passphrase(vault.folder, NEW).close()


@pytest.mark.parametrize(
    ("typed", "at", "said"),
    [
        (("", NEW, NEW), "current", "Enter your current passphrase"),
        ((PASSPHRASE, "", ""), "new", "Enter a new passphrase"),
        ((PASSPHRASE, NEW, "other"), "again", "must be the same"),
        ((PASSPHRASE, "short", "short"), "new", "14 characters"),
        (("not the passphrase", NEW, NEW), "current", "does not open this vault"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_changes_nothing(
    qtbot: QtBot, panel: KeysPanel, vault: OpenVault, typed: tuple[str, str, str], at: str, said: str
) -> None:
    do(qtbot, panel, CHANGE, *typed)

    assert said in getattr(panel, at).error()
    vault.close()
    opening.open_with_passphrase(vault.folder, PASSPHRASE).close()


def test_recovery_key_is_replaced_shown_once_and_saved_as_a_sheet(
    qtbot: QtBot, panel: KeysPanel, vault: OpenVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys.replace_recovery_key(vault)
    do(qtbot, panel, REPLACE)
    shown = "-".join(panel.shown.text().split())
    sheet = tmp_path / "sheet.txt"
    monkeypatch.setattr(file_choice, "ask_save", lambda *_: sheet)
    panel._save()
    assert all(group in sheet.read_text() for group in shown.split("-"))
    panel._save()
    assert "exists already" in panel.banner.accessibleName()
    panel._hide_key()
    assert panel.shown.text() == panel._key == ""

    vault.close()
    opening.open_with_recovery_key(vault.folder, shown).close()
    with pytest.raises(WrongRecoveryKey):
        opening.open_with_recovery_key(vault.folder, before)


def test_recovery_key_is_not_replaced_without_the_passphrase(qtbot: QtBot, panel: KeysPanel) -> None:
    do(qtbot, panel, REPLACE, current="not the passphrase")

    assert "does not open this vault" in panel.current.error()
    assert panel.shown.text() == ""


def test_leaked_key_encrypts_anew_and_leaves_only_a_new_backup(
    qtbot: QtBot, panel: KeysPanel, vault: OpenVault
) -> None:
    old = backups.make(vault)
    do(qtbot, panel, LEAKED)
    shown = "-".join(panel.shown.text().split())

    assert panel.banner.sentence() == "Everything is encrypted anew and backed up."
    (left,) = backups.made(vault.folder / "backups")
    assert left.made_at > old.made_at
    vault.close()
    for folder in (vault.folder, left.folder):
        with pytest.raises(WrongPassphrase):
            opening.open_with_passphrase(folder, PASSPHRASE)
        opening.open_with_passphrase(folder, NEW).close()
        opening.open_with_recovery_key(folder, shown).close()


def test_new_recovery_key_is_shown_when_the_backup_fails(qtbot: QtBot, panel: KeysPanel, vault: OpenVault) -> None:
    (vault.folder / "backups").write_text("in the way")
    do(qtbot, panel, LEAKED)

    assert "the new backup was not made" in panel.banner.accessibleName()
    vault.close()
    opening.open_with_recovery_key(vault.folder, "-".join(panel.shown.text().split())).close()


def test_page_is_not_left_while_keys_change_and_a_lock_says_what_to_do(
    qtbot: QtBot, page: SettingsPage, panel: KeysPanel
) -> None:
    panel.ask(CHANGE)
    for entry, text in ((panel.current, PASSPHRASE), (panel.new, NEW), (panel.again, NEW)):
        entry.set_text(text)
    panel.do.click()
    assert not page.flush()
    panel.ask(REPLACE)
    assert panel.new.isVisible(), "nothing else begins meanwhile"

    work.cancel_all()
    assert page.flush()
    qtbot.waitUntil(lambda: not work.is_running(), timeout=30_000)
    page.hide()
    page.show()
    assert "The vault was locked while its keys were being changed." in panel.banner.sentence()
    assert panel.current.text() == ""


def test_keys_wait_for_other_work(qtbot: QtBot, page: SettingsPage, panel: KeysPanel, session: Session) -> None:
    job = work.run(page, lambda _report: backups.make(session.vault), on_done=id, on_error=id)
    panel.ask(REPLACE)
    panel.current.set_text(PASSPHRASE)
    panel.do.click()

    assert job is not None
    assert panel.banner.sentence() == "Other work is under way, such as today's backup."
    qtbot.waitUntil(lambda: not work.is_running(), timeout=30_000)
