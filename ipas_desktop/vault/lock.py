"""One vault, one program: a lock that the operating system frees when its holder dies, however it dies.

Holds no vault. The lock is on an open file, so a stale file means nothing; its text only names the holder.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ipas_desktop.errors import VaultInUse
from ipas_desktop.vault.durable import file_errors_as_sentences

LOCK_FILE = "vault.lock"
_LOCKED_BYTE = 1 << 30  # Windows locks bytes against reading too, so lock one far behind the text


class ProcessLock:
    """Holds the lock on a vault's folder until ``release`` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises VaultInUse, which names the holder, and VaultUnwritable."""
        path = folder / LOCK_FILE
        with file_errors_as_sentences(folder):
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as error:
            holder = _holder(self._descriptor)
            os.close(self._descriptor)
            raise VaultInUse(
                f"This vault is open in another program ({holder}). Nothing was changed. Go on working there, or close "
                "it and try again."
            ) from error
        with suppress(OSError):  # the lock holds without a name too, also on a full disk
            _name_holder(self._descriptor)

    def release(self) -> None:
        """Free the lock. The file stays: removing it could remove a lock that another program has just taken."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def is_held(folder: Path) -> bool:
    """Say whether some program has the vault open, by trying."""
    path = folder / LOCK_FILE
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        _lock(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _lock(descriptor: int) -> None:
    """Raise OSError when another open file has the lock."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _name_holder(descriptor: int) -> None:
    text = json.dumps({"process": os.getpid(), "computer": socket.gethostname(), "since": _now()})
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.ftruncate(descriptor, 0)
    os.write(descriptor, text.encode())


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _holder(descriptor: int) -> str:
    """Return who holds the lock, in words; the text may be missing or half written."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        told = json.loads(os.read(descriptor, 4096))
        return f"process {int(told['process'])} on {str(told['computer'])[:80]}, since {str(told['since'])[:30]}"
    except (OSError, ValueError, KeyError, TypeError):
        return "its name is not known"
