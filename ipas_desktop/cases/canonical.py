"""One way to write JSON and instants as bytes, so that the same content always has the same SHA-256.

Holds no knowledge of cases or events.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from ipas_desktop.forms.definition import Json


def canonical_json(value: Json) -> bytes:
    """Return ``value`` as UTF-8 JSON: keys sorted by code point, no spaces, no escapes but the ones JSON demands."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in lower hex."""
    return hashlib.sha256(data).hexdigest()


def instant_text(instant: datetime) -> str:
    """Return an aware time as UTC text with microseconds: ``2026-11-23T14:03:00.000000Z``.

    Raises ValueError for a time without a zone, which would mean different instants on different laptops.
    """
    if instant.tzinfo is None:
        raise ValueError("a time without a zone names no instant")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_instant(text: str) -> datetime:
    """Return the instant that ``instant_text`` wrote. Raises ValueError for any other text."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
