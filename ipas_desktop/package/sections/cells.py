"""How an answer stands in a table: its words, or in grey why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ipas_desktop.package import look
from ipas_desktop.package.grid import Cell, cell

NOT_PROVIDED = "Not provided"
NOT_ASKED = "Not asked"


def answer(lines: Sequence[str], style: look.Style, blank: str = NOT_PROVIDED) -> Cell:
    """Return the cell of an answer; a blank one says so in grey."""
    if not lines:
        return cell(blank, replace(style, colour=look.GREY))
    return cell("\n".join(lines), style)
