"""The sentences of problems, in the GOV.UK error manner, built from labels.

Holds words only. Must not decide what is a problem: see ``answers`` and ``validation``. A question's own ``missing``
and ``short_label`` always win over what is generated here.

Source of the manner: GOV.UK Design System, error message component.
"""

from __future__ import annotations

from ipas_desktop.forms.definition import AnswerType, Question

_SELECTED = {
    AnswerType.CHOICE,
    AnswerType.CHOICES,
    AnswerType.COUNTRY,
    AnswerType.COUNTRIES,
    AnswerType.RATING,
    AnswerType.YES_NO,
}
_OWN_DETERMINER = {
    *("a", "an", "the", "your", "any", "each", "every", "all", "no"),
    *("how", "why", "what", "who", "whom", "whose", "when", "where", "which", "whether", "if"),
}
_NOT_A_NAME = {"by", "to", "on", "in", "at", "for", "from", "since", "until", "due", "then", "delivered", "include"}
"""What begins a label that no article fits: "By whom", "Due by"."""

_PROPER = {"british", "english", "welsh", "scottish", "irish", "european", "commonwealth", "parliament", "interpol"}


def subject(question: Question) -> str:
    """Return what a sentence about the answer begins with: "Start date", or "Your answer to “Who pays?”"."""
    name = question.short_label or question.label
    if name.endswith("?"):
        return f"Your answer to “{name}”"
    return name


def object_of(question: Question) -> str:
    """Return the answer's name inside a sentence: "the start date", "your name", "an answer to “Who pays?”"."""
    name = question.short_label or question.label
    first_word = name.split(" ", 1)[0].lower()
    if name.endswith("?") or first_word in _NOT_A_NAME:
        return f"an answer to “{name}”"
    name = lower_first(name)
    if first_word in _OWN_DETERMINER:
        return name
    return f"the {name}"


def part_of(label: str, question: Question) -> str:
    """Return what a part of an answer is called: "email address of the point of contact"."""
    joined = "in" if (question.short_label or question.label).endswith("?") else "of"
    return f"{label} {joined} {object_of(question)}"


def missing(question: Question) -> str:
    """Return the sentence for an answer that is missing: "Enter the title of the engagement"."""
    if question.missing:
        return question.missing
    if question.type is AnswerType.TABLE and not question.fixed_rows:
        return add_rows(question, max(question.min_rows, 1))
    if question.type is AnswerType.CITATIONS:
        return f"Add a source for {_for_label(question)}"
    if question.type is AnswerType.ATTACHMENTS:
        return f"Attach a file for {_for_label(question)}"
    verb = "Select" if question.type in _SELECTED else "Enter"
    return f"{verb} {object_of(question)}"


def missing_reason(question: Question) -> str:
    """Return the sentence for a reason that is missing beside a rating or a yes or no."""
    if question.reason_label and not question.reason_label.endswith("?"):
        name = lower_first(question.reason_label)
        article = "" if name.split(" ", 1)[0] in _OWN_DETERMINER else "the "
        return f"Enter {article}{name}"
    if question.reason_label:
        return f"Enter an answer to “{question.reason_label}”"
    return f"Enter a reason for {_for_label(question)}"


def from_list(name: str) -> str:
    """Return the sentence for an answer that is not one of those offered. ``name`` as ``object_of`` gives it."""
    return " ".join(("Select", name, "from the list"))


def add_rows(question: Question, count: int) -> str:
    """Return "Add at least one participant" or "Add at least 3 participants"."""
    if count == 1:
        return f"Add at least one {question.row_name}"
    return f"Add at least {count} {plural(question.row_name)}"


def row_title(question: Question, row: str, number: int) -> str:
    """Return what a row is called: the label of a fixed row, else "Participant 2". ``number`` counts from 1."""
    for fixed in question.fixed_rows:
        if fixed.id == row:
            return fixed.label
    return f"{question.row_name[:1].upper()}{question.row_name[1:]} {number}"


def for_row(question: Question, row: str, number: int) -> str:
    """Return the end of a sentence about a missing cell: " for participant 2"."""
    if question.fixed_rows:
        return f" for “{row_title(question, row, number)}”"
    return f" for {question.row_name} {number}"


def items(question: Question) -> str:
    """Return what the things in a list answer are called, in the plural: options, countries, sources, files, rows."""
    return {
        AnswerType.CHOICES: "options",
        AnswerType.COUNTRIES: "countries or territories",
        AnswerType.CITATIONS: "sources",
        AnswerType.ATTACHMENTS: "files",
    }.get(question.type) or plural(question.row_name)


def plural(noun: str) -> str:
    """Return the English plural of a row name."""
    if noun.endswith("person"):
        return noun[: -len("person")] + "people"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun + "s"


def lower_first(text: str) -> str:
    """Lower the first letter unless the first words look like a name or an abbreviation ("UK", "Home Secretary")."""
    words = text.split()
    if not words or words[0] != words[0].capitalize() or words[0].lower() in _PROPER:
        return text
    if len(words) > 1 and words[1][:1].isupper() and not words[1].isupper():
        return text
    return text[:1].lower() + text[1:]


def _for_label(question: Question) -> str:
    return f"“{question.short_label or question.label}”"
