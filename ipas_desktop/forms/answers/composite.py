"""Answers of named parts: person, organisation, rating with reason, yes or no with reason."""

from __future__ import annotations

import re
from datetime import date

from ipas_desktop.forms import reference, wording
from ipas_desktop.forms.answers.choosing import read_country
from ipas_desktop.forms.answers.parsed import BLANK, Parsed, out_of_limits, problem, unreadable, wrong_shape
from ipas_desktop.forms.answers.text import PART_LENGTH, REASON_LENGTH, one_line, paragraphs, too_long
from ipas_desktop.forms.definition import AnswerType, Json, Question
from ipas_desktop.forms.problems import Problem, ProblemKind

PARTS = {
    AnswerType.PERSON: {
        "name": "Full name",
        "rank": "Rank or grade",
        "role": "Role",
        "organisation": "Organisation",
        "email": "Email address",
        "phone": "Telephone number",
    },
    AnswerType.ORGANISATION: {
        "name": "Name",
        "english_name": "Name in English",
        "ministry": "Ministry it answers to",
        "kind": "Kind of organisation",
        "country": "Country or territory",
    },
}
"""The parts each type may ask, with the words shown beside them."""

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def parse_parts(question: Question, raw: Json, _today: date) -> Parsed:
    """Read a person or an organisation part by part."""
    if not isinstance(raw, dict) or not _all_texts(raw):
        return wrong_shape(question)
    value: dict[str, Json] = {}
    problems: list[Problem] = []
    for part in (*question.parts, *sorted(raw.keys() - set(question.parts))):
        text = one_line(str(raw.get(part) or ""))
        if not text:
            continue
        kept, found = _part(question, part, text)
        problems.extend(found)
        if kept:
            value[part] = kept
    return Parsed(value or None, tuple(problems))


def parse_rating(question: Question, raw: Json, _today: date) -> Parsed:
    """Read a level of a scale and the reason for it."""
    return _with_reason(question, raw, "level")


def parse_yes_no(question: Question, raw: Json, _today: date) -> Parsed:
    """Read yes, no or not known, and the reason for it."""
    return _with_reason(question, raw, "answer")


def reason_is_asked(question: Question, answer: str | None) -> bool:
    """Say whether a rating or yes or no asks for a reason under that answer.

    A reason typed under another answer stays in the raw answer, and is not part of the value.
    """
    return answer in question.reason_when


def _with_reason(question: Question, raw: Json, key: str) -> Parsed:
    if not isinstance(raw, dict) or not raw.keys() <= {key, "reason"} or not _all_texts(raw):
        return wrong_shape(question)
    chosen = one_line(str(raw.get(key) or ""))
    reason = paragraphs(str(raw.get("reason") or ""))
    if chosen in {choice.id for choice in question.choices}:
        return _with_known_answer(question, key, chosen, reason)
    return unreadable(question, wording.missing(question), key) if chosen or reason else BLANK


def _with_known_answer(question: Question, key: str, chosen: str, reason: str) -> Parsed:
    if not reason or not reason_is_asked(question, chosen):
        return Parsed({key: chosen})
    value: Json = {key: chosen, "reason": reason}
    if len(reason) > REASON_LENGTH:
        message = too_long(question.reason_label or "The reason", REASON_LENGTH)
        return Parsed(value, (out_of_limits(question, message, "reason"),))
    return Parsed(value)


def _all_texts(raw: dict[str, Json]) -> bool:
    return all(part is None or isinstance(part, str) for part in raw.values())


def _part(question: Question, part: str, text: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Return a part's canonical text, None when it has none, and what is wrong with it."""
    label = PARTS[question.type].get(part)
    if label is None or part not in question.parts:
        message = f"{wording.subject(question)} holds a part that is not asked here"
        return None, (problem(question, ProblemKind.UNREADABLE, message, part),)
    subject = wording.part_of(label, question)
    if part == "country":
        code = read_country(reference.load_list("countries").items, text)
        message = wording.from_list(f"the {wording.lower_first(subject)}")
        return (code, ()) if code else (None, (problem(question, ProblemKind.UNREADABLE, message, part),))
    if len(text) > PART_LENGTH:
        return text, (out_of_limits(question, too_long(subject, PART_LENGTH), part),)
    if part == "email" and not _EMAIL.fullmatch(text):
        message = f"Enter the {wording.lower_first(subject)} in the usual form, like name@example.police.uk"
        return text, (out_of_limits(question, message, part),)
    return text, ()
