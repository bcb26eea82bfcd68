"""A problem with an answer: where it is and the sentence shown both in the summary and at the field.

Wording follows the GOV.UK error manner: "Enter …", "Select …", "… must be …"; never "invalid", "required", "please".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ipas_desktop.forms.definition import QuestionId, RowId


class ProblemKind(StrEnum):
    """Missing answers do not stop a draft; unreadable ones are kept as typed but have no value."""

    MISSING = "missing"
    UNREADABLE = "unreadable"  # half a date, letters in a number
    OUT_OF_LIMITS = "out_of_limits"


@dataclass(frozen=True, slots=True)
class Address:
    """Where on a form: a question, and for tables the row and column, and for composites the part.

    Parts: ``day``, ``month``, ``year`` of a date; ``from``, ``to`` of a period; the named part of a person or an
    organisation; ``answer``, ``level``, ``reason``; a choice id of shares; ``2.link`` for the link of the second item
    of a list of citations or attachments.
    """

    question: QuestionId
    row: RowId | None = None
    column: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one answer."""

    at: Address
    kind: ProblemKind
    message: str
