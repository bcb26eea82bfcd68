"""Do the forms, lists and rules of a pack load, and is anything wrong with them?

Holds the judgement of a pack's files, each fault with its file and line. Must not hold keys, versions or installing.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from ipas_desktop import paths
from ipas_desktop.cases import decision
from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms import lint, loader, reference
from ipas_desktop.forms.definition import Form, Question
from ipas_desktop.forms.loader_checks import NOTIFICATION
from ipas_desktop.packs import meaning
from ipas_desktop.packs.findings import Finding, line_of
from ipas_desktop.packs.manifest import RESERVED_LISTS

_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Judged:
    """The forms of a pack that load, and everything that is wrong with it."""

    forms: tuple[Form, ...]
    findings: tuple[Finding, ...]


def judge(files: Mapping[str, bytes], name: str) -> Judged:
    """Load and lint the forms, lists and rules among a pack's files, with the pack's lists before the program's.

    ``name`` is the pack's, ``<pack>/<version>``: it is not compared with itself where it is installed already, which
    may be damaged. ``files`` are by name, all of them names that ``manifest`` allows.

    Raises OSError when they cannot be unpacked.
    """
    with tempfile.TemporaryDirectory(prefix="ipas-pack-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch).resolve()
        unpack({name: data for name, data in files.items() if not _is_reserved(name)}, folder)
        return _Trial(folder, files, _known_forms(name)).judged()


def unpack(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files of allowed names below a folder that is there. Raises OSError."""
    for name, data in files.items():
        target = folder.joinpath(*PurePosixPath(name).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A pack unpacked into a folder of its own."""

    folder: Path
    files: Mapping[str, bytes]
    known: Sequence[Form]  # what this computer has without this pack

    def judged(self) -> Judged:
        forms: dict[str, Form] = {}
        findings: list[Finding] = [*self.lists(), *self.rules()]
        for name in self.form_folders():
            if f"{name}/form.toml" not in self.files:
                findings.append(Finding(f"{name}/form.toml", "", "it is missing"))
                continue
            try:
                forms[name] = loader.load_folder(self.folder / name, self.folder / "reference")
            except FormDefinitionError as error:
                findings.append(self.explained(str(error), name))
        for name, form in forms.items():
            findings += [*self.form(name, form, list(forms.values())), *self.unread(name, form)]
        if len(forms) == len(self.form_folders()):
            findings += self.unused(list(forms.values()))
        return Judged(tuple(forms.values()), tuple(findings))

    def form_folders(self) -> list[str]:
        return sorted({str(PurePosixPath(name).parent) for name in self.files if name.startswith("forms/")})

    def lists(self) -> Iterator[Finding]:
        for name in sorted(self.files):
            if not name.startswith("reference/"):
                continue
            path = self.folder / name
            if _is_reserved(name):
                yield Finding(name, path.stem, "this list comes with the program only, because its own rules read it")
                continue
            try:
                reference.read_list(path)
            except FormDefinitionError as error:
                yield self.explained(str(error), "reference")

    def unused(self, forms: Sequence[Form]) -> Iterator[Finding]:
        read = {name for form in forms for name in form.references}
        for name in sorted(self.files):
            stem = PurePosixPath(name).stem
            if name.startswith("reference/") and stem not in read and stem not in RESERVED_LISTS:
                yield self.finding(name, stem, "no form of this pack uses it, and no other form would read it")

    def unread(self, name: str, form: Form) -> Iterator[Finding]:
        read = {"form.toml", *(section.file for section in form.sections)}
        for file in sorted(self.files):
            path = PurePosixPath(file)
            if str(path.parent) == name and path.name not in read:
                yield Finding(file, "", "form.toml does not name it among its sections")

    def rules(self) -> Iterator[Finding]:
        names = [name for name in sorted(self.files) if name.startswith("rules/")]
        if not names:
            return
        ours = paths.resources() / "rules"
        try:
            rules = decision.read_rules(ours, [self.folder / "rules"])
        except FormDefinitionError as error:
            yield Finding(", ".join(names), "", str(error).rstrip("."))
            return
        shipped = decision.read_rules(ours)
        if rules.scale != shipped.scale or [x.id for x in rules.levels] != [x.id for x in shipped.levels]:
            yield Finding(names[0], "level", "the levels must be those of the program, which the OSJA forms offer")
        for name in names:
            yield from self.rule_edition(name)

    def rule_edition(self, name: str) -> Iterator[Finding]:
        """A rule file must be newer than the one in force, or the same."""
        file = self.folder / name
        installed = [pack / "rules" for pack in paths.installed_packs()]
        in_force = decision.newest_rule_file(file.name, paths.resources() / "rules", installed)
        now, before = decision.edition_of(file), decision.edition_of(in_force)
        if not _is_day(now):
            yield Finding(name, "edition", "it must be a day like “2026-11-23”")
        elif now <= before and file.read_bytes() != in_force.read_bytes():
            yield Finding(name, "edition", f"it must be later than {before}, the edition that is in force here")

    def form(self, name: str, form: Form, others: Sequence[Form]) -> Iterator[Finding]:
        """Yield what lint finds in a form, and what changed its meaning."""
        notification = _newest([*self.known, *others], NOTIFICATION)
        for found in lint.lint_form(form, notification):
            yield self.finding(f"{name}/{found.file}", found.at, found.message)
        if form is notification:
            yield from self.left_behind(name, form)
        for question, at, message in meaning.changes(
            form, self.known, [other for other in others if other is not form]
        ):
            yield self.finding(f"{name}/{_file_of(form, question)}", at, message)

    def left_behind(self, name: str, notification: Form) -> Iterator[Finding]:
        """Yield where a form known here looks at a question that a new notification no longer has."""
        current = _newest(self.known, NOTIFICATION)
        for form_id in sorted({each.id for each in self.known} - {NOTIFICATION}):
            other = _newest(self.known, form_id)
            before = lint.lint_form(other, current)
            for found in lint.lint_form(other, notification):
                if found not in before:
                    yield self.finding(f"{name}/form.toml", f"{other.id} {other.version}, {found.at}", found.message)

    def explained(self, error: str, folder: str) -> Finding:
        """Return the finding for a loader's sentence: file: id: reason."""
        for here in (f" in {paths.resources() / 'reference'}", f"{self.folder}{os.sep}"):
            error = error.replace(here, "")
        error = error.rstrip(".")
        file, _, rest = error.partition(": ")
        at, _, message = rest.partition(": ")
        name = f"{folder}/{file}"
        if name not in self.files:  # a section that form.toml names and that is not there
            name, at, message = f"{folder}/form.toml", "", error
        elif not message:
            at, message = "", rest
        return self.finding(name, at, message)

    def finding(self, file: str, at: str, message: str) -> Finding:
        text = self.files.get(file, b"").decode("utf-8", "replace")
        told = _TOML_LINE.search(message)
        line = int(told[1]) if told else line_of(text, at) if at else None
        return Finding(file, at, message, line)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_reserved(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[0] == "reference" and path.stem in RESERVED_LISTS


def _newest(forms: Sequence[Form], form_id: str) -> Form:
    """Return the newest version of a form that is there."""
    return max((form for form in forms if form.id == form_id), key=lambda form: form.version)


def _known_forms(without: str) -> list[Form]:
    """Return the forms of the program and of the installed packs but one; a pack that is damaged has none."""
    forms = []
    for name in loader.available_forms():
        with contextlib.suppress(FormDefinitionError):
            forms.append(loader.load_form(name.id, name.version))
    own = {
        (file.parent.parent.name, int(file.parent.name))
        for pack in paths.installed_packs()
        if f"{pack.parent.name}/{pack.name}" == without
        for file in (pack / "forms").glob("*/*/form.toml")
    }
    return [form for form in forms if (form.id, form.version) not in own]


def _file_of(form: Form, question: Question | None) -> str:
    for section in form.sections:
        if question is not None and any(question is each for page in section.pages for each in page.questions):
            return section.file
    return "form.toml"
