from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ipas_desktop.errors import VaultInUse, VaultUnwritable
from ipas_desktop.vault import lock
from ipas_desktop.vault.lock import LOCK_FILE, ProcessLock

HOLDER = """
import sys, time
from pathlib import Path
from ipas_desktop.vault.lock import ProcessLock
held = ProcessLock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_lock_refuses_a_second_holder_and_names_the_first(tmp_path: Path) -> None:
    first = ProcessLock(tmp_path)
    with pytest.raises(VaultInUse, match=f"process {os.getpid()} on .+, since 20..-") as caught:
        ProcessLock(tmp_path)
    assert "Nothing was changed" in str(caught.value)
    first.release()
    ProcessLock(tmp_path).release()


def test_lock_is_freed_when_its_holder_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert lock.is_held(tmp_path)
        with pytest.raises(VaultInUse, match=f"process {holder.pid} "):
            ProcessLock(tmp_path)
        holder.kill()
        holder.wait()
    assert not lock.is_held(tmp_path)
    ProcessLock(tmp_path).release()


def test_lock_is_not_held_when_there_is_only_a_stale_file(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text('{"process": 1, "computer": "elsewhere", "since": "2026"}')
    assert not lock.is_held(tmp_path)
    assert not lock.is_held(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"process": "x"}', '{"process": 5}', "\x00"])
def test_lock_refuses_without_a_name_when_the_text_is_unreadable(tmp_path: Path, text: str) -> None:
    held = ProcessLock(tmp_path)
    (tmp_path / LOCK_FILE).write_text(text)
    with pytest.raises(VaultInUse, match="its name is not known"):
        ProcessLock(tmp_path)
    held.release()


def test_lock_may_be_released_twice(tmp_path: Path) -> None:
    held = ProcessLock(tmp_path)
    held.release()
    held.release()


def test_lock_says_so_when_the_folder_is_gone(tmp_path: Path) -> None:
    with pytest.raises(VaultUnwritable, match="cannot be written"):
        ProcessLock(tmp_path / "gone")


def test_lock_holds_without_a_name_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        held = ProcessLock(tmp_path)
    with pytest.raises(VaultInUse, match="its name is not known"):
        ProcessLock(tmp_path)
    held.release()
