from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import IntegrityError

from ipas_desktop.cases import history as chains
from ipas_desktop.cases.case import NOTIFICATION, Case
from ipas_desktop.vault import answers, history
from ipas_desktop.vault.opening import OpenVault

TODAY = date(2026, 11, 23)


@pytest.fixture(name="told")
def _told(vault: OpenVault, case: Case, questions: SimpleNamespace) -> Case:
    for word in ("one", "two", "three"):
        answers.save_answer(vault, case.id, NOTIFICATION, questions.title, word, TODAY)
        answers.leave_field(vault, case.id, NOTIFICATION, questions.title.id)
    return case


def test_chain_is_whole_and_starts_at_one(vault: OpenVault, told: Case) -> None:
    events = history.events(vault, told.id)
    assert [event.number for event in events] == [1, 2, 3, 4]
    assert chains.first_break(events) is None
    assert events[3].parents == (events[2].hash,)
    assert all(event.case_id == told.id and event.who == "Asha Example" for event in events)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET new = '\"forged\"' WHERE number = 2",
        "DELETE FROM event WHERE number = 4",
        "DELETE FROM event",
        "REPLACE INTO event SELECT * FROM event WHERE number = 2",
    ],
)
def test_events_cannot_be_changed_or_deleted(vault: OpenVault, told: Case, statement: str) -> None:
    before = history.events(vault, told.id)
    with pytest.raises(IntegrityError, match="append-only"), vault.writing() as connection:
        connection.exec_driver_sql(statement)
    assert history.events(vault, told.id) == before
