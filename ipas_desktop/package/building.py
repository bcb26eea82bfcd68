"""Builds a package: render, sign, temporary file, flush to disk, rename, open again and verify. All or nothing.

Holds no rendering, signing or judging. Until the finished file has passed its own verification nothing stands at the
target, and a file that was there before stays as it was.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ipas_desktop.errors import DiskFull, PackageNotVerified, WriteError
from ipas_desktop.package.identity import unwritten

if TYPE_CHECKING:
    from ipas_desktop.package.content import PackageContent
    from ipas_desktop.package.identity import Identity
    from ipas_desktop.package.verdict import Verdict

Progress = Callable[[str], None]
ROOM_TO_SPARE = 2_000_000  # bytes on the disk beyond the package itself


@dataclass(frozen=True, slots=True)
class Built:
    """A package on the disk, verified. ``size`` in bytes; ``sha256`` in lower hex."""

    path: Path
    sha256: str
    size: int
    verdict: Verdict


def require_writable_target(path: Path) -> None:
    """Raise WriteError when a package could not be written there: no such folder, a folder itself, no permission."""
    if path.is_dir():
        raise WriteError(f"{path} is a folder. Nothing was written; add a file name.")
    if not path.parent.is_dir():
        raise WriteError(f"There is no folder {path.parent}. Nothing was written; name a folder that exists.")
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise WriteError(f"{path} may not be written. Nothing was written; choose another place.")


def build(content: PackageContent, identity: Identity, target: Path, progress: Progress | None = None) -> Built:
    """Write the signed and verified package of a revision to ``target`` and return what was built.

    ``progress`` gets a few words at each step; when it raises, the build stops and leaves nothing. Raises WriteError or
    DiskFull when it cannot be written, PackageNotVerified when the finished file does not pass (a bug, or a bad disk).
    """
    from ipas_desktop.package import report, signing

    say = progress or (lambda _: None)
    require_writable_target(target)
    say("Rendering")
    drawn = report.render(content, lambda page: say(f"Rendering page {page}"))
    say("Signing")
    package = signing.certify(drawn, identity, datetime.now(UTC))
    say("Saving")
    temporary = _write_beside(target, package)
    try:
        say("Checking")
        built = _checked(temporary, target, package)
        temporary.replace(target)
    except OSError as error:
        raise unwritten(target, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    _flush_folder(target.parent)
    return built


def _checked(temporary: Path, target: Path, package: bytes) -> Built:
    """Verify the file as it lies on the disk, before it takes its name."""
    from ipas_desktop.package import verifying

    verdict = verifying.verify(temporary)
    if not verdict.good:
        raise PackageNotVerified(
            f"The package did not pass its own check, so it was not kept. {verdict.sentence} Nothing is lost; try "
            "again, and report it if it happens again."
        )
    return Built(target, hashlib.sha256(package).hexdigest(), len(package), verdict)


def _write_beside(target: Path, data: bytes) -> Path:
    """Write the data to a temporary file in the target's folder, down to the disk; nothing is left on failure."""
    try:
        if shutil.disk_usage(target.parent).free < len(data) + ROOM_TO_SPARE:
            raise DiskFull(
                f"There is not enough room in {target.parent} for the package. Nothing was written and nothing is "
                "lost; make room and try again."
            )
        handle, name = tempfile.mkstemp(prefix=".ipas-", suffix=".part", dir=target.parent)
    except OSError as error:
        raise unwritten(target, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise unwritten(target, error) from error
    return temporary


def _flush_folder(folder: Path) -> None:
    """Make the rename durable where the system can (not on Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
