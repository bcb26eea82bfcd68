"""May this work start, and why not.

The rule of the source page: every course, whether in the UK, virtual or in another country, needs an engagement
notification *and* an OSJA assessment in place before it starts. Holds no checks of its own beyond that rule: what
stops signing also stops starting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipas_desktop.cases import checks, plain
from ipas_desktop.cases.case import NOTIFICATION, Case, DocumentKey
from ipas_desktop.cases.findings import Finding, Severity
from ipas_desktop.cases.reading import Reading, read
from ipas_desktop.forms.definition import Context, Form
from ipas_desktop.forms.problems import Address

MODES = "en.f.mode"


@dataclass(frozen=True, slots=True)
class GateReason:
    """One thing that is missing, and where to put it right."""

    message: str
    document: DocumentKey | None
    at: Address | None
    finding: str  # id of the check that found it, "" for the gate's own rules


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the work may start, in one sentence, and what is missing."""

    may_start: bool
    sentence: str
    reasons: tuple[GateReason, ...]


def may_start(case: Case, forms: Mapping[DocumentKey, Form], context: Context) -> Gate:
    """Return whether the engagement may start: both documents complete, finalised, and no rule against proceeding."""
    return judge(read(case, forms, context))


def judge(reading: Reading, findings: tuple[Finding, ...] | None = None) -> Gate:
    """Return the same for a case already read; ``findings`` saves running the checks a second time."""
    findings = checks.run_on(reading) if findings is None else findings
    reasons = tuple(_reason(finding) for finding in findings if finding.severity is Severity.STOPS_SIGNING)
    if reading.case.revision == 0 and not reasons:
        text = "The notification and the OSJA assessment are complete but not finalised"
        reasons = (GateReason(text, NOTIFICATION, None, ""),)
    return Gate(not reasons, _sentence(reading, len(reasons)), reasons)


def _reason(finding: Finding) -> GateReason:
    return GateReason(finding.message, finding.document, finding.at, finding.id)


def _sentence(reading: Reading, missing: int) -> str:
    if missing:
        what = "1 thing is missing" if missing == 1 else f"{missing} things are missing"
        return f"This work may not start yet, because {what}."
    where = _in_words([_MODE_WORDS[mode] for mode in _MODE_WORDS if mode in plain.items(reading.notification, MODES)])
    return f"The notification and the OSJA assessment are in place{': this work may start' if where else ''}{where}."
