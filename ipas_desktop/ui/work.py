"""The one background helper: run a function on a worker, and come back to the window's thread with its result.

The function gets frozen objects, paths or bytes, never a widget or a shared session. It is given ``report``, which it
calls between steps: that carries progress to the window and stops the work once it was cancelled.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Generic, TypeAlias, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from ipas_desktop.errors import IpasError

T = TypeVar("T")
Report: TypeAlias = Callable[[str], None]

FAULT = (
    "The program made a mistake and could not finish. What you wrote is safe. Try again; if it happens again, send the "
    "report from the logs folder to the people who look after this program."
)


class Cancelled(Exception):
    """Raised inside the work by ``report`` once nobody wants its result any more."""


class Job(QObject, Generic[T]):
    """One piece of work under way. Its callbacks run on the window's thread, and only while ``owner`` exists."""

    _finished = Signal(object)
    _failed = Signal(object)
    _progressed = Signal(str)

    def __init__(
        self,
        owner: QObject,
        on_done: Callable[[T], object],
        on_error: Callable[[IpasError], object],
        on_progress: Callable[[str], object] | None,
    ) -> None:
        super().__init__()
        self._owner, self._on_done, self._on_error, self._on_progress = owner, on_done, on_error, on_progress
        self.is_cancelled = False
        self._finished.connect(self._done)
        self._failed.connect(self._error)
        self._progressed.connect(self._progress)

    def cancel(self) -> None:
        """Stop at the next step and call nothing back."""
        self.is_cancelled = True

    def report(self, step: str) -> None:
        """Tell the window which step begins. Raises Cancelled. Called on the worker."""
        if self.is_cancelled:
            raise Cancelled
        self._progressed.emit(step)

    def _is_wanted(self) -> bool:
        return not self.is_cancelled and shiboken6.isValid(self._owner)

    def _done(self, result: T) -> None:
        _running.discard(self)
        if self._is_wanted():
            self._on_done(result)

    def _error(self, error: BaseException) -> None:
        _running.discard(self)
        if isinstance(error, Cancelled):
            return
        if isinstance(error, IpasError):
            known = error
        else:
            sys.excepthook(type(error), error, error.__traceback__)
            known = IpasError(FAULT)
        if self._is_wanted():
            self._on_error(known)

    def _progress(self, step: str) -> None:
        if self._on_progress is not None and self._is_wanted():
            self._on_progress(step)


class _Task(QRunnable):
    """Runs the function of one job on a thread of the pool."""

    def __init__(self, job: Job[Any], function: Callable[[Report], object]) -> None:
        super().__init__()
        self._job, self._function = job, function

    def run(self) -> None:
        try:
            self._job.report("")
            result = self._function(self._job.report)
        except BaseException as error:  # every failure belongs to the window's thread
            self._job._failed.emit(error)
        else:
            self._job._finished.emit(result)


_running: set[Job[Any]] = set()


def run(
    owner: QObject,
    function: Callable[[Report], T],
    *,
    on_done: Callable[[T], object],
    on_error: Callable[[IpasError], object],
    on_progress: Callable[[str], object] | None = None,
) -> Job[T]:
    """Run ``function(report)`` on a worker and return its job.

    ``on_error`` gets a known error with its sentence; a fault of the program goes to ``sys.excepthook`` first.
    """
    job = Job(owner, on_done, on_error, on_progress)
    _running.add(job)
    QThreadPool.globalInstance().start(_Task(job, function))
    return job


def is_running() -> bool:
    """Say whether any work is under way."""
    return bool(_running)


def cancel_all() -> None:
    """Let all work under way stop at its next step, without waiting for it."""
    for job in list(_running):
        job.cancel()


def stop_all(wait_ms: int = 30_000) -> bool:
    """Cancel everything and wait until the workers have stopped; True when they did in time."""
    cancel_all()
    _running.clear()
    return QThreadPool.globalInstance().waitForDone(wait_ms)
