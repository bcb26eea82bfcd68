"""Unlocking: passphrase, or the printed recovery key. Shows nothing of any case.

Holds no key longer than the attempt; opening runs on a worker because it takes half a second on purpose.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ipas_desktop import __version__
from ipas_desktop.errors import (
    IpasError,
    RecoveryKeyMistyped,
    VaultUnwritable,
    WrongPassphrase,
    WrongRecoveryKey,
)
from ipas_desktop.ui import theme, work
from ipas_desktop.ui.banner import error_banner, show_error, spacer, split
from ipas_desktop.ui.buttons import link, main_button
from ipas_desktop.ui.entry import Entry
from ipas_desktop.ui.labels import Heading, announce, line, part, place, words
from ipas_desktop.ui.moments import moment_words
from ipas_desktop.ui.page import Beside, Page, across, rows

if TYPE_CHECKING:
    from ipas_desktop.vault.opening import OpenVault


class UnlockPage(Page):
    """Asks for the key of one vault. ``opened`` carries the open vault."""

    opened = Signal(object)
    verify_wanted = Signal()
    other_vault_wanted = Signal()
    settings_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, folder: Path, *, open_held: Callable[[str], OpenVault] | None = None) -> None:
        """``open_held`` replaces opening where the vault had to stay open, because not all could be stored."""
        super().__init__("Locked")
        self._folder, self._open_held = folder, open_held
        self._job: work.Job[OpenVault] | None = None
        self._by_recovery_key = False
        self.passphrase = Entry("Passphrase", "Upper and lower case count. You can paste it", secret=True)
        self.recovery_key = Entry(
            "Recovery key", "36 letters and digits in four groups. Case, spaces and dashes do not matter"
        )
        self._unlock = main_button("Unlock", self._try)
        for entry in (self.passphrase, self.recovery_key):
            entry.edit.returnPressed.connect(self._try)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Beside(self._left(), self._right(), width=460))
        self._show_way(by_recovery_key=False)

    def say(self, sentence: str) -> None:
        """Say what went well before this page."""
        self.banner.say("good", *split(sentence))

    def receive_focus(self) -> None:
        """Put the focus into the field."""
        (self.recovery_key if self._by_recovery_key else self.passphrase).take_focus()

    def _left(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(spacer(16))
        self.banner = error_banner(column)
        self.heading = Heading("Unlock your vault")
        column.addWidget(self.heading)
        column.addWidget(place("Kept in", self._folder))
        column.addWidget(spacer(12))
        column.addWidget(self.passphrase)
        column.addWidget(self.recovery_key)
        column.addWidget(spacer(8))
        column.addLayout(across(self._unlock))
        column.addWidget(spacer(16))
        column.addWidget(part("hair"))
        column.addWidget(Heading("Other ways to unlock", 3))
        self._other = link("", lambda: self._show_way(by_recovery_key=not self._by_recovery_key))
        column.addLayout(across(self._other))
        if self._open_held is None:  # what could not be stored would be lost
            column.addLayout(across(link("Restore a backup…", self.restore_wanted.emit)))
        column.addWidget(
            words("Nobody can read this vault without one of these. A forgotten passphrase cannot be reset.", "quiet")
        )
        column.addStretch(1)
        return panel

    def _right(self) -> QWidget:
        panel = QWidget()
        facts = [_fact(label, value) for label, value in _known(self._folder)]
        column = rows(Heading("On this laptop", 2), *facts, spacing=0)
        column.addWidget(spacer(24))
        column.addWidget(Heading("Without unlocking", 2))
        column.addWidget(spacer(4))
        column.addWidget(link("Verify a package you have received", self.verify_wanted.emit))
        column.addWidget(words("Who signed it, and whether it has been changed", "quiet"))
        column.addWidget(spacer(4))
        column.addWidget(link("Use another vault…", self.other_vault_wanted.emit))
        column.addWidget(link("Text size and colours", self.settings_wanted.emit))
        column.addWidget(spacer(16))
        column.addWidget(words(f"Version {__version__}. Works offline: no network connection is ever opened.", "quiet"))
        panel.setLayout(column)
        return panel

    def _show_way(self, *, by_recovery_key: bool) -> None:
        self._by_recovery_key = by_recovery_key
        self.passphrase.setVisible(not by_recovery_key)
        self.recovery_key.setVisible(by_recovery_key)
        self._other.setText("Use the passphrase" if by_recovery_key else "Enter the recovery key")
        self._other.setAccessibleName(self._other.text())
        self._other.setEnabled(self._open_held is None)
        self.receive_focus()

    def _try(self) -> None:
        if self._job is not None:
            return
        entry = self.recovery_key if self._by_recovery_key else self.passphrase
        entry.show_error("")
        self.banner.hide()
        typed = entry.text()
        if not typed:
            entry.show_error("Enter your recovery key" if self._by_recovery_key else "Enter your passphrase")
            return
        self._say_working(True)
        by_recovery_key, folder, open_held = self._by_recovery_key, self._folder, self._open_held

        def open_it(_report: work.Report) -> OpenVault:
            from ipas_desktop.vault import opening

            if open_held is not None:
                return open_held(typed)
            if by_recovery_key:
                return opening.open_with_recovery_key(folder, typed)
            return opening.open_with_passphrase(folder, typed)

        self._job = work.run(self, open_it, on_done=self._done, on_error=self._failed)

    def _done(self, vault: OpenVault) -> None:
        self._say_working(False)
        self.passphrase.clear()
        self.recovery_key.clear()
        self.opened.emit(vault)

    def _failed(self, error: IpasError) -> None:
        self._say_working(False)
        if isinstance(error, WrongPassphrase):
            self.passphrase.show_error(str(error))
            self.passphrase.edit.selectAll()
        elif isinstance(error, RecoveryKeyMistyped | WrongRecoveryKey):
            self.recovery_key.show_error(str(error))
        else:
            show_error(self.banner, str(error))

    def _say_working(self, working: bool) -> None:
        self._job = self._job if working else None
        self._unlock.setText("Unlocking …" if working else "Unlock")
        if working:
            announce(self._unlock, "Unlocking")


def _fact(label: str, value: str) -> QWidget:
    row = part("row")
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, theme.px(6), 0, theme.px(6))
    name = line(label, "hint")
    name.setFixedWidth(theme.px(130))
    layout.addWidget(name)
    layout.addWidget(words(value, "small"), 1)
    return row


def _known(folder: Path) -> list[tuple[str, str]]:
    """Return what may be said about a vault without opening it."""
    from ipas_desktop.vault.folder import vault_info

    facts = []
    try:
        info = vault_info(folder)
        facts.append(("State", info.state.sentence()))
        if info.changed_at:
            facts.append(("Last changed", moment_words(datetime.fromisoformat(info.changed_at))))
    except VaultUnwritable as error:
        facts.append(("State", str(error)))
    with contextlib.suppress(OSError):
        facts.append(("Free space", f"{shutil.disk_usage(folder).free / 1e9:,.0f} GB"))
    return facts
