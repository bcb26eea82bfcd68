"""What lists, the task list and the first page of the report show of a case, gathered once.

Holds no layout and no judging: the level comes from ``risk``, what is missing from ``checks``. Works on a draft as well
as on a frozen revision; whatever is not answered yet is "" or empty, never a guess. The words for single lines are in
``summary_words``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from ipas_desktop.cases import checks, marking, plain, risk
from ipas_desktop.cases import summary_words as words
from ipas_desktop.cases.case import NOTIFICATION, Case, DocumentKey, Revision
from ipas_desktop.cases.decision import rules_for
from ipas_desktop.cases.findings import Finding, Severity
from ipas_desktop.cases.labels import choice_labels, country_names, in_sentence, in_words
from ipas_desktop.cases.plain import Values
from ipas_desktop.cases.reading import Reading, is_osja, read
from ipas_desktop.forms.answers.dates import long_date
from ipas_desktop.forms.definition import Context, Form


@dataclass(frozen=True, slots=True)
class Assessment:
    """The outcome of one OSJA assessment in words and ids."""

    document: DocumentKey
    countries: tuple[str, ...]  # names
    before: str  # label of the worst right before measures
    after: str
    level: str  # id: low, medium, high
    level_label: str
    authority: str
    settled: bool
    recommendation: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition under which the work is proposed."""

    text: str
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class NextDate:
    """The next date that matters, and what for."""

    day: date
    what: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A case at a glance. Words are ready to be shown; dates are dates; blank means not answered."""

    title: str
    reference: str
    marking: str
    countries: tuple[str, ...]  # names
    start: date | None
    end: date | None
    dates_firm: str
    modes: tuple[str, ...]
    partners: tuple[str, ...]
    units: tuple[str, ...]
    given: tuple[str, ...]
    participants: int | None
    uk_team: int | None
    uk_team_words: str
    who_pays: tuple[str, ...]
    section_26: str
    consulted: tuple[str, ...]
    benefit: str
    recommendation: str
    assessments: tuple[Assessment, ...]
    conditions: tuple[Condition, ...]
    missing: int  # answers that must still be given or corrected
    to_check: int  # warnings
    not_used: int
    attachments: int
    next_date: NextDate | None


@dataclass(frozen=True, slots=True)
class _Part:
    """One document as the summary needs it, from a draft or from a revision."""

    key: DocumentKey
    form: Form
    values: Values


def summarise(case: Case, forms: Mapping[DocumentKey, Form], context: Context) -> Summary:
    """Return a case at a glance, on the day of ``context``."""
    reading = read(case, forms, context)
    return of_reading(reading, checks.run_on(reading))


def of_reading(reading: Reading, findings: Sequence[Finding]) -> Summary:
    """Return the same for a case already read and checked."""
    return _summary(
        tuple(_Part(document.key, document.form, document.values) for document in reading.documents),
        reference=reading.case.reference,
        today=reading.context.today,
        missing=sum(finding.severity is Severity.STOPS_SIGNING for finding in findings),
        to_check=sum(finding.severity is Severity.WARNING for finding in findings),
        not_used=sum(len(document.not_used) for document in reading.documents),
        attachments=len(reading.case.attachments),
    )


def of_revision(revision: Revision, forms: Mapping[DocumentKey, Form]) -> Summary:
    """Return a frozen revision at a glance, as on the day it was finalised; ``missing`` counts what is not provided."""
    return _summary(
        tuple(_Part(document.key, forms[document.key], document.values) for document in revision.documents),
        reference=revision.reference,
        today=revision.finalised_at.date(),
        missing=sum(len(document.not_provided) for document in revision.documents),
        to_check=0,
        not_used=sum(len(document.not_used) for document in revision.documents),
        attachments=len(revision.attachments),
    )


def _summary(
    parts: tuple[_Part, ...],
    *,
    reference: str,
    today: date,
    missing: int,
    to_check: int,
    not_used: int,
    attachments: int,
) -> Summary:
    notification = next((part for part in parts if part.key == NOTIFICATION), None)
    values: Values = notification.values if notification else {}
    assessments = [part for part in parts if is_osja(part.form)]

    def labels(question: str) -> tuple[str, ...]:
        return choice_labels(notification.form, question, values) if notification else ()

    return Summary(
        title=plain.text(values, "en.a.title"),
        reference=reference,
        marking=str(marking.from_values(values)),
        countries=country_names(plain.items(values, "en.c.countries")),
        start=plain.day(values, "en.f.start"),
        end=plain.day(values, "en.f.end"),
        dates_firm=in_words(labels("en.f.dates_firm")),
        modes=labels("en.f.mode"),
        partners=words.partners(values),
        units=words.units(values),
        given=labels("en.e.activity_type"),
        participants=words.participants(values),
        uk_team=words.team_size(values),
        uk_team_words=words.team(values),
        who_pays=words.who_pays(values, labels("en.j.model")),
        section_26=words.section_26(values, in_words(labels("en.h.s26_status"))),
        consulted=words.consulted(values, [part.values for part in assessments]),
        benefit=plain.text(values, "en.i.benefit_uk"),
        recommendation=in_words(labels("en.k.recommendation")),
        assessments=tuple(_assessment(part, values) for part in assessments),
        conditions=_conditions(values, [part.values for part in assessments]),
        missing=missing,
        to_check=to_check,
        not_used=not_used,
        attachments=attachments,
        next_date=_next_date(values, [part.values for part in assessments], today),
    )


def _assessment(part: _Part, notification: Values) -> Assessment:
    rules = rules_for(notification)
    result = risk.assess(part.values, rules)
    return Assessment(
        document=part.key,
        countries=country_names(plain.items(part.values, "osja.m.countries")),
        before=rules.labels[result.before],
        after=rules.labels[result.after],
        level=result.level,
        level_label=rules.level(result.level).label,
        authority=result.authority,
        settled=result.settled,
        recommendation=in_words(choice_labels(part.form, "osja.s4.recommendation", part.values)),
    )


def _conditions(values: Values, assessments: Sequence[Values]) -> tuple[Condition, ...]:
    """Return the conditions of the notification, then those of the assessments that it does not repeat."""
    rows = [(row, "due") for row in plain.rows(values, "en.k.conditions")]
    for assessment in assessments:
        rows += [(row, "by") for row in plain.rows(assessment, "osja.s4.conditions")]
    found: dict[str, Condition] = {}
    for row, due in rows:
        text = plain.text_of(row.get("condition"))
        found.setdefault(text, Condition(text, plain.text_of(row.get("owner")), plain.day_of(row.get(due))))
    return tuple(found.values())


_DATES = (
    ("en.f.latest_decision", "Decision needed"),
    ("en.f.start", "Starts"),
    ("en.f.end", "Ends"),
)


def _next_date(values: Values, assessments: Sequence[Values], today: date) -> NextDate | None:
    """Return the first date from today on that somebody must act by."""
    dated = [(plain.day(values, question), what) for question, what in _DATES]
    dated += [(condition.due, "Condition due") for condition in _conditions(values, assessments)]
    dated += [(plain.day(assessment, "osja.s4.review_date"), "OSJA review") for assessment in assessments]
    coming = [NextDate(day, what) for day, what in dated if day is not None and day >= today]
    return min(coming, key=lambda next_date: next_date.day, default=None)


def facts(told: Summary) -> tuple[tuple[str, str], ...]:
    """Return the work in brief as pairs of a label and a sentence; what is not answered is left out."""
    pairs = [
        ("Reference", told.reference),
        ("Marking", told.marking),
        ("Where", in_words(told.countries)),
        ("When", words.dates(told.start, told.end)),
        ("How", in_sentence(told.modes)),
        ("Partner", "; ".join(told.partners)),
        ("Receiving unit", "; ".join(told.units)),
        ("What is given", in_sentence(told.given)),
        ("Participants", "" if told.participants is None else str(told.participants)),
        ("UK team", told.uk_team_words),
        ("Who pays", ", ".join(told.who_pays)),
        ("Section 26", told.section_26),
        ("Consulted", ", ".join(told.consulted)),
        ("Recommendation", told.recommendation),
    ]
    pairs += [(words.assessment_label(part, told.assessments), words.outcome(part)) for part in told.assessments]
    pairs += [
        ("Still missing", str(told.missing)),
        ("Next date", f"{long_date(told.next_date.day)}: {told.next_date.what}" if told.next_date else ""),
    ]
    return tuple((label, text) for label, text in pairs if text)


def to_json(told: Summary) -> dict[str, Any]:
    """Return the summary as plain JSON, dates as ISO text."""
    plain_json: dict[str, Any] = _without_dates(asdict(told))
    return plain_json


def _without_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_dates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_dates(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
