"""Start: a private umask, no core dumps, a fault handler; then the command line or the window.

Holds nothing else. The window's libraries are imported only when a window is wanted.
"""

from __future__ import annotations

import faulthandler
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def _keep_private() -> None:
    """Let nobody else read what this process writes, and keep its memory out of core files."""
    os.umask(0o077)
    try:
        import resource
    except ImportError:  # Windows has neither
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _probe_window() -> str:
    """Open and paint a real window once; return what it was painted on. Raises when it cannot."""
    from ipas_desktop import app

    return app.probe_window()


def _open_window(vault: Path | None) -> int:
    from ipas_desktop import app

    return app.run_window(vault)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (default: the process's own) and return its exit code."""
    _keep_private()
    if sys.stderr is not None:  # a windowed build on Windows has none
        faulthandler.enable()
    from ipas_desktop.cli import command_line

    command = command_line.read(sys.argv[1:] if arguments is None else arguments)
    if command.wants_window:
        return command_line.guarded(lambda: _open_window(command.vault))
    return command_line.run(command, probe_window=_probe_window)


if __name__ == "__main__":
    sys.exit(main())
