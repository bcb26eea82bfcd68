"""Scripts that join, stack marks or run from right to left: HarfBuzz glyphs in the order of the bidi algorithm.

Holds no line breaking. Shaped glyphs are addressed by private-use code points (0xE000 + glyph number), the same ones in
every run of the program, so that a page is made of the same bytes each time; the page carries the real text beside them
as ActualText.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from ipas_desktop.package import fonts

RIGHT_TO_LEFT = ("R", "AL", "AN")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One shaped glyph: its private-use character and where it goes, in thousandths of the font size."""

    character: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ShapedRun:
    """Glyphs of one piece of text in one font, left to right, and their total width in thousandths."""

    glyphs: tuple[Glyph, ...]
    width: float


def needs_shaping(text: str) -> bool:
    """Whether the text has letters that join or run from right to left, or marks that sit on others."""
    return not text.isascii() and any(
        unicodedata.combining(character) or unicodedata.bidirectional(character) in ("R", "AL", "AN", "NSM")
        for character in text
    )


def levels(text: str) -> list[int]:
    """Return the embedding level of each character of one paragraph, by the Unicode bidirectional algorithm (UAX 9)."""
    from bidi import algorithm

    storage = algorithm.get_empty_storage()
    storage["base_level"] = base = algorithm.get_base_level(text)
    storage["base_dir"] = ("L", "R")[base]
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    found: list[int] = [character["level"] for character in storage["chars"]]
    assert len(found) == len(text), "joiners and direction marks were expected to be gone"
    return found


def visual_order(run_levels: list[int]) -> list[int]:
    """Return the indexes of a line's runs from left to right (rule L2 of UAX 9)."""
    order = list(range(len(run_levels)))
    for level in range(max(run_levels, default=0), 0, -1):
        start = 0
        for high, group in groupby(order[:], key=lambda index, level=level: run_levels[index] >= level):  # type: ignore[misc]
            size = len(list(group))
            if high:
                order[start : start + size] = order[start : start + size][::-1]
            start += size
    return order


@lru_cache(maxsize=4096)
def shape(text: str, font_name: str, right_to_left: bool) -> ShapedRun:
    """Return the glyphs of one run of one font and direction."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right_to_left else "ltr"
    harfbuzz, scale = _harfbuzz_font(font_name)
    uharfbuzz.shape(harfbuzz, buffer, {})
    glyphs, x = [], 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        advance = position.x_advance * scale
        own_width = harfbuzz.get_glyph_h_advance(info.codepoint) * scale  # without kerning, as in the font's tables
        character = _private_character(font_name, info.codepoint, own_width)
        glyphs.append(Glyph(character, x + position.x_offset * scale, position.y_offset * scale))
        x += advance
    return ShapedRun(tuple(glyphs), x)


@cache
def _harfbuzz_font(font_name: str) -> tuple[Any, float]:
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob(fonts.font(font_name).face._ttf_data))
    return uharfbuzz.Font(face), 1000 / face.upem


def _private_character(font_name: str, glyph: int, width: float) -> str:
    """Let reportlab find the glyph under a private-use character that depends on the glyph alone."""
    face = fonts.font(font_name).face
    code = fonts.PRIVATE_USE[0] + glyph
    fonts.coverage(font_name)  # read the font's own characters before adding to them
    face.charToGlyph[code] = glyph
    face.charWidths[code] = width
    return chr(code)
