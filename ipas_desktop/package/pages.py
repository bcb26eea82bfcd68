"""The page around the content: protective marking, running lines, page numbers; and laying the story out on pages.

Holds no content. Head and foot are artifacts: a screen reader meets the marking once, on the summary page.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from ipas_desktop.package import fonts, look
from ipas_desktop.package.composer import Composer, Part
from ipas_desktop.package.fonts import Face
from ipas_desktop.package.tagged import Noted, TaggedCanvas
from ipas_desktop.package.typesetting import Span, lay_out, width_of

PRACTICE_LINE = "Practice copy: signed with a self-made certificate"
HEADER = "/Type /Pagination /Subtype /Header /Attached [/Top]"
FOOTER = "/Type /Pagination /Subtype /Footer /Attached [/Bottom]"
FORM = "furniture"
MARKING_SIZE = 12.0
SMALLEST_MARKING = 7.0
RUNNING_SIZE = 9.5
FIRST_LINE, MARKING_FOOT = 27.0, 24.5  # baselines from the top and from the foot


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page. ``marking`` in capitals as the policy writes it."""

    marking: str
    title: str
    foot: str
    practice: bool


def lay_out_pages(
    composer: Composer, furniture: Furniture, progress: Callable[[int], None] | None
) -> tuple[bytes, Noted]:
    """Return the drawn pages as a plain PDF, and what the canvas noted. ``progress`` gets each page's number."""
    target, noted = io.BytesIO(), Noted(composer.root)
    document = BaseDocTemplate(
        target,
        pagesize=look.PAGE,
        leftMargin=look.MARGIN,
        rightMargin=look.MARGIN,
        topMargin=look.TOP,
        bottomMargin=look.BOTTOM,
        initialFontName=fonts.CHAINS[Face.REGULAR][0],
        invariant=1,
        pageCompression=0,
    )
    frame = Frame(look.MARGIN, look.BOTTOM, look.COLUMN, look.HEIGHT, 0, 0, 0, 0)
    fonts.font(fonts.CHAINS[Face.REGULAR][0])

    def on_page(canvas: TaggedCanvas, _document: Any) -> None:
        if progress:
            progress(canvas.page_index + 1)
        canvas.later(lambda finished: _draw_furniture(finished, furniture, composer.parts))

    document.addPageTemplates(PageTemplate("page", [frame], onPage=on_page))

    def canvas_maker(file: Any, **options: Any) -> TaggedCanvas:
        return TaggedCanvas(file, noted, **options)

    with _no_collections():
        document.build(composer.story, canvasmaker=canvas_maker)
    return target.getvalue(), noted


@contextmanager
def _no_collections() -> Iterator[None]:
    """Pause the garbage collector: a report makes many objects that all live until it is written."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _draw_furniture(canvas: TaggedCanvas, furniture: Furniture, parts: Sequence[Part]) -> None:
    """Draw what is the same on all pages once, as a form that each page shows, then what is the page's own."""
    if not canvas.hasForm(FORM):
        canvas.beginForm(FORM, 0, 0, *look.PAGE)
        _draw_same(canvas, furniture)
        canvas.endForm()
    right, top = look.PAGE[0] - look.MARGIN, look.PAGE[1]
    here = [part for part in parts if canvas.noted.places[part.key].page <= canvas.page_index]
    with canvas.artifact(HEADER):
        canvas.doForm(FORM)
        _draw_text(canvas, here[-1].heading if here else "", right, top - 54.5, to_the_right=True)
    with canvas.artifact(FOOTER):
        _draw_text(canvas, f"Page {canvas.page_index + 1} of {canvas.page_count}", right, 47.5, to_the_right=True)


def _draw_same(canvas: TaggedCanvas, furniture: Furniture) -> None:
    width, height = look.PAGE
    left, right = look.MARGIN, width - look.MARGIN
    canvas.setStrokeColorRGB(*look.INK)
    canvas.setLineWidth(0.7)
    canvas.lines([(left, height - 61, right, height - 61), (left, 62, right, 62)])
    _draw_marking(canvas, furniture.marking, height - FIRST_LINE, down=True)
    _draw_marking(canvas, furniture.marking, MARKING_FOOT, down=False)
    _draw_text(canvas, furniture.title, left, height - 54.5)
    _draw_text(canvas, furniture.foot, left, 47.5)
    if furniture.practice:
        _draw_text(canvas, PRACTICE_LINE, width / 2, height - 40.5, centred=True, face=Face.BOLD)


def _draw_marking(canvas: TaggedCanvas, marking: str, y: float, *, down: bool) -> None:
    """Draw the marking on one line if need be smaller; a longer one takes more lines, away from the page's edge."""
    size = MARKING_SIZE
    while size > SMALLEST_MARKING and width_of(marking, Face.BOLD, size) > look.COLUMN:
        size -= 0.5
    lines = lay_out([Span(marking, Face.BOLD)], size, look.COLUMN)
    canvas.setFillColorRGB(*look.INK)
    first = y if down else y + (len(lines) - 1) * size
    canvas.draw_lines([(line, (look.PAGE[0] - line.width) / 2) for line in lines], first, size, size)


def _draw_text(
    canvas: TaggedCanvas,
    text: str,
    x: float,
    y: float,
    *,
    to_the_right: bool = False,
    centred: bool = False,
    face: Face = Face.REGULAR,
) -> None:
    canvas.setFillColorRGB(*(look.GREY if face is Face.REGULAR else look.INK))
    line = lay_out([Span(text, face)], RUNNING_SIZE, look.COLUMN)[0]
    x -= line.width if to_the_right else line.width / 2 if centred else 0
    canvas.draw_line(line, x, y, RUNNING_SIZE)
