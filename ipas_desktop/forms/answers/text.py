"""Text answers, and the cleaning that every typed text goes through on its way to a canonical value.

Text is literal: markup and bidirectional controls are kept. Only what no document can carry goes: control characters
other than line breaks and tabs; a lone surrogate becomes U+FFFD. The raw answer keeps even those.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from ipas_desktop.forms import wording
from ipas_desktop.forms.answers.parsed import BLANK, Parsed, out_of_limits, wrong_shape
from ipas_desktop.forms.definition import AnswerType, Json, Question

DEFAULT_LENGTHS = {AnswerType.SHORT_TEXT: 300, AnswerType.LONG_TEXT: 20_000}
"""Longest text in characters where a form sets no ``max_length``."""

PART_LENGTH = 300
"""Longest part of a person, an organisation or a citation, in characters."""

REASON_LENGTH = 4_000
"""Longest reason beside a rating or a yes or no, in characters."""

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FOLD_LINES = re.compile("[ \t]*\n[ \t\n]*")


def one_line(text: str) -> str:
    """Return the text as one trimmed line in Unicode NFC; line breaks and tabs become spaces."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _FOLD_LINES.sub(" ", _clean(text)).replace("\t", " ").strip()


def paragraphs(text: str) -> str:
    """Return the text in Unicode NFC with ``\\n`` line ends, trimmed at its end; empty when it is all white space."""
    if text.isascii() and text.isprintable():
        return text.rstrip()
    return _clean(text).rstrip()


def parse_text(question: Question, raw: Json, _today: date) -> Parsed:
    """Read a short or long text."""
    if not isinstance(raw, str):
        return wrong_shape(question)
    text = one_line(raw) if question.type is AnswerType.SHORT_TEXT else paragraphs(raw)
    if not text:
        return BLANK
    longest = question.max_length or DEFAULT_LENGTHS[question.type]
    if len(text) > longest:
        return Parsed(text, (out_of_limits(question, too_long(wording.subject(question), longest)),))
    if question.min_length and len(text) < question.min_length:
        message = f"{wording.subject(question)} must be {question.min_length:,} characters or more"
        return Parsed(text, (out_of_limits(question, message),))
    return Parsed(text)


def too_long(subject: str, longest: int) -> str:
    """Return the sentence for a text over its limit."""
    return f"{subject} must be {longest:,} characters or less"


def _clean(text: str) -> str:
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _CONTROL.sub("", _LINE_BREAK.sub("\n", text))
    return unicodedata.normalize("NFC", text) if any(map(_is_visible, text)) else ""


def _is_visible(character: str) -> bool:
    """Say whether a character can be seen: neither white space nor a mere format character such as U+200B."""
    return not character.isspace() and unicodedata.category(character) != "Cf"
