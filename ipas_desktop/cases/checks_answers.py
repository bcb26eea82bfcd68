"""Checks of single answers: missing, not readable, outside their limits; and of the case having its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.cases.findings import Check, Found, Severity
from ipas_desktop.cases.reading import REPORT_AFTER, ReadDocument, Reading
from ipas_desktop.forms.problems import ProblemKind


def _problems(kind: ProblemKind) -> Callable[[Reading], Iterator[Found]]:
    def find(reading: Reading) -> Iterator[Found]:
        for document in reading.documents:
            for problem in document.problems:
                if problem.kind is kind and not _may_wait(document, kind):
                    yield Found(problem.message, document.key, problem.at)

    return find


def _may_wait(document: ReadDocument, kind: ProblemKind) -> bool:
    """Whether an answer of this document may be missing: the report after the engagement grows as the work does."""
    return document.form.id == REPORT_AFTER and kind is ProblemKind.MISSING


def _no_notification(reading: Reading) -> Iterator[Found]:
    if not any(document.key == NOTIFICATION for document in reading.documents):
        yield Found("There is no engagement notification")


def _no_assessment(reading: Reading) -> Iterator[Found]:
    if not reading.assessments:
        yield Found("There is no OSJA assessment")


CHECKS = (
    Check(
        "notification-absent",
        Severity.STOPS_SIGNING,
        "A case without an engagement notification",
        "Add the engagement notification.",
        "College of Policing, Our international work",
        _no_notification,
    ),
    Check(
        "osja-absent",
        Severity.STOPS_SIGNING,
        "A case without an OSJA assessment",
        "Add an OSJA assessment for the country or countries.",
        "College of Policing, Our international work",
        _no_assessment,
    ),
    Check(
        "answer-missing",
        Severity.STOPS_SIGNING,
        "A question that must be answered and is not",
        "Answer the question.",
        "the form",
        _problems(ProblemKind.MISSING),
    ),
    Check(
        "answer-unreadable",
        Severity.STOPS_SIGNING,
        "An answer that was typed but cannot be read, such as half a date",
        "Complete or correct the answer.",
        "the form",
        _problems(ProblemKind.UNREADABLE),
    ),
    Check(
        "answer-out-of-limits",
        Severity.STOPS_SIGNING,
        "An answer outside the limits of its question",
        "Correct the answer.",
        "the form",
        _problems(ProblemKind.OUT_OF_LIMITS),
    ),
)
