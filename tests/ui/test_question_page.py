"""A page of questions on a real form and a real vault, by keyboard and mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ipas_desktop.cases.case import NOTIFICATION, OSJA, Case, DocumentKey
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Json, QuestionId, RowId
from ipas_desktop.forms.problems import Address, Problem, ProblemKind
from ipas_desktop.ui.error_summary import ErrorSummary
from ipas_desktop.ui.fields.dates import DateField
from ipas_desktop.ui.fields.reasons import WithReason
from ipas_desktop.ui.fields.table import Table
from ipas_desktop.ui.form_facts import caption_words, deciding_questions, find_page
from ipas_desktop.ui.question_page import QuestionPage
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import answers, engagements, history
from ipas_desktop.vault.opening import OpenVault
from tests.ui import windows
from tests.ui.conftest import TODAY
from tests.ui.test_saving import full_disk, long_words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FORM = loader.load_form("notification")
TITLE, SENSITIVE = QuestionId("en.a.title"), QuestionId("en.a.sensitive_case")
MODE, START = QuestionId("en.f.mode"), QuestionId("en.f.start")

Open = Callable[..., QuestionPage]


@pytest.fixture
def open_page(qtbot: QtBot, session: Session, case: Case) -> Open:
    def open_page(page_id: str, document: DocumentKey = NOTIFICATION, width: int = 1366) -> QuestionPage:
        page = QuestionPage(session, case.id, document, page_id)
        windows.show(qtbot, page, width)
        qtbot.waitUntil(lambda: page.side.list.sections().rowCount() > 0)
        return page

    return open_page


def stored(vault: OpenVault, case: Case, question: QuestionId) -> Json:
    return engagements.load_case(vault, case.id).document(NOTIFICATION).answers.get(question)


def write(page: QuestionPage, question: QuestionId, words: str) -> None:
    page.fields[question].focus_part(Address(question))
    windows.type_words(words)


def test_page_shows_section_title_and_questions(open_page: Open) -> None:
    page = open_page("delivery.dates")
    assert page.heading is not None
    assert page.heading.text() == "How and when"
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert any(words.startswith("Section F of 15, Delivery and dates") for words in texts)
    assert "How is it delivered?" in texts


def test_typing_is_saved_after_a_pause(qtbot: QtBot, open_page: Open, vault: OpenVault, case: Case) -> None:
    page = open_page("about.engagement")
    with qtbot.waitSignal(page.saved, timeout=3_000) as saved:
        write(page, TITLE, "Ghana half a wo")
    assert isinstance(saved.args[0], datetime)
    assert stored(vault, case, TITLE) == "Ghana half a wo"


def test_leaving_a_field_saves_it_and_tells_the_history(
    qtbot: QtBot, open_page: Open, vault: OpenVault, case: Case
) -> None:
    page = open_page("about.engagement")
    before = len(history.events(vault, case.id))
    write(page, TITLE, "Ghana")
    with qtbot.waitSignal(page.saved, timeout=300):
        windows.press(Qt.Key.Key_Tab)
    assert stored(vault, case, TITLE) == "Ghana"
    assert len(history.events(vault, case.id)) == before + 1


def test_flush_saves_in_mid_word_and_needs_no_vault_afterwards(
    qtbot: QtBot, open_page: Open, vault: OpenVault, case: Case
) -> None:
    page = open_page("about.engagement")
    write(page, TITLE, "in mid wo")
    assert page.flush()
    assert stored(vault, case, TITLE) == "in mid wo"
    vault.close()
    page.hide()
    QApplication.processEvents()


def test_place_leads_back_to_field_and_cursor(qtbot: QtBot, open_page: Open) -> None:
    page = open_page("about.engagement")
    write(page, TITLE, "in mid word")
    windows.press(Qt.Key.Key_Left)
    place = page.place()
    assert page.flush()
    again = open_page("about.engagement")
    again.go_to(place)
    windows.type_words("_")
    assert again.fields[TITLE].raw() == "in mid wor_d"


def test_place_without_a_field_leads_to_the_heading(open_page: Open) -> None:
    page = open_page("about.engagement")
    page.go_to({})
    assert page.heading is not None
    assert page.heading.hasFocus()
    page.show_problem(Address(QuestionId("en.gone")))
    assert page.heading.hasFocus()


def test_answer_makes_a_question_appear_without_moving_the_focus(open_page: Open) -> None:
    page = open_page("where.countries")
    hidden = {question for question, field in page.fields.items() if field.isHidden()}
    told = QuestionId("en.c.post_aware")
    assert told in deciding_questions(FORM)
    radios = page.fields[told]
    radios.focus_part(Address(told))
    place = QApplication.focusWidget()
    windows.press(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is place
    now_hidden = {question for question, field in page.fields.items() if field.isHidden()}
    assert now_hidden < hidden
    windows.press(Qt.Key.Key_Delete)
    assert {question for question, field in page.fields.items() if field.isHidden()} == hidden


def test_hidden_answer_stays_stored(qtbot: QtBot, open_page: Open, vault: OpenVault, case: Case) -> None:
    page = open_page("where.countries")
    told = QuestionId("en.c.post_aware")
    page.fields[told].focus_part(Address(told))
    hidden = {question for question, field in page.fields.items() if field.isHidden()}
    windows.press(Qt.Key.Key_Space)
    shown = next(
        question
        for question, field in page.fields.items()
        if question in hidden and not field.isHidden() and field.controls()[0].inherits("QLineEdit")
    )
    write(page, shown, "7")
    page.fields[told].focus_part(Address(told))
    windows.press(Qt.Key.Key_Delete)
    assert page.fields[shown].isHidden()
    assert page.flush()
    assert stored(vault, case, shown) is not None


def test_continue_with_gaps_shows_the_summary_and_takes_the_focus_there(qtbot: QtBot, open_page: Open) -> None:
    page = open_page("about.engagement")
    with qtbot.assertNotEmitted(page.page_requested):
        QTest.mouseClick(page.continue_button, Qt.MouseButton.LeftButton)
    assert page.summary.isVisible()
    assert page.summary.heading.hasFocus()
    said = [link.accessibleName() for link in page.summary.links()]
    assert "Enter the title of the engagement" in said or any("title" in words.lower() for words in said)
    at_field = page.fields[TITLE].error.text().removeprefix("Error: ")
    assert at_field in said


def test_link_of_the_summary_leads_to_its_field(open_page: Open) -> None:
    page = open_page("about.engagement")
    page.go_forward()
    page.summary.links()[0].setFocus()
    windows.press(Qt.Key.Key_Return)
    assert page.fields[TITLE].controls()[0].hasFocus()


def test_summary_of_very_many_problems_says_how_many_more(qtbot: QtBot) -> None:
    summary = ErrorSummary()
    qtbot.addWidget(summary)
    at = Address(TITLE)
    summary.show_problems([Problem(at, ProblemKind.MISSING, f"Enter answer {number}") for number in range(45)])
    assert len(summary.links()) == 31
    assert summary.links()[-1].accessibleName() == "and 15 more on this page"
    with qtbot.waitSignal(summary.chosen) as chosen:
        summary.links()[-1].click()
    assert chosen.args == [at]
    summary.show_problems([])
    assert summary.isHidden()


def test_user_may_continue_without_answering(qtbot: QtBot, open_page: Open) -> None:
    page = open_page("about.engagement")
    page.go_forward()
    with qtbot.waitSignal(page.page_requested) as wanted:
        QTest.mouseClick(page.summary.pass_button, Qt.MouseButton.LeftButton)
    assert wanted.args == [NOTIFICATION, "about.marking"]


def test_control_enter_continues_when_nothing_is_wrong(
    qtbot: QtBot, open_page: Open, session: Session, vault: OpenVault, case: Case
) -> None:
    _section, page_of_form = find_page(FORM, "about.engagement")
    good = {
        "en.a.title": "Ghana",
        "en.a.kind": page_of_form.questions[1].choices[0].id,
        "en.a.sensitive_case": {"answer": "no"},
    }
    for question in page_of_form.questions:
        if question.id in good:
            answers.save_answer(vault, case.id, NOTIFICATION, question, good[question.id], TODAY)  # type: ignore[arg-type]
    page = open_page("about.engagement")
    page.fields[TITLE].focus_part(Address(TITLE))
    with qtbot.waitSignal(page.page_requested) as wanted:
        windows.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == [NOTIFICATION, "about.marking"]


def test_problems_go_once_they_are_mended(open_page: Open) -> None:
    page = open_page("about.engagement")
    page.go_forward()
    before = len(page.summary.links())
    write(page, TITLE, "Ghana")
    page.go_forward()
    assert len(page.summary.links()) == before - 1
    assert not page.fields[TITLE].error.isVisible()


def test_unreadable_answer_is_kept_and_named(open_page: Open, vault: OpenVault, case: Case) -> None:
    page = open_page("delivery.dates")
    write(page, START, "2")
    page.go_forward()
    assert "must include a month" in page.fields[START].error.text()
    field = page.fields[START]
    assert isinstance(field, DateField)
    assert field.edit.boxes["month"].property("wrong") is True
    assert stored(vault, case, START) == {"day": "2", "month": "", "year": ""}


def test_come_back_later_saves_and_leaves(qtbot: QtBot, open_page: Open, vault: OpenVault, case: Case) -> None:
    page = open_page("about.engagement")
    write(page, TITLE, "later")
    with qtbot.waitSignal(page.left):
        QTest.mouseClick(page.later_button, Qt.MouseButton.LeftButton)
    assert stored(vault, case, TITLE) == "later"


def test_last_page_leads_back_to_the_engagement(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(FORM.sections[-1].pages[-1].id)
    page.go_forward()
    with qtbot.waitSignal(page.left):
        page.summary.passed.emit()


def test_change_from_review_leads_back_there(qtbot: QtBot, open_page: Open) -> None:
    page = open_page("about.engagement")
    page.go_to({"back_to_review": True})
    assert page.heading is not None
    assert page.heading.hasFocus()
    assert page.continue_button.text() == "Save and go back to your answers"
    assert page.place()["back_to_review"] is True
    page.go_forward()
    with qtbot.waitSignal(page.review_requested), qtbot.assertNotEmitted(page.page_requested):
        page.summary.pass_button.click()


def test_section_list_leads_to_other_sections(qtbot: QtBot, open_page: Open) -> None:
    page = open_page("about.engagement")
    page.side.list.setFocus()
    for _ in range(5):
        windows.press(Qt.Key.Key_Down)
    with qtbot.waitSignal(page.page_requested) as wanted:
        windows.press(Qt.Key.Key_Return)
    assert wanted.args == [NOTIFICATION, "delivery.dates"]


def test_section_that_cannot_start_is_named_and_leads_nowhere(qtbot: QtBot, open_page: Open) -> None:
    page = open_page("about.engagement")
    model = page.side.list.sections()
    said = {row: str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())}
    row = next(row for row, words in said.items() if "cannot start yet" in words)
    page.side.list.setFocus()
    page.side.list.setCurrentIndex(model.index(row))
    with qtbot.assertNotEmitted(page.page_requested):
        windows.press(Qt.Key.Key_Return)


def test_section_list_tells_progress_as_answers_come(qtbot: QtBot, open_page: Open) -> None:
    page = open_page("about.engagement")
    model = page.side.list.sections()
    said = str(model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert said == "A, About this notification, not yet started"
    write(page, TITLE, "Ghana")
    qtbot.waitUntil(
        lambda: "in progress, 1 of" in str(model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)), timeout=4_000
    )


def test_help_follows_the_question_in_hand(open_page: Open) -> None:
    page = open_page("delivery.dates", width=1800)
    page.fields[START].focus_part(Address(START))
    assert page.help.isVisible()
    assert page.help.question is not None
    assert page.help.question.id == START
    texts = [label.text() for label in page.help.findChildren(QLabel)]
    assert "Start date" in texts
    assert any("Today is Monday 23 November 2026" in words for words in texts)
    assert any("Not checked against the source yet" in words for words in texts)


def test_help_is_a_link_where_there_is_no_room(open_page: Open) -> None:
    page = open_page("delivery.dates", width=1000)
    assert not page.help.isVisible()
    page.fields[START].focus_part(Address(START))
    windows.press(Qt.Key.Key_F1)
    assert page.help.isVisible()
    windows.press(Qt.Key.Key_F1)
    assert not page.help.isVisible()


def test_sections_are_a_drop_down_list_on_a_narrow_page(qtbot: QtBot, open_page: Open) -> None:
    page = open_page("delivery.dates", width=800)
    assert not page.side.isVisible()
    assert page.jump.isVisible()
    assert page.jump.currentText().startswith("F, Delivery and dates")
    with qtbot.waitSignal(page.page_requested) as wanted:
        page.jump.setFocus()
        windows.press(Qt.Key.Key_Up)
    assert wanted.args == [NOTIFICATION, "work.kind"]


def test_f6_walks_sections_page_and_actions(open_page: Open) -> None:
    page = open_page("about.engagement")
    page.side.list.setFocus()
    windows.press(Qt.Key.Key_F6)
    assert page.fields[TITLE].controls()[0].hasFocus()
    windows.press(Qt.Key.Key_F6)
    assert page.continue_button.hasFocus()
    windows.press(Qt.Key.Key_F6)
    assert page.side.list.hasFocus()


def test_full_disk_is_told_in_the_page_and_words_stay(
    qtbot: QtBot, open_page: Open, vault: OpenVault, case: Case
) -> None:
    page = open_page("about.engagement")
    with full_disk(vault):
        page.fields[TITLE].focus_part(Address(TITLE))
        windows.paste("words that need room " * 900)
        with qtbot.waitSignal(page.save_failed):
            assert not page.flush()
        assert page.banner.isVisible()
        assert page.banner.sentence().startswith("Not saved:")
        with qtbot.assertNotEmitted(page.page_requested), qtbot.assertNotEmitted(page.left):
            page.go_forward()
            page.later_button.click()
            page.side.review_requested.emit()
    with qtbot.waitSignal(page.saved):
        assert page.flush()
    assert not page.banner.isVisible()
    assert str(stored(vault, case, TITLE)).startswith("words that need room")


def test_row_of_a_table_is_saved_alone(qtbot: QtBot, open_page: Open, vault: OpenVault, case: Case) -> None:
    page = open_page("team.people")
    team = QuestionId("en.h.team")
    field = page.fields[team]
    assert isinstance(field, Table)
    field.add()
    windows.type_words("Lead")
    field.add()
    windows.type_words("Mentor")
    field.view.setFocus()
    windows.press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.flush()
    rows = stored(vault, case, team)
    assert isinstance(rows, list)
    assert [next(v for k, v in row.items() if k != "row") for row in rows if isinstance(row, dict)] == [
        "Mentor",
        "Lead",
    ]
    field.remove()
    assert page.flush()
    rows = stored(vault, case, team)
    assert isinstance(rows, list)
    assert len(rows) == 1


def test_progress_of_a_large_table_is_judged_on_a_worker(
    qtbot: QtBot, open_page: Open, session: Session, vault: OpenVault, case: Case
) -> None:
    team = FORM.question(QuestionId("en.h.team"))
    for number in range(301):
        row: dict[str, Json] = {str(team.columns[0].id): f"Person {number}"}
        answers.save_row(vault, case.id, NOTIFICATION, team, RowId(f"r{number}"), row, TODAY)
    page = open_page("team.people")
    model = page.side.list.sections()
    said = [str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]
    assert any(words.startswith("H, UK personnel, ") and "1 of " in words for words in said), said
    field = page.fields[team.id]
    assert isinstance(field, Table)
    field.add()
    windows.type_words("One more")
    page._show_states()
    page._show_states()
    qtbot.waitUntil(lambda: page._states_job is None, timeout=10_000)
    assert page.flush()
    rows = stored(vault, case, team.id)
    assert isinstance(rows, list)
    assert len(rows) == 302


def test_show_problem_leads_into_the_cell(open_page: Open, session: Session, vault: OpenVault, case: Case) -> None:
    team = FORM.question(QuestionId("en.h.team"))
    for number in (1, 2):
        row: dict[str, Json] = {str(team.columns[0].id): f"Person {number}"}
        answers.save_row(vault, case.id, NOTIFICATION, team, RowId(f"r{number}"), row, TODAY)
    page = open_page("team.people")
    column = next(column for column in team.columns[1:] if column.required and column.show_when is None)
    page.show_problem(Address(team.id, RowId("r2"), str(column.id)))
    field = page.fields[team.id]
    assert isinstance(field, Table)
    assert field.detail.heading.text().endswith("2")
    assert field.fields[str(column.id)].error.isVisible()
    assert field.fields[str(column.id)].isAncestorOf(QApplication.focusWidget())


def test_show_problem_shows_that_question_only(open_page: Open) -> None:
    page = open_page("about.engagement")
    page.show_problem(Address(SENSITIVE))
    assert page.fields[SENSITIVE].error.isVisible()
    assert not page.fields[TITLE].error.isVisible()
    field = page.fields[SENSITIVE]
    assert isinstance(field, WithReason)
    assert any(button.hasFocus() for button in field.options.buttons.values())


def test_every_page_of_both_forms_opens_without_a_warning(session: Session, case: Case, qtbot: QtBot) -> None:
    for key, form_id in ((NOTIFICATION, "notification"), (OSJA, "osja-capacity")):
        for form_page in loader.load_form(form_id).pages():
            page = QuestionPage(session, case.id, key, form_page.id)
            qtbot.addWidget(page)
            page.resize(1366, 660)
            page.show()
            QApplication.processEvents()
            assert set(page.fields) == {question.id for question in form_page.questions}
            page.hide()


def test_unknown_page_is_refused(session: Session, case: Case) -> None:
    with pytest.raises(KeyError):
        QuestionPage(session, case.id, NOTIFICATION, "no.such.page")


def test_caption_counts_pages_only_where_there_are_several() -> None:
    one = next(section for section in FORM.sections if len(section.pages) == 1)
    several = next(section for section in FORM.sections if len(section.pages) > 1)
    assert "page" not in caption_words(FORM, one, one.pages[0])
    assert caption_words(FORM, several, several.pages[1]).endswith(f"page 2 of {len(several.pages)}")


def test_words_of_the_disk_test_need_room() -> None:
    assert len(long_words(1)) > 50_000
