"""A banner in the page: shape, one bold sentence, then words and links. Errors are shown so, never in a dialog."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ipas_desktop.ui import theme
from ipas_desktop.ui.glyphs import Glyph
from ipas_desktop.ui.labels import announce, restyle, words

Kind = Literal["stop", "good", "warning", "note"]
_SHAPE = {"stop": "stop", "good": "tick", "warning": "warning", "note": "note"}


class Banner(QFrame):
    """Says one thing. ``below`` takes links and buttons; the banner itself can take the focus, to be read first."""

    def __init__(self, kind: Kind, sentence: str, detail: str = "", *, verdict: bool = False) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._glyph = Glyph(_SHAPE[kind], 32 if verdict else 20)
        self._sentence = words(sentence, "verdict" if verdict else "label")
        self._detail = words(detail, "body")
        self.below = QVBoxLayout()
        self.below.setSpacing(theme.px(4))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        outer.setSpacing(theme.px(12))
        outer.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.px(4))
        for widget in (self._sentence, self._detail):
            column.addWidget(widget)
        column.addLayout(self.below)
        column.addStretch(1)
        outer.addLayout(column, 1)
        self.say(kind, sentence, detail, aloud=False)

    def say(self, kind: Kind, sentence: str, detail: str = "", *, aloud: bool = True) -> None:
        """Say something else, and have a screen reader say it too."""
        restyle(self, "part", f"banner-{kind}")
        self._glyph.show_shape(_SHAPE[kind])
        self._sentence.setText(sentence)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(" ".join(filter(None, (sentence, detail))))
        self.show()
        if aloud:
            announce(self, self.accessibleName())

    def sentence(self) -> str:
        """Return what it says."""
        return self._sentence.text()

    def take_focus(self) -> None:
        """Have the keyboard's focus come here, so that Tab goes on from what was said."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


def error_banner(parent_layout: QVBoxLayout) -> Banner:
    """Add a hidden banner for errors at the end of a layout."""
    banner = Banner("stop", "")
    banner.hide()
    parent_layout.addWidget(banner)
    return banner


def show_error(banner: Banner, sentence: str) -> None:
    """Say a known error: its first sentence bold, the rest below, the focus on it."""
    banner.say("stop", *split(sentence))
    banner.take_focus()


def split(sentence: str) -> tuple[str, str]:
    """Return the first sentence of several, and the rest."""
    first, _, rest = sentence.partition(". ")
    return first + ("." if rest else ""), rest


def spacer(height: float) -> QWidget:
    """Return empty height in pixels at 100 %."""
    widget = QWidget()
    widget.setFixedHeight(theme.px(height))
    return widget
