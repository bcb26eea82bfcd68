"""Packages at every stage, made once for all the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from ipas_desktop.package import identity, report, signing
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.identity import Identity
from tests.package import made_up, pki

NOW = datetime.now(UTC)


@pytest.fixture(scope="session")
def content() -> PackageContent:
    """A practice package's content."""
    return made_up.some()


@pytest.fixture(scope="session")
def unsigned(content: PackageContent) -> bytes:
    """The rendered package."""
    return report.render(content)


@pytest.fixture(scope="session")
def practice_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice identity on the disk."""
    file = tmp_path_factory.mktemp("identity") / "practice.p12"
    identity.create_practice_identity("Sample Author", pki.PASSWORD, file, NOW)
    return file


@pytest.fixture(scope="session")
def practice(practice_file: Path) -> Identity:
    """A practice identity."""
    return identity.load_identity(practice_file, pki.PASSWORD, NOW)


@pytest.fixture(scope="session")
def certified(unsigned: bytes, practice: Identity) -> bytes:
    """The package certified by a practice author."""
    return signing.certify(unsigned, practice, NOW)


@pytest.fixture(scope="session")
def root() -> pki.Authority:
    """An authority that vouches for the people below."""
    return pki.authority(NOW)


def _issued(root: pki.Authority, folder: Path, common_name: str, key: pki.Key) -> Identity:
    issued = pki.certificate(common_name, key, root.certificate.subject, root.key, NOW)
    file = folder / "identity.p12"
    file.write_bytes(pki.p12(key, issued, [root.certificate]))
    return identity.load_identity(file, pki.PASSWORD, NOW)


@pytest.fixture(scope="session")
def author(root: pki.Authority, tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """An author with an RSA key."""
    key = rsa.generate_private_key(65537, 2048)
    return _issued(root, tmp_path_factory.mktemp("author"), "Imogen Hartley", key)


@pytest.fixture(scope="session")
def approver(root: pki.Authority, tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """An approver with an EC key."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _issued(root, tmp_path_factory.mktemp("approver"), "Margaret Rowe", key)


@pytest.fixture(scope="session")
def plain_content() -> PackageContent:
    """A package's content that is not for practice."""
    return made_up.some(practice=False)


@pytest.fixture(scope="session")
def issued_certified(plain_content: PackageContent, author: Identity) -> bytes:
    """A package certified by an author for whom the authority vouches."""
    return signing.certify(report.render(plain_content), author, NOW)


@pytest.fixture(scope="session")
def counter_signed(issued_certified: bytes, approver: Identity) -> bytes:
    """The same, counter-signed by the approver."""
    return signing.counter_sign(issued_certified, approver, NOW)
