"""The window: unlocking, going places, locking without losing a character, meeting faults."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from ipas_desktop import app, crash
from ipas_desktop.cases import samples
from ipas_desktop.cases.case import Case
from ipas_desktop.errors import DiskFull, WrongPassphrase
from ipas_desktop.policy import Policy
from ipas_desktop.ui import backing_up, recovery_sheet, work
from ipas_desktop.ui.first_start_page import FirstStartPage
from ipas_desktop.ui.home_page import HomePage
from ipas_desktop.ui.moments import moment_words
from ipas_desktop.ui.places import HOME, Place, Room
from ipas_desktop.ui.question_page import QuestionPage
from ipas_desktop.ui.session import Session
from ipas_desktop.ui.unlock_page import UnlockPage
from ipas_desktop.ui.window import Window
from ipas_desktop.vault import answers, backups, engagements, opening
from ipas_desktop.vault.opening import OpenVault

TODAY = date(2026, 11, 23)
PASSPHRASE = "teapot gravel window marsh"  # of the vault in conftest
TITLE = "en.a.title"


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, vault: OpenVault) -> Iterator[Window]:
    """A window with the vault open, at home."""
    made = Window(qapp, vault.folder, Policy())
    qtbot.addWidget(made)
    made.start()
    made.resize(1366, 740)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    made.open_session(Session(vault, today=lambda: TODAY))
    yield made
    made.close()
    work.stop_all()


@pytest.fixture
def unlock(qtbot: QtBot, window: Window) -> Callable[[str], None]:
    """Type a passphrase on the unlock page and press Enter."""

    def type_it(passphrase: str) -> None:
        page = window.stack.currentWidget()
        assert isinstance(page, UnlockPage)
        QTest.keyClicks(page.passphrase.edit, passphrase)
        QTest.keyClick(page.passphrase.edit, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not work.is_running(), timeout=20_000)

    return type_it


def activate(qtbot: QtBot, window: Window) -> None:
    """Make the window active again; the offscreen platform lets go of it when pages are swapped."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


def page_of(window: Window) -> object:
    return window.stack.currentWidget()


def question_page(window: Window, case: Case) -> QuestionPage:
    window.go(Place(Room.QUESTION, case.id, "notification", "about.engagement"))
    page = window.stack.currentWidget()
    assert isinstance(page, QuestionPage)
    return page


def title_field(page: QuestionPage) -> QLineEdit:
    control = next(field for name, field in page.fields.items() if name == TITLE).controls()[0]
    assert isinstance(control, QLineEdit)
    return control


def test_window_offers_first_start_where_there_is_no_vault(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    made = Window(qapp, tmp_path / "none", Policy())
    qtbot.addWidget(made)
    made.start()

    assert isinstance(page_of(made), FirstStartPage)


def test_window_opens_at_home(window: Window) -> None:
    assert isinstance(page_of(window), HomePage)
    assert window.header.saved_line() == ""


def test_backup_is_made_after_unlocking_and_settings_say_when(qtbot: QtBot, window: Window, vault: OpenVault) -> None:
    qtbot.waitUntil(lambda: not work.is_running(), timeout=20_000)
    (backup,) = backups.made(vault.folder / "backups")

    assert not window.fault.isVisible()
    assert backing_up.last_words(vault.folder) == f"{moment_words(backup.made_at)}. 1 is kept"
    window.lock()
    with opening.open_with_passphrase(backup.folder, PASSPHRASE) as copy:
        assert copy.name == "Asha Example"


def test_backup_that_fails_is_said_above_the_page_and_work_goes_on(
    qtbot: QtBot, qapp: QApplication, vault: OpenVault
) -> None:
    (vault.folder / "backups").write_text("in the way")
    made = Window(qapp, vault.folder, Policy())
    qtbot.addWidget(made)
    made.show()
    made.open_session(Session(vault, today=lambda: TODAY))
    qtbot.waitUntil(made.fault.isVisible, timeout=20_000)

    assert made.fault.sentence() == "Today's backup of the vault was not made."
    assert isinstance(page_of(made), HomePage)
    assert not made.fault.hasFocus()
    assert backing_up.last_words(vault.folder) == "No backup has been made yet"


def test_backups_are_thinned_to_what_the_policy_keeps(qtbot: QtBot, qapp: QApplication, vault: OpenVault) -> None:
    place = vault.folder / "backups"
    for month in range(1, 7):
        made = backups.make(vault).folder
        made.rename(place / f"2025-{month:02}-01T09-00-00-000000Z")
    backing_up.begin(qapp, Session(vault, Policy(backups_to_keep=4)), pytest.fail)
    qtbot.waitUntil(lambda: not work.is_running(), timeout=20_000)

    assert [each.made_at.month for each in backups.made(place)][1:] == [6, 5, 4]


def test_a_synchronised_folder_is_warned_of_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, vault: OpenVault
) -> None:
    vault.close()
    folder = tmp_path / "Dropbox" / "vault"
    folder.parent.mkdir()
    vault.folder.rename(folder)
    made = Window(qapp, folder, Policy())
    qtbot.addWidget(made)
    made.open_session(Session(opening.open_with_passphrase(folder, PASSPHRASE)))
    first = _shown_words(made)
    made.go(HOME)

    assert "inside one that Dropbox synchronises" in first
    assert "Dropbox" not in _shown_words(made)
    made.close()


def _shown_words(window: Window) -> str:
    page = window.stack.currentWidget()
    return " ".join(label.text() for label in page.findChildren(QLabel))


def test_lock_closes_the_vault_and_shows_nothing_of_a_case(window: Window, vault: OpenVault, case: Case) -> None:
    answers.save_answer(vault, case.id, "notification", _title_question(), "Ghana mentoring", TODAY)
    window.go(Place(Room.ENGAGEMENT, case.id))
    window.lock()

    assert isinstance(page_of(window), UnlockPage)
    assert not vault.is_open
    assert window.session is None
    shown = " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
    assert "Unlock your vault" in shown
    assert "Ghana" not in shown + window.windowTitle() + " ".join(window.path)


def _title_question():  # type: ignore[no-untyped-def]
    from ipas_desktop.forms import loader

    return loader.load_form("notification").question(TITLE)


def test_unlocking_comes_back_to_the_same_field_and_cursor(
    qtbot: QtBot, window: Window, case: Case, unlock: Callable[[str], None]
) -> None:
    field = title_field(question_page(window, case))
    activate(qtbot, window)
    field.setFocus()
    QTest.keyClicks(field, "Half a wor")
    field.setCursorPosition(4)

    QTest.keyClick(field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(page_of(window), UnlockPage)
    unlock(PASSPHRASE)
    activate(qtbot, window)

    page = page_of(window)
    assert isinstance(page, QuestionPage)
    again = title_field(page)
    assert (again.text(), again.cursorPosition()) == ("Half a wor", 4)
    qtbot.waitUntil(again.hasFocus)


def test_a_wrong_passphrase_is_said_at_the_field(window: Window, unlock: Callable[[str], None]) -> None:
    window.lock()
    unlock("not the passphrase")

    page = page_of(window)
    assert isinstance(page, UnlockPage)
    assert "does not open this vault" in page.passphrase.error()
    assert page.passphrase.edit.selectedText()


def test_an_empty_passphrase_is_asked_for(window: Window, unlock: Callable[[str], None]) -> None:
    window.lock()
    unlock("")

    page = page_of(window)
    assert isinstance(page, UnlockPage)
    assert page.passphrase.error() == "Enter your passphrase"


def test_recovery_key_mistyped_is_said_at_its_field(qtbot: QtBot, window: Window) -> None:
    window.lock()
    page = page_of(window)
    assert isinstance(page, UnlockPage)
    page._show_way(by_recovery_key=True)
    QTest.keyClicks(page.recovery_key.edit, "ABC")
    QTest.keyClick(page.recovery_key.edit, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: bool(page.recovery_key.error()), timeout=10_000)
    assert "36 letters and digits" in page.recovery_key.error()


def test_a_vault_in_use_is_said_in_the_page(qtbot: QtBot, qapp: QApplication, vault: OpenVault) -> None:
    other = Window(qapp, vault.folder, Policy())
    qtbot.addWidget(other)
    other.start()
    page = page_of(other)
    assert isinstance(page, UnlockPage)
    page.passphrase.set_text(PASSPHRASE)
    page._try()

    qtbot.waitUntil(lambda: not page.banner.isHidden(), timeout=10_000)
    assert "open in another program" in page.banner.sentence()


def test_lock_loses_no_word_while_the_disk_is_full(
    qtbot: QtBot, window: Window, case: Case, vault: OpenVault, monkeypatch: pytest.MonkeyPatch,
    unlock: Callable[[str], None],
) -> None:  # fmt: skip
    field = title_field(question_page(window, case))
    with monkeypatch.context() as disk:
        disk.setattr(answers, "save_answer", _disk_full)
        field.setFocus()
        QTest.keyClicks(field, "Not on the disk")
        window.lock()

        assert isinstance(page_of(window), UnlockPage)
        assert vault.is_open, "closing it now would lose the words"
        unlock("not the passphrase")
        still = page_of(window)
        assert isinstance(still, UnlockPage)
        assert "does not open this vault" in still.passphrase.error()
        still.passphrase.clear()
        unlock(PASSPHRASE)
        assert title_field(_as_question_page(window)).text() == "Not on the disk"

    assert window.flush()
    assert engagements.load_case(vault, case.id).document("notification").answers[TITLE] == "Not on the disk"


def _as_question_page(window: Window) -> QuestionPage:
    page = page_of(window)
    assert isinstance(page, QuestionPage)
    return page


def _disk_full(*_arguments: object) -> None:
    raise DiskFull("The disk is full. Your text is still here.")


def test_a_page_is_not_left_while_its_words_cannot_be_stored(
    window: Window, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = question_page(window, case)
    with monkeypatch.context() as disk:
        disk.setattr(answers, "save_answer", _disk_full)
        QTest.keyClicks(title_field(page), "Kept")
        window.go(HOME)

        assert page_of(window) is page
        assert window.header.saved_line().startswith("Not saved since")
    assert page.flush()
    assert window.header.saved_line().startswith("Saved ")


def test_an_engagement_that_is_gone_is_said_and_the_page_stays(window: Window, vault: OpenVault, case: Case) -> None:
    engagements.delete_case(vault, case.id)
    window.go(Place(Room.ENGAGEMENT, case.id))

    assert isinstance(page_of(window), HomePage)
    assert window.fault.isVisible()


def test_lock_closes_dialogs_and_empties_the_clipboard(qtbot: QtBot, window: Window) -> None:
    dialog = QDialog(window)
    dialog.show()
    recovery_sheet.copy_secret("A recovery key")
    window.lock()

    assert not dialog.isVisible()
    assert QApplication.clipboard().text() == ""


def test_window_locks_when_nobody_touches_it(qtbot: QtBot, window: Window) -> None:
    window._idle._timer.setInterval(60)
    window._idle.start()

    qtbot.waitUntil(lambda: isinstance(page_of(window), UnlockPage), timeout=3_000)


def test_a_key_starts_the_idle_time_anew(qtbot: QtBot, window: Window) -> None:
    window._idle._timer.setInterval(400)
    window._idle.start()
    for _ in range(4):
        qtbot.wait(200)
        QTest.keyClick(window, Qt.Key.Key_Shift)

    assert isinstance(page_of(window), HomePage)


def test_practice_is_a_real_vault_that_is_thrown_away(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Window(qapp, tmp_path / "none", Policy())
    qtbot.addWidget(made)
    made.start()
    made.show()
    page = page_of(made)
    assert isinstance(page, FirstStartPage)
    page.practice_wanted.emit()
    qtbot.waitUntil(lambda: made.session is not None, timeout=30_000)

    assert made.session is not None
    folder = made.session.vault.folder
    assert made.session.practice
    assert (folder / "vault.db").read_bytes()[:6] != b"SQLite"
    assert engagements.count_cases(made.session.vault) == len([samples.sample_names()[0]])

    made.lock()
    assert made.session is None
    assert not folder.exists()
    assert isinstance(page_of(made), FirstStartPage)


def test_a_fault_stores_what_is_typed_and_reports_without_content(
    window: Window, case: Case, vault: OpenVault, private_home: Path
) -> None:
    field = title_field(question_page(window, case))
    QTest.keyClicks(field, "Typed before the fault")
    with pytest.raises(RuntimeError) as fault:
        _go_wrong()
    app._Faults(window).meet(fault.type, fault.value, fault.tb)

    assert "made a mistake" in window.fault.sentence()
    assert engagements.load_case(vault, case.id).document("notification").answers[TITLE] == "Typed before the fault"
    reports = list((crash.paths.user_data() / "logs").glob("fault-*.txt"))
    assert len(reports) == 1
    assert "RuntimeError" in reports[0].read_text()
    assert "secret words" not in reports[0].read_text()


def _go_wrong() -> None:
    raise RuntimeError("secret words of an answer")


def test_settings_can_be_reached_without_a_vault_and_left_again(window: Window) -> None:
    window.lock()
    window.go(Place(Room.SETTINGS))
    window.go_back_from_aside()

    assert isinstance(page_of(window), UnlockPage)


def test_closing_stores_what_is_typed(window: Window, case: Case, vault: OpenVault) -> None:
    QTest.keyClicks(title_field(question_page(window, case)), "Typed last")
    folder = vault.folder
    window.close()

    assert not vault.is_open
    again = opening.open_with_passphrase(folder, PASSPHRASE)
    assert engagements.load_case(again, case.id).document("notification").answers[TITLE] == "Typed last"
    again.close()


def test_held_vault_refuses_a_wrong_passphrase(window: Window) -> None:
    with pytest.raises(WrongPassphrase):
        window._check_held("not the passphrase")


START = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ipas_desktop import app
from ipas_desktop.policy import Policy
from ipas_desktop.ui.window import Window
qt = app.application()
window = Window(qt, Path(sys.argv[1]), Policy())
window.start()
window.show()
qt.processEvents()
assert not window.grab().isNull()
heavy = {"sqlalchemy", "sqlcipher3", "reportlab", "pyhanko", "pikepdf", "keyring", "alembic"}
print(type(window.stack.currentWidget()).__name__, sorted(heavy & set(sys.modules)))
"""


def test_first_paint_needs_qt_alone(vault: OpenVault) -> None:
    vault.close()
    ran = subprocess.run(
        [sys.executable, "-c", START, str(vault.folder)], capture_output=True, text=True, check=False, timeout=60
    )

    assert ran.stdout.strip() == "UnlockPage []", ran.stderr


def test_marking_follows_the_answers(window: Window, case: Case, vault: OpenVault) -> None:
    window.go(Place(Room.ENGAGEMENT, case.id))
    assert window.header._marking.text() == "OFFICIAL-SENSITIVE"
    from ipas_desktop.forms import loader

    question = loader.load_form("notification").question("en.a.marking_handling")
    answers.save_answer(vault, case.id, "notification", question, ["recipients_only"], TODAY)
    window.go(Place(Room.ENGAGEMENT, case.id))
    assert window.header._marking.text() == "OFFICIAL-SENSITIVE - RECIPIENTS ONLY"
    window.go(HOME)
    assert window.header._marking.text() == "OFFICIAL-SENSITIVE"
