"""Ed25519 keys of form packs: reading them, signing a manifest, and finding the key that signed one.

Holds no policy: which keys are trusted is an argument. A key is shown by its fingerprint, the SHA-256 of its public
half (SubjectPublicKeyInfo, DER).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from ipas_desktop.errors import InputError

_PURPOSE = b"ipas-desktop form pack 1\n"
"""Signed before the manifest, so that a signature made for anything else never fits."""
_LARGEST_KEY = 20_000  # bytes


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A public key that may sign form packs."""

    public: Ed25519PublicKey
    fingerprint: str

    def pem(self) -> bytes:
        """Return the key as PEM."""
        return self.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_public_key(file: Path) -> IssuerKey:
    """Read a public key from a PEM file. Raises InputError."""
    try:
        public = load_pem_public_key(_read(file))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputError(
            f"{file} holds no public key in PEM. Name the file of the key that signs form packs."
        ) from error
    if not isinstance(public, Ed25519PublicKey):
        raise InputError(f"{file} holds a key of another kind. Form packs are signed with Ed25519 keys.")
    return issuer_of(public)


def issuer_of(public: Ed25519PublicKey) -> IssuerKey:
    """Return a public key with its fingerprint."""
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return IssuerKey(public, hashlib.sha256(der).hexdigest())


def is_encrypted(file: Path) -> bool:
    """Say whether a private key needs a passphrase. Raises InputError when the file cannot be read."""
    return b"ENCRYPTED" in _read(file)


def read_private_key(file: Path, passphrase: str | None) -> Ed25519PrivateKey:
    """Read a private key from a PEM file; ``passphrase`` is None for one that is not encrypted. Raises InputError."""
    try:
        private = load_pem_private_key(_read(file), passphrase.encode() if passphrase else None)
    except TypeError as error:
        raise InputError(f"The key {file} needs a passphrase, or needs none and got one. Nothing was made.") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputError(
            f"The key {file} did not open: its passphrase is another, or it is no private key in PEM. Nothing was made."
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise InputError(f"{file} holds a key of another kind. Form packs are signed with Ed25519 keys.")
    return private


def sign(private: Ed25519PrivateKey, manifest: bytes) -> bytes:
    """Return the signature of a manifest, 64 bytes."""
    return private.sign(_PURPOSE + manifest)


def signer(keys: Sequence[IssuerKey], manifest: bytes, signature: bytes) -> IssuerKey | None:
    """Return the key among ``keys`` that signed these bytes, None when none did."""
    return next((key for key in keys if _fits(key, manifest, signature)), None)


def _fits(key: IssuerKey, manifest: bytes, signature: bytes) -> bool:
    try:
        key.public.verify(signature, _PURPOSE + manifest)
    except InvalidSignature:
        return False
    return True


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            data = source.read(_LARGEST_KEY + 1)
    except OSError as error:
        raise InputError(f"The key {file} could not be read: {error.strerror}. Check its name.") from error
    if len(data) > _LARGEST_KEY:
        raise InputError(f"{file} is too long to be a key. Check its name.")
    return data
