"""Checks of the protective marking: its grammar, and whether it fits what the documents say."""

from __future__ import annotations

from collections.abc import Iterator

from ipas_desktop.cases import marking, plain
from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.cases.findings import Check, Found, Severity, at
from ipas_desktop.cases.reading import Reading

_SENSITIVE, _HANDLING = "en.a.marking_sensitive", "en.a.marking_handling"
SHORTEST_NAME = 6  # characters; a shorter name of a unit would turn up in plain words


def _grammar(reading: Reading) -> Iterator[Found]:
    chosen = marking.from_values(reading.notification)
    company = plain.text(reading.notification, "en.b.commercial_partner") == "yes"
    for problem in marking.problems(chosen, foreign_recipients=chosen.uk_prefix, commercial_partner=company):
        yield Found(problem.rstrip("."), NOTIFICATION, at(_HANDLING))


def _too_low(reading: Reading) -> Iterator[Found]:
    values = reading.notification
    if marking.from_values(values).sensitive:
        return
    reasons = []
    if set(plain.items(values, "en.n.reasons")) - {"none"}:
        reasons.append("publishing details could cause harm")
    if plain.text(values, "en.g.names_list"):
        reasons.append("there is a list of names")
    if any(document.risk.level != "low" for document in reading.assessments):
        reasons.append("the OSJA level is above Low")
    if reasons:
        yield Found(f"OFFICIAL alone is too low: {'; '.join(reasons)}", NOTIFICATION, at(_SENSITIVE))


def _material_above_document(reading: Reading) -> Iterator[Found]:
    material = plain.text(reading.notification, "en.m.material_marking")
    if material == "official_sensitive" and not marking.from_values(reading.notification).sensitive:
        message = "The material shared is marked higher than this document"
        yield Found(message, NOTIFICATION, at("en.m.material_marking"))


def _commercial_not_marked(reading: Reading) -> Iterator[Found]:
    parts = set(plain.items(reading.notification, "en.j.commercial_sensitive")) - {"none"}
    if parts and "commercial" not in marking.from_values(reading.notification).descriptors:
        message = "Parts are commercially sensitive, but the marking does not say COMMERCIAL"
        yield Found(message, NOTIFICATION, at("en.a.marking_descriptors"))


def _public_line_reveals(reading: Reading) -> Iterator[Found]:
    line = plain.text(reading.notification, "en.n.public_line").casefold()
    names = [plain.text_of(row.get("unit")) for row in plain.rows(reading.notification, "en.c.beneficiaries")]
    people = ("en.b.poc", "en.b.sro", "en.c.partner_poc", "en.o.author", "en.o.approver")
    names += [plain.part(reading.notification, question, "name") for question in people]
    if any(len(name) >= SHORTEST_NAME and name.casefold() in line for name in names):
        message = "The line for the public names a person or the receiving unit"
        yield Found(message, NOTIFICATION, at("en.n.public_line"))


CHECKS = (
    Check(
        "marking-grammar",
        Severity.STOPS_SIGNING,
        "A marking that breaks a rule of the classification policy",
        "Correct the marking.",
        "Government Security Classifications Policy, August 2024",
        _grammar,
    ),
    Check(
        "marking-too-low",
        Severity.STOPS_SIGNING,
        "OFFICIAL alone on a document that gives reasons for more",
        "Choose OFFICIAL-SENSITIVE, or correct the answers.",
        "Government Security Classifications Policy; which answers count is local",
        _too_low,
    ),
    Check(
        "material-above-document",
        Severity.WARNING,
        "Material marked higher than the document that describes it",
        "Check both markings.",
        "local",
        _material_above_document,
    ),
    Check(
        "commercial-not-marked",
        Severity.ADVICE,
        "Commercially sensitive parts without the descriptor COMMERCIAL",
        "Add the descriptor.",
        "Government Security Classifications Policy",
        _commercial_not_marked,
    ),
    Check(
        "public-line-reveals",
        Severity.WARNING,
        "A line for the public that names a person or a unit",
        "Take the name out of the line.",
        "local",
        _public_line_reveals,
    ),
)
