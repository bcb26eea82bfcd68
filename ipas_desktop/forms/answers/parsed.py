"""The outcome of reading one answer, and the few ways of making it.

Holds no reading itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from ipas_desktop.forms import wording
from ipas_desktop.forms.definition import Json, Question
from ipas_desktop.forms.problems import Address, Problem, ProblemKind


@dataclass(frozen=True, slots=True)
class Parsed:
    """A canonical value and what is wrong with the answer.

    ``value`` is None when the answer is blank or unreadable. An answer that breaks a limit keeps its value, with a
    problem; a table or a list keeps what could be read of it. Callers must not change the value.
    """

    value: Json
    problems: tuple[Problem, ...] = ()


BLANK = Parsed(None)


def problem(question: Question, kind: ProblemKind, message: str, part: str | None = None) -> Problem:
    """Make a problem at a question, or at one part of it."""
    return Problem(Address(question.id, part=part), kind, message)


def unreadable(question: Question, message: str, part: str | None = None) -> Parsed:
    """Return an answer without a value and why it could not be read."""
    return Parsed(None, (problem(question, ProblemKind.UNREADABLE, message, part),))


def out_of_limits(question: Question, message: str, part: str | None = None) -> Problem:
    """Make the problem of an answer that can be read but breaks a limit."""
    return problem(question, ProblemKind.OUT_OF_LIMITS, message, part)


def wrong_shape(question: Question) -> Parsed:
    """Return the outcome for JSON that is not of the question's raw type, which only an import can bring."""
    return unreadable(question, cannot_be_read(question))


def cannot_be_read(question: Question) -> str:
    """Return the sentence for an answer, or a part of it, whose JSON is not of the raw type."""
    return f"{wording.subject(question)} cannot be read as stored. Enter this again"
