from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ipas_desktop.errors import DiskFull, WeakPassphrase, WrongPassphrase, WrongRecoveryKey
from ipas_desktop.vault import durable, key_file, keys, opening, settings
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.keyslots import SlotKind

if TYPE_CHECKING:
    from conftest import Made

NEW = "harbour violin cactus ninety"


def test_passphrase_is_changed_without_touching_the_database(made: Made, cheap: KdfCost) -> None:
    settings.put(made.vault, "a", 1)
    made.reopened()
    keys.change_passphrase(made.vault, made.passphrase, NEW, cost=cheap)
    made.vault.close()
    with pytest.raises(WrongPassphrase):
        opening.open_with_passphrase(made.folder, made.passphrase)
    made.passphrase = NEW
    assert settings.get(made.reopened(), "a") == 1
    assert made.vault.notices == ()
    made.vault.close()
    opening.open_with_recovery_key(made.folder, made.recovery_key).close()


def test_passphrase_is_not_changed_without_the_current_one(made: Made, cheap: KdfCost) -> None:
    before = (made.folder / "vault.keys").read_bytes()
    with pytest.raises(WrongPassphrase):
        keys.change_passphrase(made.vault, "not the passphrase", NEW, cost=cheap)
    with pytest.raises(WeakPassphrase):
        keys.change_passphrase(made.vault, made.passphrase, "weak", cost=cheap)
    assert (made.folder / "vault.keys").read_bytes() == before


def test_forgotten_passphrase_is_set_after_opening_with_the_recovery_key(made: Made, cheap: KdfCost) -> None:
    made.vault.close()
    made.vault = opening.open_with_recovery_key(made.folder, made.recovery_key)
    keys.set_passphrase(made.vault, NEW, cost=cheap)
    made.passphrase = NEW
    made.reopened()


def test_recovery_key_is_replaced(made: Made) -> None:
    new = keys.replace_recovery_key(made.vault)
    made.vault.close()
    with pytest.raises(WrongRecoveryKey):
        opening.open_with_recovery_key(made.folder, made.recovery_key)
    opening.open_with_recovery_key(made.folder, new).close()
    made.reopened()


def test_slots_are_removed_but_never_the_passphrase(made: Made) -> None:
    keys.remove_slots(made.vault, SlotKind.RECOVERY)
    generation = made.vault.key_file.generation
    keys.remove_slots(made.vault, SlotKind.RECOVERY)
    assert made.vault.key_file.generation == generation
    with pytest.raises(ValueError, match="always has a passphrase"):
        keys.remove_slots(made.vault, SlotKind.PASSPHRASE)
    made.vault.close()
    with pytest.raises(WrongRecoveryKey):
        opening.open_with_recovery_key(made.folder, made.recovery_key)
    made.reopened()


@pytest.mark.parametrize("name", [key_file.KEY_FILE, key_file.SECOND_COPY])
def test_old_passphrase_goes_on_opening_when_the_new_one_cannot_be_stored(
    made: Made, cheap: KdfCost, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failed = durable.write_durably, []

    def full_once(path: Path, data: bytes) -> None:
        if path.name == name and not failed:
            failed.append(path)
            raise OSError(28, "No space left on device")
        real(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(key_file, "write_durably", full_once)
        with pytest.raises(DiskFull):
            keys.change_passphrase(made.vault, made.passphrase, NEW, cost=cheap)
    assert made.reopened().notices == ()


def test_old_copy_of_the_key_file_put_back_opens_with_a_warning(made: Made, cheap: KdfCost) -> None:
    old = (made.folder / "vault.keys").read_bytes()
    keys.change_passphrase(made.vault, made.passphrase, NEW, cost=cheap)
    made.vault.close()
    for name in (key_file.KEY_FILE, key_file.SECOND_COPY):
        (made.folder / name).write_bytes(old)
    assert made.reopened().notices == (opening.OLDER_KEY_FILE,)
    keys.change_passphrase(made.vault, made.passphrase, NEW, cost=cheap)
    made.passphrase = NEW
    assert made.reopened().notices == ()
    assert made.vault.key_file.generation == 3
