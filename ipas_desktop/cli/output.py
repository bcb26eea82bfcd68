"""What commands print or write: words for people, or JSON for scripts, never both."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ipas_desktop.errors import DiskFull, WriteError


def emit(as_json: bool, data: Mapping[str, Any], lines: Iterable[str]) -> None:
    """Print the data as one JSON object, or the lines as text."""
    if as_json:
        write(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False) + "\n")
    else:
        write("".join(f"{line}\n" for line in lines))


def write(text: str) -> None:
    """Write text to standard output as UTF-8, whatever the terminal believes; unpaired surrogates are escaped."""
    write_bytes(text.encode("utf-8", "backslashreplace"))


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output, after what was printed before."""
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # captured by a program that replaced standard output
        sys.stdout.write(data.decode("utf-8"))
        return
    binary.write(data)
    binary.flush()


def complain(sentence: str) -> None:
    """Print one sentence on standard error."""
    if sys.stderr is not None:
        print(sentence.encode("utf-8", "backslashreplace").decode("utf-8"), file=sys.stderr)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a plain text table: left-aligned columns, two spaces between, no line ends in blanks."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)
    ]


def one_line(text: str) -> str:
    """Return text safe for one line of a terminal: line ends and control characters become spaces."""
    return "".join(" " if ord(character) < 32 or 127 <= ord(character) < 160 else character for character in text)


def write_file(target: Path, data: bytes) -> None:
    """Write a whole file or nothing: a temporary file beside it, flushed to the disk, then renamed.

    Raises DiskFull or WriteError with a sentence; whatever was at the target before is then still there.
    """
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".writing-", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
        raise _write_error(target, error) from error


def _write_error(target: Path, error: OSError) -> WriteError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"The disk is full, so {target} was not written. Free some space and try again.")
    return WriteError(f"{target} could not be written: {error.strerror}. Nothing was changed; choose another place.")
