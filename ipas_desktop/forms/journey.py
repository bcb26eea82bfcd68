"""What is on the path, what comes next, and how far each section is.

Everything here is computed from the answers, never stored. Hidden answers stay stored elsewhere; here they are only
listed as not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ipas_desktop.forms import answers as answer_types
from ipas_desktop.forms import validation
from ipas_desktop.forms.conditions import comparisons
from ipas_desktop.forms.definition import Answers, Context, Form, Json, Page, Question, QuestionId, Section
from ipas_desktop.forms.problems import ProblemKind
from ipas_desktop.forms.walk import PageOnPath, Walk, columns_on_path, walk

__all__ = [
    "PageOnPath",
    "Relevant",
    "SectionState",
    "SectionStatus",
    "next_page",
    "previous_page",
    "relevant",
    "section_states",
    "visible_columns",
]

_ANY_DAY = date(2000, 1, 1)
"""Stands for today where only values are wanted: the day decides about limits, never about a value."""


@dataclass(frozen=True, slots=True)
class Relevant:
    """The path through a form. ``not_used`` are questions that were answered and are not, or no longer, on it."""

    pages: tuple[PageOnPath, ...]
    question_ids: frozenset[QuestionId]
    not_used: tuple[QuestionId, ...]


class SectionStatus(StrEnum):
    """How far a section is."""

    NOT_YET_STARTED = "not_yet_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANNOT_START = "cannot_start"  # whether it is asked hangs on a question that is not answered yet
    NOT_NEEDED = "not_needed"  # other answers say that it is not asked


@dataclass(frozen=True, slots=True)
class SectionState:
    """One line of the task list."""

    section: Section
    status: SectionStatus
    answered: int  # questions on the path with an answer
    asked: int  # questions on the path
    problems: int  # answers that cannot be read or break a limit
    reason: str = ""  # why it cannot start or is not needed, as a sentence


def relevant(form: Form, answers: Answers, context: Context) -> Relevant:
    """Return what is asked, given the answers so far."""
    path = walk(form, answers, context)
    return Relevant(tuple(path.pages), frozenset(path.on_path), not_used(path))


def not_used(path: Walk) -> tuple[QuestionId, ...]:
    """Return the questions with a stored answer that are not on the path: hidden ones, then ones the form lacks."""
    hidden = [question for question in path.form.questions() if question.id not in path.on_path]
    stored = [question.id for question in hidden if not answer_types.is_blank(question, path.answers.get(question.id))]
    return (*stored, *sorted(path.answers.keys() - path.own))


def visible_columns(question: Question, row: Mapping[str, Json], answers: Answers) -> tuple[Question, ...]:
    """Return the columns of a table that one row is asked.

    ``row`` and ``answers`` may be raw or canonical. ``answers`` should hold relevant answers only, because a hidden
    question counts as unanswered.
    """
    if all(column.show_when is None for column in question.columns):
        return question.columns
    cells = {str(each.id): answer_types.parse(each, row.get(each.id), _ANY_DAY).value for each in question.columns}
    return columns_on_path(question.columns, cells, answers.get)


def next_page(form: Form, answers: Answers, context: Context, page_id: str) -> Page | None:
    """Return the page on the path after the given one, which may itself be hidden by now; None after the last.

    Raises KeyError when the form has no such page.
    """
    order = _order(form)
    here = order[page_id]
    pages = (each.page for each in walk(form, answers, context).pages)
    return next((page for page in pages if order[page.id] > here), None)


def previous_page(form: Form, answers: Answers, context: Context, page_id: str) -> Page | None:
    """Return the page on the path before the given one; None before the first. Raises KeyError as ``next_page``."""
    order = _order(form)
    here = order[page_id]
    pages = (each.page for each in reversed(walk(form, answers, context).pages))
    return next((page for page in pages if order[page.id] < here), None)


def section_states(form: Form, answers: Answers, context: Context) -> tuple[SectionState, ...]:
    """Return how far each section of the form is, in order, also those that are not on the path."""
    path = walk(form, answers, context)
    return tuple(_state(path, section) for section in form.sections)


def _state(path: Walk, section: Section) -> SectionState:
    questions = [question for page in path.pages if page.section is section for question in page.questions]
    if not questions:
        return _absent(path, section)
    found = [problem for question in questions for problem in validation.question_problems(path, question)]
    wrong = sum(problem.kind is not ProblemKind.MISSING for problem in found)
    answered = sum(not answer_types.is_blank(each, path.answers.get(each.id)) for each in questions)
    if not answered:
        status = SectionStatus.NOT_YET_STARTED
    else:
        status = SectionStatus.IN_PROGRESS if found else SectionStatus.COMPLETED
    return SectionState(section, status, answered, len(questions), wrong)


def _absent(path: Walk, section: Section) -> SectionState:
    """Say why a section is not on the path: a question it hangs on is open, or its answer says no."""
    asked = [path.on_path[target] for target in _targets(section) if target in path.on_path]
    for question in asked:
        if path.parsed(question).value is None:
            reason = f"First answer “{question.short_label or question.label}”"
            return SectionState(section, SectionStatus.CANNOT_START, 0, 0, 0, reason)
    reason = "Your other answers show that this is not needed"
    if len(asked) == 1:
        reason = f"Not needed because of your answer to “{asked[0].short_label or asked[0].label}”"
    return SectionState(section, SectionStatus.NOT_NEEDED, 0, 0, 0, reason)


def _targets(section: Section) -> list[QuestionId]:
    """Return the questions that decide whether a section is asked, in the order they are named."""
    conditions = [section.show_when]
    if section.show_when is None:
        conditions = [page.show_when for page in section.pages]
    found = [each.question for condition in conditions for each in comparisons(condition) if each.question]
    return list(dict.fromkeys(found))


def _order(form: Form) -> dict[str, int]:
    return {page.id: position for position, page in enumerate(form.pages())}
