"""Reading tables row by row."""

from __future__ import annotations

from datetime import date

import pytest

from ipas_desktop.forms.answers import Parsed, is_blank, parse
from ipas_desktop.forms.definition import AnswerType, Choice, Json, Question, QuestionId
from ipas_desktop.forms.problems import Address, ProblemKind

TODAY = date(2026, 11, 23)
NAME = Question(QuestionId("name"), AnswerType.SHORT_TEXT, "Name")
ARRIVAL = Question(QuestionId("arrival"), AnswerType.DATE, "Day of arrival")
TEAM = Question(
    QuestionId("t.team"), AnswerType.TABLE, "Team", columns=(NAME, ARRIVAL), row_name="team member", max_rows=3
)
GRID = Question(
    QuestionId("t.grid"),
    AnswerType.TABLE,
    "Rights",
    columns=(NAME,),
    rows_from="rights",
    fixed_rows=(Choice("R1", "Life"), Choice("R2", "Torture")),
)


def test_table_leaves_out_blank_cells_and_blank_rows() -> None:
    raw: Json = [
        {"row": "r1", "name": " A ", "arrival": {"day": "2", "month": "12", "year": "2026"}},
        {"row": "r2", "name": " ", "arrival": {"day": ""}},
        {"row": "r3", "name": "C", "arrival": None},
    ]

    assert parse(TEAM, raw, TODAY) == Parsed(
        [{"row": "r1", "name": "A", "arrival": "2026-12-02"}, {"row": "r3", "name": "C"}]
    )


def test_table_of_blank_rows_is_blank() -> None:
    raw: Json = [{"row": "r1"}, {"row": "r2", "name": " "}]

    assert parse(TEAM, raw, TODAY) == Parsed(None)
    assert is_blank(TEAM, raw)


def test_cell_with_a_problem_is_left_out_and_says_where_it_is() -> None:
    parsed = parse(TEAM, [{"row": "r1"}, {"row": "r2", "name": "B", "arrival": {"day": "2"}}], TODAY)

    assert parsed.value == [{"row": "r2", "name": "B"}]
    (problem,) = parsed.problems
    assert problem.at == Address(QuestionId("t.team"), "r2", "arrival", "month")
    assert problem.kind is ProblemKind.UNREADABLE
    assert problem.message == "Team member 2: Day of arrival must include a month and a year"


def test_fixed_rows_come_in_the_order_of_their_list_and_are_called_by_their_label() -> None:
    parsed = parse(GRID, [{"row": "R2", "name": ["x"]}, {"row": "R1", "name": "one"}], TODAY)

    assert parsed.value == [{"row": "R1", "name": "one"}]
    assert parsed.problems[0].message == "Torture: Name cannot be read as stored. Enter this again"
    both = parse(GRID, [{"row": "R2", "name": "two"}, {"row": "R1", "name": "one"}], TODAY)
    assert both.value == [{"row": "R1", "name": "one"}, {"row": "R2", "name": "two"}]


@pytest.mark.parametrize("row", ["text", 5, ["x"], {"name": "A"}])
def test_row_that_is_none_is_unreadable_and_the_others_are_kept(row: Json) -> None:
    parsed = parse(TEAM, [row, {"row": "r1", "name": "A"}], TODAY)

    assert parsed.value == [{"row": "r1", "name": "A"}]
    assert len(parsed.problems) == 1


@pytest.mark.parametrize("row_id", [5, "", "x" * 65, "r\n1", ["r1"], None])
def test_row_without_a_sound_id_is_unreadable_and_the_others_are_kept(row_id: Json) -> None:
    parsed = parse(TEAM, [{"row": "r1", "name": "A"}, {"row": row_id, "name": "B"}], TODAY)

    assert parsed.value == [{"row": "r1", "name": "A"}]
    assert [each.message for each in parsed.problems] == [
        "Team member 2: Team cannot be read as stored. Enter this again"
    ]


def test_row_whose_id_is_there_twice_is_unreadable() -> None:
    parsed = parse(TEAM, [{"row": "r1", "name": "A"}, {"row": "r1", "name": "B"}], TODAY)

    assert parsed.value == [{"row": "r1", "name": "A"}]
    assert len(parsed.problems) == 1


def test_row_that_the_fixed_list_lacks_is_unreadable() -> None:
    parsed = parse(GRID, [{"row": "R9", "name": "A"}], TODAY)

    assert parsed.value is None
    assert len(parsed.problems) == 1


def test_cell_that_is_not_a_column_is_reported() -> None:
    parsed = parse(TEAM, [{"row": "r1", "name": "A", "shoe": "9"}], TODAY)

    assert parsed.value == [{"row": "r1", "name": "A"}]
    assert [(each.at.row, each.message) for each in parsed.problems] == [
        ("r1", "Team member 1 holds a part that is not asked here")
    ]


def test_table_with_too_many_rows_keeps_them_and_says_so() -> None:
    rows: Json = [{"row": f"r{number}", "name": "A"} for number in range(4)]

    assert parse(TEAM, rows, TODAY).value == rows
    assert [each.message for each in parse(TEAM, rows, TODAY).problems] == ["Add no more than 3 team members"]


@pytest.mark.parametrize("raw", ["x", 5, {"row": "r1", "name": "A"}])
def test_table_of_another_shape_is_unreadable(raw: Json) -> None:
    assert parse(TEAM, raw, TODAY).value is None
    assert [each.message for each in parse(TEAM, raw, TODAY).problems] == [
        "Team cannot be read as stored. Enter this again"
    ]
