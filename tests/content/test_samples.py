"""The worked samples as shipped: good on any day, what they say they show, and how their dates move."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipas_desktop import paths
from ipas_desktop.cases import checks, exchange, gate, risk, samples
from ipas_desktop.cases.case import NOTIFICATION, OSJA, Case, CaseId, CaseState, DocumentKey
from ipas_desktop.cases.reading import read
from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms import loader, reference, schema, validation
from ipas_desktop.forms.answers.dates import long_date, read_date
from ipas_desktop.forms.definition import AnswerType, Context, Form, Json, Page, Question, QuestionId, Section

AS_OF = date(2026, 11, 23)
DAYS = [AS_OF, AS_OF + timedelta(days=6), date(2027, 9, 1), date(2031, 2, 28), date(2025, 1, 1)]
NAMES = samples.sample_names()

LEVELS = {
    "case-assistance": ("serious", "low", "medium", True),
    "death-penalty": ("serious", "serious", "high", True),
    "devolved-routes": ("medium", "low", "low", True),
    "equipment-export": ("medium", "low", "low", True),
    "repeat-course": ("low", "low", "low", True),
    "sio-programme": ("serious", "medium", "medium", True),
    "third-country": ("medium", "low", "medium", True),
    "uk-study-visit": ("low", "low", "low", True),
    "virtual-two-countries": ("serious", "medium", "medium", True),
}
"""Worst right before and after, overall level, and whether the work may proceed, written out by hand."""

FINDINGS: dict[str, set[str]] = {
    "case-assistance": {"operational"},
    "death-penalty": {"approval-outstanding", "death-penalty-raises"},
    "devolved-routes": {"death-penalty-overlooked"},
    "equipment-export": set(),
    "repeat-course": set(),
    "sio-programme": set(),
    "third-country": set(),
    "uk-study-visit": set(),
    "virtual-two-countries": set(),
}
"""What the checks find in each sample, and nothing else."""

GATES = {"case-assistance": "passed", "death-penalty": "raises", "third-country": "passed"}
"""Where the death-penalty rule stands; in all others it is not engaged."""

SHAPES: dict[str, dict[str, Json]] = {
    "case-assistance": {"en.f.mode": ["virtual"], "en.e.operational": "operational"},
    "death-penalty": {"osja.s4.approval": "pending", "osja.s4.approval_grade": "minister"},
    "devolved-routes": {
        "en.h.forces": ["psni", "police_scotland"],
        "en.h.ni_s8": "both",
        "en.h.scot": "approved",
    },
    "equipment-export": {"en.m.export": "held", "osja.m.regimes": ["export_control"]},
    "repeat-course": {"en.a.kind": "repeat", "en.a.prev_ref": "EN-2025-0088-SAMPLE"},
    "sio-programme": {"en.f.mode": ["in_uk", "virtual", "in_country"]},
    "third-country": {"en.c.countries": ["ML"], "en.c.third_countries": ["SN"], "osja.s1.ihl": "yes"},
    "uk-study-visit": {"en.f.mode": ["in_uk"], "en.a.marking_sensitive": "official"},
    "virtual-two-countries": {"en.c.countries": ["FJ", "PG"], "en.c.multi_mode": "combined", "en.f.mode": ["virtual"]},
}
"""What makes each sample a shape of its own."""


def case_of(name: str, today: date) -> tuple[Case, dict[DocumentKey, Form], Context]:
    imported = samples.load_sample(name, today)
    forms = {document.key: loader.load_form(document.form_id, document.form_version) for document in imported.documents}
    now = datetime(today.year, today.month, today.day, tzinfo=UTC)
    case = Case(CaseId("0" * 32), "EN-1", CaseState.DRAFT, now, now, 0, imported.documents, imported.attachments)
    return case, forms, Context(today=today)


def raw_sample(name: str) -> dict[str, Json]:
    content: dict[str, Json] = json.loads((paths.resources() / "samples" / f"{name}.json").read_text("utf-8"))
    return content


@pytest.mark.parametrize("name", NAMES)
def test_sample_has_no_problem(name: str) -> None:
    case, forms, context = case_of(name, AS_OF)
    problems = [
        problem
        for document in read(case, forms, context).documents
        for problem in validation.validate(document.form, document.document.answers, document.context)
    ]
    assert problems == []


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("name", NAMES)
def test_sample_has_the_findings_written_beside_it(name: str, today: date) -> None:
    case, forms, context = case_of(name, today)
    found = checks.run(case, forms, context)
    assert {finding.id for finding in found} == FINDINGS[name]
    assert not [finding for finding in found if finding.severity is checks.Severity.STOPS_SIGNING]


@pytest.mark.parametrize("name", NAMES)
def test_sample_answers_nothing_that_is_not_asked(name: str) -> None:
    for document in read(*case_of(name, AS_OF)).documents:
        assert document.not_used == ()


@pytest.mark.parametrize("name", NAMES)
def test_sample_comes_to_the_level_it_shows(name: str) -> None:
    assessment = read(*case_of(name, AS_OF)).assessments[0]
    result = risk.assess(assessment.values)
    assert (result.before, result.after, result.level, result.may_proceed) == LEVELS[name]
    assert result.settled
    assert assessment.values[QuestionId("osja.s4.level")] == result.level


@pytest.mark.parametrize("name", NAMES)
def test_sample_has_its_shape(name: str) -> None:
    values: dict[QuestionId, Json] = {}
    for document in read(*case_of(name, AS_OF)).documents:
        values |= document.values
    assert {question: values.get(QuestionId(question)) for question in SHAPES[name]} == SHAPES[name]


@pytest.mark.parametrize("name", NAMES)
def test_sample_has_the_death_penalty_gate_it_shows(name: str) -> None:
    assessment = read(*case_of(name, AS_OF)).assessments[0]
    state = next(rule.state for rule in risk.assess(assessment.values).gates if rule.id == "death-penalty")
    assert state == GATES.get(name, "not_engaged")


@pytest.mark.parametrize("name", NAMES)
def test_sample_may_start_once_final_unless_ministers_have_not_decided(name: str) -> None:
    case, forms, context = case_of(name, AS_OF)
    assert gate.may_start(replace(case, revision=1, state=CaseState.FINALISED), forms, context).may_start == (
        name != "death-penalty"
    )


def test_samples_copy_nothing_from_each_other() -> None:
    everything = {name: case_of(name, AS_OF) for name in NAMES}
    cases = {
        name: replace(case, id=CaseId(f"{number:032x}"))
        for number, (name, (case, _, _)) in enumerate(everything.items())
    }
    for name, (_, forms, context) in everything.items():
        found = checks.run(cases[name], forms, context, others=tuple(cases.values()))
        assert {finding.id for finding in found} == FINDINGS[name]


def test_samples_show_only_countries_of_the_source_table() -> None:
    table = {item.id for item in reference.load_list("assisted_since_2017").items}
    for name in NAMES:
        notification = read(*case_of(name, AS_OF)).notification
        countries = notification[QuestionId("en.c.countries")]
        assert isinstance(countries, list)
        assert set(map(str, countries)) <= table


@pytest.mark.parametrize("name", NAMES)
def test_sample_fits_the_schema_of_a_case_file(name: str) -> None:
    case, forms, _ = case_of(name, AS_OF)
    files = samples.load_sample(name, AS_OF).files
    exported = json.loads(exchange.export_case(case, files))
    jsonschema.Draft202012Validator(schema.case_schema(tuple(forms.values()))).validate(exported)


@pytest.mark.parametrize("name", NAMES)
def test_sample_exports_and_imports_without_loss(name: str) -> None:
    case, _, _ = case_of(name, AS_OF)
    files = samples.load_sample(name, AS_OF).files
    again = exchange.import_case(exchange.export_case(case, files))
    assert (again.documents, again.attachments, again.files) == (case.documents, case.attachments, files)


@pytest.mark.parametrize("name", NAMES)
def test_sample_says_that_it_is_invented(name: str) -> None:
    about = {sample.name: sample.about for sample in samples.available_samples()}
    assert "invented" in about[name]
    assert "invented" in json.dumps(raw_sample(name)["documents"])
    readme = (paths.resources() / "samples" / "README.md").read_text("utf-8")
    assert f"| `{name}` |" in readme
    assert "fictional" in readme


def test_sample_attachment_is_a_pdf_that_an_answer_names() -> None:
    imported = samples.load_sample("sio-programme", AS_OF)
    (info,) = imported.attachments
    assert imported.files[info.sha256].startswith(b"%PDF-1.")
    osja = next(document for document in imported.documents if document.key == OSJA)
    assert osja.answers[QuestionId("osja.s2.files")] == [
        {"sha256": info.sha256, "name": info.name, "size": info.size, "media_type": "application/pdf"}
    ]


def test_sample_main_has_three_raised_risks_that_fall_and_five_measures() -> None:
    case, forms, context = case_of("sio-programme", AS_OF)
    assessment = read(case, forms, context).assessments[0]
    result = risk.assess(assessment.values)
    fallen = {right.id: (right.before, right.after) for right in result.rights if right.before != right.after}
    assert fallen == {
        "R2": ("serious", "medium"),
        "R4": ("medium", "low"),
        "R6": ("medium", "low"),
        "R7": ("medium", "low"),
    }
    measures = assessment.values[QuestionId("osja.s3.measures")]
    assert isinstance(measures, list)
    assert len(measures) == 5


def test_sample_keeps_its_dates_on_the_day_it_was_written() -> None:
    documents = raw_sample("sio-programme")["documents"]
    loaded = samples.load_sample("sio-programme", AS_OF)
    assert isinstance(documents, dict)
    for document in loaded.documents:
        stored = documents[document.key]
        assert isinstance(stored, dict)
        assert document.answers == stored["answers"]


def test_sample_starts_on_the_same_weekday_a_year_later() -> None:
    def start(today: date) -> date:
        notification = next(d for d in samples.load_sample("sio-programme", today).documents if d.key == NOTIFICATION)
        found = read_date(notification.answers[QuestionId("en.f.start")])
        assert isinstance(found, date)
        return found

    for later in (365, 366, 371):
        moved = start(AS_OF + timedelta(days=later)) - start(AS_OF)
        assert moved == timedelta(days=later // 7 * 7)


def test_sample_moves_dates_in_running_text_with_the_answers() -> None:
    loaded = samples.load_sample("sio-programme", AS_OF + timedelta(weeks=52))
    texts = str([document.answers for document in loaded.documents])
    assert "Exchange of letters of 5 October 2027" in texts
    assert "xchange of letters of 6 October 2026" not in texts


def test_sample_is_refused_by_name_when_there_is_none() -> None:
    with pytest.raises(FormDefinitionError, match=r"no sample “\.\./\.\./secret”"):
        samples.load_sample("../../secret", AS_OF)


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{",
        "{}",
        '{"as_of": "today", "about": "x", "documents": {}}',
        '{"as_of": "2026-11-23", "about": "", "documents": {}}',
        '{"as_of": "2026-11-23", "about": "x", "documents": []}',
    ],
)
def test_sample_is_refused_when_its_file_is_malformed(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "broken.json").write_text(content, "utf-8")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    with pytest.raises(FormDefinitionError, match=r"broken\.json"):
        samples.load_sample("broken", AS_OF)


@pytest.fixture(scope="module")
def osja() -> Form:
    return loader.load_form("osja-capacity", 1)


@pytest.mark.parametrize(
    ("question", "raw", "moved"),
    [
        ("osja.s4.review_date", "2027-02-26", "2027-03-05"),
        (
            "osja.s4.review_date",
            {"day": "26", "month": "february", "year": "2027"},
            {"day": "5", "month": "3", "year": "2027"},
        ),
        ("osja.s4.review_date", {"day": "31", "month": "2", "year": "2027"}, None),
        ("osja.s4.review_date", {"day": "", "month": "2", "year": "2027"}, None),
        ("osja.s4.review_date", None, None),
        ("osja.s1.ihl_reason", "On 29 December 2026, May 2027, 2027.", "On 5 January 2027, May 2027, 2027."),
        ("osja.s1.ihl_reason", "From 31 February 2027 to 32 May 2027", None),
        (
            "osja.s1.ihl_reason",
            "By 29 February 2028; in Maytime 2027; May 20277",
            "By 7 March 2028; in Maytime 2027; May 20277",
        ),
        (
            "osja.m.income",
            {"answer": "yes", "reason": "Since 1 May 2027"},
            {"answer": "yes", "reason": "Since 8 May 2027"},
        ),
        ("osja.m.income", {"answer": "no"}, None),
        ("osja.s4.political", {"level": "low", "reason": "1 May 2027"}, {"level": "low", "reason": "8 May 2027"}),
        ("osja.m.kind", "capacity", None),
        ("osja.m.countries", ["GH"], None),
        (
            "osja.s2.parts",
            [{"row": "r1", "what": "1 May 2027", "when": {"from": "2027-05-01", "to": None}, "people": "3"}],
            [{"row": "r1", "what": "8 May 2027", "when": {"from": "2027-05-08", "to": None}, "people": "3"}],
        ),
        (
            "osja.s1.evidence",
            [{"title": "Letter of 1 May 2027", "date": "2026", "retrieved_on": "2026-10-05"}],
            [{"title": "Letter of 8 May 2027", "date": "2026", "retrieved_on": "2026-10-12"}],
        ),
        ("osja.s1.evidence", ["odd"], None),
        ("osja.s2.parts", ["odd"], None),
        ("osja.s2.parts", "odd", None),
        ("osja.s1.evidence", "odd", None),
        ("not.in.this.form", "1 May 2027", None),
    ],
)
def test_dates_move_by_type(osja: Form, question: str, raw: Json, moved: Json) -> None:
    expected = raw if moved is None else moved
    assert samples.shift_dates(osja, {QuestionId(question): raw}, 7) == {question: expected}


def test_dates_of_an_odd_period_stay_as_they_are(osja: Form) -> None:
    raw: Json = [{"row": "r1", "when": "soon"}]
    assert samples.shift_dates(osja, {QuestionId("osja.s2.parts"): raw}, 7) == {"osja.s2.parts": raw}


@settings(max_examples=60, deadline=None)
@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), weeks=st.integers(-500, 500))
def test_dates_moved_there_and_back_are_the_same(day: date, weeks: int) -> None:
    form = loader.load_form("osja-capacity", 1)
    raw: dict[QuestionId, Json] = {
        QuestionId("osja.s4.review_date"): day.isoformat(),
        QuestionId("osja.s1.ihl_reason"): f"since {long_date(day)}",
    }
    there = samples.shift_dates(form, raw, weeks * 7)
    assert samples.shift_dates(form, there, -weeks * 7) == raw


def test_no_question_with_dates_escapes_the_moving() -> None:
    """A new answer type that can hold a date must be taught to ``shift_dates``; these are known to hold none."""
    without_dates = {
        *(AnswerType.CHOICE, AnswerType.CHOICES, AnswerType.WHOLE_NUMBER, AnswerType.MONEY, AnswerType.SHARES),
        *(AnswerType.PERSON, AnswerType.ORGANISATION, AnswerType.COUNTRY, AnswerType.COUNTRIES),
        AnswerType.ATTACHMENTS,
    }
    moved = set()
    for kind in set(AnswerType) - without_dates:
        question = Question(QuestionId("x"), kind, "X", columns=(Question(QuestionId("d"), AnswerType.DATE, "D"),))
        raw = _with_a_date(kind)
        form = Form("f", 1, "F", "F", "2026-11-23", "F", (Section("s", "A", "S", (Page("p", "P", (question,)),)),))
        if samples.shift_dates(form, {question.id: raw}, 7) != {question.id: raw}:
            moved.add(kind)
    assert moved == set(AnswerType) - without_dates


def _with_a_date(kind: AnswerType) -> Json:
    return {
        AnswerType.DATE: "2026-11-23",
        AnswerType.PERIOD: {"from": "2026-11-23"},
        AnswerType.SHORT_TEXT: "23 November 2026",
        AnswerType.LONG_TEXT: "23 November 2026",
        AnswerType.YES_NO: {"answer": "yes", "reason": "23 November 2026"},
        AnswerType.RATING: {"level": "low", "reason": "23 November 2026"},
        AnswerType.TABLE: [{"row": "r1", "d": "2026-11-23"}],
        AnswerType.CITATIONS: [{"retrieved_on": "2026-11-23"}],
    }[kind]
