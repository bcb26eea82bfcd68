"""The guidance beside the questions as shipped: examples and glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ipas_desktop.forms import answers, glossary, loader
from ipas_desktop.forms.definition import AnswerType, Question

TODAY = date(2026, 11, 23)
DOCS = Path(__file__).parents[2] / "docs"
TEXTS = (AnswerType.SHORT_TEXT, AnswerType.LONG_TEXT)
FORMS = ("notification", "osja-capacity", "osja-case")


def with_examples(*form_ids: str) -> Iterator[Question]:
    """Yield the questions, and columns of tables, that show an example."""
    for form_id in form_ids:
        for question in loader.load_form(form_id, 1).questions():
            yield from (each for each in (question, *question.columns) if each.good_example or each.bad_example)


def test_at_least_twenty_questions_show_a_good_and_a_bad_example() -> None:
    shown = list(with_examples("notification", "osja-capacity"))
    assert len(shown) >= 28
    assert [question.id for question in shown if not (question.good_example and question.bad_example)] == []


@pytest.mark.parametrize("form_id", FORMS)
def test_good_example_of_a_text_is_an_answer_the_question_takes(form_id: str) -> None:
    texts = [question for question in with_examples(form_id) if question.type in TEXTS]
    assert texts
    for question in texts:
        assert answers.parse(question, question.good_example, TODAY).problems == (), question.id


@pytest.mark.parametrize("form_id", FORMS)
def test_examples_are_short_and_differ(form_id: str) -> None:
    for question in with_examples(form_id):
        assert len(question.good_example) <= 400, question.id
        assert len(question.bad_example) < len(question.good_example), question.id


def test_glossary_explains_at_least_sixty_words_and_says_where_from() -> None:
    terms = glossary.terms()
    assert len(terms) >= 60
    for term in terms:
        assert term.definition.endswith("."), term.term
        assert len(term.definition) <= 260, term.term
        assert not term.verified or term.source.startswith("docs/"), term.term


def test_glossary_names_only_sources_that_the_documents_list() -> None:
    documents = {
        path: (DOCS / path.removeprefix("docs/")).read_text("utf-8")
        for path in ("docs/data-sources.md", "docs/osja-sources.md")
    }
    for term in glossary.terms():
        path, _, keys = term.source.partition(", ")
        for key in re.findall(r"\b[A-Z]{1,}[A-Z0-9]*\d+\b|\b[A-Z]{3,}\b", keys if path in documents else ""):
            assert re.search(rf"\b{key}\b", documents[path]), (term.term, key)


def test_forms_use_most_words_of_the_glossary() -> None:
    forms = [loader.load_form(name.id, name.version) for name in loader.available_forms()]
    questions = [each for form in forms for question in form.questions() for each in (question, *question.columns)]
    texts = " ".join(f"{each.label} {each.hint} {each.help}" for each in questions)
    assert len(glossary.terms_in(texts)) >= 30
