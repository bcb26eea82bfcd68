"""What a check is and what it says: one finding, how much it weighs, where it is and what to do about it.

Holds no checks: each theme has a module ``checks_*``, and ``checks`` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from ipas_desktop.cases.case import DocumentKey
from ipas_desktop.cases.reading import Reading
from ipas_desktop.forms.definition import QuestionId, RowId
from ipas_desktop.forms.problems import Address


class Severity(StrEnum):
    """How much a finding weighs, from most to least."""

    STOPS_SIGNING = "stops_signing"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a named check found. ``fix`` says what to do; ``at`` is None when no one question is meant."""

    id: str
    severity: Severity
    message: str
    document: DocumentKey | None
    at: Address | None
    fix: str
    stops_start: bool  # the work may not start while this stands; whatever stops signing stops the start too


@dataclass(frozen=True, slots=True)
class Found:
    """What a check's function yields: the sentence and where it is."""

    message: str
    document: DocumentKey | None = None
    at: Address | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One named check. ``looks_for`` and ``fix`` are sentences for the guide; ``source`` is where the rule is from."""

    id: str
    severity: Severity
    looks_for: str
    fix: str
    source: str
    find: Callable[[Reading], Iterable[Found]]
    stops_start: bool = False  # only said of checks that do not stop signing

    def run(self, reading: Reading) -> tuple[Finding, ...]:
        """Return what the check finds in one case."""
        return tuple(
            Finding(self.id, self.severity, found.message, found.document, found.at, self.fix, self._stops_start())
            for found in self.find(reading)
        )

    def _stops_start(self) -> bool:
        return self.stops_start or self.severity is Severity.STOPS_SIGNING


def at(question: str, row: str | None = None, column: str | None = None) -> Address:
    """Return the address of a question or of a cell of a table."""
    return Address(QuestionId(question), RowId(row) if row is not None else None, column)
