"""Builds the window and joins rooms for it. The only place that does.

Holds no page. A fault of the program stores what is typed, leaves a report without content, says so, and goes on.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from ipas_desktop import crash, paths
from ipas_desktop.errors import IpasError
from ipas_desktop.policy import load_policy
from ipas_desktop.ui import preferences, theme, work
from ipas_desktop.ui.focus_ring import FocusRing
from ipas_desktop.ui.header import PROGRAM
from ipas_desktop.ui.labels import install_heading_role
from ipas_desktop.ui.window import Window

_WARM_UP_MS = 300
_FAULT = (
    "The program made a mistake. What you wrote is saved, and you can go on. {report} "
    "It holds nothing of what you wrote."
)


def application() -> QApplication:
    """Return the one application of this process, dressed."""
    existing = QCoreApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    made = QApplication([PROGRAM])
    made.setApplicationName(PROGRAM)
    made.setDesktopFileName("ipas-desktop")
    dress(made)
    return made


def dress(made: QApplication) -> None:
    """Give an application the program's look, focus ring and headings."""
    theme.start(made, preferences.load_look())
    FocusRing(made)
    install_heading_role()


def run_window(vault_folder: Path | None) -> int:
    """Open the window on a vault (default: the user's own) and return the exit code when it closes.

    Raises InputError when the organisation's policy cannot be used.
    """
    policy = load_policy()
    qt = application()
    window = Window(qt, vault_folder or paths.default_vault(), policy)
    sys.excepthook = _Faults(window).meet
    window.start()
    window.resize(qt.primaryScreen().availableGeometry().size() * 0.9)
    window.show()
    QTimer.singleShot(_WARM_UP_MS, lambda: _warm_up(window))
    try:
        return qt.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        work.stop_all()


def probe_window() -> str:
    """Open and paint the window once, on no vault, and return what it was painted on."""
    import tempfile

    qt = application()
    with tempfile.TemporaryDirectory(prefix="ipas-probe-") as folder:
        window = Window(qt, Path(folder) / "vault", load_policy())
        window.start()
        window.show()
        qt.processEvents()
        picture = window.grab()
        window.close()
    if picture.isNull():
        raise IpasError("The window could not be painted. Check the graphics of this computer.")
    return f"{qt.platformName()}, {picture.width()} × {picture.height()}"


def _warm_up(window: Window) -> None:
    """Read the database's library while the passphrase is being typed."""

    def read_in(_report: work.Report) -> None:
        import ipas_desktop.vault.engagements  # noqa: F401  # imported for its libraries

    work.run(window, read_in, on_done=lambda _: None, on_error=lambda _: None)


class _Faults:
    """Meets exceptions that nobody expected."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._meeting = False

    def meet(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Store, report, say so. A fault while doing that only reaches standard error."""
        if self._meeting or not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        self._meeting = True
        try:
            report = crash.write_report(error, crash.now())
            is_stored = self._window.flush()
            told = f"A report is in {report}." if report else "No report could be written."
            sentence = _FAULT.format(report=told)
            if not is_stored:
                sentence = sentence.replace(
                    "What you wrote is saved", "What you wrote is still on the screen, not saved"
                )
            self._window.say_fault(sentence)
        finally:
            self._meeting = False
