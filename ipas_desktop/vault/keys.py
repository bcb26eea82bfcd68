"""Changing the ways into an open vault: passphrase, recovery key, removing a slot.

The database is not touched: only the key that wraps its key changes. Whoever has an old copy of the key file and the
old passphrase can still open the vault; against that there is ``rekeying``.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from ipas_desktop.errors import IpasError
from ipas_desktop.policy import Policy
from ipas_desktop.vault import key_file, keyslots, passphrase, schema
from ipas_desktop.vault.kdf import KdfCost, calibrated_for
from ipas_desktop.vault.keyslots import KeyFile, SlotKind
from ipas_desktop.vault.open_vault import OpenVault, now_text


def change_passphrase(
    vault: OpenVault, current: str, new: str, *, cost: KdfCost | None = None, policy: Policy | None = None
) -> None:
    """Put a new passphrase in place of the current one.

    Takes about a second on purpose; run it on a worker. Raises WrongPassphrase, WeakPassphrase, DiskFull,
    VaultUnwritable; the current passphrase then goes on opening the vault.
    """
    keyslots.open_with_passphrase(vault.key_file, current)
    set_passphrase(vault, new, cost=cost, policy=policy)


def set_passphrase(vault: OpenVault, new: str, *, cost: KdfCost | None = None, policy: Policy | None = None) -> None:
    """Put a new passphrase in place of a forgotten one, after opening with another key. Raises as above."""
    rules = policy or Policy()
    passphrase.require_strong(
        new, own_words=(vault.name, vault.folder.name), min_length=rules.passphrase_minimum_length
    )
    data_key = vault.data_key()
    changed = vault.key_file.without(SlotKind.PASSPHRASE)
    store(vault, keyslots.with_passphrase(changed, data_key, new, cost or calibrated_for(rules), now_text()))


def replace_recovery_key(vault: OpenVault) -> str:
    """Return a new recovery key, shown once; the one before opens this vault no more.

    Raises DiskFull, VaultUnwritable.
    """
    changed, recovery_key = keyslots.with_recovery_key(
        vault.key_file.without(SlotKind.RECOVERY), vault.data_key(), now_text()
    )
    store(vault, changed)
    return recovery_key


def remove_slots(vault: OpenVault, kind: SlotKind) -> None:
    """Remove the slots of a kind; the passphrase cannot be removed. Raises DiskFull, VaultUnwritable."""
    if kind is SlotKind.PASSPHRASE:
        raise ValueError("a vault always has a passphrase")
    if vault.key_file.slots_of(kind):
        store(vault, vault.key_file.without(kind))


def store(vault: OpenVault, changed: KeyFile) -> None:
    """Seal a changed key file, write both copies, and note its generation in the database."""
    data_key = vault.data_key()
    sealed = keyslots.sealed(counted_on(vault, changed), data_key)
    try:
        key_file.store(vault.folder, sealed)
    except IpasError:
        with suppress(IpasError):  # one copy may be the new one already: make them agree again
            key_file.store(vault.folder, vault.key_file)
        raise
    vault.key_file = sealed
    with suppress(IpasError), vault.writing() as connection:  # if not now, then when the vault is opened next
        schema.write_meta(connection, "key_generation", str(sealed.generation))


def counted_on(vault: OpenVault, changed: KeyFile) -> KeyFile:
    """Let the generation count on from the newest that the database has seen: an older key file may have opened it."""
    with vault.reading() as connection:
        last_seen = int(schema.read_fact(connection, "key_generation"))
    return replace(changed, generation=max(changed.generation, last_seen))
