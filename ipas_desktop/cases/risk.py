"""The OSJA decision: each right before and after measures, the overall level, who may approve, and why, line by line.

Holds no table and no wording of rules: they are data (``decision``); one right is ``risk_rights``, the special rules
are ``risk_gates``. What is not known counts as serious and leaves the result unsettled, so an empty assessment is High
and unsettled, never Low. Each reason names its rule and whether that is adapted from public sources or a local one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ipas_desktop.cases import plain
from ipas_desktop.cases.decision import DecisionRules, load_rules
from ipas_desktop.cases.labels import in_words
from ipas_desktop.cases.plain import Values
from ipas_desktop.cases.risk_gates import GateResult, GateState, Override, death_penalty_gate, override, torture_gate
from ipas_desktop.cases.risk_rights import RESIDUAL, RIGHTS, Measure, Reason, RightRisk, assess_right
from ipas_desktop.forms import reference
from ipas_desktop.forms.definition import Json, QuestionId

__all__ = ["GateResult", "GateState", "Measure", "Override", "Reason", "RightRisk", "RiskResult", "assess", "outlook"]

MOST_NAMED = 4  # rights named one by one in a sentence
REPUTATION_BEFORE = ("osja.s2.reputational", "osja.s2.political")
REPUTATION_AFTER = ("osja.s4.reputational", "osja.s4.political")


@dataclass(frozen=True, slots=True)
class RiskResult:
    """The decision of one OSJA assessment.

    ``before`` and ``after`` are the worst right's levels, on the scale of risk to rights, or ``not_known``.
    ``computed`` is the overall level the rules give; ``level`` is the same unless it was set by hand as they allow.
    ``may_proceed`` is False while a gate stops the work. ``settled`` is False while anything that counts is unknown.
    """

    rights: tuple[RightRisk, ...]
    before: str
    after: str
    reputation_before: str
    reputation_after: str
    computed: str
    level: str
    authority: str
    settled: bool
    may_proceed: bool
    gates: tuple[GateResult, ...]
    override: Override | None
    reasons: tuple[Reason, ...]


def assess(values: Values, rules: DecisionRules | None = None) -> RiskResult:
    """Return the decision that follows from an OSJA's canonical values; blank values give an unsettled High."""
    rules = rules or load_rules()
    rights = tuple(assess_right(right, values, rules) for right in reference.load_list("rights").items)
    before = _worst([right.before for right in rights], rules)
    after = _worst([right.after for right in rights], rules)
    reputation = _worst([plain.text(values, question) for question in REPUTATION_AFTER], rules)
    gates = (death_penalty_gate(values, rights, rules), torture_gate(values, rights, rules))
    computed, reasons = _overall(rights, reputation, gates, rules)
    by_hand = override(values, computed, after, gates, rules)
    level = by_hand.level if by_hand and by_hand.stands else computed
    return RiskResult(
        rights=rights,
        before=before,
        after=after,
        reputation_before=_worst([plain.text(values, question) for question in REPUTATION_BEFORE], rules),
        reputation_after=reputation,
        computed=computed,
        level=level,
        authority=rules.level(level).authority,
        settled=_settled(rights, reputation, gates, rules),
        may_proceed=not any(gate.state is GateState.STOPS for gate in gates),
        gates=gates,
        override=by_hand,
        reasons=(*(reason for right in rights for reason in right.reasons), *reasons, *_override_reason(by_hand)),
    )


def outlook(values: Values, result: RiskResult) -> str:
    """Return "Would be Medium if R16 were Low." while rights are open, "" once all are settled.

    A help to see what hangs on the answer, never a level to print on anything that is signed.
    """
    rules = load_rules()
    open_rights = [right.id for right in result.rights if not right.settled]
    if not open_rights:
        return ""
    supposed = dict(values)
    supposed[QuestionId(RESIDUAL)] = _without(plain.rows(values, RESIDUAL), open_rights)
    low: list[Json] = [{"row": right, "engaged": "yes", "level": rules.scale[1]} for right in open_rights]
    supposed[QuestionId(RIGHTS)] = [*_without(plain.rows(values, RIGHTS), open_rights), *low]
    then = assess(supposed)
    named = in_words(open_rights) if len(open_rights) <= MOST_NAMED else f"all {len(open_rights)} open rights"
    return f"Would be {_label(then.computed, rules)} if {named} were {rules.labels[rules.scale[1]]}."


def _without(rows: Sequence[plain.Row], gone: Sequence[str]) -> list[Json]:
    return [dict(row) for row in rows if plain.row_id(row) not in gone]


def _worst(levels: list[str], rules: DecisionRules) -> str:
    """Return the highest level; a known serious one is worse than one not known, and nothing at all is not known."""
    known = [level if level in rules.scale else rules.unknown for level in levels] or [rules.unknown]
    return max(known, key=lambda level: (rules.rank(level), level != rules.unknown))


def _overall(
    rights: tuple[RightRisk, ...], reputation: str, gates: tuple[GateResult, ...], rules: DecisionRules
) -> tuple[str, tuple[Reason, ...]]:
    after = _worst([right.after for right in rights], rules)
    serious = rules.rank(after) >= rules.rank(rules.serious)
    present = rules.rank(reputation) >= rules.rank(rules.present_from)
    level = rules.table[serious, present]
    worst = ", ".join(right.id for right in rights if right.after == after)
    reasons = [
        Reason(f"The worst level after measures is {rules.labels[after]}: {worst}.", rules.rules["worst-right"]),
        Reason(_table_sentence(serious, present, level, rules), rules.rules["decision-table"]),
    ]
    if present and level != rules.table[serious, False]:
        text = f"Reputational or political risk is {rules.labels[reputation]}, which raises the level."
        reasons.append(Reason(text, rules.rules["reputation-raises"]))
    floor = rules.highest(level, rules.floor_after_serious)
    was_serious = [right.id for right in rights if rules.rank(right.before) >= rules.rank(rules.serious)]
    if was_serious and floor != level:
        text = f"{', '.join(was_serious)}: serious before measures, so the level is at least {_label(floor, rules)}."
        reasons.append(Reason(text, rules.rules["floor-after-serious"]))
        level = floor
    for gate in gates:
        if gate.raises_to and rules.highest(level, gate.raises_to) != level:
            level = gate.raises_to
            reasons.append(Reason(f"{gate.sentence} The level is {_label(level, rules)}.", gate.rule))
    return level, tuple(reasons)


def _table_sentence(serious: bool, present: bool, level: str, rules: DecisionRules) -> str:
    rights = "a serious risk to rights" if serious else "less than a serious risk to rights"
    reputation = "reputational or political risk" if present else "little or no reputational or political risk"
    return f"After measures there is {rights} and {reputation}: {_label(level, rules)}."


def _label(level: str, rules: DecisionRules) -> str:
    return rules.level(level).label


def _settled(
    rights: tuple[RightRisk, ...], reputation: str, gates: tuple[GateResult, ...], rules: DecisionRules
) -> bool:
    return (
        all(right.settled for right in rights)
        and reputation != rules.unknown
        and not any(gate.state is GateState.UNANSWERED for gate in gates)
    )


def _override_reason(by_hand: Override | None) -> tuple[Reason, ...]:
    return (Reason(by_hand.sentence, by_hand.rule),) if by_hand else ()
