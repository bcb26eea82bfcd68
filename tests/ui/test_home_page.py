"""Home: the list read piece by piece, search, keyboard, empty states, importing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipas_desktop.cases import exchange, samples
from ipas_desktop.cases.case import Case, CaseId, CaseState
from ipas_desktop.forms import loader
from ipas_desktop.ui import engagement_model, file_choice
from ipas_desktop.ui.engagement_model import EngagementModel, dates_words, folded, state_words, title_of
from ipas_desktop.ui.home_page import HomePage
from ipas_desktop.ui.new_engagement import create_engagement
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import answers, engagements
from ipas_desktop.vault.engagements import CaseLine
from tests.ui.windows import press, show

TODAY = date(2026, 11, 23)


def line(**changes: object) -> CaseLine:
    facts = {
        "id": CaseId("0" * 32), "reference": "EN-2026-0001-K7", "title": "A title", "countries": ("GH",),
        "start": date(2026, 12, 2), "end": None, "state": CaseState.DRAFT, "revision": 0,
        "updated_at": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    }  # fmt: skip
    return CaseLine(**(facts | changes))  # type: ignore[arg-type]


def titled(session: Session, title: str) -> Case:
    case = create_engagement(session)
    question = loader.load_form("notification").question("en.a.title")
    answers.save_answer(session.vault, case.id, "notification", question, title, TODAY)
    return case


def shown_titles(model: EngagementModel) -> list[str]:
    return [title_of(model.line_at(model.index(row, 0))) for row in range(model.rowCount())]


@pytest.fixture
def home(qtbot: QtBot, session: Session) -> HomePage:
    for title in ("Ghana – mentoring", "Kenya – interviewing", "Côte d’Ivoire – forensics"):
        titled(session, title)
    page = HomePage(session)
    show(qtbot, page)
    return page


def test_home_lists_engagements_last_changed_first(home: HomePage) -> None:
    assert shown_titles(home.model) == ["Côte d’Ivoire – forensics", "Kenya – interviewing", "Ghana – mentoring"]


def test_search_finds_words_in_any_order_without_case_or_accents(qtbot: QtBot, home: HomePage) -> None:
    home.search.setFocus()
    QTest.keyClicks(home.search, "FORENSICS cote")

    assert shown_titles(home.model) == ["Côte d’Ivoire – forensics"]
    assert home._count.text().startswith("1 of 3 engagements contain")


def test_search_for_nothing_there_offers_a_way_back(qtbot: QtBot, home: HomePage) -> None:
    home.search.setFocus()
    QTest.keyClicks(home.search, "nowhere")
    assert home._nothing.isVisible()
    assert not home.table.isVisible()

    QTest.keyClick(home.search, Qt.Key.Key_Escape)

    assert home.search.text() == ""
    assert home.table.isVisible()


def test_down_goes_from_the_search_into_the_list_and_enter_opens(qtbot: QtBot, home: HomePage) -> None:
    home.search.setFocus()
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is home.table
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(home.engagement_wanted) as opened:
        press(Qt.Key.Key_Return)

    assert opened.args == [home.model.line_at(home.model.index(1, 0)).id]


def test_tab_leaves_the_list(qtbot: QtBot, home: HomePage) -> None:
    home.table.setFocus()
    press(Qt.Key.Key_Tab)

    assert QApplication.focusWidget() is not home.table


def test_a_click_opens_an_engagement(qtbot: QtBot, home: HomePage) -> None:
    middle = home.table.visualRect(home.model.index(2, 0)).center()
    with qtbot.waitSignal(home.engagement_wanted) as opened:
        QTest.mouseClick(home.table.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    assert opened.args == [home.model.line_at(home.model.index(2, 0)).id]


def test_new_engagement_has_both_documents(qtbot: QtBot, home: HomePage, session: Session) -> None:
    with qtbot.waitSignal(home.engagement_wanted) as opened:
        home.begin()

    case = engagements.load_case(session.vault, opened.args[0])
    assert [document.form_id for document in case.documents] == ["notification", "osja-capacity"]


def test_an_empty_vault_offers_the_first_step(qtbot: QtBot, session: Session) -> None:
    page = HomePage(session, notices=["The key file was put right."])
    show(qtbot, page)

    assert page._empty.isVisible()
    assert not page.table.isVisible()
    assert not page.search.isVisible()


def test_import_takes_in_what_export_wrote(
    qtbot: QtBot, home: HomePage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = engagements.store_imported(session.vault, samples.load_sample("sio-programme", TODAY))
    file = tmp_path / "case.json"
    from ipas_desktop.vault import attachments

    files = {info.sha256: attachments.read(session.vault, info.sha256) for info in stored.attachments}
    file.write_bytes(exchange.export_case(stored, files))
    monkeypatch.setattr(file_choice, "ask_open", lambda *_: file)

    with qtbot.waitSignal(home.engagement_wanted) as opened:
        home.import_from()

    taken = engagements.load_case(session.vault, opened.args[0])
    assert taken.id != stored.id
    assert taken.document("osja").answers == stored.document("osja").answers


@pytest.mark.parametrize(("content", "said"), [(b"not json", "JSON"), (None, "could not be read")])
def test_import_says_in_the_page_why_a_file_cannot_be_used(
    home: HomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, said: str
) -> None:
    file = tmp_path / "case.json"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(file_choice, "ask_open", lambda *_: file)
    home.import_from()

    assert home.banner.isVisible()
    assert said in home.banner.accessibleName()


def test_import_refuses_a_file_that_is_too_large(
    home: HomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(b"x" * 11)
    monkeypatch.setattr(exchange, "LARGEST_IMPORT", 10)
    monkeypatch.setattr(file_choice, "ask_open", lambda *_: file)
    home.import_from()

    assert "larger than" in home.banner.accessibleName()


def test_import_does_nothing_when_no_file_is_chosen(home: HomePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_choice, "ask_open", lambda *_: None)
    home.import_from()

    assert home.banner.isHidden()


def test_model_reads_the_list_piece_by_piece(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engagement_model, "_CHUNK", 4)
    for number in range(10):
        titled(session, f"Number {number}")
    model = EngagementModel(session)
    assert model.rowCount() == 4

    from PySide6.QtCore import QModelIndex

    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert shown_titles(model) == [f"Number {number}" for number in reversed(range(10))]


def test_search_reads_the_rest_of_the_list_in_the_background(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engagement_model, "_CHUNK", 2)
    monkeypatch.setattr(engagement_model, "_SEARCH_CHUNK", 3)
    titled(session, "The oldest")
    for number in range(8):
        titled(session, f"Number {number}")
    model = EngagementModel(session)
    told: list[tuple[int, int, bool]] = []
    model.counted.connect(lambda *counts: told.append(counts))
    model.search("oldest")

    qtbot.waitUntil(lambda: bool(told) and told[-1][2])
    assert shown_titles(model) == ["The oldest"]
    assert told[-1] == (1, 9, True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ("2 Dec 2026", "starts in 9 days")),
        ({"start": TODAY}, ("23 Nov 2026", "starts today")),
        ({"start": date(2026, 11, 22)}, ("22 Nov 2026", "started yesterday")),
        ({"start": None}, ("", "")),
    ],
)
def test_dates_of_a_line_are_said_from_today(changes: dict[str, object], said: tuple[str, str]) -> None:
    assert dates_words(line(**changes), TODAY) == said


def test_state_of_a_line_counts_drafts_and_revisions() -> None:
    assert state_words(line())[0] == "Draft 1"
    assert state_words(line(revision=2))[0] == "Draft 3"
    assert state_words(line(state=CaseState.FINALISED, revision=2)) == ("Revision 2 final", "good")


def test_row_is_read_out_with_title_reference_and_country(session: Session, case: Case) -> None:
    model = EngagementModel(session)
    said = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)

    assert said == f"Untitled engagement, {case.reference}"


def test_folding_ignores_case_and_accents() -> None:
    assert folded("Côte d’IVOIRE") == "cote d’ivoire"
