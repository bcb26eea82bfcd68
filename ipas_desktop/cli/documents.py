"""``case document add``: one more document in a case, such as the OSJA of a second country."""

from __future__ import annotations

from argparse import Namespace

from ipas_desktop.cases import adding, after, reading
from ipas_desktop.cases.case import Case
from ipas_desktop.cases.reading import REPORT_AFTER
from ipas_desktop.cli import output, vaults
from ipas_desktop.cli.cases import context, forms_of
from ipas_desktop.cli.command_line import DONE
from ipas_desktop.errors import InputError
from ipas_desktop.forms import loader
from ipas_desktop.vault import engagements


def add(namespace: Namespace) -> int:
    """Add an empty document in the newest version of its form."""
    form = loader.load_form(namespace.form)
    with vaults.opened(namespace) as vault:
        case = engagements.load_case(vault, namespace.id)
        _require_open(case, form.id)
        key = adding.free_key(case, namespace.form, namespace.key)
        case = engagements.add_document(vault, case.id, key, form)
    output.emit(
        namespace.json,
        {
            "id": case.id,
            "reference": case.reference,
            "document": key,
            "form": form.id,
            "form_version": form.version,
            "documents": [document.key for document in case.documents],
        },
        (f"{case.reference}: added {form.title} as “{key}”.",),
    )
    return DONE


def _require_open(case: Case, form_id: str) -> None:
    """Raise InputError while the report after the engagement may not be begun."""
    if form_id == REPORT_AFTER and all(document.form_id != REPORT_AFTER for document in case.documents):
        opening = after.opening(reading.read(case, forms_of(case), context()))
        if not opening.is_open:
            raise InputError(f"The report cannot be begun yet. {opening.reason}. Nothing was changed.")
