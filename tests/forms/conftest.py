"""Fixtures of the forms room: a form with every type of answer, and answers that fill it in well."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Context, Form, Json

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def everything() -> Form:
    return loader.load_folder(Path(__file__).parent / "everything" / "1")


@pytest.fixture(scope="session")
def context() -> Context:
    return Context(TODAY, {"en.c.countries": ["KE"]})


@pytest.fixture
def good() -> dict[str, Json]:
    """Raw answers to ``everything`` without any problem, with every question shown."""
    return {
        "t.a.title": "special",
        "t.a.story": "Two\nlines",
        "t.a.kind": "abroad",
        "t.a.topics": ["investigation", "leadership"],
        "t.a.harms": ["b", "a"],
        "t.a.start": {"day": "2", "month": "December", "year": "2026"},
        "t.a.end": {"day": "20", "month": "12", "year": "2026"},
        "t.a.visit": {"from": "2026-12-03", "to": {"day": "18", "month": "Dec", "year": "2026"}},
        "t.a.count": "12",
        "t.a.value": "£12,500",
        "t.a.loss": "-3",
        "t.a.split": {"them": "70", "us": "30%", "other": ""},
        "t.b.contact": {"name": "A. Officer", "email": "a.officer@example.police.uk"},
        "t.b.unit": {"name": "Unité", "kind": "police", "country": "Kenya"},
        "t.b.country": "KE",
        "t.b.countries": ["KE", "United States"],
        "t.b.sure": {"answer": "yes", "reason": "Because"},
        "t.b.risk": {"level": "serious", "reason": "Grave"},
        "t.b.sources": [
            {"title": "Report", "link": "https://example.org/r", "date": "2024", "retrieved_on": "2026-11-01"}
        ],
        "t.b.files": [{"sha256": "ab" * 32, "name": "plan.pdf", "size": 120000, "media_type": "application/pdf"}],
        "t.b.team": [
            {
                "row": "r1",
                "name": "One",
                "kind": "other",
                "other": "Advisor",
                "because": "Needed",
                "from": "2026-12-02",
            },
            {"row": "r2", "name": "Two", "kind": "officer", "passport": {"answer": "yes"}, "contact": {"phone": "1"}},
        ],
        "t.b.grid": [{"row": str(number), "level": {"level": "none"}} for number in range(1, 6)],
        "t.c.plan": "Fly",
        "t.c.deep": "Fly far",
        "t.c.is_not": "a",
        "t.c.any": "a",
        "t.c.before": "a",
        "t.c.after": "a",
        "t.c.future": "a",
        "t.c.rows": "a",
        "t.c.big": "a",
        "t.c.notified": "a",
    }
