"""May this work start, and why not.

The rule of the source page: every course, whether in the UK, virtual or in another country, needs an engagement
notification *and* an OSJA assessment in place before it starts. Holds no checks of its own beyond that rule: what
stops signing also stops starting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipas_desktop.cases import checks, plain
from ipas_desktop.cases.case import NOTIFICATION, Case, CaseState, DocumentKey
from ipas_desktop.cases.findings import Finding
from ipas_desktop.cases.labels import count_of, in_words
from ipas_desktop.cases.reading import Reading, read
from ipas_desktop.forms.definition import Context, Form
from ipas_desktop.forms.problems import Address

MODES = "en.f.mode"
_MODE_WORDS = {"in_uk": "in the UK", "virtual": "virtually", "in_country": "in country"}


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
    after = reading.report_after
    reasons = tuple(
        _reason(finding)
        for finding in findings
        if finding.stops_start and not (after and finding.document == after.key)
    )
    if not reasons and reading.case.state is not CaseState.FINALISED:
        reasons = (GateReason(_not_finalised(reading.case), NOTIFICATION, None, ""),)
    return Gate(not reasons, _sentence(reading, len(reasons)), reasons)


def _not_finalised(case: Case) -> str:
    if case.revision:
        return f"Changes since revision {case.revision} are not finalised"
    return "The notification and the OSJA assessment are complete but not finalised"


def _reason(finding: Finding) -> GateReason:
    return GateReason(finding.message, finding.document, finding.at, finding.id)


def _sentence(reading: Reading, missing: int) -> str:
    if missing:
        return f"This work may not start yet, because {count_of(missing, 'thing is', 'things are')} missing."
    modes = plain.items(reading.notification, MODES)
    where = in_words([words for mode, words in _MODE_WORDS.items() if mode in modes])
    return f"This work may start{f' {where}' if where else ''}: the notification and the OSJA assessment are in place."
