"""Backups of a vault: made, verified by opening and counting, and thinned.

A backup is a whole vault in a folder of its own, named by its time, encrypted by the same keys: it can be opened like
any other. Holds no restoring (``restoring``) and no timer.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ipas_desktop.errors import VaultDamaged
from ipas_desktop.vault import database, key_file
from ipas_desktop.vault.durable import file_errors_as_sentences, replace, require_room, sync_folder
from ipas_desktop.vault.folder import BACKUPS, DATABASE
from ipas_desktop.vault.open_vault import OpenVault

_NAME = "%Y-%m-%dT%H-%M-%S-%fZ"
_UNFINISHED = ".unfinished"
_COUNTED = ("engagement", "event", "revision", "blob")
_SPARE = 2 * 1024 * 1024  # bytes a backup needs beyond the size of the database
EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Backup:
    """One finished backup. ``size`` in bytes."""

    folder: Path
    made_at: datetime
    size: int


def make(vault: OpenVault, place: Path | None = None) -> Backup:
    """Make a backup in the vault's own ``backups`` folder or in another place, and verify it.

    May run on a worker while the vault is in use. Raises DiskFull, VaultUnwritable, and VaultDamaged when the copy is
    not whole; then nothing is left of it, and earlier backups are untouched.
    """
    place = place or vault.folder / BACKUPS
    made_at = datetime.now(UTC)
    target = place / made_at.strftime(_NAME)
    unfinished = target.with_name(target.name + _UNFINISHED)
    try:
        with file_errors_as_sentences(place):
            _make_place(place)
            require_room(place, _needed(vault.folder))
            unfinished.mkdir(mode=0o700)
        _copy(vault, unfinished)
        with file_errors_as_sentences(place):
            replace(unfinished, target)
            sync_folder(place)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return Backup(target, made_at, _size(target))


def made(place: Path) -> tuple[Backup, ...]:
    """Return the finished backups in a place, newest first. A place that cannot be read has none."""
    found = []
    with suppress(OSError):
        for folder in place.iterdir():
            with suppress(ValueError):
                made_at = datetime.strptime(folder.name, _NAME).replace(tzinfo=UTC)
                found.append(Backup(folder, made_at, _size(folder)))
    return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))


def make_if_due(vault: OpenVault, now: datetime, place: Path | None = None, keep: int = 0) -> Backup | None:
    """Make a backup when the newest is a day old, and thin the others, to ``keep`` at most; None when none was due.

    A clock that was put back does not stop backups: one from the future counts as old. Raises as ``make``.
    """
    place = place or vault.folder / BACKUPS
    earlier = made(place)
    if earlier and timedelta(0) <= now - earlier[0].made_at < EVERY:
        return None
    backup = make(vault, place)
    thin(place, now, keep)
    return backup


def thin(place: Path, now: datetime, keep: int = 0) -> None:
    """Delete the backups that ``superfluous`` names, and what is left of unfinished ones. Never raises."""
    for backup in superfluous(made(place), now, keep):
        shutil.rmtree(backup.folder, ignore_errors=True)
    with suppress(OSError):
        for folder in place.glob(f"*{_UNFINISHED}"):
            shutil.rmtree(folder, ignore_errors=True)


def superfluous(backups: Iterable[Backup], now: datetime, keep: int = 0) -> tuple[Backup, ...]:
    """Return the backups that are not needed: all but those of the last day, then one a day for a week, one a week for
    two months, one a month for good. The newest three and any from the future stay; ``keep`` above 0 is the most to
    keep in all.
    """
    newest_first = sorted(backups, key=lambda backup: backup.made_at, reverse=True)
    kept: list[Backup] = []
    spans: set[tuple[str, str]] = set()
    for place, backup in enumerate(newest_first):
        span = _span(now - backup.made_at, backup.made_at)
        if place < 3 or span not in spans:
            kept.append(backup)
        spans.add(span)
    kept = kept[:keep] if keep else kept
    return tuple(backup for backup in newest_first if backup not in kept)


def delete_older(place: Path, than: Backup) -> None:
    """Delete every backup made before this one: after a change of the keys they still open with the old ones."""
    for backup in made(place):
        if backup.made_at < than.made_at:
            shutil.rmtree(backup.folder, ignore_errors=True)


def _span(age: timedelta, made_at: datetime) -> tuple[str, str]:
    if age < timedelta(days=1):
        return ("each", made_at.isoformat())
    if age < timedelta(days=7):
        return ("day", made_at.strftime("%Y-%m-%d"))
    if age < timedelta(days=60):
        return ("week", made_at.strftime("%G-%V"))
    return ("month", made_at.strftime("%Y-%m"))


def _make_place(place: Path) -> None:
    """Make the folder when its parent is there: never the mount point of a drive that is not plugged in."""
    if not place.is_dir():
        place.mkdir(mode=0o700)


def _needed(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob(f"{DATABASE}*")) + _SPARE


def _copy(vault: OpenVault, target: Path) -> None:
    path, data_key, keys = vault.folder / DATABASE, vault.data_key(), vault.key_file
    before = _counts(path, data_key, keys.database_salt)
    copy = target / DATABASE
    with file_errors_as_sentences(target):
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with database.translated(target):
        source = database.keyed_connection(path, data_key, keys.database_salt)
        try:
            source.execute("VACUUM INTO ?", (str(copy),))
        finally:
            source.close()
    with file_errors_as_sentences(target), copy.open("rb+") as file:
        os.fsync(file.fileno())
    key_file.store(target, keys)
    counted = _counts(copy, data_key, keys.database_salt, check_pages=True)
    now = _counts(path, data_key, keys.database_salt)
    if any(not min(a, c) <= b <= max(a, c) for a, b, c in zip(before, counted, now, strict=True)):
        raise _not_whole()


def _counts(path: Path, data_key: bytes, salt: bytes, *, check_pages: bool = False) -> tuple[int, ...]:
    """Return how many rows the main tables have. Raises VaultDamaged when a page of the copy is not whole."""
    with database.translated(path.parent):
        connection = database.keyed_connection(path, data_key, salt, mode="ro")
        try:
            if check_pages and connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
                raise _not_whole()
            return tuple(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED)  # noqa: S608  our own names
        finally:
            connection.close()


def _not_whole() -> VaultDamaged:
    return VaultDamaged(
        "The backup just made was not whole when it was read again, so it was deleted. Earlier backups are untouched. "
        "Check the vault, then try again, or choose another place for backups."
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())
