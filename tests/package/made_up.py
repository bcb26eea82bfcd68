"""Made-up revisions for the tests of this room: every question of the real forms answered, shortly or in full."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from ipas_desktop.cases.case import (
    NOTIFICATION,
    OSJA,
    AttachmentInfo,
    CaseId,
    DocumentKey,
    Revision,
    RevisionDocument,
)
from ipas_desktop.forms import journey, loader
from ipas_desktop.forms.definition import AnswerType, Context, Form, Json, Question, QuestionId
from ipas_desktop.package.content import PackageContent

NOW = datetime(2026, 11, 23, 16, 41, 7, tzinfo=UTC)
FILE = b"%PDF-1.4 made-up letter of request"
FILES = {hashlib.sha256(FILE).hexdigest(): FILE}
Texts = Callable[[Question], str]


def short_text(question: Question) -> str:
    """A few words that name their question."""
    return f"Answer to {question.id} in a few plain words."[: question.max_length or 200]


def longest_text(question: Question) -> str:
    """Text of the greatest length: numbered words, so that a missing one shows."""
    limit = question.max_length or 4000
    tag = question.id.rpartition(".")[2][:8]
    words, length, number = [], 0, 1
    while length + len(word := f"{tag}{number}") + 1 <= limit:
        words.append(word)
        length += len(word) + 1
        number += 1
    return " ".join(words) or "x" * limit


def answer(question: Question, texts: Texts) -> Json:
    """A canonical value of the question's type."""
    return _ANSWERS[question.type](question, texts)


def _choices(question: Question, _texts: Texts) -> Json:
    chosen = [choice.id for choice in question.choices if choice.id not in question.exclusive]
    return list(chosen[: question.maximum or len(chosen)])


def _choice(question: Question, _texts: Texts) -> Json:
    return question.choices[0].id


def _table(question: Question, texts: Texts) -> Json:
    names = [choice.id for choice in question.fixed_rows] or ["r1", "r2"]
    return [{"row": name} | {str(each.id): answer(each, texts) for each in question.columns} for name in names]


def _reasoned(key: str) -> Callable[[Question, Texts], Json]:
    def make(question: Question, texts: Texts) -> Json:
        chosen = question.reason_when[0] if question.reason_when else question.choices[0].id
        return {key: chosen, "reason": texts(question)} if question.reason_when else {key: chosen}

    return make


def _parts(question: Question, texts: Texts) -> Json:
    made: dict[str, Json] = {part: f"{part} {texts(question)[:30]}" for part in question.parts}
    if "country" in made:
        made["country"] = "GH"
    if "kind" in made:
        made["kind"] = question.choices[0].id if question.choices else "kind"
    return made


def _citations(_question: Question, _texts: Texts) -> Json:
    return [
        {
            "title": "Concluding observations",
            "publisher": "A treaty body",
            "date": "2025-06",
            "link": "https://example.org/a",
        }
    ]


def _attachments(_question: Question, _texts: Texts) -> Json:
    return [
        {"sha256": sha, "name": "Letter of request.pdf", "size": len(data), "media_type": "application/pdf"}
        for sha, data in FILES.items()
    ]


_ANSWERS: Mapping[AnswerType, Callable[[Question, Texts], Json]] = {
    AnswerType.SHORT_TEXT: lambda question, texts: texts(question),
    AnswerType.LONG_TEXT: lambda question, texts: texts(question),
    AnswerType.CHOICE: _choice,
    AnswerType.CHOICES: _choices,
    AnswerType.DATE: lambda question, texts: "2026-12-02",
    AnswerType.PERIOD: lambda question, texts: {"from": "2026-12-02", "to": "2027-02-26"},
    AnswerType.WHOLE_NUMBER: lambda question, texts: 24,
    AnswerType.MONEY: lambda question, texts: "12500.50",
    AnswerType.SHARES: lambda question, texts: {question.choices[0].id: "70", question.choices[1].id: "30"},
    AnswerType.PERSON: _parts,
    AnswerType.ORGANISATION: _parts,
    AnswerType.COUNTRY: lambda question, texts: "GH",
    AnswerType.COUNTRIES: lambda question, texts: ["GH", "KE"],
    AnswerType.TABLE: _table,
    AnswerType.RATING: _reasoned("level"),
    AnswerType.YES_NO: _reasoned("answer"),
    AnswerType.CITATIONS: _citations,
    AnswerType.ATTACHMENTS: _attachments,
}


def document(
    key: DocumentKey, form: Form, texts: Texts, changes: Mapping[str, Json], only: frozenset[str] | None = None
) -> RevisionDocument:
    """A document with every question on the path answered, or only those named.

    ``changes`` replace answers; None: not provided.
    """
    values = {question.id: answer(question, texts) for question in form.questions()}
    values |= {QuestionId(name): value for name, value in changes.items() if QuestionId(name) in values}
    kept = {name: value for name, value in values.items() if value is not None and (only is None or name in only)}
    path = journey.relevant(form, kept, Context(NOW.date()))
    return RevisionDocument(
        key=key,
        form_id=form.id,
        form_version=form.version,
        form_edition=form.edition,
        reference_editions=dict(form.references),
        values={name: value for name, value in kept.items() if name in path.question_ids},
        not_provided=tuple(
            question.id for question in form.questions() if question.id in path.question_ids - set(kept)
        ),
        not_used=path.not_used,
    )


SOME = frozenset(
    {
        "en.a.title",
        "en.c.countries",
        "en.c.beneficiaries",
        "en.e.activity_type",
        "en.e.description",
        "en.f.mode",
        "en.f.start",
        "en.f.end",
        "en.h.team",
        "en.k.recommendation",
        "en.k.conditions",
        "osja.s2.rights",
        "osja.s3.measures",
        "osja.s3.residual",
        "osja.s4.recommendation",
    }
)
"""Questions enough for every kind of part and flowable of the report."""


def content(
    texts: Texts = short_text,
    *,
    practice: bool = True,
    changes: Mapping[str, Json] | None = None,
    author: str = "Imogen Hartley",
    only: frozenset[str] | None = None,
    files: Mapping[str, bytes] = FILES,
) -> PackageContent:
    """A package of the notification and one OSJA assessment: whole, or with only some answers."""
    forms = {NOTIFICATION: loader.load_form("notification"), OSJA: loader.load_form("osja-capacity")}
    changes = {
        "en.a.title": "Ghana – senior investigating officer programme",
        "osja.s2.rights": rights_rows(forms[OSJA], texts),
        "osja.s3.residual": residual_rows(forms[OSJA], texts),
    } | dict(changes or {})
    revision = Revision(
        case_id=CaseId("0" * 32),
        reference="EN-2026-0147-K7",
        number=3,
        finalised_at=NOW,
        author=author,
        marking="OFFICIAL-SENSITIVE",
        documents=tuple(document(key, form, texts, changes, only) for key, form in forms.items()),
        attachments=tuple(
            AttachmentInfo(sha, "Letter of request.pdf", len(data), "application/pdf") for sha, data in files.items()
        ),
        chain_head="41f2a6c80e9b" + "0" * 52,
        program_version="0.1.0",
    )
    return PackageContent(revision=revision, forms=forms, files=files, practice=practice)


def notification_alone() -> PackageContent:
    """The smallest package that the program itself could make."""
    whole = content(only=frozenset({"en.a.title"}))
    revision = replace(whole.revision, documents=whole.revision.documents[:1])
    return replace(whole, revision=revision, forms={NOTIFICATION: whole.forms[NOTIFICATION]})


def trimmed(whole: PackageContent) -> PackageContent:
    """The same with forms that ask only what is answered, for judges that take long over each page."""
    answered = {name for document in whole.revision.documents for name in document.values}
    forms = {key: _trimmed_form(form, answered) for key, form in whole.forms.items()}
    documents = tuple(
        replace(document, not_provided=document.not_provided[:2]) for document in whole.revision.documents
    )
    return replace(whole, forms=forms, revision=replace(whole.revision, documents=documents))


def _trimmed_form(form: Form, answered: set[QuestionId]) -> Form:
    sections = []
    for section in form.sections:
        pages = tuple(page for page in section.pages if answered & {question.id for question in page.questions})
        if pages:
            sections.append(replace(section, pages=pages))
    return replace(form, sections=tuple(sections))


def some(texts: Texts = short_text, *, practice: bool = True) -> PackageContent:
    """A small package that has every kind of part."""
    return content(texts, practice=practice, only=SOME)


def _rows(form: Form, name: str, texts: Texts, cells: Callable[[str], Mapping[str, Json]]) -> Json:
    question = form.question(QuestionId(name))
    rows = answer(question, texts)
    assert isinstance(rows, list)
    return [{**row, **cells(str(row["row"]))} for row in rows if isinstance(row, dict)]


def rights_rows(form: Form, texts: Texts) -> Json:
    """Some rights engaged at several levels, the others not."""
    levels = {"R2": "serious", "R4": "serious", "R3": "medium", "R6": "medium", "R9": "low"}
    return _rows(
        form,
        "osja.s2.rights",
        texts,
        lambda right: {"engaged": "yes", "level": levels[right]} if right in levels else {"engaged": "no"},
    )


def residual_rows(form: Form, texts: Texts) -> Json:
    """What is left after measures."""
    levels = {"R2": "medium", "R4": "medium", "R3": "low", "R6": "low", "R9": "low"}
    return _rows(form, "osja.s3.residual", texts, lambda right: {"level": levels.get(right, "none")})
