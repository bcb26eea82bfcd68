"""A guard against a fault of PySide6 6.12 on Python 3.11: every call into Qt that returns None loses a reference to it.

After some thousand calls the interpreter stops with "deallocating None". Measured: 6.12.0 loses one for each call,
6.11.3 none; Python 3.12 and later keep None and the like for good (PEP 683), so there it does no harm. This does the
same for 3.11. It can go when the pinned PySide6 is mended; ``tests/ui/test_undying.py`` tells when.
"""

from __future__ import annotations

import ctypes
import sys

_FOR_GOOD = sys.maxsize // 4


def keep_for_good(thing: object) -> None:
    """Add so many references to an object that it is never freed, however many are lost."""
    count = ctypes.c_ssize_t.from_address(id(thing))
    if count.value == sys.getrefcount(thing) - _ON_THE_WAY and count.value < _FOR_GOOD:
        count.value += _FOR_GOOD


def guard() -> None:
    """Keep the objects whose references are lost, on the versions of Python that count them."""
    if sys.version_info < (3, 12):
        for thing in (None, True, False, NotImplemented, Ellipsis):
            keep_for_good(thing)


def _references_on_the_way() -> int:
    """Return how many references a call as in ``keep_for_good`` adds itself."""
    thing = object()
    return sys.getrefcount(thing) - ctypes.c_ssize_t.from_address(id(thing)).value


_ON_THE_WAY = _references_on_the_way()
