"""Typed text: literal, plain, never cut, and out again by Tab."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from ipas_desktop.forms.definition import AnswerType, Question, QuestionId
from ipas_desktop.forms.problems import Address
from ipas_desktop.ui.fields import editors, text
from ipas_desktop.ui.fields.text import LongText, ShortText
from ipas_desktop.ui.session import Session
from tests.ui import windows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SHORT = Question(QuestionId("t.short"), AnswerType.SHORT_TEXT, "Title", max_length=20)
LONG = Question(QuestionId("t.long"), AnswerType.LONG_TEXT, "Story", hint="Say what happened", max_length=60)


@pytest.fixture
def short(qtbot: QtBot, still_session: Session) -> ShortText:
    field = ShortText(SHORT, still_session)
    windows.show(qtbot, field)
    field.focus_part(Address(SHORT.id))
    return field


@pytest.fixture
def long(qtbot: QtBot, still_session: Session) -> LongText:
    field = LongText(LONG, still_session)
    windows.show(qtbot, field)
    field.focus_part(Address(LONG.id))
    return field


def test_short_text_is_what_was_typed(qtbot: QtBot, short: ShortText) -> None:
    with qtbot.waitSignals([short.changed] * 3):
        windows.type_words("<b>")
    assert short.raw() == "<b>"


def test_short_text_takes_pasted_lines_as_one(short: ShortText) -> None:
    windows.paste("one\r\ntwo\u2028three\n")
    assert short.raw() == "one two three"


def test_short_text_is_never_cut_and_says_when_it_is_too_long(short: ShortText) -> None:
    windows.paste("x" * 15_000)
    assert short.raw() == "x" * 15_000
    assert short.notice.isVisible()
    assert short.notice.text() == "You have 14,980 characters too many"
    windows.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    windows.type_words("fits")
    assert not short.notice.isVisible()


@pytest.mark.parametrize("make", ["short", "long"])
def test_text_refuses_a_paste_that_would_freeze_the_window(make: str, request: pytest.FixtureRequest) -> None:
    field = request.getfixturevalue(make)
    windows.type_words("kept")
    windows.paste("x" * 2_000_000)
    assert field.raw() == "kept"
    assert field.notice.isVisible()
    assert "2,000,004 characters" in field.notice.text()
    assert "still on the clipboard" in field.notice.text()
    assert len(QGuiApplication.clipboard().text()) == 2_000_000
    windows.type_words("!")
    assert not field.notice.isVisible()


def test_long_text_takes_two_megabytes_of_paragraphs_whole(long: LongText) -> None:
    pasted = "\n".join(f"Paragraph {number} of a very long paper, word for word." for number in range(40_000))
    assert len(pasted) > 2_000_000
    windows.paste(pasted)
    assert long.raw() == pasted
    assert "characters too many" in long.count.text()


def test_long_text_loses_the_styling_of_a_word_processor(long: LongText) -> None:
    windows.paste(html="<p style='color:red'><b>Bold</b> and <i>italic</i></p><p>next</p>")
    assert long.raw() == "Bold and italic\nnext"


def test_long_text_counts_what_remains_as_the_form_does(long: LongText) -> None:
    assert long.count.text() == "You have 60 characters remaining"
    windows.paste("e\u0301" * 59)
    assert long.count.text() == "You have 1 character remaining"
    windows.type_words("abc")
    assert long.count.text() == "You have 2 characters too many"
    assert long.count.property("words") == "error"
    windows.press(Qt.Key.Key_Backspace)
    windows.press(Qt.Key.Key_Backspace)
    assert long.count.property("words") == "hint"


def test_long_text_announces_the_count_near_its_end_only(long: LongText, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(text, "announce", lambda _widget, sentence: told.append(sentence))
    windows.type_words("x" * 61)
    assert told == [
        "You have 50 characters remaining",
        "You have 20 characters remaining",
        "You have 0 characters remaining",
    ]


def test_long_text_grows_with_its_words_and_stops(long: LongText) -> None:
    least = long.edit.height()
    long.set_raw("\n".join("line" for _ in range(6)))
    QApplication.processEvents()
    assert long.edit.height() > least
    long.set_raw("\n".join("line" for _ in range(30)))
    QApplication.processEvents()
    tallest = long.edit.height()
    long.set_raw("\n".join("line" for _ in range(300)))
    QApplication.processEvents()
    assert long.edit.height() == tallest


def test_long_text_can_be_undone(long: LongText) -> None:
    windows.type_words("before")
    windows.paste(" pasted")
    windows.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert long.raw() == "before"


def test_place_in_a_text_brings_the_cursor_back(long: LongText) -> None:
    windows.type_words("half a wo")
    QTest.keyClick(long.edit, Qt.Key.Key_Left)
    place = long.place()
    long.edit.clearFocus()
    long.go_to(place)
    assert long.edit.hasFocus()
    windows.type_words("!")
    assert long.raw() == "half a w!o"


def test_place_past_the_end_of_a_text_is_its_end(long: LongText) -> None:
    windows.type_words("short")
    long.go_to({"control": 0, "cursor": 400})
    assert editors.cursor_of(long.edit) == 5


def test_field_goes_to_its_start_for_a_place_it_does_not_know(long: LongText) -> None:
    long.edit.clearFocus()
    long.go_to({"control": 7})
    assert long.edit.hasFocus()


def test_context_menu_pastes_plain_text_too(short: ShortText, monkeypatch: pytest.MonkeyPatch) -> None:
    QGuiApplication.clipboard().setText("two\nlines")
    middle = short.edit.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, short.edit.mapToGlobal(middle))
    QApplication.sendEvent(short.edit, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.objectName() == "edit-paste").trigger()
    menu.close()
    assert short.raw() == "two lines"


def test_short_question_has_a_short_line(qtbot: QtBot, still_session: Session) -> None:
    tiny = ShortText(Question(QuestionId("t.tiny"), AnswerType.SHORT_TEXT, "Code", max_length=4), still_session)
    free = ShortText(Question(QuestionId("t.free"), AnswerType.SHORT_TEXT, "Words"), still_session)
    windows.show(qtbot, tiny)
    windows.show(qtbot, free)
    assert tiny.edit.width() < 100 < free.edit.width()


def test_label_says_what_may_stay_blank(qtbot: QtBot, still_session: Session) -> None:
    must = Question(QuestionId("t.must"), AnswerType.SHORT_TEXT, "Name", required=True)
    field, optional = ShortText(must, still_session), ShortText(SHORT, still_session)
    qtbot.addWidget(field)
    qtbot.addWidget(optional)
    assert (field.label.text(), optional.label.text()) == ("Name", "Title (optional)")


def test_dropped_text_is_taken_as_one_plain_line(short: ShortText) -> None:
    data = QMimeData()
    data.setText("dropped\nwords")
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    short.edit.dropEvent(drop)
    assert short.raw() == "dropped words"


def test_wheel_scrolls_a_long_text_only_while_it_has_the_focus(long: LongText) -> None:
    long.set_raw("\n".join(str(number) for number in range(200)))
    QApplication.processEvents()
    bar = long.edit.verticalScrollBar()
    long.edit.clearFocus()
    windows.turn_wheel(long.edit.viewport())
    assert bar.value() == 0
    long.edit.setFocus()
    windows.turn_wheel(long.edit.viewport())
    assert bar.value() > 0


def test_place_in_other_controls_has_no_cursor(qtbot: QtBot) -> None:
    button = QPushButton("x")
    qtbot.addWidget(button)
    assert editors.cursor_of(button) == 0
    editors.set_cursor(button, 5)
    combo = QComboBox()
    qtbot.addWidget(combo)
    combo.setEditable(True)
    combo.setEditText("words")
    editors.set_cursor(combo, 2)
    assert editors.cursor_of(combo) == 2
