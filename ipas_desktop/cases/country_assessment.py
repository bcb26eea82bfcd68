"""A country assessment of its own: stage 1 of an OSJA, dated, to be used again in other assessments.

The Post keeps a standing in-country assessment and gives it to everybody who works there. Here it is a file: written
from one OSJA, read into another, its age shown, and what was changed since marked. Holds no storing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ipas_desktop.cases import plain
from ipas_desktop.cases.case import Document
from ipas_desktop.cases.exchange_shapes import accepted_answer, exported_answer
from ipas_desktop.cases.labels import count_of, country_names, in_words
from ipas_desktop.cases.strict_json import NOTHING_DONE, list_of, object_of, read_json, take, text_of, whole_of
from ipas_desktop.errors import InputError
from ipas_desktop.forms import answers as form_answers
from ipas_desktop.forms import loader
from ipas_desktop.forms.answers.dates import long_date
from ipas_desktop.forms.definition import Answers, AnswerType, Json, Question, QuestionId

FORMAT = "ipas-country-assessment"
FORMAT_VERSION = 1
STAGE_1 = "osja.s1."
_ABOUT_THE_POST = ("osja.s1.post_assessment", "osja.s1.post_date", "osja.s1.post_author", "osja.s1.post_changes")


@dataclass(frozen=True, slots=True)
class CountryAssessment:
    """Stage 1 as it stood on a day. ``answers`` are raw; none of them is about the Post's own assessment."""

    form_id: str
    form_version: int
    countries: tuple[str, ...]  # codes
    day: date
    author: str
    answers: Answers


def from_document(document: Document, day: date, author: str) -> CountryAssessment:
    """Return stage 1 of an OSJA as a country assessment of that day. Raises ValueError when nothing is answered."""
    questions = _questions(document.form_id, document.form_version)
    answers = {name: raw for name, raw in document.answers.items() if name in questions}
    if not any(not form_answers.is_blank(questions[name], raw) for name, raw in answers.items()):
        raise ValueError("stage 1 has no answers yet")
    countries = plain.items(document.answers, "osja.m.countries")
    return CountryAssessment(document.form_id, document.form_version, countries, day, author, answers)


def to_json(assessment: CountryAssessment) -> bytes:
    """Return the assessment as UTF-8 JSON, the same bytes for the same content."""
    questions = _questions(assessment.form_id, assessment.form_version)
    content: dict[str, Json] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "form": assessment.form_id,
        "form_version": assessment.form_version,
        "countries": list(assessment.countries),
        "day": assessment.day.isoformat(),
        "author": assessment.author,
        "answers": {
            name: exported_answer(questions[name], assessment.answers[name]) for name in sorted(assessment.answers)
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"


def from_json(data: bytes) -> CountryAssessment:
    """Return the assessment that ``to_json`` wrote. Raises InputError, in words, for anything else."""
    content = object_of(read_json(data), "the file")
    if content.pop("format", None) != FORMAT or content.pop("version", None) != FORMAT_VERSION:
        raise InputError(f"The file is not a country assessment that this program can read. {NOTHING_DONE}")
    form_id = text_of(take(content, "form", "the file"), "form")
    version = whole_of(take(content, "form_version", "the file"), "form_version")
    if (form_id, version) not in {(name.id, name.version) for name in loader.available_forms()}:
        raise InputError(f"The program does not have version {version} of the form “{form_id}”. {NOTHING_DONE}")
    questions = _questions(form_id, version)
    answers: dict[QuestionId, Json] = {}
    for name, raw in object_of(take(content, "answers", "the file"), "answers").items():
        if name not in questions:
            raise InputError(f"Unknown question “{name[:80]}” in the country assessment. {NOTHING_DONE}")
        answers[QuestionId(name)] = accepted_answer(questions[QuestionId(name)], raw)
    day = plain.day_of(take(content, "day", "the file"))
    if day is None:
        raise InputError(f"The day of the country assessment must be a date such as 2026-11-23. {NOTHING_DONE}")
    countries = list_of(take(content, "countries", "the file"), "countries")
    author = text_of(take(content, "author", "the file"), "author")
    if content:
        raise InputError(f"Unknown entry “{min(content)[:80]}” in the file. {NOTHING_DONE}")
    codes = tuple(text_of(country, "countries") for country in countries)
    return CountryAssessment(form_id, version, codes, day, author, answers)


def taken_over(assessment: CountryAssessment, document: Document) -> dict[QuestionId, Json]:
    """Return the answers of an OSJA with stage 1 taken from ``assessment``; its day and author too, where asked.

    Raises InputError when the assessment is for another form, or covers none of the OSJA's countries.
    """
    if (assessment.form_id, assessment.form_version) != (document.form_id, document.form_version):
        raise InputError("The country assessment was written with another version of the form. Nothing was changed.")
    countries = plain.items(document.answers, "osja.m.countries")
    if countries and not set(countries) & set(assessment.countries):
        raise InputError("The country assessment is of another country. Nothing was changed.")
    form = loader.load_form(document.form_id, document.form_version)
    asked, stage_1 = {question.id for question in form.questions()}, _questions(form.id, form.version)
    kept = {name: raw for name, raw in document.answers.items() if name not in stage_1}
    about: dict[QuestionId, Json] = {
        QuestionId("osja.s1.post_assessment"): {"answer": "yes"},
        QuestionId("osja.s1.post_date"): assessment.day.isoformat(),
        QuestionId("osja.s1.post_author"): assessment.author,
    }
    return {**kept, **assessment.answers, **{name: raw for name, raw in about.items() if name in asked}}


def changed_since(assessment: CountryAssessment, document: Document, today: date) -> tuple[QuestionId, ...]:
    """Return the questions of stage 1 that are answered otherwise now than in ``assessment``, in the form's order."""
    return tuple(
        name
        for name, question in _questions(document.form_id, document.form_version).items()
        if _canonical(question, assessment.answers, today) != _canonical(question, document.answers, today)
    )


def age_in_months(assessment: CountryAssessment, today: date) -> int:
    """Return how many whole months old an assessment is."""
    return plain.months_between(assessment.day, today)


def origin(assessment: CountryAssessment, today: date) -> str:
    """Return in one sentence whose assessment it is, of which countries and day, and how old."""
    months = age_in_months(assessment, today)
    age = f"{count_of(months, 'month')} old" if months else "less than a month old"
    where = in_words(country_names(assessment.countries)) or "no country named"
    day = long_date(assessment.day)
    return f"Country assessment of {day} ({where}; {assessment.author or 'no author named'}), {age}."


def _canonical(question: Question, answers: Mapping[QuestionId, Json], today: date) -> Json:
    raw = answers.get(question.id)
    value = form_answers.parse(question, raw, today).value
    return raw if value is None and not form_answers.is_blank(question, raw) else value


def _questions(form_id: str, version: int) -> dict[QuestionId, Question]:
    """Return the questions of stage 1 that say something of the country; attached files stay with their case."""
    return {
        question.id: question
        for question in loader.load_form(form_id, version).questions()
        if question.id.startswith(STAGE_1)
        and question.id not in _ABOUT_THE_POST
        and question.type is not AnswerType.ATTACHMENTS
    }
