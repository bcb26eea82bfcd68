"""The flowing parts of the report: text, headings, figures, frames. Each draws into its own structure element.

Holds no content. Tables are in ``grid``. Elements are made by whoever composes, in reading order; a part that is split
over pages keeps its element.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.platypus import Flowable

from ipas_desktop.package.look import Style
from ipas_desktop.package.structure import Element
from ipas_desktop.package.tagged import TaggedCanvas
from ipas_desktop.package.typesetting import Line, Span, lay_out

FEWEST_LINES = 2  # of a text at the foot or the head of a page


class Block(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Something that takes up the width of the column. ``canv`` is the canvas while it is drawn."""

    canv: TaggedCanvas

    def __init__(self, *, before: float = 0.0, after: float = 0.0) -> None:
        super().__init__()
        self.spaceBefore = before
        self.spaceAfter = after


def draw_lines(canvas: TaggedCanvas, lines: Sequence[Line], style: Style, box: tuple[float, float, float]) -> None:
    """Draw lines in a box of left, top and width; lines of paragraphs from right to left end at its right."""
    x, top, width = box
    canvas.setFillColorRGB(*style.colour)
    baseline = top - style.leading + (style.leading - style.size) / 2 + style.size * 0.22
    placed = [(line, x + (width - line.width if line.right_to_left else 0)) for line in lines]
    canvas.draw_lines(placed, baseline, style.size, style.leading)


class Text(Block):
    """A paragraph or heading. Its place can be noted under ``key`` for links and the outline."""

    def __init__(
        self,
        spans: Sequence[Span],
        style: Style,
        element: Element,
        *,
        indent: float = 0.0,
        key: str = "",
    ) -> None:
        super().__init__(before=style.before, after=style.after)
        self.spans, self.style, self.element, self.indent = tuple(spans), style, element, indent
        self.key = key
        self.lines: tuple[Line, ...] | None = None

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        if self.lines is None:
            self.lines = lay_out(self.spans, self.style.size, width - self.indent)
        self.width, self.height = width, len(self.lines) * self.style.leading
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Block]:
        self.wrap(width, height)
        assert self.lines is not None
        fits = min(int(height / self.style.leading), len(self.lines) - FEWEST_LINES)
        if fits < FEWEST_LINES:
            return []
        return [self._part(self.lines[:fits], first=True), self._part(self.lines[fits:], first=False)]

    def _part(self, lines: tuple[Line, ...], *, first: bool) -> Text:
        part = Text(self.spans, self.style, self.element, indent=self.indent, key=self.key if first else "")
        part.lines = lines
        part.spaceAfter = 0.0 if first else self.spaceAfter
        part.spaceBefore = self.spaceBefore if first else 0.0
        return part

    def draw(self) -> None:
        assert self.lines is not None
        if self.key:
            self.canv.note_place(self.key, self.height + 4)
        with self.canv.marked(self.element):
            draw_lines(self.canv, self.lines, self.style, (self.indent, self.height, self.width - self.indent))


class Heading(Text):
    """A heading; what follows it stays on its page."""


def rules(
    canvas: TaggedCanvas,
    width: float,
    heights: Sequence[float],
    thickness: float,
    colour: tuple[float, float, float],
) -> None:
    """Draw horizontal lines from the left to ``width`` at the given heights."""
    canvas.setStrokeColorRGB(*colour)
    canvas.setLineWidth(thickness)
    canvas.lines([(0, height, width, height) for height in heights])


class Figure(Block):
    """A picture drawn by a function, with the sentence that says the same."""

    def __init__(
        self, height: float, draw: Callable[[Any, float], None], element: Element, *, after: float = 0.0
    ) -> None:
        super().__init__(after=after)
        self.picture_height, self.picture, self.element = height, draw, element

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self.picture_height
        return self.width, self.height

    def draw(self) -> None:
        left, bottom = self.canv.absolutePosition(0, 0)
        self.element.attributes = {
            "O": "Layout",
            "BBox": (left, bottom, left + self.width, bottom + self.height),
            "Placement": "Block",
        }
        with self.canv.marked(self.element):
            self.picture(self.canv, self.width)
