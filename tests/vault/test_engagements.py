from __future__ import annotations

import secrets
import time
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from ipas_desktop.cases import history as chains
from ipas_desktop.cases.case import NOTIFICATION, OSJA, AttachmentInfo, Case, CaseId, CaseState, Document, DocumentKey
from ipas_desktop.cases.exchange import ImportedCase
from ipas_desktop.cases.history import EventKind
from ipas_desktop.errors import CaseNotFound
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import AnswerType, Form, QuestionId
from ipas_desktop.vault import answers, attachments, engagements, history, schema, settings
from ipas_desktop.vault.models import Engagement
from ipas_desktop.vault.opening import OpenVault

if TYPE_CHECKING:
    from conftest import Made

TODAY = date(2026, 11, 23)


def test_new_case_is_an_empty_draft(vault: OpenVault, form: Form) -> None:
    case = engagements.create_case(vault, [(NOTIFICATION, form), (OSJA, form)])
    assert case.state is CaseState.DRAFT
    assert case.revision == 0
    assert [(d.key, d.form_id, d.form_version, d.answers) for d in case.documents] == [
        ("notification", "notification", 1, {}),
        ("osja", "notification", 1, {}),
    ]
    assert case.created_at == case.updated_at
    assert case.created_at.utcoffset() == timedelta(0)
    assert engagements.load_case(vault, case.id) == case
    assert [event.kind for event in history.events(vault, case.id)] == [EventKind.CREATED]


def test_references_count_up_and_name_the_device(vault: OpenVault, form: Form) -> None:
    with vault.reading() as connection:
        device = schema.read_fact(connection, "device_code")
    year = datetime.now(UTC).year
    made = [engagements.create_case(vault, [(NOTIFICATION, form)]).reference for _ in range(3)]
    assert made == [f"EN-{year}-000{number}-{device}" for number in (1, 2, 3)]
    assert len(device) == 2


def test_case_is_found_by_its_reference_in_any_case(vault: OpenVault, case: Case) -> None:
    assert engagements.load_case(vault, f" {case.reference.lower()} ") == case


def test_unknown_case_is_not_found(vault: OpenVault) -> None:
    with pytest.raises(CaseNotFound, match="There is no engagement 'EN-1'"):
        engagements.load_case(vault, "EN-1")
    for act in (engagements.delete_case, history.events):
        with pytest.raises(CaseNotFound):
            act(vault, CaseId("0" * 32))


def test_list_repeats_title_countries_and_dates(vault: OpenVault, case: Case, questions: SimpleNamespace) -> None:
    end = questions.start.__class__(QuestionId("en.f.end"), AnswerType.DATE, "End")
    for question, raw in (
        (questions.title, "  Forensic training "),
        (questions.countries, ["JO", "Kenya"]),
        (questions.start, {"day": "1", "month": "2", "year": "2027"}),
        (end, {"day": "3", "month": "2", "year": "2027"}),
    ):
        answers.save_answer(vault, case.id, NOTIFICATION, question, raw, TODAY)
    (line,) = engagements.list_cases(vault, limit=5)
    assert (line.id, line.reference, line.state, line.revision) == (case.id, case.reference, CaseState.DRAFT, 0)
    assert line.title == "Forensic training"
    assert line.countries == ("JO", "KE")
    assert (line.start, line.end) == (date(2027, 2, 1), date(2027, 2, 3))
    assert line.updated_at == engagements.load_case(vault, case.id).updated_at > case.updated_at


def test_list_forgets_what_cannot_be_read_any_more(vault: OpenVault, case: Case, questions: SimpleNamespace) -> None:
    for question, first, then in (
        (questions.title, "A title", ""),
        (questions.countries, ["JO"], []),
        (questions.start, {"day": "1", "month": "2", "year": "2027"}, {"day": "1", "month": "", "year": "2027"}),
    ):
        answers.save_answer(vault, case.id, NOTIFICATION, question, first, TODAY)
        answers.save_answer(vault, case.id, NOTIFICATION, question, then, TODAY)
    (line,) = engagements.list_cases(vault, limit=5)
    assert (line.title, line.countries, line.start) == ("", (), None)


def test_list_shows_the_last_changed_first_page_by_page(
    vault: OpenVault, form: Form, questions: SimpleNamespace
) -> None:
    cases = [engagements.create_case(vault, [(NOTIFICATION, form)]) for _ in range(5)]
    answers.save_answer(vault, cases[1].id, NOTIFICATION, questions.title, "x", TODAY)
    order = [cases[1].id, cases[4].id, cases[3].id, cases[2].id, cases[0].id]
    assert [line.id for line in engagements.list_cases(vault, limit=9)] == order
    assert [line.id for line in engagements.list_cases(vault, limit=2, offset=1)] == order[1:3]
    assert engagements.list_cases(vault, limit=2, offset=9) == ()
    assert engagements.count_cases(vault) == 5


def test_list_of_ten_thousand_needs_no_sorting(vault: OpenVault) -> None:
    now = datetime.now(UTC)
    rows = [
        {
            "id": secrets.token_hex(16),
            "reference": f"EN-2020-{number}-AA",
            "state": "draft",
            "created_at": now,
            "updated_at": now + timedelta(seconds=number),
            "title": "x" * 60,
            "countries": ["JO"],
        }
        for number in range(10_000)
    ]
    with vault.writing() as connection:
        connection.execute(insert(Engagement), rows)
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM engagement ORDER BY updated_at DESC, number DESC LIMIT 50"
        ).all()
    assert "ix_engagement" in str(plan)
    assert "TEMP B-TREE" not in str(plan)
    started = time.perf_counter()
    assert engagements.list_cases(vault, limit=1)[0].reference == "EN-2020-9999-AA"
    assert len(engagements.list_cases(vault, limit=50)) == 50
    assert (
        time.perf_counter() - started < 2
    )  # tens of milliseconds here; a scan of everything would show on any machine


def test_deleted_case_is_gone_and_its_reference_is_not_used_again(
    made: Made, case: Case, form: Form, questions: SimpleNamespace
) -> None:
    vault = made.vault
    answers.save_answer(vault, case.id, NOTIFICATION, questions.title, "x", TODAY)
    answers.leave_field(vault, case.id, NOTIFICATION, questions.title.id)
    other = engagements.create_case(vault, [(NOTIFICATION, form)])
    engagements.delete_case(vault, case.id)
    with pytest.raises(CaseNotFound):
        engagements.load_case(vault, case.reference)
    assert engagements.load_case(vault, other.id) == other
    with vault.reading() as connection:
        for table in ("document", "answer", "event"):
            count = connection.exec_driver_sql(f"SELECT count(*) FROM {table} WHERE engagement = 1").scalar()
            assert count == 0
        assert connection.exec_driver_sql("SELECT id, reference FROM deleted_engagement").all() == [
            (case.id, case.reference)
        ]
    again = engagements.store_imported(vault, ImportedCase(case.reference, (), (), {}))
    assert again.reference not in (case.reference, other.reference)


def test_document_can_be_added(vault: OpenVault, case: Case, form: Form) -> None:
    grown = engagements.add_document(vault, case.id, DocumentKey("osja-2"), form)
    assert [document.key for document in grown.documents] == ["notification", "osja-2"]
    last = history.events(vault, case.id)[-1]
    assert (last.kind, last.document, last.new) == (EventKind.DOCUMENT_ADDED, "osja-2", "notification")
    with pytest.raises(ValueError, match="a document osja-2 already"):
        engagements.add_document(vault, case.id, DocumentKey("osja-2"), form)
    assert len(engagements.load_case(vault, case.id).documents) == 2


PDF = b"%PDF-1.7\n" + b"x" * 2_500_000


def _imported() -> ImportedCase:
    form = loader.load_form("notification")
    questions = {q.id: q for section in form.sections for page in section.pages for q in page.questions}
    table = next(q for q in questions.values() if q.type is AnswerType.TABLE and not q.fixed_rows)
    column = next(c.id for c in table.columns if c.type in (AnswerType.SHORT_TEXT, AnswerType.LONG_TEXT))
    rows = [{"row": f"r{number}", column: f"row {number}"} for number in range(3_000)]
    info = AttachmentInfo("7c" * 32, "a.pdf", len(PDF), "application/pdf")
    return ImportedCase(
        "EN-2025-0007-ZZ",
        (
            Document(
                NOTIFICATION,
                form.id,
                form.version,
                {QuestionId("en.a.title"): "Imported \ud800 title", table.id: rows},
            ),
        ),
        (info,),
        {info.sha256: PDF},
    )


def test_imported_case_is_stored_whole(vault: OpenVault) -> None:
    imported = _imported()
    case = engagements.store_imported(vault, imported)
    assert case.reference == "EN-2025-0007-ZZ"
    assert case.attachments == imported.attachments
    (document,), (original,) = case.documents, imported.documents
    assert document.answers == {**original.answers, QuestionId("en.a.title"): "Imported \ufffd title"}
    assert engagements.list_cases(vault, limit=1)[0].title == "Imported \ufffd title"
    events = history.events(vault, case.id)
    assert len(events) == 3_002
    assert (events[0].kind, events[0].new) == (EventKind.IMPORTED, "EN-2025-0007-ZZ")
    assert chains.first_break(events) is None
    again = engagements.store_imported(vault, ImportedCase(case.reference, (), (), {}))
    assert again.reference != case.reference


def test_import_leaves_nothing_when_it_fails_half_way(vault: OpenVault, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ipas_desktop.vault.stored_answers.record_all_changes", fail)
    with pytest.raises(ZeroDivisionError):
        engagements.store_imported(vault, _imported())
    assert engagements.count_cases(vault) == 0
    assert attachments.total_size(vault) == 0


def test_user_name_of_events_is_the_one_set(vault: OpenVault, form: Form) -> None:
    settings.put(vault, settings.USER_NAME, "Ben Example")
    ben = engagements.create_case(vault, [(NOTIFICATION, form)])
    settings.put(vault, settings.USER_NAME, "  ")
    asha = engagements.create_case(vault, [(NOTIFICATION, form)])
    assert history.events(vault, ben.id)[0].who == "Ben Example"
    assert history.events(vault, asha.id)[0].who == "Asha Example"


def test_imported_table_may_be_empty(vault: OpenVault) -> None:
    form = loader.load_form("notification")
    table = next(question for question in form.questions() if question.type is AnswerType.TABLE)
    document = Document(NOTIFICATION, form.id, form.version, {table.id: []})
    case = engagements.store_imported(vault, ImportedCase("", (document,), (), {}))
    assert case.documents[0].answers == {}
    assert [event.kind for event in history.events(vault, case.id)] == [EventKind.IMPORTED]
