"""Upgrading a document in the vault: one transaction, exactly what was shown, everything in the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ipas_desktop.cases import history as chains
from ipas_desktop.cases import upgrade as upgrading
from ipas_desktop.cases.case import NOTIFICATION, Case
from ipas_desktop.cases.history import EventKind
from ipas_desktop.cases.upgrade import Upgrade
from ipas_desktop.errors import InputError
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import AnswerType, Choice, Form, Json, Page, Question, QuestionId, RowId, Section
from ipas_desktop.vault import answers, engagements, history, upgrades
from ipas_desktop.vault.opening import OpenVault

TODAY = date(2026, 11, 23)
CHOICES = (Choice("a", "First"), Choice("b", "Second"))
TITLE = Question(QuestionId("en.a.title"), AnswerType.SHORT_TEXT, "Title")
KIND = Question(QuestionId("en.x.kinds"), AnswerType.CHOICES, "Kinds", choices=CHOICES)
NOTE = Question(QuestionId("en.x.note"), AnswerType.LONG_TEXT, "Note")
START = Question(QuestionId("en.f.start"), AnswerType.DATE, "Start")
TEAM = Question(
    QuestionId("en.x.team"),
    AnswerType.TABLE,
    "Team",
    columns=(
        Question(QuestionId("name"), AnswerType.SHORT_TEXT, "Name"),
        Question(QuestionId("number"), AnswerType.WHOLE_NUMBER, "Number"),
    ),
)
PLAN = replace(TEAM, id=QuestionId("en.x.plan"), label="Plan")


def form(version: int, *questions: Question) -> Form:
    page = Page("p", "Page", questions)
    return Form("notification", version, "N", "N", "2026-11-23", "", (Section("s", "A", "S", (page,)),))


OLD = form(1, TITLE, KIND, NOTE, START, TEAM, PLAN)
NEW = form(2, TITLE, replace(KIND, choices=CHOICES[:1]), replace(TEAM, columns=TEAM.columns[:1]))


@pytest.fixture(autouse=True)
def two_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a form with exactly these two versions."""
    real, made = loader.load_form, {1: OLD, 2: NEW}
    monkeypatch.setattr(
        loader,
        "load_form",
        lambda form_id, version=None: made[version or 2] if form_id == "notification" else real(form_id),
    )


@pytest.fixture
def filled(vault: OpenVault) -> Case:
    case = engagements.create_case(vault, [(NOTIFICATION, OLD)])
    for question, raw in ((TITLE, "Course"), (KIND, ["a", "b"]), (NOTE, "Remember"), (START, "2026-12-02")):
        answers.save_answer(vault, case.id, NOTIFICATION, question, raw, TODAY)
    rows: list[tuple[Question, str, dict[str, Json]]] = [
        (TEAM, "r1", {"name": "One", "number": "3"}),
        (TEAM, "r2", {"number": "4"}),
        (TEAM, "r3", {"name": "Three"}),
        (PLAN, "r1", {"name": "Fly"}),
    ]
    for question, row, cells in rows:
        answers.save_row(vault, case.id, NOTIFICATION, question, RowId(row), cells, TODAY)
    return engagements.load_case(vault, case.id)


def planned(case: Case) -> Upgrade:
    return upgrading.plan(case.document(NOTIFICATION), OLD, NEW, TODAY)


def test_upgraded_document_holds_what_was_shown_and_no_more(vault: OpenVault, filled: Case) -> None:
    seen = planned(filled)
    case = upgrades.upgrade_document(vault, filled.id, seen, TODAY)
    document = case.document(NOTIFICATION)

    assert document.form_version == 2
    assert document.answers == seen.answers
    assert document.answers == {
        "en.a.title": "Course",
        "en.x.kinds": ["a"],
        "en.x.team": [{"row": "r1", "name": "One"}, {"row": "r3", "name": "Three"}],
    }
    assert engagements.load_case(vault, case.id) == case


def test_history_keeps_everything_that_was_left_behind(vault: OpenVault, filled: Case) -> None:
    before = len(history.events(vault, filled.id))
    upgrades.upgrade_document(vault, filled.id, planned(filled), TODAY)
    events = history.events(vault, filled.id)
    said = [(event.kind, event.question, event.row, event.column, event.old, event.new) for event in events[before:]]
    changed, removed = EventKind.ANSWER_CHANGED, EventKind.ROW_REMOVED
    start = next(index for index, each in enumerate(said) if each[0] is EventKind.DOCUMENT_UPGRADED)

    assert said[start] == (EventKind.DOCUMENT_UPGRADED, None, None, None, 1, 2)
    assert sorted(said[start + 1 :], key=str) == sorted(
        [
            (changed, "en.x.kinds", None, None, ["a", "b"], ["a"]),
            (changed, "en.x.note", None, None, "Remember", None),
            (changed, "en.f.start", None, None, "2026-12-02", None),
            (changed, "en.x.team", "r1", "number", "3", None),
            (removed, "en.x.team", "r2", None, {"number": "4"}, None),
            (removed, "en.x.plan", "r1", None, {"name": "Fly"}, None),
        ],
        key=str,
    )
    assert {event.reason for event in events[before + start :]} == {"Upgrade to version 2"}
    assert chains.first_break(events) is None


def test_answers_not_yet_told_of_are_recorded_as_they_were_before(vault: OpenVault, filled: Case) -> None:
    upgrades.upgrade_document(vault, filled.id, planned(filled), TODAY)
    notes = [event for event in history.events(vault, filled.id) if event.question == NOTE.id]

    assert [(event.old, event.new) for event in notes] == [(None, "Remember"), ("Remember", None)]


def test_list_of_cases_no_longer_shows_what_is_not_asked(vault: OpenVault, filled: Case) -> None:
    assert engagements.list_cases(vault, limit=1)[0].start == date(2026, 12, 2)
    upgrades.upgrade_document(vault, filled.id, planned(filled), TODAY)
    line = engagements.list_cases(vault, limit=1)[0]

    assert (line.title, line.start) == ("Course", None)


def test_document_that_changed_since_it_was_shown_is_not_upgraded(vault: OpenVault, filled: Case) -> None:
    seen = planned(filled)
    answers.save_answer(vault, filled.id, NOTIFICATION, NOTE, "Changed", TODAY)
    before = engagements.load_case(vault, filled.id), history.events(vault, filled.id)

    with pytest.raises(InputError, match="has changed since you looked"):
        upgrades.upgrade_document(vault, filled.id, seen, TODAY)
    assert (engagements.load_case(vault, filled.id), history.events(vault, filled.id)) == before


def test_document_is_not_upgraded_twice(vault: OpenVault, filled: Case) -> None:
    seen = planned(filled)
    upgrades.upgrade_document(vault, filled.id, seen, TODAY)

    with pytest.raises(InputError, match="has changed since you looked"):
        upgrades.upgrade_document(vault, filled.id, seen, TODAY)


def test_stored_values_are_those_of_the_new_version(vault: OpenVault, filled: Case) -> None:
    from sqlalchemy import select

    from ipas_desktop.vault.models import Answer, TableRow

    upgrades.upgrade_document(vault, filled.id, planned(filled), TODAY)
    with vault.reading() as connection:
        parsed = dict(connection.execute(select(Answer.question, Answer.parsed)).all())
        rows = [tuple(row) for row in connection.execute(select(TableRow.row, TableRow.parsed))]

    assert parsed == {"en.a.title": "Course", "en.x.kinds": ["a"]}
    assert rows == [("r1", {"name": "One"}), ("r3", {"name": "Three"})]
