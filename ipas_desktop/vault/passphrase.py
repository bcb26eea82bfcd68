"""The rule for a new passphrase, and how strong one is.

Holds no keys. The rule follows GOV.UK and NCSC guidance: length over composition, no upper limit, no expiry, common
passwords refused, pasting allowed. zxcvbn brings the list of common passwords, names and keyboard walks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ipas_desktop.errors import WeakPassphrase

MIN_LENGTH = 14
MIN_WORDS = 4
_MIN_SCORE = 3  # zxcvbn: "safely unguessable: moderate protection from offline slow-hash scenario"
_ZXCVBN_LENGTH = 72  # zxcvbn refuses longer text; what follows can only make a passphrase stronger
_OWN_WORDS = ("ipas", "osja", "police", "vault", "college of policing")
_FAMOUS = frozenset({"correct horse battery staple", "correcthorsebatterystaple"})  # an example everyone has read


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a passphrase is: ``score`` 0 to 4 as zxcvbn counts, and whether the rule is kept."""

    score: int
    acceptable: bool
    advice: str  # one sentence; empty when there is nothing to say


def rule(min_length: int = MIN_LENGTH) -> str:
    """Say the rule; ``min_length`` is the policy's."""
    return f"A passphrase must have at least {min_length} characters or {MIN_WORDS} words, and not be easy to guess."


def strength(passphrase: str, own_words: Sequence[str] = (), min_length: int = MIN_LENGTH) -> Strength:
    """Judge a passphrase; ``own_words`` are names an acquaintance would try, such as the vault's."""
    from zxcvbn import zxcvbn

    # zxcvbn fails on an empty password; a space is as weak
    judged = zxcvbn(passphrase[:_ZXCVBN_LENGTH] or " ", user_inputs=[*_OWN_WORDS, *own_words])
    score = 0 if passphrase.strip().casefold() in _FAMOUS else int(judged["score"])
    if not _is_long_enough(passphrase, min_length):
        return Strength(score, acceptable=False, advice=f"Use at least {min_length} characters or {MIN_WORDS} words.")
    if score < _MIN_SCORE:
        return Strength(score, acceptable=False, advice=judged["feedback"]["warning"] or "This is easy to guess.")
    return Strength(score, acceptable=True, advice="")


def require_strong(passphrase: str, own_words: Sequence[str] = (), min_length: int = MIN_LENGTH) -> None:
    """Raise WeakPassphrase, whose sentence says the rule, unless the passphrase keeps it."""
    judged = strength(passphrase, own_words, min_length)
    if not judged.acceptable:
        raise WeakPassphrase(
            f"{rule(min_length)} {judged.advice} Enter a longer one, such as four words that have no connection."
        )


def _is_long_enough(passphrase: str, min_length: int) -> bool:
    words = [word for word in re.split(r"[\s\-_.,;:/+]+", passphrase) if word]
    return len(passphrase.strip()) >= min_length or len(words) >= MIN_WORDS
