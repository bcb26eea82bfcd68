"""Restoring a backup: which one, what will happen, and the key that proves it may be done.

Holds no copying; ``vault.restoring`` moves what was there aside and deletes nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from ipas_desktop.errors import IpasError, RecoveryKeyMistyped, WrongPassphrase, WrongRecoveryKey
from ipas_desktop.ui import file_choice, theme, work
from ipas_desktop.ui.banner import error_banner, show_error, spacer
from ipas_desktop.ui.buttons import link, main_button, plain_button
from ipas_desktop.ui.entry import Entry
from ipas_desktop.ui.labels import Heading, announce, place, words
from ipas_desktop.ui.moments import moment_words, size_words
from ipas_desktop.ui.page import TEXT_WIDTH, Page, Scroll, across, add_keys, limited

if TYPE_CHECKING:
    from ipas_desktop.vault.backups import Backup

_WHAT_HAPPENS = (
    "The backup takes the place of the vault. What was written after the backup was made will not be in it. Nothing is "
    "deleted: the vault that is there now is moved into a folder beside it, whose name you are told."
)


class RestorePage(Page):
    """Puts a backup in the place of the vault in one folder. ``restored`` carries a sentence to be read."""

    restored = Signal(str)

    def __init__(self, folder: Path) -> None:
        super().__init__("Restore a backup")
        self._folder, self._by_recovery_key = folder, False
        self._job: work.Job[Path] | None = None
        self._backups: list[Path] = []
        self.choices = QButtonGroup(self)
        self.passphrase = Entry(
            "Passphrase", "Of the vault now, or the one it had when the backup was made", secret=True
        )
        self.recovery_key = Entry("Recovery key", "36 letters and digits in four groups")
        for entry in (self.passphrase, self.recovery_key):
            entry.edit.returnPressed.connect(self._restore)
        self.main = main_button("Restore this backup", self._restore)
        self._other = link("", lambda: self._ask_for(by_recovery_key=not self._by_recovery_key))
        scroll = Scroll(margins=(64, 16, 64, 24), wraps=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        scroll.column.addLayout(across(link("‹ Back", self.left.emit)))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        scroll.column.addLayout(limited(holder, TEXT_WIDTH))
        scroll.column.addStretch(1)
        self._fill(column)
        self._ask_for(by_recovery_key=False)
        add_keys(self)

    def _fill(self, column: QVBoxLayout) -> None:
        from ipas_desktop.vault import backups
        from ipas_desktop.vault.folder import BACKUPS

        self.banner = error_banner(column)
        self.heading = Heading("Restore a backup")
        column.addWidget(self.heading)
        column.addWidget(place("Of the vault kept in", self._folder))
        column.addWidget(words(_WHAT_HAPPENS))
        column.addWidget(spacer(4))
        column.addWidget(Heading("Which backup?", 2))
        self._list = QVBoxLayout()
        column.addLayout(self._list)
        self._none = words("There is no backup in the vault's folder.")
        column.addWidget(self._none)
        for backup in backups.made(self._folder / BACKUPS):
            self._offer(backup.folder, _backup_words(backup))
        self._none.setVisible(not self._backups)
        column.addLayout(across(plain_button("Choose a backup in another folder…", self._choose, dense=True)))
        column.addWidget(spacer(8))
        for widget in (self.passphrase, self.recovery_key):
            column.addWidget(widget)
        column.addLayout(across(self._other))
        column.addWidget(spacer(8))
        column.addLayout(across(self.main, plain_button("Cancel", self.left.emit)))

    def _offer(self, backup: Path, said: str) -> None:
        """Add a backup to the list; the first, which is the newest, is chosen."""
        button = QRadioButton(said)
        button.setChecked(not self._backups)
        self.choices.addButton(button, len(self._backups))
        self._list.addWidget(button)
        self._backups.append(backup)

    def _choose(self) -> None:
        backup = file_choice.ask_folder(self, "Choose the folder of a backup")
        if backup is None:
            return
        if backup not in self._backups:
            self._offer(backup, str(backup))
        self._none.hide()
        chosen = self.choices.button(self._backups.index(backup))
        chosen.setChecked(True)
        chosen.setFocus()

    def _ask_for(self, *, by_recovery_key: bool) -> None:
        self._by_recovery_key = by_recovery_key
        self.passphrase.setVisible(not by_recovery_key)
        self.recovery_key.setVisible(by_recovery_key)
        self._other.setText("Use the passphrase" if by_recovery_key else "Use the recovery key")
        self._other.setAccessibleName(self._other.text())

    def _restore(self) -> None:
        if self._job is not None:
            return
        self.banner.hide()
        entry = self.recovery_key if self._by_recovery_key else self.passphrase
        typed, by_recovery_key, folder = entry.text(), self._by_recovery_key, self._folder
        if self.choices.checkedId() < 0:
            show_error(self.banner, "Choose a backup. Nothing was changed.")
            return
        entry.show_error("" if typed else f"Enter your {'recovery key' if by_recovery_key else 'passphrase'}")
        if not typed:
            return
        backup = self._backups[self.choices.checkedId()]

        def restore(_report: work.Report) -> Path:
            from ipas_desktop.vault import restoring

            if by_recovery_key:
                return restoring.restore_with_recovery_key(folder, backup, typed)
            return restoring.restore_with_passphrase(folder, backup, typed)

        self._say_working(True)
        self._job = work.run(self, restore, on_done=self._done, on_error=self._failed)

    def _done(self, aside: Path) -> None:
        for entry in (self.passphrase, self.recovery_key):
            entry.clear()
        self._say_working(False)
        self.restored.emit(
            f"The backup is in place. The vault that was there before is kept in {aside}. Unlock it now."
        )

    def _failed(self, error: IpasError) -> None:
        self._say_working(False)
        if isinstance(error, WrongPassphrase):
            self.passphrase.show_error(str(error))
        elif isinstance(error, RecoveryKeyMistyped | WrongRecoveryKey):
            self.recovery_key.show_error(str(error))
        else:
            show_error(self.banner, str(error))

    def _say_working(self, working: bool) -> None:
        self._job = self._job if working else None
        self.main.setText("Restoring …" if working else "Restore this backup")
        if working:
            announce(self.main, "Restoring")


def _backup_words(backup: Backup) -> str:
    return f"{moment_words(backup.made_at)}, {size_words(backup.size)}"
