"""Colours with enough contrast, sizes that grow with the text, and no colour or size of type outside the theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from ipas_desktop.ui import preferences, theme, theme_colours
from ipas_desktop.ui.theme import Look, Scheme

UI = Path(__file__).resolve().parents[2] / "ipas_desktop" / "ui"
SCHEMES = {"light": theme_colours.LIGHT, "dark": theme_colours.DARK, "contrast": theme_colours.CONTRAST}
TEXT = [
    *((ink, ground) for ground in ("page", "side", "selected") for ink in ("ink", "quiet", "link")),
    ("faint", "page"), ("faint", "side"), ("main_ink", "main"), ("main_ink", "main_over"), ("ink", "button"),
    ("ink", "button_over"), ("error", "page"), ("error", "side"), ("error", "error_tint"), ("warning", "page"),
    ("warning", "warning_tint"), ("progress", "progress_tint"), ("good", "page"), ("good", "good_tint"),
    ("ink", "plain_tint"), ("hit_ink", "hit"), ("marking_ink", "marking"), ("ink", "field"),
]  # fmt: skip
SHAPES = [
    ("button_border", "page"), ("field_border", "page"), ("dense_border", "page"), ("error", "page"),
    ("good", "page"), ("scroll", "side"), ("link", "selected"),
]  # fmt: skip


def luminance(colour: QColor) -> float:
    """Source: WCAG 2.2, relative luminance."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: QColor, second: QColor) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(autouse=True)
def _light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.set_look(qapp, Look(Scheme.LIGHT))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_reaches_4_5_on_its_ground(scheme: str, ink: str, ground: str) -> None:
    colours = SCHEMES[scheme]

    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_reach_3_on_their_ground(scheme: str, shape: str, ground: str) -> None:
    colours = SCHEMES[scheme]

    assert contrast(colours[shape], colours[ground]) >= 3.0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_ring_or_its_line_reaches_3_on_the_page(scheme: str) -> None:
    colours = SCHEMES[scheme]

    assert max(contrast(colours[part], colours["page"]) for part in ("focus", "focus_line")) >= 3.0


def test_every_scheme_has_the_same_names() -> None:
    names = {frozenset(colours) for colours in SCHEMES.values()}

    assert len(names) == 1


def test_contrast_scheme_takes_the_colours_of_the_system() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor(10, 20, 30))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(250, 251, 252))
    palette.setColor(QPalette.ColorRole.Link, QColor(200, 210, 10))

    colours = theme_colours.from_system(palette)

    assert set(colours) == set(theme_colours.LIGHT)
    assert colours["page"] == colours["error_tint"] == QColor(10, 20, 30)
    assert colours["ink"] == colours["error"] == QColor(250, 251, 252)
    assert colours["link"] == QColor(200, 210, 10)


def test_no_module_outside_the_theme_holds_a_colour_or_a_size_of_type() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{6}\b|QColor\(\s*[\"'\d]|GlobalColor|setPointSize|setPixelSize|font-size")
    named = [
        file.relative_to(UI).as_posix()
        for file in UI.rglob("*.py")
        if not file.name.startswith("theme") and literal.search(file.read_text(encoding="utf-8"))
    ]

    assert named == []


def test_lengths_and_text_grow_with_the_factor(qapp: QApplication, qtbot: QtBot) -> None:
    theme.set_look(qapp, Look(Scheme.LIGHT, 1.0))
    small, small_text = theme.px(100), theme.font().pointSizeF()
    theme.set_look(qapp, Look(Scheme.LIGHT, 2.0))

    assert theme.px(100) == pytest.approx(2 * small, abs=4)
    assert theme.font().pointSizeF() == pytest.approx(2 * small_text)
    assert qapp.font().pointSizeF() == pytest.approx(24)


def test_nothing_shorter_than_a_pixel_is_visible_and_nothing_is_nothing() -> None:
    assert theme.px(0.2) == 1
    assert theme.px(0) == 0


@pytest.mark.parametrize("factor", [0.99, 2.01])
def test_look_refuses_a_factor_out_of_range(qapp: QApplication, factor: float) -> None:
    with pytest.raises(ValueError, match="text factor"):
        theme.set_look(qapp, Look(Scheme.LIGHT, factor))


def test_dark_scheme_is_worn_at_once(qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changes().changed):
        theme.set_look(qapp, Look(Scheme.DARK))

    assert not theme.is_light()
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme_colours.DARK["page"]


def test_text_is_the_bundled_font(qapp: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Text")
    qtbot.addWidget(label)
    label.ensurePolished()

    assert label.fontInfo().family() == "Public Sans"


@pytest.mark.parametrize("kind", [QRadioButton, QCheckBox])
def test_choices_are_targets_of_at_least_24_pixels(qtbot: QtBot, kind: type[QRadioButton] | type[QCheckBox]) -> None:
    choice = kind("Choose")
    qtbot.addWidget(choice)
    choice.ensurePolished()

    assert choice.sizeHint().height() >= 32
    assert choice.style().pixelMetric(choice.style().PixelMetric.PM_IndicatorWidth) >= 24


def test_a_chosen_box_is_painted_differently(qtbot: QtBot) -> None:
    box = QCheckBox("Choose")
    qtbot.addWidget(box)
    box.show()
    blank = box.grab().toImage()
    box.setChecked(True)

    assert box.grab().toImage() != blank


def test_buttons_are_painted_in_the_colour_of_their_act(qtbot: QtBot) -> None:
    button = QPushButton("Go")
    button.setProperty("act", "main")
    qtbot.addWidget(button)
    button.show()

    assert button.grab().toImage().pixelColor(4, 4) == theme.colour("main")


def test_look_is_kept_for_the_next_start(private_home: Path) -> None:
    preferences.store_look(Look(Scheme.DARK, 1.5))

    assert preferences.load_look() == Look(Scheme.DARK, 1.5)


@pytest.mark.parametrize("stored", ["", "[]", '{"scheme": "pink", "text_factor": 1}', '{"scheme": "dark"}'])
def test_look_is_the_default_when_the_file_makes_no_sense(private_home: Path, stored: str) -> None:
    file = preferences.preferences_file()
    file.parent.mkdir(parents=True)
    file.write_text(stored, encoding="utf-8")

    assert preferences.load_look() == Look()


def test_look_takes_a_stored_factor_into_range(private_home: Path) -> None:
    file = preferences.preferences_file()
    file.parent.mkdir(parents=True)
    file.write_text('{"scheme": "light", "text_factor": 9}', encoding="utf-8")

    assert preferences.load_look() == Look(Scheme.LIGHT, 2.0)


def test_contrast_scheme_is_worn_when_chosen(qapp: QApplication, qtbot: QtBot) -> None:
    theme.set_look(qapp, Look(Scheme.CONTRAST))

    assert theme.colour("page") == theme_colours.CONTRAST["page"]
    assert not theme.is_light()


def test_system_scheme_is_light_or_dark_or_contrast(qapp: QApplication, qtbot: QtBot) -> None:
    theme.set_look(qapp, Look(Scheme.SYSTEM))

    assert theme.colour("page") in [table["page"] for table in SCHEMES.values()]
