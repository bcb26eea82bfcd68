from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipas_desktop.errors import RecoveryKeyMistyped
from ipas_desktop.vault import recovery_key

SECRET = bytes(range(20))


@given(st.binary(min_size=20, max_size=20))
@settings(max_examples=60, deadline=None)
def test_recovery_key_reads_back(secret: bytes) -> None:
    text = recovery_key.as_text(secret)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{9}-){3}[0-9A-HJKMNP-TV-Z]{9}", text)
    assert recovery_key.read(text) == secret


def test_recovery_key_reads_lower_case_spaces_and_letters_that_look_alike() -> None:
    typed = recovery_key.as_text(SECRET).lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert recovery_key.read(typed) == SECRET


def test_recovery_key_is_random() -> None:
    assert recovery_key.new_secret() != recovery_key.new_secret()
    assert len(recovery_key.new_secret()) == 20


@pytest.mark.parametrize("group", [1, 2, 3, 4])
def test_recovery_key_names_the_group_with_an_unknown_letter(group: int) -> None:
    groups = recovery_key.as_text(SECRET).split("-")
    groups[group - 1] = "U" + groups[group - 1][1:]
    with pytest.raises(RecoveryKeyMistyped, match=f"Group {group} "):
        recovery_key.read("-".join(groups))


def _outcome(typed: str) -> str:
    try:
        return "missed" if recovery_key.read(typed) != SECRET else "unchanged"
    except RecoveryKeyMistyped as error:
        return str(error)[:8]


def test_recovery_key_notices_31_of_32_wrong_symbols() -> None:
    text = recovery_key.as_text(SECRET)
    outcomes = [
        (_outcome(text[:place] + symbol + text[place + 1 :]), f"Group {place // 10 + 1} ")
        for place in range(len(text))
        for symbol in recovery_key.SYMBOLS
        if text[place] not in ("-", symbol)
    ]
    missed = [outcome for outcome, _ in outcomes if outcome == "missed"]
    assert all(outcome in ("missed", group) for outcome, group in outcomes)
    assert len(missed) / len(outcomes) < 2 / 32


def test_recovery_key_notices_groups_changed_over() -> None:
    one, two, three, four = recovery_key.as_text(SECRET).split("-")
    with pytest.raises(RecoveryKeyMistyped, match="Group 1 "):
        recovery_key.read("-".join([two, one, three, four]))


@pytest.mark.parametrize("typed", ["", "ABC", "-" * 50, "A" * 35, "A" * 37])
def test_recovery_key_says_how_long_it_must_be(typed: str) -> None:
    with pytest.raises(RecoveryKeyMistyped, match="36 letters and digits"):
        recovery_key.read(typed)


def test_recovery_key_is_mistyped_when_it_holds_foreign_digits() -> None:
    with pytest.raises(RecoveryKeyMistyped):
        recovery_key.read("٣" * 36)
