"""How everything looks: scheme, text size, fonts. The rest of the room asks it for colours and lengths by name.

Holds the one current look of the running program. ``theme_colours`` has the colours, ``theme_sheet`` the style sheet,
``theme_style`` the painted controls; no other module holds a literal colour or a font size.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessibilityHints,
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QGuiApplication,
    QPalette,
    QStyleHints,
)
from PySide6.QtWidgets import QApplication

from ipas_desktop import paths
from ipas_desktop.ui import theme_colours, theme_sheet
from ipas_desktop.ui.theme_colours import Colours
from ipas_desktop.ui.theme_style import ProgramStyle

FAMILIES = ["Public Sans", "Noto Sans", "Noto Sans Arabic"]
MONO = "Noto Sans Mono"
SMALLEST, LARGEST = 1.0, 2.0
_BODY_PIXELS = 16  # of 12 pt at 96 dpi, for which all lengths are given


class Scheme(StrEnum):
    """Which colours: those of the system, or always the same."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Look:
    """What the user chooses: ``text_factor`` from 1.0 to 2.0 multiplies every size."""

    scheme: Scheme = Scheme.SYSTEM
    text_factor: float = SMALLEST


class _Current(QObject):
    """The look in use, and word of its change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.look = Look()
        self.colours: Colours = theme_colours.LIGHT
        self.unit = 1.0  # pixels now for one pixel at 100 % and 96 dpi
        self.system_palette: QPalette | None = None
        self.hints: QStyleHints | None = None  # kept: what it hands out is only good while Python holds it
        self.accessibility: QAccessibilityHints | None = None


_current = _Current()


def start(application: QApplication, look: Look | None = None) -> None:
    """Load the fonts, set the style and the first look, and follow the system's scheme from then on."""
    for file in sorted((paths.resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    _current.system_palette = QPalette(application.palette())
    application.setStyle(ProgramStyle(colour, px))
    hints = _current.hints = application.styleHints()
    hints.colorSchemeChanged.connect(lambda: _follow_system(application))
    _current.accessibility = hints.accessibility()
    _current.accessibility.contrastPreferenceChanged.connect(lambda: _follow_system(application))
    set_look(application, look or Look())


def set_look(application: QApplication, look: Look) -> None:
    """Wear a look at once. Raises ValueError when the text factor is out of range."""
    if not SMALLEST <= look.text_factor <= LARGEST:
        raise ValueError(f"text factor {look.text_factor} is not between {SMALLEST} and {LARGEST}")
    _current.look = look
    scheme = _resolved(look.scheme)
    _current.colours = _colours_of(scheme)
    application.setFont(font(theme_sheet.BODY))
    _current.unit = QFontInfo(application.font()).pixelSize() / _BODY_PIXELS
    application.setPalette(theme_colours.palette_of(_current.colours))
    arrow = paths.resources() / "icons" / ("chevron-dark.svg" if is_light() else "chevron-light.svg")
    application.setStyleSheet(
        theme_sheet.sheet(
            _current.colours, look.text_factor, px, bordered=scheme is Scheme.CONTRAST, arrow=arrow, mono=MONO
        )
    )
    _current.changed.emit()


def look() -> Look:
    """Return the look in use."""
    return _current.look


def changes() -> _Current:
    """Return the object whose ``changed`` signal tells of a new look."""
    return _current


def colour(name: str) -> QColor:
    """Return a colour by what it is for. Raises KeyError for a name that ``theme_colours`` does not have."""
    return _current.colours[name]


def is_light() -> bool:
    """Say whether ink is darker than the page."""
    return _current.colours["ink"].lightness() < _current.colours["page"].lightness()


def px(length: float) -> int:
    """Return a length, given in pixels at 100 % and 96 dpi, as it is now; never less than one for a visible one."""
    return max(1, round(length * _current.unit)) if length else 0


def size(width: float, height: float) -> QSize:
    """Return a size given in pixels at 100 %."""
    return QSize(px(width), px(height))


def font(points: float = theme_sheet.BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the program's font at a size in points at 100 %."""
    chosen = QFont(FAMILIES)
    chosen.setPointSizeF(points * _current.look.text_factor)
    chosen.setWeight(weight)
    return chosen


def small_font(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of lists, tables and hints."""
    return font(theme_sheet.SMALL, weight)


def _resolved(scheme: Scheme) -> Scheme:
    if scheme is not Scheme.SYSTEM:
        return scheme
    if _system_wants_contrast():
        return Scheme.CONTRAST
    return Scheme.DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else Scheme.LIGHT


def _system_wants_contrast() -> bool:
    hints = _current.accessibility
    return hints is not None and hints.contrastPreference() == Qt.ContrastPreference.HighContrast


def _colours_of(scheme: Scheme) -> Colours:
    if scheme is Scheme.CONTRAST:
        if _system_wants_contrast() and _current.system_palette is not None:
            return theme_colours.from_system(_current.system_palette)
        return theme_colours.CONTRAST
    return theme_colours.DARK if scheme is Scheme.DARK else theme_colours.LIGHT


def _follow_system(application: QApplication) -> None:
    if _current.look.scheme is Scheme.SYSTEM:
        set_look(application, _current.look)
