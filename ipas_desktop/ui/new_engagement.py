"""Beginning an engagement, and later the report on it, in the newest form versions. Holds no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipas_desktop.ui.session import Session

OSJA_FORM = "osja-capacity"  # capacity building is what engagements are; the other kind is justice assistance

if TYPE_CHECKING:
    from ipas_desktop.cases.case import Case, CaseId, DocumentKey


def create_engagement(session: Session) -> Case:
    """Make an empty engagement with both documents. Raises DiskFull, VaultUnwritable."""
    from ipas_desktop.cases.case import NOTIFICATION, OSJA
    from ipas_desktop.forms import loader
    from ipas_desktop.vault import engagements

    documents = ((NOTIFICATION, loader.load_form("notification")), (OSJA, loader.load_form(OSJA_FORM)))
    return engagements.create_case(session.vault, documents)


def begin_report(session: Session, case_id: CaseId) -> tuple[DocumentKey, str]:
    """Add the empty report after the engagement; return its key and first page.

    Raises CaseNotFound, DiskFull, VaultUnwritable; ValueError when there is a report already.
    """
    from ipas_desktop.cases.after import REPORT
    from ipas_desktop.cases.reading import REPORT_AFTER
    from ipas_desktop.forms import loader
    from ipas_desktop.vault import engagements

    form = loader.load_form(REPORT_AFTER)
    engagements.add_document(session.vault, case_id, REPORT, form)
    return REPORT, next(iter(form.pages())).id
