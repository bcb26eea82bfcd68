"""A reportlab canvas that notes what it draws: marked content, artifacts, links, fields, places.

Holds no layout. Everything drawn belongs to a structure element or is an artifact. What is not page content (structure
tree, links, outline, fields, attachments) is kept as plain data in ``Noted`` and written by ``archive``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from reportlab.pdfgen.canvas import Canvas

from ipas_desktop.package import fonts
from ipas_desktop.package.structure import AnnotationRef, Element, MarkedContent
from ipas_desktop.package.typesetting import Line

FIRST_CODE = 33
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the document: page index from 0, and height above the page's foot in points."""

    page: int
    top: float


@dataclass(frozen=True, slots=True)
class Link:
    """A link within the document, by the key of its destination."""

    page: int
    rectangle: Rectangle
    destination: str
    words: str
    owner: Element


@dataclass(frozen=True, slots=True)
class Field:
    """An empty signature field."""

    page: int
    rectangle: Rectangle
    name: str
    tooltip: str
    owner: Element


@dataclass(slots=True)
class Noted:
    """What the canvas saw. ``marked[page]`` lists the owner of each marked content of that page."""

    root: Element
    marked: list[list[Element]] = field(default_factory=list)
    annotations: list[Link | Field] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas whose pages stay open until all are known, so that "page 3 of 33" needs no second pass."""

    def __init__(self, target: BinaryIO, noted: Noted, **options: Any) -> None:
        options.pop("lang", None)
        super().__init__(target, **options)
        self.noted = noted
        self._finished: list[dict[str, Any]] = []
        self._later: list[Callable[[TaggedCanvas], None]] = []
        self._marking = False
        noted.marked.append([])

    @property
    def page_index(self) -> int:
        """The index of the page being drawn, from 0."""
        return int(self.getPageNumber()) - 1

    @property
    def page_count(self) -> int:
        """How many pages the document has; known only to what is drawn ``later``."""
        return len(self._finished)

    @contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        """Draw as the content of ``element``; within an artifact it stays an artifact."""
        if self._marking:
            yield
            return
        owners = self.noted.marked[self.page_index]
        element.kids.append(MarkedContent(self.page_index, len(owners)))
        self._code.append(f"/{element.tag} <</MCID {len(owners)}>> BDC")
        owners.append(element)
        with self._until_end():
            yield

    @contextmanager
    def artifact(self, properties: str = "") -> Iterator[None]:
        """Draw something that means nothing: a rule, a fill, a repeated heading."""
        if self._marking:
            yield
            return
        self._code.append(f"/Artifact <<{properties}>> BDC" if properties else "/Artifact BMC")
        with self._until_end():
            yield

    @contextmanager
    def _until_end(self) -> Iterator[None]:
        self._marking = True
        try:
            yield
        finally:
            self._marking = False
            self._code.append("EMC")

    def draw_lines(self, lines: Sequence[tuple[Line, float]], baseline: float, size: float, leading: float) -> None:
        """Draw lines, each from its own left, below one another; the first baseline at ``baseline``."""
        text: Any = None
        here, font = (0.0, 0.0), ""
        for index, (line, x) in enumerate(lines):
            y = baseline - index * leading
            if any(piece.shaped for piece in line.pieces):
                if text is not None:
                    self.drawText(text)
                    text = None
                self._draw_shaped_line(line, x, y, size)
                continue
            if text is None:
                text, font = self.beginText(x, y), ""
            else:
                text.moveCursor(x - here[0], here[1] - y)
            here = (x, y)
            for piece in line.pieces:
                if piece.font != font:
                    self._set_font(text, piece.font, size)
                    font = piece.font
                text.textOut(piece.text)
        if text is not None:
            self.drawText(text)

    def draw_line(self, line: Line, x: float, y: float, size: float) -> None:
        """Draw one line of text with its baseline at ``y``, in the current fill colour."""
        self.draw_lines([(line, x)], y, size, size)

    def _set_font(self, text: Any, name: str, size: float) -> None:
        """Set the font; its characters are numbered from 33 on, because lower codes take four bytes each."""
        state = fonts.font(name)._assignState(self._doc, asciiReadable=False)
        state.nextCode = max(state.nextCode, FIRST_CODE)
        text.setFont(name, size)

    def _draw_shaped_line(self, line: Line, x: float, y: float, size: float) -> None:
        """Draw the pieces in reading order, wherever on the line each stands."""
        for piece in line.pieces:
            text = self.beginText(x + piece.x, y)
            self._set_font(text, piece.font, size)
            if piece.shaped is None:
                text.textOut(piece.text)
                self.drawText(text)
                continue
            self._code.append(f"/Span <</ActualText <FEFF{piece.text.encode('utf-16-be').hex()}>>> BDC")
            for glyph in piece.shaped.glyphs:
                text.setTextOrigin(x + piece.x + glyph.x * size / 1000, y + glyph.y * size / 1000)
                text.textOut(glyph.character)
            self.drawText(text)
            self._code.append("EMC")

    def note_place(self, key: str, top: float) -> None:
        """Remember the current page and a height (in current coordinates) as the destination ``key``."""
        _, y = self.absolutePosition(0, top)
        self.noted.places[key] = Place(self.page_index, y)

    def link(self, element: Element, rectangle: Rectangle, destination: str, words: str) -> None:
        """Make a rectangle (current coordinates) a link to ``destination``, owned by a Link element."""
        link = Link(self.page_index, self._absolute(rectangle), destination, words, element)
        element.kids.append(AnnotationRef(self.page_index, len(self.noted.annotations)))
        self.noted.annotations.append(link)

    def signature_field(self, element: Element, rectangle: Rectangle, name: str, tooltip: str) -> None:
        """Make an empty signature field, owned by a Form element: adding it at signing would break PDF/UA."""
        empty = Field(self.page_index, self._absolute(rectangle), name, tooltip, element)
        element.kids.append(AnnotationRef(self.page_index, len(self.noted.annotations)))
        self.noted.annotations.append(empty)

    def _absolute(self, rectangle: Rectangle) -> Rectangle:
        left, bottom = self.absolutePosition(rectangle[0], rectangle[1])
        return left, bottom, left + rectangle[2] - rectangle[0], bottom + rectangle[3] - rectangle[1]

    def later(self, draw: Callable[[TaggedCanvas], None]) -> None:
        """Draw on this page when the number of pages and all places are known; page coordinates."""
        self._later.append(draw)

    def showPage(self) -> None:  # noqa: N802  # overridden
        """Lay the page aside; reportlab's own recipe for numbering pages."""
        self._finished.append(dict(self.__dict__))
        self._startPage()
        self._later = []
        self.noted.marked.append([])

    def save(self) -> None:
        """Finish every page and write the file."""
        if self._code:
            self.showPage()
        self.noted.marked.pop()
        finished = self._finished
        for state in finished:
            self.__dict__.update(state)
            self._finished = finished
            self._marking = False
            for draw in self._later:
                draw(self)
            super().showPage()
        super().save()
