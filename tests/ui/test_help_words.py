"""The words that the help beside a question explains."""

from __future__ import annotations

from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import AnswerType, Question, QuestionId
from ipas_desktop.ui.help_pane import help_parts
from tests.ui.conftest import TODAY

WORDS = "Words used here"


def test_help_explains_words_of_the_question_once_each() -> None:
    question = loader.load_form("notification").question(QuestionId("en.h.s26_status"))
    shown = dict(help_parts(question, TODAY))[WORDS].split("\n\n")
    assert [text.partition(":")[0] for text in shown] == ["Section 26"]


def test_help_says_nothing_of_words_where_none_needs_it() -> None:
    question = Question(QuestionId("t.colour"), AnswerType.SHORT_TEXT, "Colour", help="Name it.")
    assert WORDS not in dict(help_parts(question, TODAY))
