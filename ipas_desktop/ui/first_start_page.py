"""First start: your name, a passphrase, the recovery key; or just look at the example.

Holds the three steps. The vault is made after the second, on a worker; the third shows its recovery key once and asks
for one group of it, so that nobody passes by without having written it down.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ipas_desktop.errors import IpasError, WeakPassphrase, WriteError
from ipas_desktop.policy import Policy
from ipas_desktop.ui import file_choice, recovery_sheet, theme, work
from ipas_desktop.ui.banner import error_banner, show_error, spacer
from ipas_desktop.ui.buttons import link, main_button, plain_button
from ipas_desktop.ui.entry import Entry
from ipas_desktop.ui.glyphs import Glyph
from ipas_desktop.ui.labels import Heading, announce, line, part, place, words
from ipas_desktop.ui.page import Beside, Page, across, clear, rows
from ipas_desktop.ui.session import now
from ipas_desktop.ui.strength_bar import StrengthBar

if TYPE_CHECKING:
    from ipas_desktop.vault.opening import OpenVault

STEPS = ("Your name", "Passphrase", "Recovery key")


class FirstStartPage(Page):
    """Sets up a vault in one folder. ``opened`` carries it, open, once the recovery key was confirmed."""

    opened = Signal(object)
    practice_wanted = Signal()
    verify_wanted = Signal()
    other_vault_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, folder: Path, policy: Policy | None = None) -> None:
        super().__init__("First start")
        self._folder, self._policy = folder, policy or Policy()
        self._job: work.Job[tuple[OpenVault, str]] | None = None
        self._vault: OpenVault | None = None
        self._key, self._asked_group = "", 1
        self.name = Entry("Your full name", "It is printed on packages as their author")
        self.passphrase = Entry(
            "Passphrase",
            f"{self._policy.passphrase_minimum_length} characters or more, or four words. You can paste it, and spaces "
            "count",
            secret=True,
        )
        self.again = Entry("Type it again", secret=True)
        self.group = Entry("Group of the recovery key")
        self.strength = StrengthBar()
        self.passphrase.edit.textChanged.connect(self._judge)
        self.name.edit.returnPressed.connect(self._to_passphrase)
        self.again.edit.returnPressed.connect(self._create)
        self.group.edit.returnPressed.connect(self._confirm)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        left, self._progress = QWidget(), QVBoxLayout()
        self._column = QVBoxLayout(left)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self.banner = error_banner(self._column)
        self._panels = [self._name_panel(), self._passphrase_panel(), self._key_panel()]
        for panel in self._panels:
            self._column.addWidget(panel)
        self._column.addStretch(1)
        outer.addWidget(Beside(left, self._right()))
        self._show_step(0)

    def _name_panel(self) -> QFrame:
        lead = "Set up an encrypted vault on this laptop. Everything you write is kept in it, and nowhere else."
        buttons = across(main_button("Continue", self._to_passphrase))
        return _panel(0, "Who are you?", lead, self.name, spacer(8), buttons)

    def _passphrase_panel(self) -> QFrame:
        lead = "It opens the vault. Four random words are stronger than a short puzzle."
        warning = part("inset-stop")
        inner = QVBoxLayout(warning)
        inner.setContentsMargins(theme.px(16), theme.px(4), 0, theme.px(4))
        inner.addWidget(line("Nobody can reset this for you.", "label"))
        inner.addWidget(words("The next step shows a recovery key. Keep it in a safe, not with the laptop."))
        self._make = main_button("Continue", self._create)
        back = plain_button("Back", lambda: self._show_step(0))
        return _panel(
            1, "Choose a passphrase", lead, self.passphrase, self.strength, self.again, spacer(4), warning, spacer(4),
            across(self._make, back),
        )  # fmt: skip

    def _key_panel(self) -> QFrame:
        lead = (
            "It opens the vault when the passphrase is forgotten. It is shown once: write it down, print it or save it "
            "somewhere safe that is not this laptop."
        )
        self._groups = QGridLayout()
        self._groups.setSpacing(theme.px(8))
        self._groups.setColumnStretch(2, 1)
        tools = across(
            plain_button("Print…", self._print, dense=True),
            plain_button("Save to a file…", self._save, dense=True),
            plain_button("Copy", self._copy, dense=True),
            spacing=8,
        )
        self._done_words = words("", "hint")
        buttons = across(main_button("Continue", self._confirm))
        return _panel(
            2, "Write down your recovery key", lead, self._groups, tools, self._done_words, spacer(4), self.group,
            spacer(8), buttons,
        )  # fmt: skip

    def _right(self) -> QWidget:
        panel = QWidget()
        column = rows(Heading("Setting up", 2), self._progress, spacer(8), part("hair"), spacer(8), spacing=6)
        column.addWidget(Heading("Only want to look?", 2))
        column.addWidget(link("Try the example", self.practice_wanted.emit))
        column.addWidget(words("An invented engagement to practise with. Nothing of it is kept.", "quiet"))
        column.addWidget(link("Verify a package you have received", self.verify_wanted.emit))
        column.addWidget(spacer(8))
        column.addWidget(Heading("Already have a vault?", 2))
        column.addWidget(link("Open a vault on this laptop…", self.other_vault_wanted.emit))
        column.addWidget(spacer(8))
        column.addWidget(link("Text size and colours", self.settings_wanted.emit))
        column.addWidget(place("The vault will be in", self._folder))
        panel.setLayout(column)
        return panel

    def _show_step(self, step: int) -> None:
        for number, panel in enumerate(self._panels):
            panel.setVisible(number == step)
        self.banner.hide()
        clear(self._progress)
        for number, name in enumerate(STEPS):
            now_or_later = ("half", "now") if number == step else ("ring", "later")
            shape, state = ("tick", "done") if number < step else now_or_later
            label = line(name, "strong" if number == step else "body")
            label.setAccessibleName(f"{name}, {state}")
            self._progress.addLayout(across(Glyph(shape, 16), label, spacing=12))
        heading = self._panels[step].findChild(Heading)
        assert isinstance(heading, Heading)
        self.heading = heading
        self.receive_focus()

    def receive_focus(self) -> None:
        """Put the focus on the step's heading once it is shown."""
        if self.heading is not None:
            self.heading.receive_focus()

    def _judge(self, typed: str) -> None:
        self.strength.show_strength(typed, (self.name.text(),))

    def _to_passphrase(self) -> None:
        self.name.show_error("" if self.name.text().strip() else "Enter your full name")
        if not self.name.error():
            self._show_step(1)
            self.passphrase.take_focus()

    def _create(self) -> None:
        if self._job is not None:
            return
        for entry in (self.passphrase, self.again):
            entry.show_error("")
        passphrase, name, folder = self.passphrase.text(), self.name.text().strip(), self._folder
        policy = self._policy
        if not passphrase:
            self.passphrase.show_error("Enter a passphrase")
        elif passphrase != self.again.text():
            self.again.show_error("The two passphrases must be the same")
        else:
            self._say_working(True)

            def make(_report: work.Report) -> tuple[OpenVault, str]:
                from ipas_desktop.vault import opening

                return opening.create(folder, passphrase, name=name, policy=policy)

            self._job = work.run(self, make, on_done=self._created, on_error=self._failed)

    def _created(self, made: tuple[OpenVault, str]) -> None:
        self._say_working(False)
        self._vault, self._key = made
        self.passphrase.clear()
        self.again.clear()
        groups = self._key.split("-")
        self._asked_group = secrets.randbelow(len(groups)) + 1
        for number, group in enumerate(groups, start=1):
            shown = words(group, "code", selectable=True)
            shown.setAccessibleName(f"Group {number}: {' '.join(group)}")
            self._groups.addWidget(line(f"{number}", "hint"), number, 0)
            self._groups.addWidget(shown, number, 1)
        self.group.rename(f"Type group {self._asked_group}", "To show that you have it")
        self._show_step(2)

    def _failed(self, error: IpasError) -> None:
        self._say_working(False)
        if isinstance(error, WeakPassphrase):
            self.passphrase.show_error(str(error))
        else:
            show_error(self.banner, str(error))

    def _say_working(self, working: bool) -> None:
        self._job = self._job if working else None
        self._make.setText("Making the vault …" if working else "Continue")
        if working:
            announce(self._make, "Making the vault")

    def _confirm(self) -> None:
        wanted = self._key.split("-")[self._asked_group - 1]
        if "".join(self.group.text().upper().split()).replace("-", "") != wanted:
            self.group.show_error(f"Group {self._asked_group} is not the same as shown above")
            return
        vault, self._vault, self._key = self._vault, None, ""
        recovery_sheet.clear_clipboard()
        self.opened.emit(vault)

    def _sheet(self) -> str:
        return recovery_sheet.sheet_text(self._key, self.name.text().strip(), now())

    def _print(self) -> None:
        if recovery_sheet.print_sheet(self._sheet(), self):
            self._say_done("Sent to the printer.")

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
            self._say_done(f"Saved as {target}. Move it off this laptop.")

    def _copy(self) -> None:
        recovery_sheet.copy_secret(self._key)
        self._say_done("Copied. It leaves the clipboard when you continue or the vault locks.")

    def _say_done(self, sentence: str) -> None:
        self._done_words.setText(sentence)
        announce(self._done_words, sentence)


def _panel(step: int, title: str, lead: str, *items: object) -> QFrame:
    panel = QFrame()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(8))
    column.addWidget(line(f"Step {step + 1} of {len(STEPS)}", "hint"))
    column.addWidget(Heading(title))
    column.addWidget(words(lead))
    column.addWidget(spacer(4))
    for item in items:
        if isinstance(item, QWidget):
            column.addWidget(item)
        else:
            assert isinstance(item, QHBoxLayout | QGridLayout)
            column.addLayout(item)
    return panel
