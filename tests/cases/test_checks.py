"""Each named check: fires on what it looks for, and says nothing about an engagement that is in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ipas_desktop.cases import checks
from ipas_desktop.cases.case import AttachmentInfo
from ipas_desktop.cases.findings import Finding, Severity
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Json
from ipas_desktop.policy import Policy
from tests.cases.good import LONG, NOTIFICATION, OSJA, engaged, measure, residual, rights

FILE = AttachmentInfo("a" * 64, "letter.pdf", 10, "application/pdf")
FILE_ANSWER: list[Json] = [{"sha256": "a" * 64, "name": "letter.pdf", "size": 10, "media_type": "application/pdf"}]
CASE = "osja-case"
CHILD: dict[str, Json] = {"osja.b.subjects": [{"row": "s1", "label": "The suspect", "age": "child"}]}
HELD: dict[str, Json] = {"osja.b.places": [{"row": "h1", "step": "held", "unit": "Station 3", "concern": "serious"}]}
NOBODY_HARMED: dict[str, Json] = {"osja.s2.rights": rights(R2={"engaged": "no"}, R4={"engaged": "no"})}
DATA_NO: dict[str, Json] = {
    "osja.b.sought": ["information"],
    "osja.m.regimes": ["data_protection"],
    "osja.b.data": {"answer": "no", "reason": "Not yet looked at"},
}


@dataclass
class Change:
    """What makes one check fire: answers changed (None takes one away), and where its finding must point."""

    notification: dict[str, Json] = field(default_factory=dict)
    osja: dict[str, Json] = field(default_factory=dict)
    at: str | None = ""  # question; None: the finding names no question
    words: str = ""
    without: str = ""  # a document left out
    more: tuple[dict[str, Json], ...] = ()  # further OSJA assessments
    files: tuple[AttachmentInfo, ...] = ()
    report: dict[str, Json] | None = None
    osja_form: str = "osja-capacity"
    other: dict[str, Json] | None = None  # the notification of another case in the vault
    policy: Policy = field(default_factory=Policy)


def team(**changed: Json) -> list[Json]:
    rows = NOTIFICATION["en.h.team"]
    assert isinstance(rows, list)
    assert isinstance(rows[0], dict)
    return [rows[0] | changed, rows[1]]


def places(*extra: Json) -> list[Json]:
    rows = NOTIFICATION["en.c.locations"]
    assert isinstance(rows, list)
    return [*rows, *extra]


PERSON: dict[str, Json] = {"name": "imogen  HARTLEY", "role": "Chief", "rank": "ACC"}
DEATH_ROW: dict[str, Json] = {
    "osja.s4.death_penalty": {"answer": "yes", "reason": "x"},
    "osja.s4.death_penalty_note": "x",
}
SERIOUS = {"osja.s3.residual": residual(R2="serious"), "osja.s4.torture": {"answer": "yes", "reason": "x"}}

FIRES: dict[str, Change] = {
    "notification-absent": Change(without="notification", at=None),
    "osja-absent": Change(without="osja", at=None),
    "answer-missing": Change({"en.e.hr_content": None}, at="en.e.hr_content"),
    "answer-unreadable": Change({"en.f.start": {"day": "31", "month": "2", "year": "2027"}}, at="en.f.start"),
    "answer-out-of-limits": Change({"en.f.end": "2026-12-01"}, at="en.f.end"),
    "country-not-assessed": Change({"en.c.countries": ["GH", "KE"]}, at="osja.m.countries", words="Kenya"),
    "other-country-assessed": Change({}, {"osja.m.countries": ["GH", "KE"]}, at="osja.m.countries", words="Kenya"),
    "separate-or-combined": Change(
        {"en.c.countries": ["GH", "KE"], "en.c.multi_mode": "separate"}, at="en.c.multi_mode", words="there are 1"
    ),
    "mode-without-place": Change({"en.f.mode": ["in_uk", "virtual"]}, at="en.c.locations", words="online"),
    "place-in-other-country": Change(
        {"en.c.locations": places({"row": "l3", "kind": "overseas", "place": "Nairobi", "country": "KE"})},
        at="en.c.locations",
        words="Kenya",
    ),
    "travel-advice-absent": Change(
        {"en.c.locations": places({"row": "l3", "kind": "overseas", "place": "Nairobi", "country": "KE"})},
        at="en.l.fcdo_advice",
        words="Kenya",
    ),
    "post-not-told": Change({"en.c.post_aware": "no"}, at="en.c.post_aware"),
    "start-not-ahead": Change({"en.f.start": "2026-11-23"}, at="en.f.start"),
    "decision-day-passed": Change({"en.f.latest_decision": "2026-11-22"}, at="en.f.latest_decision"),
    "lead-time-short": Change({}, at="en.f.start", words="in 9 days", policy=Policy(lead_time_days=20)),
    "dates-open": Change({"en.f.dates_firm": "to_be_agreed"}, at="en.f.dates_firm"),
    "travel-advice-stale": Change(
        {
            "en.l.fcdo_advice": [
                {"row": "a1", "place": "Accra", "country": "GH", "level": "none", "checked": "2026-11-15"}
            ]
        },
        at="en.l.fcdo_advice",
        words="15 November 2026",
    ),
    "clearance-runs-out": Change({"en.h.team": team(clearance_until="2027-02-25")}, at="en.h.team"),
    "condition-due-late": Change(
        {"en.k.conditions": [{"row": "c1", "condition": "x", "owner": "y", "due": "2027-02-27"}]}, at="en.k.conditions"
    ),
    "measure-starts-late": Change(
        {}, {"osja.s3.measures": [measure("X9"), measure("X7", start="2027-02-27")]}, at="osja.s3.measures"
    ),
    "review-far-off": Change({}, {"osja.s4.review_date": "2027-11-25"}, at="osja.s4.review_date"),
    "author-approves": Change({"en.o.approver": PERSON}, at="en.o.approver"),
    "author-reviews": Change({"en.o.reviewer": PERSON}, at="en.o.reviewer"),
    "author-owns-risk": Change({"en.b.sro": PERSON, "en.o.sro_author_reason": None}, at="en.b.sro"),
    "deputy-is-contact": Change({"en.b.poc_alt": {"name": "Imogen Hartley"}}, at="en.b.poc_alt"),
    "email-not-official": Change(
        {"en.b.poc": {"name": "I Hart", "role": "x", "email": "i@notpolice.uk", "phone": "020 7946 0000"}},
        at="en.b.poc",
        words="notpolice.uk",
    ),
    "name-in-title": Change({"en.a.title": "Ghana, the Hartley programme"}, at="en.a.title"),
    "section-26-overlooked": Change({"en.h.s26_needed": {"answer": "no", "reason": "x"}}, at="en.h.s26_needed"),
    "section-26-outstanding": Change({"en.h.s26_status": "with_home_office"}, at="en.h.s26_status"),
    "devolved-approval-outstanding": Change(
        {"en.h.forces": ["england_wales", "psni"], "en.h.ni_s8": "board"}, at="en.h.ni_s8"
    ),
    "nobody-takes-part": Change({"en.g.numbers": [{"row": "junior", "women": "0"}]}, at="en.g.numbers"),
    "one-gender": Change({"en.g.numbers": [{"row": "junior", "men": "24"}]}, at="en.g.numbers", words="men"),
    "no-vetting": Change({"en.g.vetting": ["none"]}, at="en.g.vetting"),
    "operational": Change({"en.e.operational": "operational"}, at="en.e.operational"),
    "misuse-not-assessed": Change(
        {"en.e.dual_use": ["covert"]}, {"osja.s2.misuse": {"answer": "no", "reason": "x"}}, at="osja.s2.misuse"
    ),
    "equipment-not-assessed": Change({"en.m.equipment_any": "yes"}, at="osja.s2.kinds"),
    "data-not-assessed": Change({"en.m.data_sharing": {"answer": "yes", "reason": "x"}}, at="osja.s2.data"),
    "purpose-unconfirmed": Change({"en.d.purpose_confirmed": "no", "en.d.mou": "none"}, at="en.d.purpose_confirmed"),
    "mitigated-without-measure": Change(
        {"en.k.hr_monitor": "All risks are mitigated."}, {"osja.s3.measures": None}, at="en.k.hr_monitor"
    ),
    "empty-phrase": Change(
        {"en.k.hr_summary": LONG + "Robust safeguards are in place."}, at="en.k.hr_summary", words="“Robust safeguards”"
    ),
    "recommendations-differ": Change({}, {"osja.s4.recommendation": "redesign"}, at="osja.s4.recommendation"),
    "conditions-lost": Change({"en.k.recommendation": "proceed"}, at="en.k.recommendation"),
    "declined": Change({"en.k.recommendation": "decline"}, at="en.k.recommendation"),
    "payer-and-share-differ": Change({"en.j.split": {"overseas": "50", "fcdo": "50"}}, at="en.j.split"),
    "costs-differ": Change({"en.j.value": "12500.50"}, at="en.j.costs", words="up to £12,500.00"),
    "full-cost-to-uk": Change({"en.j.model": ["own_funds"]}, at="en.j.model", words="£12,500.00"),
    "income-in-reasoning": Change(
        {"en.k.recommendation_reason": LONG + "It is an income-generating opportunity."},
        at="en.k.recommendation_reason",
    ),
    "income-not-assessed": Change({"en.j.income": {"answer": "yes", "reason": "x"}}, at="osja.m.income"),
    "level-open": Change(
        {}, {"osja.s2.rights": rights(R16={"engaged": "not_known"})}, at="osja.s2.rights", words="R16"
    ),
    "torture-gate-shut": Change({}, SERIOUS, at="osja.s4.torture"),
    "death-penalty-raises": Change(
        {}, DEATH_ROW | {"osja.s4.death_penalty_assurances": "refused"}, at="osja.s4.death_penalty"
    ),
    "death-penalty-overlooked": Change({}, {"osja.s1.death_penalty": "moratorium"}, at="osja.s4.death_penalty"),
    "country-concern-lost": Change(
        {},
        {"osja.s1.rights": [{"row": "R5", "concern": "serious", "evidence": "OHCHR"}], "osja.s2.not_engaged": None},
        at="osja.s2.not_engaged",
        words="R5",
    ),
    "answer-against-rights": Change(
        {}, {"osja.s4.serious_risk": {"answer": "yes", "reason": "x"}}, at="osja.s4.serious_risk", words="Medium"
    ),
    "contribution-without-risk": Change(
        {}, {"osja.s2.rights": rights(R6=engaged("low", direct="yes"))}, at="osja.s2.rights", words="R6"
    ),
    "armed-conflict-lost": Change(
        {},
        {
            "osja.s1.ihl": "assumed",
            "osja.s2.ihl": [
                {"row": "1", "party": "Army", "level": "low"},
                {"row": "2", "level": "serious"},
            ],
        },
        at="osja.s2.rights",
        words="R14",
    ),
    "conflict-without-advice": Change(
        {},
        {"osja.s1.ihl": "yes", "osja.s4.consultees": [{"row": "k", "kind": "post", "name": "Post"}]},
        at="osja.s4.consultees",
    ),
    "post-not-consulted": Change(
        {}, {"osja.s4.consultees": [{"row": "k", "kind": "legal", "name": "Solicitor"}]}, at="osja.s4.consultees"
    ),
    "level-by-hand-refused": Change({}, {"osja.s4.level": "low"}, at="osja.s4.level", words="no reason"),
    "grade-too-low": Change({}, {"osja.s4.approval_grade": "desk"}, at="osja.s4.approval_grade", words="Director"),
    "approval-outstanding": Change({}, {"osja.s4.approval": "pending"}, at="osja.s4.approval"),
    "stage-1-stale": Change({}, {"osja.s1.post_date": "2025-11-23"}, at="osja.s1.post_date", words="12 months"),
    "fall-does-not-count": Change({}, {"osja.s3.measures": [measure("X4")]}, at="osja.s3.residual", words="R2"),
    "risk-without-measure": Change(
        {},
        {"osja.s3.measures": [measure("X9", rights=["R2"])], "osja.s3.no_measure": None},
        at="osja.s3.measures",
        words="R4",
    ),
    "measure-without-owner": Change(
        {}, {"osja.s3.measures": [measure("X9", owner="")]}, at="osja.s3.measures", words="X9 has no owner"
    ),
    "measure-without-start": Change(
        {}, {"osja.s3.measures": [measure("X9", start=None)]}, at="osja.s3.measures", words="X9 has no start date"
    ),
    "risk-rises": Change({}, {"osja.s3.residual": residual(R4="serious")}, at="osja.s3.residual", words="R4"),
    "press-lines-for-rights": Change(
        {}, {"osja.s3.measures": [measure("X9"), measure("X18", rights=["P1", "R2"])]}, at="osja.s3.measures"
    ),
    "assurance-not-recorded": Change(
        {}, {"osja.s3.measures": [measure("X9"), measure("X1")]}, at="osja.s3.assurances_sought"
    ),
    "assurance-not-written": Change(
        {}, DEATH_ROW | {"osja.s4.death_penalty_assurances": "given"}, at="osja.s4.death_penalty_assurances"
    ),
    "assurance-unmonitored": Change({}, {"osja.s3.measures": [measure("X1"), measure("X7")]}, at="osja.s3.measures"),
    "indicators-reward-arrests": Change(
        {}, {"osja.s2.indicators": {"answer": "yes", "reason": "Arrests"}}, at="osja.s2.indicators"
    ),
    "nobody-independent-looks": Change(
        {},
        {"osja.s3.monitoring_steps": [{"row": "s", "date": "2027-01-15", "what": "x", "independent": "no"}]},
        at="osja.s3.monitoring_steps",
    ),
    "file-lost": Change({"en.d.request_files": FILE_ANSWER}, at="en.d.request_files", words="letter.pdf"),
    "file-not-used": Change(files=(FILE,), at=None, words="letter.pdf"),
    "evidence-old": Change(
        {},
        {"osja.s1.evidence": [{"title": "CAT report", "date": "2023-11-22"}]},
        at="osja.s1.evidence",
    ),
    "evidence-undated": Change(
        {},
        {"osja.s2.evidence": [{"title": "CAT report", "publisher": "UN"}]},
        at="osja.s2.evidence",
        words="CAT report",
    ),
    "serious-without-evidence": Change(
        {}, {"osja.s2.rights": rights(R2=engaged("serious", evidence=""))}, at="osja.s2.rights", words="R2"
    ),
    "text-copied": Change(
        other={"en.k.hr_summary": LONG.upper() + "  " + LONG}, at="en.k.hr_summary", words="EN-2025-0088-K7"
    ),
    "unit-elsewhere": Change(
        other={"en.c.beneficiaries": [{"row": "x", "unit": "eastern region  Homicide Unit"}]},
        at="en.c.beneficiaries",
        words="EN-2025-0088-K7",
    ),
    "report-due": Change({"en.f.start": "2026-01-05", "en.f.end": "2026-10-23"}, at="en.f.end", words="23 October"),
    "report-open": Change(report={}, at="en.p.happened"),
    "report-early": Change(report={"en.p.happened": "as_notified"}, at="en.p.happened"),
    "evaluation-thin": Change(
        report={"en.p.happened": "as_notified", "en.p.evaluation": "form"}, at="en.p.evaluation", words="feedback form"
    ),
    "concern-seen": Change(
        {}, report={"en.p.hr_events": {"answer": "yes", "reason": "A beating"}}, at="osja.s4.review_date"
    ),
    "data-transfer-barred": Change({}, DATA_NO, at="osja.b.data", osja_form=CASE),
    "child-overlooked": Change({}, CHILD, at="osja.b.subjects", osja_form=CASE),
    "custody-overlooked": Change(
        {},
        HELD | {"osja.s2.rights": rights(R2={"engaged": "no"}, R4={"engaged": "no"})},
        at="osja.b.places",
        osja_form=CASE,
    ),
    "marking-grammar": Change({"en.a.marking_handling": ["for_public_release"]}, at="en.a.marking_handling"),
    "marking-too-low": Change({"en.a.marking_sensitive": "official"}, at="en.a.marking_sensitive", words="above Low"),
    "material-above-document": Change(
        {"en.a.marking_sensitive": "official", "en.m.material_marking": "official_sensitive"},
        at="en.m.material_marking",
    ),
    "commercial-not-marked": Change({"en.j.commercial_sensitive": ["price"]}, at="en.a.marking_descriptors"),
    "public-line-reveals": Change(
        {"en.n.public_line": "We train the EASTERN Region homicide unit."}, at="en.n.public_line"
    ),
}


def changed(answers: dict[str, Json], changes: dict[str, Json]) -> dict[str, Json]:
    return {name: raw for name, raw in (answers | changes).items() if raw is not None}


def findings(desk, complete, change: Change) -> tuple[Finding, ...]:
    notification, osja = changed(complete[0], change.notification), changed(complete[1], change.osja)
    if change.osja_form == CASE:
        asked = {str(question.id) for question in loader.load_form(CASE).questions()}
        osja = {name: raw for name, raw in osja.items() if name in asked}
    assessments = () if change.without == "osja" else (osja, *change.more)
    case = desk.case(
        None if change.without == "notification" else notification,
        *assessments,
        files=change.files,
        report=change.report,
        osja_form=change.osja_form,
    )
    others = [case]
    if change.other is not None:
        others.append(desk.case(change.other, case_id="1" * 32, reference="EN-2025-0088-K7"))
    return checks.run(case, desk.forms(case), desk.context, others, change.policy)


def test_engagement_in_order_raises_no_finding(desk, complete) -> None:
    assert findings(desk, complete, Change()) == ()


def test_every_check_has_a_test_that_fires_it() -> None:
    assert {check.id for check in checks.ALL_CHECKS} == set(FIRES)
    assert len(FIRES) == len(checks.ALL_CHECKS) >= 40


@pytest.mark.parametrize("check", checks.ALL_CHECKS, ids=lambda check: check.id)
def test_check_fires_where_it_should(desk, complete, check: checks.Check) -> None:
    change = FIRES[check.id]
    fired = [finding for finding in findings(desk, complete, change) if finding.id == check.id]
    assert fired
    (finding,) = [finding for finding in fired if change.words in finding.message][:1]
    assert (finding.severity, finding.fix) == (check.severity, check.fix)
    assert (finding.at.question if finding.at else None) == change.at
    assert not finding.message.endswith(".")
    if change.at:
        documents = {"osja": "osja", "en.p": "notification-after"}
        assert finding.document == documents.get(change.at[:4], "notification")


def test_finding_points_at_a_question_and_column_that_the_form_has(desk, complete) -> None:
    columns: dict[str, set[str]] = {
        str(question.id): {str(column.id) for column in question.columns}
        for form in ("notification", "osja-capacity", CASE, "notification-after")
        for question in loader.load_form(form).questions()
    }
    for change in FIRES.values():
        for finding in findings(desk, complete, change):
            if finding.at:
                assert finding.at.question in columns, finding
                assert finding.at.column is None or finding.at.column in columns[finding.at.question], finding


SEEN: Json = {"answer": "yes", "reason": "A beating"}
COMBINED: dict[str, Json] = {"en.c.countries": ["GH", "KE"], "en.c.multi_mode": "combined"}
MORE: list[tuple[str, Change, str]] = [
    ("separate-or-combined", Change(COMBINED, more=(OSJA,)), "2"),
    ("start-not-ahead", Change({"en.f.start": "2026-11-01", "en.a.kind": "change"}), "1 November"),
    ("author-approves", Change({}, {"osja.s4.approver": {"name": "farah siddiqui", "role": "x"}}), "OSJA"),
    ("section-26-overlooked", Change({"en.h.team": team(employer="psni")}), "not ticked"),
    ("section-26-outstanding", Change({"en.h.s26_needed": {"answer": "not_known", "reason": "x"}}), "not known"),
    ("devolved-approval-outstanding", Change({"en.h.forces": ["police_scotland"], "en.h.scot": "paused"}), "Scotland"),
    ("one-gender", Change({"en.g.numbers": [{"row": "junior", "women": "2"}]}), "women"),
    ("declined", Change({"en.o.decision": "return"}), "decision"),
    ("evaluation-thin", Change(report={"en.p.happened": "partly", "en.p.evaluation": "none"}), "nothing"),
    ("concern-seen", Change({}, {"osja.s4.review_date": None}, report={"en.p.hr_events": SEEN}), "concern"),
    ("declined", Change({"en.o.ipas_response": "questions"}), "IPAS"),
    ("income-in-reasoning", Change({}, {"osja.s4.net_contribution": "It brings profit."}), "Income"),
    ("level-open", Change({}, {"osja.s2.rights": rights(R16={"engaged": "yes"})}), "R16"),
    ("level-open", Change({}, {"osja.s3.residual": residual(R2="")}), "R2"),
    ("level-open", Change({}, {"osja.s4.torture": {"answer": "not_known", "reason": "x"}}), "torture"),
    ("level-open", Change({}, {"osja.s4.political": {"level": "not_known", "reason": "x"}}), "political"),
    ("answer-against-rights", Change({}, {"osja.s3.residual": residual(R2="serious")}), "Serious"),
    ("marking-too-low", Change({"en.a.marking_sensitive": "official", "en.n.reasons": ["terrorism"]}), "harm"),
    ("marking-too-low", Change({"en.a.marking_sensitive": "official", "en.g.names_list": "In the safe"}), "names"),
    ("marking-grammar", Change({"en.a.marking_uk_prefix": "yes", "en.a.marking_handling": ["hmg_use_only"]}), "HMG"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "change", "words"), MORE, ids=[f"{row[0]}: {row[2]}" for row in MORE])
def test_check_also_fires_in_its_other_cases(desk, complete, check: str, change: Change, words: str) -> None:
    assert any(finding.id == check and words in finding.message for finding in findings(desk, complete, change)), (
        findings(desk, complete, change)
    )


LOW: dict[str, Json] = {
    "osja.s2.rights": rights(R2=engaged("low"), R4=engaged("low")),
    "osja.s3.residual": residual(R2="low"),
    "osja.s4.level": "low",
}
QUIET: list[tuple[str, Change]] = [
    ("start-not-ahead", Change({"en.f.start": "2026-11-02"}, report={"en.p.happened": "as_notified"})),
    ("data-transfer-barred", Change({}, DATA_NO | {"osja.s4.recommendation": "do_not_proceed"}, osja_form=CASE)),
    ("data-transfer-barred", Change({}, {"osja.b.data": {"answer": "yes", "reason": "x"}}, osja_form=CASE)),
    ("child-overlooked", Change({}, CHILD | {"osja.s2.rights": rights(R10=engaged("low"))}, osja_form=CASE)),
    ("custody-overlooked", Change({}, HELD, osja_form=CASE)),
    ("report-due", Change({"en.f.start": "2026-01-05", "en.f.end": "2026-10-24"})),
    ("report-due", Change({"en.f.start": "2026-01-05", "en.f.end": "2026-01-06"}, report={})),
    ("report-early", Change({"en.f.start": "2026-11-02"}, report={"en.p.happened": "as_notified"})),
    ("report-early", Change(report={})),
    ("evaluation-thin", Change(report={"en.p.happened": "as_notified", "en.p.evaluation": "practice"})),
    ("concern-seen", Change({}, {"osja.s4.review_date": "2026-12-20"}, report={"en.p.hr_events": SEEN})),
    ("concern-seen", Change(report={"en.p.hr_events": {"answer": "no"}})),
    ("answer-missing", Change(report={})),
    ("marking-too-low", Change({"en.a.marking_sensitive": "official"}, LOW)),
    ("start-not-ahead", Change({"en.f.start": "2026-11-01", "en.a.kind": "change", "en.a.change_summary": "x"})),
    ("lead-time-short", Change(policy=Policy(lead_time_days=9))),
    ("author-owns-risk", Change({"en.b.sro": PERSON, "en.o.sro_author_reason": "Small unit"})),
    ("travel-advice-stale", Change({"en.l.fcdo_advice": [{"row": "a", "country": "GH", "checked": "2026-11-16"}]})),
    ("full-cost-to-uk", Change({"en.j.model": ["own_funds"], "en.j.value": "4000.00"})),
    ("one-gender", Change({"en.g.numbers": [{"row": "junior", "women": "1"}]})),
    ("one-gender", Change({"en.g.numbers": [{"row": "junior", "women": "3", "not_known": "1"}]})),
    ("stage-1-stale", Change({}, {"osja.s1.post_date": "2025-11-24"})),
    (
        "stage-1-stale",
        Change({}, {"osja.s1.post_date": "2024-01-01", "osja.s1.post_changes": {"answer": "yes", "reason": "Law"}}),
    ),
    ("stage-1-stale", Change({}, {"osja.s1.post_date": "2025-11-23"}, policy=Policy(stage_1_limit_months=13))),
    ("country-concern-lost", Change({}, {"osja.s1.rights": [{"row": "R2", "concern": "serious", "evidence": "x"}]})),
    (
        "country-concern-lost",
        Change(
            {},
            {
                "osja.s1.rights": [{"row": "R5", "concern": "serious", "evidence": "x"}],
                "osja.s2.not_engaged": "Nobody is held",
            },
        ),
    ),
    ("risk-without-measure", Change({}, {"osja.s3.measures": None, "osja.s3.no_measure": "The risk is all theirs"})),
    ("assurance-not-written", Change({}, {"osja.s4.death_penalty_assurances": "given"})),
    ("section-26-overlooked", Change({"en.h.team": team(status="retired")})),
    ("text-copied", Change(other={"en.k.hr_summary": LONG})),
    ("text-copied", Change({"en.k.hr_summary": "Short."}, other={"en.k.hr_summary": "Short."})),
    ("unit-elsewhere", Change(other={"en.c.beneficiaries": [{"row": "x", "unit": "Western"}, {"row": "y"}]})),
    ("costs-differ", Change({"en.j.costs": None})),
    ("costs-differ", Change({"en.j.value": None})),
    ("file-lost", Change({"en.d.request_files": FILE_ANSWER}, files=(FILE,))),
    ("file-not-used", Change({"en.d.request_files": FILE_ANSWER}, files=(FILE,))),
    ("evidence-undated", Change({}, {"osja.s2.evidence": [{"title": "x", "retrieved_on": "2026-11-01"}]})),
    ("mitigated-without-measure", Change({"en.k.hr_monitor": "All risks are mitigated."})),
    ("death-penalty-raises", Change({}, DEATH_ROW | {"osja.s4.death_penalty_assurances": "given"})),
    ("level-by-hand-refused", Change(
        {}, {"osja.s4.level": "high", "osja.s4.level_reason": "x", "osja.s4.level_second_person": {"name": "O Pryce"}}
    )),
]  # fmt: skip


@pytest.mark.parametrize(("check", "change"), QUIET, ids=[f"{n}: {row[0]}" for n, row in enumerate(QUIET)])
def test_check_says_nothing_just_short_of_its_limit(desk, complete, check: str, change: Change) -> None:
    assert [finding for finding in findings(desk, complete, change) if finding.id == check] == []


def test_findings_come_with_what_stops_signing_first(desk, complete) -> None:
    found = findings(
        desk, complete, Change({"en.e.hr_content": None, "en.c.post_aware": "no", "en.f.dates_firm": "to_be_agreed"})
    )
    order = [list(Severity).index(finding.severity) for finding in found]
    assert order == sorted(order)
    assert len(set(order)) == 3


def test_missing_answer_is_told_once_where_a_named_check_knows_more(desk, complete) -> None:
    found = findings(desk, complete, Change({}, {"osja.s3.measures": [measure("X9", owner="")]}))
    (owner,) = [finding for finding in found if finding.at and finding.at.column == "owner"]
    assert owner.id == "measure-without-owner"


def test_page_of_the_guide_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "checks.md"
    assert page.read_text(encoding="utf-8") == checks.to_markdown(), "write it again: see docs/architecture.md, checks"


def test_page_of_the_guide_names_every_check_once() -> None:
    page = checks.to_markdown()
    for check in checks.ALL_CHECKS:
        assert page.count(f"| `{check.id}` |") == 1
        assert check.looks_for in page
        assert "|" not in check.looks_for + check.fix + check.source
