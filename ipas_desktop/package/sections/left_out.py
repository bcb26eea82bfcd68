"""What the report does not hold: questions not provided, and answers stored but not used."""

from __future__ import annotations

from collections.abc import Sequence

from ipas_desktop.forms.definition import Form, QuestionId
from ipas_desktop.package import look
from ipas_desktop.package.composer import Composer
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.grid import cell
from ipas_desktop.package.sections.answers import question_numbers

NUMBER_WIDTH = 60.0


def compose(composer: Composer, content: PackageContent) -> None:
    """Add both lists for each document; an empty list says so."""
    composer.part("Not provided and not used")
    for document in content.revision.documents:
        form = content.forms[document.key]
        composer.section(f"{form.title}: not provided", in_outline=False)
        _write(composer, form, document.not_provided, "Every question that was asked has an answer.")
        composer.section(f"{form.title}: not used", in_outline=False)
        if document.not_used:
            composer.text(
                "Answers to these questions are kept in the vault. Other answers show that they do not apply.",
                look.NOTE,
            )
        _write(composer, form, document.not_used, "No stored answer was left out.")


def _write(composer: Composer, form: Form, questions: Sequence[QuestionId], otherwise: str) -> None:
    if not questions:
        composer.text(otherwise)
        return
    numbers = question_numbers(form)
    labels = {question.id: question.label for question in form.questions()}
    rows = [
        (cell(numbers.get(each, ""), look.NUMBER), cell(labels.get(each, each), look.CELL, is_heading=True))
        for each in questions
    ]
    composer.table((NUMBER_WIDTH, look.COLUMN - NUMBER_WIDTH), rows, top_rule=True)
