"""What the user likes before any vault is open: scheme and text size. Holds nothing about anybody's work.

A file that cannot be read is as good as none; one that cannot be written only means that the choice lasts until the
program closes.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from ipas_desktop import paths
from ipas_desktop.ui.theme import LARGEST, SMALLEST, Look, Scheme


def preferences_file() -> Path:
    """Return where the preferences lie; it may not exist."""
    return paths.user_data() / "preferences.json"


def load_look() -> Look:
    """Return the look chosen last, or the default."""
    try:
        stored = json.loads(preferences_file().read_text(encoding="utf-8"))
        factor = min(LARGEST, max(SMALLEST, float(stored["text_factor"])))
        return Look(Scheme(stored["scheme"]), factor)
    except (OSError, ValueError, KeyError, TypeError):
        return Look()


def store_look(look: Look) -> None:
    """Keep the look for the next start."""
    file = preferences_file()
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"scheme": look.scheme, "text_factor": look.text_factor}), encoding="utf-8")
