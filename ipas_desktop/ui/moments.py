"""Days, times and sizes in words, in the user's own time zone. Holds no clock."""

from __future__ import annotations

from datetime import date, datetime


def day_words(day: date) -> str:
    """Return a day such as "2 December 2026"."""
    return f"{day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    """Return a day such as "2 Dec 2026"."""
    return f"{day.day} {day:%b %Y}"


def moment_words(when: datetime) -> str:
    """Return an aware time such as "2 December 2026, 14:03"."""
    here = when.astimezone()
    return f"{day_words(here.date())}, {here:%H:%M}"


def days_from(today: date, day: date) -> str:
    """Return how far a day is: "today", "tomorrow", "in 9 days", "3 days ago"."""
    count = (day - today).days
    if count in (0, 1, -1):
        return {0: "today", 1: "tomorrow", -1: "yesterday"}[count]
    return f"in {count} days" if count > 0 else f"{-count} days ago"


def size_words(count: int) -> str:
    """Return a number of bytes such as "412 kB" or "3.3 MB"."""
    return f"{count / 1e6:,.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"
