"""The open vault: one encrypted connection, its transactions, and closing it.

Holds no opening (``opening``) and no statements of what is stored.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from ipas_desktop.errors import IpasError, VaultError
from ipas_desktop.vault.durable import file_errors_as_sentences, unwritable
from ipas_desktop.vault.folder import DATABASE
from ipas_desktop.vault.keyslots import KeyFile
from ipas_desktop.vault.lock import ProcessLock

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

TIME_IS_GOOD_TO = timedelta(seconds=10)
LOCKED = "The vault is locked. Everything saved before is safe. Unlock it and try again."


class OpenVault:
    """An open vault: one encrypted connection, used by one thread at a time, and the lock that keeps others out.

    ``notices`` are sentences the user should read once: what was healed or looks wrong while opening.
    """

    def __init__(
        self, folder: Path, *, engine: Engine, keys: KeyFile, data_key: bytes, lock: ProcessLock, name: str
    ) -> None:
        self.folder = folder
        self.name = name
        self.notices: tuple[str, ...] = ()
        self.key_file = keys
        self._identity = _identity(folder)
        self._take(engine)
        self._data_key = bytearray(data_key)
        self._lock = lock
        self._one_at_a_time = threading.RLock()
        self._touched: tuple[str, datetime] | None = None

    def __enter__(self) -> OpenVault:
        """Return the vault itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the vault."""
        self.close()

    @property
    def is_open(self) -> bool:
        """False once it was closed."""
        return self._engine is not None

    def data_key(self) -> bytes:
        """Return the key of the database, for this room only."""
        return bytes(self._data_key)

    def note_touched(self, case_id: str, when: datetime) -> None:
        """Remember that the time of a case's last change was written."""
        self._touched = (case_id, when)

    def was_touched_lately(self, case_id: str, now: datetime) -> bool:
        """Say whether the time of a case's last change was written less than ten seconds ago.

        Writing it, and its index, with every pause in typing would cost more than the answer.
        """
        return (
            self._touched is not None and self._touched[0] == case_id and abs(now - self._touched[1]) < TIME_IS_GOOD_TO
        )

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the write lock from its start: all of it is stored, or nothing.

        Raises DiskFull, VaultUnwritable, VaultDamaged, VaultInUse; VaultError when the vault was closed.
        """
        self._require_in_place()
        with self._using("BEGIN IMMEDIATE") as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the database. Raises as ``writing`` does."""
        with self._using("BEGIN") as connection, connection.begin():
            yield connection

    @contextmanager
    def outside_transaction(self) -> Iterator[Connection]:
        """Give the bare connection, for what SQLite refuses in a transaction. Raises as ``writing``."""
        with self._using("") as connection:
            yield connection

    @contextmanager
    def _using(self, begin: str) -> Iterator[Connection]:
        from ipas_desktop.vault.database import translated

        with self._one_at_a_time, translated(self.folder):
            if self._engine is None:
                raise VaultError(LOCKED)
            with self._engines[begin].connect() as connection:
                yield connection

    def _require_in_place(self) -> None:
        """Raise VaultUnwritable when the database's file is gone: the system would let us write into nowhere."""
        with file_errors_as_sentences(self.folder):
            if _identity(self.folder) != self._identity:
                raise unwritable(self.folder, "another file lies in the place of the vault's database")

    def change_over(self, new_key: bytes, encrypt_anew: Callable[[], None]) -> None:
        """Let go of the database while it is encrypted anew, and take it up again with the key that then opens it."""
        from ipas_desktop.vault import database

        with self._one_at_a_time:
            if self._engine is None:
                raise VaultError(LOCKED)
            self._engine.dispose()
            try:
                encrypt_anew()
                self._data_key[:] = new_key
            finally:
                self._take(database.engine_for(self.folder / DATABASE, self.data_key(), self.key_file.database_salt))

    def _take(self, engine: Engine) -> None:
        self._engine: Engine | None = engine
        self._engines = {begin: engine.execution_options(begin=begin) for begin in ("BEGIN IMMEDIATE", "BEGIN", "")}

    def close(self) -> None:
        """Write everything into the database file, close it, overwrite the key and free the lock. Never raises.

        Closing twice does no harm. Python may have left other copies of the key in memory: see the threat model.
        """
        from ipas_desktop.vault.database import checkpoint

        with self._one_at_a_time:
            if self._engine is None:
                return
            with suppress(IpasError), self.outside_transaction() as connection:
                checkpoint(connection)
            self._engine.dispose()
            self._engine = None
            self._data_key[:] = bytes(len(self._data_key))
            self._lock.release()


def _identity(folder: Path) -> tuple[int, int]:
    """Return what tells one file from another that has taken its name."""
    found = (folder / DATABASE).stat()
    return found.st_dev, found.st_ino


def now_text() -> str:
    """Return the time in seconds, in UTC, as key files write it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
