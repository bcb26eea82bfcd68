"""Background work: results, known errors, faults, progress, cancelling, owners that are gone."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from types import TracebackType

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread
from pytestqt.qtbot import QtBot

from ipas_desktop.errors import InputError, IpasError
from ipas_desktop.ui import work


@pytest.fixture(autouse=True)
def _workers_stop() -> Iterator[None]:
    yield
    assert work.stop_all()


def test_work_brings_its_result_back_to_the_thread_of_the_window(qtbot: QtBot) -> None:
    owner, seen = QObject(), []
    main = threading.get_ident()

    work.run(
        owner,
        lambda _report: threading.get_ident(),
        on_done=lambda worker: seen.append((worker, threading.get_ident())),
        on_error=seen.append,
    )

    qtbot.waitUntil(lambda: bool(seen))
    worker, here = seen[0]
    assert worker != main
    assert here == main
    assert not work.is_running()


def test_work_reports_a_known_error_with_its_sentence(qtbot: QtBot) -> None:
    owner, seen = QObject(), []

    def fail(_report: work.Report) -> None:
        raise InputError("The file is not a case.")

    work.run(owner, fail, on_done=seen.append, on_error=seen.append)

    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], InputError)
    assert str(seen[0]) == "The file is not a case."


def test_work_hands_a_fault_to_the_hook_and_tells_the_page(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, told = QObject(), []
    faults: list[type[BaseException]] = []

    def hook(kind: type[BaseException], _error: BaseException, _trace: TracebackType | None) -> None:
        faults.append(kind)

    monkeypatch.setattr(sys, "excepthook", hook)
    work.run(owner, lambda _report: 1 // 0, on_done=told.append, on_error=told.append)

    qtbot.waitUntil(lambda: bool(told))
    assert faults == [ZeroDivisionError]
    assert isinstance(told[0], IpasError)
    assert str(told[0]) == work.FAULT


def test_work_tells_its_steps_in_order(qtbot: QtBot) -> None:
    owner, steps, done = QObject(), [], []

    def two_steps(report: work.Report) -> str:
        report("Rendering")
        report("Signing")
        return "ready"

    work.run(owner, two_steps, on_done=done.append, on_error=done.append, on_progress=steps.append)

    qtbot.waitUntil(lambda: done == ["ready"])
    assert [step for step in steps if step] == ["Rendering", "Signing"]


def test_cancelled_work_stops_at_its_next_step_and_calls_nothing_back(qtbot: QtBot) -> None:
    owner, called, reached = QObject(), [], []
    started, go_on = threading.Event(), threading.Event()

    def long_work(report: work.Report) -> None:
        started.set()
        go_on.wait(5)
        report("second step")
        reached.append("second step")

    job = work.run(owner, long_work, on_done=called.append, on_error=called.append)
    assert started.wait(5)
    job.cancel()
    go_on.set()

    qtbot.waitUntil(lambda: not work.is_running())
    assert (called, reached) == ([], [])


def test_work_calls_nothing_back_when_its_owner_is_gone(qtbot: QtBot) -> None:
    owner, called = QObject(), []
    started, go_on = threading.Event(), threading.Event()

    def wait(_report: work.Report) -> str:
        started.set()
        go_on.wait(5)
        return "too late"

    work.run(owner, wait, on_done=called.append, on_error=called.append)
    assert started.wait(5)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner)
    qtbot.wait(10)
    go_on.set()

    qtbot.waitUntil(lambda: not work.is_running())
    assert called == []


def test_stopping_waits_for_the_workers(qtbot: QtBot) -> None:
    owner, ended = QObject(), []

    def short(_report: work.Report) -> None:
        QThread.msleep(100)
        ended.append(True)

    work.run(owner, short, on_done=lambda _: None, on_error=lambda _: None)
    qtbot.wait(20)

    assert work.stop_all()
    assert ended == [True]


def test_a_worker_never_collects_the_garbage_of_the_window(qtbot: QtBot) -> None:
    """A widget in a cycle, destroyed on a worker, ends the program."""
    owner, seen = QObject(), []
    threads: set[int] = set()

    def note(phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            threads.add(threading.get_ident())

    def allocate(_report: work.Report) -> str:
        for _ in range(200_000):
            cycle: list[object] = []
            cycle.append(cycle)
        return "ready"

    gc.callbacks.append(note)
    try:
        work.run(owner, allocate, on_done=seen.append, on_error=seen.append)
        qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
        qtbot.wait(600)
    finally:
        gc.callbacks.remove(note)

    assert seen == ["ready"]
    assert threads == {threading.get_ident()}


def test_collecting_goes_back_to_python_when_the_workers_have_stopped(qtbot: QtBot) -> None:
    owner, seen = QObject(), []
    work.run(owner, lambda _report: "ready", on_done=seen.append, on_error=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert not gc.isenabled()
    work.stop_all()

    assert gc.isenabled()
