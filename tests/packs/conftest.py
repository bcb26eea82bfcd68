"""Fixtures of the packs room: a workshop that holds a good pack, its keys, and a machine of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from ipas_desktop import paths
from ipas_desktop.cases import decision
from ipas_desktop.forms import loader
from tests.packs.workshop import PASSPHRASE, Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    made = Workshop(tmp_path / "workshop", Ed25519PrivateKey.generate())
    made.pack(1)
    made.form(1)
    return made


@pytest.fixture
def key_files(tmp_path: Path, workshop: Workshop) -> tuple[Path, Path, Path]:
    """Private key, its passphrase, public key."""
    private, secret, public = (tmp_path / name for name in ("key.pem", "key.txt", "key.pub"))
    encryption = BestAvailableEncryption(PASSPHRASE.encode())
    private.write_bytes(workshop.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    secret.write_text(PASSPHRASE + "\n")
    public.write_bytes(workshop.key.pem())
    return private, secret, public


@pytest.fixture(autouse=True)
def own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test a machine-wide folder of its own, and forget its forms afterwards."""
    machine = tmp_path / "machine"
    monkeypatch.setattr(paths, "machine_data", lambda: machine)
    yield machine
    if paths.user_packs().exists() or paths.machine_packs().exists():
        loader.load_form.cache_clear()
        decision.load_rules.cache_clear()
