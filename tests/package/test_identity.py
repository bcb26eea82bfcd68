from __future__ import annotations

import stat
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from ipas_desktop.errors import IdentityUnusable, WriteError, WrongIdentityPassword
from ipas_desktop.package import identity
from ipas_desktop.package.identity import Identity
from tests.package import pki
from tests.package.conftest import NOW


def saved(folder: Path, data: bytes) -> Path:
    file = folder / "identity.p12"
    file.write_bytes(data)
    return file


def issued(root: pki.Authority, folder: Path, bits: int = 2048, **how: object) -> Path:
    key = rsa.generate_private_key(65537, bits)
    certificate = pki.certificate("Someone", key, root.certificate.subject, root.key, NOW, **how)  # type: ignore[arg-type]
    return saved(folder, pki.p12(key, certificate))


def test_practice_identity_says_what_it_is(practice_file: Path, practice: Identity) -> None:
    certificate = practice.certificate
    policy = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value[0]

    assert practice.practice
    assert practice.subject == practice.issuer == "Sample Author"
    assert identity.PRACTICE in certificate.subject.rfc4514_string()
    assert policy.policy_qualifiers is not None
    assert "proves nobody's name" in policy.policy_qualifiers[0].explicit_text  # type: ignore[union-attr]
    assert isinstance(practice.key, rsa.RSAPrivateKey)
    assert practice.key.key_size == 3072
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    if sys.platform != "win32":
        assert stat.S_IMODE(practice_file.stat().st_mode) == 0o600


def test_issued_identity_is_not_practice(author: Identity) -> None:
    assert not author.practice
    assert (author.subject, author.issuer) == ("Imogen Hartley", "Made-up root")
    assert len(author.chain) == 1


def test_identity_is_never_written_over_another_file(tmp_path: Path) -> None:
    there = saved(tmp_path, b"kept")

    with pytest.raises(WriteError, match="exists already"):
        identity.create_practice_identity("Name", pki.PASSWORD, there, NOW)

    assert there.read_bytes() == b"kept"


def test_identity_needs_a_folder_that_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WriteError, match="There is no folder"):
        identity.require_new_file(tmp_path / "none" / "identity.p12")
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(WriteError, match="may not be written"):
        identity.require_new_file(tmp_path / "identity.p12")


def test_nothing_is_left_when_writing_the_identity_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)

    with pytest.raises(WriteError, match="The disk is full"):
        identity.create_practice_identity("Name", pki.PASSWORD, tmp_path / "identity.p12", NOW)

    assert list(tmp_path.iterdir()) == []


def test_wrong_password_is_told(practice_file: Path) -> None:
    with pytest.raises(WrongIdentityPassword, match=r"The password does not open practice.p12"):
        identity.load_identity(practice_file, "wrong", NOW)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"begins": timedelta(days=-800), "lasts": timedelta(days=700)}, "expired on"),
        ({"begins": timedelta(days=3)}, "is not valid before"),
        ({"sign": False}, "is not meant for signing"),
        ({"bits": 1024}, "RSA key of 1024 bits; at least 2048"),
    ],
)
def test_identity_that_may_not_sign_is_refused(
    root: pki.Authority, tmp_path: Path, how: dict[str, object], sentence: str
) -> None:
    file = issued(root, tmp_path, **how)  # type: ignore[arg-type]

    with pytest.raises(IdentityUnusable, match=sentence) as told:
        identity.load_identity(file, pki.PASSWORD, NOW)

    assert str(told.value).endswith("Nothing was signed; choose another identity.")


def test_identity_issued_with_sha1_is_refused(practice: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "WEAK_HASHES", ("md5", "sha1", "sha256"))

    assert identity.certificate_problem(practice.certificate, NOW) == "was issued with SHA256, which can be forged"


def test_certificate_without_key_usage_may_sign() -> None:
    key = rsa.generate_private_key(65537, 2048)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(pki.name("Root"))
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
    )
    from cryptography.hazmat.primitives import hashes

    certificate = made.sign(key, hashes.SHA256())

    assert identity.certificate_problem(certificate, NOW) == ""
    assert identity.common_name(certificate.subject) == "no name"


def test_files_that_are_no_identity_are_refused(tmp_path: Path) -> None:
    ed_key = ed25519.Ed25519PrivateKey.generate()
    key = rsa.generate_private_key(65537, 2048)
    other = rsa.generate_private_key(65537, 2048)
    certificate = pki.certificate("Someone", key, pki.name("Someone"), key, NOW)
    encryption = BestAvailableEncryption(pki.PASSWORD.encode())
    ed_certificate = pki.certificate("Someone", ed_key, pki.name("Someone"), key, NOW)  # type: ignore[arg-type]
    cases = {
        "is not a PKCS#12 file": b"not a key",
        "holds no key with its certificate": pkcs12.serialize_key_and_certificates(
            None, None, certificate, None, encryption
        ),
        "an RSA or EC key is needed": pkcs12.serialize_key_and_certificates(
            b"x", ed_key, ed_certificate, None, encryption
        ),
        "is far too large": b"x" * (identity.LARGEST_FILE + 1),
    }
    assert other
    for sentence, data in cases.items():
        with pytest.raises(IdentityUnusable, match=sentence):
            identity.load_identity(saved(tmp_path, data), pki.PASSWORD, NOW)
    with pytest.raises(IdentityUnusable, match="cannot be read"):
        identity.load_identity(tmp_path / "none.p12", pki.PASSWORD, NOW)
    with pytest.raises(IdentityUnusable, match="a key that is not its certificate's"):
        identity._checked(tmp_path / "mixed.p12", other, certificate, (), NOW)
