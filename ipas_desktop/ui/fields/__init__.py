"""One field widget for each answer type, behind one contract: see ``base``. ``make`` picks the field of a question."""

from ipas_desktop.ui.fields.base import Field
from ipas_desktop.ui.fields.making import make

__all__ = ["Field", "make"]
