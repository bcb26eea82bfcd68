"""A form filled in completely, by answering whatever it still asks until nothing is missing.

So the tests keep on working when a form gains a question: they say only what matters to them.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

from ipas_desktop.forms import loader, validation
from ipas_desktop.forms.definition import AnswerType, Context, Form, Json, Question, QuestionId
from ipas_desktop.forms.problems import Address

WORDS = "The lead trainer sees to it each week and writes down what was found, who was told and what was done. "


def filled(form_id: str, chosen: Mapping[str, Json], context: Context) -> dict[str, Json]:
    """Return raw answers with ``chosen`` among them, such that the form has no problem left."""
    form = loader.load_form(form_id)
    answers: dict[str, Json] = copy.deepcopy(dict(chosen))
    for _ in range(12):
        raw = {QuestionId(name): value for name, value in answers.items()}
        problems = validation.validate(form, raw, context)
        if not problems:
            return answers
        for problem in problems:
            assert problem.at.question not in chosen or problem.at.row or problem.at.part, problem
            _answer(form, answers, problem.at)
    raise AssertionError(list(problems))


def _answer(form: Form, answers: dict[str, Json], at: Address) -> None:
    question = next(question for question in form.questions() if question.id == at.question)
    if at.row is not None and at.column is not None:
        rows = answers[at.question]
        assert isinstance(rows, list)
        column = next(column for column in question.columns if column.id == at.column)
        for row in rows:
            if isinstance(row, dict) and row["row"] == at.row:
                row[at.column] = _value(column)
                return
        rows.append({"row": at.row, at.column: _value(column)})
    elif at.part == "reason" and isinstance(answers.get(at.question), dict):
        answers[at.question] = {**answers[at.question], "reason": WORDS}  # type: ignore[dict-item]
    else:
        answers[at.question] = _value(question)


def _value(question: Question) -> Json:
    """Return an answer that raises no alarm."""
    ids = [choice.id for choice in question.choices]
    values: dict[AnswerType, Json] = {
        AnswerType.SHORT_TEXT: "Weekly note of the lead trainer",
        AnswerType.LONG_TEXT: (WORDS * (3 if (question.min_length or 0) > 99 else 1)).strip(),
        AnswerType.CHOICE: next(iter(ids), None),
        AnswerType.CHOICES: ids[:1],
        AnswerType.DATE: "2026-11-20" if "today" in (question.not_after, question.before) else "2026-12-10",
        AnswerType.PERIOD: {"from": "2026-12-10", "to": "2026-12-11"},
        AnswerType.WHOLE_NUMBER: 2,
        AnswerType.MONEY: "100.00",
        AnswerType.SHARES: {ids[0]: "100"} if ids else {},
        AnswerType.PERSON: {part: _part(part) for part in question.parts},
        AnswerType.ORGANISATION: dict.fromkeys(question.parts, "Ministry"),
        AnswerType.COUNTRY: "GH",
        AnswerType.COUNTRIES: ["GH"],
        AnswerType.RATING: {"level": next(iter(ids), ""), "reason": WORDS},
        AnswerType.YES_NO: {"answer": "no", "reason": WORDS},
        AnswerType.CITATIONS: [{"title": "Annual report", "publisher": "OHCHR", "date": "2026-06-01"}],
        AnswerType.ATTACHMENTS: [],
    }
    if question.type is AnswerType.TABLE:
        rows = [choice.id for choice in question.fixed_rows] or ["r1"]
        return [{"row": row, **{str(column.id): _value(column) for column in question.columns}} for row in rows]
    return values[question.type]


def _part(part: str) -> str:
    return {"email": "imogen.hartley@college.police.uk", "phone": "020 7946 0000"}.get(part, "Imogen Hartley")
