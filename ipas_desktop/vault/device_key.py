"""Unlocking with this computer: a random secret in the operating system's keyring opens a slot of its own.

An extra for convenience, set up by the user and never needed: every failure ends at the passphrase. Only keyrings that
the operating system encrypts are used; one that keeps secrets in a plain file, or pretends to, never is. On Windows any
program of the same user can read the secret: it guards a stolen disk, not a computer with malware on it.
"""

from __future__ import annotations

import base64
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from ipas_desktop.errors import DeviceKeyUnavailable
from ipas_desktop.vault import keys, keyslots, opening
from ipas_desktop.vault.kdf import secret_key
from ipas_desktop.vault.keyslots import KeyFile, Slot, SlotKind
from ipas_desktop.vault.open_vault import OpenVault, now_text

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

DAYS = 14
_ACCOUNT = "device"
_SECRET_BYTES = 32  # 44 characters of base 64: Windows keeps at most 1,280
_PATIENCE_S = 60.0  # a keyring may ask the user to unlock it
_TRUSTED_MODULES = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.libsecret",
        "keyring.backends.kwallet",
        "keyring.backends.Windows",
        "keyring.backends.macOS",
    }
)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class KeyringProbe:
    """Whether this computer has a keyring that may be used; ``backend`` is its name, ``sentence`` says it in words."""

    available: bool
    backend: str
    sentence: str


def probe(patience_s: float = _PATIENCE_S) -> KeyringProbe:
    """Look for a usable keyring, without storing anything. Never raises; run it on a worker."""
    try:
        ring = _trusted_keyring(patience_s)
    except DeviceKeyUnavailable as error:
        return KeyringProbe(available=False, backend="", sentence=str(error))
    backend = str(getattr(ring, "name", type(ring).__name__))
    return KeyringProbe(available=True, backend=backend, sentence=f"This computer's keyring can be used: {backend}.")


def enable(vault: OpenVault, now: datetime, *, days: int = DAYS, patience_s: float = _PATIENCE_S) -> None:
    """Let this computer open the vault until ``days`` days from ``now``. Run it on a worker: the keyring may ask.

    The secret is read back before the slot is added. Raises DeviceKeyUnavailable, DiskFull, VaultUnwritable; nothing
    is changed then.
    """
    ring = _trusted_keyring(patience_s)
    service, secret = _service(vault.key_file), secrets.token_bytes(_SECRET_BYTES)
    text = base64.b64encode(secret).decode("ascii")
    _asked(lambda: ring.set_password(service, _ACCOUNT, text), patience_s)
    if _asked(lambda: ring.get_password(service, _ACCOUNT), patience_s) != text:
        _unavailable("the keyring did not keep what it was given")
    until = (now + timedelta(days=days)).isoformat(timespec="seconds")
    bare = vault.key_file.without(SlotKind.DEVICE)
    extra = {"from": now.isoformat(timespec="seconds"), "until": until}
    changed = keyslots.with_secret(bare, SlotKind.DEVICE, vault.data_key(), secret, made_at=now_text(), extra=extra)
    keys.store(vault, changed)


def disable(vault: OpenVault, *, patience_s: float = _PATIENCE_S) -> None:
    """Stop this computer from opening the vault. Raises DiskFull, VaultUnwritable; never because of the keyring."""
    keys.remove_slots(vault, SlotKind.DEVICE)
    with suppress(DeviceKeyUnavailable):
        ring = _trusted_keyring(patience_s)
        _asked(lambda: ring.delete_password(_service(vault.key_file), _ACCOUNT), patience_s)


def open_with_device(folder: Path, now: datetime, *, patience_s: float = _PATIENCE_S) -> OpenVault:
    """Open the vault with the secret of this computer. Raises as opening does, and DeviceKeyUnavailable."""
    return opening.open_with(folder, lambda key_file: _data_key(key_file, now, patience_s))


def _data_key(key_file: KeyFile, now: datetime, patience_s: float) -> bytes:
    if not any(_is_valid(slot, now) for slot in key_file.slots_of(SlotKind.DEVICE)):
        _unavailable("this computer was not set up for it, or the time it was set up for is over")
    ring = _trusted_keyring(patience_s)
    text = _asked(lambda: ring.get_password(_service(key_file), _ACCOUNT), patience_s)
    try:
        secret = base64.b64decode(text or "", validate=True)
    except ValueError:
        secret = b""
    if len(secret) != _SECRET_BYTES:
        _unavailable("the keyring has no secret for this vault")
    return keyslots.open_slot(
        key_file,
        SlotKind.DEVICE,
        lambda slot: secret_key(secret, keyslots.slot_salt(slot), SlotKind.DEVICE),
        DeviceKeyUnavailable(_sentence("the keyring's secret is for an older setting")),
    )


def _is_valid(slot: Slot, now: datetime) -> bool:
    """Say whether the time has not run out; a clock put back before the start counts as run out."""
    try:
        start, end = (datetime.fromisoformat(str(slot.settings[name])) for name in ("from", "until"))
        return start - timedelta(minutes=5) <= now < end
    except (KeyError, ValueError, TypeError):
        return False


def _service(key_file: KeyFile) -> str:
    """One name a vault: some keyrings confuse accounts of one service."""
    return f"ipas-desktop {key_file.vault_id}"


def _trusted_keyring(patience_s: float) -> KeyringBackend:
    import keyring

    ring = _asked(keyring.get_keyring, patience_s)
    members = list(getattr(ring, "backends", [])) or [ring]  # a chain asks its members in turn
    if not all(type(member).__module__ in _TRUSTED_MODULES for member in members):
        _unavailable("it has no keyring that the operating system encrypts")
    for member in members:
        if type(member).__module__ == "keyring.backends.Windows":
            member.persist = "local machine"  # by default the secret would roam with the profile
    return ring


def _asked(ask: Callable[[], _T], patience_s: float) -> _T:
    """Return the keyring's answer. Raises DeviceKeyUnavailable when it fails in whatever way or does not answer."""
    answers: list[_T] = []
    failures: list[Exception] = []

    def run() -> None:
        try:
            answers.append(ask())
        except Exception as error:  # back ends raise errors of their own systems
            failures.append(error)

    asking = threading.Thread(target=run, daemon=True)
    asking.start()
    asking.join(patience_s)
    if failures:
        raise DeviceKeyUnavailable(_sentence("the keyring is locked, or refused")) from failures[0]
    if not answers:
        _unavailable("the keyring did not answer")
    return answers[0]


def _unavailable(reason: str) -> NoReturn:
    raise DeviceKeyUnavailable(_sentence(reason))


def _sentence(reason: str) -> str:
    return f"This computer cannot unlock the vault by itself: {reason}. Nothing was changed. Enter the passphrase."
