"""States, and freezing a case into a revision."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ipas_desktop
from ipas_desktop.cases.case import AttachmentInfo, Case, CaseState, Revision
from ipas_desktop.cases.exchange import revision_from_json, revision_sha256, revision_to_json
from ipas_desktop.cases.findings import Finding
from ipas_desktop.cases.history import EventKind
from ipas_desktop.cases.lifecycle import freeze, state_after
from ipas_desktop.cases.reading import document_context
from ipas_desktop.errors import CaseNotReady, InputError
from ipas_desktop.forms import journey
from ipas_desktop.forms.definition import Json, QuestionId

USED = AttachmentInfo("a" * 64, "letter.pdf", 10, "application/pdf")
UNUSED = AttachmentInfo("b" * 64, "notes.txt", 5, "text/plain")
HEAD = "c" * 64


def frozen(desk, case: Case, **more: object) -> Revision:
    settings: dict[str, object] = {
        "number": 1,
        "finalised_at": desk.now,
        "author": "I Hartley",
        "chain_head": HEAD,
    }
    return freeze(case, desk.forms(case), desk.context, **(settings | more))  # type: ignore[arg-type]


def ready(desk, complete, files: tuple[AttachmentInfo, ...] = (USED, UNUSED)) -> Case:
    reference: Json = [{"sha256": USED.sha256, "name": USED.name, "size": USED.size, "media_type": USED.media_type}]
    return desk.case(complete[0] | {"en.d.request_files": reference}, complete[1], files=files)


def test_freeze_keeps_canonical_relevant_values_and_says_what_is_absent(desk, complete) -> None:
    case = ready(desk, complete)
    notification = dict(case.documents[0].answers)
    notification[QuestionId("en.f.platform")] = "Teams"  # only asked for virtual delivery
    case = replace(case, documents=(replace(case.documents[0], answers=notification), case.documents[1]))
    revision = frozen(desk, case)
    document = revision.document(case.documents[0].key)
    assert document.values[QuestionId("en.f.start")] == "2026-12-02"
    assert document.values[QuestionId("en.j.value")] == "12500.00"
    assert QuestionId("en.f.platform") in document.not_used
    assert QuestionId("en.f.platform") not in document.values
    assert QuestionId("en.f.language") in document.not_provided
    assert not set(document.not_provided) & set(document.values)
    assert document.form_edition == desk.forms(case)[document.key].edition
    assert document.reference_editions["countries"]
    assert revision.document(case.documents[1].key).form_id == "osja-capacity"
    with pytest.raises(KeyError):
        revision.document("osja-9")  # type: ignore[arg-type]
    assert (revision.number, revision.author, revision.chain_head) == (1, "I Hartley", HEAD)
    assert (revision.reference, revision.case_id) == (case.reference, case.id)
    assert revision.marking == "OFFICIAL-SENSITIVE"
    assert revision.program_version == ipas_desktop.__version__


def test_freeze_takes_along_only_files_that_relevant_answers_name(desk, complete) -> None:
    odd = replace(USED, name="../x/letter.pdf")
    revision = frozen(desk, ready(desk, complete, files=(UNUSED, odd)))
    assert revision.attachments == (USED,)


def test_freeze_refuses_a_case_with_something_missing_and_names_it(desk, complete) -> None:
    case = desk.case({name: raw for name, raw in complete[0].items() if name != "en.e.hr_content"}, complete[1])
    with pytest.raises(CaseNotReady) as raised:
        frozen(desk, case)
    (finding,) = raised.value.findings
    assert isinstance(finding, Finding)
    assert finding.id == "answer-missing"
    assert str(raised.value).startswith("One thing stops this engagement from being finalised: ")
    assert finding.message in str(raised.value)
    assert str(raised.value).endswith("Nothing was changed; it is still a draft.")


def test_freeze_names_five_findings_and_counts_the_rest(desk) -> None:
    case = desk.case({})
    with pytest.raises(CaseNotReady, match=r"\d\d things stop .*; and \d\d more\.") as raised:
        frozen(desk, case)
    assert len(raised.value.findings) > 20


def test_freeze_lets_warnings_pass(desk, complete) -> None:
    case = desk.case(complete[0] | {"en.h.s26_status": "with_home_office"}, complete[1])
    assert frozen(desk, case).number == 1


def test_freeze_refuses_a_number_that_does_not_follow(desk, complete) -> None:
    case = replace(ready(desk, complete), revision=2)
    assert frozen(desk, case, number=3).number == 3
    for number in (1, 2, 4):
        with pytest.raises(ValueError, match="cannot follow"):
            frozen(desk, case, number=number)


def test_revision_is_the_same_bytes_for_the_same_case_and_other_bytes_after_a_change(desk, complete) -> None:
    case = ready(desk, complete)
    shuffled = replace(
        case,
        attachments=tuple(reversed(case.attachments)),
        documents=tuple(
            replace(document, answers=dict(sorted(document.answers.items(), reverse=True)))
            for document in case.documents
        ),
    )
    assert revision_to_json(frozen(desk, case)) == revision_to_json(frozen(desk, shuffled))
    assert revision_sha256(frozen(desk, case)) != revision_sha256(frozen(desk, case, author="O Pryce"))


def test_revision_comes_back_from_its_json(desk, complete) -> None:
    revision = frozen(desk, ready(desk, complete))
    data = revision_to_json(revision)
    again = revision_from_json(data)
    assert again == revision
    assert revision_to_json(again) == data
    assert revision_sha256(again) == revision_sha256(revision)


def test_revision_reads_the_same_fresh_and_loaded_down_to_the_order_of_its_parts(desk, complete) -> None:
    fresh = frozen(desk, ready(desk, complete))
    loaded = revision_from_json(revision_to_json(fresh))
    assert repr(fresh) == repr(loaded)


def test_revision_tells_its_time_in_utc_whatever_the_zone(desk, complete) -> None:
    case = ready(desk, complete)
    elsewhere = desk.now.astimezone(timezone(timedelta(hours=-5)))
    assert revision_to_json(frozen(desk, case, finalised_at=elsewhere)) == revision_to_json(frozen(desk, case))
    with pytest.raises(ValueError, match="zone"):
        revision_to_json(frozen(desk, case, finalised_at=datetime(2026, 11, 23)))  # noqa: DTZ001  # the point of it


def test_revision_data_is_refused_when_it_is_something_else(desk, complete) -> None:
    content = json.loads(revision_to_json(frozen(desk, ready(desk, complete))))
    changes: list[tuple[dict[str, object], str]] = [
        ({"format": "ipas-case"}, "not revision data"),
        ({"version": 2}, "not revision data"),
        ({"finalised_at": "2026-11-23"}, "Finalised_at must be a time"),
        ({"number": "1"}, "Number must be a whole number"),
        ({"extra": 1}, "Unknown entry “extra”"),
        ({"documents": [{"key": "x"}]}, "is missing in document 1"),
        ({"documents": [content["documents"][0] | {"more": 1}]}, "Unknown entry “more” in document 1"),
        ({"documents": [content["documents"][0] | {"not_used": [1]}]}, "must be a text"),
        ({"attachments": [{"sha256": "x"}]}, "64 characters"),
    ]
    for change, words in changes:
        with pytest.raises(InputError, match=words):
            revision_from_json(json.dumps(content | change).encode())
    for key in content:
        with pytest.raises(InputError):
            revision_from_json(json.dumps({name: value for name, value in content.items() if name != key}).encode())


@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=200))
def test_revision_data_of_any_bytes_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InputError):
        revision_from_json(data)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("kind", EventKind)
def test_state_after_an_event(state: CaseState, kind: EventKind) -> None:
    expected = {
        EventKind.FINALISED: CaseState.FINALISED,
        EventKind.PACKAGE_MADE: state,
        EventKind.HANDED_OVER: state,
    }.get(kind, CaseState.DRAFT)
    assert state_after(state, kind) is expected


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_hidden_answers_never_stop_finalising_and_are_never_frozen(desk, complete, data: st.DataObject) -> None:
    """Puts anything, half-typed too, under questions that are not on the path."""
    case = desk.case(*complete)
    plain = frozen(desk, case)
    documents = []
    for document in case.documents:
        form = desk.forms(case)[document.key]
        context = document_context(case, document.key, desk.context)
        hidden = [
            question
            for question in form.questions()
            if question.id not in journey.relevant(form, document.answers, context).question_ids
        ]
        chosen = data.draw(st.lists(st.sampled_from(hidden), max_size=4, unique_by=lambda question: question.id))
        answers = dict(document.answers)
        for question in chosen:
            answers[question.id] = data.draw(st.sampled_from(["", "x", {"day": "31"}, [{"row": "r", "z": 1}], 7, None]))
        documents.append(replace(document, answers=answers))
    full = frozen(desk, replace(case, documents=tuple(documents)))
    for before, after in zip(plain.documents, full.documents, strict=True):
        assert after.values == before.values
        assert after.not_provided == before.not_provided
