"""Signing identities: a key and certificate in a PKCS#12 file. Makes practice ones; loads any that may sign.

Holds no signing. A practice identity is self-signed: it shows that a package was not changed, and proves nobody's name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ipas_desktop.errors import DiskFull, IdentityUnusable, WriteError, WrongIdentityPassword

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

PRACTICE = "IPAS Desktop practice identity"
"""Organisational unit of practice certificates; a certificate with it proves nobody's name."""

POLICY_TEXT = "For practice only: self-signed, proves nobody's name"
POLICY_OID = "2.25.336044120563087241709532113459107182671"  # a UUID's own arc: needs no registration
PRACTICE_KEY_BITS = 3072
PRACTICE_DAYS = 365
LARGEST_FILE = 1_000_000  # bytes; a PKCS#12 file with a long chain has some ten thousand
WEAKEST_RSA = 2048
WEAK_HASHES = ("md5", "sha1")


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity that may sign now. ``subject`` and ``issuer`` are the names to show; ``practice``: self-made."""

    key: RSAPrivateKey | EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    subject: str
    issuer: str
    expires: datetime
    practice: bool


def require_new_file(path: Path) -> None:
    """Raise WriteError when a file is there already or its folder cannot hold one."""
    if path.exists():
        raise WriteError(f"{path} exists already. Nothing was written; name a new file.")
    if not path.parent.is_dir():
        raise WriteError(f"There is no folder {path.parent}. Nothing was written; name a folder that exists.")
    if not os.access(path.parent, os.W_OK):
        raise WriteError(f"The folder {path.parent} may not be written. Nothing was written; choose another.")


def create_practice_identity(name: str, password: str, target: Path, now: datetime) -> None:
    """Write a self-signed RSA identity, valid from ``now`` (aware) for a year, encrypted with the password.

    Raises WriteError or DiskFull; an existing file is never replaced.
    """
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    require_new_file(target)
    key = rsa.generate_private_key(65537, PRACTICE_KEY_BITS)
    certificate = practice_certificate(name, key, now)
    data = pkcs12.serialize_key_and_certificates(
        name.encode(), key, certificate, None, BestAvailableEncryption(password.encode())
    )
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        target.unlink(missing_ok=True)
        raise unwritten(target, error) from error


def unwritten(target: Path, error: OSError) -> WriteError:
    """Return the known error for a file that could not be written."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"The disk is full, so {target} was not written. Nothing is lost; make room and try again.")
    return WriteError(f"{target} could not be written: {error.strerror}. Nothing is lost; choose another place.")


def practice_certificate(name: str, key: RSAPrivateKey, now: datetime) -> x509.Certificate:
    """Return a self-signed certificate whose name and policy say that it is for practice."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    subject = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, PRACTICE),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64]),
        ]
    )
    policy = x509.PolicyInformation(x509.ObjectIdentifier(POLICY_OID), [x509.UserNotice(None, POLICY_TEXT)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=PRACTICE_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.CertificatePolicies([policy]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def load_identity(path: Path, password: str, now: datetime) -> Identity:
    """Return the identity of a PKCS#12 file, if it may sign at ``now`` (aware).

    Raises WrongIdentityPassword, or IdentityUnusable with what is wrong with it.
    """
    data = _read(path)
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, password.encode())
    except ValueError as error:
        if "password" in str(error).lower() or "mac" in str(error).lower():
            raise WrongIdentityPassword(
                f"The password does not open {path.name}. Nothing was signed; enter it again."
            ) from error
        raise _unusable(path, "is not a PKCS#12 file that can be read") from error
    if key is None or certificate is None:
        raise _unusable(path, "holds no key with its certificate")
    return _checked(path, key, certificate, tuple(others), now)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _unusable(path, f"cannot be read: {error.strerror}") from error
    if len(data) > LARGEST_FILE:
        raise _unusable(path, "is far too large to be an identity")
    return data


def _checked(
    path: Path, key: object, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], now: datetime
) -> Identity:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise _unusable(path, "has a kind of key that packages are not signed with; an RSA or EC key is needed")
    if wrong := certificate_problem(certificate, now):
        raise _unusable(path, wrong)
    if key.public_key() != certificate.public_key():
        raise _unusable(path, "holds a key that is not its certificate's")
    return Identity(
        key=key,
        certificate=certificate,
        chain=chain,
        subject=common_name(certificate.subject),
        issuer=common_name(certificate.issuer),
        expires=certificate.not_valid_after_utc,
        practice=is_practice(certificate),
    )


def certificate_problem(certificate: x509.Certificate, now: datetime) -> str:
    """Return why the certificate may not sign at ``now``, to follow its name, or "" when it may."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    if now < certificate.not_valid_before_utc:
        return f"is not valid before {_day(certificate.not_valid_before_utc)}"
    if now > certificate.not_valid_after_utc:
        return f"expired on {_day(certificate.not_valid_after_utc)}"
    public = certificate.public_key()
    if isinstance(public, RSAPublicKey) and public.key_size < WEAKEST_RSA:
        return f"has an RSA key of {public.key_size} bits; at least {WEAKEST_RSA} are needed"
    hash_used = certificate.signature_hash_algorithm
    if hash_used is not None and hash_used.name in WEAK_HASHES:
        return f"was issued with {hash_used.name.upper()}, which can be forged"
    if not may_sign(certificate):
        return "is not meant for signing"
    return ""


def may_sign(certificate: x509.Certificate) -> bool:
    """Whether the key usage, if there is one, allows signing documents."""
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def is_practice(certificate: x509.Certificate) -> bool:
    """Whether the certificate is self-issued: nobody vouches for its name."""
    return certificate.subject == certificate.issuer


def common_name(name: x509.Name) -> str:
    """Return the name to show for a subject or issuer."""
    from cryptography import x509

    found = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME) or list(name)
    return str(found[-1].value) if found else "no name"


def _day(when: datetime) -> str:
    return f"{when.day} {when:%B %Y}"


def _unusable(path: Path, what: str) -> IdentityUnusable:
    return IdentityUnusable(f"The identity {path.name} {what}. Nothing was signed; choose another identity.")
