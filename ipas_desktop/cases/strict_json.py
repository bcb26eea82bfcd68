"""Reading bytes from outside as JSON, strictly: whatever is odd is refused in words, before anybody relies on it.

Holds no knowledge of cases. Amounts are texts in this program, so a number with a decimal point is refused rather than
rounded.
"""

from __future__ import annotations

import json
from typing import NoReturn, TypeAlias

from ipas_desktop.errors import InputError
from ipas_desktop.forms.definition import Json

JsonObject: TypeAlias = dict[str, Json]

NOTHING_DONE = "Nothing was taken from it."
MOST_VALUES = 2_000_000
"""Commas and brackets, counted before anything is built from them: base64 has none, a long case some ten thousand."""

DEEPEST = 12
"""Levels of nesting: a case needs seven (file, documents, document, answers, table, row, cell)."""


def read_json(data: bytes) -> Json:
    """Return the JSON in ``data``. Raises InputError saying what is wrong with it and where.

    A UTF-8 byte order mark, which some Windows programs write, is skipped.
    """
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise InputError(f"The file holds more than {MOST_VALUES:,} values, which no case does. {NOTHING_DONE}")
    value = _parsed(_decoded(data))
    _check(value, 1)
    return value


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"The file is written as UTF-16. {NOTHING_DONE} Save it as UTF-8 and try again.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"The file is not text in UTF-8: byte {error.start} cannot be read. {NOTHING_DONE}") from error


def _parsed(text: str) -> Json:
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=_object_without_repeats,
            parse_float=_refuse_float,
            parse_int=_whole_number,
            parse_constant=_refuse_float,
        )
    except json.JSONDecodeError as error:
        raise InputError(f"The file is not JSON: line {error.lineno}, column {error.colno}. {NOTHING_DONE}") from error
    except RecursionError as error:
        raise InputError(_too_deep()) from error
    return value


def _object_without_repeats(pairs: list[tuple[str, Json]]) -> JsonObject:
    found: JsonObject = {}
    for key, value in pairs:
        if key in found:
            raise InputError(f"The file says “{key[:80]}” twice in one place. {NOTHING_DONE}")
        found[key] = value
    return found


def _refuse_float(text: str) -> NoReturn:
    raise InputError(f"The file holds the number {text[:40]}. Amounts must be in quotes, as text. {NOTHING_DONE}")


def _whole_number(text: str) -> int:
    if len(text) > 18:
        raise InputError(f"The file holds a number of {len(text)} digits, {text[:10]}…. {NOTHING_DONE}")
    return int(text)


def _check(value: Json, depth: int) -> None:
    if depth > DEEPEST:
        raise InputError(_too_deep())
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_text(key)
            _check(item, depth + 1)


def _check_text(text: str) -> None:
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise InputError(f"The file holds half a character (a lone surrogate). {NOTHING_DONE}")


def _too_deep() -> str:
    return f"The file nests lists and objects more than {DEEPEST} deep, which no case does. {NOTHING_DONE}"


def take(entry: JsonObject, key: str, where: str) -> Json:
    """Return and remove ``entry[key]``. Raises InputError when it is missing."""
    if key not in entry:
        raise InputError(f"“{key}” is missing in {where}. {NOTHING_DONE}")
    return entry.pop(key)


def object_of(value: Json, where: str) -> JsonObject:
    """Return a copy of the JSON object ``value``. Raises InputError when it is none."""
    if isinstance(value, dict):
        return dict(value)
    raise wrong_shape(where, "an object")


def list_of(value: Json, where: str) -> list[Json]:
    """Return ``value`` as a list. Raises InputError when it is none."""
    if isinstance(value, list):
        return value
    raise wrong_shape(where, "a list")


def text_of(value: Json, where: str) -> str:
    """Return ``value`` as a text. Raises InputError when it is none."""
    if isinstance(value, str):
        return value
    raise wrong_shape(where, "a text in quotes")


def whole_of(value: Json, where: str) -> int:
    """Return ``value`` as a whole number of at least 0. Raises InputError when it is none."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise wrong_shape(where, "a whole number")


def wrong_shape(where: str, wanted: str) -> InputError:
    """Return the InputError that says what ``where`` must be."""
    return InputError(f"{where[:1].upper()}{where[1:]} must be {wanted}. {NOTHING_DONE}")
