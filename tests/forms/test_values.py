"""The relevant answers as canonical values."""

from __future__ import annotations

from ipas_desktop.forms import values
from ipas_desktop.forms.definition import Context, Form, Json


def test_values_come_in_the_order_of_the_form(everything: Form, good: dict[str, Json], context: Context) -> None:
    shuffled = dict(reversed(good.items()))

    collected = values.collect(everything, shuffled, context)

    assert list(collected.values) == [question.id for question in everything.questions()]
    assert collected.not_provided == ()
    assert collected.not_used == ()
    assert collected.values["t.a.start"] == "2026-12-02"
    assert collected.values["t.a.value"] == "12500.00"
    assert collected.values["t.b.countries"] == ["KE", "US"]


def test_unreadable_and_blank_answers_are_not_provided(everything: Form, context: Context) -> None:
    collected = values.collect(everything, {"t.a.title": " ", "t.a.start": {"day": "2"}, "t.a.kind": "home"}, context)

    assert collected.values == {"t.a.kind": "home"}
    assert {"t.a.title", "t.a.start", "t.b.team"} <= set(collected.not_provided)
    assert "t.a.split" not in collected.not_provided
    assert collected.not_used == ()


def test_answers_beyond_a_limit_are_kept(everything: Form, context: Context) -> None:
    assert values.collect(everything, {"t.a.title": "x" * 50}, context).values == {"t.a.title": "x" * 50}


def test_hidden_answers_have_no_value_and_are_listed(everything: Form, good: dict[str, Json], context: Context) -> None:
    collected = values.collect(everything, {**good, "t.a.kind": "home"}, context)

    assert not [name for name in (*collected.values, *collected.not_provided) if name.startswith("t.c.")]
    assert len([name for name in collected.not_used if name.startswith("t.c.")]) == 10


def test_hidden_cells_have_no_value(everything: Form, context: Context) -> None:
    rows: Json = [
        {"row": "r1", "name": "A", "kind": "officer", "other": "left over", "passport": {"answer": "yes"}},
        {"row": "r2", "other": "left over"},
    ]

    home = values.collect(everything, {"t.a.kind": "home", "t.b.team": rows}, context)
    abroad = values.collect(everything, {"t.a.kind": "abroad", "t.b.team": rows}, context)

    assert home.values["t.b.team"] == [{"row": "r1", "name": "A", "kind": "officer"}]
    assert abroad.values["t.b.team"] == [{"row": "r1", "name": "A", "kind": "officer", "passport": {"answer": "yes"}}]


def test_table_of_hidden_cells_alone_is_not_provided(everything: Form, context: Context) -> None:
    collected = values.collect(everything, {"t.b.team": [{"row": "r1", "other": "left over"}]}, context)

    assert "t.b.team" in collected.not_provided
