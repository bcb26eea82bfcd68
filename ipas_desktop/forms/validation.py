"""Every problem of the relevant answers: what is missing, what cannot be read, what breaks a limit.

Holds what needs more than one answer or the path; what one answer can get wrong alone is in ``answers``. Hidden answers
are never looked at. Each message names its question, so that it can stand in a summary and at the field alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from ipas_desktop.forms import wording
from ipas_desktop.forms.answers.composite import PARTS, reason_is_asked
from ipas_desktop.forms.answers.dates import Limit, has_limits, limit_problems, read_date
from ipas_desktop.forms.answers.lists import CITATION_PARTS
from ipas_desktop.forms.answers.tables import in_cell
from ipas_desktop.forms.definition import Answers, AnswerType, Context, Form, Json, Question, QuestionId, RowId
from ipas_desktop.forms.problems import Address, Problem, ProblemKind
from ipas_desktop.forms.walk import Walk, columns_on_path, walk

_DATE_TYPES = (AnswerType.DATE, AnswerType.PERIOD)


def validate(form: Form, answers: Answers, context: Context, page_id: str | None = None) -> tuple[Problem, ...]:
    """Return every problem of the relevant answers in the order of the form, or those of one page."""
    path = walk(form, answers, context)
    return tuple(
        problem
        for on_path in path.pages
        if page_id in (None, on_path.page.id)
        for question in on_path.questions
        for problem in question_problems(path, question)
    )


def question_problems(path: Walk, question: Question) -> list[Problem]:
    """Return the problems of one question on the path."""
    parsed = path.parsed(question)
    if question.type is AnswerType.TABLE:
        return list(_table_problems(path, question))
    if parsed.value is None and not parsed.problems:
        return [_missing(Address(question.id), wording.missing(question))] if question.required else []
    missing = _parts_missing(question, parsed.value)
    return [*parsed.problems, *missing, *_limits_broken(path, question, parsed.value, {})]


def _missing(at: Address, message: str) -> Problem:
    return Problem(at, ProblemKind.MISSING, message)


def _parts_missing(question: Question, value: Json) -> Iterator[Problem]:
    """Yield what is missing inside an answer that has been begun."""
    if question.type is AnswerType.CITATIONS and isinstance(value, list):
        for position, item in enumerate(value, 1):
            if isinstance(item, dict) and "title" not in item:
                message = f"Enter the {CITATION_PARTS['title'].lower()} of source {position}"
                yield _missing(Address(question.id, part=f"{position}.title"), message)
    if not isinstance(value, dict):
        return
    for part in question.required_parts:
        if part not in value:
            label = wording.lower_first(PARTS[question.type][part])
            verb = "Select" if part == "country" else "Enter"
            yield _missing(Address(question.id, part=part), f"{verb} the {wording.part_of(label, question)}")
    answer = value.get("answer" if question.type is AnswerType.YES_NO else "level")
    if isinstance(answer, str) and reason_is_asked(question, answer) and "reason" not in value:
        yield _missing(Address(question.id, part="reason"), wording.missing_reason(question))


def _table_problems(path: Walk, question: Question) -> Iterator[Problem]:
    value = path.parsed(question).value
    rows = value if isinstance(value, list) else []
    by_id = {str(row["row"]): row for row in rows if isinstance(row, dict)}
    needed = max(question.min_rows, int(question.required))
    if len(rows) < needed:
        message = wording.missing(question) if question.fixed_rows else wording.add_rows(question, needed)
        yield _missing(Address(question.id), question.missing or message)
    every_row = bool(question.required and question.fixed_rows and rows)
    hidden: set[tuple[str, str]] = set()
    for number, row_id in _row_ids(path, question):
        row = by_id.get(row_id)
        if row is None and not every_row:
            continue
        cells = row or {}
        shown = columns_on_path(question.columns, cells, path.look_up)
        if len(shown) < len(question.columns):
            names = {column.id for column in shown}
            hidden |= {(row_id, column.id) for column in question.columns if column.id not in names}
        yield from _row_problems(path, question, cells, shown, row_id=row_id, number=number)
    for problem in path.parsed(question).problems:
        if (problem.at.row, problem.at.column) not in hidden:
            yield problem


def _row_ids(path: Walk, question: Question) -> Iterator[tuple[int, str]]:
    """Yield number and id of each row: all fixed rows, or the rows as typed, so that numbers fit the screen."""
    if question.fixed_rows:
        yield from enumerate((row.id for row in question.fixed_rows), 1)
        return
    raw = path.answers.get(question.id)
    for number, row in enumerate(raw if isinstance(raw, list) else [], 1):
        if isinstance(row, dict) and isinstance(row.get("row"), str):
            yield number, str(row["row"])


def _row_problems(
    path: Walk, question: Question, cells: dict[str, Json], shown: tuple[Question, ...], *, row_id: str, number: int
) -> Iterator[Problem]:
    row = RowId(row_id)
    needed, judged = _plan(question)
    for column in needed:
        if column.id not in cells and column in shown and not _is_unreadable(path, question, row, column):
            message = f"{wording.missing(column)}{wording.for_row(question, row_id, number)}"
            yield _missing(Address(question.id, row, column.id), message)
    for column in judged:
        if column.id in cells and column in shown:
            value = cells[column.id]
            found = list(_parts_missing(column, value))
            found.extend(_limits_broken(path, column, value, cells))
            title = wording.row_title(question, row_id, number) if found else ""
            yield from (in_cell(question, row, title, problem) for problem in found)


@lru_cache(maxsize=256)
def _plan(question: Question) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """Return the columns that every row needs, and those that need more judging than reading. Saves time a row."""
    needed = tuple(column for column in question.columns if column.required)
    judged = tuple(
        column for column in question.columns if column.required_parts or column.reason_when or has_limits(column)
    )
    return needed, judged


def _limits_broken(path: Walk, question: Question, value: Json, cells: dict[str, Json]) -> Iterator[Problem]:
    """Yield a problem for each date limit that another answer sets, and that is broken."""
    if question.type in _DATE_TYPES and value is not None:
        yield from limit_problems(question, value, _other_answers(path, cells), path.context.today)


def _is_unreadable(path: Walk, question: Question, row: RowId, column: Question) -> bool:
    problems = path.parsed(question).problems
    return any(problem.at.row == row and problem.at.column == column.id for problem in problems)


def _other_answers(path: Walk, cells: dict[str, Json]) -> Limit:
    """Return the meaning of limits that name another column of the row, or another question on the path.

    Of a period, the day that makes sense: one is before or not before its first day, after or not after its last.
    """

    def resolve(key: str, limit: str) -> date | None:
        value = cells[limit] if limit in cells else path.look_up(QuestionId(limit))
        if isinstance(value, dict) and value.keys() <= {"from", "to"}:
            value = value.get("from" if key in ("before", "not_before") else "to")
        found = read_date(value)
        return found if isinstance(found, date) else None

    return resolve
