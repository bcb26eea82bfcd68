from __future__ import annotations

from datetime import date

from ipas_desktop.cases import checks, samples
from ipas_desktop.cases.case import NOTIFICATION, Case
from ipas_desktop.cases.exchange import ImportedCase
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Context
from ipas_desktop.vault import comparing, engagements
from ipas_desktop.vault.opening import OpenVault

TODAY = date(2026, 11, 23)


def sample(vault: OpenVault) -> Case:
    return engagements.store_imported(vault, samples.load_sample("sio-programme", TODAY))


def found_by_comparing(vault: OpenVault, case: Case) -> set[str]:
    forms = {document.key: loader.load_form(document.form_id, document.form_version) for document in case.documents}
    findings = checks.run(case, forms, Context(TODAY), comparing.others(vault, case.id))
    return {finding.id for finding in findings} & {"text-copied", "unit-elsewhere"}


def test_only_engagement_of_a_vault_has_nothing_to_be_compared_with(vault: OpenVault) -> None:
    case = sample(vault)

    assert comparing.others(vault, case.id) == ()
    assert found_by_comparing(vault, case) == set()


def test_copied_text_and_a_known_unit_are_found_in_a_second_engagement(vault: OpenVault) -> None:
    first, second = sample(vault), sample(vault)

    (other,) = comparing.others(vault, second.id)

    assert (other.id, other.reference) == (first.id, first.reference)
    assert found_by_comparing(vault, second) == {"text-copied", "unit-elsewhere"}


def test_answers_that_are_not_compared_stay_where_they_are(vault: OpenVault) -> None:
    first, second = sample(vault), sample(vault)

    (other,) = comparing.others(vault, second.id)

    here = first.document(NOTIFICATION).answers
    there = other.document(NOTIFICATION).answers
    assert set(there) <= {"en.k.hr_summary", "en.k.hr_monitor", "en.e.hr_content", "en.c.beneficiaries"}
    assert there == {question: here[question] for question in there}


def test_engagement_without_such_answers_is_left_out(vault: OpenVault) -> None:
    case = sample(vault)
    engagements.store_imported(vault, ImportedCase("", (), (), {}))

    assert comparing.others(vault, case.id) == ()
