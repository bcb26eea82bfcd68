"""Did a question keep its meaning? A form of a pack is compared with every form that is known here.

A question's id names its meaning for good: answers are carried from version to version, and rules are written against
it. An id changed its meaning when, against any known version of the same form,

1. its type of answer is another, or that of a column of it; or
2. a choice of the same id has a label that shares no word with the one before ("Yes", then "No"); or
3. its label shares no word with the one before, and its source is another too; or
4. it is a question of another form, unless both are OSJA forms: they share ids, and rules 1 to 3 hold between them.

A version that is known already must be the same in everything, lists included. An id may be dropped, never reused.
Holds no reading of files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from ipas_desktop.forms.definition import Choice, Form, Question
from ipas_desktop.forms.reference import fold

_WORD = re.compile(r"[^\W_]+")
_LONG = 4  # letters; shorter words such as "of" and "the" say little, and count only where there are no others
_OSJA = "osja"


def changes(
    form: Form, known: Sequence[Form], siblings: Sequence[Form] = ()
) -> Iterator[tuple[Question | None, str, str]]:
    """Yield what changed its meaning: the question (None for the form as a whole), its id or a column's, a sentence.

    ``known`` are the forms this computer has, ``siblings`` the others of the same pack; of two siblings that differ the
    newer is told.
    """
    for other in known:
        if (other.id, other.version) == (form.id, form.version) and _spelt(other) != _spelt(form):
            yield (
                None,
                form.id,
                f"version {form.version} is known here and differs; give the changed form a new version",
            )
    earlier = [other for other in known if other.id == form.id and other.version != form.version]
    earlier += [other for other in siblings if other.id == form.id and other.version < form.version]
    elsewhere = [other for other in (*known, *siblings) if other.id != form.id]
    own = {question.id for other in earlier for question in other.questions()}
    for question in form.questions():
        for at, message in _first(_compared(question, earlier)):
            yield question, at, message
        if question.id not in own:
            for at, message in _first(_moved(form, question, elsewhere)):
                yield question, at, message


def _first(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return one finding of each place: several versions would say the same of it."""
    told: dict[str, str] = {}
    for at, message in found:
        told.setdefault(at, message)
    return list(told.items())


def _compared(question: Question, others: Sequence[Form]) -> Iterator[tuple[str, str]]:
    for other in others:
        for before in other.questions():
            if before.id == question.id:
                yield from _differences(before, question, f"version {other.version}", str(question.id))


def _moved(form: Form, question: Question, others: Sequence[Form]) -> Iterator[tuple[str, str]]:
    for other in others:
        for before in other.questions():
            if before.id != question.id:
                continue
            if form.id.startswith(_OSJA) and other.id.startswith(_OSJA):
                yield from _differences(before, question, f"the form {other.id} {other.version}", str(question.id))
            else:
                yield str(question.id), f"it is a question of the form “{other.id}”; ids never move to another form"


def _differences(before: Question, now: Question, where: str, at: str) -> Iterator[tuple[str, str]]:
    if before.type is not now.type:
        yield at, f"its meaning changed: in {where} its type was “{before.type}”, and is “{now.type}” now; use a new id"
        return
    if before.source != now.source and not share_a_word(before.label, now.label):
        yield at, f"its meaning changed: in {where} it asked “{before.label}” from another source; use a new id"
    for old, new in _kept_choices(before.choices + before.fixed_rows, now.choices + now.fixed_rows):
        if not share_a_word(old.label, new.label):
            yield at, f"its choice “{new.id}” meant “{old.label}” in {where}, and “{new.label}” now; use a new id"
    columns = {column.id: column for column in before.columns}
    for column in now.columns:
        if column.id in columns:
            yield from _differences(columns[column.id], column, where, f"{at}.{column.id}")


def _kept_choices(before: Sequence[Choice], now: Sequence[Choice]) -> Iterator[tuple[Choice, Choice]]:
    known = {choice.id: choice for choice in before}
    return ((known[choice.id], choice) for choice in now if choice.id in known)


def share_a_word(one: str, other: str) -> bool:
    """Say whether two labels have a word in common, whatever its case and accents."""
    return not _words(one).isdisjoint(_words(other)) or one == other


def _words(text: str) -> set[str]:
    words = set(_WORD.findall(fold(text)))
    return {word for word in words if len(word) >= _LONG} or words


def _spelt(form: Form) -> object:
    """Return all that a form says, for comparison; the files its sections lie in do not matter."""
    sections = tuple(replace(section, file="") for section in form.sections)
    return asdict(replace(form, sections=sections, references={})), dict(form.references)
