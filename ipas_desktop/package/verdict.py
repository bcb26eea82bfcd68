"""The verdict on a package: one sentence first, then what was found.

Holds no judging: see ``verifying``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``good`` None: nothing wrong, but worth knowing."""

    good: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """One signature. ``when`` is ISO text by the signer's clock; ``trusted_by`` the anchor's name, "" when none."""

    field: str
    signer: str
    issuer: str
    when: str
    intact: bool
    trusted: bool
    trusted_by: str
    practice: bool
    certifies: bool
    covers_file: bool
    changed_since: str
    problem: str

    @property
    def good(self) -> bool:
        """Whether this signature can be relied on, leaving aside who made it."""
        return self.intact and not self.problem


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the package may be relied on, why, and what was found. ``about``: reference, revision, marking …"""

    good: bool
    sentence: str
    signatures: tuple[SignatureFound, ...] = ()
    findings: tuple[Finding, ...] = ()
    about: Mapping[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as plain JSON."""
        signatures = [asdict(signature) | {"good": signature.good} for signature in self.signatures]
        return {
            "good": self.good,
            "sentence": self.sentence,
            "signatures": signatures,
            "findings": [asdict(finding) for finding in self.findings],
            "about": dict(self.about or {}),
        }

    def lines(self) -> tuple[str, ...]:
        """Return the verdict as lines of text."""
        return (
            self.sentence,
            *(f"{name}: {text}" for name, text in (self.about or {}).items()),
            *(line for signature in self.signatures for line in _signature_lines(signature)),
            *(f"{_MARKS[finding.good]} {finding.text}" for finding in self.findings),
        )


_MARKS = {True: "Good:", False: "Bad:", None: "Note:"}


def _signature_lines(found: SignatureFound) -> tuple[str, ...]:
    trust = f"trusted through {found.trusted_by}" if found.trusted else "not proven who signed"
    if found.practice:
        trust += " (practice certificate)"
    return (
        f"Signature {found.field}: {found.signer}, {found.when or 'no time'} by the signer's clock, {trust}",
        f"  {found.problem or 'Intact'}; changed since: {found.changed_since}",
    )
