"""From a passphrase or a random secret to a 256-bit key that wraps the data key.

Holds no files and no slots. Argon2id is RFC 9106, HKDF is RFC 5869, both from ``cryptography``.
"""

from __future__ import annotations

import secrets
import time
import unicodedata
from dataclasses import dataclass

from ipas_desktop.errors import VaultError
from ipas_desktop.policy import Policy

TARGET_S = 0.5
FLOOR_KIB = 64 * 1024  # RFC 9106, second recommended option: 64 MiB, three passes, four lanes
CEILING_KIB = 1024 * 1024
MAX_PASSES = 16
MAX_LANES = 16


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one Argon2id derivation costs. ``memory_kib`` in KiB, at least eight times ``lanes``."""

    memory_kib: int
    passes: int
    lanes: int

    def is_sane(self) -> bool:
        """Say whether a key file may ask for this: Argon2's own floor, and no more than a laptop can do in a minute."""
        return (
            1 <= self.lanes <= MAX_LANES
            and 1 <= self.passes <= MAX_PASSES
            and 8 * self.lanes <= self.memory_kib <= CEILING_KIB
        )


FLOOR = KdfCost(FLOOR_KIB, passes=3, lanes=4)


def calibrated(floor: KdfCost = FLOOR, target_s: float = TARGET_S) -> KdfCost:
    """Return the cost that takes about ``target_s`` seconds on this machine, never under ``floor``."""
    started = time.perf_counter()
    passphrase_key("calibration", secrets.token_bytes(16), floor)
    took = time.perf_counter() - started
    memory = int(floor.memory_kib * target_s / max(took, 1e-6)) // 1024 * 1024  # time is proportional to memory
    return KdfCost(min(max(memory, floor.memory_kib), CEILING_KIB), floor.passes, floor.lanes)


def calibrated_for(policy: Policy) -> KdfCost:
    """Return the cost for this machine, never under what the policy demands or our own floor."""
    memory, passes = max(FLOOR_KIB, policy.kdf_memory_mib * 1024), max(FLOOR.passes, policy.kdf_iterations)
    return calibrated(KdfCost(min(memory, CEILING_KIB), min(passes, MAX_PASSES), FLOOR.lanes))


def passphrase_key(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    """Derive 32 bytes from what was typed.

    NFKC first, so that it does not matter how a keyboard composes an accent. Raises VaultError when the machine has
    not enough free memory.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    typed = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    try:
        return kdf.derive(typed)
    except MemoryError as error:
        raise VaultError(
            f"This computer has not enough free memory to unlock: it takes {cost.memory_kib // 1024} MiB for a moment. "
            "Nothing was changed. Close other programs, then try again."
        ) from error


def secret_key(secret: bytes, salt: bytes, purpose: str) -> bytes:
    """Derive 32 bytes from a random secret; keys of different purposes have nothing to do with each other."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt, b"ipas-vault/1/" + purpose.encode("ascii")).derive(secret)
