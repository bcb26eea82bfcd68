"""The contract that every field keeps, checked on a form that has every answer type."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ipas_desktop.cases.case import CaseId
from ipas_desktop.forms import answers, loader
from ipas_desktop.forms.definition import AnswerType, Question
from ipas_desktop.forms.problems import Address, Problem, ProblemKind
from ipas_desktop.ui import fields
from ipas_desktop.ui.fields.group_role import install_group_role
from ipas_desktop.ui.session import Session
from tests.forms import drafts
from tests.forms.conftest import good as good_answers
from tests.ui import windows

TODAY = date(2026, 11, 23)
EVERYTHING = loader.load_folder(Path(__file__).parent.parent / "forms" / "everything" / "1")
GOOD = good_answers.__wrapped__() if hasattr(good_answers, "__wrapped__") else good_answers.__pytest_wrapped__.obj()
QUESTIONS = [question for question in EVERYTHING.questions() if question.id in GOOD]
OF_EACH_TYPE = list({question.type: question for question in QUESTIONS}.values())


def named(question: Question) -> str:
    return str(question.id)


def test_every_answer_type_is_among_the_questions_tried() -> None:
    assert {question.type for question in QUESTIONS} == set(AnswerType)


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_field_gives_back_an_answer_that_reads_the_same(
    qtbot: QtBot, still_session: Session, question: Question
) -> None:
    field = fields.make(question, still_session)
    qtbot.addWidget(field)
    field.set_raw(GOOD[question.id])
    wanted = answers.parse(question, GOOD[question.id], TODAY)
    assert answers.parse(question, field.raw(), TODAY).value == wanted.value
    field.set_raw(wanted.value)
    assert answers.parse(question, field.raw(), TODAY).value == wanted.value


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_field_is_blank_when_new_and_after_clearing(qtbot: QtBot, still_session: Session, question: Question) -> None:
    field = fields.make(question, still_session)
    qtbot.addWidget(field)
    assert answers.is_blank(question, field.raw())
    field.set_raw(GOOD[question.id])
    field.set_raw(None)
    assert field.raw() is None


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_field_says_nothing_when_it_is_only_shown_an_answer(
    qtbot: QtBot, still_session: Session, question: Question
) -> None:
    field = fields.make(question, still_session)
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.changed):
        field.set_raw(GOOD[question.id])
        field.set_raw(None)


@pytest.mark.parametrize("question", OF_EACH_TYPE, ids=named)
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_field_takes_any_json_that_a_file_may_bring(
    still_session: Session, question: Question, data: st.DataObject
) -> None:
    field = fields.make(question, still_session)
    field.set_raw(data.draw(st.one_of(drafts.HOSTILE, drafts.answer(question))))
    answers.parse(question, field.raw(), TODAY)
    field.deleteLater()


@pytest.mark.parametrize("question", OF_EACH_TYPE, ids=named)
def test_field_names_every_control(qtbot: QtBot, still_session: Session, question: Question) -> None:
    field = fields.make(question, still_session, CaseId("0" * 32))
    field.set_raw(GOOD[question.id])
    windows.show(qtbot, field)
    for control in _focusable(field):
        assert control.accessibleName(), f"{control} of {question.id} has no name"
    own = {control.accessibleName() for control in field.controls()}
    assert field.accessibleName() == question.label or any(question.label in name for name in own)


@pytest.mark.parametrize("question", OF_EACH_TYPE, ids=named)
def test_field_is_a_group_to_assistive_technology(qtbot: QtBot, still_session: Session, question: Question) -> None:
    install_group_role()
    field = fields.make(question, still_session)
    windows.show(qtbot, field)
    interface = QAccessible.queryAccessibleInterface(field)
    assert interface is not None
    assert interface.role() is QAccessible.Role.Grouping
    if field.is_composite():
        assert interface.text(QAccessible.Text.Name) == question.label
        assert interface.text(QAccessible.Text.Description) == question.hint


@pytest.mark.parametrize("question", OF_EACH_TYPE, ids=named)
def test_field_lets_tab_out(qtbot: QtBot, still_session: Session, question: Question) -> None:
    after = fields.make(Question(question.id, AnswerType.SHORT_TEXT, "After"), still_session)
    field = fields.make(question, still_session, CaseId("0" * 32))
    field.set_raw(GOOD[question.id])
    both = QWidget()
    layout = QVBoxLayout(both)
    layout.addWidget(field)
    layout.addWidget(after)
    windows.show(qtbot, both)
    field.focus_part(Address(question.id))
    left: list[bool] = []
    field.left.connect(lambda: left.append(True))
    for _ in range(80):
        windows.press(Qt.Key.Key_Tab)
        if after.controls()[0].hasFocus():
            break
    assert after.controls()[0].hasFocus()
    assert left == [True]


@pytest.mark.parametrize("question", OF_EACH_TYPE, ids=named)
def test_field_shows_a_problem_in_the_words_of_the_summary(
    qtbot: QtBot, still_session: Session, question: Question
) -> None:
    field = fields.make(question, still_session)
    windows.show(qtbot, field)
    problem = Problem(Address(question.id), ProblemKind.MISSING, "Enter <b>something</b>")
    field.show_problems([problem])
    assert field.error.isVisible()
    assert field.error.text() == "Error: Enter <b>something</b>"
    said = field.accessibleDescription() + "".join(control.accessibleDescription() for control in field.controls())
    assert "Error: Enter <b>something</b>" in said
    field.show_problems([])
    assert not field.error.isVisible()


@pytest.mark.parametrize("question", OF_EACH_TYPE, ids=named)
def test_field_shows_all_words_literally(qtbot: QtBot, still_session: Session, question: Question) -> None:
    field = fields.make(question, still_session)
    qtbot.addWidget(field)
    field.set_raw(GOOD[question.id])
    for label in field.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()


@pytest.mark.parametrize("question", OF_EACH_TYPE, ids=named)
def test_field_ignores_the_wheel_without_focus(qtbot: QtBot, still_session: Session, question: Question) -> None:
    field = fields.make(question, still_session)
    field.set_raw(GOOD[question.id])
    windows.show(qtbot, field)
    before = field.raw()
    for control in field.findChildren(QComboBox):
        assert control.focusPolicy() is Qt.FocusPolicy.StrongFocus
    for control in field.controls():
        control.clearFocus()
        windows.turn_wheel(control)
    assert field.raw() == before


def _focusable(field: fields.Field) -> list[QWidget]:
    return [
        widget
        for widget in field.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
    ]
