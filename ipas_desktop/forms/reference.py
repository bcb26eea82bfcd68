"""Reference lists: what may be chosen, with the edition and source of each list, and search in them.

Holds reading and search. Lists are data in ``resources/reference``; the forms of a form pack read the pack's own lists
first, and no other form does, so that a pack never changes what an older form offers.
Countries are a CSV beside their own metadata, because it must stay replaceable by the list the FCDO publishes.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ipas_desktop import paths
from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms.definition import Choice

COUNTRIES = "countries"

_LIST_NAME = re.compile(r"[a-z0-9_]+")
_LIST_KEYS = {"id": str, "edition": str, "source": str, "verified": bool, "attribution": str, "item": list}
_ITEM_KEYS = {"id": str, "label": str, "hint": str, "aliases": list}
_COUNTRY_COLUMNS = ["code", "code3", "name", "official_name", "kind", "aliases"]
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """A list of choices, when it was made and from what. ``edition`` is printed wherever the list was used."""

    id: str
    edition: str
    source: str
    verified: bool
    items: tuple[Choice, ...]
    attribution: str = ""  # words a licence asks to be shown

    def __hash__(self) -> int:
        """Hash by name and edition: lists are cache keys, and hashing all items each time is slow."""
        return hash((self.id, self.edition))

    def label(self, item_id: str) -> str:
        """Return the label of an item. Raises KeyError when the list has no such item."""
        return _labels(self)[item_id]


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory as the FCDO names it. ``kind`` is a key of ``kinds`` in ``countries.toml``."""

    code: str  # ISO 3166-1 alpha-2
    code3: str
    name: str
    official_name: str
    kind: str
    aliases: tuple[str, ...]


_own_lists: ContextVar[Path | None] = ContextVar("own_lists", default=None)


@contextmanager
def reading_first(folder: Path | None) -> Iterator[None]:
    """Read lists from ``folder`` before the program's own while a form of a pack is being loaded."""
    token = _own_lists.set(folder)
    try:
        yield
    finally:
        _own_lists.reset(token)


def load_list(list_id: str) -> ReferenceList:
    """Return the reference list of that id.

    Raises FormDefinitionError when there is none or its file is malformed.
    """
    return _load_list(list_id, _own_lists.get())


@lru_cache(maxsize=256)
def _load_list(list_id: str, own: Path | None) -> ReferenceList:
    folder = paths.resources() / "reference"
    if own is not None and _LIST_NAME.fullmatch(list_id) and (own / f"{list_id}.toml").is_file():
        folder = own
    if not _LIST_NAME.fullmatch(list_id) or not (folder / f"{list_id}.toml").is_file():
        raise FormDefinitionError(f"There is no reference list “{list_id}” in {folder}.")
    return read_countries(folder) if list_id == COUNTRIES else read_list(folder / f"{list_id}.toml")


def list_ids() -> tuple[str, ...]:
    """Return the ids of all reference lists, sorted."""
    return tuple(sorted(path.stem for path in (paths.resources() / "reference").glob("*.toml")))


def read_list(path: Path) -> ReferenceList:
    """Read one list from a TOML file. Raises FormDefinitionError."""
    data = _read_toml(path)
    _check_keys(path, path.stem, data, _LIST_KEYS)
    items = []
    for item in data.get("item", []):
        if not isinstance(item, dict):
            raise FormDefinitionError(f"{path.name}: each item must be a table.")
        _check_keys(path, str(item.get("id", "item")), item, _ITEM_KEYS)
        if not item.get("id") or not item.get("label"):
            raise FormDefinitionError(f"{path.name}: an item has no id or no label.")
        items.append(Choice(item["id"], item["label"], item.get("hint", ""), tuple(item.get("aliases", ()))))
    return _make_list(path, data, tuple(items))


def read_countries(folder: Path) -> ReferenceList:
    """Read ``countries.csv`` with the metadata of ``countries.toml``; official names and codes become aliases."""
    path = folder / "countries.toml"
    items = tuple(
        Choice(
            country.code,
            country.name,
            country.official_name if country.official_name != country.name else "",
            tuple(dict.fromkeys((country.official_name, country.code3, *country.aliases))),
        )
        for country in read_country_rows(folder / "countries.csv")
    )
    return _make_list(path, _read_toml(path), items)


def read_country_rows(path: Path) -> tuple[Country, ...]:
    """Read the countries of a CSV file in UTF-8 or, as the FCDO has published it too, Latin-1."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    reader = csv.DictReader(text.splitlines(), strict=True)
    if reader.fieldnames != _COUNTRY_COLUMNS:
        raise FormDefinitionError(f"{path.name}: its columns must be {', '.join(_COUNTRY_COLUMNS)}.")
    rows = []
    for row in reader:
        if None in row or None in row.values() or not re.fullmatch("[A-Z]{2}", row["code"]) or not row["name"]:
            raise FormDefinitionError(f"{path.name}: line {reader.line_num} is not a country.")
        aliases = tuple(alias.strip() for alias in row.pop("aliases").split("|") if alias.strip())
        rows.append(Country(**row, aliases=aliases))
    return tuple(rows)


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """Return the countries and territories by code."""
    return {country.code: country for country in read_country_rows(paths.resources() / "reference/countries.csv")}


def search(reference_list: ReferenceList, text: str) -> tuple[Choice, ...]:
    """Return the items that fit what was typed, the best first; all items for no text.

    An item fits when each typed word begins a word of its id, label, official name or one alias. Case and accents do
    not matter. Labels that begin with the text and whole names come first, then other labels, then other aliases.
    """
    words = _words(text)
    if not words:
        return reference_list.items
    ranked = []
    for position, (item, names) in enumerate(_search_index(reference_list)):
        rank = _rank(words, names)
        if rank is not None:
            ranked.append((rank, position, item))
    return tuple(item for _, _, item in sorted(ranked, key=lambda entry: entry[:2]))


def _rank(typed: list[str], names: list[list[str]]) -> int | None:
    """Return how well an item fits, 0 the best; None when it does not. ``names`` are its label, id and aliases."""
    label = names[0]
    if typed in names or " ".join(label).startswith(" ".join(typed)):
        return 0
    if _fits(typed, label):
        return 1
    return 2 if any(_fits(typed, name) for name in names[1:]) else None


def fold(text: str) -> str:
    """Return text for comparison: without accents, case, apostrophes' shapes and doubled spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).casefold().split())


def _fits(typed: list[str], name: list[str]) -> bool:
    return all(any(word.startswith(start) for word in name) for start in typed)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text).replace("'", ""))


@lru_cache(maxsize=64)
def _search_index(reference_list: ReferenceList) -> tuple[tuple[Choice, list[list[str]]], ...]:
    return tuple(
        (item, [_words(name) for name in (item.label, item.id, *item.aliases)]) for item in reference_list.items
    )


@lru_cache(maxsize=64)
def _labels(reference_list: ReferenceList) -> dict[str, str]:
    return {item.id: item.label for item in reference_list.items}


def _make_list(path: Path, data: dict[str, Any], items: tuple[Choice, ...]) -> ReferenceList:
    if data.get("id") != path.stem:
        raise FormDefinitionError(f"{path.name}: its id must be “{path.stem}”.")
    if not data.get("edition") or not data.get("source"):
        raise FormDefinitionError(f"{path.name}: it must name its edition and its source.")
    ids = [item.id for item in items]
    doubled = sorted({item for item in ids if ids.count(item) > 1})
    if doubled:
        raise FormDefinitionError(f"{path.name}: {', '.join(doubled)} is there twice.")
    return ReferenceList(
        id=path.stem,
        edition=str(data["edition"]),
        source=str(data["source"]),
        verified=data.get("verified") is True,
        items=items,
        attribution=str(data.get("attribution", "")),
    )


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormDefinitionError(f"{path.name}: cannot be read: {error}.") from error


def _check_keys(path: Path, where: str, data: dict[str, Any], known: Mapping[str, type]) -> None:
    for key, found in data.items():
        if key not in known:
            raise FormDefinitionError(f"{path.name}: {where}: unknown key “{key}”.")
        if not isinstance(found, known[key]):
            raise FormDefinitionError(f"{path.name}: {where}: “{key}” must be a {known[key].__name__}.")
