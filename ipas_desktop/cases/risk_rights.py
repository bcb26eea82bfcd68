"""One right of the OSJA: its risk before measures, the measures that count, and the risk that is left.

Holds nothing about the overall level: see ``risk``. A hope is not a measure: a level after measures that is lower than
the one before only counts when a measure with an owner and a start date stands behind it (local rule, domain 5.4).
"""

from __future__ import annotations

from dataclasses import dataclass

from ipas_desktop.cases import plain
from ipas_desktop.cases.decision import DecisionRules, Rule
from ipas_desktop.cases.plain import Row, Values
from ipas_desktop.forms.definition import Choice, Json

RIGHTS = "osja.s2.rights"
RESIDUAL = "osja.s3.residual"
MEASURES = "osja.s3.measures"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reasoning, and the rule it applies."""

    text: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure as it bears on one right. It may lower the risk unless ``why_not`` says why it does not count."""

    row: str  # id of its row in the table of measures
    measure: str  # X1 to X18, "" while no measure is chosen
    owner: str
    start: str  # ISO date
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class RightRisk:
    """One right. Levels are ids of the scale or ``not_known``; ``after`` is what counts, not what was hoped for."""

    id: str
    label: str
    engaged: str  # yes, no, not_known, or "" while unanswered
    before: str
    claimed: str  # the level after measures as written, "" while unanswered
    after: str
    measures: tuple[Measure, ...]
    settled: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """A level reached, whether it stands, and why."""

    level: str
    settled: bool
    reasons: tuple[Reason, ...] = ()


def assess_right(right: Choice, values: Values, rules: DecisionRules) -> RightRisk:
    """Return what is known of one right from an OSJA's canonical values."""
    row = _row_of(plain.rows(values, RIGHTS), right.id)
    engaged = plain.text_of(row.get("engaged"))
    before = _before(right, engaged, plain.text_of(row.get("level")), rules)
    claimed = plain.text_of(_row_of(plain.rows(values, RESIDUAL), right.id).get("level"))
    measures = tuple(
        _measure(row, rules) for row in plain.rows(values, MEASURES) if right.id in plain.items_of(row.get("rights"))
    )
    after = _after(right, before, claimed, measures, rules)
    return RightRisk(
        id=right.id,
        label=right.label,
        engaged=engaged,
        before=before.level,
        claimed=claimed,
        after=after.level,
        measures=measures,
        settled=before.settled and after.settled,
        reasons=(*before.reasons, *after.reasons),
    )


def _row_of(rows: tuple[Row, ...], right: str) -> Row:
    return next((row for row in rows if plain.row_id(row) == right), {})


def _before(right: Choice, engaged: str, level: str, rules: DecisionRules) -> _Step:
    if engaged == "no":
        return _Step(rules.scale[0], settled=True)
    if engaged == "yes" and level in rules.scale:
        return _Step(level, settled=True)
    unknown = "the risk before measures is not known" if engaged == "yes" else "whether it is engaged is not known"
    reason = Reason(f"{right.id} {right.label}: {unknown}, so it counts as serious.", rules.rules["unknown-is-serious"])
    return _Step(rules.unknown, settled=False, reasons=(reason,))


def _measure(row: Row, rules: DecisionRules) -> Measure:
    name, owner, start = plain.text_of(row.get("measure")), _owner(row.get("owner")), plain.text_of(row.get("start"))
    if not name:
        why_not = "no measure is named"
    elif name in rules.never_count:
        why_not = "it protects reputation, not people"
    elif not owner:
        why_not = "it has no owner"
    elif plain.day_of(start) is None:
        why_not = "it has no start date"
    else:
        why_not = ""
    return Measure(plain.row_id(row), name, owner, start, why_not)


def _owner(value: Json) -> str:
    """Return the owner's name, whether it was asked as a text or as a person."""
    if isinstance(value, dict):
        named = [part for part in (value.get("name"), value.get("role")) if isinstance(part, str)]
        return named[0] if named else ""
    return plain.text_of(value)


def _after(right: Choice, before: _Step, claimed: str, measures: tuple[Measure, ...], rules: DecisionRules) -> _Step:
    name = f"{right.id} {right.label}"
    if claimed == rules.unknown:
        text = f"{name}: the risk after measures is not known, so it counts as serious."
        return _Step(rules.unknown, False, (Reason(text, rules.rules["unknown-is-serious"]),))
    if claimed not in rules.scale:
        return _unclaimed(name, before, rules)
    if rules.rank(claimed) >= rules.rank(before.level):
        return _Step(claimed, settled=True)
    return _lowered(name, before.level, claimed, measures, rules)


def _unclaimed(name: str, before: _Step, rules: DecisionRules) -> _Step:
    """Without a level after measures the one before counts; nothing need be said of a low risk."""
    if before.level in rules.scale[:2]:
        return _Step(before.level, settled=True)
    text = f"{name}: no level after measures is given, so the one before counts."
    return _Step(before.level, False, (Reason(text, rules.rules["measure-owner-date"]),))


def _lowered(name: str, before: str, claimed: str, measures: tuple[Measure, ...], rules: DecisionRules) -> _Step:
    counting = {measure.measure for measure in measures if not measure.why_not}
    fall = f"{rules.labels[before]} to {rules.labels[claimed]}"
    if not counting:
        text = f"{name}: the fall from {fall} does not count: {_why_none_counts(measures)}."
        return _Step(before, True, (Reason(text, rules.rules["measure-owner-date"]),))
    if rules.rank(before) >= rules.rank(rules.serious) and counting <= rules.weak_alone:
        text = f"{name}: the fall from {fall} does not count: human-rights content is the only measure."
        return _Step(before, True, (Reason(text, rules.rules["weak-measures"]),))
    text = f"{name}: {fall} by {', '.join(sorted(counting, key=_measure_number))}."
    return _Step(claimed, True, (Reason(text, rules.rules["measure-owner-date"]),))


def _why_none_counts(measures: tuple[Measure, ...]) -> str:
    if not measures:
        return "no measure is named for it"
    return "; ".join(f"{measure.measure or 'a measure'}: {measure.why_not}" for measure in measures)


def _measure_number(measure: str) -> tuple[int, str]:
    digits = measure.removeprefix("X")
    return (int(digits) if digits.isdecimal() else 99, measure)
