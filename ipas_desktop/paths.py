"""Where resources and the user's data lie: in a checkout, in an installed wheel and in a frozen build.

Holds no reading or writing of their contents.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

APPLICATION = "ipas-desktop"


def resources() -> Path:
    """Return the folder of the data files that come with the program.

    Raises FileNotFoundError when the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / "resources"] if frozen else [package / "resources", package.parent / "resources"]
    for candidate in candidates:
        if (candidate / "forms").is_dir():
            return candidate
    raise FileNotFoundError(f"The program's resources folder is missing; looked in {candidates[0]}. Install it again.")


def user_data() -> Path:
    """Return the folder for the user's vault and logs, local to this machine (never roaming); it may not exist yet.

    Windows: ``%LOCALAPPDATA%``. macOS: ``Application Support``. Elsewhere: the XDG base directory specification.
    """
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / APPLICATION


def machine_data() -> Path:
    """Return the folder where only an administrator puts files, for all users of this machine; it may not exist."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA") or r"C:\ProgramData") / APPLICATION
    if sys.platform == "darwin":
        return Path("/Library/Application Support") / APPLICATION
    return Path("/etc") / APPLICATION


def machine_packs() -> Path:
    """Return where form packs are installed for all users of this machine; it may not exist."""
    return machine_data() / "packs"


def user_packs() -> Path:
    """Return where form packs are installed for this user only; it may not exist."""
    return user_data() / "packs"


def installed_packs() -> tuple[Path, ...]:
    """Return the folder ``<pack>/<version>`` of every form pack: the machine's first, by name, the oldest first.

    A folder whose name is no version, such as one that is being written, is none.
    """
    found = [
        (place, folder.parent.name, int(folder.name), folder)
        for place, root in enumerate((machine_packs(), user_packs()))
        for folder in root.glob("*/*")
        if folder.name.isascii() and folder.name.isdecimal() and (folder / "manifest.toml").is_file()
    ]
    return tuple(folder for _, _, _, folder in sorted(found))


def default_vault() -> Path:
    """Return the folder of the vault that opens when none is named."""
    return user_data() / "vault"
