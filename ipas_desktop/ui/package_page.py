"""Signing and saving the package of the newest revision: what goes in, who signs, where to, then the verdict.

Holds no rendering and no key longer than the work. The vault is read here, on the window's thread; the worker gets
frozen data only. A package counts as made once it was verified, and only then it is recorded.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QRadioButton, QVBoxLayout, QWidget

from ipas_desktop.cases.case import Case, CaseState
from ipas_desktop.errors import IpasError, WrongIdentityPassword
from ipas_desktop.ui import file_choice, theme, work
from ipas_desktop.ui.banner import Banner, error_banner, show_error, spacer
from ipas_desktop.ui.buttons import link, main_button, plain_button
from ipas_desktop.ui.entry import Entry
from ipas_desktop.ui.labels import Heading, announce, line, part, words
from ipas_desktop.ui.moments import size_words
from ipas_desktop.ui.page import TEXT_WIDTH, Page, Scroll, across, action_bar, add_keys, clear, limited
from ipas_desktop.ui.session import Session, now
from ipas_desktop.vault import attachments, revisions, settings

if TYPE_CHECKING:
    from ipas_desktop.package.building import Built
    from ipas_desktop.package.content import PackageContent

LAST_IDENTITY = "package.identity"
_PAGES_DRAWN = "Rendering page "


class PackagePage(Page):
    """Makes the package of one engagement."""

    finalise_requested = Signal()

    def __init__(self, session: Session, case: Case) -> None:
        super().__init__("Engagements", case.reference, "Package")
        self._session, self._case = session, case
        self._revision = revisions.load_revision(session.vault, case.id)
        self._job: work.Job[Built] | None = None
        self.built: Built | None = None
        scroll = Scroll(wraps=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        self._column = scroll.column
        self._column.addLayout(across(link("‹ Engagement overview", self.left.emit)))
        self.banner = error_banner(self._column)
        self._build_form()
        self._result = QVBoxLayout()
        self._column.addLayout(self._result)
        self._column.addStretch(1)
        self._bars = [self._action_bar(), self._progress_bar(), self._done_bar()]
        for bar in self._bars:
            outer.addWidget(bar)
        self._show_bar(0)
        add_keys(self)

    # What is asked

    def _build_form(self) -> None:
        self._title = self.heading = Heading("Sign and save the package")
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(
            words(
                f"One PDF for IPAS: notification and OSJA, revision {self._revision.number}. It cannot be changed "
                "after signing; a later edit makes a new revision.",
                "quiet-body",
            )
        )
        if self._case.state is CaseState.DRAFT:
            newer = Banner("warning", "There are changes since this revision; they are not in this package.")
            newer.below.addLayout(across(link("Finalise the new draft first", self.finalise_requested.emit)))
            column.addWidget(newer)
        column.addWidget(spacer(4))
        column.addWidget(Heading("What goes in", 2))
        column.addWidget(part("rule"))
        for name, detail in self._contents():
            column.addWidget(_fact(name, detail))
        column.addWidget(spacer(8))
        column.addWidget(Heading("Who signs", 2))
        column.addWidget(part("rule"))
        self._build_identity(column)
        column.addWidget(spacer(4))
        self.target = Entry("Save to", width=TEXT_WIDTH)
        self.target.set_text(str(Path.home() / f"{self._revision.reference}-rev{self._revision.number}.pdf"))
        self.target.add_button("Change…", self._choose_target)
        column.addWidget(self.target)
        self._column.addWidget(self._title)
        self._column.addLayout(limited(self._form))

    def _contents(self) -> list[tuple[str, str]]:
        forms = self._session.forms_of(self._case)
        found = [
            (forms[document.key].title, f"version {document.form_version}") for document in self._revision.documents
        ]
        files = self._revision.attachments
        size = sum(file.size for file in files)
        count = "1 file" if len(files) == 1 else f"{len(files)} files"
        found.append(("Evidence", f"{count}, {size_words(size)}" if files else "No files attached"))
        found.append(("Marking", self._revision.marking))
        return found

    def _build_identity(self, column: QVBoxLayout) -> None:
        self.own = QRadioButton("My signing identity, in a file (.p12 or .pfx)")
        self.practice = QRadioButton("A practice identity: proves nobody's name, and every page says so")
        for choice in (self.own, self.practice):
            choice.toggled.connect(self._show_identity)
            column.addWidget(choice)
        self.identity = Entry("Identity file", width=TEXT_WIDTH)
        self.identity.add_button("Choose…", self._choose_identity)
        self.new_identity = Entry("Save the practice identity to", width=TEXT_WIDTH)
        self.new_identity.set_text(str(Path.home() / "ipas-practice-identity.p12"))
        self.password = Entry("Password of the identity", "It is used once and not kept", secret=True)
        for entry in (self.identity, self.new_identity, self.password):
            column.addWidget(entry)
        known = settings.get(self._session.vault, LAST_IDENTITY)
        self.identity.set_text(known if isinstance(known, str) else "")
        (self.practice if self._session.practice and not known else self.own).setChecked(True)
        self._show_identity()

    def _show_identity(self) -> None:
        practice = self.practice.isChecked()
        self.identity.setVisible(not practice)
        self.new_identity.setVisible(practice)
        if practice:
            self.password.rename("Choose a password for the practice identity", "At least 8 characters")
        else:
            self.password.rename("Password of the identity", "It is used once and not kept")

    def _choose_identity(self) -> None:
        file = file_choice.ask_open(self, "Choose an identity", "Identities (*.p12 *.pfx);;All files (*)")
        if file is not None:
            self.identity.set_text(str(file))

    def _choose_target(self) -> None:
        file = file_choice.ask_save(self, "Save the package", Path(self.target.text()), "PDF files (*.pdf)")
        if file is not None:
            self.target.set_text(str(file))

    # What is done

    def _sign(self) -> None:
        if self._job is not None or not self._is_complete():
            return
        self.banner.hide()
        practice = self.practice.isChecked()
        file = Path((self.new_identity if practice else self.identity).text()).expanduser()
        password, name, target = self.password.text(), self._revision.author, Path(self.target.text()).expanduser()
        content = self._content(practice=practice)
        in_practice = self._session.practice

        def make(report: work.Report) -> Built:
            from dataclasses import replace

            from ipas_desktop.package import building, identity

            building.require_writable_target(target)
            if practice:
                report("Making the practice identity")
                identity.create_practice_identity(name, password, file, now())
            signer = identity.load_identity(file, password, now())
            shown = replace(content, practice=signer.practice or in_practice)
            return building.build(shown, signer, target, report)

        self._show_bar(1)
        self._step.setText("Starting")
        self._job = work.run(
            self, make, on_done=lambda built: self._done(built, file), on_error=self._failed, on_progress=self._progress
        )

    def _is_complete(self) -> bool:
        practice = self.practice.isChecked()
        wanted = [
            (self.new_identity, "Enter where to save the practice identity") if practice else
            (self.identity, "Enter the file of your signing identity"),
            (self.password, "Choose a password for the practice identity" if practice else "Enter the password"),
            (self.target, "Enter where to save the package"),
        ]  # fmt: skip
        first_wrong: Entry | None = None
        for entry, sentence in reversed(wanted):
            entry.show_error("" if entry.text().strip() else sentence)
            first_wrong = entry if entry.error() else first_wrong
        if practice and first_wrong is None and len(self.password.text()) < 8:
            self.password.show_error("The password must be 8 characters or more")
            return False
        return first_wrong is None

    def _content(self, *, practice: bool) -> PackageContent:
        from ipas_desktop.forms import loader
        from ipas_desktop.package.content import PackageContent

        return PackageContent(
            revision=self._revision,
            forms={
                document.key: loader.load_form(document.form_id, document.form_version)
                for document in self._revision.documents
            },
            files={
                file.sha256: attachments.read(self._session.vault, file.sha256) for file in self._revision.attachments
            },
            practice=practice,
        )

    def _progress(self, step: str) -> None:
        if step:
            self._step.setText(f"{step} …")
            if not step.startswith(_PAGES_DRAWN):
                announce(self._step, step)

    def _done(self, built: Built, identity_file: Path) -> None:
        from ipas_desktop.ui.verdict_view import VerdictView

        self._job = None
        self.password.clear()
        signer = next((found.signer for found in built.verdict.signatures if found.certifies), "")
        try:
            revisions.record_package(
                self._session.vault, self._case.id, self._revision.number, built.path.name, built.sha256, signer
            )
            settings.put(self._session.vault, LAST_IDENTITY, str(identity_file))
        except IpasError as error:
            show_error(self.banner, f"The package is saved and good, but that was not noted in the vault. {error}")
        self.built = built
        self._form.hide()
        self._title.setText("The package is made")
        clear(self._result)
        view = VerdictView(built.verdict)
        self._result.addWidget(words(f"Saved as {built.path}, {size_words(built.size)}", "quiet-body", selectable=True))
        self._result.addWidget(view)
        self._result.addWidget(words(f"SHA-256 {built.sha256}", "quiet", selectable=True))
        self._show_bar(2)
        view.banner.take_focus()
        announce(view.banner, built.verdict.sentence)

    def _failed(self, error: IpasError) -> None:
        self._job = None
        self._show_bar(0)
        if isinstance(error, WrongIdentityPassword):
            self.password.show_error(str(error))
        else:
            show_error(self.banner, str(error))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._show_bar(0)
        self.banner.say("note", "Cancelled.", "Nothing was written.")
        self.banner.take_focus()

    # The bars at the bottom

    def _show_bar(self, which: int) -> None:
        for place, bar in enumerate(self._bars):
            bar.setVisible(place == which)

    def _action_bar(self) -> QFrame:
        self.sign = main_button("Sign and save", self._sign)
        hint = words("Takes a few seconds and can be cancelled", "hint")
        return action_bar(self.sign, plain_button("Back to the overview", self.left.emit), hint)

    def _progress_bar(self) -> QFrame:
        self._step = line("", "strong")
        moving = QProgressBar()
        moving.setRange(0, 0)
        moving.setTextVisible(False)
        moving.setAccessibleName("Making the package")
        moving.setFixedWidth(theme.px(240))
        return action_bar(plain_button("Cancel", self._cancel), moving, self._step)

    def _done_bar(self) -> QFrame:
        return action_bar(main_button("Back to the overview", self.left.emit))


def _fact(name: str, detail: str) -> QFrame:
    row = part("row")
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, theme.px(6), 0, theme.px(6))
    layout.addWidget(words(name, "small"), 1)
    layout.addWidget(line(detail, "quiet"))
    return row
