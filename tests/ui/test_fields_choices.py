"""Options: radio buttons, tick boxes, long lists, ratings and yes or no with their reasons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from ipas_desktop.forms.definition import AnswerType, Choice, Question, QuestionId
from ipas_desktop.forms.problems import Address
from ipas_desktop.ui import fields
from ipas_desktop.ui.fields.choosing import LongChoice, Option, Radios, Ticks
from ipas_desktop.ui.fields.reasons import WithReason
from ipas_desktop.ui.session import Session
from tests.ui import windows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FEW = (Choice("a", "Alpha"), Choice("b", "Beta"), Choice("c", "Gamma"))
HINTED = (Choice("a", "Alpha", "The first"), Choice("b", "Beta"), Choice("none", "None of these"))
MANY = tuple(Choice(f"c{number}", f"Choice number {number}") for number in range(40))


def make(
    qtbot: QtBot, session: Session, type_: AnswerType, choices: tuple[Choice, ...], **more: object
) -> fields.Field:
    question = Question(QuestionId("t.q"), type_, "Which?", choices=choices, **more)  # type: ignore[arg-type]
    field = fields.make(question, session)
    windows.show(qtbot, field)
    return field


def button(field: fields.Field, choice: str) -> QAbstractButton:
    assert isinstance(field, Radios | Ticks | WithReason)
    return field.options.buttons[choice]


def test_radio_is_chosen_by_a_click_on_its_words(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CHOICE, FEW)
    option = button(field, "b").parentWidget()
    assert isinstance(option, Option)
    with qtbot.waitSignal(field.changed):
        QTest.mouseClick(option, Qt.MouseButton.LeftButton, pos=QPoint(option.width() - 2, option.height() // 2))
    assert field.raw() == "b"
    assert button(field, "b").hasFocus()


def test_radio_is_chosen_by_the_keyboard_and_taken_away_by_delete(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CHOICE, FEW)
    field.focus_part(Address(field.question.id))
    windows.press(Qt.Key.Key_Space)
    assert field.raw() == "a"
    windows.press(Qt.Key.Key_Down)
    assert field.raw() == "b"
    windows.press(Qt.Key.Key_Left)
    windows.press(Qt.Key.Key_Up)
    assert field.raw() == "c"
    assert button(field, "c").hasFocus()
    with qtbot.waitSignal(field.changed):
        windows.press(Qt.Key.Key_Delete)
    assert field.raw() is None


def test_focus_goes_to_the_chosen_radio(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CHOICE, FEW)
    field.set_raw("c")
    field.focus_part(Address(field.question.id))
    assert button(field, "c").hasFocus()


def test_choice_that_the_form_does_not_know_is_kept_until_another_is_picked(
    qtbot: QtBot, still_session: Session
) -> None:
    radios = make(qtbot, still_session, AnswerType.CHOICE, FEW)
    radios.set_raw("gone")
    assert radios.raw() == "gone"
    button(radios, "a").click()
    assert radios.raw() == "a"
    ticks = make(qtbot, still_session, AnswerType.CHOICES, FEW)
    ticks.set_raw(["b", "gone"])
    assert ticks.raw() == ["b", "gone"]


def test_ticks_keep_the_order_of_the_form(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CHOICES, FEW)
    for choice in ("c", "a"):
        button(field, choice).click()
    assert field.raw() == ["a", "c"]
    button(field, "c").click()
    assert field.raw() == ["a"]


def test_exclusive_tick_clears_the_others_and_the_other_way_round(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CHOICES, HINTED, exclusive=("none",))
    seen: list[object] = []
    field.changed.connect(lambda: seen.append(field.raw()))
    for choice in ("a", "b", "none", "a"):
        button(field, choice).click()
    assert seen == [["a"], ["a", "b"], ["none"], ["a"]]


def test_option_tells_its_hint_to_a_screen_reader(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CHOICES, HINTED)
    assert button(field, "a").accessibleName() == "Alpha"
    assert button(field, "a").accessibleDescription() == "The first"


def test_eight_choices_are_radio_buttons(qtbot: QtBot, still_session: Session) -> None:
    assert isinstance(make(qtbot, still_session, AnswerType.CHOICE, MANY[:8]), Radios)


def test_more_than_eight_choices_are_a_list_to_type_in(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CHOICE, MANY)
    assert isinstance(field, LongChoice)
    field.focus_part(Address(field.question.id))
    windows.type_words("choice NUMBER 3")
    assert field.raw() == "c3"
    windows.type_words("x")
    assert field.raw() == "choice NUMBER 3x"


def test_long_list_shows_labels_and_what_it_does_not_know_as_typed(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CHOICE, MANY)
    assert isinstance(field, LongChoice)
    field.set_raw("c7")
    assert field.pick.currentText() == "Choice number 7"
    field.set_raw("half typ")
    assert (field.pick.currentText(), field.raw()) == ("half typ", "half typ")


def test_long_list_finds_words_inside_labels(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CHOICE, MANY)
    assert isinstance(field, LongChoice)
    field.pick.setFocus()
    windows.type_words("number 39")
    completer = field.pick.completer()
    assert completer is not None
    assert completer.currentCompletion() == "Choice number 39"
    QApplication.processEvents()


@pytest.fixture
def yes_no(qtbot: QtBot, still_session: Session) -> WithReason:
    field = make(
        qtbot,
        still_session,
        AnswerType.YES_NO,
        (Choice("yes", "Yes"), Choice("no", "No"), Choice("not_known", "Not known")),
        reason_when=("yes", "not_known"),
        reason_label="Why?",
    )
    assert isinstance(field, WithReason)
    return field


def test_reason_is_asked_under_the_answers_that_need_one(yes_no: WithReason) -> None:
    assert not yes_no.reason.isVisible()
    button(yes_no, "yes").click()
    assert yes_no.reason.isVisible()
    assert yes_no.reason_label.text() == "Why?"
    button(yes_no, "no").click()
    assert not yes_no.reason.isVisible()


def test_reason_is_kept_when_another_answer_hides_it(yes_no: WithReason) -> None:
    button(yes_no, "yes").click()
    yes_no.focus_part(Address(yes_no.question.id, part="reason"))
    windows.type_words("because")
    button(yes_no, "no").click()
    assert yes_no.raw() == {"answer": "no", "reason": "because"}
    button(yes_no, "yes").click()
    assert yes_no.reason.toPlainText() == "because"


def test_reason_without_an_answer_is_shown(yes_no: WithReason) -> None:
    yes_no.set_raw({"reason": "alone"})
    assert yes_no.reason.isVisible()
    assert yes_no.raw() == {"reason": "alone"}


def test_problem_of_a_reason_marks_the_reason(yes_no: WithReason) -> None:
    from ipas_desktop.forms.problems import Problem, ProblemKind

    yes_no.set_raw({"answer": "yes"})
    problem = Problem(Address(yes_no.question.id, part="reason"), ProblemKind.MISSING, "Enter why")
    yes_no.show_problems([problem])
    assert yes_no.reason.property("wrong") is True
    assert not button(yes_no, "yes").property("wrong")


def test_reason_refuses_a_paste_that_would_freeze_the_window(yes_no: WithReason) -> None:
    yes_no.set_raw({"answer": "yes"})
    yes_no.focus_part(Address(yes_no.question.id, part="reason"))
    windows.paste("x" * 1_000_000)
    assert yes_no.notice.isVisible()
    assert yes_no.raw() == {"answer": "yes"}
