"""The database's own facts: making the tables of a new vault, and its ``meta`` table.

Holds no key handling and no migrations.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.sqlite import insert

from ipas_desktop import __version__
from ipas_desktop.vault.database import damaged, engine_for, translated
from ipas_desktop.vault.keyslots import KeyFile
from ipas_desktop.vault.models import APPLICATION_ID, SCHEMA, TRIGGERS, Base, Meta
from ipas_desktop.vault.recovery_key import SYMBOLS

_NEEDED = frozenset({"vault_id", "name", "device_code", "key_generation"})


def create(path: Path, data_key: bytes, keys: KeyFile, name: str) -> None:
    """Make all tables in the empty file and close it. Raises DiskFull, VaultUnwritable."""
    facts = {
        "vault_id": keys.vault_id,
        "name": name,
        "device_code": "".join(secrets.choice(SYMBOLS) for _ in range(2)),
        "key_generation": str(keys.generation),
        "made_by": __version__,
    }
    with translated(path.parent):
        engine = engine_for(path, data_key, keys.database_salt, mode="rwc")
        try:
            with engine.begin() as connection:
                Base.metadata.create_all(connection)
                for trigger in TRIGGERS:
                    connection.exec_driver_sql(trigger)
                for key, value in facts.items():
                    write_meta(connection, key, value)
                connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        finally:
            engine.dispose()


def read_meta(engine: Engine) -> dict[str, str]:
    """Return the vault's facts. Raises VaultDamaged when one is missing."""
    with engine.execution_options(begin="BEGIN").begin() as connection:
        facts = {row.key: row.value for row in connection.execute(select(Meta.key, Meta.value))}
    if not facts.keys() >= _NEEDED:
        raise damaged()
    return facts


def read_fact(connection: Connection, key: str) -> str:
    """Return one fact. Raises VaultDamaged when it is missing."""
    value = connection.execute(select(Meta.value).where(Meta.key == key)).scalar()
    if value is None:
        raise damaged()
    return value


def write_meta(connection: Connection, key: str, value: str) -> None:
    """Store one fact."""
    statement = insert(Meta).values(key=key, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=[Meta.key], set_={"value": value}))
