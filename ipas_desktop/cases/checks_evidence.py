"""Checks of evidence, attached files, and of texts and units that other cases in the vault hold too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ipas_desktop.cases import plain
from ipas_desktop.cases.case import NOTIFICATION, Case, Document
from ipas_desktop.cases.findings import Check, Found, Severity, at
from ipas_desktop.cases.reading import ReadDocument, Reading
from ipas_desktop.forms.definition import AnswerType, Json, QuestionId

OLDEST_EVIDENCE_DAYS = 3 * 365
_COPIED = ("en.k.hr_summary", "en.k.hr_monitor", "en.e.hr_content")
_UNITS = "en.c.beneficiaries"
COMPARED = frozenset({*_COPIED, _UNITS})
"""Questions whose answers are compared with other cases of the vault."""
SHORTEST_COPY = 80  # characters; shorter texts may agree by chance


def referenced_files(document: ReadDocument) -> Iterator[tuple[QuestionId, str, str]]:
    """Yield question, SHA-256 and name of every file that the relevant answers of a document name."""
    kinds = {question.id: question.type for question in document.form.questions()}
    for question in document.values:
        if kinds.get(question) is AnswerType.ATTACHMENTS:
            for entry in plain.rows(document.values, question):
                yield question, plain.text_of(entry.get("sha256")), plain.text_of(entry.get("name"))


def _file_lost(reading: Reading) -> Iterator[Found]:
    present = {info.sha256 for info in reading.case.attachments}
    for document in reading.documents:
        for question, sha256, name in referenced_files(document):
            if sha256 not in present:
                yield Found(f"The file “{name}” is named but not attached any more", document.key, at(question))


def _file_not_used(reading: Reading) -> Iterator[Found]:
    used = {sha256 for document in reading.documents for _, sha256, _ in referenced_files(document)}
    for info in reading.case.attachments:
        if info.sha256 not in used:
            yield Found(f"The file “{info.name}” is attached, but no answer that is asked refers to it")


def _evidence_old(reading: Reading) -> Iterator[Found]:
    limit = reading.context.today - timedelta(days=OLDEST_EVIDENCE_DAYS)
    for document, question, entry in _citations(reading):
        published = plain.day_of(entry.get("date"))
        if published and published < limit:
            message = f"“{plain.text_of(entry.get('title'))}” is more than three years old"
            yield Found(message, document.key, at(question))


def _evidence_undated(reading: Reading) -> Iterator[Found]:
    for document, question, entry in _citations(reading):
        if not entry.get("date") and not entry.get("retrieved_on"):
            message = f"“{plain.text_of(entry.get('title'))}” has neither a date nor a day on which it was read"
            yield Found(message, document.key, at(question))


def _citations(reading: Reading) -> Iterator[tuple[ReadDocument, str, dict[str, Json]]]:
    for document in reading.assessments:
        for question in ("osja.s1.evidence", "osja.s2.evidence"):
            for entry in plain.rows(document.values, question):
                yield document, question, dict(entry)


def _serious_without_evidence(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        for row in plain.rows(document.values, "osja.s2.rights"):
            if plain.text_of(row.get("level")) == "serious" and not plain.text_of(row.get("evidence")):
                message = f"{plain.row_id(row)} is rated serious, without evidence"
                yield Found(message, document.key, at("osja.s2.rights", plain.row_id(row), "evidence"))


def _text_copied(reading: Reading) -> Iterator[Found]:
    for question in _COPIED:
        own = _squeezed(reading.notification.get(QuestionId(question)))
        if len(own) < SHORTEST_COPY:
            continue
        for other in reading.others:
            if other.id != reading.case.id and any(
                _squeezed(document.answers.get(QuestionId(question))) == own for document in other.documents
            ):
                message = f"The same text stands in {other.reference}; reviewers look for this unit and topic"
                yield Found(message, NOTIFICATION, at(question))
                break


def _unit_elsewhere(reading: Reading) -> Iterator[Found]:
    for row in plain.rows(reading.notification, _UNITS):
        unit = _squeezed(row.get("unit"))
        seen = [other.reference for other in reading.others if other.id != reading.case.id and unit in _units(other)]
        if unit and seen:
            message = f"The unit “{plain.text_of(row.get('unit'))}” is also in {', '.join(seen[:5])}"
            yield Found(message, NOTIFICATION, at(_UNITS, plain.row_id(row), "unit"))


def _units(case: Case) -> set[str]:
    return {unit for document in case.documents for unit in _units_of(document)}


def _units_of(document: Document) -> Iterator[str]:
    for row in plain.rows(document.answers, _UNITS):
        yield _squeezed(row.get("unit"))


def _squeezed(value: Json) -> str:
    """Return a text without case and doubled spaces, for comparison."""
    return " ".join(plain.text_of(value).casefold().split())


CHECKS = (
    Check(
        "file-lost",
        Severity.STOPS_SIGNING,
        "A file that an answer names and the case does not hold",
        "Attach the file again, or take it out of the answer.",
        "local",
        _file_lost,
    ),
    Check(
        "file-not-used",
        Severity.ADVICE,
        "An attached file that no answer refers to; it is not put into the package",
        "Refer to it in an answer, or remove it.",
        "local",
        _file_not_used,
    ),
    Check(
        "evidence-old",
        Severity.ADVICE,
        "Evidence published more than three years ago",
        "Look for a newer source.",
        "local",
        _evidence_old,
    ),
    Check(
        "evidence-undated",
        Severity.WARNING,
        "Evidence without any date",
        "Enter when it was published or read.",
        "local",
        _evidence_undated,
    ),
    Check(
        "serious-without-evidence",
        Severity.WARNING,
        "A right rated serious without evidence beside it",
        "Cite what the rating rests on.",
        "local",
        _serious_without_evidence,
    ),
    Check(
        "text-copied",
        Severity.WARNING,
        "Human-rights text that stands word for word in another case",
        "Write what is particular to this unit and topic.",
        "local",
        _text_copied,
    ),
    Check(
        "unit-elsewhere",
        Severity.ADVICE,
        "A receiving unit that another case in the vault names too",
        "Read that case, and say what past work showed.",
        "local; lesson of a unit that ministers had denied helping",
        _unit_elsewhere,
    ),
)
