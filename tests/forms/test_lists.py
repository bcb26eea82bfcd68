"""Reading citations and attachments."""

from __future__ import annotations

from datetime import date

import pytest

from ipas_desktop.forms.answers import Parsed, parse
from ipas_desktop.forms.definition import AnswerType, Json, Question, QuestionId
from ipas_desktop.forms.problems import ProblemKind

TODAY = date(2026, 11, 23)
SOURCES = Question(QuestionId("t.sources"), AnswerType.CITATIONS, "Sources", minimum=1, maximum=2)
FILES = Question(QuestionId("t.files"), AnswerType.ATTACHMENTS, "Files", minimum=2, maximum=2)
FILE: dict[str, Json] = {"sha256": "ab" * 32, "name": "plan.pdf", "size": 120, "media_type": "application/pdf"}
READ_AGAIN = "cannot be read as stored."


def messages(parsed: Parsed) -> list[tuple[str | None, str]]:
    return [(each.at.part, each.message) for each in parsed.problems]


def test_citation_is_trimmed_and_its_dates_are_iso() -> None:
    raw: Json = [
        {
            "title": " Report ",
            "publisher": "",
            "date": {"day": "2", "month": "Dec", "year": "2024"},
            "link": "https://example.org/a?b=c",
            "retrieved_on": "2026-11-23",
        },
        {"title": " ", "date": {}},
    ]

    assert parse(SOURCES, raw, TODAY) == Parsed(
        [
            {
                "title": "Report",
                "date": "2024-12-02",
                "link": "https://example.org/a?b=c",
                "retrieved_on": "2026-11-23",
            }
        ]
    )


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ({"year": "2024"}, "2024"),
        ({"month": "march", "year": "2024"}, "2024-03"),
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024-03-01", "2024-03-01"),
    ],
)
def test_date_of_publication_may_be_a_year_or_a_month(raw: Json, value: str) -> None:
    assert parse(SOURCES, [{"title": "T", "date": raw}], TODAY) == Parsed([{"title": "T", "date": value}])


@pytest.mark.parametrize(
    ("part", "raw", "kept", "message"),
    [
        ("date", {"month": "13", "year": "2024"}, None, "Date published of source 1 must include a day"),
        ("date", {"year": "24"}, None, "Date published of source 1 must include a day and a month"),
        ("date", "2024-13", None, "Date published of source 1 must be a real date"),
        ("date", [2024], None, f"Date published of source 1 {READ_AGAIN} Enter this again"),
        ("date", "2026-11-24", "2026-11-24", "Date published of source 1 must be today or in the past"),
        ("retrieved_on", "2026-11-24", "2026-11-24", "Date you looked at it of source 1 must be today or in the past"),
        ("retrieved_on", {"year": "2024"}, None, "Date you looked at it of source 1 must include a day and a month"),
        ("link", "ftp://x", "ftp://x", "Link of source 1 must be one web address that starts with https:// or http://"),
        ("link", "https://" + "x" * 2000, "https://" + "x" * 2000, "Link of source 1 must be 2,000 characters or less"),
        ("publisher", "x" * 301, "x" * 301, "Publisher of source 1 must be 300 characters or less"),
        ("publisher", 5, None, f"Publisher of source 1 {READ_AGAIN} Enter this again"),
        ("isbn", "5", None, f"A part of source 1 {READ_AGAIN} Enter this again"),
    ],
)
def test_citation_part_with_a_problem_says_which(part: str, raw: Json, kept: Json, message: str) -> None:
    parsed = parse(SOURCES, [{"title": "T", part: raw}], TODAY)

    assert messages(parsed) == [(f"1.{part}", message)]
    assert parsed.value == [{"title": "T"} if kept is None else {"title": "T", part: kept}]
    assert parsed.problems[0].kind is (ProblemKind.UNREADABLE if kept is None else ProblemKind.OUT_OF_LIMITS)


def test_citations_are_counted() -> None:
    assert messages(parse(SOURCES, [{"title": "T"}] * 3, TODAY)) == [(None, "Add no more than 2 sources")]


def test_citations_of_another_shape_are_unreadable() -> None:
    assert messages(parse(SOURCES, "https://x", TODAY)) == [(None, f"Sources {READ_AGAIN} Enter this again")]
    parsed = parse(SOURCES, ["https://x", {"title": "T"}], TODAY)
    assert parsed.value == [{"title": "T"}]
    assert messages(parsed) == [("1", f"Sources {READ_AGAIN} Enter this again")]


def test_attachments_are_kept_as_they_are() -> None:
    other = {**FILE, "name": "other\n.pdf", "sha256": "cd" * 32}

    assert parse(FILES, [FILE, {}, other], TODAY) == Parsed([FILE, {**other, "name": "other .pdf"}])


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "AB" * 32},
        {"sha256": "ab"},
        {"sha256": 5},
        {"name": 5},
        {"size": "120"},
        {"size": True},
        {"size": -1},
        {"size": 10**13},
        {"media_type": None},
        {"path": "/etc/passwd"},
    ],
)
def test_attachment_that_is_not_whole_is_unreadable(change: dict[str, Json]) -> None:
    parsed = parse(FILES, [{**FILE, **change}], TODAY)

    assert parsed.value is None
    assert messages(parsed) == [("1", f"File 1 in the files {READ_AGAIN} Attach it again")]


def test_attachment_whose_name_cannot_be_seen_is_called_file() -> None:
    value = parse(FILES, [{**FILE, "name": " \u200b"}], TODAY).value

    assert value == [{**FILE, "name": "file"}]


def test_attachment_without_its_size_is_unreadable() -> None:
    parsed = parse(FILES, [{key: value for key, value in FILE.items() if key != "size"}], TODAY)

    assert parsed.value is None
    assert parsed.problems[0].kind is ProblemKind.UNREADABLE


def test_attachments_are_counted() -> None:
    assert messages(parse(FILES, [FILE], TODAY)) == [(None, "Attach at least 2 files")]
    assert messages(parse(FILES, [FILE] * 3, TODAY)) == [(None, "Attach no more than 2 files")]
