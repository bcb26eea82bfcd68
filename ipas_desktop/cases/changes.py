"""What has changed in a draft since a revision was finalised, and whether IPAS has to be told.

Holds no history (``history`` has every step): only the two ends are compared, value by value. A *material* change is
one of who, where, what, when, how many or who pays; after submission it needs a new version (domain rule 1.19, 10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ipas_desktop.cases import plain
from ipas_desktop.cases import summary_words as words
from ipas_desktop.cases.case import NOTIFICATION, DocumentKey, Revision
from ipas_desktop.cases.labels import count_of
from ipas_desktop.cases.plain import Values
from ipas_desktop.cases.reading import Reading
from ipas_desktop.forms.definition import Json, QuestionId

DATES_MAY_MOVE_DAYS = 7
_MATERIAL = (
    "en.c.countries",
    "en.c.third_countries",
    "en.c.beneficiaries",
    "en.e.activity_type",
    "en.e.area",
    "en.f.mode",
    "en.j.model",
    "en.j.split",
)
_DATES = ("en.f.start", "en.f.end")
_TEAM = "en.h.team"


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs; None stands for "not provided". ``material``: IPAS has to be told."""

    document: DocumentKey
    question: QuestionId
    old: Json
    new: Json
    material: bool


def since(revision: Revision, reading: Reading) -> tuple[Change, ...]:
    """Return the answers that differ between a frozen revision and the case as it stands, document by document.

    Answers of a document that the revision lacks count as new, those of one that is gone as taken away.
    """
    before = {document.key: document.values for document in revision.documents}
    now = {document.key: document.values for document in reading.documents}
    return tuple(
        Change(key, question, old.get(question), new.get(question), _is_material(key, question, old, new))
        for key in dict.fromkeys([*now, *before])
        for old, new in [(before.get(key, {}), now.get(key, {}))]
        for question in dict.fromkeys([*new, *old])
        if old.get(question) != new.get(question)
    )


def sentence(changes: tuple[Change, ...], revision: int) -> str:
    """Return what to tell the user: nothing changed, small changes, or that IPAS needs a new version."""
    if not changes:
        return f"Nothing has changed since revision {revision}."
    counted = f"{count_of(len(changes), 'answer has', 'answers have')} changed since revision {revision}"
    material = sum(change.material for change in changes)
    if not material:
        return f"{counted}; none of them is one that IPAS has to be told of."
    concerned = count_of(material, "of them concerns", "of them concern")
    return f"{counted}. Send IPAS a new version: {concerned} who, where, what, when or who pays."


def _is_material(key: DocumentKey, question: QuestionId, old: Values, new: Values) -> bool:
    if key != NOTIFICATION:
        return False
    if question in _DATES:
        return _moved_far(plain.day(old, question), plain.day(new, question))
    if question == _TEAM:
        return words.team_size(old) != words.team_size(new)
    return question in _MATERIAL


def _moved_far(old: date | None, new: date | None) -> bool:
    return old is None or new is None or abs((new - old).days) > DATES_MAY_MOVE_DAYS
