"""What the report looks like: page, type, colours. Points throughout; A4.

Holds no drawing. Ink and two greys only, so that the page survives copying.
"""

from __future__ import annotations

from dataclasses import dataclass

from ipas_desktop.package.fonts import Face

PAGE = (595.28, 841.89)
MARGIN = 53.86  # 19 mm
TOP = 70.0  # where the content begins, below the head
BOTTOM = 72.0  # where it ends, above the foot
COLUMN = PAGE[0] - 2 * MARGIN
HEIGHT = PAGE[1] - TOP - BOTTOM

INK = (0.043, 0.047, 0.047)
GREY = (0.31, 0.34, 0.36)  # 7:1 on white
HAIRLINE = (0.78, 0.80, 0.81)
SHADE = (0.945, 0.95, 0.955)


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of text is set."""

    face: Face
    size: float
    leading: float
    colour: tuple[float, float, float] = INK
    before: float = 0.0
    after: float = 0.0


TITLE = Style(Face.BOLD, 20, 25, before=0, after=8)
PART = Style(Face.BOLD, 20, 25, before=0, after=6)
SECTION = Style(Face.BOLD, 14, 18, before=14, after=4)
PAGE_HEADING = Style(Face.SEMIBOLD, 12, 16, before=10, after=2)
BODY = Style(Face.REGULAR, 11, 15, after=6)
LEAD = Style(Face.REGULAR, 11.5, 15.5)
LABEL = Style(Face.SEMIBOLD, 10.5, 14)
CELL = Style(Face.REGULAR, 10.5, 14)
CELL_HEAD = Style(Face.SEMIBOLD, 10.5, 14)
SMALL_CELL = Style(Face.REGULAR, 9.5, 12.5)
SMALL_HEAD = Style(Face.SEMIBOLD, 9.5, 12.5)
NUMBER = Style(Face.REGULAR, 9.5, 14, GREY)
QUIET = Style(Face.REGULAR, 10.5, 14, GREY)
NOTE = Style(Face.REGULAR, 10, 13.5, GREY, after=4)
MONO = Style(Face.MONO, 9.5, 13)
CONTENTS_PART = Style(Face.SEMIBOLD, 11, 16)
CONTENTS_SECTION = Style(Face.REGULAR, 10.5, 14.5)
BOX_HEAD = Style(Face.BOLD, 14, 19)
