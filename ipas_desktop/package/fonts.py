"""The embedded font families, and which characters they lack.

Holds no layout. Every font that can reach a page is bundled in ``resources/fonts``: nothing is taken from the machine,
so that the same revision looks the same everywhere. Each face is a chain; a character is set in the first font of its
chain that has it, and one that no font has is written as its Unicode name in brackets: nothing vanishes.
"""

from __future__ import annotations

import threading
import unicodedata
from enum import StrEnum
from functools import cache
from typing import Any

from ipas_desktop import paths
from ipas_desktop.errors import FormDefinitionError


class Face(StrEnum):
    """The faces that the report is set in."""

    REGULAR = "regular"
    SEMIBOLD = "semibold"
    BOLD = "bold"
    MONO = "mono"


CHAINS: dict[Face, tuple[str, ...]] = {
    Face.REGULAR: ("PublicSans-Regular", "NotoSans-Regular", "NotoSansArabic-Regular", "NotoSansMono-Regular"),
    Face.SEMIBOLD: ("PublicSans-SemiBold", "NotoSans-SemiBold", "NotoSansArabic-Bold", "NotoSansMono-Regular"),
    Face.BOLD: ("PublicSans-Bold", "NotoSans-Bold", "NotoSansArabic-Bold", "NotoSansMono-Regular"),
    Face.MONO: ("NotoSansMono-Regular", "NotoSans-Regular", "NotoSansArabic-Regular"),
}
NEVER_DRAWN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # categories without a shape of their own
LAST_PLAIN_CHARACTER = 0xFFFF  # reportlab writes wrong ToUnicode entries for characters beyond it
JOINERS = "\u200c\u200d"
PRIVATE_USE = (0xE000, 0xF8FF)  # taken by glyphs that shaping makes; see shaping

_loading = threading.Lock()


@cache
def font(name: str) -> Any:
    """Return the reportlab font of that file stem, registered under it.

    Raises FormDefinitionError when the file is missing or broken: the installation is damaged.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    file = paths.resources() / "fonts" / f"{name}.ttf"
    with _loading:
        try:
            loaded = TTFont(name, str(file), asciiReadable=False, shapable=False)
        except (TTFError, OSError, AssertionError, IndexError, KeyError, ValueError) as error:
            raise FormDefinitionError(
                f"The font {file.name} is missing or damaged. Install the program again."
            ) from error
        pdfmetrics.registerFont(loaded)
    return loaded


@cache
def coverage(name: str) -> frozenset[int]:
    """Return the code points the font has a glyph for, without private-use and astral ones."""
    first, last = PRIVATE_USE
    return frozenset(
        code for code in font(name).face.charToGlyph if code <= LAST_PLAIN_CHARACTER and not first <= code <= last
    )


@cache
def widths(name: str) -> dict[int, float]:
    """Return the advance width of each code point in thousandths of the font size."""
    face = font(name).face
    return {code: face.charWidths[code] for code in coverage(name)}


def check_fonts() -> tuple[str, ...]:
    """Return the font files that load. Raises FormDefinitionError when one is missing or broken."""
    names = tuple(sorted({name for chain in CHAINS.values() for name in chain}))
    for name in names:
        if not coverage(name):
            raise FormDefinitionError(f"The font {name} holds no characters. Install the program again.")
    return names


def missing_characters(text: str) -> tuple[str, ...]:
    """Return how each character that cannot be set as itself will be printed, once each, in order of appearance.

    Example: ``("[SNOWMAN]",)``. Empty when the whole text can be set.
    """
    named = (
        shown
        for index, character in enumerate(text)
        if (shown := _shown(text, index, Face.REGULAR)) != character and character != "\t"
    )
    return tuple(dict.fromkeys(named))


def name_of(character: str) -> str:
    """Return the Unicode name of a character in brackets; those without a name are named by code point."""
    name = unicodedata.name(character, "")
    if name:
        return f"[{name}]"
    kind = "CONTROL CHARACTER" if unicodedata.category(character) == "Cc" else "CHARACTER"
    return f"[{kind} U+{ord(character):04X}]"


def visible(text: str, face: Face) -> str:
    """Return the text with every character that ``face`` cannot set replaced by its name in brackets.

    Line feeds stay; a tab becomes four spaces. Controls and direction marks are named, never obeyed. Joiners stay
    only between letters of a joining script, whose spelling needs them.
    """
    if is_plain(text, face):
        return text
    return "".join(_shown(text, index, face) for index in range(len(text)))


def is_plain(text: str, face: Face) -> bool:
    """Whether the first font of the face's chain has every character, so that nothing need be replaced."""
    return _drawable(CHAINS[face][0]).issuperset(map(ord, text))


def font_for(cluster: str, face: Face) -> str:
    """Return the first font of the face's chain that has every character of ``cluster`` (a letter and its marks)."""
    chain = CHAINS[face]
    for name in chain:
        if all(ord(character) in coverage(name) for character in cluster):
            return name
    return next(name for name in chain if ord(cluster[0]) in coverage(name))


def _shown(text: str, index: int, face: Face) -> str:
    character = text[index]
    if character == "\n" or any(ord(character) in _drawable(name) for name in CHAINS[face]):
        return character
    if character == "\t":
        return "    "
    if character in JOINERS and 0 < index < len(text) - 1 and _joins(text[index - 1]) and _joins(text[index + 1]):
        return character
    return name_of(character)


def _joins(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("AL", "NSM")


@cache
def _drawable(name: str) -> frozenset[int]:
    return frozenset(code for code in coverage(name) if unicodedata.category(chr(code)) not in NEVER_DRAWN)
