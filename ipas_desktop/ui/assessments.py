"""What the overview does with OSJA assessments: one more of them, and stage 1 as a file. Holds no widgets."""

from __future__ import annotations

from pathlib import Path

from ipas_desktop.cases import adding, country_assessment, exchange
from ipas_desktop.cases.case import Case, CaseId, DocumentKey
from ipas_desktop.cases.country_assessment import CountryAssessment
from ipas_desktop.cases.labels import count_of
from ipas_desktop.errors import InputError, WriteError
from ipas_desktop.forms import loader
from ipas_desktop.ui.new_engagement import OSJA_FORM
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import country_assessments, durable, engagements


def add_assessment(session: Session, case: Case) -> tuple[DocumentKey, str]:
    """Add an empty OSJA assessment; return its key and first page. Raises CaseNotFound, DiskFull, VaultUnwritable."""
    form = loader.load_form(OSJA_FORM)
    key = adding.free_key(case, OSJA_FORM)
    engagements.add_document(session.vault, case.id, key, form)
    return key, next(iter(form.pages())).id


def save_stage_1(session: Session, case: Case, key: DocumentKey, target: Path) -> None:
    """Write stage 1 as a country assessment of today. Raises InputError when it has no answers yet, WriteError."""
    try:
        assessment = country_assessment.from_document(case.document(key), session.today(), session.vault.name)
    except ValueError as error:
        raise InputError("Stage 1 of this assessment has no answers yet. Nothing was saved.") from error
    try:
        durable.write_durably(target, country_assessment.to_json(assessment))
    except OSError as error:
        raise WriteError(f"{target.name} could not be saved: {error.strerror}. Choose another place.") from error


def read_file(file: Path) -> CountryAssessment:
    """Return the country assessment in a file. Raises InputError."""
    try:
        with file.open("rb") as source:
            data = source.read(exchange.LARGEST_IMPORT + 1)
    except OSError as error:
        raise InputError(f"The file {file.name} could not be read: {error.strerror}. Nothing was changed.") from error
    if len(data) > exchange.LARGEST_IMPORT:
        raise InputError(f"The file {file.name} is too large to be a country assessment. Nothing was changed.")
    return country_assessment.from_json(data)


def offer(session: Session, case: Case, key: DocumentKey, assessment: CountryAssessment) -> tuple[str, str]:
    """Return what an assessment is, and what taking it over would change. Raises InputError when it does not fit."""
    document, today = case.document(key), session.today()
    country_assessment.taken_over(assessment, document)  # says no now rather than after the user has said yes
    changed = country_assessment.changed_since(assessment, document, today)
    counted = count_of(len(changed), "answer of stage 1 differs", "answers of stage 1 differ")
    kept = "What stands in stage 1 now is replaced and stays in the history."
    return country_assessment.origin(assessment, today), f"{counted} from it. {kept}"


def take_over(session: Session, case_id: CaseId, key: DocumentKey, assessment: CountryAssessment) -> str:
    """Make stage 1 what the assessment says; return the page where stage 1 begins. Raises the vault's errors."""
    case = country_assessments.take_over(session.vault, case_id, key, assessment, session.today())
    document = case.document(key)
    pages = loader.load_form(document.form_id, document.form_version).pages()
    return next(
        page.id
        for page in pages
        if any(question.id.startswith(country_assessment.STAGE_1) for question in page.questions)
    )
