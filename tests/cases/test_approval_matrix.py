"""An organisation's own rows of the approval matrix go before those for all, wherever the authority is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ipas_desktop import paths
from ipas_desktop.cases import checks, decision, summary
from ipas_desktop.cases.reading import read

OURS, ANOTHER = "college", "nca"


@pytest.fixture
def own_rows() -> Iterator[None]:
    """Install a pack whose matrix gives OURS a row for Medium, above the one for all."""
    pack = paths.user_packs() / "example" / "1"
    (pack / "rules").mkdir(parents=True)
    (pack / "manifest.toml").touch()
    shipped = (paths.resources() / "rules" / "approval-matrix.toml").read_text(encoding="utf-8")
    own = f'\n[[approval]]\norganisation = "{OURS}"\nlevel = "medium"\ngrade = "minister"\nexample = false\n'
    text = shipped.replace('edition = "', 'edition = "9', 1) + own
    (pack / "rules" / "approval-matrix.toml").write_text(text, encoding="utf-8")
    decision.load_rules.cache_clear()
    yield
    decision.load_rules.cache_clear()


def authorities(organisation: str) -> list[str]:
    return [level.authority for level in decision.load_rules().for_organisation(organisation).levels]


@pytest.mark.usefixtures("own_rows")
def test_own_row_goes_before_the_one_for_all_and_the_others_stay() -> None:
    everybody = ["Head of department", "Director or assistant chief constable", "Minister"]

    assert authorities(OURS) == ["Head of department", "Minister", "Minister"]
    assert authorities(ANOTHER) == authorities("") == everybody


@pytest.mark.usefixtures("own_rows")
@pytest.mark.parametrize(("lead", "too_low", "authority"), [(OURS, True, "Minister"), (ANOTHER, False, "Director")])
def test_lead_organisation_decides_who_may_approve(desk, complete, lead: str, too_low: bool, authority: str) -> None:
    notification, osja = complete
    case = desk.case(notification | {"en.b.lead_org": lead}, osja | {"osja.s4.approval_grade": "director"})
    forms = desk.forms(case)
    found = {finding.id for finding in checks.run(case, forms, desk.context)}
    told = summary.summarise(case, forms, desk.context).assessments[0]

    assert told.level == "medium"
    assert ("grade-too-low" in found) is too_low
    assert told.authority.startswith(authority)
    assert read(case, forms, desk.context).assessments[0].risk.authority == told.authority


def test_rules_are_the_same_for_all_when_no_organisation_has_rows() -> None:
    assert decision.load_rules().for_organisation(OURS) is decision.load_rules()
