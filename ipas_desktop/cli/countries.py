"""``country export | import | compare``: stage 1 of an OSJA as a dated country assessment of its own."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from ipas_desktop.cases import country_assessment, plain
from ipas_desktop.cases.case import Case, Document
from ipas_desktop.cases.country_assessment import CountryAssessment
from ipas_desktop.cases.labels import count_of
from ipas_desktop.cases.reading import is_osja
from ipas_desktop.cli import output, vaults
from ipas_desktop.cli.cases import context, read_import
from ipas_desktop.cli.command_line import DONE
from ipas_desktop.errors import InputError
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import QuestionId
from ipas_desktop.vault import country_assessments, engagements


def export(namespace: Namespace) -> int:
    """Write stage 1 of an OSJA as a country assessment of today, or of the day it was written."""
    with vaults.opened(namespace) as vault:
        case, author = engagements.load_case(vault, namespace.id), vault.name
    document, written = _chosen(case, namespace.document), namespace.day or context().today
    if written > context().today:
        raise InputError(f"The day {written.isoformat()} must be today or earlier. Nothing was written.")
    try:
        assessment = country_assessment.from_document(document, written, author)
    except ValueError as error:
        raise InputError(
            f"Stage 1 of the document “{document.key}” has no answers yet. Nothing was written."
        ) from error
    output.write_file(namespace.out, country_assessment.to_json(assessment))
    output.emit(
        namespace.json,
        _told(case, document, assessment) | {"file": str(namespace.out)},
        (f"Written: {namespace.out}", _origin(assessment)),
    )
    return DONE


def import_(namespace: Namespace) -> int:
    """Make stage 1 of an OSJA what a country assessment says; what it replaces stays in the history."""
    assessment = country_assessment.from_json(read_import(namespace.file))
    today = context().today
    with vaults.opened(namespace) as vault:
        case = engagements.load_case(vault, namespace.id)
        document = _chosen(case, namespace.document, assessment)
        changed = country_assessment.changed_since(assessment, document, today)
        country_assessments.take_over(vault, case.id, document.key, assessment, today)
    counted = count_of(len(changed), "answer of stage 1 was", "answers of stage 1 were")
    output.emit(
        namespace.json,
        _told(case, document, assessment) | {"changed": list(changed)},
        (
            _origin(assessment),
            f"{case.reference}, {document.key}: {counted} replaced; what stood there is in the history.",
            *_named(document, changed),
            "Read stage 1 again and change what is different now.",
        ),
    )
    return DONE


def compare(namespace: Namespace) -> int:
    """Say how old a country assessment is and which answers of stage 1 differ from it now; changes nothing."""
    assessment = country_assessment.from_json(read_import(namespace.file))
    with vaults.opened(namespace) as vault:
        case = engagements.load_case(vault, namespace.id)
    document = _chosen(case, namespace.document, assessment)
    changed = country_assessment.changed_since(assessment, document, context().today)
    said = f"{count_of(len(changed), 'answer of stage 1 differs', 'answers of stage 1 differ')} from it now."
    output.emit(
        namespace.json,
        _told(case, document, assessment) | {"changed": list(changed)},
        (_origin(assessment), said, *_named(document, changed)),
    )
    return DONE


def _chosen(case: Case, key: str | None, assessment: CountryAssessment | None = None) -> Document:
    """Return the OSJA document that was named; else the only one, or the only one of the assessment's countries."""
    found = [d for d in case.documents if is_osja(loader.load_form(d.form_id, d.form_version))]
    if key is not None:
        found = [document for document in found if document.key == key]
    elif len(found) > 1 and assessment is not None:
        covered = set(assessment.countries)
        found = [document for document in found if covered & set(plain.items(document.answers, "osja.m.countries"))]
    if len(found) == 1:
        return found[0]
    if key is not None:
        raise InputError(f"{case.reference} has no OSJA assessment “{output.one_line(key[:60])}”. Nothing was changed.")
    raise InputError(f"It is not clear which OSJA assessment of {case.reference} is meant. Name it with --document.")


def _origin(assessment: CountryAssessment) -> str:
    return output.one_line(country_assessment.origin(assessment, context().today))


def _named(document: Document, questions: tuple[QuestionId, ...]) -> list[str]:
    asked = {each.id: each for each in loader.load_form(document.form_id, document.form_version).questions()}
    return [f"  {output.one_line(asked[name].short_label or asked[name].label)} [{name}]" for name in questions]


def _told(case: Case, document: Document, assessment: CountryAssessment) -> dict[str, Any]:
    return {
        "id": case.id,
        "reference": case.reference,
        "document": document.key,
        "countries": list(assessment.countries),
        "day": assessment.day.isoformat(),
        "author": assessment.author,
        "age_in_months": country_assessment.age_in_months(assessment, context().today),
    }
