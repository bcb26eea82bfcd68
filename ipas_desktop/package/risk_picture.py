"""The risk to rights before and after measures, drawn: a ring before, a disc after, an arrow between.

Holds no judging. Levels are drawn by place on the scale and also stand as words; no colour carries meaning. What is not
known is drawn where it counts, at the worst level, with a question mark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ipas_desktop.package import look
from ipas_desktop.package.flowables import Block, draw_lines, rules
from ipas_desktop.package.look import Style
from ipas_desktop.package.structure import Element
from ipas_desktop.package.tagged import TaggedCanvas
from ipas_desktop.package.typesetting import Line, Span, lay_out

Canvas = Any  # reportlab's canvas, which has no types

RADIUS = 4.6
ARROW = 6.0
HATCH_STEP = 5.5
NUMBER_WIDTH, NAME_WIDTH, SCALE_WIDTH = 28.0, 198.0, 170.0
PADDING = 2.0


@dataclass(frozen=True, slots=True)
class RightAtAGlance:
    """One right: its number and name, and its levels as places on the scale and as words."""

    id: str
    label: str
    before: int
    after: int
    before_words: str
    after_words: str
    before_known: bool = True
    after_known: bool = True

    @property
    def change(self) -> str:
        """The levels in words."""
        if self.before_words == self.after_words:
            return f"{self.before_words}, no change"
        return f"{self.before_words} → {self.after_words}"

    @property
    def sentence(self) -> str:
        """The same for those who listen."""
        return f"{self.label}: {self.before_words} before measures, {self.after_words} after."


class RiskPicture(Block):
    """A row for each right: a table for the words, and one figure for all the rings and discs."""

    def __init__(
        self, scale: Sequence[str], rights: Sequence[RightAtAGlance], parent: Element, *, style: Style
    ) -> None:
        super().__init__(after=4.0)
        self.scale, self.rights, self.style = tuple(scale), tuple(rights), style
        self.figure = parent.child("Figure", alt="Risk to rights. " + " ".join(right.sentence for right in rights))
        table = parent.child("Table")
        self.heads = _heading_row(table.child("THead"))
        body = table.child("TBody")
        self.rows = [self._row(right, body) for right in self.rights]

    def _row(self, right: RightAtAGlance, body: Element) -> tuple[tuple[Line, ...], tuple[Element, Element, Element]]:
        row = body.child("TR")
        number, name, change = row.child("TD"), row.child("TH"), row.child("TD")
        name.attributes = {"O": "Table", "Scope": "Row"}
        lines = lay_out([Span(right.label, self.style.face)], self.style.size, NAME_WIDTH)
        return lines, (number, name, change)

    def _row_height(self, lines: tuple[Line, ...]) -> float:
        return len(lines) * self.style.leading + 2 * PADDING

    @property
    def _head_height(self) -> float:
        return self.style.leading + 2 * PADDING

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        self.height = self._head_height + sum(self._row_height(lines) for lines, _ in self.rows)
        return width, self.height

    def draw(self) -> None:
        canvas = self.canv
        self._draw_heads(canvas)
        tops, top = [], self.height - self._head_height
        for right, (lines, elements) in zip(self.rights, self.rows, strict=True):
            tops.append(top)
            self._draw_words(canvas, right, lines, elements, top)
            top -= self._row_height(lines)
        left, bottom = canvas.absolutePosition(NUMBER_WIDTH + NAME_WIDTH, 0)
        self.figure.attributes = {
            "O": "Layout",
            "Placement": "Block",
            "BBox": (left, bottom, left + SCALE_WIDTH, bottom + self.height),
        }
        with canvas.marked(self.figure):
            self._draw_scale(canvas)
            for right, row_top, (lines, _) in zip(self.rights, tops, self.rows, strict=True):
                draw_change(canvas, right, self._place, row_top - self._row_height(lines) / 2)

    def _place(self, level: int) -> float:
        step = SCALE_WIDTH / len(self.scale)
        return NUMBER_WIDTH + NAME_WIDTH + step * (level + 0.5)

    def _draw_heads(self, canvas: TaggedCanvas) -> None:
        style = Style(self.style.face, self.style.size, self.style.leading, look.GREY)
        top = self.height - PADDING
        for element, text, x, width in (
            (self.heads[0], "No.", 0.0, NUMBER_WIDTH),
            (self.heads[1], "Right", NUMBER_WIDTH, NAME_WIDTH),
        ):
            with canvas.marked(element):
                draw_lines(canvas, lay_out([Span(text, style.face)], style.size, width), style, (x, top, width))
        with canvas.marked(self.heads[2]):
            lines = lay_out([Span("Before → after", style.face)], style.size, look.COLUMN)
            draw_lines(canvas, lines, style, (look.COLUMN - lines[0].width, top, look.COLUMN))
        with canvas.artifact():
            rules(canvas, self.width, [self.height - self._head_height], 1.0, look.INK)

    def _draw_words(
        self,
        canvas: TaggedCanvas,
        right: RightAtAGlance,
        lines: tuple[Line, ...],
        elements: tuple[Element, Element, Element],
        top: float,
    ) -> None:
        style, inner = self.style, top - PADDING
        with canvas.marked(elements[0]):
            number = lay_out([Span(right.id, style.face)], style.size, NUMBER_WIDTH)
            draw_lines(canvas, number, style, (0, inner, NUMBER_WIDTH))
        with canvas.marked(elements[1]):
            draw_lines(canvas, lines, style, (NUMBER_WIDTH, inner, NAME_WIDTH))
        with canvas.marked(elements[2]):
            change = lay_out([Span(right.change, style.face)], style.size, look.COLUMN)
            draw_lines(canvas, change, style, (look.COLUMN - change[0].width, inner, look.COLUMN))
        with canvas.artifact():
            rules(canvas, self.width, [top - self._row_height(lines)], 0.6, look.HAIRLINE)

    def _draw_scale(self, canvas: TaggedCanvas) -> None:
        style = Style(self.style.face, self.style.size, self.style.leading, look.GREY)
        step = SCALE_WIDTH / len(self.scale)
        bottom_of_heads = self.height - self._head_height
        hatch(canvas, self._place(len(self.scale) - 1) - step / 2, 0, step, bottom_of_heads)
        for level, label in enumerate(self.scale):
            lines = lay_out([Span(label, style.face)], style.size, SCALE_WIDTH)
            x = self._place(level) - lines[0].width / 2
            draw_lines(canvas, lines, style, (x, self.height - PADDING, SCALE_WIDTH))


def _heading_row(head: Element) -> tuple[Element, Element, Element]:
    row = head.child("TR")
    heads = row.child("TH"), row.child("TH"), row.child("TH")
    for element in heads:
        element.attributes = {"O": "Table", "Scope": "Column"}
    return heads


def draw_change(canvas: Canvas, right: RightAtAGlance, place: Callable[[int], float], y: float) -> None:
    """Draw one right's ring, disc and arrow at the height ``y``."""
    before, after = place(right.before), place(right.after)
    canvas.setStrokeColorRGB(*look.INK)
    canvas.setFillColorRGB(*look.INK)
    canvas.setLineWidth(1.3)
    if right.before == right.after:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.circle(before, y, RADIUS, stroke=1, fill=1)
        canvas.setFillColorRGB(*look.INK)
        if right.after_known:
            canvas.circle(before, y, RADIUS * 0.45, stroke=0, fill=1)
        else:
            _draw_unknown(canvas, before, y)
        return
    direction = 1 if after > before else -1
    tip, tail = after - direction * (RADIUS + 3), before - direction * -RADIUS
    canvas.line(tail, y, tip - direction * ARROW, y)
    arrow = canvas.beginPath()
    arrow.moveTo(tip, y)
    arrow.lineTo(tip - direction * ARROW, y + ARROW / 2)
    arrow.lineTo(tip - direction * ARROW, y - ARROW / 2)
    arrow.close()
    canvas.drawPath(arrow, stroke=0, fill=1)
    canvas.circle(after, y, RADIUS, stroke=1, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.circle(before, y, RADIUS, stroke=1, fill=1)
    canvas.setFillColorRGB(*look.INK)
    if not right.before_known:
        _draw_unknown(canvas, before, y)


def _draw_unknown(canvas: Canvas, x: float, y: float) -> None:
    mark = lay_out([Span("?", look.LABEL.face)], 7.5, 20)[0]
    canvas.draw_line(mark, x - mark.width / 2, y - 2.6, 7.5)


def hatch(canvas: Canvas, left: float, bottom: float, width: float, height: float) -> None:
    """Fill a rectangle with thin diagonal lines: the worst level, also on a black and white copy."""
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(left, bottom, width, height)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.setStrokeColorRGB(*look.HAIRLINE)
    canvas.setLineWidth(0.6)
    count = int((width + height) / HATCH_STEP) + 1
    starts = (left - height + HATCH_STEP * index for index in range(count))
    canvas.lines([(x, bottom, x + height, bottom + height) for x in starts])
    canvas.restoreState()


def draw_bar(scale: Sequence[str], right: RightAtAGlance) -> Callable[[Canvas, float], None]:
    """Return a function that draws one right on a bar over the whole width."""

    def draw(canvas: Canvas, width: float) -> None:
        step, bottom, height = width / len(scale), 16.0, 32.0
        hatch(canvas, step * (len(scale) - 1), bottom, step, height)
        canvas.setStrokeColorRGB(*look.INK)
        canvas.setLineWidth(1.0)
        canvas.rect(0, bottom, width, height, stroke=1, fill=0)
        for level in range(1, len(scale)):
            canvas.line(step * level, bottom, step * level, bottom + height)
        for level, label in enumerate(scale):
            face = look.LABEL.face if level in (right.before, right.after) else look.CELL.face
            _centred(canvas, label, face, step * (level + 0.5), bottom + height + 5)
        draw_change(canvas, right, lambda level: step * (level + 0.5), bottom + height / 2)
        if right.before == right.after:
            _centred(canvas, "before and after", look.CELL.face, step * (right.before + 0.5), 3)
        else:
            _centred(canvas, "before measures", look.CELL.face, step * (right.before + 0.5), 3)
            _centred(canvas, "after measures", look.CELL.face, step * (right.after + 0.5), 3)

    return draw


def _centred(canvas: Canvas, text: str, face: Any, x: float, y: float) -> None:
    canvas.setFillColorRGB(*look.INK)
    line = lay_out([Span(text, face)], 10.5, look.COLUMN)[0]
    canvas.draw_line(line, x - line.width / 2, y, 10.5)
