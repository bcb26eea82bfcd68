from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from ipas_desktop.errors import DiskFull, PackageNotVerified, WriteError
from ipas_desktop.package import building, report, verifying
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.identity import Identity
from ipas_desktop.package.verdict import Verdict

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def already_rendered(monkeypatch: pytest.MonkeyPatch, unsigned: bytes) -> None:
    """Failures after rendering are the same whatever was rendered: do not render for each of them."""
    monkeypatch.setattr(report, "render", lambda _content, _progress=None: unsigned)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_built_package_is_verified_and_nothing_else_is_left(
    content: PackageContent, practice: Identity, tmp_path: Path
) -> None:
    steps: list[str] = []
    target = tmp_path / "package.pdf"

    built = building.build(content, practice, target, steps.append)

    data = target.read_bytes()
    assert built.verdict.good
    assert (built.path, built.size, built.sha256) == (target, len(data), hashlib.sha256(data).hexdigest())
    assert names(tmp_path) == ["package.pdf"]
    assert steps == ["Rendering", "Signing", "Saving", "Checking"]


def test_an_older_package_is_replaced_only_by_a_good_one(
    content: PackageContent, practice: Identity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "package.pdf"
    target.write_bytes(b"older")
    monkeypatch.setattr(verifying, "verify", lambda _path: Verdict(False, "Do not rely on this file: it is damaged."))

    with pytest.raises(PackageNotVerified, match=r"was not kept\. Do not rely on this file"):
        building.build(content, practice, target)

    assert target.read_bytes() == b"older"
    assert names(tmp_path) == ["package.pdf"]


def test_too_little_room_is_told_before_writing(
    content: PackageContent, practice: Identity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10**9, 10**9 - 5, 5))

    with pytest.raises(DiskFull, match="not enough room"):
        building.build(content, practice, tmp_path / "package.pdf")

    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "kind"), [(errno.ENOSPC, DiskFull), (errno.EIO, WriteError), (errno.EROFS, WriteError)]
)
@pytest.mark.parametrize("where", ["os.fsync", "tempfile.mkstemp", "pathlib.Path.replace"])
def test_nothing_is_left_when_the_disk_fails(
    content: PackageContent,
    practice: Identity,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    code: int,
    kind: type[WriteError],
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(where, fail)

    with pytest.raises(kind) as told:
        building.build(content, practice, tmp_path / "package.pdf")

    assert type(told.value) is kind
    assert "Nothing is lost" in str(told.value)
    assert names(tmp_path) == []


def test_nothing_is_left_when_the_user_stops_it(content: PackageContent, practice: Identity, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(step: str) -> None:
        if step == "Checking":
            raise Stopped

    with pytest.raises(Stopped):
        building.build(content, practice, tmp_path / "package.pdf", stop)

    assert names(tmp_path) == []


def test_targets_that_cannot_be_written_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WriteError, match="is a folder"):
        building.require_writable_target(tmp_path)
    with pytest.raises(WriteError, match="There is no folder"):
        building.require_writable_target(tmp_path / "none" / "package.pdf")
    building.require_writable_target(tmp_path / "package.pdf")
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(WriteError, match="may not be written"):
        building.require_writable_target(tmp_path / "package.pdf")


def test_flushing_the_folder_is_left_out_where_it_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_DIRECTORY", raising=False)
    building._flush_folder(tmp_path / "not there")
