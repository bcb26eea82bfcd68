"""The sentences that are built from labels."""

from __future__ import annotations

import pytest

from ipas_desktop.forms import wording
from ipas_desktop.forms.definition import AnswerType, Choice, Question, QuestionId


def question(label: str, kind: AnswerType = AnswerType.SHORT_TEXT, **settings: object) -> Question:
    return Question(QuestionId("t.q"), kind, label, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Title of the engagement", "Enter the title of the engagement"),
        ("UK organisation", "Enter the UK organisation"),
        ("Home Secretary’s priorities", "Enter the Home Secretary’s priorities"),
        ("British embassy contact", "Enter the British embassy contact"),
        ("IPAS reference", "Enter the IPAS reference"),
        ("The reason", "Enter the reason"),
        ("Your name", "Enter your name"),
        ("How misuse will be noticed", "Enter how misuse will be noticed"),
        ("Who pays?", "Enter an answer to “Who pays?”"),
        ("By whom", "Enter an answer to “By whom”"),
    ],
)
def test_missing_sentence_reads_like_one_written_by_hand(label: str, sentence: str) -> None:
    assert wording.missing(question(label)) == sentence


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (AnswerType.CHOICE, "Select the cover"),
        (AnswerType.COUNTRIES, "Select the cover"),
        (AnswerType.DATE, "Enter the cover"),
        (AnswerType.TABLE, "Add at least one policy"),
        (AnswerType.CITATIONS, "Add a source for “Cover”"),
        (AnswerType.ATTACHMENTS, "Attach a file for “Cover”"),
    ],
)
def test_missing_sentence_fits_the_type(kind: AnswerType, sentence: str) -> None:
    assert wording.missing(question("Cover", kind, row_name="policy")) == sentence


def test_missing_sentence_of_a_grid_names_the_grid() -> None:
    grid = question("Risk to each right", AnswerType.TABLE, fixed_rows=(Choice("R1", "Life"),))

    assert wording.missing(grid) == "Enter the risk to each right"


def test_hand_written_sentence_and_short_label_win() -> None:
    chosen = question("Who pays?", short_label="Payer", missing="Select who pays")

    assert wording.missing(chosen) == "Select who pays"
    assert wording.subject(chosen) == "Payer"
    assert wording.object_of(chosen) == "the payer"


def test_part_of_an_answer_is_named_with_it() -> None:
    assert wording.part_of("Email", question("Point of contact")) == "Email of the point of contact"
    assert wording.part_of("Email", question("Who leads?")) == "Email in an answer to “Who leads?”"


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Reason it is sensitive", "Enter the reason it is sensitive"),
        ("Why it is sensitive", "Enter why it is sensitive"),
        ("Why?", "Enter an answer to “Why?”"),
        ("", "Enter a reason for “Level of risk”"),
    ],
)
def test_missing_reason_uses_its_label(label: str, sentence: str) -> None:
    assert wording.missing_reason(question("Level of risk", AnswerType.RATING, reason_label=label)) == sentence


@pytest.mark.parametrize(
    ("noun", "many"),
    [("risk", "risks"), ("body", "bodies"), ("day", "days"), ("person", "people"), ("process", "processes")],
)
def test_plural_of_row_names(noun: str, many: str) -> None:
    assert wording.plural(noun) == many


def test_rows_are_called_by_number_or_by_their_fixed_label() -> None:
    team = question("Team", AnswerType.TABLE, row_name="team member")
    grid = question("Grid", AnswerType.TABLE, row_name="right", fixed_rows=(Choice("R1", "Life"),))

    assert wording.row_title(team, "r7", 2) == "Team member 2"
    assert wording.for_row(team, "r7", 2) == " for team member 2"
    assert wording.row_title(grid, "R1", 1) == "Life"
    assert wording.for_row(grid, "R1", 1) == " for “Life”"
    assert wording.row_title(grid, "R9", 3) == "Right 3"


def test_items_are_called_by_what_they_are() -> None:
    assert wording.items(question("Files", AnswerType.ATTACHMENTS)) == "files"
    assert wording.items(question("Team", AnswerType.TABLE, row_name="body")) == "bodies"


def test_lower_first_leaves_nothing_as_it_is() -> None:
    assert wording.lower_first("") == ""
