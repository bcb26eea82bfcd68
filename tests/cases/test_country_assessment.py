"""Stage 1 as a dated country assessment of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipas_desktop.cases.country_assessment import (
    age_in_months,
    changed_since,
    from_document,
    from_json,
    taken_over,
    to_json,
)
from ipas_desktop.errors import InputError
from ipas_desktop.forms.definition import Json, QuestionId

DAY = date(2026, 6, 1)


def osja(desk, complete, **changed: Json):
    answers = complete[1] | {name.replace("__", "."): raw for name, raw in changed.items()}
    return desk.document("osja", "osja-capacity", answers)


def test_assessment_holds_stage_1_and_nothing_else(desk, complete) -> None:
    found = from_document(osja(desk, complete), DAY, "Post Accra")
    assert found.countries == ("GH",)
    assert QuestionId("osja.s1.situation") in found.answers
    assert not [name for name in found.answers if not name.startswith("osja.s1.") or ".post_" in name]


def test_assessment_comes_back_from_its_file(desk, complete) -> None:
    found = from_document(osja(desk, complete, osja__s1__ihl="half ty"), DAY, "Post Accra")
    data = to_json(found)
    assert from_json(data) == found
    assert to_json(from_json(data)) == data
    assert '"day": "2026-06-01"' in data.decode()


def test_assessment_of_nothing_is_not_made(desk) -> None:
    with pytest.raises(ValueError, match="no answers"):
        from_document(desk.document("osja", "osja-capacity", {"osja.s1.situation": " "}), DAY, "Post")


def test_assessment_taken_over_fills_stage_1_and_records_day_and_author(desk, complete) -> None:
    found = from_document(osja(desk, complete), DAY, "Post Accra")
    draft = desk.document(
        "osja", "osja-capacity", {"osja.m.countries": ["GH", "KE"], "osja.s1.past": "old", "osja.s2.purpose": "Mine"}
    )
    answers = taken_over(found, draft)
    assert answers[QuestionId("osja.s1.situation")] == found.answers[QuestionId("osja.s1.situation")]
    assert answers[QuestionId("osja.s1.past")] == found.answers[QuestionId("osja.s1.past")]
    assert answers[QuestionId("osja.s2.purpose")] == "Mine"
    assert answers[QuestionId("osja.s1.post_date")] == "2026-06-01"
    assert answers[QuestionId("osja.s1.post_author")] == "Post Accra"
    assert changed_since(found, replace(draft, answers=answers), desk.today) == ()


def test_assessment_is_not_taken_over_for_another_country_or_form(desk, complete) -> None:
    found = from_document(osja(desk, complete), DAY, "Post Accra")
    with pytest.raises(InputError, match="another country"):
        taken_over(found, desk.document("osja", "osja-capacity", {"osja.m.countries": ["KE"]}))
    with pytest.raises(InputError, match="another version"):
        taken_over(found, desk.document("osja", "osja-case", {}))
    assert taken_over(found, desk.document("osja", "osja-capacity", {}))


def test_what_changed_since_is_marked_and_mere_typing_is_not(desk, complete) -> None:
    found = from_document(osja(desk, complete), DAY, "Post Accra")
    situation = str(complete[1]["osja.s1.situation"])
    later = osja(desk, complete, osja__s1__situation=situation + "\n\n", osja__s1__death_penalty="retained")
    assert changed_since(found, later, desk.today) == ("osja.s1.death_penalty",)
    half = osja(desk, complete, osja__s1__death_penalty="reta")
    assert changed_since(found, half, desk.today) == ("osja.s1.death_penalty",)


@pytest.mark.parametrize(
    ("today", "months"), [(date(2026, 6, 1), 0), (date(2026, 6, 30), 0), (date(2026, 7, 1), 1), (date(2027, 5, 31), 11)]
)
def test_age_counts_whole_months(desk, complete, today: date, months: int) -> None:
    assert age_in_months(from_document(osja(desk, complete), DAY, "Post"), today) == months


def test_file_of_something_else_is_refused_in_words(desk, complete) -> None:
    content = json.loads(to_json(from_document(osja(desk, complete), DAY, "Post")))
    changes: list[tuple[dict[str, object], str]] = [
        ({"format": "ipas-case"}, "not a country assessment"),
        ({"version": 2}, "not a country assessment"),
        ({"form": "nope"}, "form “nope”"),
        ({"answers": {"osja.s2.purpose": "x"}}, "Unknown question “osja.s2.purpose”"),
        ({"answers": {"osja.s1.ihl": "sometimes"}}, "Unknown choice “sometimes”"),
        ({"day": "June"}, "must be a date"),
        ({"countries": "GH"}, "must be a list"),
        ({"more": 1}, "Unknown entry “more”"),
    ]
    for change, words in changes:
        with pytest.raises(InputError, match=words):
            from_json(json.dumps(content | change).encode())


@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=100))
def test_file_of_any_bytes_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InputError):
        from_json(data)


def test_day_and_author_are_recorded_only_where_the_form_asks_for_them(desk) -> None:
    document = desk.document("osja", "osja-case", {"osja.m.countries": ["TH"], "osja.s1.ihl": "no"})
    assessment = from_document(document, DAY, "Post Bangkok")

    assert taken_over(assessment, document) == document.answers
