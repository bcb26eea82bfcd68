from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ipas_desktop.errors import (
    KeyFileTooNew,
    NotAVault,
    VaultDamaged,
    VaultError,
    VaultExists,
    VaultInUse,
    VaultMismatched,
    VaultNotEncrypted,
    VaultTooNew,
    VaultUnwritable,
    WeakPassphrase,
    WrongPassphrase,
)
from ipas_desktop.vault import database, engagements, key_file, keyslots, opening, schema, settings
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.opening import VaultState

if TYPE_CHECKING:
    from conftest import Made

PASSPHRASE = "teapot gravel window marsh"


def test_vault_keeps_what_was_stored_when_opened_again(made: Made) -> None:
    settings.put(made.vault, "a", {"b": [1, "ü"]})
    assert settings.get(made.reopened(), "a") == {"b": [1, "ü"]}
    assert made.vault.name == "Asha Example"


def test_vault_opens_with_the_recovery_key(made: Made) -> None:
    settings.put(made.vault, "a", 1)
    made.vault.close()
    with opening.open_with_recovery_key(made.folder, made.recovery_key.lower().replace("-", " ")) as vault:
        assert settings.get(vault, "a") == 1
        assert vault.is_open
    assert not vault.is_open


def test_vault_opened_in_a_worker_can_be_used_elsewhere(made: Made) -> None:
    made.vault.close()
    found: list[opening.OpenVault] = []
    worker = threading.Thread(target=lambda: found.append(opening.open_with_passphrase(made.folder, PASSPHRASE)))
    worker.start()
    worker.join()
    settings.put(found[0], "a", 1)
    found[0].close()


def test_vault_used_from_two_threads_at_once_loses_nothing(made: Made) -> None:
    def write(start: int) -> None:
        for number in range(start, start + 40):
            settings.put(made.vault, str(number), number)

    workers = [threading.Thread(target=write, args=(start,)) for start in (0, 100)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert all(settings.get(made.vault, str(number)) == number for number in [*range(40), *range(100, 140)])


def test_closing_leaves_one_encrypted_file_and_frees_the_lock(made: Made) -> None:
    settings.put(made.vault, "a", "marker")
    key = made.vault.data_key()
    made.vault.close()
    made.vault.close()
    assert sorted(path.name for path in made.folder.iterdir()) == [
        "vault.db",
        "vault.keys",
        "vault.keys.bak",
        "vault.lock",
    ]
    assert not (made.folder / "vault.db").read_bytes().startswith(b"SQLite")
    assert made.vault.data_key() == bytes(32) != key


def test_closed_vault_says_it_is_locked(made: Made) -> None:
    made.vault.close()
    with pytest.raises(VaultError, match="The vault is locked"):
        settings.get(made.vault, "a")


def test_wrong_passphrase_frees_the_lock(made: Made) -> None:
    made.vault.close()
    with pytest.raises(WrongPassphrase):
        opening.open_with_passphrase(made.folder, "another passphrase entirely")
    made.reopened()


def test_open_vault_is_in_use_for_everybody_else(made: Made) -> None:
    with pytest.raises(VaultInUse, match=f"process {os.getpid()} "):
        opening.open_with_passphrase(made.folder, PASSPHRASE)
    assert opening.vault_info(made.folder).state is VaultState.IN_USE


def test_folder_without_a_vault_is_not_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(NotAVault, match="There is no vault in"):
            opening.open_with_passphrase(folder, PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


def test_create_refuses_a_weak_passphrase_before_it_makes_anything(tmp_path: Path, cheap: KdfCost) -> None:
    with pytest.raises(WeakPassphrase):
        opening.create(tmp_path / "vault", "password", name="", cost=cheap)
    assert list(tmp_path.iterdir()) == []


def test_create_refuses_a_folder_with_a_vault(made: Made, cheap: KdfCost) -> None:
    with pytest.raises(VaultExists, match="There is a vault in"):
        opening.create(made.folder, PASSPHRASE, name="", cost=cheap)
    made.vault.close()
    with pytest.raises(VaultExists, match="There is a vault in"):
        opening.create(made.folder, PASSPHRASE, name="", cost=cheap)


def test_create_refuses_a_folder_with_other_files_and_a_file(tmp_path: Path, cheap: KdfCost) -> None:
    (tmp_path / "thesis.doc").write_text("x")
    with pytest.raises(VaultExists, match="not empty"):
        opening.create(tmp_path, PASSPHRASE, name="", cost=cheap)
    with pytest.raises(VaultExists, match="is a file, not a folder"):
        opening.create(tmp_path / "thesis.doc", PASSPHRASE, name="", cost=cheap)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["thesis.doc"]


def test_create_starts_again_where_it_was_cut_off(
    tmp_path: Path, cheap: KdfCost, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(source: Path, target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(opening, "replace_file", cut)
        with pytest.raises(KeyboardInterrupt):
            opening.create(tmp_path, PASSPHRASE, name="", cost=cheap)
    assert opening.vault_info(tmp_path).state is VaultState.ABSENT
    with pytest.raises(NotAVault):
        opening.open_with_passphrase(tmp_path, PASSPHRASE)
    vault, _ = opening.create(tmp_path, PASSPHRASE, name="", cost=cheap)
    vault.close()
    opening.open_with_passphrase(tmp_path, PASSPHRASE).close()


def test_create_says_so_when_the_folder_cannot_be_made(tmp_path: Path, cheap: KdfCost) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(VaultUnwritable):
        opening.create(tmp_path / "file" / "vault", PASSPHRASE, name="", cost=cheap)


def test_create_calibrates_when_no_cost_is_given(tmp_path: Path) -> None:
    vault, _ = opening.create(tmp_path, PASSPHRASE, name="")
    (slot,) = vault.key_file.slots_of(keyslots.SlotKind.PASSPHRASE)
    vault.close()
    assert int(slot.settings["memory_kib"]) >= 64 * 1024


def test_plain_database_in_its_place_is_named_and_not_opened(made: Made) -> None:
    made.vault.close()
    path = made.folder / "vault.db"
    path.unlink()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE engagement (x)")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(VaultNotEncrypted, match="not encrypted"):
        made.reopened()
    assert path.read_bytes() == before
    assert opening.vault_info(made.folder).state is VaultState.NOT_ENCRYPTED


def test_database_of_another_vault_is_named(made: Made, tmp_path: Path, cheap: KdfCost) -> None:
    other, _ = opening.create(tmp_path / "other", "window marsh gravel teapot", name="", cost=cheap)
    other.close()
    made.vault.close()
    (made.folder / "vault.db").write_bytes((tmp_path / "other" / "vault.db").read_bytes())
    with pytest.raises(VaultMismatched, match="does not belong to the key file"):
        made.reopened()


def test_database_that_says_it_is_another_vault_is_named(made: Made) -> None:
    with made.vault.writing() as connection:
        schema.write_meta(connection, "vault_id", "0" * 32)
    with pytest.raises(VaultMismatched, match="belongs to another vault"):
        made.reopened()


def test_missing_database_is_named(made: Made) -> None:
    made.vault.close()
    (made.folder / "vault.db").unlink()
    with pytest.raises(VaultDamaged, match="missing"):
        made.reopened()
    assert opening.vault_info(made.folder).state is VaultState.DATABASE_MISSING


@pytest.mark.parametrize("size", [0, 5, 100])
def test_truncated_database_is_damaged(made: Made, size: int) -> None:
    made.vault.close()
    path = made.folder / "vault.db"
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(VaultDamaged, match="damaged"):
        made.reopened()


def test_damaged_first_page_is_not_called_a_wrong_passphrase(made: Made) -> None:
    made.vault.close()
    path = made.folder / "vault.db"
    data = bytearray(path.read_bytes())
    data[50] ^= 1
    path.write_bytes(data)
    with pytest.raises(VaultDamaged, match="The key is right"):
        made.reopened()


def test_damaged_salt_does_no_harm(made: Made) -> None:
    settings.put(made.vault, "a", 1)
    made.vault.close()
    path = made.folder / "vault.db"
    data = bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)
    assert settings.get(made.reopened(), "a") == 1


def test_database_without_its_facts_is_damaged(made: Made) -> None:
    with made.vault.writing() as connection:
        connection.exec_driver_sql("DELETE FROM meta WHERE key = 'name'")
        with pytest.raises(VaultDamaged):
            schema.read_fact(connection, "name")
    with pytest.raises(VaultDamaged):
        made.reopened()


def test_newer_vault_is_refused_and_not_a_byte_changes(made: Made) -> None:
    with made.vault.writing() as connection:
        connection.exec_driver_sql("PRAGMA user_version=99")
    made.vault.close()
    before = (made.folder / "vault.db").read_bytes()
    with pytest.raises(VaultTooNew, match="newer version"):
        made.reopened()
    assert (made.folder / "vault.db").read_bytes() == before


CRASHED = """
import os, sys
from pathlib import Path
from ipas_desktop.vault import opening
vault = opening.open_with_passphrase(Path(sys.argv[1]), sys.argv[2])
with vault.writing() as connection:
    connection.exec_driver_sql("PRAGMA user_version=99")
os._exit(0)
"""


def test_newer_vault_is_not_touched_when_its_program_crashed(made: Made) -> None:
    made.vault.close()
    subprocess.run([sys.executable, "-c", CRASHED, str(made.folder), PASSPHRASE], check=True, timeout=60)
    files = {name: (made.folder / name).read_bytes() for name in ("vault.db", "vault.db-wal")}
    assert files["vault.db-wal"]
    with pytest.raises(VaultTooNew):
        made.reopened()
    assert {name: (made.folder / name).read_bytes() for name in files} == files


def test_newer_key_file_is_named(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    made.vault.close()
    with monkeypatch.context() as newer:
        newer.setattr(keyslots, "VERSION", 2)
        key_file.store(made.folder, made.vault.key_file)
    with pytest.raises(KeyFileTooNew):
        made.reopened()
    assert opening.vault_info(made.folder).state is VaultState.KEY_FILE_TOO_NEW


def test_older_key_file_opens_with_a_warning_each_time(made: Made) -> None:
    with made.vault.writing() as connection:
        schema.write_meta(connection, "key_generation", "5")
    assert made.reopened().notices == (opening.OLDER_KEY_FILE,)
    assert made.reopened().notices == (opening.OLDER_KEY_FILE,)


def test_newer_generation_of_the_key_file_is_remembered(made: Made) -> None:
    key_file.store(made.folder, keyslots.sealed(made.vault.key_file, made.vault.data_key()))
    vault = made.reopened()
    assert vault.notices == ()
    with vault.reading() as connection:
        assert schema.read_fact(connection, "key_generation") == "2"


def test_vault_info_tells_slots_size_and_time(made: Made) -> None:
    made.vault.close()
    info = opening.vault_info(made.folder)
    assert info.state is VaultState.READY
    assert info.slots == ("passphrase", "recovery")
    assert info.size == (made.folder / "vault.db").stat().st_size
    assert info.changed_at.startswith("20")
    assert "passphrase, recovery" in "\n".join(info.lines())
    for name in ("vault.keys", "vault.keys.bak"):
        (made.folder / name).write_bytes(b"x")
    damaged = opening.vault_info(made.folder)
    assert (damaged.state, damaged.slots) == (VaultState.KEY_FILE_DAMAGED, ())
    assert "not known" in "\n".join(damaged.lines())


def test_vault_info_of_an_empty_folder(tmp_path: Path) -> None:
    info = opening.vault_info(tmp_path)
    assert (info.state, info.size, info.changed_at) == (VaultState.ABSENT, 0, "")
    assert info.lines() == ("There is no vault in this folder.",)


def test_every_state_has_a_sentence() -> None:
    assert len({state.sentence() for state in VaultState}) == len(VaultState)


def test_bug_in_a_statement_stays_a_bug_and_hides_what_was_typed(made: Made) -> None:
    with pytest.raises(Exception, match="no such table") as caught, made.vault.writing() as connection:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", ("marker words",))
    assert not isinstance(caught.value, VaultError)
    assert "marker words" not in str(caught.value)
    assert "marker words" not in repr(caught.value)


def test_transaction_is_undone_when_something_in_it_fails(made: Made) -> None:
    def half() -> None:
        with made.vault.writing() as connection:
            connection.exec_driver_sql("INSERT INTO setting VALUES ('a', '1')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert settings.get(made.vault, "a") is None


def test_other_writer_is_told_as_in_use(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_BUSY_S", 0.05)
    made.reopened()
    other = database.keyed_connection(
        made.folder / "vault.db", made.vault.data_key(), made.vault.key_file.database_salt
    )
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(VaultInUse, match="Another program is writing"):
        settings.put(made.vault, "a", 1)
    other.execute("ROLLBACK")
    other.close()
    settings.put(made.vault, "a", 1)


def test_new_vault_holds_no_cases(made: Made) -> None:
    assert engagements.count_cases(made.vault) == 0
    assert engagements.list_cases(made.vault, limit=10) == ()
