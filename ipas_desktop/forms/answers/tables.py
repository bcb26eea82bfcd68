"""Tables: rows of cells, each cell read by its column's own type.

Every cell is read, also one that is not on the path of its row: which cells count is for ``journey``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ipas_desktop.forms import wording
from ipas_desktop.forms.answers.parsed import Parsed, cannot_be_read, out_of_limits, problem, wrong_shape
from ipas_desktop.forms.definition import Json, Question, RowId
from ipas_desktop.forms.problems import Address, Problem, ProblemKind

LONGEST_ROW_ID = 64

Parser = Callable[[Question, Json, date], Parsed]


def parse_table(question: Question, raw: Json, today: date, parse_cell: Parser) -> Parsed:
    """Read the rows; blank rows are left out. Rows of a table with fixed rows come in the order of its list."""
    if not isinstance(raw, list):
        return wrong_shape(question)
    rows: dict[str, Json] = {}
    problems: list[Problem] = []
    fixed = {row.id: place for place, row in enumerate(question.fixed_rows)}
    for number, row in enumerate(raw, 1):
        row_id = row.get("row") if isinstance(row, dict) else None
        if not isinstance(row, dict) or not _is_row_id(row_id) or row_id in rows or (fixed and row_id not in fixed):
            message = f"{wording.row_title(question, '', number)}: {cannot_be_read(question)}"
            problems.append(problem(question, ProblemKind.UNREADABLE, message))
            continue
        cells, found = _parse_row(question, row, number, today, parse_cell)
        problems.extend(found)
        if cells:
            rows[str(row_id)] = {"row": row_id, **cells}
    value = [rows[row_id] for row_id in sorted(rows, key=fixed.__getitem__)] if fixed else list(rows.values())
    if question.max_rows is not None and len(value) > question.max_rows:
        message = f"Add no more than {question.max_rows} {wording.plural(question.row_name)}"
        problems.append(out_of_limits(question, message))
    return Parsed(value or None, tuple(problems))


def _parse_row(
    question: Question, row: dict[str, Json], number: int, today: date, parse_cell: Parser
) -> tuple[dict[str, Json], list[Problem]]:
    cells: dict[str, Json] = {}
    problems: list[Problem] = []
    known = 1
    row_id = RowId(str(row["row"]))
    for column in question.columns:
        raw = row.get(column.id)
        known += column.id in row
        if raw is None or raw == "":
            continue
        parsed = parse_cell(column, raw, today)
        if parsed.value is not None:
            cells[column.id] = parsed.value
        if parsed.problems:
            title = wording.row_title(question, row_id, number)
            problems.extend(in_cell(question, row_id, title, found) for found in parsed.problems)
    if known < len(row):
        title = wording.row_title(question, row_id, number)
        message = f"{title} holds a part that is not asked here"
        problems.append(Problem(Address(question.id, row_id), ProblemKind.UNREADABLE, message))
    return cells, problems


def in_cell(question: Question, row: RowId, title: str, found: Problem) -> Problem:
    """Move a problem found in a column to its place in the table, and say in which row it is."""
    at = Address(question.id, row, str(found.at.question), found.at.part)
    return replace(found, at=at, message=f"{title}: {found.message}")


def _is_row_id(row_id: Json) -> bool:
    return isinstance(row_id, str) and 0 < len(row_id) <= LONGEST_ROW_ID and row_id.isprintable()
