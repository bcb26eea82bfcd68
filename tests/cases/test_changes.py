"""What has changed since a revision."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ipas_desktop.cases.changes import sentence, since
from ipas_desktop.cases.lifecycle import freeze
from ipas_desktop.cases.reading import read
from ipas_desktop.forms.definition import Json
from tests.cases.good import NOTIFICATION


def changes(desk, complete, notification: dict[str, Json], osja: dict[str, Json] | None = None):
    case = desk.case(*complete)
    revision = freeze(
        case, desk.forms(case), desk.context, number=1, finalised_at=desk.now, author="x", chain_head="0" * 64
    )
    later = desk.case(complete[0] | notification, complete[1] | (osja or {}))
    return since(revision, read(later, desk.forms(later), desk.context))


def test_nothing_has_changed_when_only_the_typing_differs(desk, complete) -> None:
    assert changes(desk, complete, {"en.f.start": "2026-12-02", "en.j.value": "£12,500.00"}) == ()
    assert sentence((), 3) == "Nothing has changed since revision 3."


def test_change_gives_both_values(desk, complete) -> None:
    (change,) = changes(desk, complete, {"en.a.title": "Ghana – another title"})
    assert (change.document, change.question) == ("notification", "en.a.title")
    assert (change.old, change.new) == (complete[0]["en.a.title"], "Ghana – another title")
    assert not change.material
    assert sentence((change,), 1) == (
        "1 answer has changed since revision 1; none of them is one that IPAS has to be told of."
    )


TEAM = NOTIFICATION["en.h.team"]
assert isinstance(TEAM, list)
assert isinstance(TEAM[0], dict)


@pytest.mark.parametrize(
    ("answers", "material"),
    [
        ({"en.c.countries": ["GH", "KE"]}, True),
        ({"en.f.mode": ["in_country"]}, True),
        ({"en.j.split": {"overseas": "60", "isf": "40"}}, True),
        ({"en.f.start": "2026-12-09"}, False),
        ({"en.f.start": "2026-12-10"}, True),
        ({"en.f.end": ""}, True),
        ({"en.h.team": [TEAM[0] | {"rank": "Sergeant"}, TEAM[1]]}, False),
        ({"en.h.team": [TEAM[0] | {"number": "4"}, TEAM[1]]}, True),
        ({"en.f.language": "English"}, False),
    ],
)
def test_change_is_material_when_it_is_who_where_what_when_or_who_pays(
    desk, complete, answers: dict[str, Json], material: bool
) -> None:
    (question,) = answers
    found = {change.question: change.material for change in changes(desk, complete, answers)}
    assert found[question] is material
    assert not any(flag for name, flag in found.items() if name != question)


def test_change_of_the_assessment_is_found_and_not_material(desk, complete) -> None:
    (change,) = changes(desk, complete, {}, {"osja.s4.approval_note": "By letter"})
    assert (change.document, change.old, change.new, change.material) == ("osja", None, "By letter", False)


def test_sentence_asks_for_a_new_version_after_a_material_change(desk, complete) -> None:
    found = changes(desk, complete, {"en.e.area": ["intelligence"], "en.a.title": "Another"})
    assert sentence(found, 2) == (
        "2 answers have changed since revision 2."
        " Send IPAS a new version: 1 of them concerns who, where, what, when or who pays."
    )


def test_answers_of_a_document_added_or_taken_away_are_changes(desk, complete) -> None:
    case = desk.case(*complete)
    revision = freeze(
        case, desk.forms(case), desk.context, number=1, finalised_at=desk.now, author="x", chain_head="0" * 64
    )
    without = replace(case, documents=case.documents[:1])
    gone = since(revision, read(without, desk.forms(without), desk.context))
    assert {change.document for change in gone} == {"osja"}
    assert all(change.new is None for change in gone)
    more = desk.case(*complete, complete[1])
    added = since(revision, read(more, desk.forms(more), desk.context))
    assert {change.document for change in added} == {"osja-2"}
    assert all(change.old is None for change in added)
