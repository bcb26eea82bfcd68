"""First start, step by step: name, passphrase, recovery key."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ipas_desktop.policy import Policy
from ipas_desktop.ui import file_choice, recovery_sheet, work
from ipas_desktop.ui.first_start_page import FirstStartPage
from ipas_desktop.ui.session import now
from ipas_desktop.vault import opening, organisation_key
from tests.ui.windows import show

PASSPHRASE = "teapot gravel window marsh"


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> FirstStartPage:
    made = FirstStartPage(tmp_path / "vault")
    show(qtbot, made)
    return made


def seen(page: FirstStartPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def enter(page: FirstStartPage, passphrase: str, again: str) -> None:
    page.name.set_text("Asha Example")
    page._to_passphrase()
    QTest.keyClicks(page.passphrase.edit, passphrase)
    QTest.keyClicks(page.again.edit, again)
    QTest.keyClick(page.again.edit, Qt.Key.Key_Return)


@pytest.fixture
def at_the_key(qtbot: QtBot, page: FirstStartPage) -> FirstStartPage:
    """The page at its last step, with a vault made."""
    enter(page, PASSPHRASE, PASSPHRASE)
    qtbot.waitUntil(lambda: "Step 3 of 3" in seen(page), timeout=30_000)
    return page


def test_first_start_asks_for_a_name(page: FirstStartPage) -> None:
    QTest.keyClick(page.name.edit, Qt.Key.Key_Return)

    assert page.name.error() == "Enter your full name"
    assert "Step 1 of 3" in seen(page)


def test_first_start_refuses_two_different_passphrases(page: FirstStartPage, tmp_path: Path) -> None:
    enter(page, PASSPHRASE, PASSPHRASE + "x")

    assert page.again.error() == "The two passphrases must be the same"
    assert not (tmp_path / "vault").exists()


def test_first_start_refuses_a_weak_passphrase_and_makes_nothing(
    qtbot: QtBot, page: FirstStartPage, tmp_path: Path
) -> None:
    enter(page, "password", "password")
    qtbot.waitUntil(lambda: bool(page.passphrase.error()), timeout=10_000)

    assert "at least 14 characters" in page.passphrase.error()
    assert not (tmp_path / "vault" / "vault.db").exists()


def test_strength_is_said_in_words_while_typing(page: FirstStartPage) -> None:
    page.name.set_text("Asha Example")
    page._to_passphrase()
    QTest.keyClicks(page.passphrase.edit, "password")
    assert "Very weak." in seen(page)
    QTest.keyClicks(page.passphrase.edit, " gravel window marsh teapot")
    assert "Very strong." in seen(page)


def test_back_keeps_what_was_typed(page: FirstStartPage) -> None:
    page.name.set_text("Asha Example")
    page._to_passphrase()
    page._show_step(0)

    assert "Step 1 of 3" in seen(page)
    assert page.name.text() == "Asha Example"


def test_recovery_key_is_shown_and_opens_the_vault(qtbot: QtBot, at_the_key: FirstStartPage, tmp_path: Path) -> None:
    key = at_the_key._key
    assert all(group in seen(at_the_key) for group in key.split("-"))
    QTest.keyClicks(at_the_key.group.edit, key.split("-")[at_the_key._asked_group - 1].lower())
    with qtbot.waitSignal(at_the_key.opened) as opened:
        QTest.keyClick(at_the_key.group.edit, Qt.Key.Key_Return)
    vault = opened.args[0]
    assert vault.name == "Asha Example"
    vault.close()

    again = opening.open_with_recovery_key(tmp_path / "vault", key)
    assert again.is_open
    again.close()


def test_vault_is_made_as_the_policy_says(qtbot: QtBot, tmp_path: Path) -> None:
    private = X25519PrivateKey.generate()
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "recovery.pem").write_bytes(pem)
    rules = Policy(passphrase_minimum_length=30, organisation_recovery_key=tmp_path / "recovery.pem")
    page = FirstStartPage(tmp_path / "vault", rules)
    show(qtbot, page)
    enter(page, "teapot gravel window", "teapot gravel window")
    qtbot.waitUntil(lambda: not work.is_running(), timeout=30_000)
    assert "30 characters" in page.passphrase.error()
    assert not (tmp_path / "vault").exists()

    for entry in (page.passphrase, page.again):
        entry.set_text(PASSPHRASE)
    QTest.keyClick(page.again.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Step 3 of 3" in seen(page), timeout=30_000)
    assert page._vault is not None
    page._vault.close()
    secret = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    organisation_key.open_with_organisation_key(tmp_path / "vault", secret).close()


def test_nobody_goes_on_without_the_recovery_key(qtbot: QtBot, at_the_key: FirstStartPage) -> None:
    QTest.keyClicks(at_the_key.group.edit, "WRONG")
    QTest.keyClick(at_the_key.group.edit, Qt.Key.Key_Return)

    assert "is not the same as shown above" in at_the_key.group.error()
    assert at_the_key._vault is not None
    at_the_key._vault.close()


def test_passphrase_is_forgotten_once_the_vault_is_made(at_the_key: FirstStartPage) -> None:
    assert at_the_key.passphrase.text() == at_the_key.again.text() == ""
    assert not at_the_key.passphrase.edit.isUndoAvailable()
    assert at_the_key._vault is not None
    at_the_key._vault.close()


def test_recovery_key_is_saved_as_a_sheet_and_copied(
    at_the_key: FirstStartPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "key.txt"
    monkeypatch.setattr(file_choice, "ask_save", lambda *_: target)
    at_the_key._save()
    at_the_key._copy()

    assert all(group in target.read_text() for group in at_the_key._key.split("-"))
    assert target.stat().st_mode & 0o077 == 0
    assert QApplication.clipboard().text() == at_the_key._key
    at_the_key._save()
    assert "exists already" in at_the_key.banner.accessibleName()
    recovery_sheet.clear_clipboard()
    assert QApplication.clipboard().text() == ""
    assert at_the_key._vault is not None
    at_the_key._vault.close()


def test_a_folder_that_is_not_empty_is_refused_in_the_page(qtbot: QtBot, page: FirstStartPage, tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "holiday.jpg").write_bytes(b"x")
    enter(page, PASSPHRASE, PASSPHRASE)
    qtbot.waitUntil(page.banner.isVisible, timeout=20_000)

    assert "is not empty" in page.banner.accessibleName()
    assert work.stop_all()


def test_sheet_says_whose_it_is_and_how_to_use_it() -> None:
    text = recovery_sheet.sheet_text("AAAA-BBBB", "Asha Example", now())

    assert "Asha Example's vault" in text
    assert "1   AAAA" in text
    assert "Enter the recovery key" in text


def test_saving_a_sheet_says_why_it_could_not(tmp_path: Path) -> None:
    with pytest.raises(recovery_sheet.WriteError, match="could not be written"):
        recovery_sheet.save_sheet("text", tmp_path / "none" / "key.txt")
