"""The one walk through a form that journey, validation and values share.

Holds which pages and questions are on the path for given answers, and each answer on it as read. Computed every time,
never stored. Conditions look only at what the walk has passed, so it always ends and a later answer changes nothing
earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ipas_desktop.forms import answers as answer_types
from ipas_desktop.forms.conditions import LookUp, evaluate
from ipas_desktop.forms.definition import Answers, Context, Form, Json, Page, Question, QuestionId, Section


@dataclass(frozen=True, slots=True)
class PageOnPath:
    """A page on the path with those of its questions that are."""

    section: Section
    page: Page
    questions: tuple[Question, ...]


@dataclass(slots=True)
class Walk:
    """The path through a form, and a memory of the answers read along it."""

    form: Form
    answers: Answers
    context: Context
    own: frozenset[QuestionId]
    pages: list[PageOnPath] = field(default_factory=list)
    on_path: dict[QuestionId, Question] = field(default_factory=dict)
    _read: dict[QuestionId, answer_types.Parsed] = field(default_factory=dict)

    def parsed(self, question: Question) -> answer_types.Parsed:
        """Return the answer to a question on the path, read once."""
        found = self._read.get(question.id)
        if found is None:
            found = answer_types.parse(question, self.answers.get(question.id), self.context.today)
            self._read[question.id] = found
        return found

    def look_up(self, question_id: QuestionId) -> Json:
        """Return a value for conditions: None for what is hidden or unanswered."""
        question = self.on_path.get(question_id)
        if question is not None:
            return self.parsed(question).value
        return None if question_id in self.own else self.context.other_answers.get(question_id)

    def holds(self, holder: Section | Page | Question) -> bool:
        """Say whether a section, page or question is to be shown, as far as the walk has come."""
        return evaluate(holder.show_when, self.look_up, today=self.context.today)


def walk(form: Form, answers: Answers, context: Context) -> Walk:
    """Follow the path through a form from its first page to its last."""
    path = Walk(form, answers, context, frozenset(question.id for question in form.questions()))
    for section in form.sections:
        if path.holds(section):
            for page in section.pages:
                if path.holds(page):
                    _pass_page(path, section, page)
    return path


def _pass_page(path: Walk, section: Section, page: Page) -> None:
    shown = []
    for question in page.questions:
        if path.holds(question):
            path.on_path[question.id] = question
            shown.append(question)
    if shown:
        path.pages.append(PageOnPath(section, page, tuple(shown)))


def columns_on_path(columns: Iterable[Question], row: Mapping[str, Json], look_up: LookUp) -> tuple[Question, ...]:
    """Return the columns that one row is asked. A hidden cell counts as blank for the columns after it."""
    columns = tuple(columns)
    if all(column.show_when is None for column in columns):
        return columns
    shown: list[Question] = []
    seen: dict[str, Json] = {}
    for column in columns:
        if column.show_when is None or evaluate(column.show_when, look_up, row=seen):
            shown.append(column)
            seen[column.id] = row.get(column.id)
    return tuple(shown)
