"""The daily backup after unlocking, and when the last good one was made, in words. Holds no copying."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ipas_desktop.errors import IpasError
from ipas_desktop.ui import work
from ipas_desktop.ui.moments import moment_words
from ipas_desktop.ui.session import Session, now

if TYPE_CHECKING:
    from ipas_desktop.vault.backups import Backup

NOT_BACKED_UP = "Today's backup of the vault was not made. "


def begin(owner: QObject, session: Session, say: Callable[[str], object]) -> None:
    """Make a backup on a worker when one is due, and thin the others. ``say`` is told why it failed."""
    vault, keep = session.vault, session.policy.backups_to_keep

    def make(_report: work.Report) -> Backup | None:
        from ipas_desktop.vault import backups

        return backups.make_if_due(vault, now(), keep=keep)

    def failed(error: IpasError) -> None:
        say(f"{NOT_BACKED_UP}{error}")

    work.run(owner, make, on_done=lambda _made: None, on_error=failed)


def last_words(folder: Path) -> str:
    """Return when the last good backup of the vault in a folder was made, and how many there are."""
    from ipas_desktop.vault import backups
    from ipas_desktop.vault.folder import BACKUPS

    made = backups.made(folder / BACKUPS)
    if not made:
        return "No backup has been made yet"
    kept = "1 is kept" if len(made) == 1 else f"{len(made)} are kept"
    return f"{moment_words(made[0].made_at)}. {kept}"
