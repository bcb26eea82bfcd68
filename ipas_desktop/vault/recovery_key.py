"""The recovery key as printed: four groups of nine symbols, the ninth of each a check symbol.

160 random bits in Crockford's base 32 (no I, L, O, U; reading takes i and l for 1, o for 0). Holds no wrapping.
"""

from __future__ import annotations

import hashlib
import secrets

from ipas_desktop.errors import RecoveryKeyMistyped

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BYTES = 20
_GROUPS = 4
_GROUP = 8  # symbols that carry the key, in one group
_LENGTH = _GROUPS * (_GROUP + 1)
_ALIKE = str.maketrans("OIL", "011")


def new_secret() -> bytes:
    """Return 160 random bits."""
    return secrets.token_bytes(_BYTES)


def as_text(secret: bytes) -> str:
    """Write the secret as ``XXXXXXXXC-XXXXXXXXC-XXXXXXXXC-XXXXXXXXC``."""
    number = int.from_bytes(secret, "big")
    symbols = "".join(SYMBOLS[number >> 5 * place & 31] for place in reversed(range(_GROUPS * _GROUP)))
    groups = [symbols[start : start + _GROUP] for start in range(0, len(symbols), _GROUP)]
    return "-".join(group + _check_symbol(number, group) for number, group in enumerate(groups))


def read(typed: str) -> bytes:
    """Return the secret from what was typed; case, spaces and dashes do not matter.

    Raises RecoveryKeyMistyped, which names the length or the first group that does not fit.
    """
    symbols = "".join(c for c in typed.upper() if c.isalnum()).translate(_ALIKE)
    if len(symbols) != _LENGTH:
        raise RecoveryKeyMistyped(
            f"A recovery key has {_LENGTH} letters and digits; {len(symbols)} were entered. Nothing was changed. "
            "Compare with the printed sheet and enter it again."
        )
    number = 0
    for place in range(_GROUPS):
        for symbol in _checked_group(symbols, place):
            number = number << 5 | SYMBOLS.index(symbol)
    return number.to_bytes(_BYTES, "big")


def _checked_group(symbols: str, place: int) -> str:
    start = place * (_GROUP + 1)
    group, check = symbols[start : start + _GROUP], symbols[start + _GROUP]
    if any(symbol not in SYMBOLS for symbol in group) or _check_symbol(place, group) != check:
        raise RecoveryKeyMistyped(
            f"Group {place + 1} of the recovery key is mistyped. Nothing was changed. Compare that group with the "
            "printed sheet and enter it again."
        )
    return group


def _check_symbol(place: int, group: str) -> str:
    """The place counts too, so that two groups changed over are noticed."""
    return SYMBOLS[hashlib.sha256(f"{place}{group}".encode()).digest()[0] & 31]
