"""What the organisation fixes for all its laptops, and the defaults where it fixes nothing.

Holds reading one TOML file, never acting on it. The file lies where only an administrator can write:
``/etc/ipas-desktop/policy.toml`` or ``%PROGRAMDATA%\\ipas-desktop\\policy.toml``. A malformed policy is refused rather
than half obeyed: the program then says which line or key to mend and does not open a vault.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from ipas_desktop import paths
from ipas_desktop.errors import InputError

POLICY_FILE = "policy.toml"
LARGEST_POLICY = 200_000  # bytes


@dataclass(frozen=True, slots=True)
class Policy:
    """Every setting an organisation may fix. ``sources`` names, for each key it did fix, the file it is in."""

    organisation: str = ""  # printed on packages and shown at the unlock page
    idle_lock_minutes: int = 10
    passphrase_minimum_length: int = 14
    kdf_memory_mib: int = 64  # Argon2id never uses less
    kdf_iterations: int = 3
    keyring_allowed: bool = True  # unlocking by the operating system's keyring
    attachment_limit_mb: int = 25  # one file
    attachments_limit_mb: int = 100  # all files of one case
    keep_years: int | None = None  # after the end of an engagement; None: the organisation has not said
    lead_time_days: int | None = None  # warn when the start is nearer; None: no warning
    stage_1_limit_months: int = 12  # an older in-country assessment is called stale
    backups_to_keep: int = 10
    trust_anchors: tuple[Path, ...] = ()  # PEM files of authorities whose signatures are believed
    form_pack_keys: tuple[Path, ...] = ()  # PEM files of keys that may sign form packs
    organisation_recovery_key: Path | None = None  # PEM file of the X25519 public key that opens new vaults too
    sources: Mapping[str, Path] = field(default_factory=dict)

    def is_fixed(self, key: str) -> bool:
        """Whether the organisation set ``key``, so that the user cannot change it."""
        return key in self.sources


def machine_policy_file() -> Path:
    """Return where an administrator puts the policy on this machine; it may not exist."""
    return paths.machine_data() / POLICY_FILE


def load_policy(file: Path | None = None) -> Policy:
    """Return the policy in ``file``, or in the machine-wide one, or the defaults when there is no such file.

    Raises InputError, naming the file and the line or key, when it cannot be read or says something it may not; also
    when a file is named that does not exist.
    """
    chosen = file or machine_policy_file()
    try:
        data = chosen.read_bytes()
    except FileNotFoundError:
        if file is None:
            return Policy()
        _refuse(chosen, "it does not exist")
    except OSError as error:
        _refuse(chosen, f"it could not be read ({error.strerror})")
    return _read(data, chosen)


def _read(data: bytes, file: Path) -> Policy:
    if len(data) > LARGEST_POLICY:
        _refuse(file, f"it is larger than {LARGEST_POLICY // 1000} kB")
    try:
        content = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        _refuse(file, "it is not text in UTF-8")
    except tomllib.TOMLDecodeError as error:
        _refuse(file, str(error))
    known = {item.name for item in fields(Policy)} - {"sources"}
    for key in content:
        if key not in known:
            _refuse(file, f"“{key}” is not a setting")
    settings = {key: _setting(key, value, file) for key, value in content.items()}
    policy = Policy(**settings, sources=MappingProxyType(dict.fromkeys(content, file)))
    if policy.attachment_limit_mb > policy.attachments_limit_mb:
        _refuse(file, "“attachment_limit_mb” is more than “attachments_limit_mb”")
    return policy


def _setting(key: str, value: object, file: Path) -> Any:
    try:
        return _READERS[key](value, file)
    except ValueError as error:
        _refuse(file, f"“{key}” must be {error}")


def _whole(least: int, most: int) -> Callable[[object, Path], int]:
    def read(value: object, _file: Path) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise ValueError(f"a whole number from {least} to {most}")

    return read


def _boolean(value: object, _file: Path) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("true or false")


def _text(value: object, _file: Path) -> str:
    if isinstance(value, str) and value.strip() and value.isprintable() and len(value) <= 200:
        return value.strip()
    raise ValueError("a text of 1 to 200 characters on one line")


def _files(value: object, file: Path) -> tuple[Path, ...]:
    """Return paths; a relative one is taken from the folder of the policy."""
    if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
        return tuple(file.parent / item for item in value)
    raise ValueError("a list of file names")


def _file(value: object, file: Path) -> Path:
    """Return a path; a relative one is taken from the folder of the policy."""
    if isinstance(value, str) and value:
        return file.parent / value
    raise ValueError("a file name")


def _refuse(file: Path, what: str) -> NoReturn:
    raise InputError(
        f"The organisation's policy {file} cannot be used: {what}. No vault was opened."
        " Ask your administrator to mend it."
    )


_READERS: Mapping[str, Callable[[object, Path], Any]] = {
    "organisation": _text,
    "idle_lock_minutes": _whole(1, 120),
    "passphrase_minimum_length": _whole(8, 64),
    "kdf_memory_mib": _whole(64, 1024),
    "kdf_iterations": _whole(1, 16),
    "keyring_allowed": _boolean,
    "attachment_limit_mb": _whole(1, 100),
    "attachments_limit_mb": _whole(1, 100),
    "keep_years": _whole(1, 100),
    "lead_time_days": _whole(1, 365),
    "stage_1_limit_months": _whole(1, 60),
    "backups_to_keep": _whole(1, 1000),
    "trust_anchors": _files,
    "form_pack_keys": _files,
    "organisation_recovery_key": _file,
}
