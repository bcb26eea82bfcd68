"""The one window: marking band, header, and the page that is open. It swaps pages, and locks.

Holds no page's content. Locking never asks and never loses a character: what is typed is stored first; if the vault
cannot be written, it stays open behind the unlock page, with the page and its words, until it can.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from ipas_desktop.cases.marking import DEFAULT_TEXT
from ipas_desktop.errors import IpasError
from ipas_desktop.policy import Policy
from ipas_desktop.ui import backing_up, banner, recovery_sheet, routes, theme, work
from ipas_desktop.ui.banner import Banner, show_error
from ipas_desktop.ui.header import PROGRAM, Header
from ipas_desktop.ui.idle import IdleTimer
from ipas_desktop.ui.page import Page
from ipas_desktop.ui.places import HOME, NEEDS_NO_VAULT, Place
from ipas_desktop.ui.session import Session

if TYPE_CHECKING:
    from ipas_desktop.vault.opening import OpenVault

_SMALLEST = (640, 400)


class Window(QMainWindow):
    """The program's window on one vault folder."""

    def __init__(self, application: QApplication, folder: Path, policy: Policy) -> None:
        super().__init__()
        self.setWindowTitle(PROGRAM)
        self.setMinimumSize(*_SMALLEST)
        self.folder, self.policy = folder, policy
        self.session: Session | None = None
        self.path: tuple[str, ...] = ()
        self.saved_at: datetime | None = None
        self._place: Place = HOME
        self._return_to: Place = HOME
        self._notices: tuple[str, ...] = ()
        self._held: QWidget | None = None  # a page whose words could not be stored when the vault locked
        self._practice_folder: Path | None = None
        self.header = Header()
        self.header.lock_wanted.connect(self.lock)
        self.fault = Banner("stop", "")
        self.fault.hide()
        self.stack = QStackedWidget()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self.fault):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        self._idle = IdleTimer(application, policy.idle_lock_minutes)
        self._idle.idle.connect(self.lock)
        QShortcut(QKeySequence("Ctrl+L"), self, self.lock, context=Qt.ShortcutContext.ApplicationShortcut)
        theme.changes().changed.connect(self._wear_new_look)

    def start(self) -> None:
        """Show what the folder needs: first start, or unlocking."""
        from ipas_desktop.vault.folder import VaultState, vault_info

        try:
            is_absent = vault_info(self.folder).state is VaultState.ABSENT
        except IpasError:
            is_absent = False  # the unlock page says what is wrong with it
        self.header.show_marking(DEFAULT_TEXT)
        self.header.show_locked()
        self.header.show_nothing_saved()
        if is_absent:
            self._show_first_start()
        else:
            self._show_unlock()

    def go(self, place: Place) -> None:
        """Open a page, once what is typed on this one is stored. Stays, and says why, when either cannot be done."""
        if not self._flush():
            return
        try:
            page = routes.build(self, place)
        except IpasError as error:
            show_error(self.fault, str(error))
            return
        self.fault.hide()
        if place.room not in NEEDS_NO_VAULT:
            self._return_to = place
        self._place = place
        self._swap(page)
        _enter(page, place.inside)

    def go_back_from_aside(self) -> None:
        """Leave a page that is beside the work: to where the work was, or to unlocking."""
        if self.session is not None:
            self.go(self._return_to)
        else:
            self.start()

    def show_problem(self, address: object) -> None:
        """Have the page of questions that is open go to an address."""
        show = getattr(self.stack.currentWidget(), "show_problem", None)
        if callable(show):
            show(address)

    def take_notices(self) -> Sequence[str]:
        """Return what the vault wants to be read once, and forget it."""
        notices, self._notices = self._notices, ()
        return notices

    def place(self) -> Place:
        """Return where the user is, to the field."""
        page = self.stack.currentWidget()
        inside = page.place() if page is not None and hasattr(page, "place") else {}
        return replace(self._place, inside=inside)

    def lock(self) -> None:
        """Store, stop, close dialogs, clear the clipboard, close the vault, and ask for its key again."""
        if self.session is None or self._held is not None:
            return
        is_stored = self._flush()
        if self._place.room not in NEEDS_NO_VAULT:
            self._return_to = self.place()
        for job_stopped in (work.cancel_all, _close_dialogs, recovery_sheet.clear_clipboard):
            job_stopped()
        self._idle.stop()
        if self.session.practice:
            self._end_practice()
        elif is_stored:
            self.session.vault.close()
            self.session = None
        else:
            self._held = self.stack.currentWidget()
        self.start()

    def say_fault(self, sentence: str) -> None:
        """Say that the program made a mistake, above whatever page is open."""
        show_error(self.fault, sentence)

    def flush(self) -> bool:
        """Store what is typed; True when nothing is left."""
        return self._flush()

    def open_session(self, session: Session) -> None:
        """Work in an open vault from now on: where it was locked, or at home."""
        self.session = session
        self._notices = tuple(session.vault.notices)
        if not session.practice:
            self._notices += _place_warnings(session.vault.folder)
        self.header.show_unlocked(practice=session.practice)
        if not session.practice:
            self._idle.start()
        self.go(self._return_to)
        if self._place.room in NEEDS_NO_VAULT or self.fault.isVisible():
            self.go(HOME)
        if not session.practice:
            backing_up.begin(self, session, lambda sentence: self.fault.say("warning", *banner.split(sentence)))

    def _show_unlock(self) -> None:
        from ipas_desktop.ui.unlock_page import UnlockPage

        page = UnlockPage(self.folder, open_held=self._check_held if self._held is not None else None)
        page.opened.connect(self._unlocked)
        page.restore_wanted.connect(self._show_restore)
        self._join_aside(page)

    def _show_restore(self) -> None:
        from ipas_desktop.ui.restore_page import RestorePage

        page = RestorePage(self.folder)
        page.left.connect(self.start)
        page.restored.connect(self._say_restored)
        self._swap(page)
        page.receive_focus()

    def _say_restored(self, sentence: str) -> None:
        from ipas_desktop.ui.unlock_page import UnlockPage

        self.start()
        page = self.stack.currentWidget()
        assert isinstance(page, UnlockPage), "a vault was just put there"
        page.say(sentence)

    def _show_first_start(self) -> None:
        from ipas_desktop.ui.first_start_page import FirstStartPage

        page = FirstStartPage(self.folder, self.policy)
        page.opened.connect(self._unlocked)
        page.practice_wanted.connect(self._practise)
        self._join_aside(page)

    def _join_aside(self, page: Any) -> None:
        from ipas_desktop.ui.places import Room

        page.verify_wanted.connect(lambda: self.go(Place(Room.VERIFY)))
        page.settings_wanted.connect(lambda: self.go(Place(Room.SETTINGS)))
        page.other_vault_wanted.connect(self._choose_vault)
        self.path = page.path
        self._swap(page)
        page.receive_focus()

    def _unlocked(self, vault: OpenVault) -> None:
        if self._held is not None and self.session is not None:
            page, self._held = self._held, None
            self.header.show_unlocked(practice=False)
            self.path = ("Engagements",)
            self._idle.start()
            self._swap(page)
            _enter(page, self._return_to.inside)
            return
        self.open_session(Session(vault, self.policy))

    def _check_held(self, typed: str) -> OpenVault:
        """Prove the passphrase of the vault that had to stay open."""
        from ipas_desktop.vault import keyslots

        assert self.session is not None
        keyslots.open_with_passphrase(self.session.vault.key_file, typed)
        return self.session.vault

    def _choose_vault(self) -> None:
        from ipas_desktop.ui import file_choice

        folder = file_choice.ask_folder(self, "Open the vault in a folder")
        if folder is not None:
            self.folder, self._return_to = folder, HOME
            self.start()

    def _practise(self) -> None:
        from ipas_desktop.ui import practice

        def begin(made: practice.Practice) -> None:
            self._practice_folder, self._return_to = made.folder, HOME
            self.open_session(Session(made.vault, self.policy, practice=True))

        work.run(self, practice.begin, on_done=begin, on_error=lambda error: show_error(self.fault, str(error)))

    def _end_practice(self) -> None:
        assert self.session is not None
        self.session.vault.close()
        self.session = None
        self._return_to = HOME
        if self._practice_folder is not None:
            shutil.rmtree(self._practice_folder, ignore_errors=True)
            self._practice_folder = None

    def _flush(self) -> bool:
        page = self.stack.currentWidget()
        return bool(page.flush()) if page is not None and hasattr(page, "flush") else True

    def _swap(self, page: QWidget) -> None:
        old = self.stack.currentWidget()
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        if old is not None and old is not page and old is not self._held:
            self.stack.removeWidget(old)
            old.deleteLater()
        if isinstance(page, Page) and page.path and len(page.path) == 1:
            self.path = page.path
        self.header.show_path(self.path)

    def _wear_new_look(self) -> None:
        """Build the open page anew: its lengths were taken at the old size of text."""
        if self.session is not None and self._place.room not in NEEDS_NO_VAULT:
            self.go(self.place())

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._flush():
            event.ignore()
            return
        self._idle.stop()
        work.stop_all()
        recovery_sheet.clear_clipboard()
        if self.session is not None and self.session.practice:
            self._end_practice()
        elif self.session is not None:
            self.session.vault.close()
            self.session = None
        super().closeEvent(event)


def _enter(page: QWidget, inside: dict[str, Any]) -> None:
    if hasattr(page, "go_to"):
        page.go_to(inside)


def _place_warnings(folder: Path) -> tuple[str, ...]:
    from ipas_desktop.vault import places

    return places.warnings(folder)


def _close_dialogs() -> None:
    """Close whatever lies over the window; none of it holds anything unsaved."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog | QMenu) and widget.isVisible():
            widget.close()
