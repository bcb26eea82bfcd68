"""Taking a document to another version of its form, in one transaction, exactly as its owner was shown.

Holds no decision about what is carried (``cases.upgrade``). What is left behind stays in the history for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import delete, update

from ipas_desktop.cases import upgrade as upgrading
from ipas_desktop.cases.case import Case, CaseId
from ipas_desktop.cases.history import EventKind
from ipas_desktop.cases.upgrade import Upgrade
from ipas_desktop.errors import InputError
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Form, Json, Question, QuestionId
from ipas_desktop.vault import engagements, headlines, history, lookup, stored_answers, table_rows
from ipas_desktop.vault.history import Happening, Place
from ipas_desktop.vault.lookup import StoredCase
from ipas_desktop.vault.models import Answer, DocumentRow
from ipas_desktop.vault.open_vault import OpenVault

_HEADLINES = (headlines.TITLE, headlines.COUNTRIES, headlines.START, headlines.END)


def upgrade_document(vault: OpenVault, case_id: CaseId, seen: Upgrade, today: date) -> Case:
    """Take a document to the version of ``seen``, the plan that was shown, and return the case.

    A finalised case becomes a draft again. Raises InputError, with nothing changed, when the document has changed since
    the plan was made; CaseNotFound, DiskFull, VaultUnwritable.
    """
    old = loader.load_form(seen.form_id, seen.old_version)
    new = loader.load_form(seen.form_id, seen.new_version)
    with vault.writing() as connection:
        case, _ = stored_answers.changing(vault, connection, case_id)
        stored_answers.record_all_changes(case)
        found = [d for d in engagements.read_case(case).documents if d.key == seen.document]
        pinned = [(d.form_id, d.form_version) for d in found] == [(old.id, old.version)]
        if not pinned or upgrading.plan(found[0], old, new, today) != seen:
            raise InputError(
                "This document has changed since you looked. Nothing was changed. Look again, then upgrade."
            )
        reason = f"Upgrade to version {new.version}"
        happenings = [
            Happening(
                EventKind.DOCUMENT_UPGRADED, Place(seen.document), old=old.version, new=new.version, reason=reason
            )
        ]
        old_questions, questions = _by_id(old), _by_id(new)
        for question_id, raw in found[0].answers.items():
            moved = _Moved(
                Place(seen.document, question_id), questions.get(question_id), raw, seen.answers.get(question_id)
            )
            store = _store_table if stored_answers.is_table(old_questions[question_id]) else _store_answer
            happenings += store(case, moved, today, reason)
        _set_version(case, seen, _headlines(seen, old_questions, questions, today))
        history.append_all(case, happenings)
        return engagements.read_case(case)


class _Moved(NamedTuple):
    """One answer: where, its question in the new version if it is there, what was typed, and what of it is carried."""

    place: Place
    question: Question | None
    before: Json
    now: Json


def _by_id(form: Form) -> dict[QuestionId, Question]:
    return {question.id: question for question in form.questions()}


def _store_answer(case: StoredCase, moved: _Moved, today: date, reason: str) -> list[Happening]:
    """Write one answer as the new version reads it, or take it out; return what changed of what was typed."""
    place, question, before, now = moved
    if question is None or now is None:
        at = (Answer.engagement == case.number, Answer.document == place.document, Answer.question == place.question)
        case.connection.execute(delete(Answer).where(*at))
    else:
        parsed = stored_answers.parsed_answer(question, now, today)
        stored_answers.put_answer(case, place, raw=now, parsed=parsed)
    return stored_answers.changes(place, {"": before}, {"": now}, reason)


def _store_table(case: StoredCase, moved: _Moved, today: date, reason: str) -> list[Happening]:
    """Write the rows of a table as the new version reads them, and take out those that are gone."""
    now = _rows(moved.now)
    happenings: list[Happening] = []
    for row, cells in _rows(moved.before).items():
        at, kept = moved.place._replace(row=row), now.get(row)
        if moved.question is None or kept is None:
            held = table_rows.take_out(case, at)
            happenings.append(Happening(EventKind.ROW_REMOVED, at, old=held, reason=reason))
        else:
            table_rows.put(case, at, kept, stored_answers.parsed_row(moved.question, row, kept, today))
            happenings += stored_answers.changes(at, cells, kept, reason)
    return happenings


def _rows(raw: Json) -> dict[str, dict[str, Json]]:
    """Return the cells of each row, without its id."""
    rows = [row for row in raw if isinstance(row, dict)] if isinstance(raw, list) else []
    return {str(row["row"]): {name: cell for name, cell in row.items() if name != "row"} for row in rows}


def _headlines(
    seen: Upgrade, before: Mapping[QuestionId, Question], now: Mapping[QuestionId, Question], today: date
) -> dict[str, object]:
    """Return the columns of the list of cases that this document's answers repeat, as they are now."""
    columns: dict[str, object] = {}
    for name in _HEADLINES:
        if name in before:
            parsed = stored_answers.parsed_answer(now[name], seen.answers.get(name), today) if name in now else None
            columns |= headlines.columns_for(name, parsed)
    return columns


def _set_version(case: StoredCase, seen: Upgrade, columns: dict[str, object]) -> None:
    at = (DocumentRow.engagement == case.number, DocumentRow.key == seen.document)
    case.connection.execute(update(DocumentRow).where(*at).values(form_version=seen.new_version))
    lookup.touch_draft(case.connection, case.id, datetime.now(UTC), columns)
