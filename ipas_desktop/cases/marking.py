"""The grammar of protective markings at OFFICIAL, from the Government Security Classifications Policy (August 2024).

Holds no drawing. ``marking := ["UK "] "OFFICIAL" ["-SENSITIVE"] {" - " handling} {" - " descriptor}``. Tiers above
OFFICIAL, codewords and national caveats are not offered: nothing of that kind may be written on this laptop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipas_desktop.forms.definition import Json, QuestionId

DEFAULT_TEXT = "OFFICIAL-SENSITIVE"

HANDLINGS: Mapping[str, str] = {
    "recipients_only": "RECIPIENTS ONLY",
    "organisation_use_only": "USE ONLY",  # comes after the name of the organisation
    "hmg_use_only": "HMG USE ONLY",
    "for_public_release": "FOR PUBLIC RELEASE",
    "embargoed": "EMBARGOED",
}
"""Handling instructions by choice id, in the order in which they are written."""

DESCRIPTORS: Mapping[str, str] = {
    "personal_data": "PERSONAL DATA",
    "lpp": "LEGAL PROFESSIONAL PRIVILEGE (LPP)",
    "legal": "LEGAL",
    "market_sensitive": "MARKET SENSITIVE",
    "commercial": "COMMERCIAL",
    "hr_management": "HR / MANAGEMENT",
}
"""Descriptors by choice id, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Marking:
    """One protective marking. ``str()`` of it is what is printed at the top and bottom of every page."""

    sensitive: bool = True
    handling: tuple[str, ...] = ()  # ids of HANDLINGS
    descriptors: tuple[str, ...] = ()  # ids of DESCRIPTORS
    uk_prefix: bool = False
    organisation: str = ""  # for organisation_use_only
    embargo_until: str = ""  # ISO date
    embargo_after: str = ""  # what the marking becomes afterwards

    def __str__(self) -> str:
        """Return the marking as the policy writes it, in capitals."""
        words = [("UK " if self.uk_prefix else "") + ("OFFICIAL-SENSITIVE" if self.sensitive else "OFFICIAL")]
        words += [self._handling_words(handling) for handling in HANDLINGS if handling in self.handling]
        words += [DESCRIPTORS[descriptor] for descriptor in DESCRIPTORS if descriptor in self.descriptors]
        return " - ".join(words)

    def _handling_words(self, handling: str) -> str:
        if handling == "organisation_use_only":
            return f"{' '.join(self.organisation.upper().split()) or '[ORGANISATION]'} USE ONLY"
        if handling == "embargoed" and self.embargo_until:
            afterwards = f", THEN {' '.join(self.embargo_after.upper().split())}" if self.embargo_after else ""
            return f"EMBARGOED UNTIL {self.embargo_until}{afterwards}"
        return HANDLINGS[handling]


def from_values(values: Mapping[QuestionId, Json]) -> Marking:
    """Return the marking that a notification's canonical values ask for; unanswered parts take the safe default.

    Unanswered sensitivity means OFFICIAL-SENSITIVE: overseas police work plainly meets its definition.
    """
    return Marking(
        sensitive=_text(values, "en.a.marking_sensitive") != "official",
        handling=_ids(values, "en.a.marking_handling", HANDLINGS),
        descriptors=_ids(values, "en.a.marking_descriptors", DESCRIPTORS),
        uk_prefix=_text(values, "en.a.marking_uk_prefix") == "yes",
        organisation=_text(values, "en.a.marking_organisation"),
        embargo_until=_text(values, "en.a.marking_embargo_until"),
        embargo_after=_text(values, "en.a.marking_embargo_after"),
    )


def problems(
    marking: Marking, *, foreign_recipients: bool = False, commercial_partner: bool = False
) -> tuple[str, ...]:
    """Return one sentence for each rule of the grammar that ``marking`` breaks.

    ``foreign_recipients``: the document is to go to a foreign government or an international organisation.
    ``commercial_partner``: a private company is to receive it.
    """
    found = []
    chosen = marking.handling
    if "recipients_only" in chosen and not marking.sensitive:
        found.append("RECIPIENTS ONLY may only be used with OFFICIAL-SENSITIVE.")
    if "for_public_release" in chosen and marking.sensitive:
        found.append("FOR PUBLIC RELEASE may never be used with OFFICIAL-SENSITIVE.")
    if "for_public_release" in chosen and len(chosen) > 1:
        found.append("FOR PUBLIC RELEASE may not be combined with another handling instruction.")
    if "hmg_use_only" in chosen and (foreign_recipients or commercial_partner):
        found.append("HMG USE ONLY may not be used when a foreign body or a company is to receive the document.")
    if "organisation_use_only" in chosen and not marking.organisation.strip():
        found.append("Enter the organisation that may use the document.")
    if "embargoed" in chosen and not (marking.embargo_until and marking.embargo_after.strip()):
        found.append("Enter until when the embargo lasts and what the marking is afterwards.")
    if foreign_recipients and not marking.uk_prefix:
        found.append("The marking must begin with UK when the document goes to a foreign body.")
    return tuple(found)


def _text(values: Mapping[QuestionId, Json], question: str) -> str:
    """Return a text or choice; a yes_no gives its answer."""
    value = values.get(QuestionId(question))
    if isinstance(value, dict):
        value = value.get("answer")
    return value if isinstance(value, str) else ""


def _ids(values: Mapping[QuestionId, Json], question: str, known: Mapping[str, str]) -> tuple[str, ...]:
    value = values.get(QuestionId(question))
    chosen = value if isinstance(value, list) else [value]
    return tuple(item for item in known if item in chosen)
