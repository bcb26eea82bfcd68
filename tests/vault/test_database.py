from __future__ import annotations

import shutil
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from ipas_desktop.errors import DiskFull, VaultDamaged, VaultInUse, VaultUnwritable
from ipas_desktop.vault import backups, database, opening, settings

if TYPE_CHECKING:
    from conftest import Made


def _error(name: str) -> sqlcipher.OperationalError:
    error = sqlcipher.OperationalError("told by the driver")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SQLITE_FULL", DiskFull),
        ("SQLITE_IOERR_WRITE", VaultUnwritable),
        ("SQLITE_READONLY_DIRECTORY", VaultUnwritable),
        ("SQLITE_CANTOPEN", VaultUnwritable),
        ("SQLITE_PERM", VaultUnwritable),
        ("SQLITE_CORRUPT_INDEX", VaultDamaged),
        ("SQLITE_NOTADB", VaultDamaged),
        ("SQLITE_BUSY_SNAPSHOT", VaultInUse),
        ("SQLITE_LOCKED", VaultInUse),
        ("SQLITE_ERROR", sqlcipher.OperationalError),
        ("", sqlcipher.OperationalError),
    ],
)
def test_error_of_the_driver_becomes_a_known_one_or_stays_a_bug(
    tmp_path: Path, name: str, expected: type[Exception]
) -> None:
    with pytest.raises(expected), database.translated(tmp_path):
        raise _error(name)


def test_input_output_error_on_a_full_disk_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=4096))
    with pytest.raises(DiskFull), database.translated(tmp_path):
        raise _error("SQLITE_IOERR_WRITE")


def test_input_output_error_in_a_folder_that_is_gone_is_unwritable(tmp_path: Path) -> None:
    with pytest.raises(VaultUnwritable, match="the drive is connected"), database.translated(tmp_path / "gone"):
        raise _error("SQLITE_IOERR_READ")


def test_writing_to_a_read_only_database_is_unwritable(made: Made) -> None:
    data_key = made.vault.data_key()
    made.vault.close()
    engine = database.engine_for(made.folder / "vault.db", data_key, made.vault.key_file.database_salt, mode="ro")
    with (
        pytest.raises(VaultUnwritable, match="readonly"),
        database.translated(made.folder),
        engine.begin() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM setting")
    engine.dispose()


@pytest.mark.parametrize("fate", ["moved", "deleted", "replaced"])
def test_saving_says_so_when_the_folder_has_vanished(made: Made, fate: str, tmp_path: Path) -> None:
    settings.put(made.vault, "a", 1)
    if fate == "moved":
        made.folder.rename(tmp_path / "elsewhere")
    elif fate == "deleted":
        shutil.rmtree(made.folder)
    else:
        (made.folder / "vault.db").rename(made.folder / "old.db")
        shutil.copy(made.folder / "old.db", made.folder / "vault.db")
    with pytest.raises(VaultUnwritable, match="cannot be written"):
        settings.put(made.vault, "a", 2)
    assert settings.get(made.vault, "a") == 1
    made.vault.close()


def test_page_that_is_not_whole_is_never_read(made: Made) -> None:
    settings.put(made.vault, "a", "x" * 100_000)
    made.vault.close()
    path = made.folder / "vault.db"
    data = bytearray(path.read_bytes())
    for at in range(4096 * 30 + 7, len(data), 4096):
        data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(VaultDamaged):
        settings.get(made.reopened(), "a")


@pytest.mark.parametrize("name", ["with space", "Zoë", "100% #1?", "مجلد", "a'b"])
def test_vault_may_lie_in_a_folder_of_any_name(tmp_path: Path, made: Made, name: str) -> None:
    made.vault.close()
    made.folder = Path(shutil.copytree(made.folder, tmp_path / name))
    settings.put(made.reopened(), "a", 1)
    backup = backups.make(made.vault)
    assert settings.get(made.reopened(), "a") == 1
    opening.open_with_passphrase(backup.folder, made.passphrase).close()


def test_path_on_a_windows_server_has_no_host() -> None:
    class OnServer:
        def absolute(self) -> PureWindowsPath:
            return PureWindowsPath("\\\\server\\share\\a vault\\vault.db")

    assert database._uri(OnServer()) == "file:////server/share/a%20vault/vault.db"  # type: ignore[arg-type]


def test_path_on_a_windows_drive_starts_with_a_slash() -> None:
    class OnDrive:
        def absolute(self) -> PureWindowsPath:
            return PureWindowsPath("C:\\Users\\x\\vault.db")

    assert database._uri(OnDrive()) == "file:///C:/Users/x/vault.db"  # type: ignore[arg-type]
