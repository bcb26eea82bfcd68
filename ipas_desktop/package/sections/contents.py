"""The contents: each part with its page, as links."""

from __future__ import annotations

from collections.abc import Sequence

from ipas_desktop.package import look
from ipas_desktop.package.archive import OutlineEntry
from ipas_desktop.package.composer import Composer
from ipas_desktop.package.flowables import Block, draw_lines
from ipas_desktop.package.structure import Element
from ipas_desktop.package.tagged import TaggedCanvas
from ipas_desktop.package.typesetting import Line, Span, lay_out

NUMBER_WIDTH = 34.0
INDENT = 17.0


def compose(composer: Composer) -> None:
    """Add the contents. Parts and sections that are composed later are listed too: the list is read when laid out."""
    composer.part("Contents")
    composer.story.append(_Entries(composer.outline, composer.root.child("TOC")))


class _Entries(Block):
    """The entries that come after this one in the outline, one line or more each."""

    def __init__(self, outline: Sequence[OutlineEntry], element: Element) -> None:
        super().__init__()
        self.outline, self.element, self.first = outline, element, len(outline)
        self.last: int | None = None

    def entries(self) -> list[tuple[OutlineEntry, tuple[Line, ...]]]:
        """Return each entry with its lines."""
        return [(entry, self._lines(entry)) for entry in self.outline[self.first : self.last]]

    def _lines(self, entry: OutlineEntry) -> tuple[Line, ...]:
        style = _style(entry)
        width = look.COLUMN - NUMBER_WIDTH - entry.depth * INDENT
        return lay_out([Span(entry.words, style.face)], style.size, width)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, sum(_height_of(entry, lines) for entry, lines in self.entries())
        return width, self.height

    def split(self, _width: float, height: float) -> list[Block]:
        for index, (entry, lines) in enumerate(self.entries()):
            height -= _height_of(entry, lines)
            if height < 0:
                return (
                    [self._part(self.first, self.first + index), self._part(self.first + index, self.last)]
                    if index
                    else []
                )
        return [self]

    def _part(self, first: int, last: int | None) -> _Entries:
        part = _Entries(self.outline, self.element)
        part.first, part.last = first, last
        return part

    def draw(self) -> None:
        top = self.height
        for entry, lines in self.entries():
            top -= _before(entry)
            self._draw_entry(entry, lines, top)
            top -= len(lines) * _style(entry).leading

    def _draw_entry(self, entry: OutlineEntry, lines: tuple[Line, ...], top: float) -> None:
        style, x = _style(entry), entry.depth * INDENT
        link = self.element.child("TOCI").child("Reference").child("Link")
        with self.canv.marked(link):
            draw_lines(self.canv, lines, style, (x, top, look.COLUMN - NUMBER_WIDTH - x))
        bottom = top - len(lines) * style.leading
        words = f"{entry.words}: go to its page"
        self.canv.link(link, (x, bottom, look.COLUMN, top), entry.key, words)
        left, baseline = self.canv.absolutePosition(0, bottom)

        def draw_number(canvas: TaggedCanvas) -> None:
            number = lay_out([Span(str(canvas.noted.places[entry.key].page + 1), style.face)], style.size, NUMBER_WIDTH)
            with canvas.marked(link):
                at = left + look.COLUMN - number[0].width
                draw_lines(canvas, number, style, (at, baseline + style.leading, NUMBER_WIDTH))

        self.canv.later(draw_number)


def _style(entry: OutlineEntry) -> look.Style:
    return look.CONTENTS_PART if entry.depth == 0 else look.CONTENTS_SECTION


def _before(entry: OutlineEntry) -> float:
    return 6.0 if entry.depth == 0 else 0.0


def _height_of(entry: OutlineEntry, lines: tuple[Line, ...]) -> float:
    return _before(entry) + len(lines) * _style(entry).leading
