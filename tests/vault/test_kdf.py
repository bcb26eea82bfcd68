from __future__ import annotations

import time
import unicodedata

import pytest
from cryptography.hazmat.primitives.kdf import argon2

from ipas_desktop.errors import VaultError
from ipas_desktop.policy import Policy
from ipas_desktop.vault import kdf
from ipas_desktop.vault.kdf import FLOOR, KdfCost

SALT = bytes(16)
CHEAP = KdfCost(memory_kib=32, passes=1, lanes=4)


def test_passphrase_key_is_the_same_when_accents_are_composed_differently() -> None:
    composed, apart = "bättery Straße", unicodedata.normalize("NFD", "bättery Straße")
    assert composed != apart
    assert kdf.passphrase_key(composed, SALT, CHEAP) == kdf.passphrase_key(apart, SALT, CHEAP)


def test_passphrase_key_differs_with_passphrase_salt_and_cost() -> None:
    keys = {
        kdf.passphrase_key("one", SALT, CHEAP),
        kdf.passphrase_key("two", SALT, CHEAP),
        kdf.passphrase_key("one", bytes(15) + b"1", CHEAP),
        kdf.passphrase_key("one", SALT, KdfCost(40, 1, 4)),
    }
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}


def test_passphrase_key_accepts_what_a_keyboard_cannot_have_meant() -> None:
    assert len(kdf.passphrase_key("half a pair \ud800", SALT, CHEAP)) == 32


def test_passphrase_key_says_so_when_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(self: object, data: bytes) -> bytes:
        raise MemoryError

    class Starved:
        def __init__(self, **settings: object) -> None:
            self.settings = settings

        derive = too_much

    monkeypatch.setattr(argon2, "Argon2id", Starved)
    with pytest.raises(VaultError, match="not enough free memory"):
        kdf.passphrase_key("one", SALT, CHEAP)


def test_secret_key_differs_with_purpose() -> None:
    assert kdf.secret_key(b"s", SALT, "recovery") != kdf.secret_key(b"s", SALT, "device")


def test_calibrated_cost_never_goes_under_the_floor() -> None:
    assert kdf.calibrated(target_s=0.000_001) == FLOOR


def test_calibrated_cost_takes_about_as_long_as_asked() -> None:
    cost = kdf.calibrated(target_s=0.5)
    assert cost.memory_kib >= FLOOR.memory_kib
    assert cost.memory_kib % 1024 == 0
    started = time.perf_counter()
    kdf.passphrase_key("one", SALT, cost)
    assert time.perf_counter() - started < 5  # a busy machine may be slow; a wrong unit would be minutes


def test_calibrated_cost_never_goes_under_the_policy() -> None:
    assert kdf.calibrated_for(Policy(kdf_memory_mib=96, kdf_iterations=4)).memory_kib >= 96 * 1024
    careless = kdf.calibrated_for(Policy(kdf_memory_mib=1, kdf_iterations=1))
    assert careless.memory_kib >= 64 * 1024
    assert careless.passes == 3


@pytest.mark.parametrize(
    "cost",
    [
        KdfCost(1 << 30, 3, 4),
        KdfCost(65536, 17, 4),
        KdfCost(65536, 3, 17),
        KdfCost(65536, 0, 4),
        KdfCost(65536, 3, 0),
        KdfCost(31, 3, 4),
        KdfCost(-65536, 3, 4),
    ],
)
def test_cost_is_not_sane_when_absurd(cost: KdfCost) -> None:
    assert not cost.is_sane()


def test_cost_is_sane_at_floor_and_ceiling() -> None:
    assert FLOOR.is_sane()
    assert KdfCost(kdf.CEILING_KIB, kdf.MAX_PASSES, kdf.MAX_LANES).is_sane()
