"""The example to practise with: a real vault in a temporary folder, with the sample engagement, thrown away at the end.

Holds no widgets; runs on a worker.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ipas_desktop.ui.session import today_here

if TYPE_CHECKING:
    from ipas_desktop.ui.work import Report
    from ipas_desktop.vault.opening import OpenVault

SAMPLE = "sio-programme"
NAME = "Sample Author"


@dataclass(frozen=True, slots=True)
class Practice:
    """The open vault and the folder to throw away with it."""

    vault: OpenVault
    folder: Path


def begin(report: Report) -> Practice:
    """Make the vault, under a passphrase that nobody knows, and take in the sample. Raises the vault's errors."""
    from ipas_desktop.cases.samples import load_sample
    from ipas_desktop.vault import engagements, opening
    from ipas_desktop.vault.kdf import FLOOR

    folder = Path(tempfile.mkdtemp(prefix="ipas-practice-"))
    try:
        vault, _ = opening.create(folder / "vault", secrets.token_urlsafe(32), name=NAME, cost=FLOOR)
        report("")
        engagements.store_imported(vault, load_sample(SAMPLE, today_here()))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Practice(vault, folder)
