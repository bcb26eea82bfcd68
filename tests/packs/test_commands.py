"""``form pack`` and ``case upgrade`` as a script runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ipas_desktop import paths, policy
from ipas_desktop.cases.case import DocumentKey
from ipas_desktop.cli import command_line
from ipas_desktop.forms import loader
from ipas_desktop.vault import engagements, opening
from ipas_desktop.vault.kdf import KdfCost
from tests.packs.workshop import ALL, KIND, TEAM, Workshop

Keys = tuple[Path, Path, Path]
VAULT_PASSPHRASE = "teapot gravel window marsh"


def ipas(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "ipas_desktop", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        timeout=240,
        check=False,
    )


def run(*arguments: object) -> int:
    """Run a command in this process."""
    return command_line.run(command_line.read(list(map(str, arguments))), probe_window=lambda: "")


def build(workshop: Workshop, keys: Keys, out: Path) -> int:
    return run(
        "form", "pack", "build", workshop.folder, "--key", keys[0], "--key-passphrase-file", keys[1], "--out", out
    )


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return dict(json.loads(capsys.readouterr().out))


@pytest.fixture
def pack(workshop: Workshop, key_files: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert build(workshop, key_files, tmp_path / "a.ipaspack") == 0
    capsys.readouterr()
    return tmp_path / "a.ipaspack"


def test_pack_goes_from_folder_to_a_new_draft_s_upgrade(workshop: Workshop, key_files: Keys, tmp_path: Path) -> None:
    """A case on version 1 of a pack's form stays there when version 2 is installed, until its owner upgrades it."""
    secret, vault, exported = tmp_path / "vault.txt", tmp_path / "vault", tmp_path / "case.json"
    secret.write_text(VAULT_PASSPHRASE + "\n")
    answers = {"lx.a.title": "A visit", "lx.a.kind": "study"}
    document = {"form": "local-extra", "version": 1, "answers": answers}
    case = {"format": "ipas-case", "version": 1, "reference": "EN-2026-0001-AB", "documents": {"extra": document}}
    exported.write_text(json.dumps(case | {"attachments": []}))
    key, passphrase, public = key_files
    opened = ("--vault", vault, "--passphrase-file", secret, "--json")

    def good(*arguments: object) -> dict[str, Any]:
        result = ipas(*arguments)
        assert result.returncode == 0, result.stderr or result.stdout
        return dict(json.loads(result.stdout))

    for version, questions in ((1, ALL), (2, KIND + TEAM)):
        workshop.pack(version)
        workshop.form(version, questions)
        out = tmp_path / f"{version}.ipaspack"
        good(
            "form",
            "pack",
            "build",
            workshop.folder,
            "--key",
            key,
            "--key-passphrase-file",
            passphrase,
            "--out",
            out,
            "--json",
        )
        good("form", "pack", "install", out, "--trust", public, "--json")
        if version == 1:
            good("vault", "create", *opened)
            reference = good("case", "import", exported, *opened)["reference"]
    refused = ipas("form", "pack", "install", tmp_path / "1.ipaspack", "--trust", public)
    listed = good("form", "pack", "list", "--trust", public, "--json")["packs"]
    shown = ipas("case", "upgrade", reference, *opened[:-1])
    applied = good("case", "upgrade", reference, "--apply", *opened)
    after = good("case", "export", reference, *opened[:-1])["documents"]["extra"]

    assert refused.returncode == 1
    assert "manifest.toml: version: it is version 1, and version 2 is installed here" in refused.stdout
    assert [(each["version"], each["good"], each["trusted"]) for each in listed] == [(1, True, True), (2, True, True)]
    assert shown.stdout.splitlines() == [
        "extra: local-extra 1 to 2. 1 of its answers or parts of them will not carry over.",
        "Title of the visit [lx.a.title]: A visit. The new version does not ask this.",
        "Nothing was changed yet; repeat with --apply to upgrade.",
    ]
    assert applied["applied"]
    assert [each["question"] for each in applied["documents"][0]["left_behind"]] == ["lx.a.title"]
    assert after == {"form": "local-extra", "version": 2, "answers": {"lx.a.kind": "study"}}
    assert ipas("case", "upgrade", reference, *opened[:-1]).stdout.endswith("on the newest version of its form.\n")


def test_upgrade_shows_first_and_applies_when_told(
    workshop: Workshop, key_files: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "vault.txt"
    secret.write_text(VAULT_PASSPHRASE + "\n")
    opened = ("--vault", tmp_path / "vault", "--passphrase-file", secret)
    workshop.install(1)
    vault, _ = opening.create(
        tmp_path / "vault", VAULT_PASSPHRASE, name="A", cost=KdfCost(memory_kib=32, passes=1, lanes=4)
    )
    case = engagements.create_case(vault, [(DocumentKey("extra"), loader.load_form("local-extra"))])
    vault.close()

    assert run("case", "upgrade", case.reference, *opened) == 0
    assert capsys.readouterr().out == f"{case.reference}: every document is on the newest version of its form.\n"
    workshop.form(2, KIND + TEAM)
    workshop.install(2)
    assert run("case", "upgrade", case.reference, *opened) == 0
    assert capsys.readouterr().out.splitlines() == [
        "extra: local-extra 1 to 2. Every answer is carried.",
        "Nothing was changed yet; repeat with --apply to upgrade.",
    ]
    assert run("case", "upgrade", case.reference, "--apply", *opened, "--json") == 0
    assert said(capsys)["documents"] == [
        {"document": "extra", "form": "local-extra", "from": 1, "to": 2, "carried": [], "left_behind": []}
    ]


def test_verify_gives_exit_code_1_for_a_changed_pack_and_3_for_none(
    pack: Path, key_files: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("form", "pack", "verify", pack, "--trust", key_files[2], "--json") == 0
    assert said(capsys)["forms"] == [{"id": "local-extra", "version": 1, "title": "Local extra"}]
    data = bytearray(pack.read_bytes())
    data[len(data) // 2] ^= 1
    pack.write_bytes(data)
    assert run("form", "pack", "verify", pack, "--trust", key_files[2], "--json") == 1
    verdict = said(capsys)
    assert not verdict["good"]
    assert len(verdict["findings"]) == 1
    assert run("form", "pack", "verify", pack.with_name("none"), "--trust", key_files[2]) == 3
    assert "could not be read" in capsys.readouterr().err


def test_refused_pack_is_not_installed(pack: Path, key_files: Keys, capsys: pytest.CaptureFixture[str]) -> None:
    pack.write_bytes(pack.read_bytes()[:-1])

    assert run("form", "pack", "install", pack, "--trust", key_files[2]) == 1
    assert capsys.readouterr().out.endswith("Nothing was installed.\n")
    assert not paths.user_packs().exists()


def test_build_says_everything_that_is_wrong_before_asking_for_a_secret(
    workshop: Workshop, key_files: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop.form(questions=ALL.replace('help = "Why it is asked."', ""))
    out = tmp_path / "a.ipaspack"

    assert run("form", "pack", "build", workshop.folder, "--key", tmp_path / "none", "--out", out) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "forms/local-extra/1/a-local.toml, line 10: lx.a.title: the help is missing"
    assert lines[-1] == "No form pack was made; 3 to mend."
    assert not out.exists()


def test_build_needs_the_passphrase_of_the_key(
    workshop: Workshop, key_files: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key_files[1].write_text("wrong\n")

    assert build(workshop, key_files, tmp_path / "a.ipaspack") == 3
    assert "its passphrase is another" in capsys.readouterr().err
    assert not (tmp_path / "a.ipaspack").exists()


def test_list_tells_of_a_changed_pack(pack: Path, key_files: Keys, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("form", "pack", "list") == 0
    assert capsys.readouterr().out == "No form packs are installed.\n"
    assert run("form", "pack", "install", pack, "--trust", key_files[2], "--for-all-users") == 0
    capsys.readouterr()
    (folder,) = paths.installed_packs()
    (folder / "reference/local_kinds.toml").write_text("x = 1\n")

    assert run("form", "pack", "list") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[:3] == ["example-forms", "1", "2026-11-23"]
    assert "all users  CHANGED" in lines[1]
    assert lines[2].endswith("reference/local_kinds.toml: it was altered: its SHA-256 is not the manifest's")


def test_without_a_key_to_trust_nothing_is_verified(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("form", "pack", "verify", pack) == 3
    assert "There is no key to trust" in capsys.readouterr().err


def test_keys_of_the_policy_are_the_only_ones(
    pack: Path, key_files: Keys, own_machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_machine.mkdir()
    (own_machine / policy.POLICY_FILE).write_text(f"form_pack_keys = ['{key_files[2]}']\n")

    assert run("form", "pack", "verify", pack) == 0
    assert run("form", "pack", "verify", pack, "--trust", key_files[2]) == 3
    assert "--trust cannot add another" in capsys.readouterr().err
