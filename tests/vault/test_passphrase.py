from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipas_desktop.errors import WeakPassphrase
from ipas_desktop.vault import passphrase

STRONG = [
    "teapot gravel window marsh",
    "kX9#mQ2$vL7@pZ",
    "قلم نافذة جبل مطر",
    "ab cde fgh ijkq xyw",
    "x" + "gravel7!" * 40,
]
WEAK = [
    "",
    "short",
    "kX9#mQ2$vL7@p",
    "three words only"[:13],
    "aaaaaaaaaaaaaaaaaaaa",
    "passwordpassword",
    "qwertyuiopasdfgh",
    "correct horse battery staple",
    "Correct Horse Battery Staple ",
    " " * 30,
    "a b c d",
]


@pytest.mark.parametrize("typed", STRONG)
def test_passphrase_is_accepted_when_long_and_not_guessable(typed: str) -> None:
    passphrase.require_strong(typed)
    assert passphrase.strength(typed).acceptable
    assert passphrase.strength(typed).advice == ""


@pytest.mark.parametrize("typed", WEAK)
def test_passphrase_is_refused_with_the_rule_when_weak(typed: str) -> None:
    with pytest.raises(WeakPassphrase, match="at least 14 characters or 4 words"):
        passphrase.require_strong(typed)
    assert passphrase.strength(typed).advice


def test_passphrase_is_refused_when_it_is_made_of_the_users_own_names() -> None:
    typed = "asha.wintergreen"
    assert passphrase.strength(typed).acceptable
    with pytest.raises(WeakPassphrase):
        passphrase.require_strong(typed, own_words=("asha.wintergreen",))


def test_passphrase_may_have_to_be_longer_by_policy() -> None:
    typed = "kX9#mQ2$vL7@pZ"
    passphrase.require_strong(typed, min_length=14)
    with pytest.raises(WeakPassphrase, match="at least 20 characters or 4 words"):
        passphrase.require_strong(typed, min_length=20)


def test_passphrase_refusal_never_repeats_what_was_typed() -> None:
    with pytest.raises(WeakPassphrase) as caught:
        passphrase.require_strong("zyzzyva")
    assert "zyzzyva" not in str(caught.value)


@given(st.text(max_size=90))
@settings(max_examples=60, deadline=None)
def test_strength_is_told_for_any_text(typed: str) -> None:
    judged = passphrase.strength(typed)
    assert 0 <= judged.score <= 4
    assert judged.acceptable == (judged.advice == "")
