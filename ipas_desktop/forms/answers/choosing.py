"""Answers chosen from a list: one or several choices, one or several countries.

A choice the form does not know is unreadable, never dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from ipas_desktop.forms import reference, wording
from ipas_desktop.forms.answers.parsed import BLANK, Parsed, out_of_limits, unreadable, wrong_shape
from ipas_desktop.forms.answers.text import one_line
from ipas_desktop.forms.definition import Choice, Json, Question
from ipas_desktop.forms.problems import Problem

_LONGEST_NAME = 1_000


def parse_choice(question: Question, raw: Json, _today: date) -> Parsed:
    """Read one choice id."""
    if not isinstance(raw, str):
        return wrong_shape(question)
    typed = one_line(raw)
    return Parsed(typed) if typed in _order(question) else unreadable(question, not_listed(question))


def parse_choices(question: Question, raw: Json, _today: date) -> Parsed:
    """Read several choice ids into the order of the definition."""
    chosen = _typed_items(raw)
    if chosen is None:
        return wrong_shape(question)
    if not chosen:
        return BLANK
    order = _order(question)
    known = sorted((item for item in chosen if item in order), key=order.__getitem__)
    value: list[Json] = list(known)
    if len(known) < len(chosen):
        return Parsed(value or None, unreadable(question, not_listed(question)).problems)
    return Parsed(value, _exclusive(question, known) or count_limits(question, len(known)))


def parse_country(question: Question, raw: Json, _today: date) -> Parsed:
    """Read one country or territory: its code, or a name or former name typed in full."""
    if not isinstance(raw, str):
        return wrong_shape(question)
    code = read_country(question.choices, one_line(raw))
    return Parsed(code) if code else unreadable(question, not_listed(question))


def parse_countries(question: Question, raw: Json, _today: date) -> Parsed:
    """Read several countries or territories, once each, in the order given."""
    typed = _typed_items(raw)
    if typed is None:
        return wrong_shape(question)
    if not typed:
        return BLANK
    codes = [read_country(question.choices, item) for item in typed]
    known: list[Json] = list(dict.fromkeys(code for code in codes if code))
    if None in codes:
        return Parsed(known or None, unreadable(question, not_listed(question)).problems)
    return Parsed(known, count_limits(question, len(known)))


def read_country(choices: tuple[Choice, ...], typed: str) -> str | None:
    """Return the id of the country whose id, label or alias was typed in full; None if none or several fit."""
    if len(typed) > _LONGEST_NAME:
        return None
    return _names(_ByIdentity(choices)).get(reference.fold(typed))


def count_limits(question: Question, count: int) -> tuple[Problem, ...]:
    """Return the problem of a list with too few or too many items, if there is one."""
    if question.minimum is not None and count < question.minimum:
        message = f"Select at least {question.minimum} {wording.items(question)} for {wording.object_of(question)}"
    elif question.maximum is not None and count > question.maximum:
        message = f"Select no more than {question.maximum} {wording.items(question)} for {wording.object_of(question)}"
    else:
        return ()
    return (out_of_limits(question, message),)


def not_listed(question: Question) -> str:
    """Return the sentence for an answer that is not on the list."""
    return wording.from_list(wording.object_of(question))


def _exclusive(question: Question, chosen: list[str]) -> tuple[Problem, ...]:
    for choice in question.choices:
        if choice.id in question.exclusive and choice.id in chosen and len(chosen) > 1:
            return (out_of_limits(question, f"Select “{choice.label}” or other options, not both"),)
    return ()


def _typed_items(raw: Json) -> list[str] | None:
    """Return the non-blank texts of a list, once each; None when the JSON is not a list of texts."""
    if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
        return None
    return list(dict.fromkeys(text for item in raw if (text := one_line(str(item)))))


@lru_cache(maxsize=2048)
def _order(question: Question) -> Mapping[str, int]:
    return {choice.id: position for position, choice in enumerate(question.choices)}


class _ByIdentity:
    """A tuple of choices as a cheap cache key: the long list of countries is one object shared by many questions."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        self.choices = choices

    def __hash__(self) -> int:
        return id(self.choices)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.choices is self.choices


@lru_cache(maxsize=16)
def _names(key: _ByIdentity) -> Mapping[str, str]:
    """Return folded name -> id. An id beats a label, a label an alias; an alias of two countries stands for none."""
    names: dict[str, str] = {}
    shared: set[str] = set()
    for choice in key.choices:
        for alias in map(reference.fold, choice.aliases):
            if names.setdefault(alias, choice.id) != choice.id:
                shared.add(alias)
    for alias in shared:
        del names[alias]
    names.update({reference.fold(choice.label): choice.id for choice in key.choices})
    names.update({reference.fold(choice.id): choice.id for choice in key.choices})
    return names
