"""Facts about a form that a page of questions is laid out by: which page, how far, what decides the path.

Holds no widgets.
"""

from __future__ import annotations

from collections.abc import Iterator

from ipas_desktop.forms import conditions
from ipas_desktop.forms.definition import AnswerType, Form, Page, Question, QuestionId, Section


def find_page(form: Form, page_id: str) -> tuple[Section, Page]:
    """Return a page and its section. Raises KeyError when the form has none of that id."""
    for section in form.sections:
        for page in section.pages:
            if page.id == page_id:
                return section, page
    raise KeyError(page_id)


def is_wide(question: Question, *, first: bool) -> bool:
    """Say whether a table needs the room that help would take: one a page is about, or one with fixed rows."""
    return question.type is AnswerType.TABLE and (first or bool(question.fixed_rows))


def caption_words(form: Form, section: Section, page: Page) -> str:
    """Return where a page is: "Section F of 16, Delivery and dates · page 1 of 2"."""
    where = f"Section {section.letter} of {len(form.sections)}, {section.title}"
    if len(section.pages) == 1:
        return where
    return f"{where} · page {section.pages.index(page) + 1} of {len(section.pages)}"


def deciding_questions(form: Form) -> frozenset[QuestionId]:
    """Return the questions that some condition of the form looks at: only they can change the path."""
    shown = (item.show_when for section in form.sections for item in _shown_parts(section))
    return frozenset(each.question for when in shown for each in conditions.comparisons(when) if each.question)


def _shown_parts(section: Section) -> Iterator[Section | Page | Question]:
    yield section
    for page in section.pages:
        yield page
        for question in page.questions:
            yield question
            yield from question.columns
