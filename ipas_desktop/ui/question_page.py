"""One page of questions: the sections beside it, its fields, its problems, help with the question in hand.

Holds the answers of one document while the page is open, asks ``forms`` what is on the path, and hands each change to
``saving``. Must hold no rule about a question and no SQL.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ipas_desktop.cases.case import CaseId, DocumentKey
from ipas_desktop.forms import journey, validation
from ipas_desktop.forms.definition import Json, Question, QuestionId, RowId
from ipas_desktop.forms.problems import Address, Problem
from ipas_desktop.ui import fields, help_pane, theme, work
from ipas_desktop.ui.areas import go_to_next
from ipas_desktop.ui.buttons import main_button, plain_button
from ipas_desktop.ui.fields.base import GUTTER, Field, contains
from ipas_desktop.ui.fields.group_role import install_group_role
from ipas_desktop.ui.fields.pairs import PairLayout, is_short
from ipas_desktop.ui.fields.table import Table
from ipas_desktop.ui.form_facts import deciding_questions, find_page, is_wide
from ipas_desktop.ui.labels import line
from ipas_desktop.ui.page import TEXT_WIDTH, Page, Scroll, action_bar, is_narrow
from ipas_desktop.ui.question_head import QuestionHead
from ipas_desktop.ui.saving import Saving
from ipas_desktop.ui.section_panel import SectionPanel
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import engagements

SIDE_NEEDS, HELP_NEEDS = 1000, 1240
"""Widths in pixels at 100 % below which the sections become a drop-down list, and help a link."""

BACK = "back_to_review"
"""In a place: the user came from check your answers to change one, and is led back there."""

_STATES_AFTER_MS = 700
_FEW_ROWS = 300
_MARGIN = 48


class QuestionPage(Page):
    """A page of a document of a case.

    ``saved`` carries the aware time of the last save, ``save_failed`` a sentence, ``page_requested`` document and
    page. ``left`` (of ``Page``) leads back to the engagement, ``review_requested`` to check your answers.
    """

    saved = Signal(object)
    save_failed = Signal(str)
    page_requested = Signal(str, str)
    review_requested = Signal()

    def __init__(self, session: Session, case_id: CaseId, document_key: DocumentKey, page_id: str) -> None:
        install_group_role()
        case = engagements.load_case(session.vault, case_id)
        form = session.forms_of(case)[document_key]
        name = session.names_of(case)[document_key]
        super().__init__("Engagements", case.reference, name)
        self._session, self._case_id, self._key, self._form = session, case_id, document_key, form
        self._name = name
        self._context = session.context_of(case, document_key)
        self._answers: dict[QuestionId, Json] = dict(case.document(document_key).answers)
        self._section, self._page = find_page(form, page_id)
        self._deciding = deciding_questions(form)
        self._relevant = journey.relevant(form, self._answers, self._context)
        self._help_open: bool | None = None
        self._goes_back_to_review = False
        self.fields: dict[QuestionId, Field] = {}
        self._saving = Saving(session.vault, case_id, document_key, session.today, self)
        self._states_job: work.Job[tuple[journey.SectionState, ...]] | None = None
        self._states_timer = QTimer(self)
        self._states_timer.setSingleShot(True)
        self._states_timer.timeout.connect(self._show_states)
        self._build()
        self._connect()
        self._show_path()
        self._show_states()

    # What the window calls

    def flush(self) -> bool:
        return self._saving.leave_all()

    def place(self) -> dict[str, Any]:
        place: dict[str, Any] = {"document": self._key, "page": self._page.id}
        for question_id, field in self.fields.items():
            if contains(field, QApplication.focusWidget()):
                place |= {"question": question_id, **field.place()}
        return place | ({BACK: True} if self._goes_back_to_review else {})

    def go_to(self, place: dict[str, Any]) -> None:
        if place.get(BACK):
            self._goes_back_to_review = True
            self.continue_button.setText("Save and go back to your answers")
            self.continue_button.setAccessibleName(self.continue_button.text())
        field = self._shown_field(QuestionId(str(place.get("question") or "")))
        if field is None:
            self.receive_focus()
            return
        field.go_to(place)
        self._reveal(field)

    def show_problem(self, address: Address) -> None:
        """Show what is wrong with one answer, if anything, and put the focus there."""
        field = self._shown_field(address.question)
        if field is None:
            self.receive_focus()
            return
        field.show_problems([problem for problem in self._validate() if problem.at.question == address.question])
        self._go_to_problem(address)

    # Building

    def _build(self) -> None:
        self.setMinimumSize(1, 1)  # what does not fit gives way to something else: see ``_fit``
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.side = SectionPanel(self._name)
        self.help = help_pane.HelpPane()
        self.help.setFixedWidth(theme.px(help_pane.WIDTH))
        self._scroll = Scroll(margins=(32 - GUTTER, 16, 24, 24), spacing=24)
        # Without a height of its own the content would be as tall as if every label wrapped at its narrowest.
        content = self._scroll.widget()
        assert content is not None
        content.setMinimumHeight(1)
        self._head = QuestionHead(self._form, self._section, self._page)
        self.banner, self.summary, self.jump = self._head.banner, self._head.summary, self._head.jump
        self.heading = self._head.heading
        self._scroll.column.addWidget(self._head)
        inset = theme.px(GUTTER)
        down = theme.px(24)
        pairs = PairLayout(theme.px(640), theme.px(TEXT_WIDTH) + inset, theme.px(32) - inset, down)
        for question in self._page.questions:
            field = self._make_field(question)
            pairs.add(field, short=is_short(question), full=isinstance(field, Table))
        self._scroll.column.addLayout(pairs)
        self._scroll.column.addStretch(1)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._scroll, 1)
        middle.addWidget(self._build_actions())
        outer.addWidget(self.side)
        outer.addLayout(middle, 1)
        outer.addWidget(self.help)
        self._is_wide = any(is_wide(question, first=index == 0) for index, question in enumerate(self._page.questions))

    def _make_field(self, question: Question) -> Field:
        field = fields.make(question, self._session, self._case_id)
        field.set_raw(self._answers.get(question.id))
        if isinstance(field, Table):
            field.changed.connect(partial(self._answer_changed, field))
            field.row_changed.connect(lambda row: self._saving.touch_row(question, RowId(row), _row_of(field, row)))
            field.row_removed.connect(lambda row: self._saving.remove_row(question, RowId(row)))
            field.row_moved.connect(lambda row, to: self._saving.move_row(question, RowId(row), to))
            field.row_left.connect(lambda row: self._saving.leave(question, RowId(row)))
        else:
            field.changed.connect(partial(self._answer_changed, field))
            field.left.connect(lambda: self._saving.leave(question))
        self.fields[question.id] = field
        return field

    def _build_actions(self) -> QWidget:
        self.continue_button = main_button("Save and continue", self.go_forward)
        self.later_button = plain_button("Save and come back later", self._leave)
        bar = action_bar(self.continue_button, self.later_button)
        self._keys = line("Ctrl Enter continues · F6 next area · F1 help", "quiet")
        layout = bar.layout()
        assert layout is not None
        layout.addWidget(self._keys)
        return bar

    def _connect(self) -> None:
        self._saving.saved.connect(self._tell_saved)
        self._saving.failed.connect(self._tell_failed)
        self.side.left.connect(self._leave)
        self.side.opened.connect(self._open_section)
        self.side.review_requested.connect(self._review)
        self.jump.opened.connect(self._open_section)
        self._head.help_wanted.connect(self._toggle_help)
        self._head.retry_wanted.connect(self._saving.flush)
        self.summary.chosen.connect(self._go_to_problem)
        self.summary.passed.connect(self._go_on)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            ("Ctrl+Return", self.go_forward),
            ("Ctrl+Enter", self.go_forward),
            ("F6", self._next_area),
            ("F1", self._toggle_help),
        ):
            QShortcut(QKeySequence(keys), self, act, context=within)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    # Answers

    def _answer_changed(self, field: Field) -> None:
        question = field.question
        self._answers[question.id] = field.raw()
        if not isinstance(field, Table):
            self._saving.touch(question, field.raw)
        if question.id in self._deciding:
            self._relevant = journey.relevant(self._form, self._answers, self._context)
            self._show_path()
        self._states_timer.start(_STATES_AFTER_MS)

    def _show_path(self) -> None:
        """Show the fields of the questions on the path, without moving what the user looks at."""
        focused = QApplication.focusWidget()
        steady = focused if focused is not None and contains(self._scroll.widget(), focused) else None
        before = steady.mapTo(self._scroll, QPoint(0, 0)).y() if steady else 0
        relevant = {key: raw for key, raw in self._answers.items() if key in self._relevant.question_ids}
        for question_id, field in self.fields.items():
            shown = question_id in self._relevant.question_ids
            if field.isHidden() == shown:
                field.setVisible(shown)
            if isinstance(field, Table):
                field.set_answers(relevant)
        if steady is not None:
            content = self._scroll.column.parentWidget()
            assert content is not None
            self._scroll.column.activate()
            content.resize(
                content.width(), max(self._scroll.column.sizeHint().height(), self._scroll.viewport().height())
            )
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + steady.mapTo(self._scroll, QPoint(0, 0)).y() - before)

    def _show_states(self) -> None:
        """Judge the whole form and show how far it is; on a worker when tables make that long."""
        form, answers, context = self._form, dict(self._answers), self._context
        if sum(len(raw) for raw in answers.values() if isinstance(raw, list)) <= _FEW_ROWS:
            self._take_states(journey.section_states(form, answers, context))
            return
        if self._states_job is not None:
            self._states_timer.start(_STATES_AFTER_MS)
            return
        self._states_job = work.run(
            self,
            lambda _report: journey.section_states(form, answers, context),
            on_done=self._take_states,
            on_error=lambda _error: self._take_states(()),
        )

    def _take_states(self, states: tuple[journey.SectionState, ...]) -> None:
        self._states_job = None
        if states:
            self.side.show_states(states, self._section.id)
            self.jump.show_states(states, self._section.id)

    def _validate(self) -> tuple[Problem, ...]:
        return validation.validate(self._form, self._answers, self._context, self._page.id)

    # Going on

    def go_forward(self) -> None:
        """Save, show the page's problems if it has any, else go to the next page."""
        if not self._saving.flush():
            return
        problems = self._validate()
        self.summary.show_problems(problems)
        for question_id, field in self.fields.items():
            field.show_problems([problem for problem in problems if problem.at.question == question_id])
        if not problems:
            self._go_on()
            return
        self._scroll.verticalScrollBar().setValue(0)
        self.summary.receive_focus()

    def _go_on(self) -> None:
        if self._goes_back_to_review:
            self._review()
            return
        page = journey.next_page(self._form, self._answers, self._context, self._page.id)
        if page is None:
            self._leave()
        elif self._saving.flush():
            self.page_requested.emit(self._key, page.id)

    def _leave(self) -> None:
        if self._saving.flush():
            self.left.emit()

    def _review(self) -> None:
        if self._saving.flush():
            self.review_requested.emit()

    def _open_section(self, section_id: str) -> None:
        path = journey.relevant(self._form, self._answers, self._context)
        for on_path in path.pages:
            if on_path.section.id == section_id and self._saving.flush():
                self.page_requested.emit(self._key, on_path.page.id)
                return

    def _go_to_problem(self, address: Address) -> None:
        field = self._shown_field(address.question)
        if field is not None:
            field.focus_part(address)
            self._reveal(field)

    def _shown_field(self, question_id: QuestionId) -> Field | None:
        field = self.fields.get(question_id)
        return None if field is None or field.isHidden() else field

    # Saving, as told

    def _tell_saved(self, when: datetime) -> None:
        self.banner.hide()
        self.saved.emit(when)

    def _tell_failed(self, sentence: str) -> None:
        self._head.say_not_saved(sentence)
        self.save_failed.emit(sentence)

    # Focus and help

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not contains(self._scroll.widget(), new):
            return
        question = self._question_of(new)
        if question is not None:
            self.help.show_help(question, self._context.today)

    def _question_of(self, widget: QWidget) -> Question | None:
        """Return the question whose field holds a widget; a column's own where it has help."""
        found: Question | None = None
        step: QWidget | None = widget
        while step is not None and step is not self:
            if isinstance(step, Field) and (found is None or not (found.help or found.hint)):
                found = step.question
            step = step.parentWidget()
        return found

    def _reveal(self, field: Field) -> None:
        """Scroll so that the focused control is in sight, with the label of its field where there is room."""

        def scroll() -> None:
            self._scroll.ensureWidgetVisible(field, 0, theme.px(16))
            focused = QApplication.focusWidget()
            if focused is not None and contains(field, focused):
                self._scroll.ensureWidgetVisible(focused, 0, theme.px(_MARGIN))

        QTimer.singleShot(0, self, scroll)  # once the layout has settled

    def _next_area(self) -> None:
        go_to_next(
            (self.side, self.side.list),
            (self._scroll, self._first_control()),
            (self.continue_button.parentWidget(), self.continue_button),
        )

    def _first_control(self) -> QWidget | None:
        return next((c for field in self.fields.values() if not field.isHidden() for c in field.controls()), None)

    def _toggle_help(self) -> None:
        self._help_open = not self.help.isVisible()
        self._fit()

    def _fit(self) -> None:
        """Show beside the page what there is room for."""
        self.side.setVisible(not is_narrow(self, SIDE_NEEDS))
        self.jump.setVisible(is_narrow(self, SIDE_NEEDS))
        room = not is_narrow(self, HELP_NEEDS) and not self._is_wide
        self.help.setVisible(room if self._help_open is None else self._help_open)
        self._head.help_link.setVisible(self.help.isHidden() or self._help_open is True)
        self._keys.setVisible(not is_narrow(self, SIDE_NEEDS))
        if self.help.question is None and self._page.questions:
            self.help.show_help(self._page.questions[0], self._context.today)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _row_of(table: Table, row: str) -> partial[dict[str, Json] | None]:
    return partial(table.raw_row, RowId(row))
