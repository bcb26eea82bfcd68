from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ipas_desktop.errors import KeyFileDamaged, KeyFileTooNew, RecoveryKeyMistyped, WrongPassphrase, WrongRecoveryKey
from ipas_desktop.vault import keyslots, recovery_key
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.keyslots import KeyFile, SlotKind

CHEAP = KdfCost(memory_kib=32, passes=1, lanes=4)
PASSPHRASE = "teapot gravel window marsh"
WHEN = "2026-11-23T13:00:00+00:00"


@pytest.fixture(name="made")
def _made() -> tuple[KeyFile, bytes, str]:
    empty, data_key = keyslots.new_key_file()
    keys, typed = keyslots.with_recovery_key(empty, data_key, WHEN)
    keys = keyslots.with_passphrase(keys, data_key, PASSPHRASE, CHEAP, WHEN)
    return keyslots.sealed(keys, data_key), data_key, typed


def test_key_file_opens_with_passphrase_and_recovery_key(made: tuple[KeyFile, bytes, str]) -> None:
    keys, data_key, typed = made
    stored = keyslots.from_bytes(keyslots.to_bytes(keys))
    assert stored == keys
    assert len(data_key) == 32
    assert keyslots.open_with_passphrase(stored, PASSPHRASE) == data_key
    assert keyslots.open_with_recovery_key(stored, typed) == data_key


def test_key_file_holds_no_secret(made: tuple[KeyFile, bytes, str]) -> None:
    keys, data_key, typed = made
    data = keyslots.to_bytes(keys)
    for secret in (PASSPHRASE.encode(), typed.encode(), data_key, data_key.hex().encode(), recovery_key.read(typed)):
        assert secret not in data


def test_wrong_secrets_have_their_own_errors(made: tuple[KeyFile, bytes, str]) -> None:
    keys, _, typed = made
    with pytest.raises(WrongPassphrase, match="Caps Lock"):
        keyslots.open_with_passphrase(keys, "another passphrase entirely")
    with pytest.raises(WrongRecoveryKey, match="another vault"):
        keyslots.open_with_recovery_key(keys, recovery_key.as_text(bytes(20)))
    with pytest.raises(RecoveryKeyMistyped):
        keyslots.open_with_recovery_key(keys, typed[:-1])
    with pytest.raises(WrongPassphrase):
        keyslots.open_with_passphrase(keys.without(SlotKind.PASSPHRASE), PASSPHRASE)


def test_each_key_file_is_its_own() -> None:
    one, key_of_one = keyslots.new_key_file()
    two, key_of_two = keyslots.new_key_file()
    assert key_of_one != key_of_two
    assert (one.vault_id, one.database_salt) != (two.vault_id, two.database_salt)


def test_slot_does_not_open_when_moved_to_another_vault(made: tuple[KeyFile, bytes, str]) -> None:
    keys, data_key, _ = made
    elsewhere = keyslots.sealed(replace(keys, vault_id="0" * 32), data_key)
    with pytest.raises(WrongPassphrase):
        keyslots.open_with_passphrase(elsewhere, PASSPHRASE)


def test_slot_does_not_open_when_its_kind_or_cost_was_altered(made: tuple[KeyFile, bytes, str]) -> None:
    keys, data_key, _ = made
    (slot,) = keys.slots_of(SlotKind.PASSPHRASE)
    for altered in (
        replace(slot, id="0" * 16),
        replace(slot, settings={**slot.settings, "note": "x"}),
        replace(slot, settings={**slot.settings, "passes": 2}),
    ):
        with pytest.raises(WrongPassphrase):
            keyslots.open_with_passphrase(keyslots.sealed(replace(keys, slots=(altered,)), data_key), PASSPHRASE)


def test_key_file_is_called_altered_when_a_slot_was_taken_out(made: tuple[KeyFile, bytes, str]) -> None:
    keys, _, _ = made
    with pytest.raises(KeyFileDamaged, match="altered by something other than this program"):
        keyslots.open_with_passphrase(keys.without(SlotKind.RECOVERY), PASSPHRASE)
    with pytest.raises(KeyFileDamaged, match="altered"):
        keyslots.open_with_passphrase(replace(keys, generation=7), PASSPHRASE)


def test_sealing_counts_generations(made: tuple[KeyFile, bytes, str]) -> None:
    keys, data_key, _ = made
    assert keys.generation == 1
    again = keyslots.sealed(keys, data_key)
    assert again.generation == 2
    assert again.mac != keys.mac


def test_earlier_key_is_kept_under_the_new_one(made: tuple[KeyFile, bytes, str]) -> None:
    keys, data_key, _ = made
    earlier = bytes(range(32))
    assert keyslots.earlier_key(keys, data_key) is None
    kept = keyslots.from_bytes(
        keyslots.to_bytes(keyslots.sealed(keyslots.with_earlier_key(keys, data_key, earlier), data_key))
    )
    assert keyslots.earlier_key(kept, data_key) == earlier


def _doctored(keys: KeyFile, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return the file after a change by somebody who knows the format but no key."""
    whole = json.loads(keyslots.to_bytes(keys))
    change(whole["body"])
    text = json.dumps(whole["body"], indent=1, sort_keys=True)
    whole["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps(whole, indent=1, sort_keys=True).encode() + b"\n"


def test_key_file_of_a_newer_program_is_named_as_such(made: tuple[KeyFile, bytes, str]) -> None:
    with pytest.raises(KeyFileTooNew, match="newer version of this program"):
        keyslots.from_bytes(_doctored(made[0], lambda body: body.update(version=2, slots="what knows")))


def _passphrase_slot(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(slot for slot in body["slots"] if slot["kind"] == "passphrase")
    return found


DOCTORINGS: dict[str, Callable[[dict[str, Any]], object]] = {
    "other format": lambda body: body.update(format="zip"),
    "version as text": lambda body: body.update(version="1"),
    "version nought": lambda body: body.update(version=0),
    "no slots": lambda body: body.update(slots=[]),
    "slots not a list": lambda body: body.update(slots=5),
    "slots of text": lambda body: body.update(slots=["x"]),
    "thousands of slots": lambda body: body.update(slots=body["slots"] * 1000),
    "no vault": lambda body: body.pop("vault"),
    "generation as text": lambda body: body.update(generation="1"),
    "generation true": lambda body: body.update(generation=True),
    "short salt": lambda body: body.update(database_salt="AAAA"),
    "salt not text": lambda body: body.update(database_salt=5),
    "salt not base 64": lambda body: body.update(database_salt="!!!!"),
    "unknown kind": lambda body: _passphrase_slot(body).update(kind="luck"),
    "no settings": lambda body: _passphrase_slot(body).pop("settings"),
    "settings a list": lambda body: _passphrase_slot(body).update(settings=[]),
    "settings nested": lambda body: _passphrase_slot(body)["settings"].update(more={}),
    "slot without salt": lambda body: _passphrase_slot(body)["settings"].pop("salt"),
    "short nonce": lambda body: _passphrase_slot(body).update(nonce="AAAA"),
    "short key": lambda body: _passphrase_slot(body).update(wrapped="AAAA"),
    "memory of a terabyte": lambda body: _passphrase_slot(body)["settings"].update(memory_kib=1 << 30),
    "passes as text": lambda body: _passphrase_slot(body)["settings"].update(passes="3"),
    "no lanes": lambda body: _passphrase_slot(body)["settings"].pop("lanes"),
    "true passes": lambda body: _passphrase_slot(body)["settings"].update(passes=True),
}


@pytest.mark.parametrize("name", DOCTORINGS)
def test_key_file_is_damaged_when_doctored(made: tuple[KeyFile, bytes, str], name: str) -> None:
    with pytest.raises(KeyFileDamaged):
        keyslots.from_bytes(_doctored(made[0], DOCTORINGS[name]))


def test_absurd_cost_has_its_own_sentence(made: tuple[KeyFile, bytes, str]) -> None:
    with pytest.raises(KeyFileDamaged, match="impossible amount of memory or time"):
        keyslots.from_bytes(_doctored(made[0], DOCTORINGS["memory of a terabyte"]))


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"5", b"null", b'{"body": 5}', b"\xff\xfe", b"[" * 60_000, b'{"body": {}, "sha256": ""}']
)
def test_key_file_is_damaged_when_it_is_something_else(data: bytes) -> None:
    with pytest.raises(KeyFileDamaged):
        keyslots.from_bytes(data)


def test_key_file_has_one_spelling(made: tuple[KeyFile, bytes, str]) -> None:
    data = keyslots.to_bytes(made[0])
    for respelt in (data + b" ", data.replace(b"\n", b"\r\n"), data.replace(b": ", b":"), data[:-1]):
        with pytest.raises(KeyFileDamaged):
            keyslots.from_bytes(respelt)
