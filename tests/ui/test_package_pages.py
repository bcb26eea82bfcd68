"""Signing, saving and verifying: what is asked, what goes wrong, the verdict in shape and words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ipas_desktop.cases import samples
from ipas_desktop.cases.case import Case
from ipas_desktop.package import identity
from ipas_desktop.package.verdict import Finding, SignatureFound, Verdict
from ipas_desktop.policy import Policy
from ipas_desktop.ui import file_choice, theme, work
from ipas_desktop.ui.package_page import PackagePage
from ipas_desktop.ui.session import Session, now
from ipas_desktop.ui.settings_page import SettingsPage
from ipas_desktop.ui.theme import Look, Scheme
from ipas_desktop.ui.verdict_view import VerdictView, kind_of
from ipas_desktop.ui.verify_page import VerifyPage
from ipas_desktop.vault import answers, engagements, revisions, settings
from tests.ui.windows import show

TODAY = date(2026, 11, 23)
PASSWORD = "a password for practice"


@pytest.fixture(autouse=True)
def _workers_stop() -> Iterator[None]:
    yield
    assert work.stop_all()


@pytest.fixture
def final(session: Session) -> Case:
    """The sample engagement, finalised."""
    case = engagements.store_imported(session.vault, samples.load_sample("sio-programme", TODAY))
    revisions.finalise(session.vault, case.id, session.context())
    return engagements.load_case(session.vault, case.id)


@pytest.fixture
def page(qtbot: QtBot, session: Session, final: Case, tmp_path: Path) -> PackagePage:
    made = PackagePage(session, final)
    made.target.set_text(str(tmp_path / "package.pdf"))
    made.new_identity.set_text(str(tmp_path / "practice.p12"))
    show(qtbot, made)
    return made


def seen(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def sign(qtbot: QtBot, page: PackagePage) -> None:
    QTest.mouseClick(page.sign, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not work.is_running(), timeout=60_000)


def test_package_page_says_what_goes_in(page: PackagePage) -> None:
    assert "Engagement notification" in seen(page)
    assert "1 file, 23 kB" in seen(page)
    assert "OFFICIAL-SENSITIVE - RECIPIENTS ONLY" in seen(page)


def test_package_page_asks_for_everything_and_goes_to_the_first_thing_missing(
    qtbot: QtBot, page: PackagePage, tmp_path: Path
) -> None:
    sign(qtbot, page)

    assert page.identity.error() == "Enter the file of your signing identity"
    assert page.password.error() == "Enter the password"
    assert page.identity.edit.hasFocus()
    assert not (tmp_path / "package.pdf").exists()


def test_practice_identity_needs_a_password_of_eight_characters(qtbot: QtBot, page: PackagePage) -> None:
    page.practice.setChecked(True)
    page.password.set_text("short")
    sign(qtbot, page)

    assert page.password.error() == "The password must be 8 characters or more"


def test_wrong_identity_password_is_said_at_its_field(qtbot: QtBot, page: PackagePage, tmp_path: Path) -> None:
    identity.create_practice_identity("Asha Example", PASSWORD, tmp_path / "own.p12", now())
    page.own.setChecked(True)
    page.identity.set_text(str(tmp_path / "own.p12"))
    page.password.set_text("another password")
    sign(qtbot, page)

    assert "does not open own.p12" in page.password.error()
    assert not (tmp_path / "package.pdf").exists()


def test_target_that_cannot_be_written_is_said_in_the_page(qtbot: QtBot, page: PackagePage, tmp_path: Path) -> None:
    page.practice.setChecked(True)
    page.password.set_text(PASSWORD)
    page.target.set_text(str(tmp_path / "none" / "package.pdf"))
    sign(qtbot, page)

    assert "There is no folder" in page.banner.accessibleName()
    assert not (tmp_path / "practice.p12").exists()


def test_package_is_made_verified_and_recorded(
    qtbot: QtBot, page: PackagePage, session: Session, final: Case, tmp_path: Path
) -> None:
    page.practice.setChecked(True)
    page.password.set_text(PASSWORD)
    sign(qtbot, page)

    assert page.built is not None
    assert page.built.verdict.good
    assert page.password.text() == ""
    [record] = revisions.packages(session.vault, final.id)
    assert (record.sha256, record.signer) == (page.built.sha256, "Asha Example")
    assert settings.get(session.vault, "package.identity") == str(tmp_path / "practice.p12")
    assert "Unchanged since it was signed" in seen(page)


def test_cancelled_package_leaves_nothing(qtbot: QtBot, page: PackagePage, tmp_path: Path) -> None:
    page.practice.setChecked(True)
    page.password.set_text(PASSWORD)
    QTest.mouseClick(page.sign, Qt.MouseButton.LeftButton)
    assert page._bars[1].isVisible()
    page._cancel()
    qtbot.waitUntil(lambda: not work.is_running(), timeout=60_000)

    assert not (tmp_path / "package.pdf").exists()
    assert page.banner.sentence() == "Cancelled."
    assert page._bars[0].isVisible()


def test_changes_since_the_revision_are_pointed_out(qtbot: QtBot, session: Session, final: Case) -> None:
    from ipas_desktop.forms import loader

    question = loader.load_form("notification").question("en.a.title")
    answers.save_answer(session.vault, final.id, "notification", question, "A newer title", TODAY)
    page = PackagePage(session, engagements.load_case(session.vault, final.id))
    show(qtbot, page)

    assert "There are changes since this revision" in seen(page)


def test_files_are_chosen_by_dialogs_too(page: PackagePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_choice, "ask_open", lambda *_: tmp_path / "mine.p12")
    monkeypatch.setattr(file_choice, "ask_save", lambda *_: tmp_path / "there.pdf")
    page._choose_identity()
    page._choose_target()

    assert page.identity.text() == str(tmp_path / "mine.p12")
    assert page.target.text() == str(tmp_path / "there.pdf")


# Verifying


@pytest.mark.parametrize(("content", "said"), [(b"not a PDF at all", "not a PDF"), (None, "cannot be read")])
def test_verify_says_why_a_file_cannot_be_judged(
    qtbot: QtBot, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "sent.pdf"
    if content is not None:
        file.write_bytes(content)
    page = VerifyPage(Policy(), file)
    show(qtbot, page)
    qtbot.waitUntil(lambda: not work.is_running(), timeout=30_000)

    shown = page.banner.accessibleName() if page.view is None else page.view.verdict.sentence
    assert said in shown


def test_a_dropped_file_is_verified(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "sent.pdf"
    file.write_bytes(b"%PDF-1.7 not really")
    page = VerifyPage(Policy())
    show(qtbot, page)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, buttons, keys))
    qtbot.waitUntil(lambda: not work.is_running(), timeout=30_000)

    assert page._file.text() == "sent.pdf"
    assert page.banner.isVisible() or (page.view is not None and not page.view.verdict.good)


def signature(**changes: object) -> SignatureFound:
    facts = {
        "field": "Author", "signer": "Asha Example", "issuer": "Police PKI", "when": "2026-11-24T09:12:00+00:00",
        "intact": True, "trusted": True, "trusted_by": "Police PKI Root 2", "practice": False, "certifies": True,
        "covers_file": True, "changed_since": "nothing", "problem": "",
    }  # fmt: skip
    return SignatureFound(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [
        (Verdict(True, "Genuine.", (signature(),)), "good"),
        (Verdict(True, "Unchanged.", (signature(trusted=False, trusted_by=""),)), "warning"),
        (Verdict(True, "Unchanged.", (signature(practice=True),)), "warning"),
        (Verdict(True, "Unchanged.", ()), "warning"),
        (Verdict(False, "Do not rely on this file.", (signature(),)), "stop"),
    ],
)
def test_verdict_is_green_only_when_everything_is_proven(verdict: Verdict, kind: str) -> None:
    assert kind_of(verdict) == kind


def test_verdict_view_says_who_when_and_what_was_looked_at(qtbot: QtBot) -> None:
    findings = (
        Finding(True, "Attached files are the ones that were listed."),
        Finding(None, "Not verified as official."),
    )
    about = {"Chain head": "ab" * 32, "Finalised": "2026-11-23T16:41:00+00:00", "Revision": "3"}
    view = VerdictView(Verdict(True, "Genuine and complete. Nothing changed.", (signature(),), findings, about))
    show(qtbot, view)

    assert "Trusted through Police PKI Root 2" in seen(view)
    assert "Not verified as official." in seen(view)
    assert "abababab abababab" in seen(view)
    assert "23 November 2026" in seen(view)
    assert view.banner.sentence() == "Genuine and complete."


# Settings


@pytest.fixture
def _light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.set_look(qapp, Look(Scheme.LIGHT))


@pytest.mark.usefixtures("_light_again")
def test_settings_change_colours_and_size_at_once_and_for_the_next_start(qtbot: QtBot, private_home: Path) -> None:
    from ipas_desktop.ui import preferences

    page = SettingsPage(Policy(), None)
    show(qtbot, page)
    QTest.mouseClick(page._schemes.button(2), Qt.MouseButton.LeftButton, pos=page._schemes.button(2).rect().center())
    assert theme.look().scheme is Scheme.DARK
    QTest.mouseClick(page._sizes.button(2), Qt.MouseButton.LeftButton, pos=page._sizes.button(2).rect().center())

    assert theme.look() == Look(Scheme.DARK, 1.5)
    assert preferences.load_look() == Look(Scheme.DARK, 1.5)


def test_settings_keep_the_name_in_the_vault(qtbot: QtBot, session: Session) -> None:
    page = SettingsPage(Policy(), session)
    show(qtbot, page)
    assert page.name.text() == "Asha Example"
    page.name.set_text("  ")
    page._keep_name()
    assert page.name.error() == "Enter your full name"
    page.name.set_text("Asha B Example")
    page._keep_name()

    assert settings.get(session.vault, settings.USER_NAME) == "Asha B Example"
    assert "Kept" in seen(page)


def test_settings_say_what_the_organisation_has_fixed(qtbot: QtBot, tmp_path: Path) -> None:
    fixed = Policy(idle_lock_minutes=5, sources={"idle_lock_minutes": tmp_path})
    page = SettingsPage(fixed, None)
    show(qtbot, page)

    assert "After 5 minutes" in seen(page)
    assert "Set by your organisation" in seen(page)
