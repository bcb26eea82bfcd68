"""A box around a few short texts: the recommendation, the people who sign.

Holds no content. A box is never split over pages, so what it holds must be short.
"""

from __future__ import annotations

from collections.abc import Sequence

from ipas_desktop.package import look
from ipas_desktop.package.flowables import Block, Text
from ipas_desktop.package.structure import Element


class Framed(Block):
    """Texts in a box with a heavy left edge."""

    EDGE = 5.5
    PADDING = 9.0

    def __init__(self, texts: Sequence[Text], *, after: float = 8.0) -> None:
        super().__init__(before=2.0, after=after)
        self.texts = tuple(texts)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        inner = width - self.EDGE - 2 * self.PADDING
        self.width = width
        self.height = 2 * self.PADDING + sum(text.wrap(inner, height)[1] for text in self.texts)
        return self.width, self.height

    def draw(self) -> None:
        with self.canv.artifact():
            self.canv.setStrokeColorRGB(*look.INK)
            self.canv.setFillColorRGB(*look.INK)
            self.canv.setLineWidth(1.2)
            self.canv.rect(0, 0, self.width, self.height, stroke=1, fill=0)
            self.canv.rect(0, 0, self.EDGE, self.height, stroke=0, fill=1)
        top = self.height - self.PADDING
        for text in self.texts:
            top -= text.height
            text.drawOn(self.canv, self.EDGE + self.PADDING, top)


class SignatureBox(Block):
    """A box for one signature: words at the left that are signed, and an empty field at the right or all over it."""

    HEIGHT = 104.0
    PADDING = 11.0
    FIELD_WIDTH = 0.43

    def __init__(self, texts: Sequence[Text], field: Element, name: str, tooltip: str) -> None:
        super().__init__(after=8.0)
        self.texts, self.field, self.name, self.tooltip = tuple(texts), field, name, tooltip

    @property
    def whole(self) -> bool:
        """Whether the field takes the whole box, because nothing about this signer is known yet."""
        return not self.texts

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        inner = width * (1 - self.FIELD_WIDTH) - 2 * self.PADDING
        self.width = width
        words = sum(text.wrap(inner, height)[1] for text in self.texts)
        self.height = max(self.HEIGHT, words + 2 * self.PADDING)
        return self.width, self.height

    def draw(self) -> None:
        edge = 0.0 if self.whole else self.width * (1 - self.FIELD_WIDTH)
        with self.canv.artifact():
            self.canv.setStrokeColorRGB(*look.INK)
            self.canv.setLineWidth(0.8)
            self.canv.rect(0, 0, self.width, self.height, stroke=1, fill=0)
            if edge:
                self.canv.line(edge, 0, edge, self.height)
        top = self.height - self.PADDING
        for text in self.texts:
            top -= text.height
            text.drawOn(self.canv, self.PADDING, top)
        self.canv.signature_field(self.field, (edge, 0, self.width, self.height), self.name, self.tooltip)
