"""Warnings about where a vault lies: shares and synchronised folders do not keep what a database needs of a disk.

Holds no opening. Warnings never stop anybody: the folder may be all there is.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_SYNCHRONISED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "box sync": "Box",
    "mega": "MEGA",
    "syncthing": "Syncthing",
}
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ceph", "davfs", "ncpfs", "fuse.sshfs", "fuse.rclone"}
)
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of Windows' GetDriveType
_MOUNTS = Path("/proc/self/mounts")


def warnings(folder: Path) -> tuple[str, ...]:
    """Return one sentence for each reason why the folder is a bad place for a vault. Never raises."""
    found = []
    service = _synchroniser(folder)
    if service:
        found.append(
            f"The vault's folder is inside one that {service} synchronises. Copies made in the middle of a change are "
            "damaged copies, and the encrypted vault leaves this computer. Move it to a folder that is not "
            "synchronised."
        )
    if _is_network(folder):
        found.append(
            "The vault's folder is on a network drive. A network that breaks off in the middle of a change can damage "
            "the vault, and two computers could open it at once. Move it to a disk of this computer."
        )
    return tuple(found)


def _synchroniser(folder: Path) -> str:
    """Return the name of the service whose folder this is in, "" if none is known."""
    for part in folder.absolute().parts:
        name = part.casefold()
        for known, service in _SYNCHRONISED.items():
            if name == known or name.startswith((f"{known} ", f"{known} -", f"{known}-")):
                return service
    root = os.environ.get("OneDrive")  # noqa: SIM112  Windows writes it so
    return "OneDrive" if root and folder.absolute().is_relative_to(root) else ""


def _is_network(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        drive = folder.absolute().drive
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _REMOTE_DRIVE
    return _file_system(folder) in _NETWORK


def _file_system(folder: Path) -> str:
    """Return the type of the file system that holds the folder, "" if it cannot be told."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    resolved, best, kind = folder.resolve(), -1, ""
    for line in lines:
        _, place, found = line.split(" ")[:3]
        mounted = Path(place.replace("\\040", " "))
        if resolved.is_relative_to(mounted) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), found
    return kind
