"""Changing the ways into the open vault: the passphrase, the recovery key, or everything when a key may have leaked.

Holds no cryptography: ``vault.keys`` and ``vault.rekeying`` do it, on a worker. A new recovery key is shown once, here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ipas_desktop.errors import IpasError, WeakPassphrase, WriteError, WrongPassphrase
from ipas_desktop.ui import file_choice, recovery_sheet, theme, work
from ipas_desktop.ui.banner import Banner, show_error, split
from ipas_desktop.ui.buttons import plain_button
from ipas_desktop.ui.entry import Entry
from ipas_desktop.ui.labels import words
from ipas_desktop.ui.page import across
from ipas_desktop.ui.session import Session, now
from ipas_desktop.ui.strength_bar import StrengthBar

CHANGE, REPLACE, LEAKED = "Change the passphrase", "Replace the recovery key", "I think a key has leaked"
_LEADS = {
    CHANGE: "The recovery key goes on working. Backups made before still open with the passphrase they had.",
    REPLACE: "The recovery key printed before will open this vault no more. The new one is shown once.",
    LEAKED: (
        "Everything is encrypted anew, under a new passphrase and a new recovery key. Then a new backup is made and "
        "the older ones in the vault's folder are deleted, because the old keys open them. Copies elsewhere, on a "
        "stick or a server, still open with the old keys: delete those yourself. Unlocking by this computer's keyring "
        "has to be set up again."
    ),
}
_BUSY = "Other work is under way, such as today's backup. Nothing was changed. Try again in a minute."
_CUT_OFF = (
    "The vault was locked while its keys were being changed. Your entries are safe. Choose “Replace the recovery key” "
    "now, because a new one may have been made that you have not seen."
)


class KeysPanel(QWidget):
    """Three things to do, one shown at a time. Must not be left while ``is_busy``."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._task = session, CHANGE
        self._job: work.Job[str] | None = None
        self._key = ""
        self.banner = Banner("note", "")
        self.banner.hide()
        self.current = Entry("Current passphrase", secret=True, width=480)
        self.new = Entry("New passphrase", "Spaces count. You can paste it", secret=True, width=480)
        self.again = Entry("Type it again", secret=True, width=480)
        self.strength = StrengthBar()
        self.new.edit.textChanged.connect(lambda typed: self.strength.show_strength(typed, (session.vault.name,)))
        self._lead = words("")
        self.do = plain_button("", self._do, dense=True)
        self.choices = {task: plain_button(f"{task}…", partial(self.ask, task), dense=True) for task in _LEADS}
        self._form, self._shown_key = QWidget(), self._key_view()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme.px(8))
        for widget in (self._lead, self.current, self.new, self.strength, self.again):
            form.addWidget(widget)
        form.addLayout(across(self.do, plain_button("Cancel", self._form.hide, dense=True), spacing=8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.banner)
        for button in self.choices.values():  # below each other: large text leaves no room beside
            column.addLayout(across(button))
        column.addWidget(self._form)
        column.addWidget(self._shown_key)
        self._form.hide()
        self._shown_key.hide()

    def is_busy(self) -> bool:
        """Say whether keys are being changed: leaving now would lose the new recovery key."""
        return self._job is not None and not self._job.is_cancelled

    def ask(self, task: str) -> None:
        """Show what a task needs to be told."""
        if self.is_busy():
            return
        self._task = task
        self.banner.hide()
        self._hide_key()
        self._lead.setText(_LEADS[task])
        self.do.setText(task if task != LEAKED else "Encrypt everything anew")
        self.do.setAccessibleName(self.do.text())
        for entry in (self.new, self.again):
            entry.setVisible(task != REPLACE)
        self._forget()
        self._form.show()
        self.current.take_focus()

    def _do(self) -> None:
        if self.is_busy() or not self._is_filled_in():
            return
        if work.is_running():
            show_error(self.banner, _BUSY)
            return
        job = _job_for(self._task, self._session, self.current.text(), self.new.text())
        self.banner.say("note", "Changing the keys …")
        self._job = work.run(self, job, on_done=self._done, on_error=self._failed, on_progress=self._progress)

    def _is_filled_in(self) -> bool:
        for entry in (self.current, self.new, self.again):
            entry.show_error("")
        if not self.current.text():
            self.current.show_error("Enter your current passphrase")
        elif self._task == REPLACE:
            return True
        elif not self.new.text():
            self.new.show_error("Enter a new passphrase")
        elif self.new.text() != self.again.text():
            self.again.show_error("The two passphrases must be the same")
        else:
            return True
        return False

    def _progress(self, step: str) -> None:
        if step:
            self.banner.say("note", step)

    def _done(self, recovery_key: str) -> None:
        self._job = None
        self._forget()
        self._form.hide()
        told = {
            CHANGE: "The passphrase was changed. Use the new one from now on.",
            REPLACE: "The recovery key was replaced. Write down the new one: it is shown once.",
            LEAKED: "Everything is encrypted anew and backed up. Write down the new recovery key: it is shown once.",
        }[self._task]
        self.banner.say("good", *split(told))
        if recovery_key:
            self._show_key(recovery_key)

    def _failed(self, error: IpasError) -> None:
        self._job = None
        if isinstance(error, _Unfinished):
            self._forget()
            self._form.hide()
            self._show_key(error.recovery_key)
        if isinstance(error, WrongPassphrase | WeakPassphrase):
            self.banner.hide()
            (self.current if isinstance(error, WrongPassphrase) else self.new).show_error(str(error))
        else:
            show_error(self.banner, str(error))

    def _forget(self) -> None:
        for entry in (self.current, self.new, self.again):
            entry.clear()
            entry.show_error("")

    # The new recovery key

    def _key_view(self) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.shown = words("", "code", selectable=True)
        self._kept = words("", "hint")
        column.addWidget(self.shown)
        column.addWidget(self._kept)
        column.addLayout(
            across(
                plain_button("Print…", self._print, dense=True),
                plain_button("Save to a file…", self._save, dense=True),
                spacing=8,
            )
        )
        column.addLayout(across(plain_button("I have written it down", self._hide_key, dense=True)))
        return view

    def _show_key(self, recovery_key: str) -> None:
        self._key = recovery_key
        self.shown.setText("   ".join(recovery_key.split("-")))
        self.shown.setAccessibleName("New recovery key: " + ", ".join(map(" ".join, recovery_key.split("-"))))
        self._shown_key.show()

    def _hide_key(self) -> None:
        self._key = ""
        self.shown.setText("")
        self.shown.setAccessibleName("")
        self._kept.setText("")
        self._shown_key.hide()

    def _sheet(self) -> str:
        return recovery_sheet.sheet_text(self._key, self._session.vault.name, now())

    def _print(self) -> None:
        if recovery_sheet.print_sheet(self._sheet(), self):
            self._kept.setText("Sent to the printer.")

    def _save(self) -> None:
        suggested = Path.home() / "ipas-desktop-recovery-key.txt"
        target = file_choice.ask_save(self, "Save the recovery key", suggested, "Text files (*.txt)")
        if target is None:
            return
        try:
            recovery_sheet.save_sheet(self._sheet(), target)
        except WriteError as error:
            show_error(self.banner, str(error))
        else:
            self._kept.setText(f"Saved as {target}. Move it off this laptop.")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._job is not None and self._job.is_cancelled:
            self._job = None
            self._forget()
            self._form.hide()
            show_error(self.banner, _CUT_OFF)


class _Unfinished(IpasError):
    """The keys were changed, but what follows failed; the new recovery key must be shown all the same."""

    def __init__(self, sentence: str, recovery_key: str) -> None:
        super().__init__(sentence)
        self.recovery_key = recovery_key


def _job_for(task: str, session: Session, current: str, new: str) -> Callable[[work.Report], str]:
    """Return the work of a task; it returns the new recovery key, "" when there is none."""
    vault, policy = session.vault, session.policy

    def change(_report: work.Report) -> str:
        from ipas_desktop.vault import keys

        keys.change_passphrase(vault, current, new, policy=policy)
        return ""

    def replace(_report: work.Report) -> str:
        from ipas_desktop.vault import keys, keyslots

        keyslots.open_with_passphrase(vault.key_file, current)
        return keys.replace_recovery_key(vault)

    def leaked(report: work.Report) -> str:
        from ipas_desktop.vault import backups, keyslots, rekeying
        from ipas_desktop.vault.folder import BACKUPS

        keyslots.open_with_passphrase(vault.key_file, current)
        report("Encrypting everything anew …")
        recovery_key = rekeying.rekey(vault, new, policy=policy)
        report("Making a new backup …")
        try:
            backup = backups.make(vault)
        except IpasError as error:
            raise _Unfinished(
                "The keys were changed, but the new backup was not made, so the older ones were not deleted. They "
                f"still open with the old keys. {error} Write down the new recovery key below.",
                recovery_key,
            ) from error
        backups.delete_older(vault.folder / BACKUPS, backup)
        return recovery_key

    return {CHANGE: change, REPLACE: replace, LEAKED: leaked}[task]
