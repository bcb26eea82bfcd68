"""Checks of an OSJA assessment for assistance in one case: personal data, children, and where people are held."""

from __future__ import annotations

from collections.abc import Iterator

from ipas_desktop.cases import plain
from ipas_desktop.cases.findings import Check, Found, Severity, at
from ipas_desktop.cases.reading import ReadAssessment, Reading

CHILD_RIGHTS, CUSTODY_RIGHTS = ("R10",), ("R2", "R4")


def _engaged(document: ReadAssessment, rights: tuple[str, ...]) -> bool:
    """Whether one of some rights is engaged, or may be."""
    return any(right.engaged != "no" for right in document.risk.rights if right.id in rights)


def _data_transfer_barred(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        proceeds = plain.text(document.values, "osja.s4.recommendation") in ("proceed", "proceed_conditions")
        if proceeds and plain.text(document.values, "osja.b.data") in ("no", "not_known"):
            message = "Personal data would be passed without a recorded condition of part 3 of the Data Protection Act"
            yield Found(message, document.key, at("osja.b.data"))


def _child_overlooked(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        for row in plain.rows(document.values, "osja.b.subjects"):
            if plain.text_of(row.get("age")) == "child" and not _engaged(document, CHILD_RIGHTS):
                message = "A person in the case is a child, but the rights of the child are not engaged"
                yield Found(message, document.key, at("osja.b.subjects", plain.row_id(row), "age"))


def _custody_overlooked(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        for row in plain.rows(document.values, "osja.b.places"):
            if plain.text_of(row.get("concern")) == "serious" and not _engaged(document, CUSTODY_RIGHTS):
                message = f"{plain.text_of(row.get('unit'))} is a serious concern, but neither R2 nor R4 is engaged"
                yield Found(message, document.key, at("osja.b.places", plain.row_id(row), "concern"))


CHECKS = (
    Check(
        "data-transfer-barred",
        Severity.STOPS_SIGNING,
        "A recommendation to pass personal data without the condition that allows it",
        "Record the condition and who decided, or do not pass the data.",
        "Data Protection Act 2018, part 3; Elgizouli [2020] UKSC 10",
        _data_transfer_barred,
    ),
    Check(
        "child-overlooked",
        Severity.WARNING,
        "A child in the case, with the rights of the child not engaged",
        "Mark R10 as engaged and rate it.",
        "local",
        _child_overlooked,
    ),
    Check(
        "custody-overlooked",
        Severity.WARNING,
        "A place of custody of serious concern, with neither torture nor detention engaged",
        "Mark R2 or R4 as engaged and rate it.",
        "local",
        _custody_overlooked,
    ),
)
