"""Bringing a vault of an older schema up to date: one step a version, all in one transaction, after a backup.

A step must not use today's models or rules: they will have changed when it runs. It gets Alembic's operations, and
makes again the triggers of a table it rebuilds. Alembic is imported only when there is something to do, because that
takes longer than opening a vault.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Connection, Engine

from ipas_desktop.vault import backups, models
from ipas_desktop.vault.database import damaged
from ipas_desktop.vault.open_vault import OpenVault

if TYPE_CHECKING:
    from alembic.operations import Operations

Step: TypeAlias = "Callable[[Operations], None]"

STEPS: tuple[Step, ...] = ()
"""The first step leads from schema 1 to 2, the next from 2 to 3."""


def migrate(vault: OpenVault, engine: Engine, version: int) -> backups.Backup:
    """Bring the vault from schema ``version`` to today's; return the backup made before.

    Raises DiskFull, VaultUnwritable, VaultDamaged, and whatever a step raises; the vault is then as it was.
    """
    backup = backups.make(vault)
    with engine.execution_options(begin="").connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # a table that is rebuilt is gone for a moment
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                _run(connection, version)
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")
        finally:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    return backup


def _run(connection: Connection, version: int) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    operations = Operations(MigrationContext.configure(connection))
    for step in STEPS[version - 1 : models.SCHEMA - 1]:
        step(operations)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise damaged()
    connection.exec_driver_sql(f"PRAGMA user_version={models.SCHEMA}")
