"""Continuous saving into a real vault: when, what, and what happens when the disk is full."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from pytestqt.qtbot import QtBot

from ipas_desktop.cases.case import NOTIFICATION, Case
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Json, Question, QuestionId, RowId
from ipas_desktop.ui import saving as saving_module
from ipas_desktop.ui.saving import DELAY_MS, Saving
from ipas_desktop.vault import engagements, history
from ipas_desktop.vault.opening import OpenVault

FORM = loader.load_form("notification")
TITLE = FORM.question(QuestionId("en.a.title"))
TEAM = FORM.question(QuestionId("en.h.team"))
TODAY = date(2026, 11, 23)


@pytest.fixture
def saving(qapp: object, vault: OpenVault, case: Case) -> Saving:
    return Saving(vault, case.id, NOTIFICATION, lambda: TODAY)


def stored(vault: OpenVault, case: Case, question: Question = TITLE) -> Json:
    return engagements.load_case(vault, case.id).document(NOTIFICATION).answers.get(question.id)


def events(vault: OpenVault, case: Case) -> list[str]:
    return [str(event.kind) for event in history.events(vault, case.id)]


@contextmanager
def full_disk(vault: OpenVault) -> Iterator[None]:
    """Let the database grow by no page, which is what SQLite sees of a full disk."""
    with vault.outside_transaction() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    try:
        yield
    finally:
        with vault.outside_transaction() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1073741823")


def long_words(number: int) -> str:
    return f"{number} " + "words that need a page of their own " * 3_000


def test_saving_waits_for_a_pause_in_typing(qtbot: QtBot, saving: Saving, vault: OpenVault, case: Case) -> None:
    typed = ["a"]
    with qtbot.waitSignal(saving.saved, timeout=DELAY_MS * 3) as saved:
        saving.touch(TITLE, lambda: typed[-1])
        assert saving.is_waiting()
        assert stored(vault, case) is None
        typed.append("ab")
        saving.touch(TITLE, lambda: typed[-1])
    assert stored(vault, case) == "ab"
    assert not saving.is_waiting()
    when = saved.args[0]
    assert isinstance(when, datetime)
    assert when.tzinfo is not None


def test_saving_keeps_what_is_on_the_screen_at_the_moment_of_writing(
    saving: Saving, vault: OpenVault, case: Case
) -> None:
    shown = "early"
    saving.touch(TITLE, lambda: shown)
    shown = "late"
    assert saving.flush()
    assert stored(vault, case) == "late"


def test_flush_with_nothing_to_save_says_nothing(qtbot: QtBot, saving: Saving) -> None:
    with qtbot.assertNotEmitted(saving.saved):
        assert saving.flush()


def test_leaving_saves_at_once_and_tells_the_history_once(saving: Saving, vault: OpenVault, case: Case) -> None:
    before = events(vault, case)
    saving.touch(TITLE, lambda: "Title")
    assert saving.leave(TITLE)
    assert stored(vault, case) == "Title"
    told = events(vault, case)
    assert len(told) == len(before) + 1
    saving.leave(TITLE)
    saving.leave_all()
    assert events(vault, case) == told


def test_leaving_after_an_earlier_save_tells_the_history(saving: Saving, vault: OpenVault, case: Case) -> None:
    before = len(events(vault, case))
    saving.touch(TITLE, lambda: "Title")
    saving.flush()
    assert len(events(vault, case)) == before
    saving.leave_all()
    assert len(events(vault, case)) == before + 1


def test_leaving_an_untouched_field_needs_no_open_vault(saving: Saving, vault: OpenVault) -> None:
    vault.close()
    assert saving.leave(TITLE)
    assert saving.leave_all()


def test_rows_are_saved_one_by_one(saving: Saving, vault: OpenVault, case: Case) -> None:
    rows: dict[str, dict[str, Json]] = {"r1": {"name": "One"}, "r2": {"name": "Two"}}
    for row in rows:
        saving.touch_row(TEAM, RowId(row), _row(rows, row))
    assert saving.flush()
    assert stored(vault, case, TEAM) == [{"row": "r1", "name": "One"}, {"row": "r2", "name": "Two"}]
    saving.move_row(TEAM, RowId("r2"), 0)
    assert stored(vault, case, TEAM) == [{"row": "r2", "name": "Two"}, {"row": "r1", "name": "One"}]
    saving.remove_row(TEAM, RowId("r1"))
    assert stored(vault, case, TEAM) == [{"row": "r2", "name": "Two"}]


def test_new_row_is_stored_before_it_is_moved(saving: Saving, vault: OpenVault, case: Case) -> None:
    rows: dict[str, dict[str, Json]] = {"r1": {"name": "One"}, "r2": {"name": "Two"}}
    saving.touch_row(TEAM, RowId("r1"), _row(rows, "r1"))
    saving.touch_row(TEAM, RowId("r2"), _row(rows, "r2"))
    saving.move_row(TEAM, RowId("r2"), 0)
    kept = stored(vault, case, TEAM)
    assert isinstance(kept, list)
    assert [row["row"] for row in kept if isinstance(row, dict)] == ["r2", "r1"]


def test_row_that_is_gone_before_it_was_saved_is_not_saved(saving: Saving, vault: OpenVault, case: Case) -> None:
    saving.touch_row(TEAM, RowId("r1"), lambda: None)
    assert saving.flush()
    saving.touch_row(TEAM, RowId("r2"), lambda: {"name": "Two"})
    saving.remove_row(TEAM, RowId("r2"))
    assert saving.leave_all()
    assert not stored(vault, case, TEAM)


def test_full_disk_is_said_and_nothing_typed_is_lost(
    qtbot: QtBot, saving: Saving, vault: OpenVault, case: Case
) -> None:
    with full_disk(vault):
        saving.touch(TITLE, lambda: long_words(1))
        with qtbot.waitSignal(saving.failed) as failed:
            assert not saving.flush()
        assert "disk" in str(failed.args[0]).lower()
        assert saving.is_waiting()
        assert not saving.leave(TITLE)
    assert saving.flush()
    assert stored(vault, case) == long_words(1)


def test_saving_tries_again_by_itself(
    qtbot: QtBot, saving: Saving, vault: OpenVault, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving_module, "RETRY_MS", 50)
    with full_disk(vault):
        saving.touch(TITLE, lambda: long_words(2))
        assert not saving.flush()
    with qtbot.waitSignal(saving.saved, timeout=2_000):
        pass
    assert stored(vault, case) == long_words(2)


def test_moves_wait_for_a_full_disk_in_their_order(qtbot: QtBot, saving: Saving, vault: OpenVault, case: Case) -> None:
    rows: dict[str, dict[str, Json]] = {"r1": {"role": "One"}, "r2": {"role": "Two"}}
    for row in rows:
        saving.touch_row(TEAM, RowId(row), _row(rows, row))
    saving.flush()
    with full_disk(vault):
        rows["r2"] = {"role": long_words(3)}
        saving.touch_row(TEAM, RowId("r2"), _row(rows, "r2"))
        saving.move_row(TEAM, RowId("r2"), 0)
        saving.remove_row(TEAM, RowId("r1"))
        assert saving.is_waiting()
    assert saving.flush()
    assert stored(vault, case, TEAM) == [{"row": "r2", "role": long_words(3)}]


def _row(rows: dict[str, dict[str, Json]], row: str) -> Callable[[], dict[str, Json] | None]:
    return lambda: rows.get(row)
