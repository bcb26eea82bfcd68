from __future__ import annotations

import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.errors import (
    DiskFull,
    NotAVault,
    VaultDamaged,
    VaultInUse,
    VaultUnwritable,
    WrongPassphrase,
    WrongRecoveryKey,
)
from ipas_desktop.forms.definition import Form
from ipas_desktop.vault import backups, engagements, keys, opening, recovery_key, rekeying, restoring, settings
from ipas_desktop.vault.backups import Backup
from ipas_desktop.vault.kdf import KdfCost

if TYPE_CHECKING:
    from conftest import Made

NEW = "harbour violin cactus ninety"


def _place(made: Made) -> Path:
    return made.folder / "backups"


def test_backup_is_a_whole_vault_of_its_own(made: Made, form: Form) -> None:
    case = engagements.create_case(made.vault, [(NOTIFICATION, form)])
    backup = backups.make(made.vault)
    engagements.create_case(made.vault, [(NOTIFICATION, form)])
    with opening.open_with_passphrase(backup.folder, made.passphrase) as copy:
        assert engagements.load_case(copy, case.id) == case
        assert engagements.count_cases(copy) == 1
        assert opening.check(copy).good
        assert copy.notices == ()
    with opening.open_with_recovery_key(backup.folder, made.recovery_key):
        pass
    for name in ("vault.db", "vault.keys", "vault.keys.bak"):
        assert stat.S_IMODE((backup.folder / name).stat().st_mode) == 0o600


def test_backups_are_listed_newest_first_and_strangers_are_left_out(made: Made) -> None:
    one, two = backups.make(made.vault), backups.make(made.vault)
    (_place(made) / "notes").mkdir()
    (_place(made) / "2026-11-23T00-00-00-000000Z.unfinished").mkdir()
    assert backups.made(_place(made)) == (two, one)
    assert one.size == sum(path.stat().st_size for path in one.folder.iterdir())
    assert backups.made(made.folder / "gone") == ()


def test_backup_goes_to_a_second_place(made: Made, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    backup = backups.make(made.vault, drive / "backups")
    assert backups.made(drive / "backups") == (backup,)
    assert not _place(made).exists()


def test_backup_is_refused_when_the_drive_is_gone(made: Made, tmp_path: Path) -> None:
    with pytest.raises(VaultUnwritable, match="cannot be written"):
        backups.make(made.vault, tmp_path / "drive" / "backups")
    assert not (tmp_path / "drive").exists()


def test_backup_is_refused_when_there_is_no_room(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(made.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(DiskFull, match="has 1 MB free, and this needs 2 MB"):
        backups.make(made.vault)
    assert backups.made(_place(made)) == ()


def test_backup_that_is_not_whole_is_deleted(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = backups.make(made.vault)
    real = backups.key_file.store

    def damage_too(folder: Path, keys: object) -> None:
        real(folder, keys)  # type: ignore[arg-type]  # passed on as it came
        data = bytearray((folder / "vault.db").read_bytes())
        data[9000] ^= 1
        (folder / "vault.db").write_bytes(data)

    monkeypatch.setattr(backups.key_file, "store", damage_too)
    with pytest.raises(VaultDamaged, match="not whole when it was read again"):
        backups.make(made.vault)
    assert backups.made(_place(made)) == (earlier,)
    assert [path.name for path in _place(made).iterdir()] == [earlier.folder.name]


def test_backup_that_lacks_a_row_is_deleted(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter([(3, 9, 1, 2), (3, 8, 1, 2), (3, 9, 1, 2)])
    monkeypatch.setattr(backups, "_counts", lambda *_, **__: next(counts))
    with pytest.raises(VaultDamaged, match="not whole"):
        backups.make(made.vault)
    assert backups.made(_place(made)) == ()


def test_backup_is_made_once_a_day(made: Made) -> None:
    now = datetime.now(UTC)
    first = backups.make_if_due(made.vault, now)
    assert first is not None
    assert backups.make_if_due(made.vault, first.made_at + timedelta(hours=23)) is None
    assert backups.make_if_due(made.vault, first.made_at + timedelta(hours=25)) is not None


def test_backups_are_thinned_to_the_most_that_may_be_kept(made: Made) -> None:
    backups.make(made.vault)
    second = backups.make(made.vault)
    third = backups.make_if_due(made.vault, second.made_at + timedelta(days=2), keep=2)

    assert third is not None
    assert backups.made(made.folder / "backups") == (third, second)


def test_backup_is_made_when_the_clock_was_put_back(made: Made) -> None:
    backups.make(made.vault)
    assert backups.make_if_due(made.vault, datetime.now(UTC) - timedelta(days=400)) is not None


def _at(days: float, now: datetime) -> Backup:
    made_at = now - timedelta(days=days)
    return Backup(Path(made_at.isoformat()), made_at, 1)


def test_backups_are_thinned_to_days_weeks_and_months() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    every_six_hours = [_at(quarter / 4, now) for quarter in range(4 * 400)]
    dropped = set(backups.superfluous(every_six_hours, now))
    kept = [backup for backup in every_six_hours if backup not in dropped]
    ages = [(now - backup.made_at) / timedelta(days=1) for backup in kept]
    assert [age for age in ages if age < 1] == [0, 0.25, 0.5, 0.75]
    assert 6 <= len([age for age in ages if 1 <= age < 7]) <= 8
    assert 8 <= len([age for age in ages if 7 <= age < 60]) <= 9
    assert 11 <= len([age for age in ages if age >= 60]) <= 13
    assert kept[-1].made_at.month == (now - timedelta(days=399)).month


def test_thinning_every_day_is_stable_over_two_years() -> None:
    now = datetime(2025, 1, 1, 12, tzinfo=UTC)
    kept: list[Backup] = []
    for day in range(730):
        today = now + timedelta(days=day)
        kept.append(Backup(Path(str(day)), today, 1))
        dropped = backups.superfluous(kept, today)
        kept = [backup for backup in kept if backup not in dropped]
    assert 30 <= len(kept) <= 45
    oldest = min(backup.made_at for backup in kept)
    assert oldest < now + timedelta(days=45)


def test_thinning_keeps_the_newest_three_and_those_from_the_future() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    old = [_at(300 + hour / 24, now) for hour in range(5)]
    assert len(backups.superfluous(old, now)) == 2
    future = [_at(-400, now), _at(-401, now)]
    assert not set(future) & set(backups.superfluous([*old, *future], now))
    assert len(backups.superfluous([_at(day, now) for day in range(30)], now, keep=10)) == 20


def test_thinning_clears_what_was_left_unfinished(made: Made) -> None:
    backup = backups.make(made.vault)
    (_place(made) / "2026-11-23T00-00-00-000000Z.unfinished").mkdir()
    old = _place(made) / "2020-01-01T00-00-00-000000Z"
    for number in range(5):
        shutil.copytree(backup.folder, old.with_name(f"2020-01-01T00-00-0{number}-000000Z"))
    backups.thin(_place(made), datetime.now(UTC))
    assert len(backups.made(_place(made))) == 3
    assert not list(_place(made).glob("*.unfinished"))


def test_backups_of_the_old_keys_can_be_deleted(made: Made, cheap: KdfCost) -> None:
    backups.make(made.vault)
    rekeying.rekey(made.vault, NEW, cost=cheap)
    new = backups.make(made.vault)
    backups.delete_older(_place(made), new)
    assert backups.made(_place(made)) == (new,)
    opening.open_with_passphrase(new.folder, NEW).close()


def test_restored_vault_is_as_it_was_and_what_was_there_is_kept(made: Made) -> None:
    settings.put(made.vault, "a", "then")
    backup = backups.make(made.vault)
    settings.put(made.vault, "a", "now")
    made.vault.close()
    aside = restoring.restore_with_passphrase(made.folder, backup.folder, made.passphrase)
    assert settings.get(made.reopened(), "a") == "then"
    assert made.vault.notices == ()
    made.vault.close()
    with opening.open_with_passphrase(aside, made.passphrase) as kept:
        assert settings.get(kept, "a") == "now"
    with opening.open_with_passphrase(backup.folder, made.passphrase) as untouched:
        assert settings.get(untouched, "a") == "then"


def test_restored_vault_keeps_the_passphrase_that_was_changed_since(made: Made, cheap: KdfCost) -> None:
    settings.put(made.vault, "a", "then")
    backup = backups.make(made.vault)
    keys.change_passphrase(made.vault, made.passphrase, NEW, cost=cheap)
    made.vault.close()
    restoring.restore_with_passphrase(made.folder, backup.folder, NEW)
    with pytest.raises(WrongPassphrase):
        opening.open_with_passphrase(made.folder, made.passphrase)
    made.passphrase = NEW
    assert settings.get(made.reopened(), "a") == "then"


def test_restoring_a_backup_from_before_the_keys_changed_takes_its_old_keys(made: Made, cheap: KdfCost) -> None:
    settings.put(made.vault, "a", "then")
    backup = backups.make(made.vault)
    rekeying.rekey(made.vault, NEW, cost=cheap)
    made.vault.close()
    with pytest.raises((WrongPassphrase, VaultDamaged)):
        restoring.restore_with_passphrase(made.folder, backup.folder, NEW)
    restoring.restore_with_recovery_key(made.folder, backup.folder, made.recovery_key)
    assert settings.get(made.reopened(), "a") == "then"


@pytest.mark.parametrize("broken", ["vault.db", "vault.keys", "everything"])
def test_damaged_vault_is_restored(made: Made, broken: str) -> None:
    settings.put(made.vault, "a", "then")
    backup = backups.make(made.vault)
    made.vault.close()
    names = {
        "vault.db": ["vault.db"],
        "vault.keys": ["vault.keys", "vault.keys.bak"],
        "everything": ["vault.db", "vault.keys", "vault.keys.bak"],
    }
    for name in names[broken]:
        (made.folder / name).write_bytes(b"x" * 5000)
    if broken == "everything":
        (made.folder / "vault.db").unlink()
    restoring.restore_with_passphrase(made.folder, backup.folder, made.passphrase)
    assert settings.get(made.reopened(), "a") == "then"


def test_restoring_is_refused_and_changes_nothing(made: Made, tmp_path: Path) -> None:
    settings.put(made.vault, "a", "now")
    backup = backups.make(made.vault)
    with pytest.raises(VaultInUse):
        restoring.restore_with_passphrase(made.folder, backup.folder, made.passphrase)
    made.vault.close()
    with pytest.raises(NotAVault, match="There is no backup in"):
        restoring.restore_with_passphrase(made.folder, tmp_path, made.passphrase)
    with pytest.raises(WrongPassphrase):
        restoring.restore_with_passphrase(made.folder, backup.folder, NEW)
    with pytest.raises(WrongRecoveryKey):
        restoring.restore_with_recovery_key(made.folder, backup.folder, recovery_key.as_text(bytes(20)))
    data = bytearray((backup.folder / "vault.db").read_bytes())
    data[100] ^= 1
    (backup.folder / "vault.db").write_bytes(data)
    with pytest.raises(VaultDamaged):
        restoring.restore_with_passphrase(made.folder, backup.folder, made.passphrase)
    assert not list(made.folder.glob("replaced-*"))
    assert settings.get(made.reopened(), "a") == "now"


def test_restoring_on_a_full_disk_changes_nothing(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.put(made.vault, "a", "now")
    backup = backups.make(made.vault)
    made.vault.close()

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(restoring, "_copy_durably", full)
        with pytest.raises(DiskFull):
            restoring.restore_with_passphrase(made.folder, backup.folder, made.passphrase)
    assert not list(made.folder.glob("*incoming*"))
    assert settings.get(made.reopened(), "a") == "now"


def test_vault_whose_folder_is_gone_is_restored(made: Made, tmp_path: Path) -> None:
    settings.put(made.vault, "a", "then")
    backup = backups.make(made.vault, tmp_path / "drive")
    made.vault.close()
    shutil.rmtree(made.folder)
    restoring.restore_with_passphrase(made.folder, backup.folder, made.passphrase)
    assert settings.get(made.reopened(), "a") == "then"
