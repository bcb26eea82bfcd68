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
"""
