"""Writing small files so that a power cut leaves the old one or the new one, never half; and what an OSError means.

Holds no knowledge of what the files contain.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ipas_desktop.errors import DiskFull, VaultUnwritable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG}
_REPLACE_TRIES = 20
_REPLACE_PAUSE_S = 0.05  # a virus scanner lets go of a new file within a second


def write_durably(path: Path, data: bytes) -> None:
    """Put ``data`` in place of the file, readable by the user only, and return when it is on the disk.

    Raises OSError; the old file is then still whole. Windows: a scanner may hold the file for a moment, so replacing
    it is tried again for about a second.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def replace(source: Path, target: Path) -> None:
    """Rename over the target, trying again while another program holds it (Windows). Raises OSError."""
    for attempt in range(_REPLACE_TRIES):
        try:
            source.replace(target)
        except PermissionError:
            if os.name == "posix" or attempt == _REPLACE_TRIES - 1:
                raise
            time.sleep(_REPLACE_PAUSE_S)
        else:
            return


def sync_folder(folder: Path) -> None:
    """Make renames in the folder survive a power cut. Windows does that by itself and cannot be told to."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def file_errors_as_sentences(folder: Path) -> Iterator[None]:
    """Turn an OSError inside the block into ``DiskFull`` or ``VaultUnwritable``."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise disk_full(folder) from error
        raise unwritable(folder, error.strerror or "unknown reason") from error


def disk_full(folder: Path) -> DiskFull:
    """Return the error for a disk with no room left."""
    return DiskFull(
        f"Not saved: the disk that holds {folder} is full. Everything saved before is safe, and your text is still "
        "here. Free some space, then save again."
    )


def require_room(folder: Path, needed: int) -> None:
    """Raise DiskFull unless ``needed`` bytes are free. Raises OSError when the folder is gone."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFull(
            f"Not done: the disk that holds {folder} has {free // 1_000_000} MB free, and this needs "
            f"{needed // 1_000_000} MB. Everything saved before is safe. Free some space, then try again."
        )


def unwritable(folder: Path, reason: str) -> VaultUnwritable:
    """Return the error for a folder that cannot be written; ``reason`` is the system's word for it."""
    return VaultUnwritable(
        f"The vault's folder {folder} cannot be written ({reason}). Everything saved before is safe, if the folder is "
        "still there. Check that the drive is connected and that you may write to the folder, then try again."
    )
