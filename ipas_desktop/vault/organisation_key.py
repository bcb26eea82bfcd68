"""Recovery by the organisation: a slot that only the holder of its private X25519 key can open.

The public key comes with the organisation's policy; the private key never comes near a user's computer until a vault
has to be recovered. The wrapping key is HKDF over the agreement of a fresh key pair with the organisation's (as ECIES).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from ipas_desktop.errors import InputError, KeyFileDamaged, WrongOrganisationKey
from ipas_desktop.vault import keys, keyslots, opening
from ipas_desktop.vault.kdf import secret_key
from ipas_desktop.vault.keyslots import KeyFile, Slot, SlotKind
from ipas_desktop.vault.open_vault import OpenVault, now_text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey


def enable(vault: OpenVault, public_pem: bytes) -> str:
    """Let the organisation open the vault; return the fingerprint of its key, to be shown to the user.

    Raises InputError when the key is not an X25519 public key in PEM, DiskFull, VaultUnwritable.
    """
    public = _public_key(public_pem)
    keys.store(vault, with_organisation(vault.key_file.without(SlotKind.ORGANISATION), public, vault.data_key()))
    return _fingerprint(public.public_bytes_raw())


def read_public_key(file: Path) -> X25519PublicKey:
    """Return the organisation's public key in a file. Raises InputError when it cannot be read or is another key."""
    try:
        return _public_key(file.read_bytes())
    except OSError as error:
        raise InputError(
            f"The organisation's recovery key {file} could not be read ({error.strerror}). Nothing was changed. Ask "
            "your administrator to put it back: the organisation's policy names it."
        ) from error


def fingerprint(key_file: KeyFile) -> str:
    """Return the fingerprint of the organisation's key that can open the vault, "" when none can."""
    for slot in key_file.slots_of(SlotKind.ORGANISATION):
        return _fingerprint(_raw(slot, "public"))
    return ""


def open_with_organisation_key(folder: Path, private_pem: bytes, password: str | None = None) -> OpenVault:
    """Open the vault with the organisation's private key. Raises as opening does, and WrongOrganisationKey."""
    private = _private_key(private_pem, password)
    wrong = WrongOrganisationKey(
        "That private key does not open this vault: the vault was set up for another key, or for none. Nothing was "
        "changed. Compare the fingerprint that the vault shows with that of the key."
    )
    return opening.open_with(
        folder,
        lambda key_file: keyslots.open_slot(
            key_file, SlotKind.ORGANISATION, lambda slot: _agreed_when_opening(slot, private), wrong
        ),
    )


def with_organisation(key_file: KeyFile, public: X25519PublicKey, data_key: bytes) -> KeyFile:
    """Add a slot for the holder of the private key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    fresh = X25519PrivateKey.generate()
    salt = secrets.token_bytes(keyslots.SALT_BYTES)
    settings: keyslots.Settings = {
        "name": "x25519-hkdf-sha256",
        "salt": _text(salt),
        "fresh": _text(fresh.public_key().public_bytes_raw()),
        "public": _text(public.public_bytes_raw()),
    }
    key = secret_key(fresh.exchange(public), salt, SlotKind.ORGANISATION)
    return keyslots.with_slot(key_file, SlotKind.ORGANISATION, settings, key=key, data_key=data_key, made_at=now_text())


def carried_over(old: KeyFile, new: KeyFile, new_key: bytes) -> KeyFile:
    """Add to a new key file the organisation's slots of the old one: their public keys are all it takes."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    for slot in old.slots_of(SlotKind.ORGANISATION):
        new = with_organisation(new, X25519PublicKey.from_public_bytes(_raw(slot, "public")), new_key)
    return new


def _agreed_when_opening(slot: Slot, private: X25519PrivateKey) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    try:
        agreed = private.exchange(X25519PublicKey.from_public_bytes(_raw(slot, "fresh")))
    except ValueError as error:
        raise KeyFileDamaged(_ALTERED) from error
    return secret_key(agreed, keyslots.slot_salt(slot), SlotKind.ORGANISATION)


_ALTERED = (
    "The organisation's slot in the key file was altered, so it cannot open the vault. Your entries are untouched. "
    "Open the vault with the passphrase or the recovery key, or put back the copy of vault.keys from a backup."
)


def _raw(slot: Slot, name: str) -> bytes:
    try:
        return base64.b64decode(str(slot.settings[name]), validate=True)
    except (KeyError, ValueError) as error:
        raise KeyFileDamaged(_ALTERED) from error


def _public_key(pem: bytes) -> X25519PublicKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        public = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        public = None
    if not isinstance(public, X25519PublicKey):
        raise InputError(
            "The organisation's recovery key is not an X25519 public key in PEM form. Nothing was changed. Ask your "
            "administrator for the right file."
        )
    return public


def _private_key(pem: bytes, password: str | None) -> X25519PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(pem, password.encode() if password else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        private = None
    if not isinstance(private, X25519PrivateKey):
        raise WrongOrganisationKey(
            "The file is not an X25519 private key in PEM form, or its password is wrong. Nothing was changed. Choose "
            "the private key that belongs to the organisation's recovery key, and enter its password."
        )
    return private


def _fingerprint(raw: bytes) -> str:
    digest = hashlib.sha256(raw).hexdigest()[:32]
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
