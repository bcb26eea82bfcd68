"""Words for stored ids: what a choice, a country or a level is called.

Holds no wording of its own beyond joining words; labels come from forms and reference lists.
"""

from __future__ import annotations

from collections.abc import Sequence

from ipas_desktop.cases import plain
from ipas_desktop.cases.plain import Values
from ipas_desktop.forms import reference
from ipas_desktop.forms.definition import Form, Question


def question_of(form: Form, question_id: str) -> Question | None:
    """Return a question of a form, None when this version of the form does not ask it."""
    return next((question for question in form.questions() if question.id == question_id), None)


def choice_labels(form: Form, question_id: str, values: Values) -> tuple[str, ...]:
    """Return the labels of the chosen options of a choice, choices, yes_no or rating question, in stored order."""
    question = question_of(form, question_id)
    known = {choice.id: choice.label for choice in question.choices} if question else {}
    chosen = plain.items(values, question_id) or tuple(filter(None, [plain.text(values, question_id)]))
    return tuple(known.get(choice, choice) for choice in chosen)


def country_names(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the names of countries by code; a code that is not on the list stays a code."""
    countries = reference.load_list("countries")
    known = {item.id: item.label for item in countries.items}
    return tuple(known.get(code, code) for code in codes)


def in_words(items: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"; "" for none."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def in_sentence(labels: Sequence[str]) -> str:
    """Return labels as one list in words, each after the first in lower case unless it is a name or abbreviation."""
    return in_words([*labels[:1], *(_lowered(label) for label in labels[1:])])


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def count_of(number: int, one: str, many: str = "") -> str:
    """Return "1 measure", "2 measures": a number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"
