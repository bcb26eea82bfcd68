from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ipas_desktop.errors import DiskFull, KeyFileDamaged, VaultUnwritable, WrongPassphrase
from ipas_desktop.vault import durable, key_file, keyslots, opening
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.key_file import KEY_FILE, SECOND_COPY

if TYPE_CHECKING:
    from conftest import Made

BOTH = [KEY_FILE, SECOND_COPY]


def _flip(path: Path, at: int = 300) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", BOTH)
def test_one_damaged_copy_is_healed_from_the_other(made: Made, name: str) -> None:
    made.vault.close()
    whole = (made.folder / name).read_bytes()
    _flip(made.folder / name)
    assert made.reopened().notices == (opening.HEALED,)
    assert (made.folder / name).read_bytes() == whole
    assert made.reopened().notices == ()


@pytest.mark.parametrize("name", BOTH)
def test_one_missing_copy_is_healed_from_the_other(made: Made, name: str) -> None:
    made.vault.close()
    (made.folder / name).unlink()
    assert made.reopened().notices == (opening.HEALED,)
    assert (made.folder / name).exists()


@pytest.mark.parametrize("name", BOTH)
def test_one_copy_of_another_vault_is_healed_from_the_other(
    made: Made, name: str, tmp_path: Path, cheap: KdfCost
) -> None:
    other, _ = opening.create(tmp_path / "other", "window marsh gravel teapot", name="", cost=cheap)
    other.close()
    made.vault.close()
    (made.folder / name).write_bytes((tmp_path / "other" / name).read_bytes())
    assert made.reopened().notices == (opening.HEALED,)
    assert (made.folder / KEY_FILE).read_bytes() == (made.folder / SECOND_COPY).read_bytes()


def test_both_damaged_copies_are_one_sentence(made: Made) -> None:
    made.vault.close()
    for name in BOTH:
        _flip(made.folder / name)
    with pytest.raises(KeyFileDamaged, match="Both copies"):
        made.reopened()


def test_missing_key_file_is_named(made: Made) -> None:
    made.vault.close()
    for name in BOTH:
        (made.folder / name).unlink()
    with pytest.raises(KeyFileDamaged, match="missing"):
        made.reopened()


def test_wrong_passphrase_stays_wrong_when_one_copy_is_damaged(made: Made) -> None:
    made.vault.close()
    _flip(made.folder / KEY_FILE)
    with pytest.raises(WrongPassphrase):
        opening.open_with_passphrase(made.folder, "another passphrase entirely")


def test_vault_opens_and_tells_when_healing_is_not_possible(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    made.vault.close()
    _flip(made.folder / KEY_FILE)

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(key_file, "write_durably", full)
    assert made.reopened().notices == (opening.NOT_HEALED,)


def test_key_file_larger_than_any_of_ours_is_damaged(made: Made) -> None:
    made.vault.close()
    for name in BOTH:
        (made.folder / name).write_bytes(b" " * 1_000_000)
    with pytest.raises(KeyFileDamaged):
        made.reopened()


def test_key_files_are_for_the_user_only(made: Made) -> None:
    for name in [*BOTH, "vault.db", "vault.lock"]:
        assert stat.S_IMODE((made.folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(made.folder.stat().st_mode) == 0o700


def test_copies_do_not_agree_when_the_folder_is_gone(made: Made, tmp_path: Path) -> None:
    assert key_file.copies_agree(made.folder, made.vault.key_file)
    assert not key_file.copies_agree(tmp_path / "gone", made.vault.key_file)


def test_store_leaves_the_old_file_when_the_disk_is_full(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (made.folder / KEY_FILE).read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", full)
    with pytest.raises(DiskFull, match="disk that holds"):
        key_file.store(made.folder, keyslots.sealed(made.vault.key_file, made.vault.data_key()))
    assert (made.folder / KEY_FILE).read_bytes() == before
    assert not list(made.folder.glob("*.new"))


def test_replace_tries_again_while_a_scanner_holds_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, refusals = Path.replace, iter([True, True, False])

    def held(self: Path, target: Path) -> Path:
        if next(refusals):
            raise PermissionError(13, "Access is denied")
        return real(self, target)

    monkeypatch.setattr(durable.os, "name", "nt")
    monkeypatch.setattr(durable, "_REPLACE_PAUSE_S", 0)
    monkeypatch.setattr(Path, "replace", held)
    (tmp_path / "a").write_bytes(b"new")
    durable.replace(tmp_path / "a", tmp_path / "b")
    monkeypatch.undo()
    assert (tmp_path / "b").read_bytes() == b"new"


def test_replace_gives_up_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def held(self: Path, target: Path) -> Path:
        calls.append(target)
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(durable.os, "name", "nt")
    monkeypatch.setattr(durable, "_REPLACE_PAUSE_S", 0)
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(PermissionError):
        durable.replace(tmp_path / "a", tmp_path / "b")
    assert len(calls) == 20


def test_sync_folder_does_nothing_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable.os, "name", "nt")
    durable.sync_folder(tmp_path / "gone")


def test_reading_a_key_file_without_permission_is_a_sentence(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    made.vault.close()

    def denied(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(VaultUnwritable, match="Permission denied"):
        key_file.read(made.folder)
