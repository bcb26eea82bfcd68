"""What sections of the report are written with: parts, headings, texts and tables, in reading order.

Holds no content of any section. Each call adds to the story and to the structure tree at once, so that the order in
which things are said is the order in which they are read aloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from ipas_desktop.package import look
from ipas_desktop.package.archive import OutlineEntry
from ipas_desktop.package.flowables import Heading, Text
from ipas_desktop.package.grid import PADDING, Cell, Table, cell
from ipas_desktop.package.look import Style
from ipas_desktop.package.structure import Element
from ipas_desktop.package.typesetting import Span

LABEL_WIDTH = 185.0
ROOM_BELOW_HEADING = 80.0  # points: a heading is not left alone at the foot of a page


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part of the report, for contents and the running head."""

    number: int
    title: str
    key: str

    @property
    def heading(self) -> str:
        """Its number and title."""
        return f"{self.number}  {self.title}"


@dataclass(slots=True)
class Composer:
    """The report as composed so far."""

    root: Element = field(default_factory=lambda: Element("Document"))
    story: list[Flowable] = field(default_factory=list)
    outline: list[OutlineEntry] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def part(self, title: str, *, level: str = "H2") -> Part:
        """Begin a part on a new page, with its heading (the summary writes its own) and bookmark."""
        made = self.unheaded_part(title)
        self.write_heading(made.heading, look.PART, level, made.key)
        return made

    def unheaded_part(self, title: str) -> Part:
        """Begin a part on a new page whose first heading the section writes itself, under the part's key."""
        number = len(self.parts) + 1
        made = Part(number, title, f"part-{number}")
        self.parts.append(made)
        self.outline.append(OutlineEntry(0, made.heading.replace("  ", " "), made.key))
        if self.story:
            self.story.append(PageBreak())
        return made

    def section(self, title: str, *, in_outline: bool = True) -> None:
        """Write a heading of the second rank, with a bookmark under the part."""
        key = f"section-{len(self.outline)}" if in_outline else ""
        if key:
            self.outline.append(OutlineEntry(1, title, key))
        self.write_heading(title, look.SECTION, "H3", key)

    def heading(self, title: str) -> None:
        """Write a heading of the third rank."""
        self.write_heading(title, look.PAGE_HEADING, "H4")

    def write_heading(self, title: str, style: Style, tag: str, key: str = "") -> None:
        """Write a heading in a style of its own."""
        element = self.root.child(tag)
        if not (self.story and isinstance(self.story[-1], Heading)):
            self.story.append(CondPageBreak(style.before + style.leading + ROOM_BELOW_HEADING))
        self.story.append(Heading([Span(title, style.face)], style, element, key=key))

    def text(self, text: str, style: Style = look.BODY) -> None:
        """Write a paragraph; its own line feeds are kept."""
        self.spans([Span(text, style.face)], style)

    def spans(self, spans: Sequence[Span], style: Style = look.BODY) -> None:
        """Write a paragraph in several faces."""
        self.story.append(Text(spans, style, self.root.child("P")))

    def numbered(self, items: Iterable[str], style: Style = look.BODY) -> None:
        """Write a numbered list."""
        holder = self.root.child("L")
        holder.attributes = {"O": "List", "ListNumbering": "Decimal"}
        for number, item in enumerate(items, 1):
            body = holder.child("LI").child("LBody")
            self.story.append(Text([Span(f"{number}  {item}", style.face)], style, body))

    def facts(
        self,
        pairs: Iterable[tuple[str, str]],
        *,
        label_width: float = LABEL_WIDTH,
        label_style: Style = look.LABEL,
        style: Style = look.CELL,
        padding: float = PADDING,
    ) -> None:
        """Write pairs of a label and words as a table of two columns."""
        rows = [(cell(label, label_style, is_heading=True), cell(words, style)) for label, words in pairs]
        self.table((label_width, look.COLUMN - label_width), rows, top_rule=True, padding=padding)

    def table(
        self,
        widths: Sequence[float],
        rows: Sequence[Sequence[Cell]],
        *,
        headings: Sequence[Cell] = (),
        top_rule: bool = False,
        padding: float = PADDING,
    ) -> None:
        """Write a table; nothing when it has no rows."""
        if rows:
            element = self.root.child("Table")
            self.story.append(Table(widths, rows, element, headings=headings, top_rule=top_rule, padding=padding))
