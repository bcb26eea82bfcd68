"""What the organisation fixes."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

from ipas_desktop import policy
from ipas_desktop.errors import InputError
from ipas_desktop.policy import Policy, load_policy, machine_policy_file


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "policy.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_policy_is_the_defaults_when_the_machine_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "machine_policy_file", lambda: tmp_path / "none.toml")
    loaded = load_policy()
    assert loaded == Policy()
    assert loaded.idle_lock_minutes == 10
    assert not loaded.is_fixed("idle_lock_minutes")


def test_policy_takes_every_setting_and_says_which_the_organisation_fixed(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        organisation = " College of Policing "
        idle_lock_minutes = 5
        passphrase_minimum_length = 20
        kdf_memory_mib = 256
        kdf_iterations = 4
        keyring_allowed = false
        attachment_limit_mb = 10
        attachments_limit_mb = 50
        keep_years = 7
        lead_time_days = 20
        stage_1_limit_months = 6
        backups_to_keep = 30
        trust_anchors = ["anchors/root.pem", "/etc/ssl/ipas.pem"]
        form_pack_keys = ["forms.pem"]
        organisation_recovery_key = "recovery.pem"
        """,
    )
    loaded = load_policy(file)
    assert loaded.organisation == "College of Policing"
    assert (loaded.idle_lock_minutes, loaded.passphrase_minimum_length) == (5, 20)
    assert (loaded.kdf_memory_mib, loaded.kdf_iterations, loaded.keyring_allowed) == (256, 4, False)
    assert (loaded.attachment_limit_mb, loaded.attachments_limit_mb) == (10, 50)
    assert (loaded.keep_years, loaded.lead_time_days) == (7, 20)
    assert (loaded.stage_1_limit_months, loaded.backups_to_keep) == (6, 30)
    assert loaded.trust_anchors == (tmp_path / "anchors/root.pem", Path("/etc/ssl/ipas.pem"))
    assert loaded.form_pack_keys == (tmp_path / "forms.pem",)
    assert loaded.organisation_recovery_key == tmp_path / "recovery.pem"
    assert set(loaded.sources) == {field.name for field in dataclasses.fields(Policy)} - {"sources"}
    assert set(loaded.sources.values()) == {file}
    assert loaded.is_fixed("keep_years")


def test_policy_fixes_only_what_it_names(tmp_path: Path) -> None:
    loaded = load_policy(written(tmp_path, "idle_lock_minutes = 3"))
    assert set(loaded.sources) == {"idle_lock_minutes"}
    assert dataclasses.replace(loaded, idle_lock_minutes=10, sources={}) == Policy()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("idle_lock_minutes = ", "end of document"),
        ("\n\nkeyring_allowed = yes", "line 3"),
        ("idle_lock_minutes = 0", "“idle_lock_minutes” must be a whole number from 1 to 120"),
        ("idle_lock_minutes = true", "“idle_lock_minutes” must be a whole number"),
        ("idle_lock_minutes = 2.5", "“idle_lock_minutes” must be a whole number"),
        ("kdf_memory_mib = 8", "“kdf_memory_mib” must be a whole number from 64"),
        ("keyring_allowed = 1", "“keyring_allowed” must be true or false"),
        ('organisation = ""', "“organisation” must be a text"),
        ('organisation = "a\\nb"', "“organisation” must be a text"),
        ("organisation = 5", "“organisation” must be a text"),
        ("trust_anchors = 'a.pem'", "“trust_anchors” must be a list of file names"),
        ("trust_anchors = ['']", "“trust_anchors” must be a list of file names"),
        ("organisation_recovery_key = ['a.pem']", "“organisation_recovery_key” must be a file name"),
        ("organisation_recovery_key = ''", "“organisation_recovery_key” must be a file name"),
        ("idle_lock = 3", "“idle_lock” is not a setting"),
        ("sources = {}", "“sources” is not a setting"),
        ("attachment_limit_mb = 90\nattachments_limit_mb = 80", "more than"),
        (b"organisation = '\xff'", "UTF-8"),
        ("#" * 200_001, "larger than 200 kB"),
    ],
)
def test_policy_is_refused_with_its_line_or_key(tmp_path: Path, text: str | bytes, words: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(InputError) as raised:
        load_policy(file)
    assert words in str(raised.value)
    assert str(file) in str(raised.value)
    assert "No vault was opened" in str(raised.value)


def test_policy_is_refused_when_the_named_file_is_absent_or_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        load_policy(tmp_path / "absent.toml")
    with pytest.raises(InputError, match="could not be read"):
        load_policy(tmp_path)


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", "/etc/ipas-desktop"),
        ("darwin", "/Library/Application Support/ipas-desktop"),
        ("win32", "X:/Data/ipas-desktop"),
    ],
)
def test_policy_lies_where_only_an_administrator_writes(
    platform: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("PROGRAMDATA", "X:/Data")
    assert machine_policy_file() == Path(expected) / "policy.toml"
