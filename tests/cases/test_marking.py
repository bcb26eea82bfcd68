"""The grammar of protective markings."""

from __future__ import annotations

import itertools
import re

import pytest

from ipas_desktop.cases.marking import DEFAULT_TEXT, DESCRIPTORS, HANDLINGS, Marking, from_values, problems
from ipas_desktop.forms.definition import Json, QuestionId

GRAMMAR = re.compile(
    r"(UK )?OFFICIAL(-SENSITIVE)?"
    r"( - (RECIPIENTS ONLY|[A-Z][A-Z ]* USE ONLY|FOR PUBLIC RELEASE|EMBARGOED UNTIL [-0-9]+(, THEN [A-Z -]+)?))*"
    r"( - (PERSONAL DATA|LEGAL PROFESSIONAL PRIVILEGE \(LPP\)|LEGAL|MARKET SENSITIVE|COMMERCIAL|HR / MANAGEMENT))*"
)


def values(**answers: Json) -> dict[QuestionId, Json]:
    return {QuestionId(f"en.a.marking_{name}"): value for name, value in answers.items()}


def test_marking_is_official_sensitive_when_nothing_is_answered() -> None:
    assert str(from_values({})) == DEFAULT_TEXT == "OFFICIAL-SENSITIVE"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"sensitive": "official"}, "OFFICIAL"),
        ({"sensitive": "official_sensitive", "handling": ["recipients_only"]}, "OFFICIAL-SENSITIVE - RECIPIENTS ONLY"),
        (
            {"handling": ["hmg_use_only"], "descriptors": ["commercial"]},
            "OFFICIAL-SENSITIVE - HMG USE ONLY - COMMERCIAL",
        ),
        ({"uk_prefix": "yes"}, "UK OFFICIAL-SENSITIVE"),
        ({"uk_prefix": {"answer": "yes"}}, "UK OFFICIAL-SENSITIVE"),
        ({"uk_prefix": "no"}, "OFFICIAL-SENSITIVE"),
        (
            {"handling": ["organisation_use_only"], "organisation": " College  of Policing"},
            "OFFICIAL-SENSITIVE - COLLEGE OF POLICING USE ONLY",
        ),
        ({"handling": ["organisation_use_only"]}, "OFFICIAL-SENSITIVE - [ORGANISATION] USE ONLY"),
        (
            {"handling": ["embargoed"], "embargo_until": "2026-12-02", "embargo_after": "official"},
            "OFFICIAL-SENSITIVE - EMBARGOED UNTIL 2026-12-02, THEN OFFICIAL",
        ),
        ({"handling": ["embargoed"], "embargo_until": "2026-12-02"}, "OFFICIAL-SENSITIVE - EMBARGOED UNTIL 2026-12-02"),
        ({"handling": ["embargoed"]}, "OFFICIAL-SENSITIVE - EMBARGOED"),
        (
            {"descriptors": ["hr_management", "lpp", "personal_data"]},
            "OFFICIAL-SENSITIVE - PERSONAL DATA - LEGAL PROFESSIONAL PRIVILEGE (LPP) - HR / MANAGEMENT",
        ),
        ({"sensitive": "official", "handling": "for_public_release"}, "OFFICIAL - FOR PUBLIC RELEASE"),
    ],
)
def test_marking_is_written_in_the_order_of_the_policy(answers: dict[str, Json], expected: str) -> None:
    assert str(from_values(values(**answers))) == expected


def test_marking_keeps_to_the_grammar_whatever_is_chosen() -> None:
    handlings = [chosen for size in range(3) for chosen in itertools.combinations(HANDLINGS, size)]
    descriptors = [chosen for size in (0, 1, 2, 6) for chosen in itertools.combinations(DESCRIPTORS, size)]
    for handling, descriptor, sensitive, prefix in itertools.product(
        handlings, descriptors, (True, False), (True, False)
    ):
        marking = Marking(sensitive, handling, descriptor, prefix, "College", "2026-12-02", "Official")
        assert GRAMMAR.fullmatch(str(marking)), str(marking)


@pytest.mark.parametrize(
    ("marking", "distribution", "words"),
    [
        (Marking(False, ("recipients_only",)), {}, "only be used with OFFICIAL-SENSITIVE"),
        (Marking(True, ("for_public_release",)), {}, "never be used with OFFICIAL-SENSITIVE"),
        (Marking(False, ("for_public_release", "hmg_use_only")), {}, "another handling instruction"),
        (Marking(True, ("hmg_use_only",)), {"commercial_partner": True}, "HMG USE ONLY may not"),
        (Marking(True, ("hmg_use_only",), uk_prefix=True), {"foreign_recipients": True}, "HMG USE ONLY may not"),
        (Marking(True, ("organisation_use_only",), organisation=" "), {}, "Enter the organisation"),
        (Marking(True, ("embargoed",), embargo_until="2026-12-02"), {}, "what the marking is afterwards"),
        (Marking(True, ("embargoed",), embargo_after="OFFICIAL"), {}, "until when the embargo lasts"),
        (Marking(), {"foreign_recipients": True}, "must begin with UK"),
    ],
)
def test_marking_problem_is_told(marking: Marking, distribution: dict[str, bool], words: str) -> None:
    (problem,) = problems(marking, **distribution)
    assert words in problem


@pytest.mark.parametrize(
    ("marking", "distribution"),
    [
        (Marking(), {}),
        (Marking(True, ("recipients_only",)), {"commercial_partner": True}),
        (Marking(False, ("for_public_release",)), {}),
        (Marking(uk_prefix=True), {"foreign_recipients": True}),
        (Marking(True, ("hmg_use_only",)), {}),
        (Marking(True, ("embargoed",), embargo_until="2026-12-02", embargo_after="OFFICIAL"), {}),
        (Marking(True, ("organisation_use_only",), organisation="NPCC"), {}),
    ],
)
def test_marking_has_no_problem_when_the_grammar_is_kept(marking: Marking, distribution: dict[str, bool]) -> None:
    assert problems(marking, **distribution) == ()
