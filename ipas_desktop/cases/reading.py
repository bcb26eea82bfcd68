"""A case as read for its meaning: the canonical relevant values of each document, collected once and shared.

Holds no rules. ``checks``, ``gate``, ``summary`` and ``lifecycle`` all start from a Reading, so that they agree on what
is relevant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ipas_desktop.cases.case import NOTIFICATION, Case, Document, DocumentKey
from ipas_desktop.cases.decision import rules_for
from ipas_desktop.cases.plain import Values
from ipas_desktop.cases.risk import RiskResult, assess
from ipas_desktop.forms import validation
from ipas_desktop.forms import values as form_values
from ipas_desktop.forms.definition import Context, Form, QuestionId
from ipas_desktop.forms.problems import Problem
from ipas_desktop.policy import Policy

REPORT_AFTER = "notification-after"
"""The form of the report once the work is done. It never holds up the start of the work nor a change to it."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One document with the canonical values of its relevant answers, and what is wrong with single answers."""

    key: DocumentKey
    document: Document
    form: Form
    context: Context  # carries the notification's answers, for conditions that look at them
    values: Values
    not_provided: tuple[QuestionId, ...]
    not_used: tuple[QuestionId, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReadAssessment(ReadDocument):
    """An OSJA assessment, with the decision that follows from it."""

    risk: RiskResult


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that rules look at. ``notification`` is empty while the case has none."""

    case: Case
    context: Context
    documents: tuple[ReadDocument, ...]
    others: tuple[Case, ...] = ()  # other cases of the same vault, to compare with
    policy: Policy = field(default_factory=Policy)

    @property
    def notification(self) -> Values:
        """Return the notification's values."""
        return next((read.values for read in self.documents if read.key == NOTIFICATION), {})

    @property
    def assessments(self) -> tuple[ReadAssessment, ...]:
        """Return the OSJA assessments."""
        return tuple(read for read in self.documents if isinstance(read, ReadAssessment))

    @property
    def report_after(self) -> ReadDocument | None:
        """Return the report after the engagement, None while there is none."""
        return next((read for read in self.documents if read.form.id == REPORT_AFTER), None)


def read(
    case: Case,
    forms: Mapping[DocumentKey, Form],
    context: Context,
    others: Sequence[Case] = (),
    policy: Policy | None = None,
) -> Reading:
    """Return the case with its values collected on the day of ``context``. Raises KeyError when a form is missing."""
    documents = tuple(_read(document, forms[document.key], case, context) for document in case.documents)
    return Reading(case, context, documents, tuple(others), policy or Policy())


def document_context(case: Case, key: DocumentKey, context: Context) -> Context:
    """Return the context in which one document's conditions are judged: the notification's answers beside its own."""
    if key == NOTIFICATION:
        return Context(today=context.today)
    others = (document.answers for document in case.documents if document.key == NOTIFICATION)
    return Context(today=context.today, other_answers=next(others, {}))


def _read(document: Document, form: Form, case: Case, context: Context) -> ReadDocument:
    own_context = document_context(case, document.key, context)
    found = form_values.collect(form, document.answers, own_context)
    problems = validation.validate(form, document.answers, own_context)
    notification = own_context.other_answers
    parts = (document.key, document, form, own_context, found.values, found.not_provided, found.not_used, problems)
    return (
        ReadAssessment(*parts, assess(found.values, rules_for(notification))) if is_osja(form) else ReadDocument(*parts)
    )


def is_osja(form: Form) -> bool:
    """Whether a form is an OSJA assessment."""
    return form.id.startswith("osja")
