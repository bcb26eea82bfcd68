"""Small parts: labels, headings, buttons, entries, banners, the focus ring, reflow, header, moments."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ipas_desktop.ui import labels
from ipas_desktop.ui.banner import Banner, error_banner, show_error
from ipas_desktop.ui.buttons import link, main_button
from ipas_desktop.ui.entry import Entry
from ipas_desktop.ui.focus_ring import FocusRing, _Ring, ringed
from ipas_desktop.ui.glyphs import Glyph
from ipas_desktop.ui.header import Header
from ipas_desktop.ui.labels import Heading, tag, words
from ipas_desktop.ui.moments import days_from, moment_words, size_words
from ipas_desktop.ui.navigation import NavigationRow
from ipas_desktop.ui.page import Beside, Reflow, limited
from tests.ui.windows import press, show

TODAY = date(2026, 11, 23)


def test_words_show_markup_literally(qtbot: QtBot) -> None:
    label = words("<b>Bold</b> <img src=x>")
    qtbot.addWidget(label)

    assert label.textFormat() is Qt.TextFormat.PlainText


def test_heading_is_a_heading_to_assistive_technology(qtbot: QtBot) -> None:
    labels.install_heading_role()
    heading = Heading("Delivery and dates", 2)
    qtbot.addWidget(heading)
    interface = QAccessible.queryAccessibleInterface(heading)

    assert interface.role() is QAccessible.Role.Heading
    assert interface.text(QAccessible.Text.Name) == "Delivery and dates"


def test_heading_is_no_stop_for_the_tab_key(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    heading, field = Heading("Page"), QLineEdit()
    column.addWidget(heading)
    column.addWidget(field)
    show(qtbot, page)
    heading.receive_focus()
    assert QApplication.focusWidget() is heading
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is field
    press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is not heading


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_button_is_pressed_by_enter_and_space(qtbot: QtBot, key: Qt.Key) -> None:
    pressed: list[str] = []
    button = main_button("Go & on", lambda: pressed.append("once"))
    show(qtbot, button)
    button.setFocus()
    press(key)

    assert pressed == ["once"]
    assert button.accessibleName() == "Go & on"
    assert button.shortcut().isEmpty()


def test_entry_says_its_problem_in_words_border_and_description(qtbot: QtBot) -> None:
    entry = Entry("Full name", "As on your warrant card")
    show(qtbot, entry)
    entry.show_error("Enter your full name")

    assert entry.edit.hasFocus()
    assert entry.edit.property("wrong") is True
    assert entry.edit.accessibleDescription() == "As on your warrant card Error: Enter your full name"
    entry.show_error("")
    assert entry.edit.property("wrong") is False
    assert entry.edit.accessibleDescription() == "As on your warrant card"


def test_secret_entry_hides_its_text_until_asked(qtbot: QtBot) -> None:
    entry = Entry("Passphrase", secret=True)
    show(qtbot, entry)
    toggle = entry.findChild(QPushButton)
    assert isinstance(toggle, QPushButton)
    assert entry.edit.echoMode() is QLineEdit.EchoMode.Password
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)

    assert entry.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert toggle.accessibleName() == "Hide passphrase"
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert entry.edit.echoMode() is QLineEdit.EchoMode.Password


def test_caps_lock_is_noticed_by_what_is_typed(qtbot: QtBot) -> None:
    entry = Entry("Passphrase", secret=True)
    show(qtbot, entry)
    QTest.keyClick(entry.edit, "A", Qt.KeyboardModifier.NoModifier)
    assert entry.caps.isVisible()
    QTest.keyClick(entry.edit, "a", Qt.KeyboardModifier.NoModifier)
    assert not entry.caps.isVisible()
    QTest.keyClick(entry.edit, "A", Qt.KeyboardModifier.ShiftModifier)
    assert not entry.caps.isVisible()


def test_error_banner_says_the_first_sentence_first_and_takes_the_focus(qtbot: QtBot) -> None:
    page = QWidget()
    banner = error_banner(QVBoxLayout(page))
    show(qtbot, page)
    assert not banner.isVisible()
    show_error(banner, "The disk is full. Nothing is lost. Free some space.")

    assert banner.sentence() == "The disk is full."
    assert banner.accessibleName() == "The disk is full. Nothing is lost. Free some space."
    assert banner.hasFocus()


@pytest.mark.parametrize("kind", ["stop", "good", "warning", "note"])
def test_banners_differ_in_shape_not_only_in_colour(qtbot: QtBot, kind: str) -> None:
    shapes = set()
    for each in ("stop", "good", "warning", "note"):
        glyph = Banner(each, "Said").findChild(Glyph)  # type: ignore[arg-type]
        assert isinstance(glyph, Glyph)
        shapes.add(glyph._name)

    assert len(shapes) == 4


@pytest.mark.parametrize(
    "name", ["tick", "half", "ring", "diamond", "dash", "stop", "warning", "note", "lock", "search", "file"]
)
def test_every_shape_paints_something(qtbot: QtBot, name: str) -> None:
    glyph = Glyph(name, 24)
    qtbot.addWidget(glyph)
    glyph.resize(24, 24)
    picture = glyph.grab().toImage()

    assert len({picture.pixel(x, y) for x in range(24) for y in range(24)}) > 1


@pytest.fixture
def ring(qapp: QApplication) -> FocusRing:
    return FocusRing(qapp)


def test_focus_ring_lies_round_what_has_the_keyboard(qtbot: QtBot, ring: FocusRing) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    first, second = QLineEdit(), QLineEdit()
    for field in (first, second):
        column.addWidget(field)
    window = show(qtbot, page)
    first.setFocus()
    second.setFocus()
    shown = [each for each in window.findChildren(_Ring) if each.isVisible()]

    assert shown
    assert all(each.geometry().contains(second.mapTo(each.parentWidget(), second.rect().center())) for each in shown)
    page.resize(page.width(), page.height() - 40)
    qtbot.wait(10)
    assert all(each.geometry().contains(second.mapTo(each.parentWidget(), second.rect().center())) for each in shown)


def test_focus_ring_leaves_nothing_behind(qtbot: QtBot, ring: FocusRing) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    fields = [QLineEdit() for _ in range(5)]
    for field in fields:
        column.addWidget(field)
    window = show(qtbot, page)
    for field in (*fields, *fields):
        field.setFocus()
        qtbot.wait(5)
    seen = {each.geometry().topLeft().toTuple() for each in window.findChildren(_Ring) if each.isVisible()}

    assert len(seen) == 1


def test_focus_ring_is_not_drawn_round_a_heading(qtbot: QtBot, ring: FocusRing) -> None:
    heading = Heading("Page")
    window = show(qtbot, heading)
    heading.receive_focus()

    assert not [each for each in window.findChildren(_Ring) if each.isVisible()]


def test_focus_ring_goes_round_the_whole_of_a_list_that_can_be_typed_into(qtbot: QtBot) -> None:
    box = QComboBox()
    box.setEditable(True)
    qtbot.addWidget(box)
    line = box.lineEdit()
    assert line is not None

    assert ringed(line) is box


def test_tag_wears_its_kind(qtbot: QtBot) -> None:
    label = tag("In progress", "progress")
    qtbot.addWidget(label)

    assert label.property("tag") == "progress"


def test_parts_stand_below_each_other_where_space_is_short(qtbot: QtBot) -> None:
    first, second = QLabel("First"), QLabel("Second")
    both = Reflow(600, (first, 1), (second, 1))
    window = show(qtbot, both, width=1000)
    assert first.y() == second.y()
    window.resize(400, 600)

    qtbot.waitUntil(lambda: second.y() > first.y())


def test_panel_comes_below_where_space_is_short(qtbot: QtBot) -> None:
    main, aside = QLabel("Main"), QLabel("Aside")
    both = Beside(main, aside)
    window = show(qtbot, both, width=1200)
    assert aside.mapTo(both, aside.rect().topLeft()).x() > main.mapTo(both, main.rect().topLeft()).x() + 100
    window.resize(700, 600)

    qtbot.waitUntil(lambda: aside.mapTo(both, aside.rect().topLeft()).y() > main.mapTo(both, main.rect().topLeft()).y())


def test_limited_column_is_as_tall_as_its_words_need(qtbot: QtBot) -> None:
    long = words("A sentence that takes many lines where it has little room. " * 10)
    page = QWidget()
    QVBoxLayout(page).addLayout(limited(long, 300))
    show(qtbot, page, width=1200)

    assert long.width() <= 300
    assert long.height() >= long.heightForWidth(long.width())


def test_header_tells_the_truth_about_saving(qtbot: QtBot) -> None:
    header = Header()
    qtbot.addWidget(header)
    when = datetime(2026, 11, 23, 14, 3, tzinfo=UTC)
    header.show_saved(when, "draft 1, not yet signed")
    assert header.saved_line() == f"Saved {when.astimezone():%H:%M} · draft 1, not yet signed"
    header.show_not_saved(when)
    assert header.saved_line() == f"Not saved since {when.astimezone():%H:%M}"
    header.show_not_saved(None)
    assert header.saved_line() == "Not saved"
    header.show_state("Revision 3 finalised 16:41")
    assert header.saved_line() == "Revision 3 finalised 16:41"


def test_header_says_practice_in_words(qtbot: QtBot) -> None:
    header = Header()
    show(qtbot, header)
    header.show_unlocked(practice=True)
    assert "Practice." in " ".join(label.text() for label in header.findChildren(QLabel) if label.isVisible())
    header.show_unlocked(practice=False)
    assert "Practice." not in " ".join(label.text() for label in header.findChildren(QLabel) if label.isVisible())


def test_marking_band_is_named_by_its_marking(qtbot: QtBot) -> None:
    header = Header()
    qtbot.addWidget(header)
    header.show_marking("OFFICIAL-SENSITIVE - COMMERCIAL")

    assert header._band.accessibleName() == "Protective marking: OFFICIAL-SENSITIVE - COMMERCIAL"


def test_navigation_row_says_its_count_and_that_it_is_this_page(qtbot: QtBot) -> None:
    row = NavigationRow("Review", "3 to fix", is_current=True)
    qtbot.addWidget(row)

    assert row.accessibleName() == "Review, 3 to fix, this page"


def test_link_is_found_by_its_words(qtbot: QtBot) -> None:
    button = link("Verify a package")
    qtbot.addWidget(button)

    assert button.accessibleName() == "Verify a package"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 24), "tomorrow"),
        (date(2026, 11, 22), "yesterday"),
        (date(2026, 12, 2), "in 9 days"),
        (date(2026, 11, 1), "22 days ago"),
    ],
)
def test_distance_of_a_day_in_words(day: date, said: str) -> None:
    assert days_from(TODAY, day) == said


def test_sizes_and_moments_in_words() -> None:
    assert (size_words(3), size_words(412_000), size_words(3_300_000)) == ("1 kB", "412 kB", "3.3 MB")
    when = datetime(2026, 11, 3, 9, 5, tzinfo=UTC)
    assert moment_words(when) == f"{when.astimezone().day} November 2026, {when.astimezone():%H:%M}"
