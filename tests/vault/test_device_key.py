from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, PasswordDeleteError

from ipas_desktop.errors import DeviceKeyUnavailable
from ipas_desktop.vault import device_key, keys, keyslots, opening, rekeying, settings
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.keyslots import SlotKind

if TYPE_CHECKING:
    from conftest import Made

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


class Ring(KeyringBackend):
    """A keyring in memory that says it is the system's; tests make it misbehave."""

    priority = 1  # type: ignore[assignment]  # the base class computes it

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


Ring.__module__ = "keyring.backends.SecretService"


@contextmanager
def _using(ring: KeyringBackend) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(ring)
    try:
        yield
    finally:
        keyring.set_keyring(before)


@pytest.fixture(name="ring")
def _ring() -> Iterator[Ring]:
    ring = Ring()
    with _using(ring):
        yield ring


def test_this_computer_opens_the_vault_after_it_was_set_up(made: Made, ring: Ring) -> None:
    settings.put(made.vault, "a", 1)
    found = device_key.probe()
    assert (found.available, found.backend) == (True, ring.name)
    assert ring.name in found.sentence
    device_key.enable(made.vault, NOW)
    assert made.vault.key_file.vault_id in next(iter(ring.kept))[0]
    made.vault.close()
    with device_key.open_with_device(made.folder, LATER) as vault:
        assert settings.get(vault, "a") == 1
    assert made.reopened().notices == ()


def test_setting_up_again_replaces_the_slot(made: Made, ring: Ring) -> None:
    device_key.enable(made.vault, NOW)
    device_key.enable(made.vault, LATER)
    assert len(made.vault.key_file.slots_of(SlotKind.DEVICE)) == 1
    made.vault.close()
    device_key.open_with_device(made.folder, LATER).close()


@pytest.mark.parametrize("when", [NOW + timedelta(days=14), NOW - timedelta(hours=1)])
def test_time_runs_out_also_when_the_clock_was_put_back(made: Made, ring: Ring, when: datetime) -> None:
    device_key.enable(made.vault, NOW, days=14)
    made.vault.close()
    with pytest.raises(DeviceKeyUnavailable, match=r"time it was set up for is over.*Enter the passphrase"):
        device_key.open_with_device(made.folder, when)
    device_key.open_with_device(made.folder, NOW + timedelta(days=13)).close()


@pytest.mark.parametrize("extra", [{}, {"from": "x", "until": "y"}, {"from": "2026-01-01", "until": "2027-01-01"}])
def test_slot_without_a_readable_time_has_run_out(made: Made, ring: Ring, extra: dict[str, str]) -> None:
    secret, data_key = bytes(32), made.vault.data_key()
    bare = made.vault.key_file
    keys.store(made.vault, keyslots.with_secret(bare, SlotKind.DEVICE, data_key, secret, made_at="", extra=extra))
    made.vault.close()
    with pytest.raises(DeviceKeyUnavailable, match="is over"):
        device_key.open_with_device(made.folder, NOW)


def test_vault_that_was_not_set_up_asks_for_the_passphrase(made: Made, ring: Ring) -> None:
    made.vault.close()
    with pytest.raises(DeviceKeyUnavailable, match="was not set up for it"):
        device_key.open_with_device(made.folder, NOW)


@pytest.mark.parametrize("kept", [None, "", "not base 64 !", "AAAA"])
def test_lost_or_spoilt_secret_asks_for_the_passphrase(made: Made, ring: Ring, kept: str | None) -> None:
    device_key.enable(made.vault, NOW)
    made.vault.close()
    key = next(iter(ring.kept))
    del ring.kept[key]
    if kept is not None:
        ring.kept[key] = kept
    with pytest.raises(DeviceKeyUnavailable, match="has no secret for this vault"):
        device_key.open_with_device(made.folder, LATER)
    made.reopened()


def test_secret_of_an_older_setting_asks_for_the_passphrase(made: Made, ring: Ring) -> None:
    device_key.enable(made.vault, NOW)
    old = dict(ring.kept)
    device_key.enable(made.vault, NOW)
    made.vault.close()
    ring.kept = old
    with pytest.raises(DeviceKeyUnavailable, match="for an older setting"):
        device_key.open_with_device(made.folder, LATER)


def test_disabling_forgets_the_secret_and_the_slot(made: Made, ring: Ring) -> None:
    device_key.enable(made.vault, NOW)
    device_key.disable(made.vault)
    device_key.disable(made.vault)
    assert ring.kept == {}
    assert made.vault.key_file.slots_of(SlotKind.DEVICE) == ()


def test_changed_keys_need_the_device_set_up_again(made: Made, ring: Ring, cheap: KdfCost) -> None:
    device_key.enable(made.vault, NOW)
    rekeying.rekey(made.vault, "harbour violin cactus ninety", cost=cheap)
    made.vault.close()
    with pytest.raises(DeviceKeyUnavailable):
        device_key.open_with_device(made.folder, LATER)


class Forgetful(Ring):
    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep nothing and say nothing."""


class Lying(Ring):
    def get_password(self, service: str, username: str) -> str | None:
        return "something else"


class Locked(Ring):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise InitError("Prompt dismissed..")


class Foreign(Ring):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(1783, "CredWrite", "The stub received bad data.")


for _kind in (Forgetful, Lying, Locked, Foreign):
    _kind.__module__ = "keyring.backends.SecretService"


class PlainText(Ring):
    """Stands for keyrings.alt and the like: its module is not one of the operating system's."""


@pytest.mark.parametrize(
    "ring",
    [
        Forgetful(),
        Lying(),
        Locked(),
        Foreign(),
        PlainText(),
        keyring.backends.null.Keyring(),
        keyring.backends.fail.Keyring(),
    ],
    ids=lambda ring: type(ring).__name__ + type(ring).__module__[-5:],
)
def test_bad_keyring_is_refused_and_nothing_changes(made: Made, ring: KeyringBackend) -> None:
    before = made.vault.key_file
    with _using(ring), pytest.raises(DeviceKeyUnavailable, match="Enter the passphrase"):
        device_key.enable(made.vault, NOW)
    assert made.vault.key_file == before
    made.reopened()


def test_bad_keyring_is_not_available() -> None:
    with _using(PlainText()):
        found = device_key.probe()
    assert (found.available, found.backend) == (False, "")
    assert "Enter the passphrase" in found.sentence


def test_keyring_that_does_not_answer_is_not_waited_for(made: Made) -> None:
    free = threading.Event()

    class Waiting(Ring):
        def set_password(self, service: str, username: str, password: str) -> None:
            free.wait(20)

    Waiting.__module__ = "keyring.backends.SecretService"
    with _using(Waiting()), pytest.raises(DeviceKeyUnavailable, match="did not answer"):
        device_key.enable(made.vault, NOW, patience_s=0.05)
    free.set()


def test_secret_on_windows_does_not_roam_with_the_profile(made: Made) -> None:
    class WindowsRing(Ring):
        persist = "enterprise"

    WindowsRing.__module__ = "keyring.backends.Windows"
    ring = WindowsRing()
    with _using(ring):
        device_key.enable(made.vault, NOW)
    assert ring.persist == "local machine"


def test_damaged_key_file_is_not_blamed_on_the_keyring(made: Made, ring: Ring) -> None:
    device_key.enable(made.vault, NOW)
    made.vault.close()
    for name in ("vault.keys", "vault.keys.bak"):
        (made.folder / name).write_bytes(b"x")
    with pytest.raises(opening.IpasError, match="Both copies"):
        device_key.open_with_device(made.folder, LATER)
