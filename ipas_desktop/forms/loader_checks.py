"""What only shows when a whole form is there: ids that are there twice, conditions and limits that point at nothing.

Holds what makes a form unusable. What is merely bad style is for ``lint``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ipas_desktop.forms.conditions import comparisons
from ipas_desktop.forms.definition import AnswerType, Comparison, Condition, Form, Operator, Question
from ipas_desktop.forms.question_loader import Place

DATE_TYPES = (AnswerType.DATE, AnswerType.PERIOD)
LIMITS = ("after", "before", "not_after", "not_before")
NOTIFICATION_PREFIX = "en."
"""What ids of the notification's questions begin with; other forms may look at these too."""

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_QUESTION_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_Known = Mapping[str, Question]


def check_form(form: Form) -> None:
    """Raise FormDefinitionError for the first thing that makes the form unusable."""
    _check_ids(form)
    known: _Known = {question.id: question for question in form.questions()}
    for section in form.sections:
        _check_condition(Place(section.file, section.id), section.show_when, known, {})
        for page in section.pages:
            _check_condition(Place(section.file, page.id), page.show_when, known, {})
            for question in page.questions:
                _check_question(Place(section.file, question.id), question, known, {})
                columns = {str(column.id): column for column in question.columns}
                for column in question.columns:
                    _check_question(Place(section.file, f"{question.id}.{column.id}"), column, known, columns)


def with_columns(questions: Iterable[Question]) -> Iterator[Question]:
    """Yield each question, and after a table its columns."""
    for question in questions:
        yield question
        yield from question.columns


def may_be_elsewhere(known: Iterable[str], question_id: str) -> bool:
    """Say whether an id that the form does not have may be a question of the notification."""
    is_notification = any(name.startswith(NOTIFICATION_PREFIX) for name in known)
    return question_id.startswith(NOTIFICATION_PREFIX) and not is_notification


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


def _check_question(place: Place, question: Question, known: _Known, columns: _Known) -> None:
    _check_condition(place, question.show_when, known, columns)
    for name in LIMITS:
        limit = getattr(question, name)
        if limit:
            _check_limit(place, limit, known, columns)


def _check_limit(place: Place, limit: str, known: _Known, columns: _Known) -> None:
    """A limit is "today", an ISO date, a column of the same table, or a date question."""
    if limit == "today" or _ISO_DATE.fullmatch(limit):
        return
    target = columns.get(limit) or known.get(limit)
    if target is None and may_be_elsewhere(known, limit):
        return
    if target is None or target.type not in DATE_TYPES:
        raise place.fault(f"the limit “{limit}” is neither a day nor a date question")


def _check_condition(place: Place, condition: Condition | None, known: _Known, columns: _Known) -> None:
    for comparison in comparisons(condition):
        if comparison.column is not None:
            target = columns.get(comparison.column)
            if target is None:
                raise place.fault(f"the condition looks at a column “{comparison.column}” that is not there")
        else:
            name = str(comparison.question)
            target = known.get(name)
            if target is None and not may_be_elsewhere(known, name):
                raise place.fault(f"the condition looks at a question “{name}” that is not there")
        if target is not None:
            _check_operator(place, comparison, target)
        if comparison.operator in (Operator.BEFORE, Operator.AFTER):
            _check_limit(place, str(comparison.operand), known, {})
            if columns and comparison.operand == "today":
                raise place.fault("the condition of a column cannot look at today")


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
