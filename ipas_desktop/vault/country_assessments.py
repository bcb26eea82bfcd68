"""Taking a country assessment into the OSJA document of a case, in one transaction and with its history.

Holds no decision about what is taken over (``cases.country_assessment``). What it replaces stays in the history.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete

from ipas_desktop.cases import country_assessment
from ipas_desktop.cases.case import Case, CaseId, DocumentKey
from ipas_desktop.cases.country_assessment import CountryAssessment
from ipas_desktop.cases.history import EventKind
from ipas_desktop.errors import InputError
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Json, Question
from ipas_desktop.vault import engagements, history, stored_answers, table_rows
from ipas_desktop.vault.history import Happening, Place
from ipas_desktop.vault.lookup import StoredCase
from ipas_desktop.vault.models import Answer
from ipas_desktop.vault.open_vault import OpenVault


def take_over(vault: OpenVault, case_id: CaseId, key: DocumentKey, assessment: CountryAssessment, today: date) -> Case:
    """Make stage 1 of an OSJA document what the country assessment says, and return the case.

    A finalised case becomes a draft again. Raises InputError, with nothing changed, when the assessment is for another
    form or another country, or the case has no such document; CaseNotFound, DiskFull, VaultUnwritable.
    """
    with vault.writing() as connection:
        case, _ = stored_answers.changing(vault, connection, case_id)
        stored_answers.record_all_changes(case)
        document = next((each for each in engagements.read_case(case).documents if each.key == key), None)
        if document is None:
            raise InputError(f"The engagement has no document “{key[:60]}”. Nothing was changed.")
        now = country_assessment.taken_over(assessment, document)
        reason = f"Country assessment of {assessment.day.isoformat()}"
        for question in loader.load_form(document.form_id, document.form_version).questions():
            before, after = document.answers.get(question.id), stored_answers.storable(now.get(question.id))
            if before != after:
                store = _store_table if stored_answers.is_table(question) else _store_answer
                happened = store(case, Place(key, question.id), question, (before, after), today)
                history.append_all(case, [each._replace(reason=reason) for each in happened])
        return engagements.read_case(case)


_BeforeAndAfter = tuple[Json, Json]


def _store_answer(
    case: StoredCase, place: Place, question: Question, raw: _BeforeAndAfter, today: date
) -> list[Happening]:
    before, after = raw
    if after is None:
        at = (Answer.engagement == case.number, Answer.document == place.document, Answer.question == place.question)
        case.connection.execute(delete(Answer).where(*at))
    else:
        parsed = stored_answers.parsed_answer(question, after, today)
        stored_answers.put_answer(case, place, raw=after, parsed=parsed)
    return stored_answers.changes(place, {"": before}, {"": after})


def _store_table(
    case: StoredCase, place: Place, question: Question, raw: _BeforeAndAfter, today: date
) -> list[Happening]:
    """Write the rows anew, so that they stand in the order of the assessment; tell only of those that differ."""
    before, after = (_rows(each) for each in raw)
    happened: list[Happening] = []
    for row in before:
        held = table_rows.take_out(case, place._replace(row=row))
        if row not in after:
            happened.append(Happening(EventKind.ROW_REMOVED, place._replace(row=row), old=held))
    for row, cells in after.items():
        at = place._replace(row=row)
        table_rows.put(case, at, cells, stored_answers.parsed_row(question, row, cells, today))
        happened += stored_answers.changes(at, before.get(row), cells)
    return happened


def _rows(raw: Json) -> dict[str, dict[str, Json]]:
    """Return the cells of each row, without its id."""
    rows = [row for row in raw if isinstance(row, dict)] if isinstance(raw, list) else []
    return {str(row["row"]): {name: cell for name, cell in row.items() if name != "row"} for row in rows}
