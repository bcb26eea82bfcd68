"""Notices that nobody has touched key or mouse for a while. Holds no locking."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleTimer(QObject):
    """Emits ``idle`` once after a number of minutes without a key or mouse event; runs only between start and stop."""

    idle = Signal()

    def __init__(self, application: QApplication, minutes: float) -> None:
        super().__init__(application)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(minutes * 60_000))
        self._timer.timeout.connect(self.idle)
        self._running = False
        application.installEventFilter(self)

    def start(self) -> None:
        """Count from now."""
        self._running = True
        self._timer.start()

    def stop(self) -> None:
        """Stop counting."""
        self._running = False
        self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._running and event.type() in _TOUCHES:
            self._timer.start()
        return False
