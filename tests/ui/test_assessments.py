"""The overview and OSJA assessments: one for another country, stage 1 from and to a file, what hangs on open rights."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ipas_desktop.cases import country_assessment, samples
from ipas_desktop.cases.case import NOTIFICATION, OSJA, Case
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Context, Json, QuestionId
from ipas_desktop.ui import file_choice
from ipas_desktop.ui.assessments import add_assessment
from ipas_desktop.ui.engagement_page import EngagementPage
from ipas_desktop.ui.question_page import QuestionPage
from ipas_desktop.ui.review_page import ReviewPage
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import answers, engagements, revisions
from tests.ui.conftest import TODAY
from tests.ui.windows import show

SITUATION = QuestionId("osja.s1.situation")


def stored(session: Session, sample: str) -> Case:
    return engagements.store_imported(session.vault, samples.load_sample(sample, TODAY))


def save(session: Session, case: Case, question_id: str, raw: Json) -> Case:
    key = NOTIFICATION if question_id.startswith("en.") else OSJA
    form = loader.load_form(case.document(key).form_id)
    question = next(question for question in form.questions() if question.id == question_id)
    answers.save_answer(session.vault, case.id, key, question, raw, TODAY)
    return engagements.load_case(session.vault, case.id)


def opened(qtbot: QtBot, session: Session, case: Case) -> EngagementPage:
    page = EngagementPage(session, engagements.load_case(session.vault, case.id))
    show(qtbot, page)
    return page


def words_in(page: EngagementPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def button(page: EngagementPage, name: str) -> QPushButton:
    return next(each for each in page.findChildren(QPushButton) if each.accessibleName().startswith(name))


def click(page: EngagementPage, name: str) -> None:
    QTest.mouseClick(button(page, name), Qt.MouseButton.LeftButton)


def test_assessment_for_another_country_is_added_and_told_apart(qtbot: QtBot, session: Session) -> None:
    case = stored(session, "virtual-two-countries")
    page = opened(qtbot, session, case)
    with qtbot.waitSignal(page.question_requested) as wanted:
        click(page, "Add an OSJA assessment for another country")

    assert wanted.args[0] == "osja-2"
    shown = words_in(opened(qtbot, session, case))
    assert "2  OSJA assessment, Fiji and Papua New Guinea" in shown
    assert "3  OSJA assessment, osja-2" in shown
    assert "4  Check, sign and send" in shown


def test_one_country_needs_no_other_assessment(qtbot: QtBot, session: Session) -> None:
    page = opened(qtbot, session, stored(session, "sio-programme"))
    names = [each.accessibleName() for each in page.findChildren(QPushButton)]

    assert not any(name.startswith("Add an OSJA") for name in names)
    assert "2  OSJA assessment" in words_in(page)


def test_stage_1_is_saved_then_used_in_another_engagement(
    qtbot: QtBot, session: Session, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, file = stored(session, "sio-programme"), tmp_path / "ghana.json"
    monkeypatch.setattr(file_choice, "ask_save", lambda *_: file)
    monkeypatch.setattr(file_choice, "ask_open", lambda *_: file)
    page = opened(qtbot, session, source)
    click(page, "Save stage 1")
    assert page.banner.sentence() == "Saved: ghana.json."
    assert country_assessment.from_json(file.read_bytes()).day == TODAY

    later = Session(session.vault, today=lambda: date(2027, 6, 24))
    page = opened(qtbot, later, case)
    click(page, "Use a country assessment")
    assert "(Ghana; Asha Example), 7 months old" in page.banner.sentence()
    assert SITUATION not in engagements.load_case(session.vault, case.id).document(OSJA).answers
    with qtbot.waitSignal(page.question_requested) as wanted:
        click(page, "Use it")

    now = engagements.load_case(session.vault, case.id).document(OSJA).answers
    assert now[SITUATION] == source.document(OSJA).answers[SITUATION]
    assert now[QuestionId("osja.s1.post_date")] == TODAY.isoformat()
    stage_1 = next(page for page in loader.load_form("osja-capacity").pages() if page.id == wanted.args[1])
    assert stage_1.questions[0].id.startswith("osja.s1.")


def test_file_that_is_no_country_assessment_is_refused_in_the_page(
    qtbot: QtBot, session: Session, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"format": "ipas-case"}', encoding="utf-8")
    monkeypatch.setattr(file_choice, "ask_open", lambda *_: file)
    page = opened(qtbot, session, case)
    click(page, "Use a country assessment")

    assert page.banner.sentence() == "The file is not a country assessment that this program can read."
    assert engagements.load_case(session.vault, case.id) == case


def test_stage_1_without_answers_is_not_saved(
    qtbot: QtBot, session: Session, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_choice, "ask_save", lambda *_: tmp_path / "empty.json")
    page = opened(qtbot, session, case)
    click(page, "Save stage 1")

    assert page.banner.sentence() == "Stage 1 of this assessment has no answers yet."
    assert not (tmp_path / "empty.json").exists()


def test_choosing_no_file_does_nothing(
    qtbot: QtBot, session: Session, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_choice, "ask_save", lambda *_: None)
    monkeypatch.setattr(file_choice, "ask_open", lambda *_: None)
    page = opened(qtbot, session, case)
    click(page, "Save stage 1")
    click(page, "Use a country assessment")

    assert not page.banner.isVisible()


def test_draft_after_a_revision_says_what_changed_since(qtbot: QtBot, session: Session) -> None:
    case = stored(session, "sio-programme")
    revisions.finalise(session.vault, case.id, Context(TODAY))
    page = opened(qtbot, session, case)
    assert not any("changed since revision" in text for text in words_in(page))

    save(session, case, "en.c.countries", ["GH", "FJ"])
    shown = words_in(opened(qtbot, session, case))
    assert any(text.startswith("1 answer has changed since revision 1. Send IPAS a new version") for text in shown)


def test_open_right_says_what_hangs_on_it(qtbot: QtBot, session: Session) -> None:
    case = stored(session, "sio-programme")
    assert not any(text.startswith("Would be") for text in words_in(opened(qtbot, session, case)))
    form = loader.load_form("osja-capacity")
    rights = next(question for question in form.questions() if question.id == "osja.s2.rights")
    rows = case.document(OSJA).answers[rights.id]
    assert isinstance(rows, list)
    row = next(each for each in rows if isinstance(each, dict) and each["row"] == "R16")
    changed = {**row, "engaged": "yes", "level": "not_known"}
    answers.save_row(session.vault, case.id, OSJA, rights, "R16", changed, TODAY)

    assert any(
        text.startswith("Would be") and "R16 were Low" in text for text in words_in(opened(qtbot, session, case))
    )


def test_two_assessments_are_told_apart_in_review_and_at_their_questions(qtbot: QtBot, session: Session) -> None:
    case = stored(session, "virtual-two-countries")
    save(session, case, "osja.m.countries", ["FJ"])
    key, page_id = add_assessment(session, case)
    review = ReviewPage(session, case.id)
    show(qtbot, review)

    assert [tab.text() for tab in review.tabs.values()][:3] == ["Notification", "OSJA, Fiji", "OSJA, osja-2"]
    told = [label.text() for label in review.finding_list.findChildren(QLabel)]
    assert any(text.startswith("OSJA, osja-2, ") for text in told)
    assert QuestionPage(session, case.id, key, page_id).path[-1] == "OSJA, osja-2"
