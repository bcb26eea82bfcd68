"""The special rules of the OSJA: the death-penalty gate, the torture gate, and a level set by hand.

Holds the questions these rules look at; the level itself is worked out in ``risk``. Sources: domain rules 5.3. The
torture gate and the limits of setting a level by hand are local rules and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ipas_desktop.cases import plain
from ipas_desktop.cases.decision import DecisionRules, Rule
from ipas_desktop.cases.plain import Values
from ipas_desktop.cases.risk_rights import RightRisk
from ipas_desktop.forms.definition import QuestionId

DEATH_PENALTY, TORTURE = "R1", "R2"
DEATH_POSSIBLE = "osja.s4.death_penalty"
DEATH_ASSURANCES = "osja.s4.death_penalty_assurances"
TORTURE_REMAINS = "osja.s4.torture"
TORTURE_DECISION = "osja.s4.torture_decision"
TORTURE_LEGAL_ADVICE = "osja.s4.torture_legal_advice"
LEVEL_BY_HAND = "osja.s4.level"
LEVEL_REASON = "osja.s4.level_reason"
LEVEL_SECOND_PERSON = "osja.s4.level_second_person"


class GateState(StrEnum):
    """Where a special rule stands."""

    NOT_ENGAGED = "not_engaged"
    PASSED = "passed"
    RAISES = "raises"  # lifts the level, does not forbid proceeding
    STOPS = "stops"  # forbids proceeding
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class GateResult:
    """One special rule applied. ``raises_to`` is the overall level it demands at least, "" when it demands none."""

    id: str
    state: GateState
    sentence: str
    raises_to: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Override:
    """A level set by hand. ``stands``: the rules allow it, and it replaces the computed one."""

    level: str
    stands: bool
    sentence: str
    rule: Rule


def death_penalty_gate(values: Values, rights: tuple[RightRisk, ...], rules: DecisionRules) -> GateResult:
    """Return where the death-penalty rule stands: without assurances a possible death sentence makes the level High.

    It is engaged by the answer to the gate's own question and by R1 being engaged in stage 2. Not known counts as yes.
    """
    rule, highest = rules.rules["death-penalty"], rules.levels[-1].id
    possible = plain.text(values, DEATH_POSSIBLE)
    engaged = next((right.engaged for right in rights if right.id == DEATH_PENALTY), "")

    def result(state: GateState, sentence: str, raises_to: str = "") -> GateResult:
        return GateResult("death-penalty", state, sentence, raises_to, rule)

    if possible == "no" and engaged != "yes":
        return result(GateState.NOT_ENGAGED, "A death sentence is not possible.")
    if not possible and engaged == "no":
        return result(GateState.UNANSWERED, "Whether a death sentence is possible is not answered.", highest)
    if plain.text(values, DEATH_ASSURANCES) == "given":
        return result(GateState.PASSED, "A death sentence is possible and written assurances are given.")
    if possible == "no":
        sentence = "R1 is engaged, so a death sentence counts as possible; no written assurances are given."
        return result(GateState.RAISES, sentence, highest)
    state = GateState.RAISES if possible == "yes" else GateState.UNANSWERED
    return result(state, "A death sentence is possible and no written assurances are given.", highest)


def torture_gate(values: Values, rights: tuple[RightRisk, ...], rules: DecisionRules) -> GateResult:
    """Return where the local torture rule stands: a serious remaining risk stops the work.

    It is engaged by the answer to the gate's own question and by what is left of R2, and opens only by an attached
    decision of ministers together with a reference to legal advice.
    """
    rule = rules.rules["torture"]
    after = next((right.after for right in rights if right.id == TORTURE), rules.unknown)
    answer = plain.text(values, TORTURE_REMAINS)

    def result(state: GateState, sentence: str) -> GateResult:
        return GateResult("torture", state, sentence, "", rule)

    if answer != "yes" and after == rules.unknown:
        return result(GateState.UNANSWERED, "The remaining risk of torture is not known.")
    if answer != "yes" and rules.rank(after) < rules.rank(rules.serious):
        if answer == "no":
            return result(GateState.NOT_ENGAGED, "No serious risk of torture remains.")
        return result(GateState.UNANSWERED, "Whether a serious risk of torture remains is not answered.")
    if values.get(QuestionId(TORTURE_DECISION)) and plain.text(values, TORTURE_LEGAL_ADVICE):
        sentence = "A serious risk of torture remains; a decision of ministers and legal advice are recorded."
        return result(GateState.PASSED, sentence)
    sentence = "A serious risk of torture remains, without a recorded decision of ministers and legal advice."
    return result(GateState.STOPS, sentence)


def override(
    values: Values, computed: str, after: str, gates: tuple[GateResult, ...], rules: DecisionRules
) -> Override | None:
    """Return what becomes of a level set by hand, None when none is set or it says what was computed anyway."""
    wanted = plain.text(values, LEVEL_BY_HAND)
    if wanted == computed or wanted not in [level.id for level in rules.levels]:
        return None
    lowers = rules.highest(wanted, computed) == computed
    refusal = _unsupported(values) or (lowers and _barred(after, gates, rules))
    labels = f"from {rules.level(computed).label} to {rules.level(wanted).label}"
    outcome = f"does not count: {refusal}" if refusal else "stands: a reason and a second person are recorded"
    return Override(wanted, not refusal, f"The level set by hand, {labels}, {outcome}.", rules.rules["override"])


def _unsupported(values: Values) -> str:
    if not plain.text(values, LEVEL_REASON):
        return "it has no reason"
    if not (plain.part(values, LEVEL_SECOND_PERSON, "name") or plain.text(values, LEVEL_SECOND_PERSON)):
        return "no second person is named"
    return ""


def _barred(after: str, gates: tuple[GateResult, ...], rules: DecisionRules) -> str:
    if rules.rank(after) >= rules.rank(rules.serious):
        return "a serious risk to rights remains"
    return "a special rule applies" if any(gate.raises_to for gate in gates) else ""
