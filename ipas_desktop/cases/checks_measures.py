"""Checks of measures: each risk has one, each has an owner and a date, and weak ones are not leant on."""

from __future__ import annotations

from collections.abc import Iterator

from ipas_desktop.cases import plain
from ipas_desktop.cases.decision import load_rules
from ipas_desktop.cases.findings import Check, Found, Severity, at
from ipas_desktop.cases.reading import Reading
from ipas_desktop.cases.risk_rights import MEASURES, RESIDUAL

ASSURANCE, MONITORING, INDICATORS, EXIT = "X1", "X9", "X16", "X12"


def _fall_does_not_count(reading: Reading) -> Iterator[Found]:
    rules = load_rules()
    for document in reading.assessments:
        for right in document.risk.rights:
            claims_less = right.claimed in rules.scale and rules.rank(right.claimed) < rules.rank(right.after)
            if claims_less and right.reasons:
                yield Found(right.reasons[-1].text.rstrip("."), document.key, at(RESIDUAL, right.id, "level"))


def _risk_without_measure(reading: Reading) -> Iterator[Found]:
    rules = load_rules()
    for document in reading.assessments:
        explained = plain.text(document.values, "osja.s3.no_measure")
        for right in document.risk.rights:
            above_low = right.before in rules.scale[2:]
            if above_low and not right.measures and not explained:
                message = f"{right.id} {right.label}: {rules.labels[right.before]}, without a measure or a reason"
                yield Found(message, document.key, at(MEASURES))


def _measure_without_owner(reading: Reading) -> Iterator[Found]:
    yield from _incomplete(reading, "owner", "no owner")


def _measure_without_start(reading: Reading) -> Iterator[Found]:
    yield from _incomplete(reading, "start", "no start date")


def _incomplete(reading: Reading, column: str, lacks: str) -> Iterator[Found]:
    for document in reading.assessments:
        for row in plain.rows(document.values, MEASURES):
            measure = plain.text_of(row.get("measure"))
            if measure and not row.get(column):
                yield Found(f"Measure {measure} has {lacks}", document.key, at(MEASURES, plain.row_id(row), column))


def _risk_rises(reading: Reading) -> Iterator[Found]:
    rules = load_rules()
    for document in reading.assessments:
        for right in document.risk.rights:
            known = right.claimed in rules.scale and right.before in rules.scale
            if known and rules.rank(right.claimed) > rules.rank(right.before):
                message = f"{right.id} {right.label}: the risk after measures is higher than before"
                yield Found(message, document.key, at(RESIDUAL, right.id, "level"))


def _press_lines_for_rights(reading: Reading) -> Iterator[Found]:
    rules = load_rules()
    for document in reading.assessments:
        for row in plain.rows(document.values, MEASURES):
            measure, rights = plain.text_of(row.get("measure")), plain.items_of(row.get("rights"))
            if measure in rules.never_count and any(right.startswith("R") for right in rights):
                message = f"{measure} is set against a right; it never counts toward one"
                yield Found(message, document.key, at(MEASURES, plain.row_id(row), "rights"))


def _assurance_not_recorded(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        chosen = {plain.text_of(row.get("measure")): row for row in plain.rows(document.values, MEASURES)}
        if ASSURANCE in chosen and not plain.rows(document.values, "osja.s3.assurances"):
            message = "Written assurances are a measure, but none is recorded"
            yield Found(message, document.key, at("osja.s3.assurances_sought"))


def _assurance_broken(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        given = plain.text(document.values, "osja.s4.death_penalty_assurances") == "given"
        states = {plain.text_of(row.get("state")) for row in plain.rows(document.values, "osja.s3.assurances")}
        if given and "given_written" not in states:
            message = "Assurances against the death penalty are said to be given, but no written one is recorded"
            yield Found(message, document.key, at("osja.s4.death_penalty_assurances"))


def _assurance_unmonitored(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        measures = {plain.text_of(row.get("measure")) for row in plain.rows(document.values, MEASURES)}
        if ASSURANCE in measures and MONITORING not in measures:
            message = "Assurances stand without monitoring; on their own they cannot be enforced"
            yield Found(message, document.key, at(MEASURES))


def _indicators_reward_arrests(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        measures = {plain.text_of(row.get("measure")) for row in plain.rows(document.values, MEASURES)}
        if plain.text(document.values, "osja.s2.indicators") == "yes" and INDICATORS not in measures:
            message = "Success is counted in arrests, seizures or convictions, and no measure changes that"
            yield Found(message, document.key, at("osja.s2.indicators"))


def _nobody_independent_looks(reading: Reading) -> Iterator[Found]:
    rules = load_rules()
    for document in reading.assessments:
        steps = plain.rows(document.values, "osja.s3.monitoring_steps")
        independent = any(plain.text_of(row.get("independent")) == "yes" for row in steps)
        if steps and not independent and rules.rank(document.risk.before) >= rules.rank(rules.serious):
            message = "A risk was serious before measures, and nobody independent looks at what follows"
            yield Found(message, document.key, at("osja.s3.monitoring_steps"))


CHECKS = (
    Check(
        "fall-does-not-count",
        Severity.STOPS_SIGNING,
        "A level after measures that is lower without a measure that counts",
        "Add a measure with owner and start date, or enter the level that is left without it.",
        "local",
        _fall_does_not_count,
    ),
    Check(
        "risk-without-measure",
        Severity.WARNING,
        "A risk above low without a measure or a stated reason",
        "Add a measure, or say in stage 3 why there is none.",
        "OSJA guidance, stage 3; linking is local",
        _risk_without_measure,
    ),
    Check(
        "measure-without-owner",
        Severity.STOPS_SIGNING,
        "A measure that nobody owns",
        "Name the person who sees to it.",
        "local",
        _measure_without_owner,
    ),
    Check(
        "measure-without-start",
        Severity.STOPS_SIGNING,
        "A measure without a start date",
        "Enter the date from which it works.",
        "local",
        _measure_without_start,
    ),
    Check(
        "risk-rises",
        Severity.WARNING,
        "A level after measures above the level before",
        "Correct one of the two, or explain it in the reason.",
        "local",
        _risk_rises,
    ),
    Check(
        "press-lines-for-rights",
        Severity.WARNING,
        "Press or Parliament lines counted on for a right",
        "Set them against reputational risk only.",
        "local",
        _press_lines_for_rights,
    ),
    Check(
        "assurance-not-recorded",
        Severity.WARNING,
        "Written assurances as a measure, with none in the list of assurances",
        "Record the assurance, who gave it and when.",
        "ministerial answer HL9827 (2018)",
        _assurance_not_recorded,
    ),
    Check(
        "assurance-not-written",
        Severity.STOPS_SIGNING,
        "A death-penalty gate passed by assurances of which no written one is recorded",
        "Record the written assurance in stage 3, or change the answer.",
        "ministerial answers HL9827, HL9860 (2018)",
        _assurance_broken,
    ),
    Check(
        "assurance-unmonitored",
        Severity.ADVICE,
        "Assurances without monitoring",
        "Add monitoring, or say how you will know that they are kept.",
        "criticism of assurances; judgement local",
        _assurance_unmonitored,
    ),
    Check(
        "indicators-reward-arrests",
        Severity.WARNING,
        "Indicators that reward arrests, without a measure that changes them",
        "Add indicators of rights and quality.",
        "lesson of a programme counted by arrests where capital charges follow",
        _indicators_reward_arrests,
    ),
    Check(
        "nobody-independent-looks",
        Severity.ADVICE,
        "A serious risk whose follow-up nobody independent sees",
        "Let somebody outside the programme look, and record when.",
        "College procedure as reported in 2016: in-depth evaluation",
        _nobody_independent_looks,
    ),
)
