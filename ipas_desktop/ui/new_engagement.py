"""Beginning an engagement: a notification and an OSJA assessment, in the newest form versions. Holds no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipas_desktop.ui.session import Session

OSJA_FORM = "osja-capacity"  # capacity building is what engagements are; the other kind is justice assistance

if TYPE_CHECKING:
    from ipas_desktop.cases.case import Case


def create_engagement(session: Session) -> Case:
    """Make an empty engagement with both documents. Raises DiskFull, VaultUnwritable."""
    from ipas_desktop.cases.case import NOTIFICATION, OSJA
    from ipas_desktop.forms import loader
    from ipas_desktop.vault import engagements

    documents = ((NOTIFICATION, loader.load_form("notification")), (OSJA, loader.load_form(OSJA_FORM)))
    return engagements.create_case(session.vault, documents)
