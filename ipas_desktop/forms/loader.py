"""Form definitions from ``resources/forms`` and installed form packs: strict, and cached for the life of the program.

Holds the reading of a form's folder: ``form.toml``, sections and pages. Questions are read in ``question_loader``;
what only shows when the whole form is there is checked in ``loader_checks``. A fault raises FormDefinitionError with
file, id and reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ipas_desktop import paths
from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms import conditions, loader_checks, question_loader, reference
from ipas_desktop.forms.definition import Condition, Form, Page, Section
from ipas_desktop.forms.question_loader import Place

_FORM_KEYS = {
    "id": str,
    "version": int,
    "title": str,
    "short_title": str,
    "edition": str,
    "about": str,
    "sections": list,
    "conditions": dict,
}
_SECTION_KEYS = {"id": str, "letter": str, "title": str, "intro": str, "show_when": object, "page": list}
_PAGE_KEYS = {"id": str, "title": str, "intro": str, "show_when": object, "question": list}
_FORM_ID = re.compile(r"[a-z][a-z0-9_-]*")
_EDITION = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class FormName:
    """A form that the program has."""

    id: str
    version: int
    title: str


@lru_cache(maxsize=64)
def load_form(form_id: str, version: int | None = None) -> Form:
    """Return a form; its newest version when none is named.

    Raises FormDefinitionError when there is no such form or its files are malformed.
    """
    versions = _versions(form_id)
    if not versions:
        raise FormDefinitionError(f"There is no form “{form_id}”. There are: {', '.join(_form_ids())}.")
    if version is None:
        return load_form(form_id, versions[-1])
    if version not in versions:
        known = ", ".join(map(str, versions))
        raise FormDefinitionError(f"There is no version {version} of the form “{form_id}”. There are: {known}.")
    folder = _folder(form_id, version)
    pack = folder.parents[2]
    return load_folder(folder, None if pack == paths.resources() else pack / "reference")


def available_forms() -> tuple[FormName, ...]:
    """Return every version of every form, sorted by id and version."""
    names = []
    for form_id in _form_ids():
        for version in _versions(form_id):
            data = _read_toml(_folder(form_id, version) / "form.toml")
            names.append(FormName(form_id, version, str(data.get("title", form_id))))
    return tuple(names)


def load_folder(folder: Path, lists: Path | None = None) -> Form:
    """Read the form in a folder ``<form>/<version>``; reference lists from ``lists`` before the program's own.

    Raises FormDefinitionError for anything that is not exactly as ``docs/form-format.md`` says.
    """
    with reference.reading_first(lists):
        return _read_form(folder)


def _read_form(folder: Path) -> Form:
    path = folder / "form.toml"
    data = _read_toml(path)
    place = Place(path.name, str(data.get("id", "")))
    question_loader.check_keys(place, data, _FORM_KEYS, needed=_FORM_KEYS.keys() - {"conditions"})
    if (data["id"], str(data["version"])) != (folder.parent.name, folder.name):
        raise place.fault(f"the folder must be {data['id']}/{data['version']}")
    if not _FORM_ID.fullmatch(data["id"]) or not _EDITION.fullmatch(data["edition"]):
        raise place.fault("id must be lower case and edition an ISO date")
    try:
        named = conditions.read_named_conditions(data.get("conditions", {}))
    except ValueError as error:
        raise place.fault(str(error)) from error
    form = Form(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        short_title=data["short_title"],
        edition=data["edition"],
        about=data["about"],
        sections=tuple(_read_section(folder, str(name), named) for name in data["sections"]),
    )
    loader_checks.check_form(form)
    return _with_references(form)


def _read_section(folder: Path, name: str, named: Mapping[str, Condition]) -> Section:
    if Path(name).name != name:
        raise Place("form.toml", name).fault("a section file must lie beside form.toml")
    data = _read_toml(folder / name)
    place = Place(name, str(data.get("id", "")))
    question_loader.check_keys(place, data, _SECTION_KEYS, needed={"id", "letter", "title", "page"})
    return Section(
        id=data["id"],
        letter=data["letter"],
        title=data["title"],
        pages=tuple(_read_page(place, page, named) for page in question_loader.tables(place, "page", data["page"])),
        intro=data.get("intro", ""),
        show_when=question_loader.read_show_when(place, data, named),
        file=name,
    )


def _read_page(place: Place, data: Mapping[str, Any], named: Mapping[str, Condition]) -> Page:
    place = Place(place.file, str(data.get("id", "a page without id")))
    question_loader.check_keys(place, data, _PAGE_KEYS, needed={"id", "title", "question"})
    questions = question_loader.tables(place, "question", data["question"])
    return Page(
        id=str(data["id"]),
        title=str(data["title"]),
        questions=tuple(question_loader.read_question(place.file, question, named) for question in questions),
        intro=str(data.get("intro", "")),
        show_when=question_loader.read_show_when(place, data, named),
    )


def _with_references(form: Form) -> Form:
    """Note the edition of each reference list the form uses."""
    used: set[str] = set()
    for question in loader_checks.with_columns(form.questions()):
        used |= {name for name in (question.choices_from, question.rows_from) if name}
        if "country" in question.parts:
            used.add(reference.COUNTRIES)
    editions = {name: reference.load_list(name).edition for name in sorted(used)}
    return replace(form, references=MappingProxyType(editions))


def _forms_folders() -> list[Path]:
    """Return where forms lie: the program's own first, so that no pack can replace a version that comes with it."""
    packs = (pack / "forms" for pack in paths.installed_packs())
    return [paths.resources() / "forms", *(folder for folder in packs if folder.is_dir())]


def _form_ids() -> list[str]:
    names = {path.name for folder in _forms_folders() for path in folder.iterdir()}
    return sorted(name for name in names if _versions(name))


def _versions(form_id: str) -> list[int]:
    if not _FORM_ID.fullmatch(form_id):
        return []
    files = (path for folder in _forms_folders() for path in (folder / form_id).glob("*/form.toml"))
    return sorted({int(path.parent.name) for path in files if path.parent.name.isdecimal()})


def _folder(form_id: str, version: int) -> Path:
    """Return the folder of a version that is there; the first that holds it."""
    folders = (folder / form_id / str(version) for folder in _forms_folders())
    return next(folder for folder in folders if (folder / "form.toml").is_file())


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormDefinitionError(f"{path.name}: cannot be read: {error}.") from error
