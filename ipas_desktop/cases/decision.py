"""The decision rules of the OSJA as data: scale, table, approval matrix, measures that do not count, names of rules.

Holds the reading of ``osja-decision.toml`` and ``approval-matrix.toml`` in ``resources/rules``, or in an installed form
pack of the organisation, whose rules go before ours; applying them is ``risk``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from ipas_desktop import paths
from ipas_desktop.cases import plain
from ipas_desktop.cases.plain import Values
from ipas_desktop.errors import FormDefinitionError

Toml: TypeAlias = dict[str, Any]  # as read; every field is checked by being used
ANY_ORGANISATION = "*"
LEAD_ORGANISATION = "en.b.lead_org"
RULE_FILES = ("osja-decision.toml", "approval-matrix.toml")


@dataclass(frozen=True, slots=True)
class Rule:
    """One named rule and where it comes from: ``adapted`` from public sources, or ``local``, our own."""

    id: str
    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Level:
    """One overall level and the lowest grade that may approve an activity at it."""

    id: str
    label: str
    grade: str
    authority: str  # label of the grade


@dataclass(frozen=True, slots=True)
class DecisionRules:
    """One edition of the rules. ``scale`` and ``levels`` go from least to most."""

    edition: str
    source: str
    verified: bool
    matrix_edition: str  # of the approval matrix, which an organisation may issue on its own
    matrix_source: str
    scale: tuple[str, ...]
    labels: Mapping[str, str]  # of the scale and of ``unknown``
    serious: str
    unknown: str
    present_from: str  # reputational or political risk from here on is "present"
    levels: tuple[Level, ...]
    grades: tuple[str, ...]  # from least to most
    table: Mapping[tuple[bool, bool], str]  # (worst right is serious, reputation is present) -> level id
    never_count: frozenset[str]
    weak_alone: frozenset[str]
    floor_after_serious: str
    rules: Mapping[str, Rule]
    authorities: Mapping[str, Mapping[str, tuple[str, str]]]  # organisation -> level id -> grade, its label

    def rank(self, level: str) -> int:
        """Return the place of a risk level on the scale; an unknown or foreign one ranks as serious."""
        return self.scale.index(level if level in self.scale else self.serious)

    def level(self, level_id: str) -> Level:
        """Return the overall level of that id. Raises KeyError when there is none."""
        for level in self.levels:
            if level.id == level_id:
                return level
        raise KeyError(level_id)

    def for_organisation(self, organisation: str) -> DecisionRules:
        """Return the rules with an organisation's own rows of the approval matrix; the others' rows where it has none.

        ``organisation``: its id in the list ``uk_bodies``, "" while it is not known.
        """
        own = self.authorities.get(organisation, {})
        levels = (
            Level(level.id, level.label, *own.get(level.id, (level.grade, level.authority))) for level in self.levels
        )
        return replace(self, levels=tuple(levels)) if own else self

    def highest(self, *level_ids: str) -> str:
        """Return the highest of some overall levels."""
        return max(level_ids, key=[level.id for level in self.levels].index)

    def may_approve(self, grade: str, level_id: str) -> bool:
        """Whether a grade may approve at an overall level; an unknown grade may not."""
        return grade in self.grades and self.grades.index(grade) >= self.grades.index(self.level(level_id).grade)


@cache
def load_rules() -> DecisionRules:
    """Return the decision rules in force. Raises FormDefinitionError when a file is malformed."""
    return read_rules(paths.resources() / "rules", [pack / "rules" for pack in paths.installed_packs()])


def rules_for(notification: Values) -> DecisionRules:
    """Return the rules in force as they are for the organisation that leads the work; raw answers do as well."""
    return load_rules().for_organisation(plain.text(notification, LEAD_ORGANISATION).strip())


def read_rules(folder: Path, packs: Sequence[Path] = ()) -> DecisionRules:
    """Return the decision rules in a folder; each file from the pack whose edition of it is the newest, if one has it.

    Raises FormDefinitionError naming the file and what is wrong.
    """
    decision, matrix = (newest_rule_file(name, folder, packs) for name in RULE_FILES)
    try:
        return _checked(_built(_read(decision), _read(matrix)))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise FormDefinitionError(f"{decision.name}, {matrix.name}: {type(error).__name__}: {error}") from error


def newest_rule_file(name: str, folder: Path, packs: Sequence[Path]) -> Path:
    """Return the file of that name in ``packs`` with the newest edition, of equals the last; else that in ``folder``.

    An organisation's own rules stay in force when a later program brings newer ones of ours.
    """
    carried = [pack / name for pack in packs if (pack / name).is_file()]
    return max(reversed(carried), key=edition_of, default=folder / name)


def edition_of(file: Path) -> str:
    """Return the edition a rule file names, "" when it names none. Raises FormDefinitionError."""
    return str(_read(file).get("edition", ""))


def _read(file: Path) -> Toml:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FormDefinitionError(f"{file.name}: {error}") from error


def _built(data: Toml, matrix: Toml) -> DecisionRules:
    scale, reputation = data["risk_scale"], data["reputation"]
    grades = {grade["id"]: grade["label"] for grade in matrix["grade"]}
    authorities = _authorities(matrix["approval"], grades)
    return DecisionRules(
        edition=data["edition"],
        source=data["source"],
        verified=data["verified"],
        matrix_edition=matrix["edition"],
        matrix_source=matrix["source"],
        scale=tuple(scale["order"]),
        labels=dict(scale["labels"]),
        serious=scale["serious"],
        unknown=scale["unknown"],
        present_from=reputation["present_from"],
        levels=tuple(
            Level(level["id"], level["label"], *authorities[ANY_ORGANISATION][level["id"]]) for level in data["level"]
        ),
        grades=tuple(grades),
        table={_combination(row): row["level"] for row in data["decision"]},
        never_count=frozenset(data["measures"]["never_count"]),
        weak_alone=frozenset(data["measures"]["weak_alone"]),
        floor_after_serious=data["floor"]["after_serious"],
        rules={name: Rule(name, rule["text"], rule["origin"]) for name, rule in data["rules"].items()},
        authorities=authorities,
    )


def _authorities(rows: Sequence[Toml], grades: Mapping[str, str]) -> dict[str, dict[str, tuple[str, str]]]:
    """Return grade and label by organisation and level. Raises ValueError for two rows of one and the same."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in rows:
        levels = found.setdefault(row["organisation"], {})
        if row["level"] in levels:
            raise ValueError(f"two approvals for {row['organisation']} at {row['level']}")
        levels[row["level"]] = row["grade"], grades[row["grade"]]
    return found


def _combination(row: dict[str, str]) -> tuple[bool, bool]:
    return row["risk"] == "serious", row["reputation"] == "present"


def _checked(rules: DecisionRules) -> DecisionRules:
    known = {level.id for level in rules.levels}
    if len(rules.table) != 4:
        raise ValueError("the decision table must answer all four combinations")
    if not {*rules.table.values(), rules.floor_after_serious} <= known:
        raise ValueError("the decision table names an unknown level")
    if not {level for levels in rules.authorities.values() for level in levels} <= known:
        raise ValueError("the approval matrix names an unknown level")
    if not {rules.serious, rules.present_from} <= set(rules.scale):
        raise ValueError("the scale of risk lacks a level that is used")
    if set(rules.labels) != {*rules.scale, rules.unknown}:
        raise ValueError("every level of risk must have a label")
    return rules
