"""How strong a new passphrase is: four bars and a word. Holds no rule; the vault judges."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ipas_desktop.ui import theme
from ipas_desktop.ui.labels import announce, words

_WORDS = ("Very weak.", "Weak.", "Fair.", "Strong.", "Very strong.")


class _Bars(QWidget):
    """Four bars, some of them filled."""

    def __init__(self) -> None:
        super().__init__()
        self.filled = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return theme.size(212, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme.colour("dense_border"), 1))
        step = self.width() / 4
        for place in range(4):
            box = QRectF(place * step + 0.5, 0.5, step - theme.px(6), self.height() - 1)
            painter.setBrush(theme.colour("ink") if place < self.filled else theme.colour("page"))
            painter.drawRect(box)


class StrengthBar(QWidget):
    """Shows the strength of what is being typed."""

    def __init__(self) -> None:
        super().__init__()
        self._bars = _Bars()
        self._words = words("", "hint")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self._bars)
        row.addWidget(self._words, 1)
        self.show_strength("", ())

    def show_strength(self, passphrase: str, own_words: tuple[str, ...]) -> None:
        """Judge a passphrase and show it; nothing is shown of an empty one."""
        self.setVisible(bool(passphrase))
        if not passphrase:
            return
        from ipas_desktop.vault.passphrase import strength

        judged = strength(passphrase, own_words)
        self._bars.filled = judged.score
        self._bars.update()
        said = f"{_WORDS[judged.score]} {judged.advice or 'Not a common passphrase.'}"
        if said != self._words.text():
            self._words.setText(said)
            announce(self, said)
