"""The OSJA decision, against its table written out here a second time, by hand."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipas_desktop import paths
from ipas_desktop.cases import decision
from ipas_desktop.cases.risk import GateState, RiskResult, assess, outlook
from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms import loader, reference
from ipas_desktop.forms.definition import Json, QuestionId

RIGHTS = [item.id for item in reference.load_list("rights").items]
LEVELS = ["none", "low", "medium", "serious"]

# One right: what was rated before and after, and which measure stands behind it, gives what counts. First fit wins.
RIGHT_TABLE = """
before      claimed     measure   after       settled
*           not_known   *         not_known   no
none        *           *         =           yes
low         -           *         low         yes
medium      -           *         medium      no
serious     -           *         serious     no
not_known   -           *         not_known   no
not_known   serious     *         serious     no
not_known   *           good      =           no
not_known   *           *         not_known   no
low         low         *         low         yes
low         medium      *         medium      yes
low         serious     *         serious     yes
medium      medium      *         medium      yes
medium      serious     *         serious     yes
serious     serious     *         serious     yes
low         none        good      none        yes
low         none        content   none        yes
low         none        *         low         yes
medium      none        good      none        yes
medium      low         good      low         yes
medium      none        content   none        yes
medium      low         content   low         yes
medium      *           *         medium      yes
serious     none        good      none        yes
serious     low         good      low         yes
serious     medium      good      medium      yes
serious     *           *         serious     yes
"""

# The whole: worst right left, worst right before, reputational or political risk, death penalty, give the level.
LEVEL_TABLE = """
after       before      reputation  death       level
*           *           *           unassured   high
*           *           *           open        high
serious     *           *           *           high
not_known   *           *           *           high
*           *           medium      *           medium
*           *           serious     *           medium
*           *           not_known   *           medium
*           *           -           *           medium
*           serious     *           *           medium
*           not_known   *           *           medium
*           *           *           *           low
"""

MEASURES: dict[str, list[dict[str, Json]]] = {
    "none": [],
    "good": [{"measure": "X7", "owner": "I Hartley", "start": "2026-12-01"}],
    "content": [{"measure": "X4", "owner": "I Hartley", "start": "2026-12-01"}],
    "press": [{"measure": "X18", "owner": "I Hartley", "start": "2026-12-01"}],
    "weak": [
        {"measure": "X18", "owner": "I Hartley", "start": "2026-12-01"},
        {"measure": "X4", "owner": "I Hartley"},
    ],
    "no_owner": [{"measure": "X7", "start": "2026-12-01"}],
    "no_start": [{"measure": "X7", "owner": "I Hartley"}],
    "no_name": [{"owner": "I Hartley", "start": "2026-12-01"}],
}
DEATH: dict[str, dict[str, Json]] = {
    "no": {"osja.s4.death_penalty": {"answer": "no"}},
    "assured": {"osja.s4.death_penalty": {"answer": "yes"}, "osja.s4.death_penalty_assurances": "given"},
    "unassured": {"osja.s4.death_penalty": {"answer": "yes"}, "osja.s4.death_penalty_assurances": "refused"},
    "open": {},
}
REPUTATION = [*LEVELS, "not_known", ""]


def rows(table: str) -> Iterator[list[str]]:
    yield from (line.split() for line in table.strip().splitlines()[1:])


def first_fit(table: str, *asked: str) -> list[str]:
    for row in rows(table):
        if all(cell in ("*", wanted or "-") for cell, wanted in zip(row, asked, strict=False)):
            return row[len(asked) :]
    raise AssertionError(asked)


def values(
    *,
    right: str = "R4",
    before: str = "none",
    claimed: str = "",
    measure: str = "none",
    reputation: str = "none",
    political: str = "none",
    death: str = "no",
    **more: Json,
) -> dict[QuestionId, Json]:
    """Return an OSJA in which every right but one is not engaged."""
    levels: dict[str, dict[str, Json]] = {name: {"row": name, "engaged": "no"} for name in RIGHTS}
    levels[right] = {"row": right, "engaged": "yes", "level": before}
    if before == "":
        levels[right] = {"row": right}
    measures: list[Json] = [
        {"row": f"m{number}", "rights": [right, "P1"], **row} for number, row in enumerate(MEASURES[measure])
    ]
    answers: dict[str, Json] = {
        "osja.s2.rights": list(levels.values()),
        "osja.s3.measures": measures,
        "osja.s3.residual": [{"row": right, "level": claimed}] if claimed else [],
        "osja.s4.torture": {"answer": "no"},
        "osja.s4.political": {"level": political},
        **({"osja.s4.reputational": {"level": reputation}} if reputation else {}),
        **DEATH[death],
        **{name.replace("__", "."): value for name, value in more.items()},
    }
    return {QuestionId(name): value for name, value in answers.items()}


def one(result: RiskResult, right: str = "R4"):
    return next(found for found in result.rights if found.id == right)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("claimed", [*LEVELS, "not_known", ""])
@pytest.mark.parametrize("before", [*LEVELS, "not_known"])
def test_decision_is_that_of_the_table(before: str, claimed: str, measure: str) -> None:
    """5 × 6 × 8 combinations of one right, each with 6 × 4 of reputation and death penalty: 5,760 rows."""
    after, settled = first_fit(RIGHT_TABLE, before, claimed, measure)
    after = {"=": claimed or before}.get(after, after)
    for reputation, death in itertools.product(REPUTATION, DEATH):
        result = assess(values(before=before, claimed=claimed, measure=measure, reputation=reputation, death=death))
        found = one(result)
        (level,) = first_fit(LEVEL_TABLE, after, before, reputation, death)
        asked = (before, claimed, measure, reputation, death)
        assert (found.before, found.after) == (before, after), asked
        assert result.level == result.computed == level, asked
        assert found.settled is (settled == "yes"), asked
        expected = settled == "yes" and reputation not in ("", "not_known") and death != "open"
        assert result.settled is expected, asked


@pytest.mark.parametrize(("reputation", "political"), list(itertools.product(LEVELS, LEVELS)))
def test_reputational_or_political_risk_only_ever_raises_low_to_medium(reputation: str, political: str) -> None:
    present = "medium" in (reputation, political) or "serious" in (reputation, political)
    for after, alone in (("none", "low"), ("low", "low"), ("medium", "low"), ("serious", "high")):
        result = assess(values(before=after, claimed=after, reputation=reputation, political=political))
        assert result.level == ("medium" if present and alone == "low" else alone)


TORTURE_TABLE = """
left        answer      papers      state           proceed
low         no          *           not_engaged     yes
low         -           *           unanswered      yes
low         not_known   *           unanswered      yes
low         yes         both        passed          yes
low         yes         *           stops           no
serious     *           both        passed          yes
serious     *           *           stops           no
not_known   yes         both        passed          yes
not_known   yes         *           stops           no
not_known   *           *           unanswered      yes
"""
PAPERS: dict[str, dict[str, Json]] = {
    "none": {},
    "decision": {"osja.s4.torture_decision": [{"sha256": "0" * 64, "name": "x", "size": 1, "media_type": "x"}]},
    "advice": {"osja.s4.torture_legal_advice": "Advice 12 of 3 November 2026"},
}
PAPERS["both"] = PAPERS["decision"] | PAPERS["advice"]


@pytest.mark.parametrize("papers", PAPERS)
@pytest.mark.parametrize("answer", ["no", "yes", "not_known", ""])
@pytest.mark.parametrize("left", ["low", "serious", "not_known"])
def test_torture_gate_opens_only_by_a_decision_of_ministers_with_legal_advice(
    left: str, answer: str, papers: str
) -> None:
    answers = values(right="R2", before=left, **PAPERS[papers])
    answers[QuestionId("osja.s4.torture")] = {"answer": answer} if answer else None
    result = assess(answers)
    state, proceed = first_fit(TORTURE_TABLE, left, answer, papers)
    gate = result.gates[1]
    assert (gate.id, gate.state, gate.rule.origin) == ("torture", state, "local")
    assert result.may_proceed is (proceed == "yes")
    if state == "unanswered":
        assert not result.settled


DEATH_TABLE = """
engaged     possible    assurances  state
no          no          *           not_engaged
no          -           *           unanswered
yes         no          given       passed
yes         no          *           raises
yes         yes         given       passed
yes         yes         *           raises
no          yes         given       passed
no          yes         *           raises
*           *           given       passed
*           *           *           unanswered
"""


@pytest.mark.parametrize("assurances", ["given", "asked", "refused", "not_asked", ""])
@pytest.mark.parametrize("possible", ["no", "yes", "not_known", ""])
@pytest.mark.parametrize("engaged", ["yes", "no"])
def test_death_penalty_gate_makes_the_level_high_unless_assurances_are_given(
    engaged: str, possible: str, assurances: str
) -> None:
    answers = values(right="R1", before="low")
    if engaged == "no":
        answers = values()
    answers[QuestionId("osja.s4.death_penalty")] = {"answer": possible} if possible else None
    answers[QuestionId("osja.s4.death_penalty_assurances")] = assurances or None
    result = assess(answers)
    (state,) = first_fit(DEATH_TABLE, engaged, possible, assurances)
    assert (result.gates[0].id, result.gates[0].state) == ("death-penalty", state)
    assert result.level == ("high" if state in ("raises", "unanswered") else "low")
    assert result.may_proceed


@pytest.mark.parametrize(
    ("answers", "by_hand", "why", "second", "level", "words"),
    [
        ({}, "low", "", "", "low", None),
        ({}, "high", "Public interest", {"name": "O Pryce"}, "high", "from Low to High, stands"),
        ({}, "medium", "", {"name": "O Pryce"}, "low", "it has no reason"),
        ({}, "medium", "Public interest", {}, "low", "no second person is named"),
        ({}, "medium", "Public interest", "O Pryce", "medium", "stands"),
        ({"reputation": "serious"}, "low", "Already public", {"name": "O Pryce"}, "low", "from Medium to Low, stands"),
        ({"before": "serious"}, "medium", "Weighed", {"name": "O Pryce"}, "high", "a serious risk to rights remains"),
        ({"before": "not_known"}, "low", "Weighed", {"name": "O Pryce"}, "high", "a serious risk to rights remains"),
        ({"death": "unassured"}, "medium", "Weighed", {"name": "O Pryce"}, "high", "a special rule applies"),
        ({}, "extreme", "Weighed", {"name": "O Pryce"}, "low", None),
    ],
)
def test_level_set_by_hand_needs_reason_and_second_person_and_never_lowers_a_serious_risk(
    answers: dict[str, str], by_hand: str, why: str, second: Json, level: str, words: str | None
) -> None:
    filled = values(**answers)
    filled[QuestionId("osja.s4.level")] = by_hand
    filled[QuestionId("osja.s4.level_reason")] = why or None
    filled[QuestionId("osja.s4.level_second_person")] = second or None
    result = assess(filled)
    assert result.level == level
    assert (result.override is None) is (words is None)
    if words and result.override:
        assert words in result.override.sentence
        assert result.reasons[-1].text == result.override.sentence
        assert result.override.rule.origin == "local"


def test_outlook_says_what_hangs_on_a_right_that_is_open() -> None:
    answers = values(before="serious", claimed="medium", measure="good")
    assert outlook(answers, assess(answers)) == ""
    rows = answers[QuestionId("osja.s2.rights")]
    assert isinstance(rows, list)
    answers[QuestionId("osja.s2.rights")] = [
        row | {"engaged": "not_known"} if isinstance(row, dict) and row["row"] in ("R9", "R16") else row for row in rows
    ]
    result = assess(answers)
    assert result.level == "high"
    assert outlook(answers, result) == "Would be Medium if R9 and R16 were Low."
    assert outlook({}, assess({})) == "Would be High if all 17 open rights were Low."


def test_empty_assessment_is_high_and_unsettled() -> None:
    result = assess({})
    assert (result.level, result.before, result.after, result.settled) == ("high", "not_known", "not_known", False)
    assert result.authority == "Minister"
    assert len(result.rights) == 17


def test_worst_right_decides_and_is_named() -> None:
    answers = values(before="serious", claimed="medium", measure="good")
    result = assess(answers)
    assert (result.before, result.after, result.level) == ("serious", "medium", "medium")
    texts = [reason.text for reason in result.reasons]
    assert "R4 Unlawful or arbitrary arrest or detention: Serious to Medium by X7." in texts
    assert "The worst level after measures is Medium: R4." in texts
    assert "R4: serious before measures, so the level is at least Medium." in texts


def test_known_serious_right_is_worse_than_one_not_known() -> None:
    answers = values(before="serious")
    answers[QuestionId("osja.s2.rights")] = [{"row": "R4", "engaged": "yes", "level": "serious"}]
    assert assess(answers).before == "serious"


def test_right_that_may_be_engaged_counts_as_serious_whatever_level_was_given() -> None:
    answers = values()
    answers[QuestionId("osja.s2.rights")] = [
        {"row": name, "engaged": "not_known" if name == "R9" else "no", "level": "low"} for name in RIGHTS
    ]
    result = assess(answers)
    assert one(result, "R9").before == "not_known"
    assert result.level == "high"
    assert "R9 " in result.reasons[0].text


def test_measure_that_does_not_count_says_why() -> None:
    reasons = {name: [measure.why_not for measure in one(assess(values(measure=name))).measures] for name in MEASURES}
    assert reasons == {
        "none": [],
        "good": [""],
        "content": [""],
        "press": ["it protects reputation, not people"],
        "weak": ["it protects reputation, not people", "it has no start date"],
        "no_owner": ["it has no owner"],
        "no_start": ["it has no start date"],
        "no_name": ["no measure is named"],
    }


def test_measure_is_owned_by_a_person_asked_for_in_parts_too() -> None:
    answers = values(before="medium", claimed="low")
    row: dict[str, Json] = {"row": "m1", "measure": "X12", "rights": ["R4"], "start": "2026-12-01"}
    for owner, after in (
        ({"name": "I Hartley"}, "low"),
        ({"role": "SIO lead"}, "low"),
        ({}, "medium"),
        (None, "medium"),
    ):
        answers[QuestionId("osja.s3.measures")] = [row | {"owner": owner}]
        assert one(assess(answers)).after == after


def test_reason_says_why_a_fall_does_not_count() -> None:
    texts = {
        name: one(assess(values(before="serious", claimed="low", measure=name))).reasons[0].text for name in MEASURES
    }
    assert texts["none"].endswith("does not count: no measure is named for it.")
    assert texts["no_owner"].endswith("does not count: X7: it has no owner.")
    assert texts["no_name"].endswith("does not count: a measure: no measure is named.")
    assert texts["content"].endswith("does not count: human-rights content is the only measure.")
    assert texts["good"].endswith("Serious to Low by X7.")


def test_measures_are_named_in_the_order_of_their_numbers() -> None:
    answers = values(before="serious", claimed="low")
    answers[QuestionId("osja.s3.measures")] = [
        {"row": name, "measure": name, "rights": ["R4"], "owner": "A", "start": "2026-12-01"}
        for name in ("X12", "X3", "Other")
    ]
    assert one(assess(answers)).reasons[0].text.endswith("by X3, X12, Other.")


def test_every_reason_names_a_rule_that_says_whether_it_is_local() -> None:
    for before, death in itertools.product([*LEVELS, "not_known", ""], DEATH):
        for reason in assess(values(before=before, death=death, reputation="serious")).reasons:
            assert reason.rule.origin in ("adapted", "local")
            assert reason.rule.text
            assert reason.text.endswith(".")


@pytest.mark.parametrize(("level", "authority"), [("low", "Head of department"), ("high", "Minister")])
def test_authority_is_the_lowest_grade_of_the_approval_matrix(level: str, authority: str) -> None:
    assert assess(values(before={"low": "low", "high": "serious"}[level])).authority == authority


@pytest.mark.parametrize(
    ("grade", "allowed"),
    [("desk", ""), ("department_head", "low"), ("director", "low medium"), ("chief_officer", "low medium"),
     ("minister", "low medium high"), ("stranger", "")],
)  # fmt: skip
def test_grade_may_approve_at_its_level_and_below(grade: str, allowed: str) -> None:
    rules = decision.load_rules()
    assert [level for level in ("low", "medium", "high") if rules.may_approve(grade, level)] == allowed.split()


@settings(max_examples=60, deadline=None)
@given(
    before=st.lists(st.sampled_from([*LEVELS, "not_known", ""]), min_size=17, max_size=17),
    claimed=st.lists(st.sampled_from([*LEVELS, "not_known", ""]), min_size=17, max_size=17),
    measured=st.sets(st.sampled_from(RIGHTS)),
    reputation=st.sampled_from(REPUTATION),
)
def test_adding_a_risk_or_taking_a_measure_away_never_lowers_the_level(
    before: list[str], claimed: list[str], measured: set[str], reputation: str
) -> None:
    def level(before: list[str], measured: set[str], reputation: str) -> int:
        answers: dict[str, Json] = {
            "osja.s2.rights": [
                {"row": right, "engaged": "yes", "level": found}
                for right, found in zip(RIGHTS, before, strict=True)
                if found
            ],
            "osja.s3.residual": [
                {"row": right, "level": found} for right, found in zip(RIGHTS, claimed, strict=True) if found
            ],
            "osja.s3.measures": [
                {"row": "m", "measure": "X9", "owner": "A", "start": "2026-12-01", "rights": sorted(measured)}
            ],
            "osja.s4.reputational": {"level": reputation},
            "osja.s4.political": {"level": "none"},
            "osja.s4.death_penalty": {"answer": "no"},
            "osja.s4.torture": {"answer": "no"},
        }
        found = assess({QuestionId(name): value for name, value in answers.items()})
        return ["low", "medium", "high"].index(found.level)

    base = level(before, measured, reputation)
    assert level(["serious", *before[1:]], measured, reputation) >= base or claimed[0] in ("none", "low", "medium")
    assert level(before, measured - {"R1"}, reputation) >= base
    assert level(before, measured, "serious") >= base


def copied_rules(folder: Path) -> Path:
    for name in ("osja-decision.toml", "approval-matrix.toml"):
        text = (paths.resources() / "rules" / name).read_text(encoding="utf-8")
        (folder / name).write_text(text, encoding="utf-8")
    return folder


OWN_ROW = '[[approval]]\norganisation = "cop"\nlevel = "low"\ngrade = "desk"\n'


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("osja-decision.toml", 'level = "high"', 'level = "extreme"', "unknown level"),
        ("osja-decision.toml", 'serious = "serious"', 'serious = "grave"', "lacks a level"),
        ("osja-decision.toml", 'present_from = "medium"', 'present_from = "some"', "lacks a level"),
        ("osja-decision.toml", 'risk = "serious"', 'risk = "mild"', "all four combinations"),
        ("osja-decision.toml", 'medium = "Medium", ', "", "must have a label"),
        ("osja-decision.toml", "[floor]", "[flor]", "floor"),
        ("osja-decision.toml", "edition =", "edition", "osja-decision.toml"),
        ("approval-matrix.toml", 'grade = "minister"', 'grade = "king"', "king"),
        ("approval-matrix.toml", 'level = "medium"', 'level = "middle"', "medium"),
        ("approval-matrix.toml", "[[grade]]", "[[grade", "approval-matrix.toml"),
        ("approval-matrix.toml", "[[approval]]", f"{OWN_ROW}\n[[approval]]", "two approvals for cop at low"),
        ("approval-matrix.toml", "# The lowest", f"{OWN_ROW.replace('low', 'lowest')}\n# The lowest", "unknown level"),
    ],
)
def test_malformed_rules_are_refused(tmp_path: Path, file: str, old: str, new: str, words: str) -> None:
    path = copied_rules(tmp_path) / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FormDefinitionError, match=words):
        decision.read_rules(tmp_path)


def test_missing_rules_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FormDefinitionError, match=r"osja-decision\.toml"):
        decision.read_rules(tmp_path)


def test_rules_as_shipped_read_and_rank_a_foreign_level_as_serious(tmp_path: Path) -> None:
    rules = decision.read_rules(copied_rules(tmp_path))
    assert rules == decision.load_rules()
    assert rules.rank("unheard of") == rules.rank("serious")
    with pytest.raises(KeyError):
        rules.level("extreme")


def test_form_offers_the_levels_measures_and_grades_that_the_rules_know() -> None:
    questions = {str(question.id): question for question in loader.load_form("osja-capacity").questions()}
    rules = decision.load_rules()
    rights = questions["osja.s2.rights"]
    assert [row.id for row in rights.fixed_rows] == RIGHTS
    columns = {str(column.id): {choice.id for choice in column.choices} for column in rights.columns}
    assert columns["level"] == set(rules.labels)
    assert columns["engaged"] == {"yes", "no", "not_known"}
    assert [choice.id for choice in questions["osja.s4.level"].choices] == [level.id for level in rules.levels]
    assert {choice.id for choice in questions["osja.s4.approval_grade"].choices} == set(rules.grades)
    measures = {
        choice.id
        for column in questions["osja.s3.measures"].columns
        if column.id == "measure"
        for choice in column.choices
    }
    assert rules.never_count | rules.weak_alone <= measures
    assert GateState.STOPS == "stops"
