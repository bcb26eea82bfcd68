"""The overview of an engagement: gate, tasks, what comes next, the pictures and their words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ipas_desktop.cases import samples
from ipas_desktop.cases.case import Case
from ipas_desktop.cases.decision import load_rules
from ipas_desktop.cases.risk import RightRisk
from ipas_desktop.ui.engagement_page import EngagementPage
from ipas_desktop.ui.finalise_page import FinalisePage
from ipas_desktop.ui.risk_picture import RiskPicture, engaged_rights, sentence_of, words_of
from ipas_desktop.ui.session import Session
from ipas_desktop.ui.timeline import Schedule, Span, Timeline, schedule_of, sentences_of, weeks_words
from ipas_desktop.vault import engagements, revisions
from tests.ui.windows import press, show

TODAY = date(2026, 11, 23)
RULES = load_rules()


@pytest.fixture
def sample(session: Session) -> Case:
    return engagements.store_imported(session.vault, samples.load_sample("sio-programme", TODAY))


def words_in(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def buttons_in(widget: QWidget) -> dict[str, QPushButton]:
    return {button.accessibleName(): button for button in widget.findChildren(QPushButton) if button.isVisible()}


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_new_engagement_says_what_is_missing_and_where_to_start(qtbot: QtBot, session: Session, case: Case) -> None:
    page = EngagementPage(session, case)
    show(qtbot, page)

    assert "This work may not start yet" in words_in(page)
    assert page.next_button.text() == "Start: A About this notification"
    with qtbot.waitSignal(page.question_requested) as wanted:
        click(page.next_button)
    assert wanted.args == ["notification", "about.engagement", None]


def test_reason_of_the_gate_leads_to_its_question(qtbot: QtBot, session: Session, case: Case) -> None:
    page = EngagementPage(session, case)
    show(qtbot, page)
    with qtbot.waitSignal(page.question_requested) as wanted:
        click(buttons_in(page)["Enter the title"])

    document, page_id, at = wanted.args
    assert (document, page_id, at.question) == ("notification", "about.engagement", "en.a.title")


def test_section_that_cannot_start_says_why_and_is_no_link(qtbot: QtBot, session: Session, case: Case) -> None:
    page = EngagementPage(session, case)
    show(qtbot, page)

    assert "Cannot start yet" in words_in(page)
    assert "First answer" in words_in(page)
    assert not any(name.startswith("L Risk") for name in buttons_in(page))


def test_finalising_cannot_start_while_something_is_missing(qtbot: QtBot, session: Session, case: Case) -> None:
    page = EngagementPage(session, case)
    show(qtbot, page)

    assert "First put right what the review shows" in words_in(page)
    assert "Finalise, Not yet started" not in buttons_in(page)


def test_complete_engagement_leads_to_finalising(qtbot: QtBot, session: Session, sample: Case) -> None:
    page = EngagementPage(session, sample)
    show(qtbot, page)

    assert page.next_button.text() == "Continue: finalise"
    with qtbot.waitSignal(page.finalise_requested):
        click(page.next_button)


def test_completed_sections_are_folded_and_open_again(qtbot: QtBot, session: Session, sample: Case) -> None:
    page = EngagementPage(session, sample)
    show(qtbot, page)
    assert "A About this notification, Completed" not in buttons_in(page)
    click(buttons_in(page)["15 sections completed, Completed"])
    qtbot.waitUntil(lambda: "A About this notification, Completed" in buttons_in(page))

    with qtbot.waitSignal(page.question_requested):
        click(buttons_in(page)["A About this notification, Completed"])


def test_finalised_engagement_may_start_and_leads_to_the_package(qtbot: QtBot, session: Session, sample: Case) -> None:
    revisions.finalise(session.vault, sample.id, session.context())
    page = EngagementPage(session, engagements.load_case(session.vault, sample.id))
    show(qtbot, page)

    assert "This work may start" in words_in(page)
    with qtbot.waitSignal(page.package_requested):
        click(page.next_button)


def test_pictures_speak(qtbot: QtBot, session: Session, sample: Case) -> None:
    page = EngagementPage(session, sample)
    show(qtbot, page)
    risk, timeline = page.findChild(RiskPicture), page.findChild(Timeline)

    assert risk is not None
    assert "1 Serious to Medium" in risk.accessibleName()
    assert "R2 Torture" in risk.accessibleDescription()
    assert timeline is not None
    assert "Decision needed by" in timeline.accessibleDescription()


def test_narrow_page_hides_the_side_list_and_keeps_a_way_back(qtbot: QtBot, session: Session, case: Case) -> None:
    page = EngagementPage(session, case)
    show(qtbot, page, width=800)

    assert not page._side.isVisible()
    with qtbot.waitSignal(page.left):
        click(buttons_in(page)["‹ All engagements"])


def test_finalise_page_leads_to_the_first_problem(qtbot: QtBot, session: Session, case: Case) -> None:
    page = FinalisePage(session, case)
    show(qtbot, page)
    with qtbot.waitSignal(page.question_requested) as wanted:
        click(buttons_in(page)["Fix the first problem"])

    assert wanted.args[:2] == ["notification", "about.engagement"]
    with qtbot.waitSignal(page.question_requested) as wanted:
        page.finding_list.links[0].click()
    assert wanted.args[2] == page.stops[0].at


def test_finalise_page_shows_the_rest_when_asked(qtbot: QtBot, session: Session, case: Case) -> None:
    page = FinalisePage(session, case)
    show(qtbot, page)
    more = next(
        button for name, button in buttons_in(page).items() if name.startswith("Show ") and name.endswith(" more")
    )
    before = len(page.finding_list.links)
    click(more)

    qtbot.waitUntil(lambda: len(page.finding_list.links) > before + 50)


def test_finalise_page_freezes_a_revision(qtbot: QtBot, session: Session, sample: Case) -> None:
    page = FinalisePage(session, sample)
    show(qtbot, page)
    with qtbot.waitSignal(page.package_requested):
        click(buttons_in(page)["Finalise"])

    assert revisions.load_revision(session.vault, sample.id).number == 1


def test_finalise_page_says_when_it_came_too_late(qtbot: QtBot, session: Session, sample: Case) -> None:
    page = FinalisePage(session, sample)
    show(qtbot, page)
    engagements.delete_case(session.vault, sample.id)
    click(buttons_in(page)["Finalise"])

    assert page.banner.isVisible()


def test_ctrl_enter_presses_the_main_button_and_escape_leaves(qtbot: QtBot, session: Session, case: Case) -> None:
    page = EngagementPage(session, case)
    show(qtbot, page)
    page.receive_focus()
    with qtbot.waitSignal(page.question_requested):
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(page.left):
        press(Qt.Key.Key_Escape)


# The pictures


def right(number: int, before: str, after: str, engaged: str = "yes") -> RightRisk:
    return RightRisk(f"R{number}", f"Right {number}", engaged, before, after, after, (), True, ())


def test_rights_that_are_not_engaged_are_left_out_and_the_worst_come_first() -> None:
    rights = [right(1, "low", "low"), right(2, "serious", "medium"), right(3, "none", "none", "no")]

    assert [each.id for each in engaged_rights(rights, RULES)] == ["R2", "R1"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("serious", "medium", "Serious → Medium"),
        ("low", "low", "Low, no change"),
        ("not_known", "not_known", "Not known"),
        ("serious", "not_known", "Not known"),
    ],
)
def test_change_of_a_right_is_said_in_words(before: str, after: str, said: str) -> None:
    assert words_of(right(1, before, after), RULES) == said


def test_risk_picture_is_one_sentence_to_a_screen_reader() -> None:
    rights = [right(1, "serious", "medium"), right(2, "serious", "medium"), right(3, "not_known", "not_known")]

    assert sentence_of(rights, RULES) == ("Risk before and after measures, 3 rights: 2 Serious to Medium, 1 Not known.")


def test_risk_picture_grows_so_that_no_name_is_cut(qtbot: QtBot) -> None:
    short = right(1, "low", "low")
    long = replace(short, label="A very long name of a right that takes more than one line wherever it stands")
    one, other = RiskPicture([short], RULES), RiskPicture([long], RULES)
    for picture in (one, other):
        qtbot.addWidget(picture)

    assert other.sizeHint().height() > one.sizeHint().height()


def test_before_and_after_are_painted_at_different_places(qtbot: QtBot) -> None:
    changed, same = RiskPicture([right(1, "serious", "low")], RULES), RiskPicture([right(1, "low", "low")], RULES)
    for picture in (changed, same):
        qtbot.addWidget(picture)
        picture.resize(520, picture.sizeHint().height())

    assert changed.grab().toImage() != same.grab().toImage()


def test_schedule_takes_the_phases_in_order() -> None:
    phases = [
        {"row": "b", "name": "Mentoring", "dates": {"from": "2027-01-10", "to": "2027-02-07"}},
        {"row": "a", "name": "UK course", "dates": {"from": "2026-12-02", "to": "2026-12-18"}},
        {"row": "c", "name": "No dates yet", "dates": None},
    ]
    schedule = schedule_of({"en.f.phases": phases, "en.f.latest_decision": "2026-11-27"}, TODAY)  # type: ignore[dict-item]

    assert schedule is not None
    assert [span.name for span in schedule.spans] == ["UK course", "Mentoring"]
    assert sentences_of(schedule)[:2] == ("Today is 23 November 2026", "Decision needed by 27 November 2026")
    assert weeks_words(schedule) == "10 weeks"


def test_schedule_without_phases_is_the_whole_work() -> None:
    schedule = schedule_of({"en.f.start": "2026-12-02", "en.f.end": "2026-12-04"}, TODAY)  # type: ignore[dict-item]

    assert schedule == Schedule((Span("Delivery", date(2026, 12, 2), date(2026, 12, 4)),), None, TODAY)
    assert weeks_words(schedule) == "3 days"


def test_there_is_no_schedule_without_dates() -> None:
    assert schedule_of({}, TODAY) is None


def test_spans_whose_words_would_touch_take_lanes_of_their_own(qtbot: QtBot) -> None:
    spans = tuple(
        Span(f"A phase with a rather long name {day}", date(2026, 12, day), date(2026, 12, day + 1))
        for day in (2, 5, 8)
    )
    timeline = Timeline(Schedule(spans, None, TODAY))
    qtbot.addWidget(timeline)
    timeline.resize(520, 200)

    assert timeline._lanes == [0, 1, 2]
