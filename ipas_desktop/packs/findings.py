"""One reason to refuse a form pack, with the file and the line it is in. Holds no judgement."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ipas_desktop.errors import FormPackRefused


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and where: a file of the pack ("" for the pack as a whole), an id in it, a line from 1."""

    file: str
    at: str
    message: str
    line: int | None = None

    def words(self) -> str:
        """Return "forms/notification/2/a-about.toml, line 12: en.a.title: it was a date, and is a text now"."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.at, self.message) if part)


def refused(file: str, message: str, at: str = "") -> FormPackRefused:
    """Return the error for a pack that cannot be read any further, with its one finding."""
    finding = Finding(file, at, message)
    return FormPackRefused(f"The form pack cannot be used: {finding.words()}. Nothing was installed.", (finding,))


def line_of(text: str, item: str) -> int | None:
    """Return the line of a TOML text that gives something its id, None if none does.

    A column, ``en.h.team.name``, is the first ``id = "name"`` after its table's.
    """
    lines = text.splitlines()
    found = _first_line(lines, item, after=0)
    if found is None:
        table, _, column = item.rpartition(".")
        start = _first_line(lines, table, after=0) if table else None
        found = _first_line(lines, column, after=start) if start else None
    return found


def _first_line(lines: list[str], name: str, *, after: int) -> int | None:
    pattern = re.compile(rf"\s*id\s*=\s*[\"']{re.escape(name)}[\"']")
    return next((number for number, line in enumerate(lines[after:], start=after + 1) if pattern.match(line)), None)
