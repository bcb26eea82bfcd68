"""The answers of one document in words, section by section, each with its way to change it.

Built a section at a time, so that a long document never holds up the window.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ipas_desktop.cases.case import DocumentKey
from ipas_desktop.forms import display, wording
from ipas_desktop.forms.definition import Answers, AnswerType, Form, Json, Question, QuestionId
from ipas_desktop.forms.journey import PageOnPath, Relevant, SectionState
from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import link
from ipas_desktop.ui.labels import Heading, line, part, words
from ipas_desktop.ui.page import clear
from ipas_desktop.ui.row_model import BLANK, typed_words
from ipas_desktop.ui.section_list import state_words

LONGEST = 4_000
"""Characters of one answer that are shown here; the whole of it is on its page and in the package."""
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    """One document as read for review. ``wrong``: the sentence of what must be fixed, by question."""

    key: DocumentKey
    form: Form
    answers: Answers
    relevant: Relevant
    values: Mapping[QuestionId, Json]
    states: tuple[SectionState, ...]
    wrong: Mapping[QuestionId, str]


def answer_words(question: Question, value: Json, raw: Json) -> str:
    """Return an answer in words, what was typed if it cannot be read, or nothing."""
    lines = list(display.words(question, value).lines) if value is not None else [typed_words(raw)]
    if question.type is AnswerType.TABLE and len(lines) > MOST_ROWS:
        rows = f"{len(lines):,} {wording.plural(question.row_name)}"
        lines = [f"{rows}. The first {MOST_ROWS}:", *lines[:MOST_ROWS]]
    text = "\n".join(lines)
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}…\n(The answer is longer. All of it is on its page and in the package.)"


class AnswerList(QWidget):
    """The answers. ``change`` carries document, page and question; ``completed`` comes when all is shown."""

    change = Signal(str, str, str)
    completed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._todo: Iterator[QWidget] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._show_next)

    def show_answers(self, read: ReadAnswers) -> None:
        """Show the answers on the path of a document."""
        self._start(self._sections(read))

    def show_not_used(self, read: tuple[ReadAnswers, ...]) -> None:
        """Show the answers that are kept and not used, in all documents."""
        self._start(self._unused(read))

    def is_complete(self) -> bool:
        """Say whether all is shown."""
        return not self._timer.isActive()

    def _start(self, todo: Iterator[QWidget]) -> None:
        clear(self._column)
        self._todo = todo
        self._show_next()
        self._timer.start(0)

    def _show_next(self) -> None:
        block = next(self._todo, None)
        if block is None:
            self._timer.stop()
            self.completed.emit()
            return
        self._column.addWidget(block)

    def _sections(self, read: ReadAnswers) -> Iterator[QWidget]:
        for state in read.states:
            pages = [page for page in read.relevant.pages if page.section.id == state.section.id]
            if pages:
                yield self._section(read, state, pages)

    def _section(self, read: ReadAnswers, state: SectionState, pages: list[PageOnPath]) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, theme.px(16), 0, theme.px(8))
        column.setSpacing(0)
        stops = sum(question.id in read.wrong for page in pages for question in page.questions)
        top = QHBoxLayout()
        top.addWidget(Heading(f"{state.section.letter} {state.section.title}", 2), 1)
        said = state_words(state)
        top.addWidget(line(f"{stops} must fix", "error-small") if stops else line(said[:1].upper() + said[1:], "quiet"))
        column.addLayout(top)
        column.addSpacing(theme.px(4))
        column.addWidget(part("rule"))
        for page in pages:
            for question in page.questions:
                column.addWidget(self._row(read, page.page.id, question))
        return block

    def _row(self, read: ReadAnswers, page_id: str, question: Question) -> QFrame:
        name = question.short_label or question.label
        wrong = read.wrong.get(question.id, "")
        said = answer_words(question, read.values.get(question.id), read.answers.get(question.id))
        frame = part("row-stop" if wrong else "row")
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(theme.px(8) if wrong else 0, theme.px(6), 0, theme.px(6))
        layout.setSpacing(theme.px(16))
        label = words(name, "small-strong")
        value = QVBoxLayout()
        value.setSpacing(theme.px(2))
        if said or not wrong:
            value.addWidget(words(said or BLANK, "small" if said else "quiet"))
        if wrong:
            value.addWidget(words(wrong, "error-small"))
        value.addStretch(1)
        change = link("Change", partial(self.change.emit, read.key, page_id, question.id))
        change.setAccessibleName(f"Change {wording.lower_first(name)}")
        _stretch(label)
        layout.addWidget(label, 2, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(value, 5)
        layout.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        return frame

    def _unused(self, read: tuple[ReadAnswers, ...]) -> Iterator[QWidget]:
        yield words(
            "These answers are kept in the vault. They are left out of the package, because other answers show that "
            "they are not needed.",
            "small",
        )
        for document in read:
            known = {question.id: question for question in document.form.questions()}
            for question_id in document.relevant.not_used:
                question = known.get(question_id)
                name = (question.short_label or question.label) if question else question_id
                yield _plain_row(name, typed_words(document.answers.get(question_id))[:LONGEST])


def _plain_row(name: str, text: str) -> QFrame:
    frame = part("row")
    layout = QHBoxLayout(frame)
    layout.setContentsMargins(0, theme.px(6), 0, theme.px(6))
    layout.setSpacing(theme.px(16))
    label = words(name, "small-strong")
    _stretch(label)
    layout.addWidget(label, 2, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(words(text or BLANK, "small"), 5)
    return frame


def _stretch(label: QWidget) -> None:
    """Let a label take its share of the width whatever its words."""
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
