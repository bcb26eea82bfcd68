"""A made-up certification authority and the certificates it issues, good and bad."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "correct horse battery"
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Authority:
    """A self-signed root and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def pem(self) -> bytes:
        from cryptography.hazmat.primitives.serialization import Encoding

        return self.certificate.public_bytes(Encoding.PEM)


def name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Made-up police"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def authority(now: datetime, common_name: str = "Made-up root") -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    return Authority(certificate(common_name, key, name(common_name), key, now, ca=True), key)


def usage(*, sign: bool, ca: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=sign,
        key_encipherment=not sign and not ca,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def certificate(
    common_name: str,
    key: Key,
    issuer: x509.Name,
    issuer_key: Key,
    now: datetime,
    *,
    ca: bool = False,
    sign: bool = True,
    begins: timedelta = timedelta(days=-1),
    lasts: timedelta = timedelta(days=700),
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(name(common_name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + begins + lasts)
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(usage(sign=sign and not ca, ca=ca), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def p12(key: Key, issued: x509.Certificate, chain: list[x509.Certificate] | None = None) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"made-up", key, issued, chain, BestAvailableEncryption(PASSWORD.encode())
    )
