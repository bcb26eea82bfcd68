"""A report of a fault in the program, without a word of what the user wrote.

Holds only that: where the fault was (files, lines, functions) and the kind of exception. Messages and values are left
out, because they may quote an answer.
"""

from __future__ import annotations

import contextlib
import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from ipas_desktop import __version__, paths


def now() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)


def report(error: BaseException, when: datetime) -> str:
    """Return the text of a crash report: versions, the chain of exception types, and the frames of each."""
    lines = [
        f"IPAS Desktop {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}",
        f"{when.isoformat(timespec='seconds')}",
        f"frozen: {bool(getattr(sys, 'frozen', False))}",
    ]
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        ]
        current = current.__cause__ or current.__context__
    return "\n".join(lines) + "\n"


def write_report(error: BaseException, when: datetime) -> Path | None:
    """Write a crash report into the user's log folder and return its path, or None where nothing can be written."""
    folder = paths.user_data() / "logs"
    target = folder / f"fault-{when:%Y%m%d-%H%M%S-%f}.txt"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(report(error, when), encoding="utf-8")
        return target
    return None
