"""The disk fills up at any write: what was acknowledged is there, nothing is half there, and work goes on after."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ipas_desktop.cases import history as chains
from ipas_desktop.cases import lifecycle
from ipas_desktop.cases.case import NOTIFICATION, Case, Revision
from ipas_desktop.errors import DiskFull, VaultUnwritable
from ipas_desktop.forms.definition import AnswerType, Context, Form, Page, Question, QuestionId, Section
from ipas_desktop.vault import answers, attachments, backups, engagements, history, keys, opening, rekeying, revisions
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.opening import OpenVault

CHEAP = KdfCost(memory_kib=32, passes=1, lanes=4)
PASSPHRASE = "teapot gravel window marsh"
NEW = "harbour violin cactus ninety"
TODAY = date(2026, 11, 23)
TITLE = Question(QuestionId("en.a.title"), AnswerType.SHORT_TEXT, "Title")
FORM = Form("notification", 1, "", "", "", "", (Section("a", "A", "", (Page("a", "", (TITLE,)),)),))


@pytest.fixture(name="small_disk")
def _small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes, where mounting one is allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if (
        sys.platform != "linux"
        or os.geteuid() != 0
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("a small disk cannot be mounted here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)  # a failed test may have left a vault open


def _fill(disk: Path, leave: int = 0) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    os.truncate(filler, max(filler.stat().st_size - leave, 0))
    return filler


def _made(folder: Path) -> tuple[OpenVault, Case]:
    vault, _ = opening.create(folder, PASSPHRASE, name="", cost=CHEAP)
    return vault, engagements.create_case(vault, [(NOTIFICATION, FORM)])


def _title(vault: OpenVault, case: Case) -> object:
    return engagements.load_case(vault, case.id).documents[0].answers.get(TITLE.id)


def _save(vault: OpenVault, case: Case, text: str) -> None:
    answers.save_answer(vault, case.id, NOTIFICATION, TITLE, text, TODAY)
    answers.leave_field(vault, case.id, NOTIFICATION, TITLE.id)


def _save_until_full(vault: OpenVault, case: Case, saved: list[str]) -> None:
    for number in range(10_000):
        text = f"{number} {os.urandom(1_000).hex()}"
        answers.save_answer(vault, case.id, NOTIFICATION, TITLE, text, TODAY)
        saved.append(text)
        answers.leave_field(vault, case.id, NOTIFICATION, TITLE.id)


def test_saving_on_a_full_disk_keeps_what_was_saved_and_goes_on_after(small_disk: Path) -> None:
    vault, case = _made(small_disk / "vault")
    filler = _fill(small_disk, leave=300_000)
    saved: list[str] = []
    with pytest.raises(DiskFull, match="your text is still here"):
        _save_until_full(vault, case, saved)
    assert _title(vault, case) == saved[-1]
    assert chains.first_break(history.events(vault, case.id)) is None
    with pytest.raises(DiskFull):
        _save_until_full(vault, case, saved)
    assert _title(vault, case) == saved[-1]
    filler.unlink()
    _save(vault, case, "after")
    vault.close()
    with opening.open_with_passphrase(small_disk / "vault", PASSPHRASE) as again:
        assert _title(again, case) == "after"
        assert opening.check(again).good


def test_closing_on_a_full_disk_loses_nothing(small_disk: Path) -> None:
    vault, case = _made(small_disk / "vault")
    _save(vault, case, "kept " * 300)
    filler = _fill(small_disk)
    vault.close()
    filler.unlink()
    with opening.open_with_passphrase(small_disk / "vault", PASSPHRASE) as again:
        assert _title(again, case) == "kept " * 300
        assert opening.check(again).good


ACTS: dict[str, Callable[[OpenVault, Case], object]] = {
    "attach": lambda vault, case: attachments.add(vault, case.id, "a", io.BytesIO(os.urandom(2_500_000))),
    "backup": lambda vault, case: backups.make(vault),
    "rekey": lambda vault, case: rekeying.rekey(vault, NEW, cost=CHEAP),
}


@pytest.mark.parametrize("name", ACTS)
def test_large_act_on_a_full_disk_leaves_everything_as_it_was(small_disk: Path, name: str) -> None:
    vault, case = _made(small_disk / "vault")
    _save(vault, case, "kept")
    filler = _fill(small_disk, leave=60_000)
    with pytest.raises(DiskFull):
        ACTS[name](vault, case)
    filler.unlink()
    assert _title(vault, case) == "kept"
    assert backups.made(small_disk / "vault" / "backups") == ()
    vault.close()
    with opening.open_with_passphrase(small_disk / "vault", PASSPHRASE) as again:
        assert _title(again, case) == "kept"
        assert opening.check(again).good


def test_rekey_that_fails_silently_is_noticed(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rekeying, "require_room", lambda *_: None)
    vault, case = _made(small_disk / "vault")
    _save(vault, case, "kept")
    vault.close()
    vault = opening.open_with_passphrase(small_disk / "vault", PASSPHRASE)
    filler = _fill(small_disk, leave=120_000)
    with pytest.raises(DiskFull):
        rekeying.rekey(vault, NEW, cost=CHEAP)
    filler.unlink()
    _save(vault, case, "after")
    vault.close()
    with opening.open_with_passphrase(small_disk / "vault", PASSPHRASE) as again:
        assert _title(again, case) == "after"
        assert opening.check(again).good


def test_creating_on_a_full_disk_leaves_nothing_that_looks_like_a_vault(small_disk: Path) -> None:
    for leave in (0, 8_192, 40_000, 100_000):
        filler = _fill(small_disk, leave=leave)
        with pytest.raises(DiskFull):
            opening.create(small_disk / "vault", PASSPHRASE, name="", cost=CHEAP)
        filler.unlink()
        assert opening.vault_info(small_disk / "vault").state is opening.VaultState.ABSENT
    vault, _ = _made(small_disk / "vault")
    vault.close()


def test_changing_the_passphrase_on_a_full_disk_keeps_the_old_one(small_disk: Path) -> None:
    vault, _ = _made(small_disk / "vault")
    filler = _fill(small_disk)
    with pytest.raises(DiskFull):
        keys.change_passphrase(vault, PASSPHRASE, NEW, cost=CHEAP)
    filler.unlink()
    vault.close()
    opening.open_with_passphrase(small_disk / "vault", PASSPHRASE).close()


def _frozen(case: Case, forms: object, context: object, **facts: Any) -> Revision:
    """Stand for ``cases.lifecycle.freeze``: a nearly empty case may be finalised."""
    return Revision(case.id, case.reference, marking="", documents=(), attachments=(), program_version="", **facts)


def _finalise_until_full(vault: OpenVault, case: Case) -> None:
    for _ in range(200):
        revisions.finalise(vault, case.id, Context(TODAY))
        _save(vault, case, os.urandom(2_000).hex())


def test_finalising_on_a_full_disk_leaves_a_draft(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "freeze", _frozen)
    vault, case = _made(small_disk / "vault")
    filler = _fill(small_disk, leave=200_000)
    with pytest.raises(DiskFull):
        _finalise_until_full(vault, case)
    filler.unlink()
    now = engagements.load_case(vault, case.id)
    finalised = [event for event in history.events(vault, case.id) if event.kind == "finalised"]
    assert now.revision == len(finalised)
    assert opening.check(vault).good
    assert revisions.finalise(vault, case.id, Context(TODAY)).number == now.revision + 1
    vault.close()


LIMITED = """
import resource, sys
from datetime import date
from pathlib import Path
from ipas_desktop.cases.case import NOTIFICATION, CaseId
from ipas_desktop.errors import DiskFull, VaultUnwritable
from ipas_desktop.forms.definition import AnswerType, Question, QuestionId
from ipas_desktop.vault import answers, engagements, opening
vault = opening.open_with_passphrase(Path(sys.argv[1]), sys.argv[2])
case = engagements.list_cases(vault, limit=1)[0].id
title = Question(QuestionId("en.a.title"), AnswerType.SHORT_TEXT, "Title")
resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, resource.RLIM_INFINITY))
try:
    for number in range(10_000):
        answers.save_answer(vault, case, NOTIFICATION, title, f"{number} " + "x" * 3000, date(2026, 11, 23))
        saved = number
        answers.leave_field(vault, case, NOTIFICATION, title.id)
except (DiskFull, VaultUnwritable) as error:
    held = engagements.load_case(vault, case).documents[0].answers[title.id]
    assert held.split()[0] == str(saved), held[:20]
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    answers.save_answer(vault, case, NOTIFICATION, title, "after", date(2026, 11, 23))
    print(saved, type(error).__name__)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a thing of POSIX")
def test_saving_past_a_file_size_limit_keeps_what_was_saved(tmp_path: Path) -> None:
    vault, case = _made(tmp_path / "vault")
    vault.close()
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "vault"), PASSPHRASE]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr[-3000:]
    saved, error = run.stdout.split()
    assert int(saved) > 0
    assert error in (DiskFull.__name__, VaultUnwritable.__name__)
    with opening.open_with_passphrase(tmp_path / "vault", PASSPHRASE) as again:
        assert _title(again, case) == "after"
        assert opening.check(again).good
