"""Every named check, and running them over a whole case.

Holds the list, not the checks: those are plain functions in the modules ``checks_*``, one theme each. The page
``docs/checks.md`` is written from the list by ``to_markdown``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ipas_desktop.cases import (
    checks_after,
    checks_answers,
    checks_assistance,
    checks_dates,
    checks_evidence,
    checks_marking,
    checks_measures,
    checks_money,
    checks_people,
    checks_rights,
    checks_where,
    checks_work,
)
from ipas_desktop.cases.case import Case, DocumentKey
from ipas_desktop.cases.findings import Check, Finding, Severity
from ipas_desktop.cases.reading import Reading, read
from ipas_desktop.forms.definition import Context, Form
from ipas_desktop.policy import Policy

__all__ = ["ALL_CHECKS", "Check", "Finding", "Severity", "run", "run_on", "to_markdown"]

_THEMES: tuple[tuple[str, tuple[Check, ...]], ...] = (
    ("Answers and documents", checks_answers.CHECKS),
    ("Where and how", checks_where.CHECKS),
    ("Dates", checks_dates.CHECKS),
    ("People and authority", checks_people.CHECKS),
    ("What is done", checks_work.CHECKS),
    ("Money", checks_money.CHECKS),
    ("The OSJA decision", checks_rights.CHECKS),
    ("Measures", checks_measures.CHECKS),
    ("Assistance in one case", checks_assistance.CHECKS),
    ("Evidence, files and other cases", checks_evidence.CHECKS),
    ("Marking", checks_marking.CHECKS),
    ("After the engagement", checks_after.CHECKS),
)

_GENERAL = frozenset({"answer-missing"})

ALL_CHECKS: tuple[Check, ...] = tuple(check for _, checks in _THEMES for check in checks)


def run(
    case: Case,
    forms: Mapping[DocumentKey, Form],
    context: Context,
    others: Sequence[Case] = (),
    policy: Policy | None = None,
) -> tuple[Finding, ...]:
    """Return what all checks find in a case: what stops signing first, then warnings, then advice.

    ``others`` are other cases of the vault, for the checks that compare; without them those find nothing. ``policy``
    is the organisation's; the defaults when None.
    """
    return run_on(read(case, forms, context, others, policy))


def run_on(reading: Reading) -> tuple[Finding, ...]:
    """Return what all checks find in a case already read."""
    found = [finding for check in ALL_CHECKS for finding in check.run(reading)]
    return tuple(sorted(_without_echoes(found), key=lambda finding: list(Severity).index(finding.severity)))


def _without_echoes(found: list[Finding]) -> list[Finding]:
    """Leave out "not answered" where a check that knows more about the same place also speaks."""
    told = {(finding.document, finding.at) for finding in found if finding.id not in _GENERAL and finding.at}
    return [finding for finding in found if finding.id not in _GENERAL or (finding.document, finding.at) not in told]


def to_markdown() -> str:
    """Return the page of the guide that lists every check."""
    lines = [
        "# What the program checks",
        "",
        "This page is generated from the program's own list; do not edit it.",
        "A check that *stops signing* must be put right before the engagement can be finalised; a *warning* asks for a",
        "second look; *advice* can be left. Rules marked local are our own, not an official requirement.",
    ]
    for theme, checks in _THEMES:
        lines += [
            "",
            f"## {theme}",
            "",
            "| Check | Weight | Looks for | What to do | Source |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| `{check.id}` | {_weight(check)} | {check.looks_for} | {check.fix} | {check.source} |"
            for check in checks
        ]
    return "\n".join(lines) + "\n"


def _weight(check: Check) -> str:
    return str(check.severity).replace("_", " ")
