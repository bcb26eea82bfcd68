"""One process: from its first line to the first painted window, ours or a bare one; prints the seconds."""

import time

BEGUN = time.perf_counter()

import os  # noqa: E402  # the clock starts before any import
import sys  # noqa: E402
import tempfile  # noqa: E402
from pathlib import Path  # noqa: E402


def bare() -> object:
    """Return a shown window with a line of text, as small as PySide6 allows."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("Unlock"))
    window.resize(1200, 690)
    return application, window


def ours() -> object:
    """Return the program's own first window, on a folder without a vault."""
    from ipas_desktop import app
    from ipas_desktop.policy import Policy
    from ipas_desktop.ui.window import Window

    application = app.application()
    window = Window(application, Path(tempfile.mkdtemp()) / "vault", Policy())
    window.start()
    window.resize(1200, 690)
    return application, window


def main() -> None:
    """Show the window, wait for its first painting, and print how long all of it took."""
    application, window = (ours if sys.argv[1] == "ours" else bare)()
    from PySide6.QtCore import QEvent, QObject

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                from PySide6.QtCore import QTimer

                QTimer.singleShot(0, self.report)
                application.removeEventFilter(self)
            return False

        def report(self) -> None:
            print(time.perf_counter() - BEGUN, flush=True)
            os._exit(0)  # shutting down is not what is measured

    watcher = FirstPaint()
    application.installEventFilter(watcher)
    window.show()
    application.exec()


if __name__ == "__main__":
    main()
