"""Saving answers: raw as typed and parsed, in one transaction; and telling the history when a field is left.

Holds no parsing (``forms.answers``). What cannot be parsed is kept as typed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from ipas_desktop.cases.case import CaseId, DocumentKey
from ipas_desktop.cases.history import EventKind
from ipas_desktop.forms.definition import Json, Question, QuestionId, RowId
from ipas_desktop.vault import headlines, history, lookup, stored_answers, table_rows
from ipas_desktop.vault.history import Place
from ipas_desktop.vault.lookup import StoredCase
from ipas_desktop.vault.models import Answer
from ipas_desktop.vault.open_vault import OpenVault


def save_answer(  # noqa: PLR0917  the address of an answer, in the order all rooms name it
    vault: OpenVault, case_id: CaseId, key: DocumentKey, question: Question, raw: Json, today: date
) -> datetime:
    """Store an answer and return the time of storing, aware, in UTC.

    Raises CaseNotFound, DiskFull, VaultUnwritable (then the answer before is still there); ValueError for a table,
    whose rows are saved one by one.
    """
    if stored_answers.is_table(question):
        raise ValueError(f"{question.id} is a table: save its rows")
    clean = stored_answers.storable(raw)
    parsed = stored_answers.parsed_answer(question, clean, today)
    columns = headlines.columns_for(question.id, parsed)
    place, now = Place(key, question.id), datetime.now(UTC)
    with vault.writing() as connection:
        if not columns and vault.was_touched_lately(case_id, now):
            values = stored_answers.StoredValues(clean, parsed, now)
            if stored_answers.put_in_draft(connection, case_id, place, values):
                return now
        case, now = stored_answers.changing(vault, connection, case_id, columns)
        stored_answers.put_answer(case, place, raw=clean, parsed=parsed)
    return now


def save_row(  # noqa: PLR0917  the address of an answer, in the order all rooms name it
    vault: OpenVault,
    case_id: CaseId,
    key: DocumentKey,
    question: Question,
    row: RowId,
    raw_row: dict[str, Json],
    today: date,
) -> datetime:
    """Store one row of a table, a new one at the end; return the time of storing. Raises as ``save_answer``."""
    clean = stored_answers.storable({column: cell for column, cell in raw_row.items() if column != "row"})
    assert isinstance(clean, dict)
    parsed = stored_answers.parsed_row(question, row, clean, today)
    with vault.writing() as connection:
        case, now = stored_answers.changing(vault, connection, case_id)
        place = Place(key, question.id, row)
        if table_rows.put(case, place, clean, parsed):
            history.append(case, EventKind.ROW_ADDED, place, new=clean)
    return now


def remove_row(vault: OpenVault, case_id: CaseId, key: DocumentKey, question: Question, row: RowId) -> datetime:
    """Remove one row of a table; what it held stays in the history. Removing a row that is not there does nothing."""
    with vault.writing() as connection:
        case, now = stored_answers.changing(vault, connection, case_id)
        place = Place(key, question.id, row)
        held = table_rows.take_out(case, place)
        if held is not None:
            history.append(case, EventKind.ROW_REMOVED, place, old=held)
    return now


def move_row(  # noqa: PLR0917  the address of an answer, in the order all rooms name it
    vault: OpenVault, case_id: CaseId, key: DocumentKey, question: Question, row: RowId, position: int
) -> datetime:
    """Move one row of a table to a position, counted from 0; past the end means last.

    Moving a row that is not there does nothing. Raises CaseNotFound.
    """
    with vault.writing() as connection:
        case, now = stored_answers.changing(vault, connection, case_id)
        place = Place(key, question.id, row)
        moved = table_rows.move(case, place, position)
        if moved is not None:
            history.append(case, EventKind.ROW_MOVED, place, old=moved[0], new=moved[1])
    return now


def leave_field(
    vault: OpenVault,
    case_id: CaseId,
    key: DocumentKey,
    question_id: QuestionId,
    row: RowId | None = None,
    *,
    reason: str = "",
) -> None:
    """Append to the history what has changed in an answer or row since it last told of it, with a reason if given."""
    with vault.writing() as connection:
        case = lookup.find(vault, connection, case_id)
        place = Place(key, question_id, row)
        held = _held(case, place)
        if held is not None:
            before = history.recorded(case, place).get(place)
            history.append_all(case, stored_answers.changes(place, before, held, reason))


def _held(case: StoredCase, place: Place) -> dict[str, Json] | None:
    """Return what is stored at a place, by column, "" for an answer without columns; None when nothing is."""
    if place.row is not None:
        return table_rows.cells(case, place)
    statement = select(Answer.raw).where(
        Answer.engagement == case.number, Answer.document == place.document, Answer.question == place.question
    )
    found = case.connection.execute(statement).first()
    return None if found is None else {"": found.raw}
