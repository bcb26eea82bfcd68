from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from ipas_desktop.errors import InputError, KeyFileDamaged, WrongOrganisationKey
from ipas_desktop.policy import Policy
from ipas_desktop.vault import keys, keyslots, opening, organisation_key, rekeying, settings
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.keyslots import SlotKind

if TYPE_CHECKING:
    from conftest import Made

PASSPHRASE = "teapot gravel window marsh"

PRIVATE = X25519PrivateKey.from_private_bytes(bytes(range(32)))


def _public_pem(private: X25519PrivateKey | Ed25519PrivateKey = PRIVATE) -> bytes:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _private_pem(private: X25519PrivateKey | Ed25519PrivateKey = PRIVATE, password: str = "") -> bytes:
    encryption = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def test_organisation_opens_the_vault_with_its_private_key(made: Made) -> None:
    settings.put(made.vault, "a", 1)
    assert organisation_key.fingerprint(made.vault.key_file) == ""
    shown = organisation_key.enable(made.vault, _public_pem())
    assert organisation_key.fingerprint(made.vault.key_file) == shown
    assert len(shown) == 39
    made.vault.close()
    with organisation_key.open_with_organisation_key(made.folder, _private_pem()) as vault:
        assert settings.get(vault, "a") == 1
    organisation_key.open_with_organisation_key(made.folder, _private_pem(password="s3cret"), "s3cret").close()
    made.reopened()


def test_new_vault_is_opened_by_the_organisation_that_the_policy_names(tmp_path: Path, cheap: KdfCost) -> None:
    (tmp_path / "recovery.pem").write_bytes(_public_pem())
    policy = Policy(organisation_recovery_key=tmp_path / "recovery.pem")
    opening.create(tmp_path / "vault", PASSPHRASE, name="Asha Example", cost=cheap, policy=policy)[0].close()

    organisation_key.open_with_organisation_key(tmp_path / "vault", _private_pem()).close()
    opening.open_with_passphrase(tmp_path / "vault", PASSPHRASE).close()


def test_new_vault_is_not_made_when_the_key_of_the_organisation_is_bad(tmp_path: Path, cheap: KdfCost) -> None:
    key = tmp_path / "recovery.pem"
    policy = Policy(organisation_recovery_key=key)
    for said in ("could not be read", "not an X25519"):
        with pytest.raises(InputError, match=said):
            opening.create(tmp_path / "vault", PASSPHRASE, name="Asha Example", cost=cheap, policy=policy)
        key.write_bytes(b"no key")
    assert not (tmp_path / "vault").exists()


def test_organisation_is_set_up_once(made: Made) -> None:
    organisation_key.enable(made.vault, _public_pem())
    organisation_key.enable(made.vault, _public_pem())
    assert len(made.vault.key_file.slots_of(SlotKind.ORGANISATION)) == 1


def test_organisation_goes_on_opening_after_the_keys_changed(made: Made, cheap: KdfCost) -> None:
    organisation_key.enable(made.vault, _public_pem())
    rekeying.rekey(made.vault, "harbour violin cactus ninety", cost=cheap)
    made.vault.close()
    organisation_key.open_with_organisation_key(made.folder, _private_pem()).close()


def test_other_private_keys_do_not_open_the_vault(made: Made) -> None:
    made.vault.close()
    with pytest.raises(WrongOrganisationKey, match="set up for another key, or for none"):
        organisation_key.open_with_organisation_key(made.folder, _private_pem())
    organisation_key.enable(made.reopened(), _public_pem())
    made.vault.close()
    with pytest.raises(WrongOrganisationKey, match="Compare the fingerprint"):
        organisation_key.open_with_organisation_key(made.folder, _private_pem(X25519PrivateKey.generate()))


@pytest.mark.parametrize(
    ("pem", "password"),
    [
        (b"", None),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", None),
        (_private_pem(Ed25519PrivateKey.generate()), None),
        (_private_pem(password="s3cret"), None),
        (_private_pem(password="s3cret"), "wrong"),
        (_private_pem(), "not encrypted"),
    ],
)
def test_unreadable_private_key_is_named(made: Made, pem: bytes, password: str | None) -> None:
    with pytest.raises(WrongOrganisationKey, match="not an X25519 private key"):
        organisation_key.open_with_organisation_key(made.folder, pem, password)


@pytest.mark.parametrize("pem", [b"", b"junk", _public_pem(Ed25519PrivateKey.generate()), _private_pem()])
def test_unreadable_public_key_changes_nothing(made: Made, pem: bytes) -> None:
    before = (made.folder / "vault.keys").read_bytes()
    with pytest.raises(InputError, match="not an X25519 public key"):
        organisation_key.enable(made.vault, pem)
    assert (made.folder / "vault.keys").read_bytes() == before


@pytest.mark.parametrize("fresh", [None, "", "AAAA", "!", "A" * 43 + "="])
def test_altered_slot_is_damage(made: Made, fresh: str | None) -> None:
    organisation_key.enable(made.vault, _public_pem())
    (slot,) = made.vault.key_file.slots_of(SlotKind.ORGANISATION)
    altered = {name: value for name, value in slot.settings.items() if name != "fresh"}
    if fresh is not None:
        altered["fresh"] = fresh
    bare = made.vault.key_file.without(SlotKind.ORGANISATION)
    data_key = made.vault.data_key()
    keys.store(
        made.vault,
        keyslots.with_slot(bare, SlotKind.ORGANISATION, altered, key=bytes(32), data_key=data_key, made_at=""),
    )
    made.vault.close()
    with pytest.raises(KeyFileDamaged, match="slot in the key file was altered"):
        organisation_key.open_with_organisation_key(made.folder, _private_pem())
    opening.open_with_passphrase(made.folder, made.passphrase).close()
