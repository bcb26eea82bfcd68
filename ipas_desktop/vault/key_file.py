"""The two copies of the key file on the disk, ``vault.keys`` and ``vault.keys.bak``: reading, writing, healing.

Holds no cryptography: see ``keyslots``. The second copy is written first, so that one of the two is always whole.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ipas_desktop.errors import KeyFileDamaged, VaultError
from ipas_desktop.vault import keyslots
from ipas_desktop.vault.durable import file_errors_as_sentences, write_durably
from ipas_desktop.vault.keyslots import KeyFile

KEY_FILE = "vault.keys"
SECOND_COPY = "vault.keys.bak"
_MAX_BYTES = 64 * 1024


def store(folder: Path, key_file: KeyFile) -> None:
    """Write both copies of a sealed key file. Raises DiskFull, VaultUnwritable; the copies then differ or are old."""
    data = keyslots.to_bytes(key_file)
    with file_errors_as_sentences(folder):
        for name in (SECOND_COPY, KEY_FILE):
            write_durably(folder / name, data)


def unlock(folder: Path, open_it: Callable[[KeyFile], bytes]) -> tuple[KeyFile, bytes]:
    """Return the newest copy that ``open_it`` opens, and the data key.

    Both copies are tried when they differ, so that one damaged, altered or exchanged copy does no harm. Raises what
    the first readable copy raises, or KeyFileDamaged, KeyFileTooNew, VaultUnwritable.
    """
    opened: list[tuple[KeyFile, bytes]] = []
    refused: VaultError | None = None
    for key_file in read(folder):
        try:
            opened.append((key_file, open_it(key_file)))
        except VaultError as error:
            refused = refused or error
    if opened:
        return max(opened, key=lambda pair: pair[0].generation)
    assert refused is not None, "read() returns at least one copy"
    raise refused


def read(folder: Path) -> tuple[KeyFile, ...]:
    """Return the readable copies, first one first, equal ones once. Raises KeyFileDamaged, KeyFileTooNew."""
    found: list[KeyFile] = []
    refused: VaultError | None = None
    for name in (KEY_FILE, SECOND_COPY):
        try:
            found.append(_read_copy(folder / name))
        except VaultError as error:
            refused = refused or error
    if not found:
        assert refused is not None
        raise refused
    return (found[0],) if found[-1] == found[0] else tuple(found)


def copies_agree(folder: Path, key_file: KeyFile) -> bool:
    """Say whether both copies are this very key file."""
    data = keyslots.to_bytes(key_file)
    try:
        return all((folder / name).read_bytes() == data for name in (KEY_FILE, SECOND_COPY))
    except OSError:
        return False


def _read_copy(path: Path) -> KeyFile:
    with file_errors_as_sentences(path.parent):
        try:
            with path.open("rb") as file:
                data = file.read(_MAX_BYTES + 1)
        except FileNotFoundError as error:
            raise KeyFileDamaged(
                f"The key file {path.name} is missing from {path.parent}, so the vault cannot be opened. Your entries "
                "are untouched. Put back the copy of vault.keys from a backup."
            ) from error
    return keyslots.from_bytes(data)
