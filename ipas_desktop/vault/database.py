"""One keyed SQLCipher engine: connecting, pragmas, transactions, and what an error of the database means.

Holds no tables and no rules of the vault. The key reaches SQLCipher through its C interface, never as SQL text.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as sqlcipher

from ipas_desktop.errors import VaultDamaged, VaultInUse, VaultMismatched, VaultNotEncrypted, VaultTooNew
from ipas_desktop.vault import models
from ipas_desktop.vault.durable import disk_full, file_errors_as_sentences, unwritable

_PLAIN_HEADER = b"SQLite format 3\x00"
_BUSY_S = 5.0
_CACHE_KIB = 32 * 1024  # decrypting a page again costs more than keeping it
_SAFETY = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # or REPLACE would delete from an append-only table
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA cache_size=-{_CACHE_KIB}",
)
_ALMOST_NOTHING = 1024 * 1024  # bytes free: an I/O error with less than this is a full disk


def keyed_connection(path: Path, data_key: bytes, salt: bytes, *, mode: str = "rw") -> sqlcipher.Connection:
    """Connect with a raw key and the file's salt; ``mode`` is SQLite's ``ro``, ``rw`` or ``rwc``.

    Naming the salt keeps a damaged first line from making the rest unreadable. The connection may wander between
    threads but must be used by one at a time. Raises the driver's errors.
    """
    connection = sqlcipher.connect(
        f"{_uri(path)}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_S,
    )
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.set_key(key_literal(data_key, salt))
    connection.execute("PRAGMA cipher_compatibility=4")
    return connection


def _uri(path: Path) -> str:
    """Return the path as SQLite wants it; unlike ``Path.as_uri`` it keeps a Windows server's name out of the host."""
    posix = path.absolute().as_posix()
    return "file://" + quote(posix if posix.startswith("/") else f"/{posix}", safe="/:")


def make_safe(connection: sqlcipher.Connection) -> None:
    """Set what every connection that writes must have. Raises the driver's errors."""
    for pragma in _SAFETY:
        connection.execute(pragma)


def key_literal(data_key: bytes, salt: bytes) -> str:
    """Return SQLCipher's notation for a raw key and salt."""
    return f"x'{data_key.hex()}{salt.hex()}'"


def engine_for(path: Path, data_key: bytes, salt: bytes, *, mode: str = "rw") -> Engine:
    """Return an engine with one connection, whose transactions take the write lock at once.

    Other kinds: ``engine.execution_options(begin="BEGIN")`` for reading, ``begin=""`` for none.
    """

    def connect() -> sqlcipher.Connection:
        connection = keyed_connection(path, data_key, salt, mode=mode)
        make_safe(connection)
        return connection

    engine = create_engine(
        "sqlite://",
        module=sqlcipher,  # without it the driver's errors would arrive without their SQLAlchemy wrapping
        creator=connect,
        poolclass=StaticPool,
        pool_reset_on_return=None,  # every transaction is ended by a context manager
        hide_parameters=True,  # an error's text must not repeat what the user typed
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        statement = connection.get_execution_options().get("begin", "BEGIN IMMEDIATE")
        driver = connection.connection.driver_connection
        if statement and driver is not None:
            driver.execute(statement)  # without SQLAlchemy in between: this runs with every answer saved

    return engine


def require_readable(path: Path, data_key: bytes, salt: bytes) -> int:
    """Return the schema version of the database, without changing a byte of it.

    Raises VaultDamaged, VaultMismatched, VaultNotEncrypted, VaultTooNew, VaultUnwritable.
    """
    header = _header(path)
    try:
        with translated(path.parent):
            connection = keyed_connection(path, data_key, salt, mode="ro")
            try:
                (version,) = connection.execute("PRAGMA user_version").fetchone()
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            finally:
                connection.close()
    except VaultDamaged as error:
        if header[: len(salt)] != salt:
            raise VaultMismatched(
                f"The database {path.name} in {path.parent} does not belong to the key file beside it. Nothing was "
                "changed. Put back the vault.db and vault.keys that belong together, for example both from one backup."
            ) from error
        raise
    if version < 1:
        raise damaged()
    if version > models.SCHEMA:
        raise VaultTooNew(
            "This vault was last used by a newer version of this program. Nothing was changed. Open it with the newer "
            "version."
        )
    return int(version)


def _header(path: Path) -> bytes:
    with file_errors_as_sentences(path.parent):
        try:
            with path.open("rb") as file:
                header = file.read(len(_PLAIN_HEADER))
        except FileNotFoundError as error:
            raise VaultDamaged(
                f"The database {path.name} is missing from {path.parent}. Put it back from a backup, together with its "
                "vault.keys."
            ) from error
    if header == _PLAIN_HEADER:
        raise VaultNotEncrypted(
            f"The file {path.name} in {path.parent} is a database that is not encrypted, so this program did not write "
            "it. It was not opened or changed. Put back the vault.db of this vault from a backup, and tell your "
            "security team."
        )
    if len(header) < len(_PLAIN_HEADER):
        raise damaged()
    return header


def damaged() -> VaultDamaged:
    """Return the error for a database whose pages do not decrypt to what was written."""
    return VaultDamaged(
        "The vault's database is damaged, or the key file is older than the last change of the keys: part of the "
        "database cannot be read. The key is right and nothing was changed. Restore the newest backup, and keep this "
        "folder until you have compared the two."
    )


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn an error of the database inside the block into a known one; anything else is a bug and passes."""
    try:
        yield
    except DBAPIError as error:
        # Without "from": the message of SQLAlchemy's error repeats the parameters, which are what the user typed.
        known = _known(error.orig, folder)
        if known is None:
            raise
        raise known from None
    except sqlcipher.Error as error:
        known = _known(error, folder)
        if known is None:
            raise
        raise known from error


def _known(error: BaseException | None, folder: Path) -> Exception | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL") or (name.startswith("SQLITE_IOERR") and _has_no_room(folder)):
        return disk_full(folder)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return damaged()
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return unwritable(folder, str(error))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return VaultInUse(
            "Another program is writing to this vault. Nothing was changed and your text is still here. Close the "
            "other program, then try again."
        )
    return None


def _has_no_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _ALMOST_NOTHING
    except OSError:
        return False


def checkpoint(connection: Connection) -> None:
    """Move everything from the write-ahead log into the database file and empty the log. Raises the driver's errors."""
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
