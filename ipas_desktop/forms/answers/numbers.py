"""Whole numbers, money and percentage shares: what people type, with commas and signs, to exact JSON without floats.

A comma is only a separator of thousands: "12,50" is refused rather than read as 1,250.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from ipas_desktop.forms import wording
from ipas_desktop.forms.answers.parsed import BLANK, Parsed, out_of_limits, problem, unreadable, wrong_shape
from ipas_desktop.forms.answers.text import one_line
from ipas_desktop.forms.definition import Json, Question
from ipas_desktop.forms.problems import Problem, ProblemKind

_GROUPED = r"(?:\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3}){1,4}|\d{1,15})"
_WHOLE = re.compile(rf"([+\-−]?)({_GROUPED})")
_MONEY = re.compile(rf"([+\-−]?)(?:£|GBP)? ?([+\-−]?)({_GROUPED})(?:\.(\d{{1,2}}))?(?: ?GBP)?", re.IGNORECASE)
_SHARE = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))? ?%?")
_NOT_DIGITS = re.compile(r"\D")
_LARGEST = 10**15


def parse_whole_number(question: Question, raw: Json, _today: date) -> Parsed:
    """Read a whole number and check its limits."""
    typed = _as_typed(raw)
    if typed is None:
        return wrong_shape(question)
    if not typed:
        return BLANK
    number = read_whole_number(typed)
    if number is None:
        return unreadable(question, f"{wording.subject(question)} must be a whole number, like 12")
    return Parsed(number, _limits(question, Decimal(number), question.minimum, "{}{:,}"))


def parse_money(question: Question, raw: Json, _today: date) -> Parsed:
    """Read an amount in pounds; without a ``minimum`` it must be £0 or more."""
    typed = _as_typed(raw)
    if typed is None:
        return wrong_shape(question)
    if not typed:
        return BLANK
    amount = read_money(typed)
    if amount is None:
        message = f"{wording.subject(question)} must be an amount in pounds, like 12,500 or 12,500.50"
        return unreadable(question, message)
    least = 0 if question.minimum is None else question.minimum
    return Parsed(f"{amount:.2f}", _limits(question, amount, least, "{}£{:,}"))


def parse_shares(question: Question, raw: Json, _today: date) -> Parsed:
    """Read percentages by choice; blanks and zeros are left out, the rest must total 100."""
    if not isinstance(raw, dict):
        return wrong_shape(question)
    labels = {choice.id: choice.label for choice in question.choices}
    problems: list[Problem] = []
    shares: dict[str, Decimal] = {}
    any_typed = False
    for choice in sorted(raw, key=list(labels).index if raw.keys() <= labels.keys() else str):
        typed = _as_typed(raw[choice])
        any_typed = any_typed or typed != ""
        share = read_share(typed) if typed else Decimal(0)
        if typed is None or share is None or (typed and choice not in labels):
            message = f"The share of {labels.get(choice, 'each payer')} must be a percentage, like 25 or 33.3"
            problems.append(problem(question, ProblemKind.UNREADABLE, message, choice))
        elif share:
            shares[choice] = share
    if not any_typed:
        return BLANK
    total = sum(shares.values(), Decimal(0))
    if not problems and total != 100:
        message = f"{wording.subject(question)} must add up to 100%. They add up to {plain(total)}%"
        problems.append(out_of_limits(question, message))
    value: Json = {choice: plain(share) for choice, share in shares.items()}
    return Parsed(value or None, tuple(problems))


def read_whole_number(typed: str) -> int | None:
    """Return the whole number that was typed, or None."""
    match = _WHOLE.fullmatch(typed)
    if match is None:
        return None
    number = int(_NOT_DIGITS.sub("", match[2]))
    return -number if match[1] in ("-", "−") else number


def read_money(typed: str) -> Decimal | None:
    """Return the pounds that were typed, exactly, or None."""
    match = _MONEY.fullmatch(typed)
    if match is None or (match[1] and match[2]):
        return None
    amount = Decimal(f"{int(_NOT_DIGITS.sub('', match[3]))}.{int((match[4] or '0').ljust(2, '0')):02}")
    return -amount if match[1] + match[2] in ("-", "−") and amount else amount


def read_share(typed: str) -> Decimal | None:
    """Return the percentage that was typed, from 0 to 100 with at most two decimals, or None."""
    match = _SHARE.fullmatch(typed)
    if match is None:
        return None
    share = Decimal(f"{int(match[1])}.{int((match[2] or '0').ljust(2, '0')):02}")
    return share if share <= 100 else None


def plain(number: Decimal) -> str:
    """Return a decimal without an exponent and without zeros at its end: "33.3", "70"."""
    text = f"{number:.2f}"
    return text.rstrip("0").rstrip(".")


def _as_typed(raw: Json) -> str | None:
    """Return what was typed, cleaned; None when the JSON is neither text nor a number of sensible size."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return one_line(raw) if len(raw) <= 1_000 else "too long"
    if isinstance(raw, bool) or not isinstance(raw, int):
        return None
    return str(raw) if abs(raw) < _LARGEST else "too large"


def _limits(question: Question, number: Decimal, least: int | None, form: str) -> tuple[Problem, ...]:
    most = question.maximum
    if (least is None or number >= least) and (most is None or number <= most):
        return ()
    least_words, most_words = (form.format("−" if (each or 0) < 0 else "", abs(each or 0)) for each in (least, most))
    if least is not None and most is not None:
        phrase = f"must be between {least_words} and {most_words}"
    else:
        phrase = f"must be {least_words} or more" if most is None else f"must be {most_words} or less"
    return (out_of_limits(question, f"{wording.subject(question)} {phrase}"),)
