"""The JSON Schemas of a form's answers and of a case file."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ipas_desktop import paths
from ipas_desktop.cases import exchange
from ipas_desktop.cases.case import Case, CaseId, CaseState, Document, DocumentKey
from ipas_desktop.forms import answers, loader, schema
from ipas_desktop.forms.definition import AnswerType, Form, Json, Question, QuestionId
from tests.forms.drafts import answer, draft

TODAY = date(2026, 11, 23)
modest = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


def validator(of: dict[str, Any]) -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(of)
    return jsonschema.Draft202012Validator(of)


@pytest.fixture(scope="session")
def judge(everything: Form) -> jsonschema.Draft202012Validator:
    return validator(schema.form_schema(everything))


@pytest.fixture(scope="session")
def case_judge() -> jsonschema.Draft202012Validator:
    return validator(schema.case_schema(all_forms()))


def all_forms() -> list[Form]:
    return [loader.load_form(name.id, name.version) for name in loader.available_forms()]


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: f"{form.id}-{form.version}")
def test_schema_of_each_form_is_a_sound_schema_that_accepts_an_empty_draft(form: Form) -> None:
    judge = validator(schema.form_schema(form))

    assert judge.is_valid({})
    assert not judge.is_valid({"en.z.unknown": "x"})
    assert judge.schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    "raw",
    [
        {"t.a.kind": {"typed": "abr"}},
        {"t.a.harms": ["a", {"typed": "fir"}]},
        {"t.b.sure": {"answer": {"typed": "ye"}}},
        {"t.b.team": [{"row": "r1", "kind": {"typed": "off"}}]},
    ],
)
def test_half_typed_choice_is_valid_as_typed(judge: jsonschema.Draft202012Validator, raw: dict[str, Json]) -> None:
    judge.validate(raw)


def test_good_answers_are_valid(judge: jsonschema.Draft202012Validator, good: dict[str, Json]) -> None:
    judge.validate(good)


@modest
@given(data=st.data())
def test_any_draft_is_valid(everything: Form, judge: jsonschema.Draft202012Validator, data: st.DataObject) -> None:
    judge.validate(data.draw(draft(everything)))


@modest
@given(data=st.data())
def test_values_are_valid_raw_answers_too(
    everything: Form, judge: jsonschema.Draft202012Validator, data: st.DataObject
) -> None:
    question = data.draw(st.sampled_from(list(everything.questions())))

    judge.validate({question.id: answers.parse(question, data.draw(answer(question)), TODAY).value})


@modest
@given(data=st.data())
def test_what_is_valid_is_never_of_the_wrong_shape(everything: Form, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(list(everything.questions())))
    parsed = answers.parse(question, data.draw(answer(question)), TODAY)

    assert not [each for each in parsed.problems if "as stored" in each.message]


@pytest.mark.parametrize(
    ("question", "raw"),
    [
        ("t.a.title", 5),
        ("t.a.kind", "moon"),
        ("t.a.harms", ["moon"]),
        ("t.a.harms", "a"),
        ("t.a.start", {"hour": "2"}),
        ("t.a.start", {"day": 2}),
        ("t.a.visit", "2026-12-02"),
        ("t.a.count", 1.5),
        ("t.a.count", True),
        ("t.a.value", 5),
        ("t.a.split", {"moon": "100"}),
        ("t.b.contact", {"shoe": "9"}),
        ("t.b.country", ["KE"]),
        ("t.b.sure", "yes"),
        ("t.b.sure", {"answer": "perhaps"}),
        ("t.b.risk", {"level": "vast"}),
        ("t.b.sources", [{"isbn": "5"}]),
        ("t.b.files", [{"name": "x"}]),
        ("t.b.team", [{"name": "A"}]),
        ("t.b.team", [{"row": "", "name": "A"}]),
        ("t.b.team", [{"row": "r1", "shoe": "9"}]),
        ("t.b.team", [{"row": "r1", "from": 5}]),
        ("t.b.grid", [{"row": "99"}]),
    ],
)
def test_answer_of_another_shape_is_not_valid(judge: jsonschema.Draft202012Validator, question: str, raw: Json) -> None:
    assert not judge.is_valid({question: raw})


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"version": 2},
        {"documents": {}},
        {"documents": {"No Key": {"form": "everything", "version": 1, "answers": {}}}},
        {"documents": {"notification": {"form": "everything", "version": 1, "answers": {"t.z": "x"}}}},
        {"documents": {"notification": {"form": "nothing", "version": 1, "answers": {}}}},
        {"documents": {"notification": {"form": "everything", "version": 2, "answers": {}}}},
        {"documents": {"notification": {"form": "everything", "version": 1}}},
        {"attachments": [{"sha256": "xyz", "name": "a", "size": 1, "media_type": "", "data": ""}]},
        {"attachments": [{"sha256": "ab" * 32, "name": "a", "size": 1, "media_type": ""}]},
        {"secret": "x"},
    ],
)
def test_case_of_another_shape_is_not_valid(everything: Form, good: dict[str, Json], change: dict[str, Json]) -> None:
    judge = validator(schema.case_schema([everything]))
    case: dict[str, Json] = {
        "format": "ipas-case",
        "version": 1,
        "reference": "EN-2026-0001-A1",
        "documents": {"notification": {"form": "everything", "version": 1, "answers": good}},
        "attachments": [{"sha256": "ab" * 32, "name": "a", "size": 1, "media_type": "", "data": "QQ=="}],
    }

    judge.validate(case)
    assert not judge.is_valid({**case, **change})


def test_case_schema_takes_every_form(case_judge: jsonschema.Draft202012Validator) -> None:
    for form in all_forms():
        document = {"form": form.id, "version": form.version, "answers": {}}
        case_judge.validate({"format": "ipas-case", "version": 1, "documents": {"osja-2": document}})


@modest
@given(data=st.data())
def test_what_the_case_schema_takes_can_be_imported(
    case_judge: jsonschema.Draft202012Validator, data: st.DataObject
) -> None:
    form = data.draw(st.sampled_from(all_forms()))
    document = {"form": form.id, "version": form.version, "answers": data.draw(draft(form))}
    case = {"format": "ipas-case", "version": 1, "reference": "R", "documents": {"d": document}, "attachments": []}
    text = json.dumps(case)
    assume("\\ud8" not in text)  # a lone surrogate is no text that a file may hold

    case_judge.validate(case)
    assert exchange.import_case(text.encode()).documents[0].answers.keys() == document["answers"].keys()


def test_case_of_half_typed_choices_is_valid_when_exported(case_judge: jsonschema.Draft202012Validator) -> None:
    half = {
        AnswerType.CHOICE: "Detec",
        AnswerType.CHOICES: ["Detec"],
        AnswerType.RATING: {"level": "Detec"},
        AnswerType.YES_NO: {"answer": "Detec", "reason": "x"},
    }
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    for form in all_forms():
        typed = {question.id: half[question.type] for question in form.questions() if question.type in half}
        document = Document(DocumentKey("d"), form.id, form.version, typed)
        case = Case(CaseId("0" * 32), "R", CaseState.DRAFT, moment, moment, 0, (document,), ())

        exported = exchange.export_case(case, {})

        case_judge.validate(json.loads(exported))
        assert exchange.import_case(exported).documents[0].answers == typed


@pytest.mark.parametrize("path", sorted((paths.resources() / "samples").glob("*.json")), ids=lambda path: path.stem)
def test_case_schema_takes_every_sample(case_judge: jsonschema.Draft202012Validator, path: Path) -> None:
    sample = json.loads(path.read_text("utf-8"))
    only_samples_have = {"as_of", "about"}

    case_judge.validate({key: value for key, value in sample.items() if key not in only_samples_have})


def test_schema_explains_each_question(everything: Form) -> None:
    found = schema.form_schema(everything)["properties"]

    assert found["t.a.title"]["title"] == "Title of the engagement"
    assert found["t.a.title"]["description"] == "Short and neutral"
    assert found["t.a.kind"]["anyOf"][1]["$comment"] == "home: At home; abroad: Abroad; both: Both"


def test_schema_has_no_question_twice(everything: Form) -> None:
    questions: list[Question] = list(everything.questions())

    assert list(schema.form_schema(everything)["properties"]) == [QuestionId(each.id) for each in questions]
