"""What is wrong with a form that can be loaded: things a careful author would not leave.

Holds judgement of definitions only. What makes a form unusable is refused by ``loader``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms import loader, reachability, reference
from ipas_desktop.forms.answers.choosing import read_country
from ipas_desktop.forms.answers.dates import LIMITS
from ipas_desktop.forms.conditions import comparisons
from ipas_desktop.forms.definition import (
    AnswerType,
    Comparison,
    Condition,
    Form,
    Json,
    Operator,
    Origin,
    Page,
    Question,
    Section,
)
from ipas_desktop.forms.loader_checks import NOTIFICATION, may_be_elsewhere

EXEMPTIONS = "exemptions"
_FIRST_WORDS = ("Enter ", "Select ", "Add ", "Attach ", "Tick ", "Confirm ", "Say ", "Write ")
_FORBIDDEN_WORDS = ("please", "invalid", "required", "mandatory")
_COUNTRY_TYPES = (AnswerType.COUNTRY, AnswerType.COUNTRIES)


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One thing wrong with a definition: the file, the id of what it is about, and a sentence."""

    file: str
    at: str
    message: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rules look up: questions passed so far, all of the form, and those of the notification."""

    form: Form
    passed: dict[str, Question]
    all: Mapping[str, Question]
    elsewhere: Mapping[str, Question]


def lint_form(form: Form, notification: Form | None = None) -> tuple[LintFinding, ...]:
    """Return what is wrong with a form, in the order of its files.

    Other forms may look at questions of ``notification``, by default the newest that the program has.
    """
    elsewhere = {str(q.id): q for q in notification.questions()} if notification else _notification(form)
    known = _Known(form, {}, {question.id: question for question in form.questions()}, elsewhere)
    return tuple(finding for section in form.sections for finding in _section(section, known))


def _notification(form: Form) -> Mapping[str, Question]:
    if form.id == NOTIFICATION:
        return {}
    try:
        return {question.id: question for question in loader.load_form(NOTIFICATION).questions()}
    except FormDefinitionError:
        return {}


def _section(section: Section, known: _Known) -> Iterator[LintFinding]:
    def at(name: str, messages: Iterable[str]) -> Iterator[LintFinding]:
        return (LintFinding(section.file, name, message) for message in messages)

    yield from at(section.id, _holder(section, known, section.title))
    for page in section.pages:
        yield from at(page.id, [*_holder(page, known, page.title), *_unreachable(known, section, page)])
        for question in page.questions:
            yield from at(question.id, [*_question(question, known, {}), *_whole_question(question)])
            yield from at(question.id, _unreachable(known, section, page, question))
            columns: dict[str, Question] = {}
            for column in question.columns:
                yield from at(f"{question.id}.{column.id}", _question(column, known, columns))
                columns[column.id] = column
            known.passed[question.id] = question


def _holder(holder: Section | Page, known: _Known, title: str) -> Iterator[str]:
    yield from _condition(holder.show_when, known, {})
    if title.endswith((".", ":")):
        yield "the title ends with a full stop or a colon"


def _unreachable(known: _Known, *holders: Section | Page | Question) -> Iterator[str]:
    wanted = [holder.show_when for holder in holders if holder.show_when is not None]
    if holders[-1].show_when is None:
        return
    if not reachability.can_hold(known.form, wanted):
        yield "it can never be shown: no answers make its condition hold"


def _question(question: Question, known: _Known, columns: Mapping[str, Question]) -> Iterator[str]:
    """Yield what is wrong with a question or a column."""
    yield from _condition(question.show_when, known, columns)
    for limit in LIMITS:
        target = getattr(question, limit)
        if may_be_elsewhere(known.form, target) and target not in known.all and target not in known.elsewhere:
            yield f"the limit “{target}” is not a question of the notification"
    for rule, message in _WORDING_RULES:
        if rule(question):
            yield message
    labels = [choice.label for choice in question.choices]
    if len(set(labels)) < len(labels):
        yield "two choices have the same label"


def _whole_question(question: Question) -> Iterator[str]:
    """Yield what is wrong with a question that is not a column."""
    if not question.help:
        yield "the help is missing"
    if not question.source:
        yield "verified, but without a source" if question.verified else "the source is missing"
    if question.origin is Origin.OFFICIAL and not question.verified:
        yield "called official, but not verified"
    exemptions = {item.id for item in reference.load_list(EXEMPTIONS).items}
    for exemption in question.exemptions:
        if exemption not in exemptions:
            yield f"the exemption “{exemption}” is not in the list of exemptions"
    filled_in = question.columns and not question.fixed_rows
    if filled_in and not any(column.required for column in question.columns):
        yield "no column is required, so that a row may say nothing"


def _condition(condition: Condition | None, known: _Known, columns: Mapping[str, Question]) -> Iterator[str]:
    for comparison in comparisons(condition):
        if comparison.column is not None:
            target = columns.get(comparison.column)
            if target is None:
                yield f"the condition looks at a column “{comparison.column}” that comes later"
        else:
            name = str(comparison.question)
            target = known.passed.get(name) or known.elsewhere.get(name)
            if target is None and name in known.all:
                yield f"the condition looks at “{name}”, which does not come earlier"
            elif target is None:
                yield f"the condition looks at “{name}”, which the notification does not have"
        if target is not None:
            yield from _operand(comparison, target)
        if comparison.operator in (Operator.BEFORE, Operator.AFTER):
            limit = str(comparison.operand)
            if limit in known.all and limit not in known.passed:
                yield f"the condition compares with “{limit}”, which does not come earlier"


def _operand(comparison: Comparison, target: Question) -> Iterator[str]:
    """Yield each choice that a condition names and its target does not have."""
    if comparison.operator not in (Operator.IS, Operator.IS_NOT, Operator.INCLUDES) or comparison.part == "reason":
        return
    operands: list[Json] = comparison.operand if isinstance(comparison.operand, list) else [comparison.operand]
    for operand in operands:
        if target.type in _COUNTRY_TYPES:
            known = read_country(target.choices, str(operand)) == operand
        else:
            known = not target.choices or operand in {choice.id for choice in target.choices}
        if not known:
            yield f"the condition names “{operand}”, which is not a choice of {target.id}"


def _has_forbidden_word(question: Question) -> bool:
    words = question.missing.lower().split()
    return any(word.strip(".,") in _FORBIDDEN_WORDS for word in words)


_WORDING_RULES: tuple[tuple[Callable[[Question], bool], str], ...] = (
    (lambda each: each.label.endswith((":", ".")), "the label ends with a colon or a full stop"),
    (lambda each: "*" in each.label or "(optional)" in each.label, "the label marks what the program marks itself"),
    (lambda each: each.short_label.endswith(("?", ":", ".")), "the short label is not a name"),
    (lambda each: each.hint.endswith("."), "the hint ends with a full stop"),
    (
        lambda each: not (each.missing or "Enter ").startswith(_FIRST_WORDS),
        "“missing” does not say what to do",
    ),
    (lambda each: each.missing.endswith("."), "“missing” ends with a full stop"),
    (_has_forbidden_word, "“missing” scolds: it says please, invalid, required or mandatory"),
)
