"""What a form pack says of itself: who issued it, its version, and the SHA-256 of every file. TOML, written one way.

Holds the names that files of a pack may have. Must not hold signatures or the content of forms.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipas_desktop.cases.decision import RULE_FILES
from ipas_desktop.packs.findings import refused

MANIFEST, SIGNATURE = "manifest.toml", "manifest.sig"
PACK_FORMAT = 1
"""Number of this layout of packs. A pack of another number is refused."""
FORM_FORMAT = 1
"""Number of the form format that this program reads (docs/form-format.md). A pack made for a higher one is refused."""

MOST_FILES = 500
LARGEST_VERSION = 999_999
RESERVED_LISTS = ("countries", "rights")
"""Lists that the program's own rules and searches read; they come with the program only."""

_PACK_ID = re.compile(r"[a-z][a-z0-9-]{1,39}")
_STEM = r"[a-z0-9][a-z0-9_-]{0,59}"
_FILE_NAMES = (
    re.compile(rf"forms/[a-z][a-z0-9_-]{{0,59}}/[1-9][0-9]{{0,5}}/{_STEM}\.toml"),
    re.compile(rf"reference/{_STEM}\.toml"),
    *(re.compile(rf"rules/{re.escape(name)}") for name in RULE_FILES),
)
_NOT_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Who issued which version of a pack, and its files with their SHA-256 in lower hex."""

    id: str
    organisation: str
    version: int
    issued: date
    files: Mapping[str, str]
    form_format: int = FORM_FORMAT

    @property
    def name(self) -> str:
        """Return "college-forms 3"."""
        return f"{self.id} {self.version}"


def is_allowed(name: str) -> bool:
    """Say whether a file of a pack may have this name: a form's, list's or rule's; lower case, never leading out."""
    parts = re.split(r"[/.]", name)
    return any(pattern.fullmatch(name) for pattern in _FILE_NAMES) and not any(map(_NOT_ON_WINDOWS.fullmatch, parts))


def sha256(data: bytes) -> str:
    """Return the SHA-256 in lower hex."""
    return hashlib.sha256(data).hexdigest()


def to_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as TOML; the same manifest always gives the same bytes."""
    lines = [
        f"format = {PACK_FORMAT}",
        f"form_format = {manifest.form_format}",
        f"id = {_quoted(manifest.id)}",
        f"organisation = {_quoted(manifest.organisation)}",
        f"version = {manifest.version}",
        f"issued = {_quoted(manifest.issued.isoformat())}",
        "",
        "[files]",
        *(f"{_quoted(name)} = {_quoted(digest)}" for name, digest in sorted(manifest.files.items())),
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string of printable text is a TOML string too


def from_bytes(data: bytes) -> Manifest:
    """Read a manifest. Raises FormPackRefused unless it is exactly as ``to_bytes`` writes it."""
    found = read_toml(data, MANIFEST)
    if found.get("format") != PACK_FORMAT:
        raise refused(MANIFEST, f"this program reads packs of format {PACK_FORMAT} only", "format")
    form_format = _whole(found, "form_format", LARGEST_VERSION, MANIFEST)
    if form_format > FORM_FORMAT:
        raise refused(MANIFEST, "it was made for a newer program; install that first", "form_format")
    files = found.get("files")
    if not isinstance(files, dict) or not files or len(files) > MOST_FILES:
        raise refused(MANIFEST, f"it must name 1 to {MOST_FILES} files", "files")
    for name, digest in files.items():
        if not is_allowed(name) or not isinstance(digest, str) or not _SHA256.fullmatch(digest):
            raise refused(MANIFEST, "it is no file of a form pack with its SHA-256", str(name)[:200])
    manifest = read_head(found, MANIFEST, files, form_format)
    if to_bytes(manifest) != data:
        raise refused(MANIFEST, "it is not written as this program writes it")
    return manifest


def read_head(
    found: Mapping[str, Any], file: str, files: Mapping[str, str], form_format: int = FORM_FORMAT
) -> Manifest:
    """Return a manifest with the id, organisation, version and day that ``found`` gives. Raises FormPackRefused."""
    pack_id, organisation, issued = found.get("id"), found.get("organisation"), found.get("issued")
    if not isinstance(pack_id, str) or not _PACK_ID.fullmatch(pack_id) or _NOT_ON_WINDOWS.fullmatch(pack_id):
        raise refused(file, "it must be 2 to 40 of a to z, 0 to 9 and “-”, the first a letter", "id")
    if not isinstance(organisation, str) or not _is_name(organisation):
        raise refused(file, "it must be a text of 1 to 200 characters on one line", "organisation")
    try:
        day = date.fromisoformat(issued) if isinstance(issued, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != issued:
        raise refused(file, 'it must be a day like "2026-11-23"', "issued")
    return Manifest(pack_id, organisation, _whole(found, "version", LARGEST_VERSION, file), day, files, form_format)


def read_toml(data: bytes, file: str) -> dict[str, Any]:
    """Return a TOML file's content. Raises FormPackRefused."""
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise refused(file, f"it is not TOML in UTF-8: {error}") from error


def _whole(found: Mapping[str, Any], key: str, most: int, file: str) -> int:
    value = found.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise refused(file, f"it must be a whole number from 1 to {most}", key)
    return value


def _is_name(text: str) -> bool:
    return 1 <= len(text) <= 200 and text == text.strip() and text.isprintable()
