from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ipas_desktop.errors import DiskFull, VaultDamaged
from ipas_desktop.vault import backups, migrations, models, opening, settings
from ipas_desktop.vault.durable import disk_full

if TYPE_CHECKING:
    from alembic.operations import Operations
    from conftest import Made

STORED = Path(__file__).parents[1] / "vaults"
ALL = sorted(STORED.glob("schema-*"))


def _told(vault: opening.OpenVault) -> Any:
    spec = importlib.util.spec_from_file_location("make_vault", STORED / "make_vault.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.told(vault)


@pytest.fixture(name="stored", params=ALL, ids=lambda folder: folder.name)
def _stored(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(request.param, tmp_path / "stored"))


def test_there_is_a_stored_vault_of_todays_schema() -> None:
    assert f"schema-{models.SCHEMA}" in [folder.name for folder in ALL]


def test_stored_vault_opens_and_tells_what_it_told_then(stored: Path) -> None:
    ways_in = json.loads((stored / "keys.json").read_text())
    with opening.open_with_passphrase(stored, ways_in["passphrase"]) as vault:
        assert _told(vault) == json.loads((stored / "expected.json").read_text())
        assert opening.check(vault).good
    opening.open_with_recovery_key(stored, ways_in["recovery_key"]).close()


def _tables(vault: opening.OpenVault) -> list[tuple[str, ...]]:
    with vault.reading() as connection:
        found = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
        return [tuple(row) for row in found]


def test_stored_vault_ends_with_the_tables_of_a_new_one(stored: Path, made: Made) -> None:
    passphrase = json.loads((stored / "keys.json").read_text())["passphrase"]
    with opening.open_with_passphrase(stored, passphrase) as vault:
        assert _tables(vault) == _tables(made.vault)


def _add_a_column(operations: Operations) -> None:
    import sqlalchemy

    with operations.batch_alter_table("setting", recreate="always") as table:
        table.add_column(sqlalchemy.Column("note", sqlalchemy.Text))


def _fail(operations: Operations) -> None:
    operations.execute("DELETE FROM setting")
    raise ZeroDivisionError


def _orphan(operations: Operations) -> None:
    operations.execute("INSERT INTO document VALUES (77, 'x', 0, 'f', 1)")


def _version(vault: opening.OpenVault) -> int:
    with vault.reading() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def test_older_vault_is_brought_up_to_date_after_a_backup(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.put(made.vault, "a", 1)
    monkeypatch.setattr(models, "SCHEMA", 3)
    monkeypatch.setattr(migrations, "STEPS", (_add_a_column, lambda operations: None))
    vault = made.reopened()
    (backup,) = backups.made(made.folder / "backups")
    assert vault.notices == (
        f"The vault was brought up to date for this version. A backup from before is in {backup.folder}.",
    )
    with vault.reading() as connection:
        assert connection.exec_driver_sql("SELECT key, value, note FROM setting").all() == [("a", "1", None)]
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    assert _version(vault) == 3
    assert made.reopened().notices == ()
    assert len(backups.made(made.folder / "backups")) == 1
    monkeypatch.undo()
    with opening.open_with_passphrase(backup.folder, made.passphrase) as before:
        assert settings.get(before, "a") == 1
        assert _version(before) == 1


@pytest.mark.parametrize(("step", "error"), [(_fail, ZeroDivisionError), (_orphan, VaultDamaged)])
def test_vault_is_as_it_was_when_a_step_fails(
    made: Made, monkeypatch: pytest.MonkeyPatch, step: migrations.Step, error: type[Exception]
) -> None:
    settings.put(made.vault, "a", 1)
    with monkeypatch.context() as patched:
        patched.setattr(models, "SCHEMA", 3)
        patched.setattr(migrations, "STEPS", (_add_a_column, step))
        with pytest.raises(error):
            made.reopened()
    vault = made.reopened()
    assert settings.get(vault, "a") == 1
    assert _version(vault) == 1
    with vault.reading() as connection:
        columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(setting)")]
    assert columns == ["key", "value"]


def test_vault_is_not_touched_when_there_is_no_room_for_a_backup(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise disk_full(made.folder)

    with monkeypatch.context() as patched:
        patched.setattr(models, "SCHEMA", 2)
        patched.setattr(migrations, "STEPS", (_add_a_column,))
        patched.setattr(backups, "make", full)
        with pytest.raises(DiskFull):
            made.reopened()
    assert _version(made.reopened()) == 1


def test_database_without_a_version_is_damaged(made: Made) -> None:
    with made.vault.writing() as connection:
        connection.exec_driver_sql("PRAGMA user_version=0")
    with pytest.raises(VaultDamaged):
        made.reopened()


LOADED = """
import sys
from pathlib import Path
from ipas_desktop.vault import opening
assert "sqlalchemy" not in sys.modules, "the unlock page would wait for SQLAlchemy"
opening.vault_info(Path(sys.argv[1]))
opening.open_with_passphrase(Path(sys.argv[1]), sys.argv[2]).close()
print(*[name for name in ("alembic", "keyring", "zxcvbn", "PySide6", "reportlab") if name in sys.modules])
"""


def test_opening_loads_nothing_that_it_does_not_need(made: Made) -> None:
    made.vault.close()
    command = [sys.executable, "-c", LOADED, str(made.folder), made.passphrase]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stdout.strip()) == (0, ""), run.stderr[-2000:]
