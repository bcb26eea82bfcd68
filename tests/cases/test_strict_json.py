"""Reading bytes from outside as JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipas_desktop.cases.strict_json import DEEPEST, MOST_VALUES, NOTHING_DONE, read_json
from ipas_desktop.errors import InputError

SCALARS = st.none() | st.booleans() | st.integers(-(10**16), 10**16) | st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner), max_leaves=10)


@settings(max_examples=60, deadline=None)
@given(value=VALUES)
def test_read_json_returns_what_was_written(value: object) -> None:
    assert read_json(json.dumps({"x": value}).encode()) == {"x": value}


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=60))
def test_read_json_returns_or_refuses_in_words_whatever_the_bytes(data: bytes) -> None:
    try:
        read_json(data)
    except InputError as error:
        assert NOTHING_DONE in str(error)  # noqa: PT017  # either outcome is right; a third one is not


def test_read_json_skips_a_utf8_byte_order_mark() -> None:
    assert read_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('{"a": 1}'.encode("utf-16"), "UTF-16"),
        ('{"a": 1}'.encode("utf-16-be"), "not JSON"),
        (b'{"a": "\xff"}', "not text in UTF-8: byte 7"),
        (b"", "not JSON: line 1, column 1"),
        (b'{"a": 1,}', "not JSON: line 1"),
        (b'{"a": 1} {"b": 2}', "not JSON"),
        (b'{"a": {"b": 1, "b": 2}}', "“b” twice"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": 12.5}', "12.5. Amounts must be in quotes"),
        (b'{"a": 1e3}', "1e3"),
        (b'{"a": ' + b"9" * 5000 + b"}", "5000 digits"),
        (b"[" * 100_000, "deep"),
        (b"[" * 100_000 + b"]" * 100_000, "deep"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "deep"),
        (b"[" + b"0," * MOST_VALUES + b"0]", "more than 2,000,000 values"),
        (b"[[]" + b",[]" * (MOST_VALUES // 2) + b"]", "more than 2,000,000 values"),
        (b'{"a": "\\ud83d"}', "half a character"),
        (b'{"\\ud83d": 1}', "half a character"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_read_json_refuses_in_words(data: bytes, words: str) -> None:
    with pytest.raises(InputError) as raised:
        read_json(data)
    assert words in str(raised.value)
    assert NOTHING_DONE in str(raised.value)


def test_read_json_takes_text_beyond_ascii_and_the_deepest_allowed_nesting() -> None:
    assert read_json('"Côte d’Ivoire 🚔"'.encode()) == "Côte d’Ivoire 🚔"
    assert read_json(b"[" * DEEPEST + b"]" * DEEPEST)
