"""What lies in a vault's folder, said without opening it: state, key slots, sizes, times.

Imports nothing heavy, so that the unlock page shows at once. Holds no keys.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from ipas_desktop.errors import KeyFileDamaged, KeyFileTooNew, NotAVault, VaultExists
from ipas_desktop.vault import key_file
from ipas_desktop.vault.durable import file_errors_as_sentences
from ipas_desktop.vault.key_file import KEY_FILE, SECOND_COPY
from ipas_desktop.vault.lock import LOCK_FILE, is_held

DATABASE = "vault.db"
UNFINISHED = "vault.db.new"  # a vault whose creation was cut off before anybody saw its recovery key
BACKUPS = "backups"
_PLAIN_HEADER = b"SQLite format 3\x00"
_LEFT_BY_US = frozenset({UNFINISHED, KEY_FILE, SECOND_COPY, LOCK_FILE, f"{KEY_FILE}.new", f"{SECOND_COPY}.new"})


class VaultState(StrEnum):
    """How a folder stands before anybody has given a passphrase."""

    ABSENT = "absent"
    READY = "ready"
    IN_USE = "in_use"
    KEY_FILE_DAMAGED = "key_file_damaged"
    KEY_FILE_TOO_NEW = "key_file_too_new"
    DATABASE_MISSING = "database_missing"
    NOT_ENCRYPTED = "not_encrypted"

    def sentence(self) -> str:
        """Say it in words."""
        return _SENTENCES[self]


_SENTENCES = {
    VaultState.ABSENT: "There is no vault in this folder.",
    VaultState.READY: "The vault is closed and can be opened.",
    VaultState.IN_USE: "The vault is open in another program.",
    VaultState.KEY_FILE_DAMAGED: "Both copies of the key file are damaged or missing.",
    VaultState.KEY_FILE_TOO_NEW: "A newer version of the program wrote the key file.",
    VaultState.DATABASE_MISSING: "The key file is here, but the database is missing.",
    VaultState.NOT_ENCRYPTED: "The database is not encrypted, so this program did not write it.",
}


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """A vault seen from outside. ``size`` in bytes of database and log; ``changed_at`` ISO 8601 in UTC, "" if none."""

    state: VaultState
    slots: tuple[str, ...]  # kinds of key slots, sorted
    size: int
    changed_at: str

    def lines(self) -> tuple[str, ...]:
        """Say it in lines for people."""
        if self.state is VaultState.ABSENT:
            return (self.state.sentence(),)
        return (
            self.state.sentence(),
            f"Opens with: {', '.join(self.slots) or 'not known'}",
            f"Size: {self.size / 1024:,.0f} KiB",
            f"Last changed: {self.changed_at or 'not known'}",
        )


def vault_info(folder: Path) -> VaultInfo:
    """Say what is in the folder. Raises VaultUnwritable when the folder may not be read."""
    with file_errors_as_sentences(folder):
        files = _files(folder) if folder.is_dir() else {}
    slots: tuple[str, ...] = ()
    state = _state(folder, frozenset(files))
    if state not in (VaultState.ABSENT, VaultState.KEY_FILE_DAMAGED, VaultState.KEY_FILE_TOO_NEW):
        slots = tuple(sorted(str(slot.kind) for slot in key_file.read(folder)[0].slots))
    parts = [files[name] for name in (DATABASE, f"{DATABASE}-wal") if name in files]
    changed = max((part.st_mtime for part in parts), default=None)
    return VaultInfo(
        state,
        slots,
        sum(part.st_size for part in parts),
        datetime.fromtimestamp(changed, UTC).isoformat(timespec="seconds") if changed is not None else "",
    )


def _files(folder: Path) -> dict[str, os.stat_result]:
    found = {}
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # a log that its program has just removed
            found[path.name] = path.stat()
    return found


def _state(folder: Path, names: frozenset[str]) -> VaultState:
    if not names & {DATABASE, KEY_FILE, SECOND_COPY} or (UNFINISHED in names and DATABASE not in names):
        return VaultState.ABSENT
    try:
        key_file.read(folder)
    except KeyFileDamaged:
        return VaultState.KEY_FILE_DAMAGED
    except KeyFileTooNew:
        return VaultState.KEY_FILE_TOO_NEW
    if DATABASE not in names:
        return VaultState.DATABASE_MISSING
    if is_held(folder):
        return VaultState.IN_USE
    return VaultState.NOT_ENCRYPTED if is_plain(folder / DATABASE) else VaultState.READY


def is_plain(path: Path) -> bool:
    """Say whether the file is a database without encryption."""
    with file_errors_as_sentences(path.parent), path.open("rb") as file:
        return file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER


def require_vault(folder: Path) -> None:
    """Raise NotAVault unless the folder holds a vault, in whatever state."""
    if vault_info(folder).state is VaultState.ABSENT:
        raise NotAVault(
            f"There is no vault in {folder}. Nothing was changed. Choose the folder that holds vault.db and "
            "vault.keys, or create a new vault."
        )


def require_room_for_vault(folder: Path) -> None:
    """Raise VaultExists when the folder holds a vault or anything else that is not ours to mix with."""
    if folder.exists() and not folder.is_dir():
        raise VaultExists(f"{folder} is a file, not a folder. Nothing was changed. Choose another folder.")
    if vault_info(folder).state is not VaultState.ABSENT:
        raise VaultExists(
            f"There is a vault in {folder} already. Nothing was changed. Open it, or choose another folder."
        )
    with file_errors_as_sentences(folder):
        strangers = {path.name for path in folder.iterdir()} - _LEFT_BY_US if folder.is_dir() else set()
    if strangers:
        raise VaultExists(
            f"The folder {folder} is not empty ({len(strangers)} other files or folders). Nothing was changed. Choose "
            "an empty or a new folder for the vault."
        )
