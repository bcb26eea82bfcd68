"""The colours of the program: one table for each scheme, by what a colour is for.

Holds every literal colour there is; no other module may. Contrasts were worked out by the WCAG formula: all text
reaches 4.5 on its ground, every shape needed to understand or operate 3.0 (``tests/ui/test_theme.py`` holds that).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtGui import QColor, QPalette

Colours = Mapping[str, QColor]

_LIGHT = {
    "page": "#ffffff",
    "side": "#f3f6f9",
    "ink": "#0b0c0c",
    "quiet": "#484949",
    "faint": "#5f666b",  # cannot start yet
    "link": "#1a65a6",
    "link_over": "#0f385c",
    "selected": "#dfeaf4",
    "main": "#00703c",
    "main_over": "#005a30",
    "main_ink": "#ffffff",
    "main_base": "#003d20",
    "button": "#f3f4f5",
    "button_over": "#dbdfe2",
    "button_border": "#767d83",
    "error": "#c22f2f",
    "error_tint": "#fdeeee",
    "warning": "#7a4b00",
    "warning_tint": "#fff3d1",
    "progress": "#144e81",
    "progress_tint": "#e3eef8",
    "good": "#005a30",
    "good_tint": "#e5f3ea",
    "plain_tint": "#e9ecef",
    "field": "#ffffff",
    "field_border": "#0b0c0c",
    "dense_border": "#6f777b",
    "focus": "#ffdd00",
    "focus_line": "#0b0c0c",
    "hit": "#ffe680",
    "hit_ink": "#0b0c0c",
    "hair": "#cfd5da",
    "hatch": "#c9ced3",
    "scroll": "#767d83",
    "marking": "#0b0c0c",
    "marking_ink": "#ffffff",
}

_DARK = {
    "page": "#16191c",
    "side": "#1d2125",
    "ink": "#f3f2f1",
    "quiet": "#b8bec4",
    "faint": "#959da4",
    "link": "#8cc2f2",
    "link_over": "#c4e0f9",
    "selected": "#24384a",
    "main": "#4cb27f",
    "main_over": "#6fc79a",
    "main_ink": "#0b0c0c",
    "main_base": "#2a7a52",
    "button": "#2b3136",
    "button_over": "#3a4249",
    "button_border": "#868f97",
    "error": "#ff9b93",
    "error_tint": "#3a1f1f",
    "warning": "#ffd27a",
    "warning_tint": "#3b2f14",
    "progress": "#a9d2f7",
    "progress_tint": "#1d3347",
    "good": "#8fdcb4",
    "good_tint": "#17352a",
    "plain_tint": "#2b3136",
    "field": "#16191c",
    "field_border": "#c9ced3",
    "dense_border": "#8b949c",
    "focus": "#ffdd00",
    "focus_line": "#0b0c0c",
    "hit": "#665500",
    "hit_ink": "#ffffff",
    "hair": "#3a4147",
    "hatch": "#4a535b",
    "scroll": "#868f97",
    "marking": "#000000",
    "marking_ink": "#ffffff",
}

_CONTRAST = dict.fromkeys(_LIGHT, "#ffffff") | {
    "page": "#000000",
    "side": "#000000",
    "faint": "#3ff23f",
    "link": "#ffff00",
    "link_over": "#ffffff",
    "selected": "#1f2f66",
    "main": "#000000",
    "main_over": "#1f2f66",
    "main_base": "#ffffff",
    "button": "#000000",
    "button_over": "#1f2f66",
    "error_tint": "#000000",
    "warning_tint": "#000000",
    "progress_tint": "#000000",
    "good_tint": "#000000",
    "plain_tint": "#000000",
    "field": "#000000",
    "focus": "#00ffff",
    "focus_line": "#000000",
    "hit": "#1aebff",
    "hit_ink": "#000000",
    "marking": "#000000",
}


def _frozen(table: Mapping[str, str]) -> Colours:
    return MappingProxyType({name: QColor(value) for name, value in table.items()})


LIGHT = _frozen(_LIGHT)
DARK = _frozen(_DARK)
CONTRAST = _frozen(_CONTRAST)


def from_system(palette: QPalette) -> Colours:
    """Return a contrast scheme in the colours of the system's palette, which its user has chosen for good reasons."""
    window, text = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText)
    highlight = palette.color(QPalette.ColorRole.Highlight)
    table = {name: QColor(text) for name in _LIGHT}
    for ground in [*(name for name in _LIGHT if name.endswith("_tint")), "page", "side", "main", "button", "field"]:
        table[ground] = QColor(window)
    table |= {
        "faint": palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText),
        "link": palette.color(QPalette.ColorRole.Link),
        "selected": window,
        "main_over": window,
        "button_over": window,
        "focus": highlight,
        "focus_line": window,
        "hit": highlight,
        "hit_ink": palette.color(QPalette.ColorRole.HighlightedText),
        "marking": window,
    }
    return MappingProxyType(table)


def palette_of(colours: Colours) -> QPalette:
    """Return the palette that Qt's own parts paint themselves with."""
    role, palette = QPalette.ColorRole, QPalette()
    for name, roles in {
        "page": (role.Window, role.AlternateBase, role.ToolTipBase),
        "field": (role.Base,),
        "ink": (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText),
        "button": (role.Button,),
        "link": (role.Link, role.LinkVisited, role.Highlight, role.Accent),
        "quiet": (role.PlaceholderText,),
    }.items():
        for each in roles:
            palette.setColor(each, colours[name])
    palette.setColor(role.HighlightedText, colours["page"])
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, colours["faint"])
    return palette
