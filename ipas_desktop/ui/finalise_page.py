"""Finalising: what stops it, what should be looked at again, and the button that freezes the next revision.

Holds no rule; ``cases.checks`` finds and ``vault.revisions`` freezes, in one transaction that touches no file.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ipas_desktop.cases.case import Case, CaseState
from ipas_desktop.cases.findings import Finding, Severity
from ipas_desktop.errors import IpasError
from ipas_desktop.ui import theme
from ipas_desktop.ui.banner import Banner, error_banner, show_error, spacer
from ipas_desktop.ui.buttons import link, main_button, plain_button
from ipas_desktop.ui.findings_list import FindingList
from ipas_desktop.ui.labels import Heading, words
from ipas_desktop.ui.page import TEXT_WIDTH, Page, Scroll, across, action_bar, add_keys, limited
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import revisions


class FinalisePage(Page):
    """Freezes a revision. ``question_requested`` carries document key, page id and address of a finding."""

    question_requested = Signal(str, str, object)
    package_requested = Signal()

    def __init__(self, session: Session, case: Case) -> None:
        super().__init__("Engagements", case.reference, "Finalise")
        self._session, self._case = session, case
        self._forms = session.forms_of(case)
        self._findings = session.findings(case)
        self.stops = [finding for finding in self._findings if finding.severity is Severity.STOPS_SIGNING]
        scroll = Scroll(wraps=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        column = scroll.column
        column.addLayout(across(link("‹ Engagement overview", self.left.emit)))
        self.banner = error_banner(column)
        self.heading = Heading(f"Finalise revision {case.revision + 1}")
        column.addWidget(self.heading)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(8))
        column.addLayout(limited(holder, TEXT_WIDTH + 200))
        self._fill(inside)
        column.addStretch(1)
        outer.addWidget(self._actions())
        add_keys(self)

    def _fill(self, column: QVBoxLayout) -> None:
        column.addWidget(
            words(
                "Finalising freezes both documents as they stand. A finalised revision never changes; a later edit "
                "makes the next one. Nothing is signed or sent yet."
            )
        )
        column.addWidget(spacer(4))
        if self._case.state is CaseState.FINALISED:
            column.addWidget(Banner("good", f"Revision {self._case.revision} is final.", "Nothing was changed since."))
        elif self.stops:
            count = len(self.stops)
            said = "1 thing stops" if count == 1 else f"{count} things stop"
            column.addWidget(Banner("stop", f"{said} this engagement from being finalised."))
        else:
            column.addWidget(Banner("good", "Nothing stops this engagement from being finalised."))
        column.addWidget(spacer(8))
        self.finding_list = FindingList(level=2)
        self.finding_list.show_findings(self._findings, self._forms, self._session.names_of(self._case))
        self.finding_list.chosen.connect(self._open)
        column.addWidget(self.finding_list)

    def _actions(self) -> QWidget:
        back = plain_button("Back to the overview", self.left.emit)
        if self._case.state is CaseState.FINALISED:
            return action_bar(main_button("Sign and save the package", self.package_requested.emit), back)
        if self.stops:
            return action_bar(main_button("Fix the first problem", lambda: self._open(self.stops[0])), back)
        return action_bar(main_button("Finalise", self._finalise), back)

    def _finalise(self) -> None:
        try:
            revisions.finalise(self._session.vault, self._case.id, self._session.context())
        except IpasError as error:
            show_error(self.banner, str(error))
        else:
            self.package_requested.emit()

    def _open(self, finding: Finding) -> None:
        if finding.document is None or finding.at is None:
            self.left.emit()
            return
        for page in self._forms[finding.document].pages():
            if any(question.id == finding.at.question for question in page.questions):
                self.question_requested.emit(finding.document, page.id, finding.at)
                return
