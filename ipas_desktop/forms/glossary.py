"""Words that the forms use, with what they mean: an aid beside the questions and at the end of a report.

Holds reading of the list and finding its words in a text. The words are data in ``resources/help/glossary.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ipas_desktop import paths
from ipas_desktop.errors import FormDefinitionError

_KEYS = {"term": str, "also": list, "definition": str, "source": str, "verified": bool}
_NEEDED = ("term", "definition", "source")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase, other spellings of it, and what it means in our own words."""

    term: str
    definition: str
    source: str
    verified: bool  # read in the source named
    also: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """The term and its other spellings."""
        return (self.term, *self.also)


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """Return all terms in the order of the alphabet. Raises FormDefinitionError when the file is malformed."""
    return read_terms(paths.resources() / "help" / "glossary.toml")


def read_terms(path: Path) -> tuple[Term, ...]:
    """Read the terms of a TOML file, in the order of the alphabet.

    Raises FormDefinitionError when it cannot be read, a key is unknown or missing, or a spelling is there twice.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormDefinitionError(f"{path.name}: cannot be read: {error}.") from error
    found = tuple(_term(path, item) for item in data.get("term", []))
    spellings = [spelling for term in found for spelling in term.spellings]
    doubled = sorted({spelling for spelling in spellings if spellings.count(spelling) > 1})
    if doubled:
        raise FormDefinitionError(f"{path.name}: {', '.join(doubled)} is there twice.")
    return tuple(sorted(found, key=lambda term: term.term.casefold()))


def terms_in(text: str) -> tuple[Term, ...]:
    """Return the terms a text uses, each once, in the order of their first use.

    Only whole words count, and of spellings that overlap the longest: "Section 26" is not also "Section 2". A spelling
    in small letters is found however the text writes it; one with a capital letter only as it is spelt.
    """
    pattern, by_spelling = _pattern()
    found = (by_spelling.get(match[0]) or by_spelling[match[0].casefold()] for match in pattern.finditer(text))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, Term]]:
    by_spelling = {spelling: term for term in terms() for spelling in term.spellings}
    longest_first = sorted(by_spelling, key=len, reverse=True)
    words = "|".join(_words(spelling) for spelling in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), by_spelling


def _words(spelling: str) -> str:
    words = re.escape(spelling)
    return f"(?i:{words})" if spelling == spelling.lower() else words


def _term(path: Path, item: dict[str, Any]) -> Term:
    where = str(item.get("term") or "a term")
    for key, value in item.items():
        if key not in _KEYS:
            raise FormDefinitionError(f"{path.name}: {where}: unknown key “{key}”.")
        if not isinstance(value, _KEYS[key]):
            raise FormDefinitionError(f"{path.name}: {where}: “{key}” must be a {_KEYS[key].__name__}.")
    for key in _NEEDED:
        if not item.get(key):
            raise FormDefinitionError(f"{path.name}: {where}: it has no {key}.")
    return Term(
        term=item["term"],
        definition=item["definition"],
        source=item["source"],
        verified=item.get("verified") is True,
        also=tuple(item.get("also", ())),
    )
