"""Tables that may be longer than a page: rows split across pages, headings repeat.

Holds no content. A cell is text in one style. The table is tagged as one Table over all its pages; headings repeated on
later pages are artifacts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ipas_desktop.package.flowables import Block, draw_lines, rules
from ipas_desktop.package.look import HAIRLINE, INK, Style
from ipas_desktop.package.structure import Element
from ipas_desktop.package.typesetting import Line, Span, lay_out

GAP = 9.0  # between columns
PADDING = 5.0  # above and below the text of a row
FEWEST_LINES = 2  # of a split row at the foot of a page


@dataclass(frozen=True, slots=True)
class Cell:
    """Text in one style; ``is_heading`` makes it the head of its row (in heading rows: of its column).

    ``joined``: it means one cell with the one before it, whatever it looks like.
    """

    spans: tuple[Span, ...]
    style: Style
    is_heading: bool = False
    joined: bool = False


def cell(text: str, style: Style, *, is_heading: bool = False, joined: bool = False) -> Cell:
    """Return a cell of one text in its style's face."""
    return Cell((Span(text, style.face),), style, is_heading, joined)


@dataclass(frozen=True, slots=True)
class _SetCell:
    lines: tuple[Line, ...]
    style: Style
    element: Element

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading

    def cut(self, height: float) -> tuple[_SetCell, _SetCell]:
        fits = int(height / self.style.leading)
        return _SetCell(self.lines[:fits], self.style, self.element), _SetCell(
            self.lines[fits:], self.style, self.element
        )


_SetRow = tuple[_SetCell, ...]


class Table(Block):
    """Rows of cells in columns of given widths (points, with the gap to the next column).

    ``top_rule`` draws a line in ink above the first row; a heading row always has one below it.
    """

    def __init__(
        self,
        widths: Sequence[float],
        rows: Sequence[Sequence[Cell]],
        element: Element,
        *,
        headings: Sequence[Cell] = (),
        top_rule: bool = False,
        padding: float = PADDING,
        after: float = 10.0,
    ) -> None:
        super().__init__(after=after)
        self.widths, self.element, self.top_rule = tuple(widths), element, top_rule
        self.headings = _set_row(self.widths, headings, self.element.child("THead"), "Column") if headings else None
        body = element.child("TBody")
        self.rows: list[_SetRow] = [_set_row(self.widths, row, body, "Row") for row in rows]
        self.padding, self.repeats = padding, False

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self._head_height() + sum(map(self._row_height, self.rows))
        return self.width, self.height

    def _head_height(self) -> float:
        return self._row_height(self.headings) if self.headings else 0.0

    def split(self, _width: float, height: float) -> list[Block]:
        room = height - self._head_height()
        for index, row in enumerate(self.rows):
            needed = self._row_height(row)
            if needed > room:
                return self._split_at(index, room)
            room -= needed
        return [self]

    def _split_at(self, index: int, room: float) -> list[Block]:
        row = self.rows[index]
        leading = max(cell.style.leading for cell in row)
        inner = room - 2 * self.padding
        worth_it = inner >= FEWEST_LINES * leading and self._row_height(row) - room > leading
        if worth_it or (not index and inner >= leading):
            pairs = [cell.cut(inner) for cell in row]
            first = [*self.rows[:index], tuple(head for head, _ in pairs)]
            second = [tuple(tail for _, tail in pairs), *self.rows[index + 1 :]]
        elif index:
            first, second = self.rows[:index], self.rows[index:]
        else:
            return []
        return [self._part(first, first=True), self._part(second, first=False)]

    def _part(self, rows: list[_SetRow], *, first: bool) -> Table:
        part = Table.__new__(Table)
        Block.__init__(part, after=0.0 if first else self.spaceAfter)
        part.widths, part.element, part.headings, part.rows = self.widths, self.element, self.headings, rows
        part.top_rule, part.padding = self.top_rule, self.padding
        part.repeats = self.repeats or not first
        return part

    def draw(self) -> None:
        top = self.height
        heavy = [top] if self.top_rule else []
        light = []
        if self.headings:
            if self.repeats:
                with self.canv.artifact("/Type /Pagination"):
                    self._draw_row(self.headings, top)
            else:
                self._draw_row(self.headings, top)
            top -= self._row_height(self.headings)
            heavy.append(top)
        for row in self.rows:
            self._draw_row(row, top)
            top -= self._row_height(row)
            light.append(top)
        with self.canv.artifact():
            rules(self.canv, sum(self.widths), light, 0.6, HAIRLINE)
            rules(self.canv, sum(self.widths), heavy, 1.2, INK)

    def _row_height(self, row: _SetRow) -> float:
        return max(cell.height for cell in row) + 2 * self.padding

    def _draw_row(self, row: _SetRow, top: float) -> None:
        x = 0.0
        for set_cell, width in zip(row, self.widths, strict=True):
            if set_cell.lines:
                with self.canv.marked(set_cell.element):
                    draw_lines(self.canv, set_cell.lines, set_cell.style, (x, top - self.padding, width - GAP))
            x += width


def _set_row(widths: tuple[float, ...], cells: Sequence[Cell], parent: Element, scope: str) -> _SetRow:
    element = parent.child("TR")
    set_cells: list[_SetCell] = []
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        inner = width - GAP if column < len(widths) - 1 else width
        if cell.joined and set_cells:
            made = set_cells[-1].element
        else:
            made = element.child("TH" if cell.is_heading or scope == "Column" else "TD")
        if made.tag == "TH":
            made.attributes = {"O": "Table", "Scope": scope}
        set_cells.append(_SetCell(lay_out(cell.spans, cell.style.size, inner), cell.style, made))
    return tuple(set_cells)
