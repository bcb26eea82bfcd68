from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.errors import (
    DiskFull,
    VaultDamaged,
    VaultError,
    VaultUnwritable,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryKey,
)
from ipas_desktop.forms.definition import Form
from ipas_desktop.vault import database, engagements, key_file, opening, rekeying, settings
from ipas_desktop.vault.durable import disk_full
from ipas_desktop.vault.kdf import KdfCost

if TYPE_CHECKING:
    from conftest import Made

NEW = "harbour violin cactus ninety"


def test_rekeyed_vault_opens_with_new_keys_only(made: Made, cheap: KdfCost, form: Form) -> None:
    old_keys, old_key = (made.folder / "vault.keys").read_bytes(), made.vault.data_key()
    case = engagements.create_case(made.vault, [(NOTIFICATION, form)])
    recovery_key = rekeying.rekey(made.vault, NEW, cost=cheap)
    assert made.vault.data_key() != old_key
    assert engagements.load_case(made.vault, case.id) == case
    settings.put(made.vault, "a", 1)
    made.vault.close()
    with pytest.raises(WrongPassphrase):
        opening.open_with_passphrase(made.folder, made.passphrase)
    with pytest.raises(WrongRecoveryKey):
        opening.open_with_recovery_key(made.folder, made.recovery_key)
    opening.open_with_recovery_key(made.folder, recovery_key).close()
    made.passphrase = NEW
    vault = made.reopened()
    assert vault.notices == ()
    assert vault.key_file.earlier_key == b""
    assert settings.get(vault, "a") == 1
    assert engagements.load_case(vault, case.id) == case
    assert opening.check(vault).good
    vault.close()
    for name in (key_file.KEY_FILE, key_file.SECOND_COPY):
        (made.folder / name).write_bytes(old_keys)
    with pytest.raises(VaultDamaged, match="older than the last change of the keys"):
        opening.open_with_passphrase(made.folder, "teapot gravel window marsh")


def test_rekey_refuses_a_weak_passphrase(made: Made, cheap: KdfCost) -> None:
    with pytest.raises(WeakPassphrase):
        rekeying.rekey(made.vault, "weak", cost=cheap)
    made.reopened()


def test_rekey_leaves_the_old_keys_when_the_disk_is_full(
    made: Made, cheap: KdfCost, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise disk_full(made.folder)

    with monkeypatch.context() as patched:
        patched.setattr(rekeying, "_change_over", full)
        with pytest.raises(DiskFull):
            rekeying.rekey(made.vault, NEW, cost=cheap)
    settings.put(made.vault, "a", 1)
    assert settings.get(made.reopened(), "a") == 1
    assert made.vault.notices == ()


class Silent:
    """A connection whose ``reset_key`` fails as SQLCipher's does on a full disk: it says nothing and does nothing."""

    def __init__(self, connection: sqlcipher.Connection) -> None:
        self.connection = connection

    def reset_key(self, key: str) -> None:
        """Do nothing."""

    def __getattr__(self, name: str) -> object:
        return getattr(self.connection, name)


@pytest.mark.parametrize(("free", "expected"), [(10**9, VaultUnwritable), (10**6, DiskFull)])
def test_rekey_that_fails_without_a_word_is_noticed(
    made: Made, cheap: KdfCost, monkeypatch: pytest.MonkeyPatch, free: int, expected: type[VaultError]
) -> None:
    settings.put(made.vault, "a", 1)
    real, usage = database.keyed_connection, shutil.disk_usage(made.folder)

    def silent(path: Path, data_key: bytes, salt: bytes, mode: str = "rw") -> object:
        connection = real(path, data_key, salt, mode=mode)
        return connection if mode == "ro" else Silent(connection)

    with monkeypatch.context() as patched:
        patched.setattr(rekeying, "require_room", lambda *_: None)
        patched.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free))
        patched.setattr(database, "keyed_connection", silent)
        with pytest.raises(expected):
            rekeying.rekey(made.vault, NEW, cost=cheap)
        made.vault.close()
    assert settings.get(made.reopened(), "a") == 1
    assert made.vault.notices == ()


def test_closed_vault_is_not_encrypted_anew(made: Made) -> None:
    made.vault.close()
    with pytest.raises(VaultError, match="is locked"):
        made.vault.change_over(bytes(32), lambda: None)


class Cut(BaseException):
    """The power goes."""


@pytest.mark.parametrize("moment", ["before the database", "after the database", "before forgetting the old key"])
def test_rekey_that_was_cut_off_is_finished_when_opening(
    made: Made, cheap: KdfCost, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    settings.put(made.vault, "a", 1)
    real_change, real_store = rekeying._change_over, key_file.store
    stores: list[Path] = []

    def change(*arguments: object) -> None:
        if moment == "before the database":
            raise Cut
        real_change(*arguments)  # type: ignore[arg-type]  # passed on as they came
        if moment == "after the database":
            raise Cut

    def store(folder: Path, keys: object) -> None:
        stores.append(folder)
        if moment == "before forgetting the old key" and len(stores) == 2:
            raise Cut
        real_store(folder, keys)  # type: ignore[arg-type]  # passed on as it came

    with monkeypatch.context() as patched:
        patched.setattr(rekeying, "_change_over", change)
        patched.setattr(key_file, "store", store)
        with pytest.raises(Cut):
            rekeying.rekey(made.vault, NEW, cost=cheap)
    made.passphrase = NEW
    vault = made.reopened()
    assert settings.get(vault, "a") == 1
    assert vault.key_file.earlier_key == b""
    assert opening.check(vault).good
    assert made.reopened().notices == ()


def test_settling_raises_what_opening_does_when_neither_key_fits(made: Made) -> None:
    from ipas_desktop.vault import keyslots

    made.vault.close()
    begun = keyslots.with_earlier_key(made.vault.key_file, bytes(32), bytes(range(32)))
    with pytest.raises(VaultDamaged):
        rekeying.settled(made.folder, begun, bytes(32))
    assert database.key_literal(b"\x01" * 2, b"\x02") == "x'010102'"
