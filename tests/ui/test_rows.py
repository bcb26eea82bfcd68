"""Tables of rows: by keyboard, with conditions in each row, and only the changed row reported."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ipas_desktop.forms.definition import AnswerType, Choice, Comparison, Json, Operator, Question, QuestionId, RowId
from ipas_desktop.forms.problems import Address, Problem, ProblemKind
from ipas_desktop.ui import fields
from ipas_desktop.ui.fields.table import Table
from ipas_desktop.ui.row_model import compact_columns, typed_words
from ipas_desktop.ui.session import Session
from tests.ui import windows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KIND = Question(
    QuestionId("kind"), AnswerType.CHOICE, "Kind", choices=(Choice("officer", "Officer"), Choice("other", "Other"))
)
OTHER = Question(
    QuestionId("other"),
    AnswerType.SHORT_TEXT,
    "Other kind",
    show_when=Comparison(Operator.IS, "other", column="kind"),
)
COLUMNS = (
    Question(QuestionId("name"), AnswerType.SHORT_TEXT, "Name", required=True),
    KIND,
    OTHER,
    Question(QuestionId("from"), AnswerType.DATE, "From"),
    Question(QuestionId("why"), AnswerType.LONG_TEXT, "Why"),
)
TEAM = Question(QuestionId("t.team"), AnswerType.TABLE, "Team", columns=COLUMNS, row_name="member", max_rows=5_000)
GRID = Question(
    QuestionId("t.grid"),
    AnswerType.TABLE,
    "Rights",
    columns=COLUMNS,
    row_name="right",
    fixed_rows=(Choice("R1", "Death penalty"), Choice("R2", "Torture")),
)
THREE: list[Json] = [{"row": f"r{number}", "name": f"Name {number}", "kind": "officer"} for number in (1, 2, 3)]


@pytest.fixture
def team(qtbot: QtBot, still_session: Session) -> Table:
    return shown(qtbot, still_session, TEAM, THREE)


def shown(qtbot: QtBot, session: Session, question: Question, raw: Json) -> Table:
    field = fields.make(question, session)
    assert isinstance(field, Table)
    field.set_raw(raw)
    windows.show(qtbot, field)
    return field


def names(field: Table) -> list[Json]:
    raw = field.raw()
    assert isinstance(raw, list)
    return [row.get("name") for row in raw if isinstance(row, dict)]


def choose(field: Table, row: str) -> None:
    field.focus_part(Address(field.question.id, RowId(row)))


def test_first_row_is_in_hand_when_a_table_opens(team: Table) -> None:
    assert team.detail.heading.text() == "Member 1"
    assert team.fields["name"].raw() == "Name 1"
    assert "Row 1 of 3" in team.status.text()


def test_arrows_in_the_overview_change_the_row_in_hand(team: Table) -> None:
    team.view.setFocus()
    windows.press(Qt.Key.Key_Down)
    assert team.fields["name"].raw() == "Name 2"
    assert "Row 2 of 3" in team.status.text()


def test_enter_opens_a_row_and_escape_goes_back(team: Table) -> None:
    team.view.setFocus()
    windows.press(Qt.Key.Key_Down)
    windows.press(Qt.Key.Key_Return)
    assert team.fields["name"].controls()[0].hasFocus()
    windows.press(Qt.Key.Key_Escape)
    assert team.view.hasFocus()
    windows.press(Qt.Key.Key_Down)
    assert team.fields["name"].raw() == "Name 3"


def test_typing_in_the_overview_writes_into_the_cell(qtbot: QtBot, team: Table) -> None:
    team.view.setFocus()
    team.view.setCurrentIndex(team.model.index(1, 1))
    with qtbot.waitSignal(team.row_changed) as changed:
        windows.press(Qt.Key.Key_Z)
    assert changed.args == ["r2"]
    windows.type_words("oë")
    assert names(team) == ["Name 1", "zoë", "Name 3"]


def test_tab_and_control_tab_leave_the_overview(team: Table) -> None:
    team.view.setFocus()
    windows.press(Qt.Key.Key_Tab)
    assert team.fields["name"].controls()[0].hasFocus()
    team.view.setFocus()
    windows.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert not team.view.hasFocus()


def test_change_of_a_cell_reports_its_row_only(qtbot: QtBot, team: Table) -> None:
    choose(team, "r2")
    team.fields["name"].focus_part(Address(TEAM.id))
    windows.press(Qt.Key.Key_End)
    told: list[str] = []
    team.row_changed.connect(told.append)
    windows.type_words("!")
    assert told == ["r2"]
    assert team.raw_row(RowId("r2")) == {"name": "Name 2!", "kind": "officer"}
    assert team.model.index(1, 1).data() == "Name 2!"


def test_cell_cleared_is_left_out(team: Table) -> None:
    choose(team, "r1")
    team.fields["name"].focus_part(Address(TEAM.id))
    windows.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    windows.press(Qt.Key.Key_Delete)
    assert team.raw_row(RowId("r1")) == {"kind": "officer"}
    assert team.model.index(0, 1).data() == "Not provided"


def test_half_typed_cell_is_shown_as_typed(team: Table) -> None:
    choose(team, "r1")
    team.fields["from"].focus_part(Address(TEAM.id))
    windows.type_words("2")
    assert team.raw_row(RowId("r1")) == {
        "name": "Name 1",
        "kind": "officer",
        "from": {"day": "2", "month": "", "year": ""},
    }
    assert team.model.index(0, team.model.columns.index(COLUMNS[3]) + 1).data() == "2"


def test_condition_of_a_column_looks_at_its_own_row(team: Table) -> None:
    choose(team, "r1")
    assert team.fields["other"].isHidden()
    team.fields["kind"].set_raw("other")
    team.fields["kind"].changed.emit()
    assert not team.fields["other"].isHidden()
    choose(team, "r2")
    assert team.fields["other"].isHidden()
    assert team.model.index(1, 3).data() == "–"
    assert team.model.index(0, 3).data() == "Not provided"
    assert "not asked" in str(team.model.index(1, 3).data(Qt.ItemDataRole.AccessibleTextRole))


def test_added_row_comes_last_and_has_the_focus(qtbot: QtBot, team: Table) -> None:
    with qtbot.waitSignals([team.row_changed, team.changed]):
        team.add_button.click()
    assert team.fields["name"].controls()[0].hasFocus()
    windows.type_words("New")
    assert names(team) == ["Name 1", "Name 2", "Name 3", "New"]
    assert team.detail.heading.text() == "Member 4"


def test_duplicate_stands_below_its_original_under_a_new_id(qtbot: QtBot, team: Table) -> None:
    choose(team, "r1")
    with qtbot.waitSignal(team.row_moved) as moved:
        team.duplicate()
    assert names(team) == ["Name 1", "Name 1", "Name 2", "Name 3"]
    raw = team.raw()
    assert isinstance(raw, list)
    ids = [row["row"] for row in raw if isinstance(row, dict)]
    assert len(set(ids)) == 4
    assert moved.args == [ids[1], 1]


def test_removed_row_can_be_put_back_in_its_place(qtbot: QtBot, team: Table) -> None:
    choose(team, "r2")
    team.view.setFocus()
    with qtbot.waitSignal(team.row_removed) as removed:
        windows.press(Qt.Key.Key_Delete)
    assert removed.args == ["r2"]
    assert names(team) == ["Name 1", "Name 3"]
    assert team.undo_link.text() == "Member 2 removed. Put it back"
    told: list[tuple[str, int]] = []
    team.row_moved.connect(lambda row, to: told.append((row, to)))
    team.undo_link.click()
    assert names(team) == ["Name 1", "Name 2", "Name 3"]
    assert team.raw_row(RowId("r2")) == {"name": "Name 2", "kind": "officer"}
    assert told == [("r2", 1)]
    assert not team.undo_link.isVisible()
    team.put_back()
    assert len(names(team)) == 3


def test_last_row_removed_leaves_an_empty_table(qtbot: QtBot, still_session: Session) -> None:
    field = shown(qtbot, still_session, TEAM, THREE[:1])
    field.remove()
    assert field.raw() is None
    assert not field.view.isVisible()
    assert not field.detail.isVisible()
    assert field.add_button.hasFocus()
    assert field.status.text() == "No members yet"
    for act in (field.remove, field.duplicate):
        act()
    assert field.raw() is None


def test_alt_arrows_move_a_row_as_far_as_the_ends(team: Table) -> None:
    told: list[tuple[str, int]] = []
    team.row_moved.connect(lambda row, to: told.append((row, to)))
    team.view.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        windows.press(key, alt)
    assert names(team) == ["Name 2", "Name 1", "Name 3"]
    assert told == [("r1", 1), ("r1", 2), ("r1", 1)]
    assert team.fields["name"].raw() == "Name 1"
    assert "Row 2 of 3" in team.status.text()


def test_full_table_takes_no_more_rows(qtbot: QtBot, still_session: Session) -> None:
    small = Question(QuestionId("t.small"), AnswerType.TABLE, "Small", columns=COLUMNS, max_rows=2)
    field = shown(qtbot, still_session, small, THREE[:1])
    field.add()
    assert not field.add_button.isEnabled()
    field.remove()
    assert field.add_button.isEnabled()


def test_row_is_told_when_another_one_is_taken_in_hand(qtbot: QtBot, team: Table) -> None:
    with qtbot.waitSignal(team.row_left) as left:
        choose(team, "r3")
    assert left.args == ["r1"]


def test_problem_of_a_cell_shows_in_overview_links_and_field(team: Table) -> None:
    at = Address(TEAM.id, RowId("r3"), "from", "year")
    team.show_problems([Problem(at, ProblemKind.UNREADABLE, "Member 3: From must include a year")])
    assert team.model.index(2, 4).data(Qt.ItemDataRole.UserRole + 2) is True
    assert team.model.index(2, 0).data(Qt.ItemDataRole.UserRole + 2) is True
    assert team.model.index(1, 4).data(Qt.ItemDataRole.UserRole + 2) is False
    assert "has a problem" in str(team.model.index(2, 4).data(Qt.ItemDataRole.AccessibleTextRole))
    assert not team.fields["from"].error.isVisible()
    team.focus_part(at)
    assert team.fields["from"].error.isVisible()
    assert team.fields["from"].controls("year")[0].hasFocus()


def test_problem_of_the_whole_table_shows_above_it(team: Table) -> None:
    team.show_problems([Problem(Address(TEAM.id), ProblemKind.MISSING, "Add at least 4 members")])
    assert team.error.text() == "Error: Add at least 4 members"
    assert team.error.isVisible()


def test_place_in_a_row_is_found_again_after_the_table_was_built_anew(
    qtbot: QtBot, still_session: Session, team: Table
) -> None:
    choose(team, "r2")
    team.fields["name"].focus_part(Address(TEAM.id))
    windows.press(Qt.Key.Key_Home)
    windows.press(Qt.Key.Key_Right)
    place = team.place()
    again = shown(qtbot, still_session, TEAM, team.raw())
    again.go_to(place)
    windows.type_words("_")
    assert names(again) == ["Name 1", "N_ame 2", "Name 3"]


def test_fixed_rows_are_all_there_and_cannot_be_moved_or_removed(qtbot: QtBot, still_session: Session) -> None:
    field = shown(qtbot, still_session, GRID, [{"row": "R2", "name": "x"}, {"row": "gone", "name": "y"}])
    assert [field.model.index(row, 0).data() for row in range(2)] == ["Death penalty", "Torture"]
    assert field.raw() == [{"row": "R2", "name": "x"}]
    assert not field.add_button.isVisible()
    choose(field, "R2")
    field.remove()
    windows.press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert field.raw() == [{"row": "R2", "name": "x"}]
    assert field.detail.heading.text() == "Torture"


def test_fields_of_fixed_rows_stand_beside_the_overview_where_there_is_room(
    qtbot: QtBot, still_session: Session
) -> None:
    field = shown(qtbot, still_session, GRID, None)
    qtbot.waitUntil(lambda: field.detail.x() > field.view.x() + field.view.width() // 2)
    field.window().resize(700, 700)
    qtbot.waitUntil(lambda: field.detail.y() > field.view.y() + field.view.height() // 2)


def test_three_thousand_rows_open_scroll_and_change(qtbot: QtBot, still_session: Session) -> None:
    many: list[Json] = [{"row": f"r{number}", "name": f"Name {number}"} for number in range(3_000)]
    field = shown(qtbot, still_session, TEAM, many)
    choose(field, "r2999")
    assert field.fields["name"].raw() == "Name 2999"
    field.fields["name"].focus_part(Address(TEAM.id))
    windows.press(Qt.Key.Key_End)
    told: list[str] = []
    field.row_changed.connect(told.append)
    windows.type_words("!")
    assert told == ["r2999"]
    assert names(field)[-1] == "Name 2999!"
    assert field.view.height() < 400


def test_overview_leaves_long_text_out() -> None:
    assert [column.id for column in compact_columns(TEAM)] == ["name", "kind", "other", "from"]
    only_long = Question(QuestionId("t.l"), AnswerType.TABLE, "L", columns=COLUMNS[4:])
    assert compact_columns(only_long) == COLUMNS[4:]


def test_typed_words_of_what_cannot_be_read() -> None:
    assert typed_words({"day": "2", "month": "", "year": None}) == "2"
    assert typed_words(["a", {"x": "b"}, "", 3, True]) == "a, b, 3"


def test_words_in_a_cell_are_never_markup(team: Table) -> None:
    choose(team, "r1")
    team.fields["name"].focus_part(Address(TEAM.id))
    windows.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    windows.paste("<img src=x>&amp;")
    assert team.model.index(0, 1).data() == "<img src=x>&amp;"
    QApplication.processEvents()


def test_wheel_over_the_overview_does_not_change_the_row(team: Table) -> None:
    before = team.detail.heading.text()
    windows.turn_wheel(team.view.viewport())
    assert team.detail.heading.text() == before


def test_double_click_opens_the_row(team: Table) -> None:
    area = team.view.visualRect(team.model.index(1, 1))
    QTest.mouseClick(team.view.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    QTest.mouseDClick(team.view.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert team.fields["name"].controls()[0].hasFocus()
    assert team.fields["name"].raw() == "Name 2"


def test_many_problems_of_a_table_are_counted(team: Table) -> None:
    problems = [
        Problem(Address(TEAM.id, RowId("r1"), "name"), ProblemKind.MISSING, f"Enter name {number}")
        for number in range(8)
    ]
    team.show_problems(problems)
    QApplication.processEvents()
    assert "and 3 more in this table" in [w.text() for w in team.findChildren(QLabel) if w.isVisible()]
    team.show_problems([])
    QApplication.processEvents()
    assert "and 3 more in this table" not in [w.text() for w in team.findChildren(QLabel) if w.isVisible()]


def test_opening_a_column_that_is_not_asked_goes_to_the_first_that_is(team: Table) -> None:
    team.view.setFocus()
    team.view.setCurrentIndex(team.model.index(0, 3))
    windows.press(Qt.Key.Key_F2)
    assert team.fields["name"].controls()[0].hasFocus()


def test_place_in_an_empty_table_is_nowhere(qtbot: QtBot, still_session: Session) -> None:
    field = shown(qtbot, still_session, TEAM, None)
    assert field.place() == {}
    field.go_to({})
    assert field.add_button.hasFocus()
