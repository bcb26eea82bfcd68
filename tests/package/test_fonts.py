from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipas_desktop import paths
from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.package import fonts
from ipas_desktop.package.fonts import Face


def test_check_fonts_names_every_bundled_font() -> None:
    bundled = {file.stem for file in (paths.resources() / "fonts").glob("*.ttf")}

    assert set(fonts.check_fonts()) == bundled


def test_check_fonts_raises_when_a_font_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "PublicSans-Regular.ttf").write_bytes(b"no font")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)

    with pytest.raises(FormDefinitionError, match=r"PublicSans-Regular.ttf is missing or damaged"):
        fonts.font.__wrapped__("PublicSans-Regular")
    with pytest.raises(FormDefinitionError, match=r"NotoSans-Bold.ttf is missing or damaged"):
        fonts.font.__wrapped__("NotoSans-Bold")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Ṫír Ελλάδα Україна مصر → é", "Ṫír Ελλάδα Україна مصر → é"),
        ("a☃b", "a[SNOWMAN]b"),
        ("\x07", "[CONTROL CHARACTER U+0007]"),
        ("\ue000", "[CHARACTER U+E000]"),
        ("\u202ekcab", "[RIGHT-TO-LEFT OVERRIDE]kcab"),
        ("soft\u00adhyphen", "soft[SOFT HYPHEN]hyphen"),
        ("🙂", "[SLIGHTLY SMILING FACE]"),
        ("one\ntwo\tthree", "one\ntwo    three"),
        ("\u200cab", "[ZERO WIDTH NON-JOINER]ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("می\u200c", "می[ZERO WIDTH NON-JOINER]"),
        ("line\u2028end", "line[LINE SEPARATOR]end"),
    ],
)
def test_visible_names_what_cannot_be_set(text: str, shown: str) -> None:
    assert fonts.visible(text, Face.REGULAR) == shown


def test_missing_characters_are_named_once_in_order() -> None:
    assert fonts.missing_characters("a☃ 漢☃\x00\n\t") == (
        "[SNOWMAN]",
        "[CJK UNIFIED IDEOGRAPH-6F22]",
        "[CONTROL CHARACTER U+0000]",
    )
    assert fonts.missing_characters("Chief inspector, Ελλάδα") == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.sampled_from(Face))
def test_visible_text_can_be_set_and_nothing_vanishes(text: str, face: Face) -> None:
    shown = fonts.visible(text, face)

    assert all(any(ord(each) in fonts.coverage(name) for name in fonts.CHAINS[face]) for each in shown if each != "\n")
    for each in text:
        assert each in shown or each == "\t" or fonts.name_of(each) in shown
    assert not any(unicodedata.category(each) in ("Cc", "Co", "Cs") for each in shown if each != "\n")


def test_font_for_keeps_a_letter_and_its_mark_together() -> None:
    assert fonts.font_for("e\u0301", Face.REGULAR) == "PublicSans-Regular"
    assert fonts.font_for("д\u0301", Face.REGULAR) == "NotoSans-Regular"
    assert fonts.font_for("\u0628\u0651", Face.BOLD) == "NotoSansArabic-Bold"
    assert fonts.font_for("\u0628\u0489", Face.REGULAR) == "NotoSansArabic-Regular"
