"""Changing the data key itself, for when a passphrase with an old copy of the key file may be in other hands.

The new key file is stored first, with the old data key wrapped by the new one; then the database changes over; then
the old key is forgotten. A cut at any moment leaves a vault that the old passphrase opens (before the first step) or
the new one (after it): opening finishes what was begun.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ipas_desktop.errors import IpasError, VaultDamaged, VaultMismatched
from ipas_desktop.policy import Policy
from ipas_desktop.vault import database, key_file, keys, keyslots, organisation_key, passphrase
from ipas_desktop.vault.durable import disk_full, file_errors_as_sentences, require_room, unwritable
from ipas_desktop.vault.folder import DATABASE
from ipas_desktop.vault.kdf import KdfCost, calibrated_for
from ipas_desktop.vault.keyslots import KeyFile
from ipas_desktop.vault.open_vault import OpenVault, now_text

_SPARE = 2 * 1024 * 1024  # bytes


def rekey(vault: OpenVault, new_passphrase: str, *, cost: KdfCost | None = None, policy: Policy | None = None) -> str:
    """Encrypt the database under a new data key, opened by the new passphrase only; return its new recovery key.

    The organisation's recovery goes on working; the device key has to be set up again. Needs free space of about twice
    the database's size. Backups made before still open with the old keys: delete them when a new one is made.
    Raises WeakPassphrase, DiskFull, VaultUnwritable; then the old keys go on opening the vault.
    """
    rules = policy or Policy()
    passphrase.require_strong(
        new_passphrase,
        own_words=(vault.name, vault.folder.name),
        min_length=rules.passphrase_minimum_length,
    )
    old_file, old_key = vault.key_file, vault.data_key()
    _, new_key = keyslots.new_key_file()
    changed = replace(keys.counted_on(vault, old_file), slots=())
    changed = keyslots.with_passphrase(changed, new_key, new_passphrase, cost or calibrated_for(rules), now_text())
    changed, recovery_key = keyslots.with_recovery_key(changed, new_key, now_text())
    changed = organisation_key.carried_over(old_file, changed, new_key)
    changed = keyslots.sealed(keyslots.with_earlier_key(changed, new_key, old_key), new_key)
    try:
        with file_errors_as_sentences(vault.folder):
            require_room(vault.folder, _room_for(vault.folder / DATABASE))
        key_file.store(vault.folder, changed)
        vault.change_over(new_key, lambda: _change_over(vault.folder, old_key, new_key, changed.database_salt))
    except IpasError:
        with suppress(IpasError):
            key_file.store(vault.folder, old_file)
        raise
    vault.key_file = changed
    keys.store(vault, replace(changed, earlier_key=b""))
    return recovery_key


def settled(folder: Path, begun: KeyFile, data_key: bytes) -> KeyFile:
    """Finish a change of the data key that was cut off; return the key file without the old key.

    Raises as opening does.
    """
    old_key = keyslots.earlier_key(begun, data_key)
    assert old_key is not None, "only called while a change is under way"
    path = folder / DATABASE
    try:
        database.require_readable(path, data_key, begun.database_salt)
    except (VaultDamaged, VaultMismatched):
        database.require_readable(path, old_key, begun.database_salt)
        _change_over(folder, old_key, data_key, begun.database_salt)
    done = keyslots.sealed(replace(begun, earlier_key=b""), data_key)
    key_file.store(folder, done)
    return done


def _change_over(folder: Path, old_key: bytes, new_key: bytes, salt: bytes) -> None:
    """Encrypt the database anew, by a connection of its own. Raises DiskFull, VaultUnwritable; the old key then holds.

    SQLCipher does not say when this fails, so the database is opened with the new key before it is believed. Closing
    the only connection empties the write-ahead log.
    """
    path = folder / DATABASE
    with database.translated(folder):
        connection = database.keyed_connection(path, old_key, salt)
        try:
            database.make_safe(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.reset_key(database.key_literal(new_key, salt))
        finally:
            connection.close()
    try:
        database.require_readable(path, new_key, salt)
    except VaultDamaged as error:
        database.require_readable(path, old_key, salt)
        if shutil.disk_usage(folder).free < _room_for(path):
            raise disk_full(folder) from error
        raise unwritable(folder, "the database could not be encrypted anew") from error


def _room_for(path: Path) -> int:
    """Return how many bytes encrypting the database anew may take for a moment."""
    return 2 * path.stat().st_size + _SPARE
