"""The one file a form pack is: a ZIP of stored entries that has exactly one spelling.

Holds no knowledge of what the files mean. Nothing is ever unpacked by name: entries are read into memory, under names
that ``manifest`` allows. Entries are stored, not compressed, so nothing can swell; and a file that differs in one byte
from what ``to_bytes`` makes of the same entries is refused, so there is no room for doubled, hidden or trailing data.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ipas_desktop.errors import InputError
from ipas_desktop.packs.findings import refused
from ipas_desktop.packs.manifest import MANIFEST, MOST_FILES, SIGNATURE, is_allowed

SUFFIX = ".ipaspack"
LARGEST_PACK = 20_000_000  # bytes; the program's own forms, lists and rules are under 1 MB

_STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP can hold: a pack's day is in its manifest
_MODE = stat.S_IFREG | 0o644
_UNIX = 3


def read_file(path: Path) -> bytes:
    """Return the bytes of a pack. Raises InputError when it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_PACK + 1)
    except OSError as error:
        raise InputError(f"The file {path} could not be read: {error.strerror}. Nothing was installed.") from error
    if len(data) > LARGEST_PACK:
        raise InputError(
            f"{path} is larger than {LARGEST_PACK // 1_000_000} MB, so it is no form pack. Check its name."
        )
    return data


def to_bytes(files: Mapping[str, bytes]) -> bytes:
    """Return a pack of these files: manifest, signature, then the others by name. The same files, the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files, key=lambda name: (name != MANIFEST, name != SIGNATURE, name)):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.create_system, entry.external_attr = _UNIX, _MODE << 16
            archive.writestr(entry, files[name])
    return target.getvalue()


def from_bytes(data: bytes) -> dict[str, bytes]:
    """Return the files of a pack by name. Raises FormPackRefused, naming the entry that is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES + 2:
                raise refused("", f"it holds more than {MOST_FILES} files")
            _require_plain(entries)
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise refused("", f"it is not a whole form pack ({error})") from error
    for needed in (MANIFEST, SIGNATURE):
        if needed not in files:
            raise refused(needed, "it is missing")
    if to_bytes(files) != data:
        raise refused("", "it was altered, or not made by this program: its bytes are not those of a form pack")
    return files


def _require_plain(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse names that are not a pack's, doubled names, links, and anything packed or encrypted."""
    seen = set()
    for entry in entries:
        shown = entry.filename[:200]
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise refused(shown, "it is a link or a folder, not a file")
        if entry.filename not in (MANIFEST, SIGNATURE) and not is_allowed(entry.filename):
            raise refused(shown, "a form pack has no file of this name")
        if entry.filename in seen:
            raise refused(shown, "it is there twice")
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits or entry.file_size != entry.compress_size:
            raise refused(shown, "it is compressed or encrypted, and files of a form pack are neither")
        seen.add(entry.filename)
