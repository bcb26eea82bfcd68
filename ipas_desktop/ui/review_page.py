"""Check your answers: everything on the path in words, beside what there is to look at, and the way to finalising."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ipas_desktop.cases.case import CaseId, Document, DocumentKey
from ipas_desktop.cases.checks import Finding, Severity
from ipas_desktop.forms import journey, values
from ipas_desktop.forms.definition import Form, QuestionId
from ipas_desktop.forms.problems import Address
from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import Button, link, main_button
from ipas_desktop.ui.findings_list import FindingList
from ipas_desktop.ui.labels import Heading, line, part, words
from ipas_desktop.ui.page import Page, Scroll, action_bar, is_narrow
from ipas_desktop.ui.review_answers import AnswerList, ReadAnswers
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import engagements

PANEL_WIDTH = 440
PANEL_NEEDS = 1100
NOT_USED = "not used"


def looking_words(count: int) -> str:
    """Return how many findings there are: "7 things to look at"."""
    if not count:
        return "Nothing to look at"
    return "1 thing to look at" if count == 1 else f"{count} things to look at"


class ReviewPage(Page):
    """The page. ``question_requested`` carries document, page and address; ``finalise_requested`` leads on."""

    question_requested = Signal(str, str, object)
    finalise_requested = Signal()

    def __init__(self, session: Session, case_id: CaseId) -> None:
        case = engagements.load_case(session.vault, case_id)
        super().__init__("Engagements", case.reference, "Review")
        self._names = session.names_of(case)
        self._forms: dict[DocumentKey, Form] = dict(session.forms_of(case))
        self.findings = session.findings(case)
        self._stops = [finding for finding in self.findings if finding.severity is Severity.STOPS_SIGNING]
        self._read = tuple(self._read_document(session, case_id, document) for document in case.documents)
        self._shown = ""
        self._build()
        self._connect()
        self.show_part(self._read[0].key if self._read else NOT_USED)

    def place(self) -> dict[str, Any]:
        return {"part": self._shown, "scroll": self._scroll.verticalScrollBar().value()}

    def go_to(self, place: dict[str, Any]) -> None:
        shown, scroll = place.get("part"), place.get("scroll")
        if isinstance(shown, str) and shown in self.tabs:
            self.show_part(shown)
        self.receive_focus()
        if isinstance(scroll, int):
            bar = self._scroll.verticalScrollBar()
            self.answers.completed.connect(lambda: bar.setValue(scroll), Qt.ConnectionType.SingleShotConnection)

    def show_part(self, name: str) -> None:
        """Show the answers of one document, by its key, or those that are not used."""
        self._shown = name
        self.tabs[name].setChecked(True)
        read = next((document for document in self._read if document.key == name), None)
        if read is None:
            self.answers.show_not_used(self._read)
        else:
            self.answers.show_answers(read)

    def _read_document(self, session: Session, case_id: CaseId, document: Document) -> ReadAnswers:
        case = engagements.load_case(session.vault, case_id)
        form, context = self._forms[document.key], session.context_of(case, document.key)
        wrong: dict[QuestionId, str] = {}
        for finding in self._stops:
            if finding.document == document.key and finding.at is not None:
                wrong.setdefault(finding.at.question, finding.message)
        return ReadAnswers(
            document.key,
            form,
            document.answers,
            journey.relevant(form, document.answers, context),
            values.collect(form, document.answers, context).values,
            journey.section_states(form, document.answers, context),
            wrong,
        )

    def _build(self) -> None:
        self.setMinimumSize(1, 1)  # what does not fit beside goes below
        self._scroll = Scroll(margins=(32, 16, 24, 24))
        content = self._scroll.widget()
        assert content is not None
        content.setMinimumHeight(1)
        self.heading = Heading("Check your answers", 1)
        self.answers = AnswerList()
        self._scroll.column.addWidget(self.heading)
        self._scroll.column.addLayout(self._build_tabs())
        self._scroll.column.addWidget(part("hair"))
        self._scroll.column.addWidget(self.answers)
        self._scroll.column.addStretch(1)
        self._panel = self._build_panel()
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._scroll, 1)
        middle.addWidget(self._build_actions())
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._panel)
        outer.addLayout(middle, 1)

    def _build_panel(self) -> QWidget:
        panel = part("side")
        panel.setFixedWidth(theme.px(PANEL_WIDTH))
        scroll = Scroll(margins=(24, 20, 24, 16))
        content = scroll.widget()
        assert content is not None
        content.setMinimumHeight(1)
        self.finding_list = FindingList()
        self.finding_list.show_findings(self.findings, self._forms, self._names)
        self._looking = QWidget()
        looking = QVBoxLayout(self._looking)
        looking.setContentsMargins(0, 0, 0, 0)
        looking.addWidget(link("‹ Engagement overview", self.left.emit), 0, Qt.AlignmentFlag.AlignLeft)
        looking.addWidget(Heading(looking_words(len(self.findings)), 2))
        looking.addWidget(words("In all documents of this engagement", "quiet"))
        looking.addWidget(self.finding_list)
        self._panel_column = scroll.column
        scroll.column.addWidget(self._looking)
        scroll.column.addStretch(1)
        outer = QVBoxLayout(panel)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        return panel

    def _build_tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self._group = QButtonGroup(self)
        self.tabs: dict[str, QPushButton] = {}
        unused = sum(len(document.relevant.not_used) for document in self._read)
        names = {**{str(d.key): self._names[d.key] for d in self._read}, NOT_USED: f"Not used ({unused})"}
        for name, title in names.items():
            tab = Button(title)
            tab.setProperty("act", "tab")
            tab.setCheckable(True)
            tab.setAccessibleName(f"Show {title}")
            tab.clicked.connect(partial(self._tab_pressed, name))
            self._group.addButton(tab)
            row.addWidget(tab)
            self.tabs[name] = tab
        row.addStretch(1)
        return row

    def _build_actions(self) -> QWidget:
        count = len(self._stops)
        if self._first_stop() is not None:
            self.main = main_button("Fix the first problem", self._fix_first)
        else:
            self.main = main_button("Continue to finalise", self.finalise_requested.emit)
        said = f"Signing opens when nothing must be fixed: {count} to go" if count else "Nothing stops signing"
        bar = action_bar(self.main, line(said, "small"))
        self._keys = line("F8 next problem · Shift F8 the one before", "quiet")
        layout = bar.layout()
        assert layout is not None
        layout.addWidget(self._keys)
        return bar

    def _connect(self) -> None:
        self.finding_list.chosen.connect(self._go_to_finding)
        self.answers.change.connect(
            lambda key, page_id, question: self.question_requested.emit(key, page_id, Address(QuestionId(question)))
        )
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("F8"), self, lambda: self.finding_list.go(1), context=within)
        QShortcut(QKeySequence("Shift+F8"), self, lambda: self.finding_list.go(-1), context=within)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.main.click, context=within)

    def _tab_pressed(self, name: str) -> None:
        if name != self._shown:
            self.show_part(name)

    def _first_stop(self) -> Finding | None:
        return next((f for f in self._stops if f.at is not None and f.document is not None), None)

    def _fix_first(self) -> None:
        first = self._first_stop()
        if first is not None:
            self._go_to_finding(first)

    def _go_to_finding(self, finding: Finding) -> None:
        if finding.at is None or finding.document is None:
            return
        for page in self._forms[finding.document].pages():
            if any(question.id == finding.at.question for question in page.questions):
                self.question_requested.emit(finding.document, page.id, finding.at)
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = is_narrow(self, PANEL_NEEDS)
        if narrow is self._panel.isHidden():
            return
        # One thing scrolls on a narrow page: what there is to look at stands at the top of the answers.
        column = self._scroll.column if narrow else self._panel_column
        column.insertWidget(1 if narrow else 0, self._looking)
        self._panel.setHidden(narrow)
        self._keys.setVisible(not narrow)
