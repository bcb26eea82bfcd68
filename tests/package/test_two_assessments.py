"""A case with one OSJA assessment for each of two countries: checked, gated, frozen, shown and read back as two."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pytest

from ipas_desktop.cases import checks, exchange, gate, lifecycle, samples, summary
from ipas_desktop.cases.case import OSJA, Case, CaseId, CaseState, Document, DocumentKey, Revision
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Context, Form, Json, QuestionId
from ipas_desktop.package import report
from ipas_desktop.package.content import PackageContent

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 14, 3, tzinfo=UTC)
SAMPLE = samples.load_sample("virtual-two-countries", TODAY)
SECOND = DocumentKey("osja-2")


def with_answers(document: Document, **changed: Json) -> Document:
    new = {QuestionId(name.replace("__", ".")): raw for name, raw in changed.items()}
    return replace(document, answers={**document.answers, **new})


def case_of(*assessments: Document) -> Case:
    notification = with_answers(SAMPLE.documents[0], en__c__multi_mode="separate")
    documents = (notification, *assessments)
    return Case(CaseId("0" * 32), "EN-2026-0001-K7", CaseState.DRAFT, NOW, NOW, 0, documents, SAMPLE.attachments)


@pytest.fixture
def fiji() -> Document:
    return with_answers(SAMPLE.documents[1], osja__m__countries=["FJ"])


@pytest.fixture
def papua() -> Document:
    return replace(with_answers(SAMPLE.documents[1], osja__m__countries=["PG"]), key=SECOND)


def forms_of(case: Case) -> dict[DocumentKey, Form]:
    return {document.key: loader.load_form(document.form_id, document.form_version) for document in case.documents}


def frozen(case: Case) -> Revision:
    facts = {"number": 1, "finalised_at": NOW, "author": "Asha Example", "chain_head": "ab" * 32}
    return lifecycle.freeze(case, forms_of(case), Context(TODAY), **facts)


def test_nothing_is_found_when_each_country_has_its_assessment(fiji: Document, papua: Document) -> None:
    case = case_of(fiji, papua)

    assert checks.run(case, forms_of(case), Context(TODAY)) == ()


def test_country_without_an_assessment_stops_signing(fiji: Document) -> None:
    case = case_of(fiji)
    found = {finding.id: finding for finding in checks.run(case, forms_of(case), Context(TODAY))}

    assert set(found) == {"country-not-assessed", "separate-or-combined"}
    assert "Papua New Guinea" in found["country-not-assessed"].message


def test_findings_of_the_second_assessment_name_it_and_hold_up_the_work(fiji: Document, papua: Document) -> None:
    open_one = with_answers(papua, osja__s4__torture="not_known")
    case = case_of(fiji, open_one)
    found = checks.run(case, forms_of(case), Context(TODAY))
    may_start = gate.may_start(case, forms_of(case), Context(TODAY))

    assert {finding.document for finding in found} == {SECOND}
    assert {reason.document for reason in may_start.reasons} == {SECOND}


def test_summary_tells_the_outcome_of_each_by_country(fiji: Document, papua: Document) -> None:
    case = case_of(fiji, papua)
    labels = [label for label, _ in summary.facts(summary.summarise(case, forms_of(case), Context(TODAY)))]

    assert [label for label in labels if label.startswith("OSJA")] == ["OSJA Fiji", "OSJA Papua New Guinea"]


def test_revision_freezes_both_and_comes_back_from_its_data(fiji: Document, papua: Document) -> None:
    revision = frozen(case_of(fiji, papua))
    countries = QuestionId("osja.m.countries")

    assert [document.key for document in revision.documents] == ["notification", "osja", "osja-2"]
    assert (revision.document(OSJA).values[countries], revision.document(SECOND).values[countries]) == (["FJ"], ["PG"])
    assert exchange.revision_from_json(exchange.revision_to_json(revision)) == revision


def test_report_has_parts_for_each_named_by_country(fiji: Document, papua: Document) -> None:
    case = case_of(fiji, papua)
    data = report.render(PackageContent(frozen(case), forms_of(case), SAMPLE.files, practice=True))

    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        titles = [str(item.title).split(" ", 1)[1] for item in outline.root]
    assert titles[2:-4] == [
        "Engagement notification",
        "OSJA assessment, capacity building, Fiji",
        "Risk to each right, Fiji",
        "OSJA assessment, capacity building, Papua New Guinea",
        "Risk to each right, Papua New Guinea",
    ]
