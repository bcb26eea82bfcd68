"""Which documents may be added to a case, and under which key. Holds no storing."""

from __future__ import annotations

from itertools import count

from ipas_desktop.cases.case import NOTIFICATION, OSJA, Case, DocumentKey
from ipas_desktop.cases.exchange import DOCUMENT_KEY
from ipas_desktop.cases.reading import REPORT_AFTER
from ipas_desktop.errors import InputError


def free_key(case: Case, form_id: str, wanted: str | None = None) -> DocumentKey:
    """Return the key for one more document of that form: the one wanted, or the next such as ``osja-2``.

    Raises InputError when the wanted key is taken or malformed, or when there may be no second such document.
    """
    if form_id in (NOTIFICATION, REPORT_AFTER) and any(document.form_id == form_id for document in case.documents):
        raise InputError(f"{case.reference} has this document already, and there is only one. Nothing was changed.")
    taken = {document.key for document in case.documents}
    if wanted is None:
        stem = form_id if form_id in (NOTIFICATION, REPORT_AFTER) else OSJA
        numbered = (DocumentKey(stem if number == 1 else f"{stem}-{number}") for number in count(1))
        return next(key for key in numbered if key not in taken)
    if not DOCUMENT_KEY.fullmatch(wanted):
        raise InputError("The key must be small letters, digits and hyphens, such as “osja-2”. Nothing was changed.")
    if wanted in taken:
        raise InputError(f"{case.reference} has a document “{wanted}” already. Choose another key.")
    return DocumentKey(wanted)
