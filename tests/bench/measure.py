"""Pairs of measurements: our way beside the bare library's, in the same run, so that the machine's mood cancels out."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

Timed = Callable[[], float]
"""Does the work once and returns the seconds it took, set-up left out."""

RUNS = 9


@dataclass(frozen=True, slots=True)
class Figure:
    """One named ratio. Times in milliseconds; ``ratio`` is the median of the paired ratios, ``aim`` its upper limit."""

    name: str
    ours_ms: float
    bare_ms: float
    ratio: float
    lowest: float
    highest: float
    aim: float
    runs: int
    bare: str

    @property
    def reached(self) -> bool:
        """Tell whether the ratio is within the aim."""
        return self.ratio <= self.aim

    def to_json(self) -> dict[str, object]:
        """Return the figure as plain JSON."""
        return {**asdict(self), "reached": self.reached}


def paired(name: str, ours: Timed, bare: Timed, *, aim: float, against: str, runs: int = RUNS) -> Figure:
    """Run both once to warm up, then ``runs`` pairs in alternating order, and return the medians.

    ``against`` says in words what the bare counterpart is.
    """
    ours(), bare()
    pairs: list[tuple[float, float]] = []
    for number in range(runs):
        gc.collect()
        if number % 2:
            theirs, mine = bare(), ours()
        else:
            mine, theirs = ours(), bare()
        pairs.append((mine, theirs))
    ratios = [mine / theirs for mine, theirs in pairs]
    return Figure(
        name=name,
        ours_ms=statistics.median(mine for mine, _ in pairs) * 1000,
        bare_ms=statistics.median(theirs for _, theirs in pairs) * 1000,
        ratio=statistics.median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
        aim=aim,
        runs=runs,
        bare=against,
    )


def clock(work: Callable[[], object]) -> float:
    """Return the seconds a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
