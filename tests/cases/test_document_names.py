"""What the documents of a case are called when several share a title."""

from __future__ import annotations

from ipas_desktop.cases.case import DocumentKey
from ipas_desktop.cases.document_names import told_apart
from ipas_desktop.forms.definition import Json, QuestionId

NOTIFICATION, ONE, TWO = map(DocumentKey, ("notification", "osja", "osja-2"))


def about(*codes: str) -> dict[QuestionId, Json]:
    return {QuestionId("osja.m.countries"): list(codes)}


def test_document_keeps_its_title_when_no_other_shares_it() -> None:
    titles = [(NOTIFICATION, "Notification"), (ONE, "OSJA")]

    assert told_apart(titles, {ONE: about("FJ")}) == {NOTIFICATION: "Notification", ONE: "OSJA"}


def test_assessments_are_told_apart_by_country_else_by_key() -> None:
    titles = [(NOTIFICATION, "Notification"), (ONE, "OSJA"), (TWO, "OSJA")]

    assert told_apart(titles, {ONE: about("FJ"), TWO: about("PG", "CY")}) == {
        NOTIFICATION: "Notification",
        ONE: "OSJA, Fiji",
        TWO: "OSJA, Papua New Guinea and Cyprus",
    }
    assert told_apart(titles, {ONE: about("FJ")})[TWO] == "OSJA, osja-2"


def test_assessments_of_one_country_are_told_apart_by_key() -> None:
    titles = [(ONE, "OSJA"), (TWO, "OSJA")]

    assert told_apart(titles, {ONE: about("FJ"), TWO: about("FJ")}) == {
        ONE: "OSJA, Fiji (osja)",
        TWO: "OSJA, Fiji (osja-2)",
    }
