"""JSON Schema 2020-12 of the answers to a form, and of a whole case file.

Describes raw answers, as typed: any subset is valid, and so is half a date. Unknown questions, choices, columns and
parts are not. What one answer may be is in ``answers``; whether it is a good one is for ``validation``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from ipas_desktop.forms.answers.lists import CITATION_PARTS
from ipas_desktop.forms.answers.tables import LONGEST_ROW_ID
from ipas_desktop.forms.definition import AnswerType, Choice, Form, Question

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def form_schema(form: Form) -> Schema:
    """Return the schema of the raw answers to a form: an object of answers by question id."""
    return {
        "$schema": DIALECT,
        "title": f"{form.title}, version {form.version}: answers as typed",
        "description": form.about,
        **_answers(form),
        "$defs": _shared_definitions(),
    }


def case_schema(forms: Iterable[Form]) -> Schema:
    """Return the schema of the case file that ``case export`` writes and ``case import`` reads, for these forms."""
    forms = tuple(forms)
    return {
        "$schema": DIALECT,
        "title": "A case: its documents as typed, and its attached files",
        **_object(
            {
                "format": {"const": "ipas-case"},
                "version": {"const": 1},
                "reference": {**_TEXT, "description": "A label, never an identity"},
                "documents": {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": "^[a-z][a-z0-9-]{0,39}$"},
                    "additionalProperties": _reference("document"),
                },
                "attachments": {"type": "array", "items": _reference("file")},
            },
            needed=["format", "version", "documents"],
        ),
        "$defs": {
            "document": _document(forms),
            **{f"answers-{_name(form)}": _answers(form) for form in forms},
            **_shared_definitions(),
            "file": _attachment({"data": {"type": "string", "contentEncoding": "base64"}}),
        },
    }


def _document(forms: tuple[Form, ...]) -> Schema:
    """Return the schema of one document: of a known form, with the answers of just that form."""
    shape = _object(
        {"form": {"type": "string"}, "version": {"type": "integer"}, "answers": {"type": "object"}},
        needed=["form", "version", "answers"],
    )
    named = [{"properties": {"form": {"const": form.id}, "version": {"const": form.version}}} for form in forms]
    answered = [{"properties": {"answers": _reference(f"answers-{_name(form)}")}} for form in forms]
    each = [{"if": name, "then": answers} for name, answers in zip(named, answered, strict=True)]
    return {**shape, "anyOf": named, "allOf": each}


def _answers(form: Form) -> Schema:
    return _object({question.id: _question(question) for question in form.questions()})


def _question(question: Question) -> Schema:
    """Return the schema of one raw answer, or of one cell; null is as good as blank."""
    described = {"title": question.label}
    if question.hint:
        described["description"] = question.hint
    return {**described, "anyOf": [{"type": "null"}, _RAW[question.type](question)]}


def _text(_question: Question) -> Schema:
    return _TEXT


def _choice(question: Question) -> Schema:
    return _one_of(question.choices)


def _choices(question: Question) -> Schema:
    return {"type": "array", "items": _one_of(question.choices)}


def _date(_question: Question) -> Schema:
    return _reference("date")


def _period(_question: Question) -> Schema:
    side = {"anyOf": [{"type": "null"}, _reference("date")]}
    return _object({"from": side, "to": side})


def _whole_number(_question: Question) -> Schema:
    return {"type": ["string", "integer"]}


def _shares(question: Question) -> Schema:
    return _object({choice.id: {**_TEXT, "title": choice.label} for choice in question.choices})


def _parts(question: Question) -> Schema:
    return _object(dict.fromkeys(question.parts, _TEXT))


def _countries(_question: Question) -> Schema:
    return {"type": "array", "items": _TEXT}


def _table(question: Question) -> Schema:
    row_id: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_ROW_ID}
    if question.fixed_rows:
        row_id = {"enum": [row.id for row in question.fixed_rows]}
    cells = {"row": row_id}
    cells.update((str(column.id), _question(column)) for column in question.columns)
    return {"type": "array", "items": _object(cells, needed=["row"])}


def _rating(question: Question) -> Schema:
    return _object({"level": _one_of(question.choices), "reason": _TEXT})


def _yes_no(question: Question) -> Schema:
    return _object({"answer": _one_of(question.choices), "reason": _TEXT})


def _citations(_question: Question) -> Schema:
    return {"type": "array", "items": _reference("citation")}


def _attachments(_question: Question) -> Schema:
    return {"type": "array", "items": _reference("attachment")}


def _attachment(more: Schema) -> Schema:
    parts = {"sha256": _SHA256, "name": _TEXT, "size": _COUNT, "media_type": _TEXT, **more}
    return _object(parts, needed=list(parts))


def _shared_definitions() -> Schema:
    date_or_none = {"anyOf": [{"type": "null"}, _reference("date")]}
    citation = {part: date_or_none if part in ("date", "retrieved_on") else _TEXT for part in CITATION_PARTS}
    return {
        "date": {
            "description": "An ISO date, or day, month and year as typed",
            "anyOf": [_TEXT, _object({"day": _TEXT, "month": _TEXT, "year": _TEXT})],
        },
        "citation": _object(citation),
        "attachment": _attachment({}),
    }


def _one_of(choices: Iterable[Choice]) -> Schema:
    """Return the schema of a choice's id, with the labels for whoever reads it.

    Blank is allowed too, and text that was typed into a long list and is no choice of it yet.
    """
    choices = tuple(choices)
    labels = "; ".join(f"{choice.id}: {choice.label}" for choice in choices)
    known = {"enum": ["", *(choice.id for choice in choices)]}
    return {"anyOf": [known, _object({"typed": _TEXT}, needed=["typed"])], "$comment": labels}


def _object(properties: Schema, needed: list[str] | None = None) -> Schema:
    closed: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**closed, "required": needed} if needed else closed


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _name(form: Form) -> str:
    return f"{form.id}-{form.version}"


_RAW: dict[AnswerType, Callable[[Question], Schema]] = {
    AnswerType.SHORT_TEXT: _text,
    AnswerType.LONG_TEXT: _text,
    AnswerType.CHOICE: _choice,
    AnswerType.CHOICES: _choices,
    AnswerType.DATE: _date,
    AnswerType.PERIOD: _period,
    AnswerType.WHOLE_NUMBER: _whole_number,
    AnswerType.MONEY: _text,
    AnswerType.SHARES: _shares,
    AnswerType.PERSON: _parts,
    AnswerType.ORGANISATION: _parts,
    AnswerType.COUNTRY: _text,
    AnswerType.COUNTRIES: _countries,
    AnswerType.TABLE: _table,
    AnswerType.RATING: _rating,
    AnswerType.YES_NO: _yes_no,
    AnswerType.CITATIONS: _citations,
    AnswerType.ATTACHMENTS: _attachments,
}
