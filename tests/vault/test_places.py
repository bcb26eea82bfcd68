from __future__ import annotations

from pathlib import Path

import pytest

from ipas_desktop.vault import places


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive - College of Policing/vault", "OneDrive"),
        ("onedrive/vault", "OneDrive"),
        ("Dropbox/a/b", "Dropbox"),
        ("Google Drive/My Drive/vault", "Google Drive"),
        ("Library/Mobile Documents/vault", "iCloud"),
        ("Nextcloud/vault", "Nextcloud"),
    ],
)
def test_synchronised_folder_is_warned_of(tmp_path: Path, folder: str, service: str) -> None:
    (told,) = places.warnings(tmp_path / folder)
    assert f"one that {service} synchronises" in told


def test_folder_named_by_the_system_as_synchronised_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDrive", str(tmp_path / "Work files"))
    assert "OneDrive" in places.warnings(tmp_path / "Work files" / "vault")[0]
    assert places.warnings(tmp_path / "elsewhere") == ()


@pytest.mark.parametrize("folder", ["vault", "onedriver/vault", "megaphone", "droplet box"])
def test_ordinary_folder_is_not_warned_of(tmp_path: Path, folder: str) -> None:
    assert places.warnings(tmp_path / folder) == ()


MOUNTS = """rootfs / ext4 rw 0 0
server:/home /mnt/home nfs4 rw 0 0
//server/share /mnt/with\\040space cifs rw 0 0
/dev/sdb1 /mnt/home/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "warned"),
    [
        ("/mnt/home/asha/vault", True),
        ("/mnt/with space/vault", True),
        ("/mnt/home/local/vault", False),
        ("/mnt/homely/vault", False),
        ("/srv/vault", False),
    ],
)
def test_network_drive_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, warned: bool) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    monkeypatch.setattr(places, "_MOUNTS", mounts)
    assert bool(places.warnings(Path(folder))) == warned


def test_unknown_file_system_is_not_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_MOUNTS", tmp_path / "gone")
    assert places.warnings(tmp_path) == ()
