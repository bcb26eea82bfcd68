"""Events and their chain."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipas_desktop.cases.case import CaseId, DocumentKey
from ipas_desktop.cases.history import Event, EventKind, event_hash, first_break, make_event
from ipas_desktop.forms.definition import QuestionId, RowId

AT = datetime(2026, 11, 23, 14, 3, 5, 120, tzinfo=UTC)
CASE = CaseId("0" * 32)


def chain(length: int, case: CaseId = CASE) -> list[Event]:
    events: list[Event] = []
    for number in range(1, length + 1):
        events.append(
            make_event(
                case_id=case,
                number=number,
                at=AT + timedelta(seconds=number),
                who="I Hartley",
                kind=EventKind.ANSWER_CHANGED,
                parents=(events[-1].hash,) if events else (),
                document=DocumentKey("osja"),
                question=QuestionId("osja.s2.rights"),
                row=RowId("R2"),
                column="level",
                old="low",
                new={"level": "serious"},
                reason="Post wrote",
            )
        )
    return events


def test_event_hash_is_sha256_of_sorted_compact_json_written_out_by_hand() -> None:
    event = make_event(case_id=CASE, number=1, at=AT, who="Ö", kind=EventKind.CREATED, parents=(), new="„x“", reason="")
    text = (
        '{"at":"2026-11-23T14:03:05.000120Z","case_id":"' + "0" * 32 + '","column":null,"document":null,'
        '"kind":"created","new":"„x“","number":1,"old":null,"parents":[],"question":null,"reason":"",'
        '"row":null,"who":"Ö"}'
    )
    assert event.hash == hashlib.sha256(text.encode()).hexdigest()


def test_event_hash_is_the_same_when_the_time_is_told_in_another_zone() -> None:
    event = chain(1)[0]
    assert event_hash(replace(event, at=event.at.astimezone(timezone(timedelta(hours=3))))) == event.hash


def test_event_needs_a_time_with_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        make_event(case_id=CASE, number=1, at=datetime(2026, 1, 1), who="", kind=EventKind.CREATED, parents=())  # noqa: DTZ001  # the point of the test


CHANGES = {
    "case_id": CaseId("1" * 32),
    "number": 7,
    "at": AT + timedelta(microseconds=1),
    "who": "O Pryce",
    "kind": EventKind.ROW_ADDED,
    "document": DocumentKey("notification"),
    "question": QuestionId("en.a.title"),
    "row": RowId("R3"),
    "column": "reason",
    "old": "Low",
    "new": {"level": "serious", "reason": ""},
    "reason": "",
    "parents": ("f" * 64,),
    "hash": "f" * 64,
}


@pytest.mark.parametrize("name", [field.name for field in fields(Event)])
def test_chain_breaks_at_the_event_whose_field_was_changed(name: str) -> None:
    events = chain(4)
    events[2] = replace(events[2], **{name: CHANGES[name]})
    assert first_break(events) == 3


@settings(max_examples=40, deadline=None)
@given(length=st.integers(0, 8), data=st.data())
def test_chain_is_whole_as_made_and_broken_when_an_event_is_left_out(length: int, data: st.DataObject) -> None:
    events = chain(length)
    assert first_break(events) is None
    if length > 1:
        gone = data.draw(st.integers(0, length - 2))  # leaving out the last one cannot be seen without the head
        assert first_break(events[:gone] + events[gone + 1 :]) == gone + 1


def test_chain_breaks_where_two_events_changed_places() -> None:
    events = chain(4)
    events[1], events[2] = events[2], events[1]
    assert first_break(events) == 2


def test_chain_breaks_where_an_event_of_another_case_was_put_in() -> None:
    events = chain(2)
    foreign = make_event(
        case_id=CaseId("2" * 32), number=3, at=AT, who="", kind=EventKind.CREATED, parents=(events[1].hash,)
    )
    assert first_break([*events, foreign]) == 3


def test_chain_breaks_when_the_first_event_names_a_parent() -> None:
    event = make_event(case_id=CASE, number=1, at=AT, who="", kind=EventKind.CREATED, parents=("a" * 64,))
    assert first_break([event]) == 1


def test_chain_breaks_when_an_event_was_rewritten_with_a_fitting_hash() -> None:
    events = chain(3)
    rewritten = replace(events[1], new="none")
    events[1] = replace(rewritten, hash=event_hash(rewritten))
    assert first_break(events) == 3


def test_chain_is_whole_when_a_merge_names_further_parents() -> None:
    events = chain(2)
    merge = make_event(case_id=CASE, number=3, at=AT, who="", kind=EventKind.MERGED, parents=(events[1].hash, "b" * 64))
    assert first_break([*events, merge]) is None
