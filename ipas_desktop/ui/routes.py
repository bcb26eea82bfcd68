"""Which page shows a place, and where its signals lead. The window swaps pages; this module joins them.

Pages are imported when they are first wanted, so that the unlock page stands on Qt alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ipas_desktop.cases.marking import DEFAULT_TEXT
from ipas_desktop.ui.places import HOME, Place, Room

if TYPE_CHECKING:
    from ipas_desktop.cases.case import Case
    from ipas_desktop.ui.session import Session
    from ipas_desktop.ui.window import Window


def build(window: Window, place: Place) -> QWidget:
    """Return a new page for a place, its signals joined. Raises the vault's errors when its engagement is not there."""
    return _BUILDERS[place.room](window, place)


def _home(window: Window, _place: Place) -> QWidget:
    from ipas_desktop.ui.home_page import HomePage

    page = HomePage(_session(window), window.take_notices())
    page.engagement_wanted.connect(lambda case_id: window.go(Place(Room.ENGAGEMENT, case_id)))
    page.verify_wanted.connect(lambda: window.go(Place(Room.VERIFY)))
    page.settings_wanted.connect(lambda: window.go(Place(Room.SETTINGS)))
    window.header.show_nothing_saved()
    window.header.show_marking(DEFAULT_TEXT)
    return page


def _engagement(window: Window, place: Place) -> QWidget:
    from ipas_desktop.ui.engagement_page import EngagementPage

    session, case = _session(window), _case(window, place)
    page = EngagementPage(session, case)
    _show_case(window, case, page.title)
    page.question_requested.connect(_to_question(window, place))
    page.review_requested.connect(lambda: window.go(replace(place, room=Room.REVIEW, inside={})))
    page.finalise_requested.connect(lambda: window.go(replace(place, room=Room.FINALISE, inside={})))
    page.package_requested.connect(lambda: window.go(replace(place, room=Room.PACKAGE, inside={})))
    page.left.connect(lambda: window.go(HOME))
    return page


def _question(window: Window, place: Place) -> QWidget:
    from ipas_desktop.cases.case import CaseId, DocumentKey
    from ipas_desktop.ui.question_page import QuestionPage

    session, case = _session(window), _case(window, place)
    key = DocumentKey(place.document)
    title = session.names_of(case)[key]
    _show_case(window, case, _title_of(case), title)
    page = QuestionPage(session, CaseId(place.case_id), key, place.page_id)
    page.saved.connect(lambda when: _saved(window, place.case_id, when))
    page.save_failed.connect(lambda _sentence: window.header.show_not_saved(window.saved_at))
    page.page_requested.connect(
        lambda document, page_id: window.go(replace(place, document=str(document), page_id=page_id, inside={}))
    )
    page.review_requested.connect(lambda: window.go(Place(Room.REVIEW, place.case_id)))
    page.review_requested.connect(lambda: window.go(replace(place, room=Room.REVIEW, inside={})))
    page.left.connect(lambda: window.go(Place(Room.ENGAGEMENT, place.case_id)))
    return page


def _review(window: Window, place: Place) -> QWidget:
    from ipas_desktop.cases.case import CaseId
    from ipas_desktop.ui.review_page import ReviewPage

    case = _case(window, place)
    page = ReviewPage(_session(window), CaseId(place.case_id))
    _show_case(window, case, _title_of(case), "Review")
    page.question_requested.connect(_to_question(window, place, {"back_to_review": True}))
    page.finalise_requested.connect(lambda: window.go(replace(place, room=Room.FINALISE, inside={})))
    page.left.connect(lambda: window.go(Place(Room.ENGAGEMENT, place.case_id)))
    return page


def _finalise(window: Window, place: Place) -> QWidget:
    from ipas_desktop.ui.finalise_page import FinalisePage

    case = _case(window, place)
    page = FinalisePage(_session(window), case)
    _show_case(window, case, _title_of(case), "Finalise")
    page.question_requested.connect(_to_question(window, place))
    page.package_requested.connect(lambda: window.go(replace(place, room=Room.PACKAGE, inside={})))
    page.left.connect(lambda: window.go(Place(Room.ENGAGEMENT, place.case_id)))
    return page


def _package(window: Window, place: Place) -> QWidget:
    from ipas_desktop.ui.package_page import PackagePage

    case = _case(window, place)
    page = PackagePage(_session(window), case)
    _show_case(window, case, _title_of(case), "Package")
    page.finalise_requested.connect(lambda: window.go(replace(place, room=Room.FINALISE, inside={})))
    page.left.connect(lambda: window.go(Place(Room.ENGAGEMENT, place.case_id)))
    return page


def _verify(window: Window, place: Place) -> QWidget:
    from ipas_desktop.ui.verify_page import VerifyPage

    file = place.inside.get("file")
    page = VerifyPage(window.policy, Path(file) if isinstance(file, str) and file else None)
    page.left.connect(window.go_back_from_aside)
    window.header.show_nothing_saved()
    window.header.show_marking(DEFAULT_TEXT)
    return page


def _settings(window: Window, _place: Place) -> QWidget:
    from ipas_desktop.ui.settings_page import SettingsPage

    page = SettingsPage(window.policy, window.session)
    page.left.connect(window.go_back_from_aside)
    window.header.show_nothing_saved()
    window.header.show_marking(DEFAULT_TEXT)
    return page


_BUILDERS: dict[Room, Callable[[Window, Place], QWidget]] = {
    Room.HOME: _home,
    Room.ENGAGEMENT: _engagement,
    Room.QUESTION: _question,
    Room.REVIEW: _review,
    Room.FINALISE: _finalise,
    Room.PACKAGE: _package,
    Room.VERIFY: _verify,
    Room.SETTINGS: _settings,
}


def _to_question(
    window: Window, place: Place, inside: dict[str, Any] | None = None
) -> Callable[[str, str, object], None]:
    """Return what opens a page of questions, at an address if one is given."""

    def go(document: str, page_id: str, address: object) -> None:
        window.go(Place(Room.QUESTION, place.case_id, str(document), page_id, inside or {}))
        if address is not None:
            window.show_problem(address)

    return go


def _session(window: Window) -> Session:
    assert window.session is not None, "this page needs an open vault"
    return window.session


def _case(window: Window, place: Place) -> Case:
    from ipas_desktop.vault import engagements

    return engagements.load_case(_session(window).vault, place.case_id)


def _title_of(case: Case) -> str:
    from ipas_desktop.cases.case import NOTIFICATION
    from ipas_desktop.forms.definition import QuestionId

    title = next(
        (document.answers.get(QuestionId("en.a.title")) for document in case.documents if document.key == NOTIFICATION),
        None,
    )
    return title.strip() if isinstance(title, str) and title.strip() else case.reference


def _show_case(window: Window, case: Case, *steps: str) -> None:
    """Show path, marking and state of an engagement in the header."""
    _show_marking(window, case)
    window.path = ("Engagements", *steps)
    window.saved_at = case.updated_at
    window.header.show_saved(case.updated_at, state_words(case))


def _show_marking(window: Window, case: Case) -> None:
    """Show the marking that the answers ask for as they stand; raw choices are canonical, so nothing need be parsed."""
    from ipas_desktop.cases import marking
    from ipas_desktop.cases.case import NOTIFICATION

    answers = next((document.answers for document in case.documents if document.key == NOTIFICATION), {})
    window.header.show_marking(str(marking.from_values(answers)))


def _saved(window: Window, case_id: str, when: datetime) -> None:
    from ipas_desktop.vault import engagements

    case = engagements.load_case(_session(window).vault, case_id)
    window.saved_at = when
    window.header.show_saved(when, state_words(case))
    _show_marking(window, case)


def state_words(case: Case) -> str:
    """Return where an engagement stands, after the time of its last saving."""
    from ipas_desktop.cases.case import CaseState

    if case.state is CaseState.FINALISED:
        return f"revision {case.revision} is final"
    return f"draft {case.revision + 1}, not yet signed"
