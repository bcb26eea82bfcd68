from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ipas_desktop.cases import history as chains
from ipas_desktop.cases.case import NOTIFICATION, Case, CaseId
from ipas_desktop.cases.history import Event, EventKind
from ipas_desktop.errors import CaseNotFound
from ipas_desktop.forms.definition import Json, RowId
from ipas_desktop.vault import answers, engagements, history, table_rows
from ipas_desktop.vault.models import Answer, TableRow
from ipas_desktop.vault.opening import OpenVault

if TYPE_CHECKING:
    from conftest import Made

TODAY = date(2026, 11, 23)
HALF_A_DATE = {"day": "3", "month": "", "year": ""}


class Desk:
    """One case, and short words for what a user does with it."""

    def __init__(self, vault: OpenVault, case: Case, questions: SimpleNamespace) -> None:
        self.vault, self.case, self.questions = vault, case, questions

    def type(self, raw: Json, question: str = "title") -> datetime:
        asked = getattr(self.questions, question)
        return answers.save_answer(self.vault, self.case.id, NOTIFICATION, asked, raw, TODAY)

    def leave(self, question: str = "title", row: str | None = None, reason: str = "") -> None:
        asked = getattr(self.questions, question).id
        at = None if row is None else RowId(row)
        answers.leave_field(self.vault, self.case.id, NOTIFICATION, asked, at, reason=reason)

    def put(self, row: str, **cells: Json) -> datetime:
        return answers.save_row(self.vault, self.case.id, NOTIFICATION, self.questions.people, RowId(row), cells, TODAY)

    def take_out(self, row: str) -> datetime:
        return answers.remove_row(self.vault, self.case.id, NOTIFICATION, self.questions.people, RowId(row))

    def move(self, row: str, position: int) -> datetime:
        return answers.move_row(self.vault, self.case.id, NOTIFICATION, self.questions.people, RowId(row), position)

    def held(self) -> dict[str, Json]:
        return dict(engagements.load_case(self.vault, self.case.id).documents[0].answers)

    def rows(self) -> list[str]:
        table = self.held().get("en.x.people", [])
        assert isinstance(table, list)
        return [row["row"] for row in table]

    def events(self) -> tuple[Event, ...]:
        return history.events(self.vault, self.case.id)[1:]  # the first says the case was created


@pytest.fixture
def desk(vault: OpenVault, case: Case, questions: SimpleNamespace) -> Desk:
    return Desk(vault, case, questions)


def test_answer_is_kept_as_typed_and_as_read(desk: Desk) -> None:
    desk.type("  Zoë's <b>course</b>  ")
    assert desk.held() == {"en.a.title": "  Zoë's <b>course</b>  "}
    with desk.vault.reading() as connection:
        assert connection.execute(select(Answer.parsed)).scalar_one() == "Zoë's <b>course</b>"


def test_half_typed_answer_is_kept_and_not_read(desk: Desk) -> None:
    desk.type(HALF_A_DATE, "start")
    assert desk.held() == {"en.f.start": HALF_A_DATE}
    with desk.vault.reading() as connection:
        assert connection.execute(select(Answer.parsed)).scalar_one() is None


def test_saving_returns_the_time_the_case_shows(desk: Desk) -> None:
    when = desk.type("x")
    assert when == engagements.load_case(desk.vault, desk.case.id).updated_at
    assert when.tzinfo is UTC


def test_saved_answer_is_there_after_opening_again(made: Made, desk: Desk) -> None:
    desk.type("one")
    desk.type("two")
    desk.vault = made.reopened()
    assert desk.held() == {"en.a.title": "two"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\x00 null and \x07 bell", "\x00 null and \x07 bell"),
        ("lone \ud83d half", "lone \ufffd half"),
        ("halves \ud83d\ude00 together", "halves 😀 together"),
        ("مرحبا 😀", "مرحبا 😀"),
        ("'; DROP TABLE answer; --", "'; DROP TABLE answer; --"),
    ],
)
def test_any_text_is_kept(desk: Desk, typed: str, kept: str) -> None:
    desk.type(typed)
    desk.leave()
    assert desk.held() == {"en.a.title": kept}
    assert desk.events()[0].new == kept


def test_answer_of_an_unknown_case_is_refused(desk: Desk) -> None:
    desk.case = SimpleNamespace(id=CaseId("0" * 32))  # type: ignore[assignment]  # only its id is used
    for act in (lambda: desk.type("x"), desk.leave, lambda: desk.put("r1"), lambda: desk.take_out("r1")):
        with pytest.raises(CaseNotFound):
            act()


def test_table_is_not_saved_as_one_answer(desk: Desk) -> None:
    with pytest.raises(ValueError, match="save its rows"):
        desk.type([], "people")


def test_history_tells_a_field_once_when_it_is_left(desk: Desk) -> None:
    desk.type("o")
    desk.type("one")
    desk.leave()
    desk.leave()
    desk.type("two")
    desk.type("one")
    desk.leave()
    desk.type("two")
    desk.leave(reason="Asked by the reviewer")
    assert [(e.kind, e.document, e.question, e.old, e.new, e.reason) for e in desk.events()] == [
        (EventKind.ANSWER_CHANGED, "notification", "en.a.title", None, "one", ""),
        (EventKind.ANSWER_CHANGED, "notification", "en.a.title", "one", "two", "Asked by the reviewer"),
    ]


def test_history_says_nothing_of_a_field_left_empty(desk: Desk) -> None:
    desk.leave()
    for raw, question in (("", "title"), ({"day": "", "month": "", "year": ""}, "start"), ([], "countries")):
        desk.type(raw, question)
        desk.leave(question)
    assert desk.events() == ()


def test_history_tells_when_an_answer_is_emptied(desk: Desk) -> None:
    desk.type("one")
    desk.leave()
    desk.type("")
    desk.leave()
    assert (desk.events()[-1].old, desk.events()[-1].new) == ("one", "")


def test_history_tells_each_changed_cell_of_a_row(desk: Desk) -> None:
    desk.put("r1", name="A")
    desk.put("r1", name="Asha", number="4x")
    desk.leave("people", "r1")
    desk.leave("people", "r1")
    desk.leave("people", "r2")
    told = [(e.kind, e.row, e.column, e.old, e.new) for e in desk.events()]
    assert told == [
        (EventKind.ROW_ADDED, "r1", None, None, {"name": "A"}),
        (EventKind.ANSWER_CHANGED, "r1", "name", "A", "Asha"),
        (EventKind.ANSWER_CHANGED, "r1", "number", None, "4x"),
    ]


def test_rows_are_kept_in_order_and_read_each_for_itself(desk: Desk) -> None:
    desk.put("r1", name="Asha", number="4")
    desk.put("r2", name="Ben", number="many")
    same_row: dict[str, Json] = {"row": "r1", "name": "Asha", "number": "5"}
    answers.save_row(desk.vault, desk.case.id, NOTIFICATION, desk.questions.people, RowId("r1"), same_row, TODAY)
    assert desk.held()["en.x.people"] == [
        {"row": "r1", "name": "Asha", "number": "5"},
        {"row": "r2", "name": "Ben", "number": "many"},
    ]
    with desk.vault.reading() as connection:
        parsed = dict(connection.execute(select(TableRow.row, TableRow.parsed)).all())
    assert parsed["r1"] == {"name": "Asha", "number": 5}


def test_removed_row_stays_in_the_history(desk: Desk) -> None:
    desk.put("r1", name="Asha")
    desk.take_out("r1")
    desk.take_out("r1")
    desk.put("r1", name="Asha again")
    assert [(e.kind, e.old, e.new) for e in desk.events()] == [
        (EventKind.ROW_ADDED, None, {"name": "Asha"}),
        (EventKind.ROW_REMOVED, {"name": "Asha"}, None),
        (EventKind.ROW_ADDED, None, {"name": "Asha again"}),
    ]
    assert desk.rows() == ["r1"]


def test_row_is_moved(desk: Desk) -> None:
    for row in ("r1", "r2", "r3", "r4"):
        desk.put(row)
    for row, position, order in (
        ("r4", 0, "r4 r1 r2 r3"),
        ("r4", 99, "r1 r2 r3 r4"),
        ("r1", 1, "r2 r1 r3 r4"),
        ("r3", -5, "r3 r2 r1 r4"),
        ("nowhere", 1, "r3 r2 r1 r4"),
    ):
        desk.move(row, position)
        assert desk.rows() == order.split()
    assert [(e.old, e.new) for e in desk.events() if e.kind is EventKind.ROW_MOVED] == [(3, 0), (0, 3), (0, 1), (2, 0)]


def test_rows_are_numbered_anew_when_a_gap_is_used_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_rows, "GAP", 2)
    order = [f"r{number}" for number in range(6)]
    for row in order:
        desk.put(row)
    for row in ("r5", "r4", "r3", "r2", "r5", "r0"):
        desk.move(row, 1)
        order.remove(row)
        order.insert(1, row)
        assert desk.rows() == order


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("pprm"), st.integers(0, 5), st.integers(0, 6)), max_size=25))
def test_table_behaves_like_a_list(desk: Desk, acts: list[tuple[str, int, int]]) -> None:
    for row in desk.rows():
        desk.take_out(row)
    model: list[str] = []
    for act, which, position in acts:
        row = f"r{which}"
        if act == "p":
            desk.put(row, name=str(position))
            if row not in model:
                model.append(row)
        elif act == "r":
            desk.take_out(row)
            model = [other for other in model if other != row]
        else:
            desk.move(row, position)
            if row in model:
                model.remove(row)
                model.insert(position, row)
    assert desk.rows() == model
    assert chains.first_break(history.events(desk.vault, desk.case.id)) is None


def test_moving_a_row_writes_only_that_row(desk: Desk) -> None:
    for number in range(60):
        desk.put(f"r{number}", name=str(number))
    with desk.vault.reading() as connection:
        before = dict(connection.execute(select(TableRow.row, TableRow.position)).all())
    desk.move("r59", 5)
    with desk.vault.reading() as connection:
        after = dict(connection.execute(select(TableRow.row, TableRow.position)).all())
    assert {row for row in before if before[row] != after[row]} == {"r59"}
    assert desk.rows()[5] == "r59"
