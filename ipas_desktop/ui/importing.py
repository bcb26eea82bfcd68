"""Taking in an engagement from a file. Holds no widgets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ipas_desktop.errors import InputError
from ipas_desktop.ui.session import Session

if TYPE_CHECKING:
    from ipas_desktop.cases.case import Case


def import_file(session: Session, file: Path) -> Case:
    """Store the engagement in a file as a new draft. Raises InputError, DiskFull, VaultUnwritable."""
    from ipas_desktop.cases import exchange
    from ipas_desktop.vault import engagements

    try:
        with file.open("rb") as source:
            data = source.read(exchange.LARGEST_IMPORT + 1)
    except OSError as error:
        raise InputError(f"The file {file.name} could not be read: {error.strerror}. Nothing was imported.") from error
    if len(data) > exchange.LARGEST_IMPORT:
        limit = exchange.LARGEST_IMPORT // 1_000_000
        raise InputError(
            f"The file {file.name} is larger than {limit} MB, the most a case can be. Nothing was imported."
        )
    return engagements.store_imported(session.vault, exchange.import_case(data))
