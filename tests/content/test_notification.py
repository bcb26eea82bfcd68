"""The engagement notification as shipped: complete against its sources, honest about its sources, and answerable.

The tables here were written out from the research that docs/data-sources.md sums up, not from the form.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from ipas_desktop import paths
from ipas_desktop.forms import answers, journey, lint, loader, schema, validation, values
from ipas_desktop.forms.definition import AnswerType, Context, Disclosure, Form, Json, Origin, QuestionId
from ipas_desktop.forms.problems import ProblemKind

CONTEXT = Context(today=date(2026, 11, 23))


def names(text: str) -> list[str]:
    return text.split()


ASKED = names("""
a.title a.kind a.prev_ref a.change_summary a.programme a.sensitive_case a.ref_ipas
a.marking_sensitive a.marking_handling a.marking_descriptors a.marking_uk_prefix
b.lead_org b.lead_dept b.poc b.poc_alt b.sro b.osja_lead b.partners_uk b.commercial_partner
c.countries c.multi_mode c.post_aware c.locations c.third_country c.beneficiaries c.s26_recipient_type c.partner_poc
c.other_donors
d.origin d.request_date d.request_form d.request_ref d.purpose_confirmed d.mou
e.activity_type e.operational e.area e.description e.objectives e.courses e.dual_use e.hr_content
f.mode f.start f.end f.phases f.dates_firm f.latest_decision f.language
g.numbers g.selection g.vetting g.visa_uk g.names_list
h.team h.s26_needed h.s26_status h.s26_ref h.s26_date h.s26_conditions h.s26_no_finance h.ni_s8 h.scot h.backfill
i.priorities i.harm_uk i.harm_rating i.hmg_plan i.post_view i.deconflict i.benefit_uk i.decline_consequence
j.model j.split j.value j.costs j.income j.oda j.commercial_sensitive j.gifts
k.osja_authority k.hr_summary k.hr_monitor k.eth_courage k.eth_respect k.eth_public k.eth_ndm k.eth_standards
k.eth_consulted k.conditions k.recommendation
l.fcdo_advice l.risks l.insurance l.health l.emergency l.training l.ci_brief l.legal_status l.firearms l.safeguarding
m.material_marking m.third_party_ip m.data_sharing m.devices m.equipment m.export
n.reasons n.field_overrides n.partner_consulted n.public_line
o.author o.reviewer o.approver o.decl o.decision o.ipas_response
""")
"""The fields of sections A to O that a person answers; the others the program works out."""

REQUIRED = names("""
a.title a.kind a.marking_sensitive a.sensitive_case b.lead_org b.lead_dept b.poc b.sro b.partners_uk_any
b.commercial_partner c.countries c.post_aware c.locations c.third_country c.beneficiaries c.other_donors_any
d.origin d.request_date d.request_form d.purpose_confirmed d.mou e.activity_type e.operational e.area e.description
e.objectives e.dual_use e.hr_content f.mode f.start f.end f.dates_firm g.numbers g.selection g.vetting h.team
h.s26_needed i.priorities i.harm_uk i.hmg_plan i.deconflict j.model j.value_basis j.income j.commercial_sensitive
j.gifts k.osja_authority k.hr_summary k.hr_monitor k.eth_courage k.eth_respect k.eth_public k.recommendation
m.material_marking m.third_party_ip m.data_sharing m.equipment_any n.reasons o.author o.reviewer o.approver o.decl
o.decision
""")
"""What a blank notification must ask for: required, with the gates that stand for "or none"."""

FOLLOW_UPS = {
    "a.marking_uk_prefix",
    "g.vetting_text",
    "h.forces",
    "i.priorities_text",
    "k.recommendation_reason",
    "o.decision_reason",
}
"""Texts and gates that belong to one of the fields above."""

WITHHELD = names("""
a.sensitive_case b.poc b.poc_alt b.osja_lead c.locations c.beneficiaries c.partner_poc d.request_ref e.dual_use
g.vetting g.names_list h.team i.harm_uk i.post_view i.decline_consequence j.split j.value j.costs j.income
j.commercial_sensitive k.hr_summary k.recommendation l.risks l.health l.emergency l.ci_brief l.legal_status l.firearms
m.data_sharing m.devices n.partner_consulted o.decision o.ipas_response
""")

STATED = names("""
e.area e.hr_content e.operational f.mode f.start i.deconflict i.harm_uk i.priorities j.commercial_sensitive j.model
k.recommendation n.reasons o.decision
""")
"""Questions whose subject the College’s public page itself names."""

VERIFIED = names("""
a.marking_sensitive a.marking_handling a.marking_organisation a.marking_embargo_until a.marking_embargo_after
a.marking_descriptors a.marking_uk_prefix a.marking_release_conditions c.countries c.multi_mode e.area e.hr_content
f.mode j.model j.commercial_sensitive m.material_marking n.reasons
""")
"""The only questions whose requirement was read in its source without a reservation."""

FULL = {
    "en.a.kind": "change",
    "en.a.marking_handling": ["organisation_use_only", "embargoed", "for_public_release"],
    "en.a.marking_uk_prefix": "yes",
    "en.a.sensitive_case": {"answer": "yes"},
    "en.c.countries": ["GH", "KE"],
    "en.e.activity_type": ["training_course", "equipment", "other"],
    "en.f.mode": ["in_uk", "virtual", "in_country"],
    "en.h.forces": ["england_wales", "psni", "police_scotland"],
    "en.h.s26_needed": {"answer": "yes"},
    "en.h.s26_status": "granted",
}


@pytest.fixture(scope="module")
def form() -> Form:
    return loader.load_form("notification", 1)


def on_path(form: Form, given: dict[str, Json]) -> set[str]:
    return {name.removeprefix("en.") for name in journey.relevant(form, typed(given), CONTEXT).question_ids}


def typed(given: dict[str, Json]) -> dict[QuestionId, Json]:
    return {QuestionId(name): raw for name, raw in given.items()}


def test_notification_puts_no_two_tables_on_a_page(form: Form) -> None:
    for page in form.pages():
        assert sum(question.type is AnswerType.TABLE for question in page.questions) <= 1, page.id


def test_notification_passes_lint(form: Form) -> None:
    assert lint.lint_form(form) == ()


def test_notification_asks_every_field_that_was_derived(form: Form) -> None:
    assert len(set(ASKED)) == len(ASKED) > 100
    assert {f"en.{name}" for name in ASKED} - {question.id for question in form.questions()} == set()


def test_notification_has_every_question_the_program_reads(form: Form) -> None:
    known = {question.id for question in form.questions()}
    package = Path(paths.__file__).parent
    read = {
        name
        for file in package.rglob("*.py")
        for name in re.findall(r'"(en\.[a-o]\.[a-z0-9_]*[a-z0-9])"', file.read_text("utf-8"))
    }
    assert len(read) > 20
    assert read - known == set()


def test_notification_marks_nothing_official_and_only_the_confirmed_verified(form: Form) -> None:
    assert [question.id for question in form.questions() if question.origin is Origin.OFFICIAL] == []
    assert {question.id for question in form.questions() if question.verified} == {f"en.{name}" for name in VERIFIED}


def test_notification_says_of_thirteen_questions_only_that_the_source_document_states_them(form: Form) -> None:
    seed = {question.id.removeprefix("en.") for question in form.questions() if question.origin is Origin.SEED}
    assert seed == set(STATED)


def test_notification_calls_inferred_what_is_only_inferred(form: Form) -> None:
    for question in form.questions():
        if question.origin is Origin.LOCAL:
            assert re.search(r"inferred|background", question.source), question.id
        if question.origin is Origin.SEED:
            assert re.match(r"Seed|K([1-9]|10)\b", question.source), question.id


def test_notification_withholds_by_default_what_could_do_harm(form: Form) -> None:
    for name in WITHHELD:
        question = form.question(QuestionId(f"en.{name}"))
        assert question.disclosure is Disclosure.WITHHOLD, name
        assert question.exemptions, name
    for question in form.questions():
        if question.disclosure is Disclosure.OPEN:
            assert question.exemptions == (), question.id


def test_notification_has_help_and_a_short_name_for_every_question(form: Form) -> None:
    for question in form.questions():
        assert question.help.endswith("."), question.id
        assert len(question.help) > 40, question.id
        assert 2 < len(question.short_label) <= 50, question.id
        assert ". " not in question.hint, question.id
        assert "please" not in question.help.lower(), question.id


def test_notification_has_examples_that_meet_and_miss_the_point(form: Form) -> None:
    shown = [question for question in form.questions() if question.good_example]
    assert len(shown) >= 12
    for question in shown:
        assert question.bad_example, question.id
        if question.type in (AnswerType.SHORT_TEXT, AnswerType.LONG_TEXT):
            assert answers.parse(question, question.good_example, CONTEXT.today).problems == (), question.id


def test_notification_is_filled_in_on_at_most_forty_pages(form: Form) -> None:
    assert len(list(form.pages())) <= 40
    assert [section.letter for section in form.sections] == list("ABCDEFGHIJKLMNO")


def test_blank_notification_asks_for_every_required_answer_and_for_no_other(form: Form) -> None:
    problems = validation.validate(form, {}, CONTEXT)
    assert {problem.kind for problem in problems} == {ProblemKind.MISSING}
    found = {problem.at.question.removeprefix("en.") for problem in problems}
    assert set(REQUIRED) - found == set()
    assert found - set(REQUIRED) == FOLLOW_UPS


@pytest.mark.parametrize(
    ("given", "shown", "hidden"),
    [
        ({"en.a.kind": "new"}, "", "a.prev_ref a.change_summary"),
        ({}, "", "a.prev_ref d.purpose_mitigation e.dual_use_text i.harm_rating i.hmg_plan_text m.third_party_ip_text"),
        ({"en.a.kind": "repeat"}, "a.prev_ref", "a.change_summary"),
        ({"en.a.kind": "extension"}, "a.prev_ref a.change_summary", ""),
        ({"en.a.marking_handling": ["hmg_use_only"]}, "", "a.marking_organisation a.marking_embargo_until"),
        (FULL, "a.marking_organisation a.marking_embargo_until a.marking_embargo_after a.marking_release_approver", ""),
        ({"en.b.lead_org": "territorial_force"}, "b.lead_force", "b.lead_other"),
        ({"en.b.lead_org": "other"}, "b.lead_other", "b.lead_force"),
        ({"en.b.partners_uk_any": "no"}, "", "b.partners_uk"),
        ({"en.c.countries": ["GH"]}, "", "c.multi_mode"),
        ({"en.c.countries": ["GH", "KE"], "en.c.multi_mode": "combined"}, "c.multi_mode c.multi_reason", ""),
        ({"en.c.post_aware": "yes"}, "c.post_contact c.post_date", "c.post_reason"),
        ({"en.c.post_aware": "not_applicable"}, "c.post_reason", "c.post_contact"),
        ({"en.c.partner_poc_include": "no"}, "", "c.partner_poc"),
        ({"en.d.purpose_confirmed": "no"}, "d.purpose_mitigation", "d.purpose_date"),
        ({"en.e.operational": "not_sure"}, "e.operational_reason", ""),
        ({"en.e.activity_type": ["conference"]}, "", "e.courses m.export"),
        ({"en.e.activity_type": ["train_the_trainer"]}, "e.courses", ""),
        ({"en.e.dual_use": ["none"]}, "", "e.dual_use_text m.export"),
        ({"en.e.dual_use": ["covert"]}, "e.dual_use_text m.export", ""),
        ({"en.f.mode": ["in_uk"]}, "g.visa_uk", "f.platform f.recording l.risks l.fcdo_advice m.devices"),
        ({"en.f.mode": ["virtual"]}, "f.platform f.recording", "g.visa_uk l.risks"),
        ({"en.f.mode": ["in_country"]}, "l.risks l.fcdo_advice l.insurance m.devices", "g.visa_uk f.platform"),
        ({"en.c.third_country": {"answer": "yes"}}, "c.third_countries l.risks m.devices", ""),
        ({"en.h.s26_needed": {"answer": "no"}, "en.h.s26_status": "granted"}, "", "h.s26_status h.s26_ref"),
        ({"en.h.s26_needed": {"answer": "yes"}}, "h.s26_status h.s26_no_finance c.s26_recipient_type", "h.s26_ref"),
        (FULL, "h.s26_ref h.s26_date h.s26_conditions h.ni_s8 h.scot g.visa_uk f.platform l.risks e.courses", ""),
        ({"en.h.forces": ["psni"]}, "h.ni_s8", "h.scot"),
        ({"en.h.forces": ["police_scotland"]}, "h.scot", "h.ni_s8"),
        ({"en.i.harm_uk": ["none"]}, "", "i.harm_rating"),
        ({"en.j.model": ["overseas"]}, "", "j.split"),
        ({"en.j.model": ["overseas", "fcdo"]}, "j.split", "j.model_other"),
        ({"en.j.value_basis": "not_known"}, "j.value_reason", "j.value"),
        ({"en.k.recommendation": "proceed"}, "k.eth_ndm", "k.conditions k.ndm_code"),
        ({"en.k.recommendation": "decline"}, "k.ndm_code k.ndm_action", "k.conditions k.eth_ndm"),
        ({"en.k.recommendation": "proceed", "en.k.eth_ndm": "yes"}, "k.ndm_code", "k.conditions"),
        ({"en.k.recommendation": "conditions"}, "k.conditions k.ndm_options", ""),
        ({"en.l.ci_brief": "not_required"}, "", "l.ci_reason"),
        ({"en.f.mode": ["in_country"], "en.l.ci_brief": "not_required"}, "l.ci_reason", "l.ci_date"),
        ({"en.m.equipment_any": "yes"}, "m.equipment m.export", ""),
        ({"en.n.reasons": ["weakness", "confidence"]}, "n.reason_weakness n.reason_confidence", "n.reason_terrorism"),
        ({"en.j.commercial_sensitive": ["none"]}, "", "j.commercial_reason"),
        ({"en.o.ipas_response": "acknowledged"}, "a.ref_ipas o.ipas_response_date", ""),
        ({}, "", "a.ref_ipas o.ipas_response_date"),
    ],
)
def test_notification_shows_what_an_answer_calls_for(
    form: Form, given: dict[str, Json], shown: str, hidden: str
) -> None:
    path = on_path(form, given)
    assert set(shown.split()) - path == set()
    assert set(hidden.split()) & path == set()


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.title", "x" * 121, "Title must be 120 characters or less"),
        ("e.description", "x" * 199, "Outline of the work must be 200 characters or more"),
        ("k.hr_summary", "x" * 99, "Human rights considerations must be 100 characters or more"),
        ("k.recommendation_reason", "x" * 99, "Reason for the recommendation must be 100 characters or more"),
        ("d.request_date", "2026-11-24", "Date of the request must be today or in the past"),
        ("e.dual_use", ["none", "covert"], "Select “None of them” or other options, not both"),
    ],
)
def test_notification_refuses_an_answer_beyond_its_limit(form: Form, name: str, raw: Json, message: str) -> None:
    problems = validation.validate(form, typed({f"en.{name}": raw}), CONTEXT)
    assert [problem.message for problem in problems if problem.at.question == f"en.{name}"] == [message]


def test_notification_end_must_not_come_before_its_start(form: Form) -> None:
    given = typed({"en.f.start": "2027-03-01", "en.f.end": "2027-02-28"})
    problems = {problem.at.question: problem.message for problem in validation.validate(form, given, CONTEXT)}
    assert problems[QuestionId("en.f.end")] == "End date must be the same as or after 1 March 2027"
    same_day = typed({"en.f.start": "2027-03-01", "en.f.end": "2027-03-01"})
    assert "en.f.end" not in {problem.at.question for problem in validation.validate(form, same_day, CONTEXT)}


def test_notification_needs_authority_for_travel_against_advice_only(form: Form) -> None:
    question = form.question(QuestionId("en.l.fcdo_advice"))
    columns = {
        level: {column.id for column in journey.visible_columns(question, {"level": level}, {})}
        for level in ("none", "essential_parts", "all")
    }
    assert columns["none"] == {"place", "country", "level", "checked"}
    assert columns["all"] == columns["essential_parts"] == columns["none"] | {"authorised_by", "reason"}


def test_notification_needs_all_five_declarations(form: Form) -> None:
    declared: list[Json] = ["accurate", "osja", "not_started", "marking"]
    some = validation.validate(form, typed({"en.o.decl": declared}), CONTEXT)
    every = validation.validate(form, typed({"en.o.decl": [*declared, "people_told"]}), CONTEXT)
    assert "en.o.decl" in {problem.at.question for problem in some}
    assert "en.o.decl" not in {problem.at.question for problem in every}


def test_notification_keeps_the_contact_at_the_partner_out_unless_chosen(form: Form) -> None:
    person: dict[str, Json] = {"name": "A. Person", "organisation": "Partner"}
    kept = typed({"en.c.partner_poc": person, "en.c.partner_poc_include": "no"})
    chosen = typed({"en.c.partner_poc": person, "en.c.partner_poc_include": "yes"})
    assert "en.c.partner_poc" not in values.collect(form, kept, CONTEXT).values
    assert values.collect(form, chosen, CONTEXT).values[QuestionId("en.c.partner_poc")] == person


def test_notification_schema_can_be_made(form: Form) -> None:
    made = json.dumps(schema.form_schema(form))
    assert all(f'"{question.id}"' in made for question in form.questions())
