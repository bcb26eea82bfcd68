"""The report after the engagement on the task list: why it cannot start, and how it is begun."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ipas_desktop.cases import samples
from ipas_desktop.cases.after import REPORT
from ipas_desktop.cases.case import Case
from ipas_desktop.cases.history import EventKind
from ipas_desktop.forms.definition import Context
from ipas_desktop.ui.engagement_page import EngagementPage
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import engagements, history, revisions
from ipas_desktop.vault.opening import OpenVault
from tests.ui.conftest import TODAY
from tests.ui.windows import show

UNDER_WAY = date(2027, 2, 8)  # the first day of the sample


@pytest.fixture
def finalised(vault: OpenVault) -> Case:
    case = engagements.store_imported(vault, samples.load_sample("sio-programme", TODAY))
    revisions.finalise(vault, case.id, Context(TODAY))
    return engagements.load_case(vault, case.id)


def opened(qtbot: QtBot, vault: OpenVault, case: Case, today: date) -> EngagementPage:
    page = EngagementPage(Session(vault, today=lambda: today), engagements.load_case(vault, case.id))
    show(qtbot, page)
    return page


def words_in(page: EngagementPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def opener(page: EngagementPage, start: str) -> QPushButton | None:
    buttons = (button for button in page.findChildren(QPushButton) if button.isVisible())
    return next((button for button in buttons if button.accessibleName().startswith(start)), None)


def test_report_cannot_start_before_the_work_and_says_when(qtbot: QtBot, vault: OpenVault, finalised: Case) -> None:
    page = opened(qtbot, vault, finalised, TODAY)
    assert "4  After the engagement" in words_in(page)
    assert "Opens on 8 February 2027, when the work has begun" in words_in(page)
    assert opener(page, "Report on the engagement") is None


def test_report_is_made_and_opened_once_the_work_has_begun(qtbot: QtBot, vault: OpenVault, finalised: Case) -> None:
    page = opened(qtbot, vault, finalised, UNDER_WAY)
    begin = opener(page, "Report on the engagement")
    assert begin is not None
    with qtbot.waitSignal(page.question_requested) as wanted:
        QTest.mouseClick(begin, Qt.MouseButton.LeftButton)
    assert wanted.args == [REPORT, "after.happened", None]
    document = engagements.load_case(vault, finalised.id).document(REPORT)
    assert (document.form_id, document.answers) == ("notification-after", {})
    assert history.events(vault, finalised.id)[-1].kind is EventKind.DOCUMENT_ADDED


def test_report_under_way_shows_its_sections_last(qtbot: QtBot, vault: OpenVault, finalised: Case) -> None:
    begin = opener(opened(qtbot, vault, finalised, UNDER_WAY), "Report on the engagement")
    assert begin is not None
    begin.click()
    page = opened(qtbot, vault, finalised, UNDER_WAY)
    headings = [text for text in words_in(page) if text[:1].isdigit() and text[1:3] == "  "]
    assert [heading[3:] for heading in headings] == [
        "Notification",
        "OSJA assessment",
        "Check, sign and send",
        "After the engagement",
    ]
    assert opener(page, "P ") is not None
    assert not any("which is not ahead" in text for text in words_in(page))


def test_report_that_cannot_be_made_is_told_on_the_page(qtbot: QtBot, vault: OpenVault, finalised: Case) -> None:
    page = opened(qtbot, vault, finalised, UNDER_WAY)
    engagements.delete_case(vault, finalised.id)
    begin = opener(page, "Report on the engagement")
    assert begin is not None
    begin.click()
    assert not page.banner.isHidden()
