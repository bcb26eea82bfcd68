"""Canonical values as words."""

from __future__ import annotations

import pytest

from ipas_desktop.forms import display, values
from ipas_desktop.forms.definition import Context, Form, Json, QuestionId
from ipas_desktop.forms.display import RowWords, Words, words


def lines(form: Form, question: str, value: Json) -> tuple[str, ...]:
    return words(form.question(QuestionId(question)), value).lines


@pytest.mark.parametrize(
    ("question", "value", "shown"),
    [
        ("t.a.title", "Title", ("Title",)),
        ("t.a.story", "one\n\ntwo", ("one", "", "two")),
        ("t.a.kind", "abroad", ("Abroad",)),
        ("t.a.kind", "moon", ("moon",)),
        ("t.a.harms", ["a", "moon"], ("First", "moon")),
        ("t.a.start", "2026-12-02", ("2 December 2026",)),
        ("t.a.visit", {"from": "2026-12-02", "to": "2027-01-31"}, ("2 December 2026 to 31 January 2027",)),
        ("t.a.count", 12500, ("12,500",)),
        ("t.a.value", "12500.00", ("£12,500.00",)),
        ("t.a.loss", "-3.50", ("−£3.50",)),
        (
            "t.a.split",
            {"them": "70", "moon": "0.5", "us": "29.5"},
            ("The UK body: 29.5%", "The overseas body: 70%", "moon: 0.5%"),
        ),
        ("t.b.contact", {"name": "A", "email": "a@b.uk"}, ("A", "a@b.uk")),
        ("t.b.contact", {"shoe": "9", "name": "A"}, ("A", "shoe: 9")),
        (
            "t.b.unit",
            {"name": "Unité", "kind": "police", "country": "CI"},
            ("Unité", "Police", "Ivory Coast"),
        ),
        ("t.b.unit", {"kind": "navy", "country": "QQ"}, ("navy", "QQ")),
        ("t.b.country", "US", ("United States",)),
        ("t.b.countries", ["KE", "QQ"], ("Kenya", "QQ")),
        ("t.b.sure", {"answer": "not_known"}, ("Not known",)),
        ("t.b.sure", {"answer": "yes", "reason": "one\ntwo"}, ("Yes", "one", "two")),
        ("t.b.risk", {"level": "serious", "reason": "why"}, ("Serious", "why")),
        (
            "t.b.sources",
            [
                {
                    "title": "Report",
                    "publisher": "Body",
                    "date": "2024-03",
                    "link": "https://example.org",
                    "retrieved_on": "2026-11-01",
                },
                {"title": "Leaflet", "date": "2024"},
                {"link": "https://example.org"},
            ],
            (
                "Report. Body, March 2024. https://example.org (looked at on 1 November 2026)",
                "Leaflet. 2024",
                "https://example.org",
            ),
        ),
        (
            "t.b.files",
            [{"sha256": "ab" * 32, "name": "plan.pdf", "size": 120000, "media_type": "application/pdf"}],
            ("plan.pdf, 120 kB",),
        ),
    ],
)  # fmt: skip
def test_value_is_shown_in_words(everything: Form, question: str, value: Json, shown: tuple[str, ...]) -> None:
    assert lines(everything, question, value) == shown
    assert words(everything.question(QuestionId(question)), None) == Words(())


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("t.a.start", "soon"),
        ("t.a.visit", {"from": "2026-12-02"}),
        ("t.a.visit", {"from": "2026-12-02", "to": "2026-12-03", "by": "night"}),
        ("t.a.count", "many"),
        ("t.a.value", "1.005"),
        ("t.a.value", "much"),
        ("t.a.split", ["us"]),
        ("t.b.contact", "A. Name"),
        ("t.b.sure", {"answer": "yes", "why": "x"}),
        ("t.b.sure", {"reason": "x"}),
        ("t.b.sources", [{"isbn": "5"}]),
        ("t.b.sources", []),
        ("t.b.files", [{"name": "x"}]),
        ("t.b.files", [{"name": "x", "size": "big"}]),
        ("t.b.team", {"row": "r1"}),
        ("t.a.title", {"a": 1}),
    ],
)
def test_value_that_has_no_words_is_shown_as_stored(everything: Form, question: str, value: Json) -> None:
    assert lines(everything, question, value) == (display.as_stored(value),)


def test_value_as_stored_is_json_or_the_text_itself() -> None:
    assert display.as_stored({"é": [1, None]}) == '{"é": [1, null]}'
    assert display.as_stored("text") == "text"


def test_table_is_a_header_and_rows_of_cells(everything: Form) -> None:
    value: Json = [
        {"row": "r1", "name": "A", "passport": {"answer": "yes"}, "contact": {"name": "B", "phone": "1"}},
        {"row": "r2", "because": "one\ntwo", "from": "2026-12-02"},
    ]

    shown = words(everything.question(QuestionId("t.b.team")), value)

    assert shown.table is not None
    assert shown.table.header == (
        *("Name", "Kind", "Other kind", "Why this other kind", "Passport held"),
        *("First day", "Last day", "Next of kin"),
    )
    assert shown.table.rows == (
        RowWords("r1", "Team member 1", (("A",), (), (), (), ("Yes",), (), (), ("B", "1"))),
        RowWords("r2", "Team member 2", ((), (), (), ("one", "two"), (), ("2 December 2026",), (), ())),
    )
    assert shown.lines == (
        "Team member 1. Name: A; Passport held: Yes; Next of kin: B, 1",
        "Team member 2. Why this other kind: one, two; First day: 2 December 2026",
    )


def test_fixed_rows_are_called_by_their_label(everything: Form) -> None:
    grid = everything.question(QuestionId("t.b.grid"))

    shown = words(grid, [{"row": "2", "note": "x"}, {"row": "9", "note": "y"}])

    assert shown.table is not None
    assert [row.title for row in shown.table.rows] == [grid.fixed_rows[1].label, "Right 2"]


def test_row_that_is_none_does_not_raise(everything: Form) -> None:
    shown = words(everything.question(QuestionId("t.b.team")), ["stray"])

    assert shown.table is not None
    assert shown.table.rows[0].id == "stray"


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1 kB"), (120_400, "120 kB"), (12_340_000, "12.3 MB")],
)
def test_file_sizes_are_in_thousands(size: int, shown: str) -> None:
    assert display.size_words(size) == shown


def test_every_character_of_every_text_is_shown(everything: Form, good: dict[str, Json], context: Context) -> None:
    collected = values.collect(everything, good, context).values

    for question in everything.questions():
        text = "\n".join(words(question, collected[question.id]).lines)
        for typed in _texts(good[question.id]):
            assert typed in text


def _texts(raw: Json) -> list[str]:
    """Return the free texts of a raw answer that must be found again unchanged."""
    free = {"name", "email", "reason", "title", "link", "other", "because"}
    if isinstance(raw, list):
        return [text for item in raw for text in _texts(item)]
    if isinstance(raw, dict):
        return [text for key, item in raw.items() if key in free and isinstance(item, str) for text in [item]]
    return []
