"""Creating, opening and closing a vault.

The order of opening: the folder holds a vault → process lock → the keys prove themselves → the database is encrypted,
belongs to the keys and is not newer → ready. Each step has its own error. Heavy libraries are imported on first use,
because the unlock page needs this module before it needs them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ipas_desktop.errors import IpasError, VaultMismatched
from ipas_desktop.policy import Policy
from ipas_desktop.vault import key_file, keyslots, passphrase
from ipas_desktop.vault.durable import file_errors_as_sentences, sync_folder
from ipas_desktop.vault.durable import replace as replace_file
from ipas_desktop.vault.folder import (
    DATABASE,
    UNFINISHED,
    VaultInfo,
    VaultState,
    require_room_for_vault,
    require_vault,
    vault_info,
)
from ipas_desktop.vault.kdf import KdfCost, calibrated_for
from ipas_desktop.vault.keyslots import KeyFile
from ipas_desktop.vault.lock import ProcessLock
from ipas_desktop.vault.open_vault import OpenVault, now_text

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ipas_desktop.vault.checking import CheckReport

__all__ = [
    "OpenVault",
    "VaultInfo",
    "VaultState",
    "check",
    "create",
    "open_with_passphrase",
    "open_with_recovery_key",
    "require_room_for_vault",
    "require_vault",
    "vault_info",
]

HEALED = "One of the two copies of the key file was damaged or out of date. It was put right from the other one."
NOT_HEALED = (
    "One of the two copies of the key file is damaged or out of date and could not be put right. The vault is open and "
    "your entries are safe. Check that the disk has free space and that the folder can be written."
)
OLDER_KEY_FILE = (
    "The key file is older than the one this vault last saw, so a passphrase or recovery key that was replaced may "
    "open the vault again. Your entries are safe. If you did not put back a backup yourself, change the passphrase and "
    "tell your security team."
)


def create(
    folder: Path, new_passphrase: str, *, name: str, cost: KdfCost | None = None, policy: Policy | None = None
) -> tuple[OpenVault, str]:
    """Make a vault in a new or empty folder; return it open, and its recovery key, which is shown once.

    ``name`` is the user's, printed as author. ``cost`` of the passphrase's derivation: measured on this machine unless
    given. The policy's ``organisation_recovery_key`` opens the vault too. Raises WeakPassphrase, VaultExists, DiskFull,
    VaultUnwritable, and InputError for a bad key of the organisation; then nothing is left that looks like a vault.
    """
    from ipas_desktop.vault import organisation_key, schema

    rules = policy or Policy()
    organisation = rules.organisation_recovery_key and organisation_key.read_public_key(rules.organisation_recovery_key)
    passphrase.require_strong(new_passphrase, own_words=(name, folder.name), min_length=rules.passphrase_minimum_length)
    require_room_for_vault(folder)
    with file_errors_as_sentences(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = ProcessLock(folder)
    try:
        keys, data_key = keyslots.new_key_file()
        keys, recovery_key = keyslots.with_recovery_key(keys, data_key, now_text())
        keys = keyslots.with_passphrase(keys, data_key, new_passphrase, cost or calibrated_for(rules), now_text())
        if organisation:
            keys = organisation_key.with_organisation(keys, organisation, data_key)
        keys = keyslots.sealed(keys, data_key)
        new_database = folder / UNFINISHED
        _empty_file(new_database)
        schema.create(new_database, data_key, keys, name)
        key_file.store(folder, keys)
        with file_errors_as_sentences(folder):
            replace_file(new_database, folder / DATABASE)
            sync_folder(folder)
        return _opened(folder, keys, data_key, lock), recovery_key
    except BaseException:
        lock.release()
        raise


def open_with_passphrase(folder: Path, typed: str) -> OpenVault:
    """Open the vault. Takes about half a second and much memory on purpose; run it on a worker.

    Raises NotAVault, VaultInUse, WrongPassphrase, KeyFileDamaged, KeyFileTooNew, VaultDamaged, VaultMismatched,
    VaultNotEncrypted, VaultTooNew, VaultUnwritable. The vault may be used from another thread than opened it.
    """
    return open_with(folder, lambda keys: keyslots.open_with_passphrase(keys, typed))


def open_with_recovery_key(folder: Path, typed: str) -> OpenVault:
    """Open the vault with its printed key.

    Raises as ``open_with_passphrase``; RecoveryKeyMistyped and WrongRecoveryKey instead of WrongPassphrase.
    """
    return open_with(folder, lambda keys: keyslots.open_with_recovery_key(keys, typed))


def open_with(folder: Path, open_it: Callable[[KeyFile], bytes]) -> OpenVault:
    """Open the vault by a slot of any kind: ``open_it`` returns the data key of a key file or raises."""
    require_vault(folder)
    lock = ProcessLock(folder)
    try:
        keys, data_key = key_file.unlock(folder, open_it)
        return _opened(folder, keys, data_key, lock)
    except BaseException:
        lock.release()
        raise


def check(vault: OpenVault) -> CheckReport:
    """Check every chain, page, revision and attached file. Raises DiskFull, VaultUnwritable."""
    from ipas_desktop.vault import checking

    return checking.check(vault)


def _empty_file(path: Path) -> None:
    """Make the file afresh, for the user only: SQLite gives its log the same rights."""
    with file_errors_as_sentences(path.parent):
        for leftover in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            leftover.unlink(missing_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _opened(folder: Path, keys: KeyFile, data_key: bytes, lock: ProcessLock) -> OpenVault:
    from ipas_desktop.vault import database, rekeying, schema

    path = folder / DATABASE
    if keys.earlier_key:
        keys = rekeying.settled(folder, keys, data_key)
    version = database.require_readable(path, data_key, keys.database_salt)
    engine = database.engine_for(path, data_key, keys.database_salt)
    try:
        with database.translated(folder):
            facts = schema.read_meta(engine)
        _require_same_vault(folder, facts, keys)
        vault = OpenVault(folder, engine=engine, keys=keys, data_key=data_key, lock=lock, name=facts["name"])
        vault.notices = (
            *_brought_up_to_date(vault, engine, version),
            *_settle_key_file(vault, int(facts["key_generation"])),
        )
    except BaseException:
        engine.dispose()
        raise
    return vault


def _brought_up_to_date(vault: OpenVault, engine: Engine, version: int) -> tuple[str, ...]:
    from ipas_desktop.vault import database, migrations, models

    if version == models.SCHEMA:
        return ()
    with database.translated(vault.folder):
        backup = migrations.migrate(vault, engine, version)
    return (f"The vault was brought up to date for this version. A backup from before is in {backup.folder}.",)


def _require_same_vault(folder: Path, facts: Mapping[str, str], keys: KeyFile) -> None:
    if facts["vault_id"] != keys.vault_id:
        raise VaultMismatched(
            f"The database in {folder} belongs to another vault than the key file beside it. Nothing was changed. Put "
            "back the vault.db and vault.keys that belong together."
        )


def _settle_key_file(vault: OpenVault, last_seen: int) -> tuple[str, ...]:
    """Heal the copies and compare the key file's generation with the one the database remembers."""
    from ipas_desktop.vault import schema

    notices = []
    if not key_file.copies_agree(vault.folder, vault.key_file):
        try:
            key_file.store(vault.folder, vault.key_file)
            notices.append(HEALED)
        except IpasError:
            notices.append(NOT_HEALED)
    if vault.key_file.generation < last_seen:
        notices.append(OLDER_KEY_FILE)
    elif vault.key_file.generation > last_seen:
        with suppress(IpasError), vault.writing() as connection:
            schema.write_meta(connection, "key_generation", str(vault.key_file.generation))
    return tuple(notices)
