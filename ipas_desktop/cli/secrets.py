"""Passphrases from a file or a prompt; never from an argument or the environment."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from ipas_desktop.errors import InputError, UsageError

_LONGEST = 4096


def from_file_or_prompt(file: Path | None, *, what: str, option: str, twice: bool = False) -> str:
    """Return a secret: the first line of the file, or what is typed at a prompt that does not echo.

    ``what`` names it to the user ("Passphrase"), ``option`` is the option that names the file. ``twice`` asks again
    and compares. Raises UsageError when there is neither a file nor a terminal, InputError when the file cannot be
    read, holds nothing, or the two differ.
    """
    if file is not None:
        return _from_file(file, what)
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(f"{what} needed. Name a file that holds it with {option}, or run this in a terminal.")
    secret = getpass.getpass(f"{what}: ")
    if twice and getpass.getpass(f"{what} again: ") != secret:
        raise InputError("The two passphrases differ. Nothing was made; try again.")
    if not secret:
        raise InputError(f"{what} was left empty. Nothing was done; try again.")
    return secret


def _from_file(file: Path, what: str) -> str:
    try:
        with file.open("rb") as source:
            data = source.read(_LONGEST + 1)
    except OSError as error:
        raise InputError(f"The file {file} could not be read: {error.strerror}. Check its name.") from error
    if len(data) > _LONGEST:
        raise InputError(f"The file {file} is too long to hold a passphrase. Check that it is the right file.")
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"The file {file} is not UTF-8 text. Save it as UTF-8 and try again.") from error
    if not lines or not lines[0]:
        raise InputError(f"{what}: the first line of {file} is empty. Put the passphrase there.")
    return lines[0]
