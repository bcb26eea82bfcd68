"""What only shows when a whole form is there: ids that are there twice, conditions and limits that point at nothing.

Holds what makes a form unusable. What is merely bad style is for ``lint``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ipas_desktop.forms.answers.dates import LIMITS
from ipas_desktop.forms.conditions import comparisons
from ipas_desktop.forms.definition import AnswerType, Comparison, Condition, Form, Operator, Question
from ipas_desktop.forms.question_loader import Place

DATE_TYPES = (AnswerType.DATE, AnswerType.PERIOD)
NOTIFICATION, NOTIFICATION_PREFIX = "notification", "en."
"""The form at whose questions every other form may look, and what the ids of these begin with."""

_QUESTION_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_Known = Mapping[str, Question]


def check_form(form: Form) -> None:
    """Raise FormDefinitionError for the first thing that makes the form unusable."""
    _check_ids(form)
    known: _Known = {question.id: question for question in form.questions()}
    for section in form.sections:
        _Check(form, Place(section.file, section.id), known).condition(section.show_when)
        for page in section.pages:
            _Check(form, Place(section.file, page.id), known).condition(page.show_when)
            for question in page.questions:
                _Check(form, Place(section.file, question.id), known).question(question)
                columns = {str(column.id): column for column in question.columns}
                for column in question.columns:
                    _Check(form, Place(section.file, f"{question.id}.{column.id}"), known, columns).question(column)


def with_columns(questions: Iterable[Question]) -> Iterator[Question]:
    """Yield each question, and after a table its columns."""
    for question in questions:
        yield question
        yield from question.columns


def may_be_elsewhere(form: Form, question_id: str) -> bool:
    """Say whether an id that the form does not have may be a question of the notification; ``lint`` looks there."""
    return form.id != NOTIFICATION and question_id.startswith(NOTIFICATION_PREFIX)


def _check_ids(form: Form) -> None:
    seen: set[tuple[str, str]] = set()
    for section in form.sections:
        named = [("section", section.id), *(("page", page.id) for page in section.pages)]
        named += [("question", question.id) for page in section.pages for question in page.questions]
        for kind, name in named:
            place = Place(section.file, name)
            if (kind, name) in seen:
                raise place.fault(f"there are two {kind}s of this id")
            seen.add((kind, name))
            if kind == "question" and not _QUESTION_ID.fullmatch(name):
                raise place.fault("a question's id must be dotted and lower case, like en.a.title")


@dataclass(frozen=True, slots=True)
class _Check:
    """Checks what stands at one place, knowing the form's questions and, for a column, its table's columns."""

    form: Form
    place: Place
    known: _Known
    columns: _Known = field(default_factory=dict)

    def question(self, question: Question) -> None:
        self.condition(question.show_when)
        for name in LIMITS:
            if getattr(question, name):
                self.limit(getattr(question, name), self.columns)

    def limit(self, limit: str, columns: _Known) -> None:
        """A limit is "today", a day, a column of the same table, or a date question."""
        if limit == "today" or _is_day(limit):
            return
        target = columns.get(limit) or self.known.get(limit)
        if target is None and may_be_elsewhere(self.form, limit):
            return
        if target is None or target.type not in DATE_TYPES:
            raise self.place.fault(f"the limit “{limit}” is neither a day nor a date question")

    def condition(self, condition: Condition | None) -> None:
        for comparison in comparisons(condition):
            target = self.target(comparison)
            if target is not None:
                _check_operator(self.place, comparison, target)
            if comparison.operator in (Operator.BEFORE, Operator.AFTER):
                self.limit(str(comparison.operand), {})
                if self.columns and comparison.operand == "today":
                    raise self.place.fault("the condition of a column cannot look at today")

    def target(self, comparison: Comparison) -> Question | None:
        """Return what a comparison looks at; None when it is a question of the notification."""
        if comparison.column is not None:
            if comparison.column not in self.columns:
                raise self.place.fault(f"the condition looks at a column “{comparison.column}” that is not there")
            return self.columns[comparison.column]
        name = str(comparison.question)
        if name not in self.known and not may_be_elsewhere(self.form, name):
            raise self.place.fault(f"the condition looks at a question “{name}” that is not there")
        return self.known.get(name)


def _is_day(limit: str) -> bool:
    try:
        return date.fromisoformat(limit).isoformat() == limit
    except ValueError:
        return False


def _check_operator(place: Place, comparison: Comparison, target: Question) -> None:
    """Refuse an operator that can never hold for the target's type of answer."""
    operator, kind = comparison.operator, target.type
    if comparison.part is not None and comparison.part not in _parts(target):
        raise place.fault(f"the condition looks at a part “{comparison.part}” that {target.id} does not have")
    if operator in (Operator.BEFORE, Operator.AFTER) and kind not in DATE_TYPES:
        raise place.fault(f"the condition compares dates, and {target.id} is none")
    if kind is AnswerType.PERIOD and operator is not Operator.ANSWERED and comparison.part is None:
        raise place.fault(f"the condition must say which part of {target.id}: from or to")
    if operator is Operator.AT_LEAST and kind not in _COUNTABLE:
        raise place.fault(f"the condition counts, and {target.id} is no number or list")
    if operator in (Operator.IS, Operator.IS_NOT) and kind in _LISTS:
        raise place.fault(f"the condition must use “includes”, because {target.id} is a list")


def _parts(target: Question) -> tuple[str, ...]:
    fixed = {
        AnswerType.YES_NO: ("answer", "reason"),
        AnswerType.RATING: ("level", "reason"),
        AnswerType.PERIOD: ("from", "to"),
        AnswerType.SHARES: tuple(choice.id for choice in target.choices),
    }
    return fixed.get(target.type, target.parts)


_LISTS = (AnswerType.CHOICES, AnswerType.COUNTRIES, AnswerType.TABLE, AnswerType.CITATIONS, AnswerType.ATTACHMENTS)
_COUNTABLE = (AnswerType.WHOLE_NUMBER, AnswerType.MONEY, AnswerType.SHARES, *_LISTS)
