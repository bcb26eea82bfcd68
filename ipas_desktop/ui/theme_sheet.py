"""The style sheet: what the palette and the proxy style cannot say. Short on purpose.

Widgets are chosen by what they are: the property ``words`` of a label, ``act`` of a button, ``part`` of a frame,
``wrong`` of a field with a problem. Lengths are pixels at 100 % and grow with the text.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ipas_desktop.ui.theme_colours import Colours

_SHEET = """
QToolTip {{ border: 1px solid {ink}; padding: {p4}px; }}
QMainWindow, QDialog, QStackedWidget, QScrollArea, QWidget[part="page"], QWidget[part="content"] {{
    background: {page};
}}
QWidget[part="side"], QWidget[part="side"] QScrollArea, QWidget[part="side"] QWidget[part="content"],
QWidget[part="help"] QScrollArea, QWidget[part="help"] QWidget[part="content"] {{ background: {side}; }}
QWidget[part="side"] {{ border: 0; border-right: 1px solid {hair}; }}
QWidget[part="help"] {{ background: {side}; border: 0; border-left: 1px solid {hair}; }}
QWidget[part="header"] {{ background: {page}; border: 0; border-bottom: 1px solid {hair}; }}
QWidget[part="actions"] {{ background: {page}; border: 0; border-top: 1px solid {hair}; }}
QWidget[part="marking"] {{ background: {marking}; }}
QFrame[part="practice"] {{ background: {warning_tint}; border: 0; border-bottom: 1px solid {warning}; }}
QFrame[part="rule"] {{ background: {ink}; border: 0; max-height: {p2}px; min-height: {p2}px; }}
QFrame[part="hair"] {{ background: {hair}; border: 0; max-height: 1px; min-height: 1px; }}
QFrame[part="row"] {{ border: 0; border-bottom: 1px solid {hair}; }}
QFrame[part="row-stop"] {{
    border: 0; border-bottom: 1px solid {hair}; border-left: {p4}px solid {error}; background: {error_tint};
}}
QFrame[part="inset"] {{ border: 0; border-left: {p4}px solid {link}; }}
QFrame[part="inset-stop"] {{ border: 0; border-left: {p4}px solid {error}; }}
QFrame[part="box"] {{ border: 1px solid {hair}; background: {page}; }}
QFrame[part="banner-stop"] {{ border: 2px solid {error}; border-left-width: {p8}px; }}
QFrame[part="banner-good"] {{ border: 2px solid {good}; border-left-width: {p8}px; }}
QFrame[part="banner-warning"] {{ border: 2px solid {warning}; border-left-width: {p8}px; }}
QFrame[part="banner-note"] {{ border: 2px solid {link}; border-left-width: {p8}px; }}
QFrame[part="errors"] {{ border: {p4}px solid {error}; }}
QFrame[part="errors"] QPushButton[act="link"] {{ color: {error}; font-weight: 600; }}

QLabel {{ background: transparent; }}
QLabel[words="marking"] {{ color: {marking_ink}; font-size: {small}pt; font-weight: 700; }}
QLabel[words="verdict"] {{ font-size: {verdict}pt; font-weight: 700; }}
QLabel[words="page"] {{ font-size: {title}pt; font-weight: 700; }}
QLabel[words="group"] {{ font-size: {group}pt; font-weight: 700; }}
QLabel[words="label"], QLabel[words="strong"] {{ font-weight: 600; }}
QLabel[words="hint"], QLabel[words="quiet"] {{ color: {quiet}; font-size: {small}pt; }}
QLabel[words="quiet-body"] {{ color: {quiet}; }}
QLabel[words="small"], QLabel[words="part"] {{ font-size: {small}pt; }}
QLabel[words="small-strong"] {{ font-size: {small}pt; font-weight: 600; }}
QLabel[words="faint"] {{ color: {faint}; font-size: {small}pt; }}
QLabel[words="error"] {{ color: {error}; font-weight: 600; }}
QLabel[words="error-small"] {{ color: {error}; font-size: {small}pt; font-weight: 600; }}
QLabel[words="practice"] {{ color: {warning}; font-size: {small}pt; font-weight: 600; }}
QLabel[words="warning"] {{ color: {warning}; font-size: {small}pt; }}
QLabel[words="code"] {{
    font-family: "{mono}"; font-size: {group}pt; border: 1px solid {dense_border}; padding: {p4}px {p12}px;
}}
QLabel[tag="plain"] {{ background: {plain_tint}; color: {ink}; border: {tag_line}px solid {ink}; }}
QLabel[tag="progress"] {{ background: {progress_tint}; color: {progress}; border: {tag_line}px solid {progress}; }}
QLabel[tag="stop"] {{ background: {error_tint}; color: {error}; border: {tag_line}px solid {error}; }}
QLabel[tag="warning"] {{ background: {warning_tint}; color: {warning}; border: {tag_line}px solid {warning}; }}
QLabel[tag="good"] {{ background: {good_tint}; color: {good}; border: {tag_line}px solid {good}; }}
QLabel[words="tag"] {{ font-size: {small}pt; font-weight: 600; padding: {p1}px {p8}px; }}

QLineEdit, QPlainTextEdit, QComboBox {{
    background: {field}; color: {ink}; border: {p2}px solid {field_border}; border-radius: 0;
    padding: {p6}px {p8}px; selection-background-color: {link}; selection-color: {page};
    placeholder-text-color: {quiet};
}}
QLineEdit[dense="true"], QComboBox[dense="true"] {{
    border: 1px solid {dense_border}; padding: {p4}px {p6}px; font-size: {small}pt;
}}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{ border: {p2}px solid {error}; }}
QLineEdit:read-only {{ background: {side}; }}
QComboBox QLineEdit {{ border: 0; padding: 0; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down {{ border: 0; width: {p28}px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: {p12}px; height: {p8}px; }}
QComboBox QAbstractItemView {{ background: {field}; border: {p2}px solid {field_border}; outline: 0; }}
QRadioButton, QCheckBox {{ spacing: {p12}px; min-height: {p32}px; background: transparent; }}

QPushButton {{
    background: {button}; color: {ink}; border: 1px solid {button_border}; border-bottom: {p3}px solid {button_border};
    padding: {p6}px {p16}px; font-weight: 600;
}}
QPushButton:hover {{ background: {button_over}; }}
QPushButton:pressed {{ border-bottom-width: 1px; }}
QPushButton[dense="true"] {{ font-size: {small}pt; padding: {p4}px {p12}px; border-bottom-width: {p2}px; }}
QPushButton[act="main"] {{
    background: {main}; color: {main_ink};
    border: {main_line}px solid {main_base}; border-bottom: {p3}px solid {main_base};
}}
QPushButton[act="main"]:hover {{ background: {main_over}; }}
QPushButton[act="link"] {{
    background: transparent; color: {link}; border: 0; padding: {p2}px 0; min-height: {p20}px;
    font-size: {small}pt; font-weight: 400; text-align: left; text-decoration: underline;
}}
QPushButton[act="link"]:hover {{ color: {link_over}; }}
QPushButton[act="tab"] {{
    background: transparent; color: {link}; border: 0; border-bottom: {p4}px solid transparent; padding: {p6}px 0;
    font-size: {small}pt; font-weight: 600;
}}
QPushButton[act="tab"]:checked {{ color: {ink}; border-bottom-color: {link}; }}

QAbstractItemView {{ border: 0; outline: 0; background: {page}; }}
QWidget[part="side"] QAbstractItemView {{ background: {side}; }}
QHeaderView {{ background: {page}; }}
QHeaderView::section {{
    background: {page}; color: {ink}; border: 0; border-bottom: {p2}px solid {ink}; padding: {p4}px {p8}px;
    font-size: {small}pt; font-weight: 600;
}}
QProgressBar {{ border: {p2}px solid {ink}; background: {page}; border-radius: 0; max-height: {p12}px; }}
QProgressBar::chunk {{ background: {link}; }}
QMenu {{ background: {page}; border: {p2}px solid {ink}; padding: {p4}px 0; font-size: {small}pt; }}
QMenu::item {{ padding: {p6}px {p16}px; }}
QMenu::item:selected {{ background: {selected}; color: {ink}; }}
QScrollBar {{ background: {side}; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: {p12}px; }}
QScrollBar:horizontal {{ height: {p12}px; }}
QScrollBar::handle {{ background: {scroll}; border: {p2}px solid {side}; min-height: {p32}px; min-width: {p32}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""

SMALL, BODY, GROUP, VERDICT, TITLE = 10.5, 12.0, 14.0, 18.0, 20.0
"""Sizes of type in points at 100 %: lists and hints; body; group heading; verdict; page heading."""


def sheet(
    colours: Colours, factor: float, px: Callable[[float], int], *, bordered: bool, arrow: Path, mono: str
) -> str:
    """Return the style sheet. ``bordered`` draws lines where a contrast scheme has no tints."""
    lengths = {f"p{length}": max(1, px(length)) for length in (1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 28, 32)}
    sizes = {
        name: f"{size * factor:.2f}"
        for name, size in {"small": SMALL, "group": GROUP, "verdict": VERDICT, "title": TITLE}.items()
    }
    lines = {"tag_line": 1 if bordered else 0, "main_line": px(3) if bordered else 1}
    names = {name: colour.name() for name, colour in colours.items()}
    return _SHEET.format(**names, **lengths, **sizes, **lines, arrow=arrow.as_posix(), mono=mono)
