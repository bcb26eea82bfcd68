"""Reading and evaluating conditions."""

from __future__ import annotations

from datetime import date

import pytest

from ipas_desktop.forms.conditions import comparisons, evaluate, read_condition, read_named_conditions
from ipas_desktop.forms.definition import AllOf, AnyOf, Comparison, Json, Negation, Operator, QuestionId

TODAY = date(2026, 11, 23)


def holds(definition: object, values: dict[str, Json], row: dict[str, Json] | None = None) -> bool:
    return evaluate(read_condition(definition, {}), values.get, today=TODAY, row=row)


@pytest.mark.parametrize(
    ("operator", "operand", "true_for", "false_for"),
    [
        ("is", "a", ["a"], ["b", None, "", ["a"]]),
        ("is", 3, [3, "3", "3.00"], [4, None, "x", "4.00"]),
        ("is_not", "a", ["b", None, ""], ["a"]),
        ("includes", ["a", "b"], ["a", ["c", "b"]], ["c", ["c"], None, []]),
        ("includes", "a", ["a", ["a"]], ["b"]),
        ("at_least", 2, [2, 3, "2.00", "£1,000", [1, 2]], [1, "1.99", [1], None, "x", True, "9" * 200]),
        ("before", "2026-12-02", ["2026-12-01"], ["2026-12-02", None, "x"]),
        ("before", "2026-12-02", [{"day": "1", "month": "Dec", "year": "2026"}], [{"day": "1"}]),
        ("after", "2026-12-02", ["2026-12-03"], ["2026-12-02", None, {"day": "1"}]),
        ("before", "today", ["2026-11-22"], ["2026-11-23"]),
        ("after", "other", ["2026-12-26"], ["2026-12-25"]),
        ("after", "nothing", [], ["2026-12-26"]),
        ("answered", True, ["a", 0, {"a": "b"}], [None, "", [], {}]),
        ("answered", False, [None, ""], ["a", 0]),
    ],
)  # fmt: skip
def test_operator_holds_for_some_values_only(
    operator: str, operand: Json, true_for: list[Json], false_for: list[Json]
) -> None:
    condition = {"question": "t.a", operator: operand}

    for value in true_for:
        assert holds(condition, {"t.a": value, "other": "2026-12-25"}), value
    for value in false_for:
        assert not holds(condition, {"t.a": value, "other": "2026-12-25"}), value


def test_part_looks_into_an_answer() -> None:
    sure: dict[str, Json] = {"t.a": {"answer": "yes", "reason": "r"}, "t.b": {"from": "2026-12-02", "to": "2026-12-05"}}

    assert holds({"question": "t.a", "is": "yes", "part": "answer"}, sure)
    assert holds({"question": "t.a", "is": "yes"}, sure)
    assert holds({"question": "t.a", "answered": True, "part": "reason"}, sure)
    assert holds({"question": "t.b", "after": "2026-12-04", "part": "to"}, sure)
    assert not holds({"question": "t.b", "after": "2026-12-04", "part": "from"}, sure)
    assert holds({"question": "t.c", "is": "serious"}, {"t.c": {"level": "serious"}})


def test_column_looks_at_its_own_row() -> None:
    assert holds({"column": "kind", "is": "other"}, {"kind": "officer"}, row={"kind": "other"})
    assert not holds({"column": "kind", "is": "other"}, {"kind": "other"})


def test_combinations() -> None:
    yes, no = {"question": "t.a", "is": "a"}, {"question": "t.a", "is": "b"}
    values: dict[str, Json] = {"t.a": "a"}

    assert holds({"all": [yes, yes]}, values)
    assert not holds({"all": [yes, no]}, values)
    assert holds({"any": [no, yes]}, values)
    assert not holds({"any": [no, no]}, values)
    assert holds({"not": no}, values)
    assert evaluate(None, values.get)


def test_before_today_holds_for_nothing_without_a_today() -> None:
    condition = read_condition({"question": "t.a", "before": "today"}, {})

    assert not evaluate(condition, {QuestionId("t.a"): "2000-01-01"}.get)


def test_named_conditions_may_use_the_names_above_them() -> None:
    named = read_named_conditions(
        {"abroad": {"question": "t.a", "is": "a"}, "far": {"all": ["abroad", {"not": "abroad"}]}, "same": "far"}
    )

    abroad = Comparison(Operator.IS, "a", question=QuestionId("t.a"))
    assert named["far"] == AllOf((abroad, Negation(abroad)))
    assert named["same"] == named["far"]
    assert list(comparisons(AnyOf((named["far"], abroad)))) == [abroad, abroad, abroad]
    assert list(comparisons(None)) == []


@pytest.mark.parametrize(
    ("definition", "reason"),
    [
        ("nobody", "there is no condition named “nobody”"),
        (5, "must be a name or a table"),
        ({}, "must be a name or a table"),
        ({"all": [], }, "must hold a list of conditions"),
        ({"any": "abroad"}, "must hold a list of conditions"),
        ({"all": ["x"], "any": ["x"]}, "must stand alone"),
        ({"not": {"all": ["x"]}}, "there is no condition named “x”"),
        ({"question": "t.a"}, "exactly one of"),
        ({"question": "t.a", "is": "a", "is_not": "b"}, "exactly one of"),
        ({"question": "t.a", "is": "a", "when": "b"}, "unknown key “when”"),
        ({"is": "a"}, "a question or a column"),
        ({"question": "t.a", "column": "b", "is": "a"}, "a question or a column"),
        ({"question": 5, "is": "a"}, "must be text"),
        ({"question": "t.a", "part": "", "is": "a"}, "must be text"),
        ({"question": "t.a", "is": True}, "cannot be compared"),
        ({"question": "t.a", "is": ["a"]}, "cannot be compared"),
        ({"question": "t.a", "at_least": "2"}, "cannot be compared"),
        ({"question": "t.a", "at_least": True}, "cannot be compared"),
        ({"question": "t.a", "answered": "yes"}, "cannot be compared"),
        ({"question": "t.a", "includes": [1]}, "a list of texts"),
        ({"question": "t.a", "includes": []}, "a list of texts"),
    ],
)  # fmt: skip
def test_malformed_condition_is_refused_with_its_reason(definition: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_condition(definition, {})


def test_malformed_named_condition_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"conditions\.far: there is no condition named “later”"):
        read_named_conditions({"far": "later", "later": {"question": "t.a", "is": "a"}})
