"""Putting a backup in the place of the vault. Nothing is deleted: what was there is moved into a folder beside it.

Holds no making of backups (``backups``).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ipas_desktop.errors import NotAVault, VaultError
from ipas_desktop.vault import database, key_file, keyslots
from ipas_desktop.vault.durable import file_errors_as_sentences, require_room, sync_folder
from ipas_desktop.vault.durable import replace as replace_file
from ipas_desktop.vault.folder import DATABASE
from ipas_desktop.vault.key_file import KEY_FILE, SECOND_COPY
from ipas_desktop.vault.keyslots import KeyFile
from ipas_desktop.vault.lock import ProcessLock

REPLACED = "replaced-"
_INCOMING = "vault.db.incoming"
_PARTS = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", KEY_FILE, SECOND_COPY)


def restore_with_passphrase(folder: Path, backup: Path, typed: str) -> Path:
    """Put the backup in place of the vault in ``folder``; return the folder that now holds what was there.

    The key file of the vault stays in use when it opens the backup, so that a passphrase changed since goes on working;
    otherwise the backup's own is used. Raises NotAVault, VaultInUse, WrongPassphrase, KeyFileDamaged, VaultDamaged,
    VaultTooNew, DiskFull, VaultUnwritable; the vault is then as it was.
    """
    return restore(folder, backup, lambda keys: keyslots.open_with_passphrase(keys, typed))


def restore_with_recovery_key(folder: Path, backup: Path, typed: str) -> Path:
    """Do the same, opened by a recovery key. Raises RecoveryKeyMistyped and WrongRecoveryKey too."""
    return restore(folder, backup, lambda keys: keyslots.open_with_recovery_key(keys, typed))


def restore(folder: Path, backup: Path, open_it: Callable[[KeyFile], bytes]) -> Path:
    """Do the same, opened by a slot of any kind."""
    if not (backup / DATABASE).is_file():
        raise NotAVault(f"There is no backup in {backup}. Nothing was changed. Choose a folder that a backup made.")
    with file_errors_as_sentences(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = ProcessLock(folder)
    try:
        keys = _keys_for(folder, backup, open_it)
        return _put_in_place(folder, backup, keys)
    finally:
        lock.release()


def _keys_for(folder: Path, backup: Path, open_it: Callable[[KeyFile], bytes]) -> KeyFile:
    """Return a sealed key file that opens the backup's database, the vault's own if it can be."""
    salt = _salt(backup)
    refused: VaultError | None = None
    for place in (folder, backup):
        try:
            keys, data_key = key_file.unlock(place, open_it)
            database.require_readable(backup / DATABASE, data_key, salt)
        except VaultError as error:
            refused = error
        else:
            return keyslots.sealed(replace(keys, database_salt=salt, earlier_key=b""), data_key)
    assert refused is not None
    raise refused


def _salt(backup: Path) -> bytes:
    with file_errors_as_sentences(backup), (backup / DATABASE).open("rb") as file:
        return file.read(keyslots.SALT_BYTES)


def _put_in_place(folder: Path, backup: Path, keys: KeyFile) -> Path:
    incoming = folder / _INCOMING
    aside = folder / datetime.now(UTC).strftime(f"{REPLACED}%Y-%m-%dT%H-%M-%S-%fZ")
    with file_errors_as_sentences(folder):
        require_room(folder, (backup / DATABASE).stat().st_size)
        try:
            _copy_durably(backup / DATABASE, incoming)
        except OSError:
            incoming.unlink(missing_ok=True)
            raise
        aside.mkdir(mode=0o700)
        for name in _PARTS:
            with suppress(FileNotFoundError):
                # the key file is copied: until the new one is written, the old one must be there
                if name in (KEY_FILE, SECOND_COPY):
                    shutil.copy2(folder / name, aside / name)
                else:
                    replace_file(folder / name, aside / name)
        replace_file(incoming, folder / DATABASE)
        sync_folder(folder)
    key_file.store(folder, keys)
    return aside


def _copy_durably(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with (
        source.open("rb") as reading,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing,
    ):
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())
