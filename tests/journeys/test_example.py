"""Somebody new tries the example; somebody locks the laptop in mid-word; somebody uses the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton

from ipas_desktop.package import verifying
from ipas_desktop.ui import file_choice, theme
from ipas_desktop.ui.engagement_page import EngagementPage
from ipas_desktop.ui.finalise_page import FinalisePage
from ipas_desktop.ui.first_start_page import FirstStartPage
from ipas_desktop.ui.home_page import HomePage
from ipas_desktop.ui.package_page import PackagePage
from ipas_desktop.ui.question_page import QuestionPage
from ipas_desktop.ui.session import Session
from ipas_desktop.ui.settings_page import SettingsPage
from ipas_desktop.ui.theme import Look, Scheme
from ipas_desktop.ui.unlock_page import UnlockPage
from ipas_desktop.ui.verify_page import VerifyPage
from ipas_desktop.vault import opening
from ipas_desktop.vault.kdf import KdfCost
from tests.journeys.hand import Hand

PASSPHRASE = "teapot gravel window marsh"


@pytest.fixture
def unlocked(hand: Hand) -> Session:
    """A vault of one's own, open at home."""
    made, _ = opening.create(hand.window.folder, PASSPHRASE, name="Asha Example", cost=KdfCost(64, 1, 1))
    hand.window.open_session(Session(made))
    assert hand.window.session is not None
    return hand.window.session


@pytest.fixture
def _light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.set_look(qapp, Look(Scheme.LIGHT))


def test_newcomer_takes_the_example_all_the_way_to_a_package(hand: Hand, tmp_path: Path) -> None:
    hand.page(FirstStartPage)
    hand.click("Try the example")
    home = hand.page(HomePage)
    assert hand.sees("Practice.")
    hand.picture("practice-home")
    home.table.go_in()
    hand.press(Qt.Key.Key_Return)
    hand.page(EngagementPage)
    hand.picture("practice-engagement")
    hand.click("Continue: finalise")
    hand.page(FinalisePage)
    hand.click("Finalise")
    page = hand.page(PackagePage)
    hand.click(page.practice)
    hand.write(page.new_identity.edit, str(tmp_path / "practice.p12"))
    hand.write(page.password.edit, "a password for practice")
    hand.write(page.target.edit, str(tmp_path / "package.pdf"))
    hand.click("Sign and save")
    hand.until_work_is_done()
    assert verifying.verify(tmp_path / "package.pdf").good

    session = hand.window.session
    assert session is not None
    folder = session.vault.folder
    hand.click("Leave practice")
    hand.page(FirstStartPage)
    assert not folder.exists()


def test_officer_locks_in_mid_word_and_finds_word_and_cursor_again(hand: Hand, unlocked: Session) -> None:
    hand.click("New engagement")
    hand.click(hand.page(EngagementPage).next_button)
    page = hand.page(QuestionPage)
    title = page.fields[next(iter(page.fields))].controls()[0]
    assert isinstance(title, QLineEdit)
    hand.click(title)
    QTest.keyClicks(title, "Mentoring in Gha")
    hand.press(Qt.Key.Key_Left)
    QTest.keyClick(title, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)  # not 600 ms after the last key

    unlock = hand.page(UnlockPage)
    assert not unlocked.vault.is_open
    assert not hand.sees("Mentoring")
    hand.picture("locked")
    QTest.keyClicks(unlock.passphrase.edit, PASSPHRASE)
    hand.press(Qt.Key.Key_Return)
    page = hand.page(QuestionPage)
    hand.settle()
    again = QApplication.focusWidget()
    assert isinstance(again, QLineEdit)
    assert (again.text(), again.cursorPosition()) == ("Mentoring in Gha", 15)


def tab_to(hand: Hand, words: str) -> None:
    """Press Tab until the control with these words has the keyboard."""
    for _ in range(120):
        here = QApplication.focusWidget()
        if isinstance(here, QPushButton | QLineEdit | QRadioButton) and words in (here.accessibleName(), here.text()):
            return
        hand.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reached “{words}”")


def type_in(hand: Hand, words: str, text: str) -> None:
    tab_to(hand, words)
    QTest.keyClicks(QApplication.focusWidget(), text)


def test_officer_sets_up_and_signs_in_again_by_keyboard_alone(hand: Hand) -> None:
    page = hand.page(FirstStartPage)
    type_in(hand, "Your full name", "Asha Example")
    hand.press(Qt.Key.Key_Return)
    type_in(hand, "Passphrase", PASSPHRASE)
    type_in(hand, "Type it again", PASSPHRASE)
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.sees("Write down your recovery key"), "the recovery key")
    group = page._key.split("-")[page._asked_group - 1]
    type_in(hand, f"Type group {page._asked_group}", group)
    hand.press(Qt.Key.Key_Return)
    hand.page(HomePage)
    hand.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    hand.page(EngagementPage)
    hand.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    hand.page(UnlockPage)
    type_in(hand, "Passphrase", PASSPHRASE)
    tab_to(hand, "Unlock")
    hand.press(Qt.Key.Key_Space)
    hand.page(EngagementPage)


@pytest.mark.usefixtures("_light_again")
def test_reader_with_weak_sight_sets_large_text_and_dark_and_works_on(hand: Hand, unlocked: Session) -> None:
    hand.click("Settings")
    page = hand.page(SettingsPage)
    hand.click(page._schemes.button(2))
    hand.click(page._sizes.button(4))
    assert theme.look() == Look(Scheme.DARK, 2.0)
    hand.picture("settings-large-dark")
    hand.click("‹ Back")
    hand.page(HomePage)
    hand.click("New engagement")
    hand.click(hand.page(EngagementPage).next_button)
    hand.page(QuestionPage)
    hand.picture("question-large-dark")


def test_receiver_verifies_a_package_without_a_vault(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged one: the good one is seen in the journey of the example."""
    sent = tmp_path / "sent.pdf"
    sent.write_bytes(b"%PDF-1.7\nnot a package")
    hand.page(FirstStartPage)
    hand.click("Verify a package you have received")
    page = hand.page(VerifyPage)
    monkeypatch.setattr(file_choice, "ask_open", lambda *_: sent)
    hand.click(page.choose)
    hand.until_work_is_done()
    assert page.banner.isVisible() or (page.view is not None and not page.view.verdict.good)
    hand.click("‹ Back")
    hand.page(FirstStartPage)
