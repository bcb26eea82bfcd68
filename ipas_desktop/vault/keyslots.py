"""The key file's content: slots that each wrap the vault's random data key, as LUKS does.

Any one slot opens the vault. Each slot is AES-256-GCM over the data key; vault, slot, kind and derivation settings
are authenticated with it. An HMAC under the data key covers the whole file against tampering, a SHA-256 against
damage. Holds no reading or writing of files: see ``key_file``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ipas_desktop.errors import KeyFileDamaged, KeyFileTooNew, VaultError, WrongPassphrase, WrongRecoveryKey
from ipas_desktop.vault import recovery_key
from ipas_desktop.vault.kdf import KdfCost, passphrase_key, secret_key

FORMAT = "ipas-vault"
VERSION = 1
KEY_BYTES = 32
SALT_BYTES = 16
_NONCE_BYTES = 12
_WRAPPED_BYTES = KEY_BYTES + 16  # AES-GCM's tag
_MAX_SLOTS = 16

Settings = Mapping[str, str | int]


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSPHRASE = "passphrase"  # noqa: S105  the name of a kind, not a secret
    RECOVERY = "recovery"  # the printed key
    DEVICE = "device"  # a random secret in the operating system's keyring
    ORGANISATION = "organisation"  # a private key that the organisation keeps


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key, wrapped for one way of opening. ``settings`` is what deriving its key needs, never a secret."""

    id: str
    kind: SlotKind
    made_at: str  # ISO 8601, UTC
    settings: Settings
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The whole key file. ``generation`` grows with each change; ``mac`` is empty until ``sealed``.

    ``database_salt`` is the first 16 bytes of the database's file. ``earlier_key`` is the previous data key wrapped by
    the present one, only while a change of the data key is under way.
    """

    vault_id: str
    database_salt: bytes
    generation: int
    slots: tuple[Slot, ...]
    earlier_key: bytes = b""
    mac: bytes = b""

    def slots_of(self, kind: SlotKind) -> tuple[Slot, ...]:
        """Return the slots of that kind, oldest first."""
        return tuple(slot for slot in self.slots if slot.kind == kind)

    def without(self, kind: SlotKind) -> KeyFile:
        """Return the key file without the slots of that kind."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.kind != kind))


def new_key_file() -> tuple[KeyFile, bytes]:
    """Return a key file without slots, and its random data key."""
    vault_id, salt = secrets.token_hex(16), secrets.token_bytes(SALT_BYTES)
    return KeyFile(vault_id, salt, generation=0, slots=()), secrets.token_bytes(KEY_BYTES)


# Adding slots


def with_passphrase(key_file: KeyFile, data_key: bytes, passphrase: str, cost: KdfCost, made_at: str) -> KeyFile:
    """Add a slot that the passphrase opens."""
    salt = secrets.token_bytes(SALT_BYTES)
    settings: Settings = {
        "name": "argon2id",
        "salt": _text(salt),
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
    }
    key = passphrase_key(passphrase, salt, cost)
    return with_slot(key_file, SlotKind.PASSPHRASE, settings, key=key, data_key=data_key, made_at=made_at)


def with_recovery_key(key_file: KeyFile, data_key: bytes, made_at: str) -> tuple[KeyFile, str]:
    """Add a slot for a new recovery key; return it as text, which is nowhere stored."""
    secret = recovery_key.new_secret()
    return with_secret(key_file, SlotKind.RECOVERY, data_key, secret, made_at=made_at), recovery_key.as_text(secret)


def with_secret(
    key_file: KeyFile, kind: SlotKind, data_key: bytes, secret: bytes, *, made_at: str, extra: Settings | None = None
) -> KeyFile:
    """Add a slot that a random secret opens; ``extra`` settings are authenticated with it."""
    salt = secrets.token_bytes(SALT_BYTES)
    settings: Settings = {"name": "hkdf-sha256", "salt": _text(salt), **(extra or {})}
    return with_slot(key_file, kind, settings, key=secret_key(secret, salt, kind), data_key=data_key, made_at=made_at)


def with_slot(
    key_file: KeyFile, kind: SlotKind, settings: Settings, *, key: bytes, data_key: bytes, made_at: str
) -> KeyFile:
    """Add a slot of any kind whose wrapping key is already derived."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    bare = Slot(secrets.token_hex(8), kind, made_at, settings, secrets.token_bytes(_NONCE_BYTES), b"")
    wrapped = AESGCM(key).encrypt(bare.nonce, data_key, _bound_to(key_file, bare))
    return replace(key_file, slots=(*key_file.slots, replace(bare, wrapped=wrapped)))


# Opening


def open_with_passphrase(key_file: KeyFile, passphrase: str) -> bytes:
    """Return the data key. Raises WrongPassphrase; KeyFileDamaged when the file was tampered with."""
    return open_slot(
        key_file,
        SlotKind.PASSPHRASE,
        lambda slot: passphrase_key(passphrase, slot_salt(slot), _cost(slot)),
        WrongPassphrase(
            "That passphrase does not open this vault. Nothing was changed. Check Caps Lock and the keyboard language "
            "and enter it again, or use the recovery key."
        ),
    )


def open_with_recovery_key(key_file: KeyFile, typed: str) -> bytes:
    """Return the data key. Raises RecoveryKeyMistyped, WrongRecoveryKey, KeyFileDamaged."""
    secret = recovery_key.read(typed)
    return open_slot(
        key_file,
        SlotKind.RECOVERY,
        lambda slot: secret_key(secret, slot_salt(slot), SlotKind.RECOVERY),
        WrongRecoveryKey(
            "That recovery key has no typing mistake, but it does not open this vault: it belongs to another vault, or "
            "was replaced by a newer key. Nothing was changed. Look for the newest sheet."
        ),
    )


def open_slot(key_file: KeyFile, kind: SlotKind, key_of: Callable[[Slot], bytes], wrong: VaultError) -> bytes:
    """Try each slot of the kind; raise ``wrong`` when none opens."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    for slot in key_file.slots_of(kind):
        try:
            data_key = AESGCM(key_of(slot)).decrypt(slot.nonce, slot.wrapped, _bound_to(key_file, slot))
        except InvalidTag:
            continue
        _require_untampered(key_file, data_key)
        return data_key
    raise wrong


def slot_salt(slot: Slot) -> bytes:
    """Return the salt of a slot. Raises KeyFileDamaged."""
    return _bytes_of(slot.settings.get("salt"), SALT_BYTES)


def with_earlier_key(key_file: KeyFile, data_key: bytes, earlier: bytes) -> KeyFile:
    """Keep the previous data key, wrapped by the present one, until the database has changed over."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE_BYTES)
    key = secret_key(data_key, b"", "earlier-key")
    return replace(key_file, earlier_key=nonce + AESGCM(key).encrypt(nonce, earlier, key_file.vault_id.encode()))


def earlier_key(key_file: KeyFile, data_key: bytes) -> bytes | None:
    """Return the previous data key while a change of key is under way. The file's seal was checked before."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not key_file.earlier_key:
        return None
    nonce, wrapped = key_file.earlier_key[:_NONCE_BYTES], key_file.earlier_key[_NONCE_BYTES:]
    return AESGCM(secret_key(data_key, b"", "earlier-key")).decrypt(nonce, wrapped, key_file.vault_id.encode())


# The file's bytes


def sealed(key_file: KeyFile, data_key: bytes) -> KeyFile:
    """Return the next generation of the key file, authenticated under the data key and ready to be stored."""
    bare = replace(key_file, generation=key_file.generation + 1, mac=b"")
    return replace(bare, mac=_mac(bare, data_key))


def to_bytes(key_file: KeyFile) -> bytes:
    """Return the file's bytes: JSON for people to look at, with one spelling only."""
    return _file_bytes(_body(key_file))


def from_bytes(data: bytes) -> KeyFile:
    """Read a key file. Raises KeyFileDamaged, KeyFileTooNew.

    The one spelling is demanded to the byte, so that no flipped bit goes unnoticed.
    """
    try:
        body = json.loads(data)["body"]
        intact = _file_bytes(body) == data
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged() from error
    if not intact or not isinstance(body, dict) or body.get("format") != FORMAT:
        raise _damaged()
    version = body.get("version")
    if not isinstance(version, int) or version < 1:
        raise _damaged()
    if version > VERSION:
        raise KeyFileTooNew(
            "This vault's key file was written by a newer version of this program. Nothing was changed. Open the vault "
            "with the newer version."
        )
    try:
        return _from_body(body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged() from error


def _body(key_file: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "vault": key_file.vault_id,
        "database_salt": _text(key_file.database_salt),
        "generation": key_file.generation,
        "slots": [
            {
                "id": slot.id,
                "kind": str(slot.kind),
                "made_at": slot.made_at,
                "settings": dict(slot.settings),
                "nonce": _text(slot.nonce),
                "wrapped": _text(slot.wrapped),
            }
            for slot in key_file.slots
        ],
        "earlier_key": _text(key_file.earlier_key),
        "mac": _text(key_file.mac),
    }


def _from_body(body: dict[str, Any]) -> KeyFile:
    slots = body["slots"]
    if not 0 < len(slots) <= _MAX_SLOTS or type(body["generation"]) is not int:
        raise _damaged()
    return KeyFile(
        vault_id=str(body["vault"]),
        database_salt=_bytes_of(body["database_salt"], SALT_BYTES),
        generation=body["generation"],
        slots=tuple(_slot(raw) for raw in slots),
        earlier_key=_bytes_of(body["earlier_key"], 0, _NONCE_BYTES + _WRAPPED_BYTES),
        mac=_bytes_of(body["mac"], hashlib.sha256().digest_size),
    )


def _slot(raw: dict[str, Any]) -> Slot:
    settings = raw["settings"]
    if not all(type(value) in (str, int) for value in settings.values()):
        raise _damaged()
    slot = Slot(
        id=str(raw["id"]),
        kind=SlotKind(raw["kind"]),
        made_at=str(raw["made_at"]),
        settings=settings,
        nonce=_bytes_of(raw["nonce"], _NONCE_BYTES),
        wrapped=_bytes_of(raw["wrapped"], _WRAPPED_BYTES),
    )
    slot_salt(slot)
    if slot.kind is SlotKind.PASSPHRASE:
        _cost(slot)
    return slot


def _cost(slot: Slot) -> KdfCost:
    """Return the slot's cost, within limits: a doctored file must not make the program ask for a terabyte."""
    numbers = [slot.settings.get(name) for name in ("memory_kib", "passes", "lanes")]
    memory, passes, lanes = (number if type(number) is int else -1 for number in numbers)
    cost = KdfCost(memory, passes, lanes)
    if not cost.is_sane():
        raise KeyFileDamaged(
            "The key file asks for an impossible amount of memory or time, so it was altered. Your entries are "
            "untouched. Put back the copy of vault.keys from a backup."
        )
    return cost


def _file_bytes(body: object) -> bytes:
    text = json.dumps(body, indent=1, sort_keys=True, ensure_ascii=True)
    digest = hashlib.sha256(text.encode("ascii")).hexdigest()
    whole = json.dumps({"body": body, "sha256": digest}, indent=1, sort_keys=True, ensure_ascii=True)
    return whole.encode("ascii") + b"\n"


def _bound_to(key_file: KeyFile, slot: Slot) -> bytes:
    """Return what AES-GCM authenticates beside the key, so that no slot works elsewhere or with other settings."""
    bound = [FORMAT, VERSION, key_file.vault_id, slot.id, str(slot.kind), dict(sorted(slot.settings.items()))]
    return json.dumps(bound, separators=(",", ":")).encode("ascii")


def _mac(key_file: KeyFile, data_key: bytes) -> bytes:
    body = _body(replace(key_file, mac=b""))
    text = json.dumps(body, sort_keys=True, separators=(",", ":")).encode("ascii")
    return hmac.digest(secret_key(data_key, b"", "key-file"), text, "sha256")


def _require_untampered(key_file: KeyFile, data_key: bytes) -> None:
    if not hmac.compare_digest(key_file.mac, _mac(key_file, data_key)):
        raise KeyFileDamaged(
            "The key file was altered by something other than this program. Your entries are untouched. Put back the "
            "copy of vault.keys from a backup, and tell your security team."
        )


def _damaged() -> KeyFileDamaged:
    return KeyFileDamaged(
        "Both copies of the vault's key file (vault.keys and vault.keys.bak) are damaged, so the vault cannot be "
        "opened. Your entries are untouched. Put back the copy of vault.keys from a backup."
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes_of(text: object, *sizes: int) -> bytes:
    """Decode base 64 of one of the sizes. Raises KeyFileDamaged."""
    if not isinstance(text, str):
        raise _damaged()
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise _damaged() from error
    if len(data) not in sizes:
        raise _damaged()
    return data
