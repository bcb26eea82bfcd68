"""Check your answers: all of them in words, each with its way back, and what stops signing first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ipas_desktop.cases import samples
from ipas_desktop.cases.case import NOTIFICATION, OSJA, Case
from ipas_desktop.cases.checks import Finding, Severity
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import AnswerType, Json, Question, QuestionId, RowId
from ipas_desktop.forms.problems import Address
from ipas_desktop.ui.findings_list import FindingList, where_words
from ipas_desktop.ui.review_answers import LONGEST, MOST_ROWS, answer_words
from ipas_desktop.ui.review_page import NOT_USED, ReviewPage, looking_words
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import answers, engagements
from ipas_desktop.vault.opening import OpenVault
from tests.ui import windows
from tests.ui.conftest import TODAY

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FORM = loader.load_form("notification")
TITLE = FORM.question(QuestionId("en.a.title"))
START = FORM.question(QuestionId("en.f.start"))


def save(vault: OpenVault, case: Case, question: Question, raw: Json) -> None:
    answers.save_answer(vault, case.id, NOTIFICATION, question, raw, TODAY)


def opened(qtbot: QtBot, session: Session, case: Case, width: int = 1366) -> ReviewPage:
    page = ReviewPage(session, case.id)
    windows.show(qtbot, page, width)
    qtbot.waitUntil(page.answers.is_complete, timeout=10_000)
    return page


def texts(page: ReviewPage) -> list[str]:
    return [label.text() for label in page.answers.findChildren(QLabel)]


def button(page: ReviewPage, name: str) -> QPushButton:
    return next(b for b in page.answers.findChildren(QPushButton) if b.accessibleName() == name)


def test_answers_are_in_words_and_blanks_are_not_provided(
    qtbot: QtBot, session: Session, vault: OpenVault, case: Case
) -> None:
    save(vault, case, TITLE, "Ghana & <b>Kenya</b>")
    save(vault, case, START, {"day": "2", "month": "Dec", "year": "2026"})
    page = opened(qtbot, session, case)
    shown = texts(page)
    assert "Ghana & <b>Kenya</b>" in shown
    assert "2 December 2026" in shown
    assert "Not provided" in shown
    assert "A About this notification" in shown


def test_half_typed_answer_is_shown_as_typed_with_its_problem(
    qtbot: QtBot, session: Session, vault: OpenVault, case: Case
) -> None:
    save(vault, case, START, {"day": "2", "month": "", "year": ""})
    shown = texts(opened(qtbot, session, case))
    assert "2" in shown
    assert any("must include a month" in words for words in shown)


def test_change_leads_to_the_question(qtbot: QtBot, session: Session, case: Case) -> None:
    page = opened(qtbot, session, case)
    change = button(page, "Change start date")
    with qtbot.waitSignal(page.question_requested) as wanted:
        change.setFocus()
        windows.press(Qt.Key.Key_Return)
    assert wanted.args == [NOTIFICATION, "delivery.dates", Address(START.id)]


def test_blank_case_cannot_be_finalised_and_leads_to_the_first_problem(
    qtbot: QtBot, session: Session, case: Case
) -> None:
    page = opened(qtbot, session, case)
    assert page.main.text() == "Fix the first problem"
    first = next(finding for finding in page.findings if finding.at is not None)
    with qtbot.waitSignal(page.question_requested) as wanted, qtbot.assertNotEmitted(page.finalise_requested):
        QTest.mouseClick(page.main, Qt.MouseButton.LeftButton)
    assert wanted.args is not None
    assert (wanted.args[0], wanted.args[2]) == (first.document, first.at)


def test_findings_are_grouped_and_each_leads_to_its_place(qtbot: QtBot, session: Session, case: Case) -> None:
    page = opened(qtbot, session, case)
    headings = [label.text() for label in page.finding_list.findChildren(QLabel)]
    assert "Must fix before signing" in headings
    windows_link = page.finding_list.links[0]
    with qtbot.waitSignal(page.question_requested) as wanted:
        windows_link.setFocus()
        windows.press(Qt.Key.Key_Return)
    assert isinstance(wanted.args[2], Address)


def test_f8_walks_the_problems_round_their_ends(qtbot: QtBot, session: Session, case: Case) -> None:
    page = opened(qtbot, session, case)
    page.receive_focus()
    links = page.finding_list.links
    windows.press(Qt.Key.Key_F8)
    assert links[0].hasFocus()
    windows.press(Qt.Key.Key_F8)
    assert links[1].hasFocus()
    for _ in range(2):
        windows.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert links[-1].hasFocus()


def test_tabs_show_the_other_document_and_what_is_not_used(
    qtbot: QtBot, session: Session, vault: OpenVault, case: Case
) -> None:
    save(vault, case, FORM.question(QuestionId("en.c.post_contact")), "<i>Second Secretary</i>")
    page = opened(qtbot, session, case)
    QTest.mouseClick(page.tabs[OSJA], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.answers.is_complete, timeout=10_000)
    assert any(words.startswith("S ") for words in texts(page))
    assert page.tabs[NOT_USED].text() == "Not used (1)"
    page.tabs[NOT_USED].setFocus()
    windows.press(Qt.Key.Key_Space)
    qtbot.waitUntil(page.answers.is_complete, timeout=10_000)
    assert "<i>Second Secretary</i>" in texts(page)


def test_place_leads_back_to_the_document_and_the_line(qtbot: QtBot, session: Session, case: Case) -> None:
    page = opened(qtbot, session, case)
    page.show_part(OSJA)
    qtbot.waitUntil(page.answers.is_complete, timeout=10_000)
    QApplication.processEvents()
    page._scroll.verticalScrollBar().setValue(300)
    place = page.place()
    assert place["scroll"] == 300
    again = ReviewPage(session, case.id)
    windows.show(qtbot, again)
    again.go_to(place)
    qtbot.waitUntil(lambda: again.place() == place, timeout=10_000)
    assert again.heading is not None
    assert again.heading.hasFocus()


def test_case_without_stops_leads_to_finalising(
    qtbot: QtBot, session: Session, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "findings", lambda *_args: ())
    page = opened(qtbot, session, case)
    with qtbot.waitSignal(page.finalise_requested):
        page.receive_focus()
        windows.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not page.finding_list.links


def test_text_copied_from_another_engagement_is_found(qtbot: QtBot, session: Session, vault: OpenVault) -> None:
    imported = samples.load_sample("sio-programme", TODAY)
    first = engagements.store_imported(vault, imported)
    compared = {"text-copied", "unit-elsewhere"}
    assert not compared & {finding.id for finding in opened(qtbot, session, first).findings}

    second = engagements.store_imported(vault, imported)
    assert compared <= {finding.id for finding in opened(qtbot, session, second).findings}


def test_findings_stand_above_the_answers_on_a_narrow_page(qtbot: QtBot, session: Session, case: Case) -> None:
    page = opened(qtbot, session, case, width=800)
    assert not page._panel.isVisible()
    assert page._scroll.isAncestorOf(page.finding_list)
    assert page.finding_list.mapTo(page, QPoint(0, 0)).y() < page.answers.mapTo(page, QPoint(0, 0)).y()
    page.receive_focus()
    windows.press(Qt.Key.Key_F8)
    assert page.finding_list.links[0].hasFocus()
    page.window().resize(1366, 660)
    qtbot.waitUntil(page._panel.isVisible)
    assert page._panel.isAncestorOf(page.finding_list)


def test_finding_that_is_nowhere_in_particular_is_said_without_a_link(qtbot: QtBot) -> None:
    listed = FindingList()
    qtbot.addWidget(listed)
    nowhere = Finding("x", Severity.WARNING, "The case is old", None, None, "Look at it", stops_start=False)
    listed.show_findings([nowhere] * 50, {NOTIFICATION: FORM}, {})
    assert listed.links == []
    listed.go(1)
    said = [label.text() for label in listed.findChildren(QLabel)]
    assert "The case is old" in said
    assert said.count("The case is old") == 40
    more = next(b for b in listed.findChildren(QPushButton) if b.accessibleName() == "Show 10 more")
    more.click()
    assert [label.text() for label in listed.findChildren(QLabel)].count("The case is old") == 50
    assert where_words("Notification", FORM, QuestionId("no.such")) == "Notification"


def test_very_long_answer_is_shortened_and_says_so() -> None:
    story = Question(QuestionId("t.story"), AnswerType.LONG_TEXT, "Story")
    said = answer_words(story, "x" * (LONGEST * 3), "x" * (LONGEST * 3))
    assert len(said) < LONGEST + 200
    assert "All of it is on its page and in the package" in said


def test_many_rows_are_counted_and_the_first_shown() -> None:
    team = FORM.question(QuestionId("en.h.team"))
    column = str(team.columns[0].id)
    rows: list[Json] = [{"row": RowId(f"r{number}"), column: f"Person {number}"} for number in range(3_000)]
    lines = answer_words(team, rows, rows).splitlines()
    assert lines[0].startswith("3,000 team members. The first")
    assert len(lines) == MOST_ROWS + 1


@pytest.mark.parametrize(
    ("count", "said"), [(0, "Nothing to look at"), (1, "1 thing to look at"), (7, "7 things to look at")]
)
def test_number_of_findings_is_said(count: int, said: str) -> None:
    assert looking_words(count) == said


def test_findings_beyond_the_first_are_shown_on_request_and_take_the_focus(
    qtbot: QtBot, session: Session, case: Case
) -> None:
    page = opened(qtbot, session, case)
    before = len(page.finding_list.links)
    more = next(b for b in page.finding_list.findChildren(QPushButton) if b.accessibleName().startswith("Show "))
    more.setFocus()
    windows.press(Qt.Key.Key_Return)
    assert len(page.finding_list.links) > before
    qtbot.waitUntil(page.finding_list.links[before].hasFocus)
