"""From text to lines: line breaking, and a font for every character.

Holds no drawing. Text is text: nothing in it is markup. Lines break at spaces, then after hyphens, dashes and slashes,
and inside a word only where the word alone is wider than the line. Widths and places are in points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from ipas_desktop.package import fonts, shaping
from ipas_desktop.package.fonts import Face

AFTER_DASH = re.compile(r"(?<=[-\u2013\u2014/])(?=\w)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one face."""

    text: str
    face: Face = Face.REGULAR


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one font at a place on its line. ``shaped`` glyphs are drawn instead of the characters."""

    x: float
    font: str
    text: str
    shaped: shaping.ShapedRun | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its pieces in reading order, its width, and whether its paragraph starts at the right."""

    pieces: tuple[Piece, ...]
    width: float
    right_to_left: bool = False


Run = tuple[str, str]  # font, text
Word = tuple[Run, ...]


def lay_out(spans: Sequence[Span], size: float, width: float) -> tuple[Line, ...]:
    """Return the lines of the text at a font size in a column of that width; a line feed ends a paragraph."""
    lines: list[Line] = []
    for runs in _paragraphs(spans):
        text = "".join(text for _, text in runs)
        broken = _break(_words(runs), size, width)
        if shaping.needs_shaping(text):
            lines += _bidi_lines(text, broken, size)
        else:
            lines += [_plain_line(line, size) for line in broken]
    return tuple(lines)


def width_of(text: str, face: Face, size: float) -> float:
    """Return the width of a text set on one line."""
    return sum(_run_width(run, size) for run in _runs(Span(text, face)))


def _paragraphs(spans: Sequence[Span]) -> Iterator[list[Run]]:
    """Yield the runs of each paragraph of the spans."""
    paragraph: list[Run] = []
    for span in spans:
        first, *others = fonts.visible(span.text, span.face).split("\n")
        paragraph += _runs(Span(first, span.face))
        for other in others:
            yield paragraph
            paragraph = _runs(Span(other, span.face))
    yield paragraph


def _runs(span: Span) -> list[Run]:
    """Return the text of one span as runs of one font each; marks stay with their letter."""
    if fonts.is_plain(span.text, span.face) and not shaping.needs_shaping(span.text):
        return [(fonts.CHAINS[span.face][0], span.text)]
    placed = ((fonts.font_for(cluster, span.face), cluster) for cluster in _clusters(span.text))
    return [(name, "".join(text for _, text in group)) for name, group in groupby(placed, key=lambda run: run[0])]


def _clusters(text: str) -> Iterator[str]:
    """Yield each character with the marks and joiners that follow it."""
    cluster = ""
    for character in text:
        if cluster and not (unicodedata.combining(character) or character in fonts.JOINERS):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _words(runs: Iterable[Run]) -> list[Word]:
    """Return the words; each but the first begins with the space before it, so that spaces keep their font."""
    words: list[list[Run]] = [[]]
    for font, text in runs:
        first, *others = text.split(" ")
        if first:
            words[-1].append((font, first))
        words += [[(font, " " + other)] for other in others]
    return [tuple(word) for word in words]


@lru_cache(maxsize=20_000)
def _thousandths(font: str, text: str) -> float:
    if shaping.needs_shaping(text):
        return shaping.shape(text, font, _is_right_to_left(text)).width
    advance = fonts.widths(font)
    return sum(advance[ord(character)] for character in text)


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def _run_width(run: Run, size: float) -> float:
    return _thousandths(*run) * size / 1000


def _word_width(word: Word, size: float) -> float:
    return sum(_run_width(run, size) for run in word)


def _break(words: list[Word], size: float, width: float) -> list[list[Word]]:
    """Return the words of each line. A line that is broken keeps the space at its end, for those who copy the text."""
    lines: list[list[Word]] = [[]]
    used = 0.0
    pending = words[::-1]
    while pending:
        word = pending.pop()
        if lines[-1] == [] and len(lines) > 1:
            word = _without_leading_space(word)
        needed = _word_width(word, size)
        if used + needed <= width:
            lines[-1].append(word)
            used += needed
            continue
        head, tail = _split_at_dash(word, size, width - used)
        if not head and lines[-1] == []:
            head, tail = _split_anywhere(word, size, width)
        if head and not tail:  # a single letter wider than the column
            lines[-1].append(head)
            used += needed
            continue
        if head:
            lines[-1].append(head)
            pending.append(tail)
        else:
            lines[-1].append(((word[0][0], " "),))
            pending.append(word)
        lines.append([])
        used = 0.0
    return lines


def _without_leading_space(word: Word) -> Word:
    font, text = word[0]
    if not text.startswith(" "):
        return word
    return ((font, text[1:]), *word[1:]) if len(text) > 1 else word[1:]


def _split_at_dash(word: Word, size: float, room: float) -> tuple[Word, Word]:
    """Split after the last dash or slash that leaves a head within ``room``; an empty head when there is none."""
    best: tuple[Word, Word] = ((), word)
    text = "".join(text for _, text in word)
    for match in AFTER_DASH.finditer(text):
        head, tail = _cut(word, match.start())
        if _word_width(head, size) > room:
            break
        best = (head, tail)
    return best


def _split_anywhere(word: Word, size: float, room: float) -> tuple[Word, Word]:
    """Split before the first cluster that goes beyond ``room``, but never before the first of the word."""
    used, length = 0.0, 0
    for font, text in word:
        for cluster in _clusters(text):
            used += _run_width((font, cluster), size)
            if used > room and length:
                return _cut(word, length)
            length += len(cluster)
    return word, ()


def _cut(word: Word, length: int) -> tuple[Word, Word]:
    head: list[Run] = []
    tail: list[Run] = []
    for font, text in word:
        if text[:length]:
            head.append((font, text[:length]))
        if text[length:]:
            tail.append((font, text[length:]))
        length = max(0, length - len(text))
    return tuple(head), tuple(tail)


def _merged(words: Iterable[Word]) -> list[Run]:
    runs = (run for word in words for run in word)
    return [(font, "".join(text for _, text in group)) for font, group in groupby(runs, key=lambda run: run[0])]


def _plain_line(words: list[Word], size: float) -> Line:
    pieces, x = [], 0.0
    for run in _merged(words):
        pieces.append(Piece(x, *run))
        x += _run_width(run, size)
    return Line(tuple(pieces), x)


def _bidi_lines(text: str, broken: list[list[Word]], size: float) -> list[Line]:
    """Return lines whose runs stand where the bidirectional algorithm puts them."""
    joined = text.translate({ord(joiner): None for joiner in fonts.JOINERS})
    found = iter(shaping.levels(joined))
    character_levels: list[int] = []
    for character in text:
        character_levels.append(character_levels[-1] if character in fonts.JOINERS else next(found))
    right_to_left = bool(character_levels) and _starts_at_the_right(text)
    lines, start = [], 0
    for words in broken:
        runs = _merged(words)
        length = sum(len(run[1]) for run in runs)
        lines.append(_bidi_line(runs, character_levels[start : start + length], size, right_to_left))
        start += length
    return lines


def _starts_at_the_right(text: str) -> bool:
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((direction != "L" for direction in strong if direction in ("L", "R", "AL")), False)


def _bidi_line(runs: list[Run], line_levels: list[int], size: float, right_to_left: bool) -> Line:
    base = int(right_to_left)
    stripped = len("".join(text for _, text in runs).rstrip(" "))
    line_levels = line_levels[:stripped] + [base] * (len(line_levels) - stripped)  # rule L1: spaces at the end
    line_levels += [base] * (sum(len(text) for _, text in runs) - len(line_levels))
    levelled, position = [], 0
    for font, text in runs:
        for level, group in groupby(range(len(text)), key=lambda index, at=position: line_levels[at + index]):  # type: ignore[misc]
            indexes = list(group)
            levelled.append((level, font, text[indexes[0] : indexes[-1] + 1]))
        position += len(text)
    shaped = [
        shaping.shape(text, font, bool(level % 2)) if level % 2 or shaping.needs_shaping(text) else None
        for level, font, text in levelled
    ]
    places, x = {}, 0.0
    for index in shaping.visual_order([level for level, _, _ in levelled]):
        places[index] = x
        glyphs, (_, font, text) = shaped[index], levelled[index]
        x += glyphs.width * size / 1000 if glyphs else _run_width((font, text), size)
    pieces = tuple(Piece(places[index], font, text, shaped[index]) for index, (_, font, text) in enumerate(levelled))
    return Line(pieces, x, right_to_left)
