"""What ``answers`` and ``engagements`` share inside a transaction: writing answers, and recording what changed.

Holds no transactions of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from ipas_desktop.cases.case import CaseId, CaseState, Document
from ipas_desktop.cases.history import EventKind
from ipas_desktop.forms import answers as answer_types
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import AnswerType, Json, Question
from ipas_desktop.vault import headlines, history, lookup, table_rows
from ipas_desktop.vault.history import Happening, Place
from ipas_desktop.vault.lookup import StoredCase
from ipas_desktop.vault.models import Answer, Engagement, TableRow
from ipas_desktop.vault.open_vault import OpenVault


def is_table(question: Question) -> bool:
    """Say whether the answer is kept row by row."""
    return question.type is AnswerType.TABLE


def storable(raw: Json) -> Json:
    """Return the answer with lone halves of surrogate pairs, which no file could hold, as U+FFFD."""
    if isinstance(raw, str):
        return raw if raw.isascii() else raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(raw, list):
        return [storable(part) for part in raw]
    if isinstance(raw, dict):
        return {str(storable(name)): storable(part) for name, part in raw.items()}
    return raw


def parsed_answer(question: Question, raw: Json, today: date) -> Json:
    """Return the canonical value, None while the answer is blank or cannot be read."""
    return answer_types.parse(question, raw, today).value


def parsed_row(question: Question, row: str, raw: Mapping[str, Json], today: date) -> Json:
    """Return the canonical cells of one row, None while they cannot be read."""
    value = parsed_answer(question, [{"row": row, **raw}], today)
    if not isinstance(value, list) or not value or not isinstance(value[0], dict):
        return None
    return {column: cell for column, cell in value[0].items() if column != "row"}


class StoredValues(NamedTuple):
    """One answer as it is written: as typed, as read, and when."""

    raw: Json
    parsed: Json
    saved_at: datetime


_INSERT = insert(Answer)
_PUT = _INSERT.on_conflict_do_update(
    index_elements=[Answer.engagement, Answer.document, Answer.question],
    set_={"raw": _INSERT.excluded.raw, "parsed": _INSERT.excluded.parsed, "saved_at": _INSERT.excluded.saved_at},
)


_OF_A_DRAFT = insert(Answer).from_select(
    ["engagement", "document", "question", "raw", "parsed", "saved_at"],
    select(
        Engagement.number,
        bindparam("document", type_=Answer.document.type),
        bindparam("question", type_=Answer.question.type),
        bindparam("raw", type_=Answer.raw.type),
        bindparam("parsed", type_=Answer.parsed.type),
        bindparam("saved_at", type_=Answer.saved_at.type),
    ).where(Engagement.id == bindparam("wanted"), Engagement.state == str(CaseState.DRAFT)),
)
_PUT_IN_DRAFT = _OF_A_DRAFT.on_conflict_do_update(
    index_elements=[Answer.engagement, Answer.document, Answer.question],
    set_={
        "raw": _OF_A_DRAFT.excluded.raw,
        "parsed": _OF_A_DRAFT.excluded.parsed,
        "saved_at": _OF_A_DRAFT.excluded.saved_at,
    },
)


def put_in_draft(connection: Connection, case_id: CaseId, place: Place, values: StoredValues) -> bool:
    """Write one answer of a draft in one statement; False, and nothing written, when the case is not a draft.

    The quick way for typing: it leaves the time of the case's last change as it is.
    """
    put = connection.execute(
        _PUT_IN_DRAFT,
        {
            "wanted": case_id,
            "document": place.document,
            "question": place.question,
            "raw": values.raw,
            "parsed": values.parsed,
            "saved_at": values.saved_at,
        },
    )
    return put.rowcount == 1


def put_answer(case: StoredCase, place: Place, *, raw: Json, parsed: Json) -> None:
    """Write one answer over the one before."""
    where = {"engagement": case.number, "document": place.document, "question": place.question}
    case.connection.execute(_PUT, {**where, "raw": raw, "parsed": parsed, "saved_at": datetime.now(UTC)})


def changing(
    vault: OpenVault, connection: Connection, case_id: CaseId, columns: Mapping[str, object] = lookup.NO_COLUMNS
) -> tuple[StoredCase, datetime]:
    """Return the case that is about to change, and the time, which becomes that of its last change.

    It becomes a draft; the first change after finalising is an event of its own. ``columns`` of the list of cases are
    set too. Raises CaseNotFound.
    """
    now = datetime.now(UTC)
    number = lookup.touch_draft(connection, case_id, now, columns)
    if number is not None:
        vault.note_touched(case_id, now)
        return StoredCase(vault, connection, number, case_id, CaseState.DRAFT), now
    case = lookup.find(vault, connection, case_id)
    history.append(case, EventKind.REOPENED)
    lookup.reopen(case, now, columns)
    return case, now


def store_document(case: StoredCase, document: Document, today: date) -> None:
    """Write all answers of a document that has none yet."""
    form = loader.load_form(document.form_id, document.form_version)
    questions = {question.id: question for question in form.questions()}
    columns: dict[str, object] = {}
    for question_id, raw in document.answers.items():
        question, place, clean = questions[question_id], Place(document.key, question_id), storable(raw)
        parsed = parsed_answer(question, clean, today)
        columns |= headlines.columns_for(question_id, parsed)
        if is_table(question):
            _store_table(case, place, question, clean, today)
        else:
            put_answer(case, place, raw=clean, parsed=parsed)
    lookup.touch_draft(case.connection, case.id, datetime.now(UTC), columns)


def _store_table(case: StoredCase, place: Place, question: Question, raw: Json, today: date) -> None:
    assert isinstance(raw, list), "import has checked shapes"
    rows = []
    for position, cells in enumerate(raw, start=1):
        assert isinstance(cells, dict)
        row = str(cells["row"])
        bare = {column: cell for column, cell in cells.items() if column != "row"}
        rows.append(
            {
                "engagement": case.number,
                "document": place.document,
                "question": place.question,
                "row": row,
                "position": position * table_rows.GAP,
                "raw": bare,
                "parsed": parsed_row(question, row, bare, today),
                "saved_at": datetime.now(UTC),
            }
        )
    if rows:
        case.connection.execute(insert(TableRow), rows)


def record_all_changes(case: StoredCase) -> None:
    """Append an event for every answer and row that differs from what the history last said of it."""
    said = history.recorded(case)
    changed: list[Happening] = []
    for place, raw in _answers(case):
        changed += changes(place, said.get(place), {"": raw})
    for place, raw in _rows(case):
        changed += changes(place, said.get(place), raw)
    history.append_all(case, changed)


def changes(
    place: Place, before: Mapping[str, Json] | None, now: Mapping[str, Json], reason: str = ""
) -> list[Happening]:
    """Return an event for each column that differs; ``before`` is None when the history has not told of the place."""
    if before is None and place.row is not None:
        return [Happening(EventKind.ROW_ADDED, place, new=dict(now), reason=reason)]
    before = before or {}
    return [
        Happening(EventKind.ANSWER_CHANGED, place, column or None, before.get(column), now.get(column), reason)
        for column in sorted(before.keys() | now.keys())
        if before.get(column) != now.get(column) and not (is_empty(before.get(column)) and is_empty(now.get(column)))
    ]


def is_empty(raw: Json) -> bool:
    """Say whether nothing was typed, in whatever shape the type has."""
    if isinstance(raw, dict):
        return all(is_empty(part) for part in raw.values())
    if isinstance(raw, list):
        return not raw
    return raw is None or (isinstance(raw, str) and not raw)


def _answers(case: StoredCase) -> list[tuple[Place, Json]]:
    statement = select(Answer.document, Answer.question, Answer.raw).where(Answer.engagement == case.number)
    found = case.connection.execute(statement.order_by(Answer.document, Answer.question))
    return [(Place(document, question), raw) for document, question, raw in found]


def _rows(case: StoredCase) -> list[tuple[Place, dict[str, Json]]]:
    statement = select(TableRow.document, TableRow.question, TableRow.row, TableRow.raw)
    found = case.connection.execute(
        statement.where(TableRow.engagement == case.number).order_by(
            TableRow.document, TableRow.question, TableRow.position
        )
    )
    return [(Place(document, question, row), raw) for document, question, row, raw in found]
