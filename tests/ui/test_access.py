"""A walk through every page at three sizes of text: names, focus, targets, words that are cut, controls unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ipas_desktop.cases import samples
from ipas_desktop.cases.case import Case, CaseId, DocumentKey
from ipas_desktop.package.verdict import Finding, SignatureFound, Verdict
from ipas_desktop.policy import Policy
from ipas_desktop.ui import labels, theme
from ipas_desktop.ui.engagement_page import EngagementPage
from ipas_desktop.ui.finalise_page import FinalisePage
from ipas_desktop.ui.first_start_page import FirstStartPage
from ipas_desktop.ui.home_page import HomePage
from ipas_desktop.ui.keys_panel import LEAKED
from ipas_desktop.ui.package_page import PackagePage
from ipas_desktop.ui.question_page import QuestionPage
from ipas_desktop.ui.restore_page import RestorePage
from ipas_desktop.ui.review_page import ReviewPage
from ipas_desktop.ui.session import Session
from ipas_desktop.ui.settings_page import SettingsPage
from ipas_desktop.ui.theme import Look, Scheme
from ipas_desktop.ui.unlock_page import UnlockPage
from ipas_desktop.ui.verdict_view import VerdictView
from ipas_desktop.ui.verify_page import VerifyPage
from ipas_desktop.vault import engagements, revisions
from tests.ui.windows import show

TODAY = date(2026, 11, 23)
HEIGHT = 768 - 100  # of a small laptop, less marking, header and the system's own bars


def _passphrase(folder: Path) -> QWidget:
    page = FirstStartPage(folder / "none")
    page.name.set_text("Asha Example")
    page._to_passphrase()
    page.passphrase.set_text("teapot gravel")
    page.passphrase.show_error(
        "A passphrase must have at least 14 characters or 4 words, and must not be easy to guess."
    )
    return page


def _keys(session: Session) -> QWidget:
    page = SettingsPage(Policy(), session)
    assert page.keys is not None
    page.keys.ask(LEAKED)
    page.keys._show_key("ABCDEFGHJ-KLMNPQRST-UVWXYZ234-56789ABCD")
    return page


def _unlock_wrong(session: Session) -> QWidget:
    page = UnlockPage(session.vault.folder)
    page.passphrase.show_error("That passphrase does not open this vault. Nothing was changed. Enter it again.")
    return page


def _verdict() -> QWidget:
    found = SignatureFound(
        "Author", "Asha Example", "Police PKI Issuing CA 3", "2026-11-24T09:12:00+00:00", True, True,
        "Police PKI Root 2", False, True, True, "nothing but the counter-signature", "",
    )  # fmt: skip
    return VerdictView(
        Verdict(
            True,
            "Genuine and complete: signed by both people, nothing changed since. Withdrawal was not checked.",
            (found,),
            (Finding(True, "The pages say what the data inside says: rendered again they are the same bytes."),),
            {"History, chain head": "ab" * 32, "Marking": "OFFICIAL-SENSITIVE - RECIPIENTS ONLY - PERSONAL DATA"},
        )
    )


PAGES: dict[str, Callable[[Session, Case, Case, Path], QWidget]] = {
    "first start": lambda _s, _b, _f, folder: FirstStartPage(folder / "none"),
    "passphrase": lambda _s, _b, _f, folder: _passphrase(folder),
    "unlock": lambda s, _b, _f, _p: UnlockPage(s.vault.folder),
    "unlock, wrong passphrase": lambda s, _b, _f, _p: _unlock_wrong(s),
    "home": lambda s, _b, _f, _p: HomePage(s, ["One of the two copies of the key file was put right from the other."]),
    "engagement, new": lambda s, blank, _f, _p: EngagementPage(s, blank),
    "engagement": lambda s, _b, full, _p: EngagementPage(s, full),
    "finalise, new": lambda s, blank, _f, _p: FinalisePage(s, blank),
    "package": lambda s, _b, full, _p: PackagePage(s, full),
    "verify": lambda _s, _b, _f, _p: VerifyPage(Policy()),
    "verdict": lambda _s, _b, _f, _p: _verdict(),
    "settings": lambda s, _b, _f, _p: SettingsPage(Policy(), s),
    "settings with keys": lambda s, _b, _f, _p: _keys(s),
    "restore": lambda s, _b, _f, _p: RestorePage(s.vault.folder),
    "question": lambda s, _b, full, _p: QuestionPage(
        s, CaseId(full.id), DocumentKey("notification"), "about.engagement"
    ),
    "review": lambda s, _b, full, _p: ReviewPage(s, CaseId(full.id)),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, still_session: Session) -> tuple[Session, Case, Case, Path]:
    """A vault with a blank engagement and a finalised one, for looking at only."""
    from ipas_desktop.ui.new_engagement import create_engagement

    session = still_session
    blank = create_engagement(session)
    full = engagements.store_imported(session.vault, samples.load_sample("sio-programme", TODAY))
    revisions.finalise(session.vault, full.id, session.context())
    labels.install_heading_role()
    return session, blank, engagements.load_case(session.vault, full.id), tmp_path_factory.mktemp("walk")


@pytest.fixture(params=[1.0, 1.5, 2.0], ids=["100 %", "150 %", "200 %"])
def _size(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    theme.set_look(qapp, Look(Scheme.LIGHT, request.param))
    yield
    theme.set_look(qapp, Look(Scheme.LIGHT))


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, qtbot: QtBot, _size: None, world: tuple[Session, Case, Case, Path]) -> QWidget:
    made = PAGES[request.param](*world)
    show(qtbot, made, 1366, HEIGHT)
    for _ in range(60):  # long pages are built in turns, so that the window never stands still
        qtbot.wait(50)
        if not cut(made):
            break
    return made


def visible(page: QWidget, kind: type[QWidget] = QWidget) -> list[QWidget]:
    return [widget for widget in page.findChildren(kind) if widget.isVisible()]


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()


def where(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{spoken(widget)[:60]}”"


def inside_scrolled(widget: QWidget) -> bool:
    step: QWidget | None = widget
    while step is not None:
        if isinstance(step, QAbstractScrollArea) and not isinstance(step, QScrollArea) and step is not widget:
            return True
        step = step.parentWidget()
    return False


def test_page_keeps_the_rules_of_access(page: QWidget, qtbot: QtBot) -> None:
    """One walk for all rules: building a page for each would take minutes."""
    found = [
        *(f"no name: {where(widget)}" for widget in unnamed(page)),
        *(f"words are cut: {where(label)} {label.size().toTuple()}" for label in cut(page)),
        *(f"reaches out of the window: {where(widget)}" for widget in outside(page)),
        *(f"target is too small: {where(widget)}" for widget in too_small(page)),
    ]

    assert found == []
    assert has_one_main_button_at_most(page)
    walk_by_tab(page)


def unnamed(page: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in visible(page)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not inside_scrolled(widget)
        and not isinstance(widget, QScrollBar)
        and not spoken(widget)
    ]


def cut(page: QWidget) -> list[QLabel]:
    """Return labels that are given less room than their words need."""
    found = []
    for label in visible(page, QLabel):
        assert isinstance(label, QLabel)
        if not label.text() or type(label).paintEvent is not QLabel.paintEvent:
            continue
        if label.wordWrap():
            short = label.height() + 1 < label.heightForWidth(label.width())
            words = label.text().replace("\u200b", " ").split() or [""]
            longest = max(label.fontMetrics().horizontalAdvance(word) for word in words)
            if short or longest > label.contentsRect().width() + 1:
                found.append(label)
        elif label.width() + 1 < label.sizeHint().width():
            found.append(label)
    return found


def outside(page: QWidget) -> list[QWidget]:
    """Return what cannot be reached without scrolling sideways."""
    window = page.window()
    found: list[QWidget] = [
        area.horizontalScrollBar()
        for area in visible(page, QScrollArea)
        if isinstance(area, QScrollArea) and area.horizontalScrollBar().isVisible()
    ]
    for widget in visible(page, QAbstractButton) + visible(page, QLineEdit):
        left = widget.mapTo(window, QPoint(0, 0)).x()
        if not inside_scrolled(widget) and (left < 0 or left + widget.width() > window.width()):
            found.append(widget)
    return found


def too_small(page: QWidget) -> list[QWidget]:
    """Return targets under 24 pixels. Source: WCAG 2.2, 2.5.8."""
    return [
        button
        for button in visible(page, QAbstractButton)
        if button.height() < 23 and not inside_scrolled(button) and spoken(button)
    ]


def has_one_main_button_at_most(page: QWidget) -> bool:
    return len([button for button in visible(page, QAbstractButton) if button.property("act") == "main"]) <= 1


def walk_by_tab(page: QWidget) -> None:
    """Go round by Tab: each press moves on, and the round comes back to where it began."""
    stops = [w for w in visible(page) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and not w.focusProxy()]
    if not stops:
        return
    start = stops[0]
    start.setFocus(Qt.FocusReason.TabFocusReason)
    first, seen = QApplication.focusWidget(), []
    for _ in range(600):
        here = QApplication.focusWidget()
        assert here is not None
        QTest.keyClick(here, Qt.Key.Key_Tab)
        after = QApplication.focusWidget()
        assert after is not here or not seen, f"Tab does not leave {where(here)}"
        seen.append(after)
        if after is first:
            return
    raise AssertionError("Tab never came back to where it began")
