"""One engagement at a glance: may it start, what is left to do, when, how risky before and after measures.

Holds the joining of what ``cases`` and ``forms`` say; every picture is its own module.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ipas_desktop.cases import after, changes, checks, document_names, gate, plain, summary
from ipas_desktop.cases.case import Case, CaseState, DocumentKey
from ipas_desktop.cases.country_assessment import CountryAssessment
from ipas_desktop.cases.decision import load_rules
from ipas_desktop.cases.gate import Gate
from ipas_desktop.cases.reading import ReadAssessment, ReadDocument, read
from ipas_desktop.cases.risk import outlook
from ipas_desktop.cases.summary import Summary
from ipas_desktop.errors import IpasError
from ipas_desktop.forms import journey
from ipas_desktop.forms.journey import SectionState, SectionStatus
from ipas_desktop.forms.problems import Address
from ipas_desktop.ui import assessments, file_choice, navigation, theme
from ipas_desktop.ui.banner import Banner, show_error, spacer
from ipas_desktop.ui.buttons import Button, link, main_button
from ipas_desktop.ui.labels import Heading, line, part, words
from ipas_desktop.ui.moments import day_words, days_from
from ipas_desktop.ui.new_engagement import begin_report
from ipas_desktop.ui.page import Page, Reflow, Scroll, across, add_keys, clear, is_narrow, side_panel
from ipas_desktop.ui.risk_picture import RiskLegend, RiskPicture, engaged_rights
from ipas_desktop.ui.session import Session
from ipas_desktop.ui.task_list import Task, TaskGroup, section_task
from ipas_desktop.ui.timeline import Timeline, schedule_of, weeks_words
from ipas_desktop.vault import revisions

_SHOWN_REASONS = 3
_COUNTRY_FILES = "Country assessments (*.json);;All files (*)"


class EngagementPage(Page):
    """The overview. ``question_requested`` carries document key, page id and an address or None."""

    question_requested = Signal(str, str, object)
    review_requested = Signal()
    finalise_requested = Signal()
    package_requested = Signal()

    def __init__(self, session: Session, case: Case) -> None:
        self._session, self._case = session, case
        self._reading = read(case, session.forms_of(case), session.context(), policy=session.policy)
        self._findings = checks.run_on(self._reading)
        self._summary: Summary = summary.of_reading(self._reading, self._findings)
        self._gate: Gate = gate.judge(self._reading, self._findings)
        self.title = self._summary.title or "Untitled engagement"
        super().__init__("Engagements", self.title)
        titles = [
            (document.key, "OSJA assessment" if isinstance(document, ReadAssessment) else document.form.short_title)
            for document in self._reading.documents
        ]
        values = {document.key: document.values for document in self._reading.documents}
        self._names = document_names.told_apart(titles, values)
        self._states = {document.key: _states(document) for document in self._reading.documents}
        self._made = revisions.packages(session.vault, case.id)
        self._side, column = side_panel()
        self._fill_side(column)
        self._scroll = Scroll(wraps=True)
        self._back = across(link("‹ All engagements", self.left.emit))
        self._fill(self._scroll.column)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._scroll, 1)
        add_keys(self)

    # The parts of the page

    def _fill(self, column: QVBoxLayout) -> None:
        self._back_holder = QWidget()
        self._back_holder.setLayout(self._back)
        column.addWidget(self._back_holder)
        self.heading = Heading(self.title)
        top = QHBoxLayout()
        top.setSpacing(theme.px(16))
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.heading)
        head.addWidget(words(_facts(self._case, self._summary), "quiet"))
        if self._case.revision and self._case.state is CaseState.DRAFT:
            head.addWidget(words(self._changed(), "small"))
        top.addLayout(head, 1)
        self.next_button = self._next_button()
        top.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        self.banner = Banner("stop", "")
        self.banner.hide()
        column.addWidget(self.banner)
        column.addWidget(self._gate_banner())
        column.addWidget(spacer(4))
        column.addWidget(Reflow(860, (self._tasks(), 9), (self._pictures(), 13)))
        column.addStretch(1)

    def _changed(self) -> str:
        revision = revisions.load_revision(self._session.vault, self._case.id, self._case.revision)
        return changes.sentence(changes.since(revision, self._reading), revision.number)

    def _fill_side(self, column: QVBoxLayout) -> None:
        column.setSpacing(0)
        column.setContentsMargins(0, theme.px(20), 0, theme.px(16))
        back = across(link("‹ All engagements", self.left.emit))
        back.setContentsMargins(theme.px(20), 0, 0, theme.px(8))
        column.addLayout(back)
        column.addWidget(navigation.NavigationRow("Overview", is_current=True))
        for document in self._reading.documents:
            states = self._states[document.key]
            column.addWidget(
                navigation.row(self._names[document.key], partial(self._open_document, document.key), _done(states))
            )
        count = f"{self._summary.missing} to fix" if self._summary.missing else ""
        column.addWidget(navigation.row("Review", self.review_requested.emit, count, must_fix=bool(count)))
        made = str(len(self._made)) if self._made else ""
        column.addWidget(navigation.row("Package", self._to_package, made))
        for label, value in (("Reference", self._case.reference), ("Marking", self._summary.marking)):
            fact = QVBoxLayout()
            fact.setContentsMargins(theme.px(20), theme.px(12), theme.px(16), 0)
            fact.setSpacing(0)
            fact.addWidget(line(label, "quiet"))
            fact.addWidget(words(value, "small"))
            column.addLayout(fact)
        column.addStretch(1)

    def _gate_banner(self) -> Banner:
        if self._gate.may_start:
            return Banner("good", self._gate.sentence, _distance(self._summary, self._session))
        banner = Banner("stop", self._gate.sentence, _distance(self._summary, self._session))
        located = [
            (reason.message, reason.document, reason.at)
            for reason in self._gate.reasons
            if reason.at is not None and reason.document is not None
        ]
        for number, (message, document, at) in enumerate(located[:_SHOWN_REASONS], start=1):
            to_it = link(message, partial(self._open_address, document, at))
            banner.below.addLayout(across(line(str(number), "small-strong"), to_it, spacing=8))
        for reason in self._gate.reasons:
            if not reason.finding:  # the gate's own rule: all is answered, nothing is final
                banner.below.addLayout(across(link(f"{reason.message}: finalise", self.finalise_requested.emit)))
        if len(self._gate.reasons) > _SHOWN_REASONS:
            rest = len(self._gate.reasons) - min(_SHOWN_REASONS, len(located))
            banner.below.addLayout(across(link(f"Show the other {rest}", self.review_requested.emit)))
        return banner

    def _tasks(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        report = self._reading.report_after
        before = [document for document in self._reading.documents if document is not report]
        for number, document in enumerate(before, start=1):
            column.addWidget(self._document_group(f"{number}  {self._names[document.key]}", document))
        if len(plain.items(self._reading.notification, "en.c.countries")) > 1:
            column.addLayout(across(link("Add an OSJA assessment for another country", self._add_assessment)))
            column.addWidget(spacer(12))
        column.addWidget(TaskGroup(f"{len(before) + 1}  Check, sign and send", "", self._last_tasks()))
        title = f"{len(before) + 2}  After the engagement"
        group = self._document_group(title, report) if report else TaskGroup(title, "", [self._report_task()])
        column.addWidget(group)
        column.addStretch(1)
        return panel

    def _document_group(self, title: str, document: ReadDocument) -> TaskGroup:
        states = self._states[document.key]
        rows = [section_task(state, partial(self._open_section, document.key, state.section.id)) for state in states]
        return TaskGroup(title, f"{_done(states)} sections", rows)

    def _report_task(self) -> Task:
        opening = after.opening(self._reading)
        title = "Report on the engagement"
        if opening.is_open:
            return Task(title, "Not yet started", "plain", self._begin_report)
        return Task(title, "Cannot start yet", "cannot", None, opening.reason)

    def _last_tasks(self) -> list[Task]:
        missing = self._summary.missing
        is_final = self._case.state is CaseState.FINALISED
        newest = any(record.revision == self._case.revision for record in self._made)
        review = (
            Task("Review", f"{missing} to fix", "stop", self.review_requested.emit)
            if missing
            else Task("Review", "Nothing to fix", "done", self.review_requested.emit)
        )
        if is_final:
            finalise = Task("Finalise", f"Revision {self._case.revision}", "done", self.finalise_requested.emit)
        elif missing:
            finalise = Task("Finalise", "Cannot start yet", "cannot", None, "First put right what the review shows")
        else:
            finalise = Task("Finalise", "Not yet started", "plain", self.finalise_requested.emit)
        if is_final or newest:
            said, kind = ("Made", "done") if newest else ("Not yet started", "plain")
            package = Task("Sign and save the package", said, kind, self.package_requested.emit)
        else:
            reason = "First finalise" if not self._case.revision else "First finalise the new draft"
            package = Task("Sign and save the package", "Cannot start yet", "cannot", None, reason)
        return [review, finalise, package]

    def _pictures(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        schedule = schedule_of(self._reading.notification, self._session.today())
        column.addLayout(_titled("Timeline", weeks_words(schedule) if schedule else ""))
        if schedule:
            column.addWidget(Timeline(schedule))
        else:
            column.addWidget(part("hair"))
            column.addWidget(words("No dates yet. They are in section F of the notification.", "quiet"))
        column.addSpacing(theme.px(12))
        for document in self._reading.assessments:
            self._add_risk(column, document)
            column.addLayout(self._stage_1_links(document.key))
            column.addSpacing(theme.px(12))
        column.addStretch(1)
        return panel

    def _add_risk(self, column: QVBoxLayout, document: ReadAssessment) -> None:
        rules, result = load_rules(), document.risk
        shown = engaged_rights(result.rights, rules)
        is_begun = any(right.engaged for right in result.rights)
        beside = f"{len(shown)} of {len(result.rights)} rights engaged" if is_begun else ""
        several = f", {self._names[document.key]}" if len(self._reading.assessments) > 1 else ""
        column.addLayout(_titled(f"Risk before and after measures{several}", beside))
        if not is_begun:
            column.addWidget(part("hair"))
            column.addWidget(words("No right has been assessed yet. Stage 2 of the OSJA asks about each.", "quiet"))
            return
        column.addWidget(RiskPicture(shown, rules))
        column.addWidget(RiskLegend())
        level = rules.level(result.level).label
        settled = f"OSJA level: {level}." if result.settled else f"OSJA level: not settled, {level} until it is."
        column.addWidget(words(settled, "small-strong"))
        if hangs_on := outlook(document.values, result):
            column.addWidget(words(hangs_on, "quiet"))
        column.addWidget(words(f"Who may approve: {result.authority}.", "quiet"))

    def _stage_1_links(self, key: DocumentKey) -> QHBoxLayout:
        use = link("Use a country assessment…", partial(self._choose_stage_1, key))
        save = link("Save stage 1 as a country assessment…", partial(self._save_stage_1, key))
        for button in (use, save):
            button.setAccessibleDescription(self._names[key])
        return across(use, save, spacing=16)

    # Where things lead

    def _next_button(self) -> Button:
        """Return the one green button: the next section to do, or what follows when all are done."""
        for document in self._reading.documents:
            for state in self._states[document.key]:
                if state.problems or state.status in (SectionStatus.IN_PROGRESS, SectionStatus.NOT_YET_STARTED):
                    go = partial(self._open_section, document.key, state.section.id)
                    verb = "Start" if state.status is SectionStatus.NOT_YET_STARTED else "Continue"
                    return main_button(f"{verb}: {state.section.letter} {state.section.title}", go, dense=True)
        if self._summary.missing:
            return main_button("Continue: review", self.review_requested.emit, dense=True)
        if self._case.state is CaseState.DRAFT:
            return main_button("Continue: finalise", self.finalise_requested.emit, dense=True)
        return main_button("Continue: sign and save", self.package_requested.emit, dense=True)

    def _to_package(self) -> None:
        if self._case.revision:
            self.package_requested.emit()
        else:
            self.finalise_requested.emit()

    def _open_document(self, key: DocumentKey) -> None:
        for state in self._states[key]:
            if state.status in (SectionStatus.IN_PROGRESS, SectionStatus.NOT_YET_STARTED) or state.problems:
                self._open_section(key, state.section.id)
                return
        self._open_section(key, self._states[key][0].section.id)

    def _begin_report(self) -> None:
        try:
            key, page_id = begin_report(self._session, self._case.id)
        except IpasError as error:
            show_error(self.banner, str(error))
        else:
            self.question_requested.emit(key, page_id, None)

    def _add_assessment(self) -> None:
        try:
            key, page_id = assessments.add_assessment(self._session, self._case)
        except IpasError as error:
            show_error(self.banner, str(error))
        else:
            self.question_requested.emit(key, page_id, None)

    def _save_stage_1(self, key: DocumentKey) -> None:
        suggested = Path(f"{self._case.reference}-{key}-country.json")
        target = file_choice.ask_save(self, "Save the country assessment", suggested, _COUNTRY_FILES)
        if target is None:
            return
        try:
            assessments.save_stage_1(self._session, self._case, key, target)
        except IpasError as error:
            show_error(self.banner, str(error))
        else:
            clear(self.banner.below)
            self.banner.say("good", f"Saved: {target.name}.", "It is not encrypted; keep it as its marking asks.")

    def _choose_stage_1(self, key: DocumentKey) -> None:
        """Ask for a country assessment, say what it is and would change, and offer to use it."""
        file = file_choice.ask_open(self, "Use a country assessment", _COUNTRY_FILES)
        if file is None:
            return
        clear(self.banner.below)
        try:
            assessment = assessments.read_file(file)
            what, changes_words = assessments.offer(self._session, self._case, key, assessment)
        except IpasError as error:
            show_error(self.banner, str(error))
        else:
            self.banner.say("note", what, changes_words)
            self.banner.below.addLayout(across(link("Use it", partial(self._use_stage_1, key, assessment))))
            self.banner.take_focus()

    def _use_stage_1(self, key: DocumentKey, assessment: CountryAssessment) -> None:
        try:
            page_id = assessments.take_over(self._session, self._case.id, key, assessment)
        except IpasError as error:
            show_error(self.banner, str(error))
        else:
            self.question_requested.emit(key, page_id, None)

    def _open_section(self, key: DocumentKey, section_id: str) -> None:
        document = self._document(key)
        pages = journey.relevant(document.form, document.document.answers, document.context).pages
        for page in pages:
            if page.section.id == section_id:
                self.question_requested.emit(key, page.page.id, None)
                return

    def _open_address(self, key: DocumentKey, at: Address) -> None:
        for page in self._document(key).form.pages():
            if any(question.id == at.question for question in page.questions):
                self.question_requested.emit(key, page.id, at)
                return

    def _document(self, key: DocumentKey) -> ReadDocument:
        return next(document for document in self._reading.documents if document.key == key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = is_narrow(self)
        self._side.setVisible(not narrow)
        self._back_holder.setVisible(narrow)
        super().resizeEvent(event)


def _states(document: ReadDocument) -> tuple[SectionState, ...]:
    return journey.section_states(document.form, document.document.answers, document.context)


def _done(states: tuple[SectionState, ...]) -> str:
    asked = [state for state in states if state.status is not SectionStatus.NOT_NEEDED]
    done = sum(state.status is SectionStatus.COMPLETED and not state.problems for state in asked)
    return f"{done} of {len(asked)}"


def _facts(case: Case, told: Summary) -> str:
    dates = " to ".join(day_words(day) for day in (told.start, told.end) if day)
    parts = (case.reference, ", ".join(told.countries), ", ".join(told.given), ", ".join(told.modes), dates)
    return " · ".join(part for part in parts if part)


def _distance(told: Summary, session: Session) -> str:
    if told.start is None:
        return ""
    today = session.today()
    verb = "It is due to start" if told.start >= today else "It was due to start"
    return f"{verb} {days_from(today, told.start)}, on {told.start:%A} {day_words(told.start)}."


def _titled(title: str, beside: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(Heading(title, 2), 1)
    row.addWidget(line(beside, "quiet"), 0, Qt.AlignmentFlag.AlignBottom)
    return row
