"""Garbage is collected on the window's thread only, while there are workers.

Python collects cyclic garbage on whatever thread happens to allocate. A widget that is part of a cycle would then be
destroyed on a worker, which Qt does not survive (seen: a segmentation fault while a worker imported a library).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250


class Collector(QObject):
    """Takes over from Python's automatic collection, by its own thresholds, until ``stop``."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        gc.disable()
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, if one is."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give back to Python; no worker may be running any more."""
        self._timer.stop()
        gc.enable()
        self.deleteLater()
