"""Answer types: from what was typed to a canonical value, or to problems.

Holds parsing and single-answer limits. Must not hold conditions, journeys or wording for display.

==============  =========================================================  =====================================
type            raw (as typed; a canonical value is always legal raw too)  canonical value (plain JSON)
==============  =========================================================  =====================================
short_text      str                                                        str: NFC, one line, trimmed
long_text       str                                                        str: NFC, ``\\n`` line ends, end trimmed
choice          str: choice id                                             the id
choices         list of choice ids                                         ids, once each, in definition order
date            ``{"day": str, "month": str, "year": str}``                ``"2026-12-02"``
period          ``{"from": date, "to": date}``                             both ISO dates
whole_number    str                                                        int
money           str, "£12,500.50"                                          ``"12500.50"``: pounds, two decimals
shares          ``{choice id: str}``                                       ``{choice id: "70"}``, no zeros, total 100
person          ``{part: str}``                                            the non-blank parts, trimmed
organisation    ``{part: str}``                                            the non-blank parts, trimmed
country         str: ISO 3166-1 alpha-2 code, or a name typed in full      the code
countries       list of the same                                           codes, once each, in the order given
table           list of ``{"row": row id, column: raw, …}``                the same with canonical cells
rating          ``{"level": id, "reason": str}``                           the same, trimmed
yes_no          ``{"answer": "yes" | "no" | "not_known", "reason": str}``  the same, trimmed
citations       list of ``{"title", "publisher", "date", "link",           the same, trimmed, dates ISO
                "retrieved_on"}``
attachments     list of ``{"sha256", "name", "size", "media_type"}``       the same
==============  =========================================================  =====================================

Blank cells and parts are left out of canonical values; a wholly blank answer has the value None and no problem
(whether it may be blank is for ``validation``). Choices that a form does not know are unreadable, never dropped.

Text is literal. Control characters go, a lone surrogate becomes U+FFFD, bidirectional controls stay; text of which
nothing can be seen is blank.

Nothing that JSON can hold makes ``parse`` raise: what is not of the raw type is a problem like any other.
Values may be shared: callers never change them.
"""

from __future__ import annotations

from datetime import date

from ipas_desktop.forms.answers.choosing import parse_choice, parse_choices, parse_countries, parse_country
from ipas_desktop.forms.answers.composite import parse_parts, parse_rating, parse_yes_no, reason_is_asked
from ipas_desktop.forms.answers.dates import parse_date, parse_period
from ipas_desktop.forms.answers.lists import parse_attachments, parse_citations
from ipas_desktop.forms.answers.numbers import parse_money, parse_shares, parse_whole_number
from ipas_desktop.forms.answers.parsed import BLANK, Parsed
from ipas_desktop.forms.answers.tables import Parser, parse_table
from ipas_desktop.forms.answers.text import one_line, parse_text
from ipas_desktop.forms.definition import AnswerType, Json, Question

__all__ = ["Parsed", "is_blank", "parse", "reason_is_asked"]


def parse(question: Question, raw: Json, today: date) -> Parsed:
    """Read a raw answer into its canonical value, with every problem that the answer alone can have.

    Never raises for any JSON. ``today`` is the day that date limits such as "not after today" mean.
    """
    if not raw and not isinstance(raw, int):
        return BLANK
    parsed = _PARSERS[question.type](question, raw, today)
    return BLANK if parsed.problems and parsed.value is None and is_blank(question, raw) else parsed


def is_blank(question: Question, raw: Json) -> bool:
    """Say whether nothing has been typed: no text but white space, nothing chosen, no row with anything in it."""
    return _is_blank(raw, skip="row" if question.type is AnswerType.TABLE else "", depth=0)


def _is_blank(raw: Json, *, skip: str, depth: int) -> bool:
    if raw is None:
        return True
    if isinstance(raw, str):
        return not one_line(raw)
    if depth > _DEEPEST:
        return False
    if isinstance(raw, list):
        return all(_is_blank(item, skip=skip, depth=depth + 1) for item in raw)
    if isinstance(raw, dict):
        return all(_is_blank(item, skip=skip, depth=depth + 1) for key, item in raw.items() if key != skip)
    return False


def _parse_table(question: Question, raw: Json, today: date) -> Parsed:
    return parse_table(question, raw, today, parse)


_DEEPEST = 6  # a citation's date inside a table would be at depth 5
_PARSERS: dict[AnswerType, Parser] = {
    AnswerType.SHORT_TEXT: parse_text,
    AnswerType.LONG_TEXT: parse_text,
    AnswerType.CHOICE: parse_choice,
    AnswerType.CHOICES: parse_choices,
    AnswerType.DATE: parse_date,
    AnswerType.PERIOD: parse_period,
    AnswerType.WHOLE_NUMBER: parse_whole_number,
    AnswerType.MONEY: parse_money,
    AnswerType.SHARES: parse_shares,
    AnswerType.PERSON: parse_parts,
    AnswerType.ORGANISATION: parse_parts,
    AnswerType.COUNTRY: parse_country,
    AnswerType.COUNTRIES: parse_countries,
    AnswerType.TABLE: _parse_table,
    AnswerType.RATING: parse_rating,
    AnswerType.YES_NO: parse_yes_no,
    AnswerType.CITATIONS: parse_citations,
    AnswerType.ATTACHMENTS: parse_attachments,
}
