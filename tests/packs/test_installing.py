"""Installed packs: beside each other, whole or not at all, checked again whenever they are listed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from ipas_desktop import paths
from ipas_desktop.errors import FormPackRefused, WriteError
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import QuestionId
from ipas_desktop.packs import installing
from tests.packs.workshop import KINDS, Workshop


def names() -> list[tuple[str, int]]:
    return [(name.id, name.version) for name in loader.available_forms() if name.id == "local-extra"]


def left_over() -> list[str]:
    return [path.name for path in paths.user_packs().rglob(".*")]


def test_installed_forms_load_and_older_versions_stay(workshop: Workshop) -> None:
    workshop.install(1)
    assert loader.load_form("local-extra").version == 1
    first = loader.load_form("local-extra", 1)
    workshop.form(2, lists=KINDS + '[[item]]\nid = "other"\nlabel = "Other"\n')
    for file in (workshop.folder / "forms/local-extra/1").iterdir():
        file.unlink()
    (workshop.folder / "forms/local-extra/1").rmdir()
    workshop.install(2)

    assert names() == [("local-extra", 1), ("local-extra", 2)]
    assert loader.load_form("local-extra").version == 2
    kinds = [
        [choice.id for choice in loader.load_form("local-extra", version).question(QuestionId("lx.a.kind")).choices]
        for version in (1, 2)
    ]
    assert kinds == [["study", "train"], ["study", "train", "other"]]
    assert [question.id for question in first.questions()] == ["lx.a.title", "lx.a.kind", "lx.a.team"]
    assert left_over() == []


def test_installing_the_same_again_changes_nothing(workshop: Workshop) -> None:
    folder = workshop.install(1)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    assert workshop.install(1) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_refused_pack_is_not_installed(workshop: Workshop) -> None:
    with pytest.raises(FormPackRefused, match="Nothing was installed") as caught:
        installing.install(workshop.verdict(workshop.build() + b"x"))

    assert len(caught.value.findings) == 1
    assert not paths.user_packs().exists()


def test_damaged_pack_is_named_and_mended_by_installing_again(workshop: Workshop) -> None:
    folder = workshop.install(1)
    section = folder / "forms/local-extra/1/a-local.toml"
    section.write_text(section.read_text().replace("Title of the visit", "Title of the raid"))
    (folder / "reference/more.toml").write_text("x = 1")
    (pack,) = installing.installed((workshop.key,))

    assert [finding.words() for finding in pack.findings] == [
        "reference/more.toml: the manifest does not name it",
        "forms/local-extra/1/a-local.toml: it was altered: its SHA-256 is not the manifest's",
    ]
    assert pack.forms == ()
    workshop.install(1)
    (pack,) = installing.installed((workshop.key,))
    assert pack.findings == ()
    assert len(left_over()) == 1  # the damaged one, moved aside


def test_list_says_who_issued_what_and_whether_the_key_is_trusted_now(workshop: Workshop) -> None:
    folder = workshop.install(1)
    (pack,) = installing.installed()

    assert (pack.folder, pack.for_all_users, pack.issuer, pack.trusted) == (
        folder,
        False,
        workshop.key.fingerprint,
        False,
    )
    assert pack.manifest is not None
    assert pack.manifest.name == "example-forms 1"
    assert pack.forms == (("local-extra", 1, "Local extra"),)
    assert installing.installed((workshop.key,))[0].trusted


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("manifest.toml", b"format = 1\n", "no trusted key made this signature"),
        ("manifest.sig", None, "no trusted key made this signature"),
        ("issuer.pem", b"junk", "holds no public key"),
        ("issuer.pem", None, "could not be read"),
    ],
)
def test_installed_pack_that_lost_its_signature_is_named(
    workshop: Workshop, name: str, data: bytes | None, expected: str
) -> None:
    folder = workshop.install(1)
    (folder / name).unlink()
    if data is not None:
        (folder / name).write_bytes(data)
    (pack,) = installing.installed((workshop.key,))

    assert expected in pack.findings[0].words()
    assert not pack.trusted


def test_pack_moved_to_another_version_is_named(workshop: Workshop) -> None:
    folder = workshop.install(1)
    folder.rename(folder.with_name("7"))

    assert "installed under another name or version" in installing.installed()[0].findings[0].message


def test_folders_that_are_no_versions_are_not_packs(workshop: Workshop) -> None:
    folder = workshop.install(1)
    folder.rename(folder.with_name(".new-1"))
    (folder.with_name("3")).mkdir()

    assert paths.installed_packs() == ()
    assert names() == []


def test_pack_for_all_users_is_readable_by_them_whatever_the_umask(workshop: Workshop) -> None:
    before = os.umask(0o077)
    try:
        folder = installing.install(workshop.verdict(workshop.build()), for_all_users=True)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"), *folder.parents[:2])}

    assert folder.is_relative_to(paths.machine_packs())
    assert modes == {0o755, 0o644}
    assert installing.installed()[0].for_all_users


def test_pack_of_this_user_is_private(workshop: Workshop) -> None:
    folder = workshop.install(1)

    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))} == {0o700, 0o600}


def test_full_disk_leaves_nothing_half_installed(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop.install(1)
    workshop.pack(2)
    verdict = workshop.verdict(workshop.build())
    calls = iter(range(100))

    def full(_descriptor: int) -> None:
        if next(calls) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match=r"No space left on device\. What was installed before is unchanged"):
        installing.install(verdict)

    assert [folder.name for folder in paths.installed_packs()] == ["1"]
    assert left_over() == []


def test_place_that_cannot_be_written_is_told(workshop: Workshop) -> None:
    paths.user_packs().parent.mkdir(parents=True, exist_ok=True)
    paths.user_packs().write_text("a file is in the way")

    with pytest.raises(WriteError, match="could not be installed"):
        installing.install(workshop.verdict(workshop.build()))


def test_machine_packs_go_before_those_of_the_user(workshop: Workshop, tmp_path: Path) -> None:
    verdict = workshop.verdict(workshop.build())
    mine, machine = installing.install(verdict), installing.install(verdict, for_all_users=True)

    assert paths.installed_packs() == (machine, mine)
