"""A case at a glance."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipas_desktop.cases import labels, plain, summary
from ipas_desktop.cases.case import Revision, RevisionDocument
from ipas_desktop.cases.lifecycle import freeze
from ipas_desktop.cases.summary import NextDate, Summary, facts, of_revision, summarise, to_json
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Json, QuestionId
from tests.cases.good import engaged, rights


def told(desk, notification: dict[str, Json] | None, *assessments: dict[str, Json]) -> Summary:
    case = desk.case(notification, *assessments)
    return summarise(case, desk.forms(case), desk.context)


def test_summary_says_who_where_when_and_how(desk, complete) -> None:
    found = told(desk, *complete)
    assert found.title == "Ghana – senior investigating officer programme"
    assert found.countries == ("Ghana",)
    assert (found.start, found.end) == (date(2026, 12, 2), date(2027, 2, 26))
    assert found.modes == ("In the UK", "In-country")
    assert found.partners == ("Ghana Police Service, Ministry of the Interior",)
    assert found.units == ("Eastern Region homicide unit",)
    assert found.participants == 24
    assert (found.uk_team, found.uk_team_words) == (4, "4 people: 3 police officers and 1 member of staff")
    assert found.who_pays == ("The overseas body 70%", "Integrated Security Fund 30%")
    assert found.marking == "OFFICIAL-SENSITIVE"
    assert found.missing == 0
    assert found.to_check == 0


def test_summary_gives_the_outcome_of_the_assessment(desk, complete) -> None:
    (assessment,) = told(desk, *complete).assessments
    assert (assessment.before, assessment.after, assessment.level) == ("Serious", "Medium", "medium")
    assert (assessment.level_label, assessment.settled) == ("Medium", True)
    assert assessment.authority == "Director or assistant chief constable"
    assert assessment.countries == ("Ghana",)


def test_summary_of_a_blank_case_guesses_nothing(desk) -> None:
    found = told(desk, {})
    assert found.title == ""
    assert (found.start, found.participants, found.uk_team, found.next_date) == (None, None, None, None)
    assert found.countries == found.who_pays == found.consulted == ()
    assert found.missing > 30
    assert [label for label, _ in facts(found)] == ["Reference", "Marking", "Still missing"]


def test_summary_without_a_notification_still_tells_the_assessment(desk, complete) -> None:
    found = told(desk, None, complete[1])
    assert found.title == ""
    assert found.assessments[0].level == "medium"


def test_summary_of_a_revision_says_the_same_as_that_of_the_case(desk, complete) -> None:
    case = desk.case(*complete)
    revision = freeze(
        case, desk.forms(case), desk.context, number=1, finalised_at=desk.now, author="x", chain_head="0" * 64
    )
    found, frozen = told(desk, *complete), of_revision(revision, desk.forms(case))
    assert frozen.missing == sum(len(document.not_provided) for document in revision.documents) > 0
    same = {name: value for name, value in to_json(found).items() if name != "missing"}
    assert {name: value for name, value in to_json(frozen).items() if name != "missing"} == same


def test_summary_says_not_settled_while_a_right_is_not_known(desk, complete) -> None:
    osja = complete[1] | {"osja.s2.rights": rights(R16={"engaged": "not_known"})}
    found = told(desk, complete[0], osja)
    assert not found.assessments[0].settled
    assert ("OSJA", "Not settled; counts as High until everything is known") in facts(found)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"en.h.s26_needed": {"answer": "no", "reason": "x"}}, "Not needed"),
        ({"en.h.s26_needed": {"answer": "not_known", "reason": "x"}}, "Not known whether it is needed"),
        ({"en.h.s26_needed": None}, ""),
        ({"en.h.s26_status": None}, "Needed"),
        ({"en.h.s26_status": "with_home_office"}, "With the Home Office"),
        ({"en.h.s26_status": "granted", "en.h.s26_date": "2026-11-20"}, "Granted, 20 November 2026"),
    ],
)
def test_summary_says_where_section_26_stands(desk, complete, answers: dict[str, Json], expected: str) -> None:
    notification = {name: raw for name, raw in (complete[0] | answers).items() if raw is not None}
    assert told(desk, notification, complete[1]).section_26 == expected


def test_summary_names_whoever_was_consulted_once(desk, complete) -> None:
    deconflict: Json = [{"row": "d1", "body": "home_office"}, {"row": "d2", "body": "post"}]
    consultees: Json = [
        {"row": "k1", "kind": "post", "name": "British High Commission"},
        {"row": "k2", "kind": "legal", "name": "A solicitor"},
        {"row": "k3", "kind": "other", "name": "Ghana Bar Association"},
    ]
    found = told(desk, complete[0] | {"en.i.deconflict": deconflict}, complete[1] | {"osja.s4.consultees": consultees})
    assert found.consulted == (
        "Home Office international team",
        "British embassy or high commission",
        "Legal adviser",
        "Ghana Bar Association",
    )


def test_summary_counts_the_team_and_names_who_pays_without_shares(desk, complete) -> None:
    team: Json = [{"row": "1", "number": "1", "status": "contractor"}, {"row": "2", "number": "1", "status": "retired"}]
    notification = complete[0] | {"en.h.team": team, "en.j.model": ["fcdo"]}
    found = told(desk, notification, complete[1])
    assert found.uk_team_words == "2 people: 2 others"
    assert found.who_pays == ("FCDO",)
    shares: Json = {"fcdo": "10", "home_office": "60.5", "isf": "29.5"}
    three = told(desk, complete[0] | {"en.j.model": ["home_office", "fcdo", "isf"], "en.j.split": shares}, complete[1])
    assert three.who_pays == ("Home Office 60.5%", "Integrated Security Fund 29.5%", "FCDO 10%")
    one = told(desk, complete[0] | {"en.h.team": [{"row": "1", "number": "1", "status": "officer"}]}, complete[1])
    assert one.uk_team_words == "1 person: 1 police officer"


def test_who_pays_takes_any_share_that_a_foreign_revision_holds() -> None:
    shares: Json = {"fcdo": "NaN", "isf": "100", "moon": 5}
    found = summary.words.who_pays({QuestionId("en.j.split"): shares}, ())
    assert found == ("Integrated Security Fund 100%", "FCDO NaN%", "moon %")


def test_summary_names_the_whole_organisation_where_no_unit_can_be_named(desk, complete) -> None:
    rows: Json = [
        {"row": "1", "name": "Polis", "english_name": "Police", "scope": "whole"},
        {"row": "2", "scope": "whole", "ministry": "Interior"},
    ]
    found = told(desk, complete[0] | {"en.c.beneficiaries": rows}, complete[1])
    assert found.units == ("the whole of Police", "the whole of the organisation")
    assert found.partners == ("Police", "Interior")


@pytest.mark.parametrize(
    ("answers", "osja", "expected"),
    [
        ({"en.f.latest_decision": "2026-11-27"}, {}, NextDate(date(2026, 11, 27), "Decision needed")),
        ({"en.f.latest_decision": "2026-11-22"}, {}, NextDate(date(2026, 12, 2), "Starts")),
        ({"en.f.start": "2026-11-01"}, {}, NextDate(date(2027, 1, 8), "Condition due")),
        ({"en.f.start": "2026-11-23"}, {}, NextDate(date(2026, 11, 23), "Starts")),
        ({}, {"osja.s4.review_date": "2026-11-30"}, NextDate(date(2026, 11, 30), "OSJA review")),
    ],
)
def test_summary_names_the_next_date(
    desk, complete, answers: dict[str, Json], osja: dict[str, Json], expected: NextDate
) -> None:
    assert told(desk, complete[0] | answers, complete[1] | osja).next_date == expected


def test_summary_lists_conditions_of_both_documents_once(desk, complete) -> None:
    conditions: Json = [
        {"row": "c1", "condition": "The statement is signed", "owner": "Somebody else", "by": "2027-03-01"},
        {"row": "c2", "condition": "Visits take place", "owner": "O Pryce", "by": "2027-02-01"},
    ]
    found = told(desk, complete[0], complete[1] | {"osja.s4.conditions": conditions})
    assert [(condition.text, condition.owner) for condition in found.conditions] == [
        ("The statement is signed", "I Hartley"),
        ("Visits take place", "O Pryce"),
    ]
    assert found.conditions[1].due == date(2027, 2, 1)


def test_facts_are_sentences_for_people(desk, complete) -> None:
    pairs = dict(facts(told(desk, *complete)))
    assert pairs["When"] == "2 December 2026 to 26 February 2027"
    assert pairs["How"] == "In the UK and in-country"
    assert pairs["Next date"] == "2 December 2026: Starts"
    assert pairs["OSJA"] == (
        "Medium; risk to rights Serious before measures, Medium after. Approval: Director or assistant chief constable"
    )


def test_facts_name_the_countries_of_each_of_several_assessments(desk, complete) -> None:
    second = complete[1] | {"osja.m.countries": ["KE"], "osja.s2.rights": rights(R2=engaged("medium"))}
    third = {name: raw for name, raw in complete[1].items() if name != "osja.m.countries"}
    found = [label for label, _ in facts(told(desk, complete[0], complete[1], second, third))]
    assert [label for label in found if label.startswith("OSJA")] == ["OSJA Ghana", "OSJA Kenya", "OSJA osja-3"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-12-02", "2026-12-02", "2 December 2026"),
        ("2026-12-02", "", "from 2 December 2026"),
        ("", "2026-12-02", "until 2 December 2026"),
        ("", "", ""),
    ],
)
def test_dates_are_told_as_far_as_they_are_known(start: str, end: str, expected: str) -> None:
    assert summary.words.dates(plain.day_of(start), plain.day_of(end)) == expected


def test_summary_as_json_is_plain(desk, complete) -> None:
    data = json.loads(json.dumps(to_json(told(desk, *complete))))
    assert data["start"] == "2026-12-02"
    assert data["next_date"] == {"day": "2026-12-02", "what": "Starts"}
    assert data["assessments"][0]["level"] == "medium"


def test_labels_show_what_a_form_or_list_does_not_know_as_stored() -> None:
    form = loader.load_form("notification")
    values = {QuestionId("en.a.kind"): "holiday", QuestionId("en.z"): "x"}
    assert labels.choice_labels(form, "en.a.kind", values) == ("holiday",)
    assert labels.choice_labels(form, "en.z", values) == ("x",)
    assert labels.choice_labels(form, "en.a.sensitive_case", {QuestionId("en.a.sensitive_case"): {"answer": "no"}}) == (
        "No",
    )
    assert labels.country_names(["GH", "ZZ"]) == ("Ghana", "ZZ")


def test_lists_in_words() -> None:
    assert labels.in_words([]) == ""
    assert labels.in_words(["a"]) == "a"
    assert labels.in_words(["a", "b", "c"]) == "a, b and c"
    assert labels.in_sentence(["Training", "UK visit", "Mentoring"]) == "Training, UK visit and mentoring"
    assert labels.count_of(1, "measure") == "1 measure"
    assert labels.count_of(2, "person", "people") == "2 people"


@pytest.mark.parametrize("value", [None, 5, True, [], {}, [1], {"answer": 3}, "x"])
def test_plain_readers_take_any_shape_as_blank(value: Json) -> None:
    values = {QuestionId("q"): value}
    assert plain.text(values, "q") in ("", "x")
    assert plain.items(values, "q") in ((), ("x",))
    assert plain.rows(values, "q") == ()
    assert plain.day(values, "q") is None
    assert plain.part(values, "q", "name") == ""
    assert plain.reason(values, "q") == ""


def test_plain_readers_read_each_shape() -> None:
    values: dict[QuestionId, Json] = {
        QuestionId("r"): {"level": "low", "reason": "why"},
        QuestionId("d"): "2026-12-02",
    }
    assert (plain.text(values, "r"), plain.reason(values, "r")) == ("low", "why")
    assert plain.day(values, "d") == date(2026, 12, 2)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "x", "yes", "2026-12-02", "X4", "R2", "low"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["row", "level", "answer", "name", "rights", "start"]), inner, max_size=3)
    ),
    max_leaves=6,
)


LOOKED_AT = {
    name
    for module in ("summary", "summary_words", "risk", "risk_gates", "risk_rights", "marking")
    for name in re.findall(r'"((?:en|osja)[.a-z0-9_]+)"', Path(summary.__file__).with_name(f"{module}.py").read_text())
}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_summary_of_a_revision_from_anywhere_never_fails(desk, data: st.DataObject) -> None:
    """Puts any JSON under the questions that the summary and the decision look at."""
    case = desk.case({}, {})
    forms = desk.forms(case)
    documents = []
    for document in case.documents:
        names = [str(question.id) for question in forms[document.key].questions() if str(question.id) in LOOKED_AT]
        values = data.draw(st.dictionaries(st.sampled_from(names), ANY, max_size=12))
        documents.append(
            RevisionDocument(
                document.key,
                document.form_id,
                document.form_version,
                "",
                {},
                {QuestionId(name): value for name, value in values.items()},
                (),
                (),
            )
        )
    revision = Revision(case.id, "x", 1, desk.now, "x", "x", tuple(documents), (), "0" * 64, "0")
    assert json.dumps(to_json(of_revision(revision, forms)))
