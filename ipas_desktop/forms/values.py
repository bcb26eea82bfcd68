"""The relevant answers as canonical values: what is exported, printed and signed.

Hidden answers, and cells of a table that are not on the path of their row, have no value here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipas_desktop.forms.definition import Answers, AnswerType, Context, Form, Json, Question, QuestionId
from ipas_desktop.forms.journey import not_used
from ipas_desktop.forms.walk import Walk, columns_on_path, walk


@dataclass(frozen=True, slots=True)
class CollectedValues:
    """Values by question in the order of the form; questions asked without a value; answers stored and not used."""

    values: Mapping[QuestionId, Json]
    not_provided: tuple[QuestionId, ...]
    not_used: tuple[QuestionId, ...]


def collect(form: Form, answers: Answers, context: Context) -> CollectedValues:
    """Return the canonical values of the relevant answers. What cannot be read counts as not provided."""
    path = walk(form, answers, context)
    found = {question.id: _value(path, question) for question in path.on_path.values()}
    return CollectedValues(
        values={question_id: value for question_id, value in found.items() if value is not None},
        not_provided=tuple(question_id for question_id, value in found.items() if value is None),
        not_used=not_used(path),
    )


def _value(path: Walk, question: Question) -> Json:
    value = path.parsed(question).value
    if question.type is not AnswerType.TABLE or not isinstance(value, list):
        return value
    rows = [_without_hidden_cells(path, question, row) for row in value if isinstance(row, dict)]
    return [row for row in rows if len(row) > 1] or None


def _without_hidden_cells(path: Walk, question: Question, row: dict[str, Json]) -> dict[str, Json]:
    shown = columns_on_path(question.columns, row, path.look_up)
    return {"row": row["row"], **{column.id: row[column.id] for column in shown if column.id in row}}
