"""Checks of the OSJA decision: what is not known, what contradicts itself, who may approve."""

from __future__ import annotations

from collections.abc import Iterator

from ipas_desktop.cases import plain
from ipas_desktop.cases.decision import load_rules, rules_for
from ipas_desktop.cases.findings import Check, Found, Severity, at
from ipas_desktop.cases.reading import ReadAssessment, Reading
from ipas_desktop.cases.risk_gates import GateState
from ipas_desktop.cases.risk_rights import RightRisk
from ipas_desktop.forms.answers.dates import long_date
from ipas_desktop.forms.problems import Address

_GATE_QUESTIONS = {"death-penalty": "osja.s4.death_penalty", "torture": "osja.s4.torture"}
_APPROVED = ("approved", "approved_conditions")


def _right_at(right: RightRisk) -> Address:
    """Return the first cell that is still open: whether a right is engaged, its level before, its level after."""
    if right.engaged not in ("yes", "no"):
        return at("osja.s2.rights", right.id, "engaged")
    if right.engaged == "yes" and right.before == load_rules().unknown:
        return at("osja.s2.rights", right.id, "level")
    return at("osja.s3.residual", right.id, "level")


def _level_open(reading: Reading) -> Iterator[Found]:
    rules = load_rules()
    for document in reading.assessments:
        for right in document.risk.rights:
            if not right.settled:
                message = f"{right.id} {right.label}: the risk is not known and counts as serious"
                yield Found(message, document.key, _right_at(right))
        for gate in document.risk.gates:
            if gate.state is GateState.UNANSWERED:
                yield Found(gate.sentence.rstrip("."), document.key, at(_GATE_QUESTIONS[gate.id]))
        for question in ("osja.s4.reputational", "osja.s4.political"):
            if plain.text(document.values, question) == rules.unknown:
                message = "A reputational or political risk is not known and counts as present"
                yield Found(message, document.key, at(question))


def _torture_gate_shut(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        proceeds = plain.text(document.values, "osja.s4.recommendation") in ("proceed", "proceed_conditions")
        if proceeds and not document.risk.may_proceed:
            sentence = next(gate.sentence for gate in document.risk.gates if gate.state is GateState.STOPS)
            yield Found(sentence.rstrip("."), document.key, at("osja.s4.torture"))


def _death_penalty_raises(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        for gate in document.risk.gates:
            if gate.state is GateState.RAISES:
                message = f"{gate.sentence} The level is High and ministers decide"
                yield Found(message, document.key, at(_GATE_QUESTIONS[gate.id]))


def _death_penalty_overlooked(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        law = plain.text(document.values, "osja.s1.death_penalty")
        if law in ("retained", "moratorium") and plain.text(document.values, "osja.s4.death_penalty") == "no":
            message = "The death penalty is in law, but a death sentence is said not to be possible"
            yield Found(message, document.key, at("osja.s4.death_penalty"))


def _country_concern_lost(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        concerns = {
            plain.row_id(row): plain.text_of(row.get("concern"))
            for row in plain.rows(document.values, "osja.s1.rights")
        }
        explained = plain.text(document.values, "osja.s2.not_engaged")
        for right in document.risk.rights:
            if concerns.get(right.id) == "serious" and right.engaged == "no" and not explained:
                message = (
                    f"{right.id} {right.label}: a serious concern in the country, but not engaged, without a reason"
                )
                yield Found(message, document.key, at("osja.s2.not_engaged"))


def _answer_against_rights(reading: Reading) -> Iterator[Found]:
    rules = load_rules()
    for document in reading.assessments:
        serious = rules.rank(document.risk.after) >= rules.rank(rules.serious)
        answer = plain.text(document.values, "osja.s4.serious_risk")
        if document.risk.settled and answer == ("no" if serious else "yes"):
            worst = rules.labels[document.risk.after]
            message = f"The worst right after measures is at {worst}, but the answer on serious risk says otherwise"
            yield Found(message, document.key, at("osja.s4.serious_risk"))


def _contribution_without_risk(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        for row in plain.rows(document.values, "osja.s2.rights"):
            contributes = "yes" in (plain.text_of(row.get("direct")), plain.text_of(row.get("significant")))
            if contributes and plain.text_of(row.get("level")) in ("none", "low"):
                message = f"{plain.row_id(row)}: the work would contribute to a violation, but the risk is rated low"
                yield Found(message, document.key, at("osja.s2.rights", plain.row_id(row), "level"))


def _armed_conflict_lost(reading: Reading) -> Iterator[Found]:
    rules = load_rules()
    for document in reading.assessments:
        humanitarian = next((right for right in document.risk.rights if right.id == "R14"), None)
        rated = [plain.text_of(row.get("level")) for row in plain.rows(document.values, "osja.s2.ihl")]
        worst = max(map(rules.rank, filter(None, rated)), default=0)
        if humanitarian and worst > rules.rank(humanitarian.before):
            message = "A party to the conflict is rated worse than R14, the right it belongs to"
            yield Found(message, document.key, at("osja.s2.rights", "R14", "level"))


def _conflict_without_advice(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        applies = plain.text(document.values, "osja.s1.ihl") in ("yes", "assumed")
        kinds = {plain.text_of(row.get("kind")) for row in plain.rows(document.values, "osja.s4.consultees")}
        if applies and kinds and "legal" not in kinds:
            message = "International humanitarian law applies, but no legal adviser was consulted"
            yield Found(message, document.key, at("osja.s4.consultees"))


def _post_not_consulted(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        kinds = {plain.text_of(row.get("kind")) for row in plain.rows(document.values, "osja.s4.consultees")}
        if kinds and "post" not in kinds:
            yield Found("The embassy or high commission was not consulted", document.key, at("osja.s4.consultees"))


def _level_by_hand_refused(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        if document.risk.override and not document.risk.override.stands:
            yield Found(document.risk.override.sentence.rstrip("."), document.key, at("osja.s4.level"))


def _grade_too_low(reading: Reading) -> Iterator[Found]:
    rules = rules_for(reading.notification)
    for document in reading.assessments:
        grade = plain.text(document.values, "osja.s4.approval_grade")
        level = rules.level(document.risk.level)
        if grade and not rules.may_approve(grade, level.id):
            message = f"The approver's grade is too low for {level.label}; it takes: {level.authority}"
            yield Found(message, document.key, at("osja.s4.approval_grade"))


def _approval_outstanding(reading: Reading) -> Iterator[Found]:
    for document in reading.assessments:
        approval = plain.text(document.values, "osja.s4.approval")
        if approval and approval not in _APPROVED:
            yield Found("The activity is not approved", document.key, at("osja.s4.approval"))


def _stage_1_stale(reading: Reading) -> Iterator[Found]:
    months = reading.policy.stage_1_limit_months
    for document in reading.assessments:
        written = plain.day(document.values, "osja.s1.post_date")
        if written and plain.months_between(written, reading.context.today) >= months and not _explained(document):
            message = f"The Post's assessment of {long_date(written)} is {months} months old or more"
            yield Found(message, document.key, at("osja.s1.post_date"))


def _explained(document: ReadAssessment) -> bool:
    """Whether what has changed since the Post's assessment is set out."""
    return bool(plain.reason(document.values, "osja.s1.post_changes"))


CHECKS = (
    Check(
        "level-open",
        Severity.STOPS_SIGNING,
        "A right, gate or reputational risk that is not known",
        "Find out and answer; until then it counts as serious.",
        "local",
        _level_open,
    ),
    Check(
        "torture-gate-shut",
        Severity.STOPS_SIGNING,
        "A recommendation to proceed while a serious risk of torture remains",
        "Attach the decision of ministers and the reference of the legal advice, or change the recommendation.",
        "local",
        _torture_gate_shut,
    ),
    Check(
        "death-penalty-raises",
        Severity.WARNING,
        "A possible death sentence without written assurances",
        "Seek written assurances, or send the case to ministers.",
        "ministerial answers HL9827, HL9860 (2018)",
        _death_penalty_raises,
    ),
    Check(
        "death-penalty-overlooked",
        Severity.WARNING,
        "A death penalty kept in law, with the gate answered no",
        "Say in the reason why the work cannot lead to a death sentence.",
        "local",
        _death_penalty_overlooked,
    ),
    Check(
        "country-concern-lost",
        Severity.STOPS_SIGNING,
        "A serious concern in stage 1 for a right that stage 2 calls not engaged, without a reason",
        "Give the reason in stage 2, or mark the right as engaged.",
        "local",
        _country_concern_lost,
    ),
    Check(
        "answer-against-rights",
        Severity.STOPS_SIGNING,
        "An answer on serious risk that the rights after measures contradict",
        "Correct the answer or the levels.",
        "local; the test itself is official",
        _answer_against_rights,
    ),
    Check(
        "contribution-without-risk",
        Severity.WARNING,
        "A right to whose violation the work would contribute, rated none or low",
        "Rate the risk again, or correct the contribution.",
        "local",
        _contribution_without_risk,
    ),
    Check(
        "armed-conflict-lost",
        Severity.WARNING,
        "A party to an armed conflict rated worse than R14",
        "Rate R14 at least as high as the worst party.",
        "local",
        _armed_conflict_lost,
    ),
    Check(
        "conflict-without-advice",
        Severity.WARNING,
        "Humanitarian law that applies, without a legal adviser among those consulted",
        "Consult a legal adviser and record it.",
        "OSJA guidance, Annex A opening",
        _conflict_without_advice,
    ),
    Check(
        "post-not-consulted",
        Severity.ADVICE,
        "Consultations without the Post",
        "Ask the Post, which keeps the in-country assessment.",
        "OSJA guidance, Annex A opening",
        _post_not_consulted,
    ),
    Check(
        "level-by-hand-refused",
        Severity.STOPS_SIGNING,
        "A level that differs from the computed one in a way the rules do not allow",
        "Choose the computed level, or give a reason and a second person.",
        "local",
        _level_by_hand_refused,
    ),
    Check(
        "grade-too-low",
        Severity.STOPS_SIGNING,
        "An approver whose grade may not approve at the level",
        "Name an approver of the grade the approval matrix asks for.",
        "local approval matrix; ministers at High: HLWS444 (2017)",
        _grade_too_low,
    ),
    Check(
        "approval-outstanding",
        Severity.WARNING,
        "An activity that is not approved; the work may not start",
        "Record the approval, with its conditions.",
        "ministerial answer PQ226635 (2019): the activity is approved",
        _approval_outstanding,
        stops_start=True,
    ),
    Check(
        "stage-1-stale",
        Severity.WARNING,
        "A Post's assessment older than the limit (twelve months unless your organisation sets another)",
        "Ask the Post for a newer one, or set out what has changed since.",
        "local; no interval is published",
        _stage_1_stale,
    ),
)
