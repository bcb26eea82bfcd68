"""Checks of what is being done: whether IPAS is the route, misuse, equipment, purpose, and the recommendation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipas_desktop.cases import plain
from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.cases.findings import Check, Found, Severity, at
from ipas_desktop.cases.reading import Reading

_REASONED = ("en.k.hr_summary", "en.k.hr_monitor", "en.k.recommendation_reason")
_MITIGATED = re.compile(r"\bmitigat\w*", re.IGNORECASE)
_EMPTY_PHRASES = re.compile(
    r"\b((?:robust|appropriate|adequate) (?:safeguards|measures|controls)|as (?:and when )?appropriate"
    r"|no (?:known )?(?:issues|concerns) (?:were )?(?:identified|anticipated)|best endeavours)\b",
    re.IGNORECASE,
)


def _operational(reading: Reading) -> Iterator[Found]:
    if plain.text(reading.notification, "en.e.operational") == "operational":
        yield Found(
            "The work supports operations; IPAS deals with non-operational help", NOTIFICATION, at("en.e.operational")
        )


def _misuse_not_assessed(reading: Reading) -> Iterator[Found]:
    chosen = [item for item in plain.items(reading.notification, "en.e.dual_use") if item != "none"]
    for document in reading.assessments:
        if chosen and plain.text(document.values, "osja.s2.misuse") == "no":
            message = "The notification names content that could be misused; the OSJA assessment says there is none"
            yield Found(message, document.key, at("osja.s2.misuse"))


def _equipment_not_assessed(reading: Reading) -> Iterator[Found]:
    given = plain.text(reading.notification, "en.m.equipment_any") == "yes"
    for document in reading.assessments:
        kinds = plain.items(document.values, "osja.s2.kinds")
        if given and kinds and not {"equipment", "infrastructure"} & set(kinds):
            message = "Equipment is given or lent, but the OSJA assessment does not list it"
            yield Found(message, document.key, at("osja.s2.kinds"))


def _data_not_assessed(reading: Reading) -> Iterator[Found]:
    shared = plain.text(reading.notification, "en.m.data_sharing") == "yes"
    for document in reading.assessments:
        if shared and plain.text(document.values, "osja.s2.data") == "no":
            message = "Personal data or intelligence is exchanged, but the OSJA assessment says it is not"
            yield Found(message, document.key, at("osja.s2.data"))


def _purpose_unconfirmed(reading: Reading) -> Iterator[Found]:
    confirmed, agreement = (plain.text(reading.notification, name) for name in ("en.d.purpose_confirmed", "en.d.mou"))
    if confirmed == "no" and agreement == "none":
        message = "The partner has confirmed nothing in writing about what the work is for"
        yield Found(message, NOTIFICATION, at("en.d.purpose_confirmed"))


def _mitigated_without_measure(reading: Reading) -> Iterator[Found]:
    rights = [right for document in reading.assessments for right in document.risk.rights]
    if any(not measure.why_not for right in rights for measure in right.measures):
        return
    for question in _REASONED:
        if _MITIGATED.search(plain.text(reading.notification, question)):
            yield Found(
                "Mitigation is claimed, but no measure with an owner and a date stands behind it",
                NOTIFICATION,
                at(question),
            )


def _empty_phrase(reading: Reading) -> Iterator[Found]:
    for question in _REASONED:
        found = _EMPTY_PHRASES.search(plain.text(reading.notification, question))
        if found:
            yield Found(f"“{found.group()}” says nothing that can be checked", NOTIFICATION, at(question))


def _recommendations_differ(reading: Reading) -> Iterator[Found]:
    proceeds = plain.text(reading.notification, "en.k.recommendation") in ("proceed", "conditions")
    for document in reading.assessments:
        if proceeds and plain.text(document.values, "osja.s4.recommendation") in ("redesign", "do_not_proceed"):
            message = "The notification recommends to go ahead, the OSJA assessment not to"
            yield Found(message, document.key, at("osja.s4.recommendation"))


def _conditions_lost(reading: Reading) -> Iterator[Found]:
    plain_proceed = plain.text(reading.notification, "en.k.recommendation") == "proceed"
    for document in reading.assessments:
        if plain_proceed and plain.text(document.values, "osja.s4.recommendation") == "proceed_conditions":
            message = "The OSJA assessment sets conditions, the notification recommends to proceed without"
            yield Found(message, NOTIFICATION, at("en.k.recommendation"))


def _declined(reading: Reading) -> Iterator[Found]:
    if plain.text(reading.notification, "en.k.recommendation") in ("decline", "refer"):
        yield Found("The recommendation is not to proceed", NOTIFICATION, at("en.k.recommendation"))
    if plain.text(reading.notification, "en.o.decision") in ("return", "decline"):
        yield Found("The decision is not to proceed to IPAS", NOTIFICATION, at("en.o.decision"))
    if plain.text(reading.notification, "en.o.ipas_response") in ("not_supported", "changes", "questions", "referred"):
        yield Found("IPAS has not agreed", NOTIFICATION, at("en.o.ipas_response"))


CHECKS = (
    Check(
        "operational",
        Severity.WARNING,
        "Operational support, for which IPAS is not the route",
        "Ask IPAS which route applies before you go on.",
        "College of Policing, Our international work",
        _operational,
    ),
    Check(
        "misuse-not-assessed",
        Severity.WARNING,
        "Content that could be misused, which the OSJA assessment does not take up",
        "Take the same topics up in stage 2.",
        "local; lesson of a 2016 form",
        _misuse_not_assessed,
    ),
    Check(
        "equipment-not-assessed",
        Severity.WARNING,
        "Equipment given or lent that the OSJA assessment does not list",
        "Add equipment to what is given in stage 2.",
        "local; lesson of equipment that reached another unit",
        _equipment_not_assessed,
    ),
    Check(
        "data-not-assessed",
        Severity.WARNING,
        "Personal data exchanged that the OSJA assessment denies",
        "Correct one of the two answers.",
        "Data Protection Act 2018, part 3",
        _data_not_assessed,
    ),
    Check(
        "purpose-unconfirmed",
        Severity.ADVICE,
        "Work with neither an agreement nor a written statement of purpose",
        "Ask the partner for a short written statement.",
        "Foreign Secretary to the Home Affairs Committee, 2016: often recommended, not required",
        _purpose_unconfirmed,
    ),
    Check(
        "mitigated-without-measure",
        Severity.WARNING,
        "The word “mitigated” where no measure with an owner and a date exists",
        "Name the measure in stage 3, with its owner and start.",
        "local",
        _mitigated_without_measure,
    ),
    Check(
        "empty-phrase",
        Severity.ADVICE,
        "Phrases that promise safeguards without naming one",
        "Say what is done, by whom and when.",
        "local",
        _empty_phrase,
    ),
    Check(
        "recommendations-differ",
        Severity.STOPS_SIGNING,
        "A notification that goes ahead where the OSJA assessment does not",
        "Make the two recommendations agree.",
        "local",
        _recommendations_differ,
    ),
    Check(
        "conditions-lost",
        Severity.WARNING,
        "Conditions of the OSJA assessment that the notification does not take over",
        "Recommend to proceed with conditions and list them.",
        "local",
        _conditions_lost,
    ),
    Check(
        "declined",
        Severity.WARNING,
        "A recommendation, decision or answer of IPAS against proceeding; the work may not start",
        "Record the new recommendation, decision or answer if it changes.",
        "College of Policing, Our international work: proceed or decline",
        _declined,
        stops_start=True,
    ),
)
