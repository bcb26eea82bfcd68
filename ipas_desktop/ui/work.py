"""The one background helper: run a function on a worker, and come back to the window's thread with its result.

The function gets frozen objects, paths or bytes, never a widget or a shared session. It is given ``report``, which it
calls between steps: that carries progress to the window and stops the work once it was cancelled.

The workers are Python's own: a QRunnable may be freed by its pool while Python still returns from it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeAlias, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Signal

from ipas_desktop.errors import IpasError
from ipas_desktop.ui.garbage import Collector

T = TypeVar("T")
Report: TypeAlias = Callable[[str], None]

WORKERS = 2
FAULT = (
    "The program made a mistake and could not finish. What you wrote is safe. Try again; if it happens again, send the "
    "report from the logs folder to the people who look after this program."
)


class Cancelled(Exception):
    """Raised inside the work by ``report`` once nobody wants its result any more."""


class Job(QObject, Generic[T]):
    """One piece of work under way. Its callbacks run on the window's thread, and only while ``owner`` exists.

    It is a child of the application, so that no worker that drops the last Python reference frees it on its thread.
    """

    _ended = Signal(object, object)  # result, error
    _progressed = Signal(str)

    def __init__(
        self,
        owner: QObject,
        on_done: Callable[[T], object],
        on_error: Callable[[IpasError], object],
        on_progress: Callable[[str], object] | None,
    ) -> None:
        super().__init__(QCoreApplication.instance())
        self._owner, self._on_done, self._on_error, self._on_progress = owner, on_done, on_error, on_progress
        self.is_cancelled = False
        self._ended.connect(self._end)
        self._progressed.connect(self._progress)

    def cancel(self) -> None:
        """Stop at the next step and call nothing back."""
        self.is_cancelled = True

    def report(self, step: str) -> None:
        """Tell the window which step begins. Raises Cancelled. Called on the worker."""
        if self.is_cancelled:
            raise Cancelled
        self._progressed.emit(step)

    def work(self, function: Callable[[Report], T]) -> None:
        """Run the function. Called on the worker; every failure belongs to the window's thread."""
        try:
            self.report("")
            result = function(self.report)
        except BaseException as error:
            self._ended.emit(None, error)
        else:
            self._ended.emit(result, None)

    def _is_wanted(self) -> bool:
        return not self.is_cancelled and shiboken6.isValid(self._owner)

    def _end(self, result: T, error: BaseException | None) -> None:
        _running.pop(self, None)
        self.deleteLater()
        if error is None:
            if self._is_wanted():
                self._on_done(result)
            return
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


_running: dict[Job[Any], Future[None]] = {}
_workers: list[ThreadPoolExecutor] = []
_collectors: list[Collector] = []


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
    if not _workers:
        _collectors.append(Collector(QCoreApplication.instance()))
        _workers.append(ThreadPoolExecutor(WORKERS, thread_name_prefix="work"))
    _running[job] = _workers[0].submit(job.work, function)
    return job


def is_running() -> bool:
    """Say whether any work is under way."""
    return bool(_running)


def cancel_all() -> None:
    """Let all work under way stop at its next step, without waiting for it."""
    for job in list(_running):
        job.cancel()


def stop_all(wait_s: float = 30.0) -> bool:
    """Cancel everything and wait until the workers have stopped; True when they did in time."""
    cancel_all()
    until = time.monotonic() + wait_s
    for future in list(_running.values()):
        while not future.done() and time.monotonic() < until:
            time.sleep(0.01)
    stopped = all(future.done() for future in _running.values())
    _running.clear()
    while _workers:
        _workers.pop().shutdown(wait=stopped, cancel_futures=True)
    while stopped and _collectors:
        _collectors.pop().stop()
    return stopped
