from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipas_desktop.package import fonts, shaping
from ipas_desktop.package.fonts import Face
from ipas_desktop.package.typesetting import Line, Span, lay_out, width_of


def words(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(piece.text for piece in line.pieces) for line in lines]


def test_lines_break_at_spaces_and_keep_the_space_for_copying() -> None:
    assert words(lay_out([Span("one two three")], 10, 45)) == ["one two ", "three"]


def test_lines_break_after_dashes_and_slashes() -> None:
    assert words(lay_out([Span("co-operation")], 10, 50)) == ["co-", "operation"]
    assert words(lay_out([Span("https://example.org/a/long/way")], 10, 80)) == [
        "https://",
        "example.org/a/",
        "long/way",
    ]


def test_a_word_wider_than_the_line_is_broken_anywhere() -> None:
    lines = lay_out([Span("x" * 5000)], 10, 100)

    assert "".join(words(lines)) == "x" * 5000
    assert all(line.width <= 100 for line in lines)
    assert len(lines) > 100


def test_a_column_narrower_than_a_letter_still_sets_every_letter() -> None:
    assert "".join(words(lay_out([Span("abc")], 10, 1))) == "abc"


def test_line_feeds_and_blank_lines_stay() -> None:
    assert words(lay_out([Span("one\n\ntwo\n")], 10, 100)) == ["one", "", "two", ""]


def test_spaces_within_a_line_stay() -> None:
    assert words(lay_out([Span("a  b   c")], 10, 100)) == ["a  b   c"]


def test_spans_flow_on_in_their_own_faces() -> None:
    (line,) = lay_out([Span("level "), Span("Medium", Face.BOLD), Span(", from Serious")], 10, 400)

    assert [(piece.font, piece.text) for piece in line.pieces] == [
        ("PublicSans-Regular", "level "),
        ("PublicSans-Bold", "Medium"),
        ("PublicSans-Regular", ", from Serious"),
    ]
    assert line.pieces[1].x == pytest.approx(width_of("level ", Face.REGULAR, 10))


def test_each_character_is_set_in_a_font_that_has_it() -> None:
    (line,) = lay_out([Span("Kyiv Київ → ok")], 10, 400)

    assert [(piece.font, piece.text) for piece in line.pieces] == [
        ("PublicSans-Regular", "Kyiv "),
        ("NotoSans-Regular", "Київ"),
        ("PublicSans-Regular", " "),
        ("NotoSansMono-Regular", "→"),
        ("PublicSans-Regular", " ok"),
    ]


def test_arabic_stands_from_right_to_left_and_is_told_in_reading_order() -> None:
    (line,) = lay_out([Span("مرحبا بالعالم")], 10, 400)

    assert line.right_to_left
    assert "".join(piece.text for piece in line.pieces) == "مرحبا بالعالم"
    assert all(piece.shaped for piece in line.pieces)
    assert line.pieces[0].x > line.pieces[-1].x


def test_arabic_letters_take_their_joined_shapes() -> None:
    (alone,) = shaping.shape("ح", "NotoSansArabic-Regular", True).glyphs
    joined = {glyph.character for glyph in shaping.shape("حح", "NotoSansArabic-Regular", True).glyphs}

    assert len(joined) == 2
    assert alone.character not in joined


def test_numbers_and_latin_within_arabic_stay_readable() -> None:
    (line,) = lay_out([Span("المادة 12 (a) نص")], 10, 400)
    plain = {piece.text: piece.x for piece in line.pieces if piece.shaped is None}

    assert {"12", "a"} <= {text.strip() for text in plain}
    assert "".join(piece.text for piece in line.pieces) == "المادة 12 (a) نص"


def test_arabic_quoted_in_english_keeps_the_line_from_the_left() -> None:
    (line,) = lay_out([Span("He said السلام عليكم to them")], 10, 400)

    assert not line.right_to_left
    first, *_, last = line.pieces
    assert first.text.startswith("He said")
    assert last.x > first.x


def test_broken_arabic_lines_hold_the_whole_text() -> None:
    text = "السلام عليكم ورحمة الله وبركاته " * 6 + "2026"
    lines = lay_out([Span(text)], 10, 90)

    assert len(lines) > 3
    assert "".join(words(lines)) == text


def test_marks_stay_on_their_letters() -> None:
    (line,) = lay_out([Span("e\u0301")], 10, 400)

    assert len(line.pieces) == 1
    assert line.pieces[0].shaped is not None
    assert line.width == pytest.approx(width_of("é", Face.REGULAR, 10), abs=0.2)


def test_joiners_are_spelt_and_told() -> None:
    (line,) = lay_out([Span("می\u200cخواهم")], 10, 400)

    assert "".join(piece.text for piece in line.pieces) == "می\u200cخواهم"


def test_visual_order_follows_rule_l2() -> None:
    assert shaping.visual_order([]) == []
    assert shaping.visual_order([0, 0]) == [0, 1]
    assert shaping.visual_order([1, 1, 1]) == [2, 1, 0]
    assert shaping.visual_order([0, 1, 2, 1, 0]) == [0, 3, 2, 1, 4]
    assert shaping.visual_order([1, 2, 2, 1]) == [3, 1, 2, 0]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab -/\n مبِé\u0301Кé(12)☃\u200c\u202e"), max_size=60), st.floats(20, 300))
def test_no_text_is_lost_or_too_wide(text: str, width: float) -> None:
    lines = lay_out([Span(text)], 10, width)

    shown = fonts.visible(text, Face.REGULAR)
    assert "".join(words(lines)) == shown.replace("\n", "")
    widest = max((width_of(character, Face.REGULAR, 10) for character in shown if character != "\n"), default=0)
    assert all(line.width <= max(width, 2 * widest) + 8 for line in lines)
