"""The worked samples in ``resources/samples``: real case files whose dates move with the day they are opened.

Holds the moving of dates and no content. A sample is a case file with two keys more: ``as_of``, the day it was written
for, and ``about``, what it shows. Opened on another day, all its dates move by the same number of whole weeks, so that
nothing in it grows stale: work that lies ahead still lies ahead, and a Monday stays a Monday. Dates in running text
move too where they are written in full ("15 January 2027", "January 2027"); years alone and other forms stay.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ipas_desktop import paths
from ipas_desktop.cases.exchange import ImportedCase, import_case
from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms import loader
from ipas_desktop.forms.answers.dates import MONTHS, DateFault, long_date, read_date
from ipas_desktop.forms.definition import Answers, AnswerType, Form, Json, Question, QuestionId

_WRITTEN_DATE = re.compile(rf"\b(?:([0-9]{{1,2}}) )?({'|'.join(MONTHS)}) ([0-9]{{4}})\b")
_MIDDLE = 15  # the day that stands for a month when a month moves


@dataclass(frozen=True, slots=True)
class Sample:
    """One worked sample: the name it is asked for by, and in a sentence what it shows."""

    name: str
    about: str


def sample_names() -> tuple[str, ...]:
    """Return the names of all samples, sorted."""
    return tuple(sorted(path.stem for path in (paths.resources() / "samples").glob("*.json")))


def available_samples() -> tuple[Sample, ...]:
    """Return every sample with what it shows, sorted by name. Raises FormDefinitionError when a file is malformed."""
    return tuple(Sample(name, str(_read(name)["about"])) for name in sample_names())


def load_sample(name: str, today: date) -> ImportedCase:
    """Return a sample as it would read if it were written in the week of ``today``: the same for the same day.

    Raises FormDefinitionError when there is no such sample or its file is malformed, InputError when it is no case.
    """
    content = _read(name)
    days = _whole_weeks(date.fromisoformat(content.pop("as_of")), today)
    del content["about"]
    for document in content["documents"].values():
        form = loader.load_form(document["form"], document["version"])
        document["answers"] = shift_dates(form, document["answers"], days)
    return import_case(json.dumps(content).encode())


def shift_dates(form: Form, answers: Answers, days: int) -> dict[QuestionId, Json]:
    """Return raw answers with every date moved by a number of days: typed, in periods, sources, tables and texts.

    What cannot be read as a date stays as typed. Answers to questions the form does not have are kept unchanged.
    """
    questions = {question.id: question for question in form.questions()}
    return {name: _moved(questions[name], raw, days) if name in questions else raw for name, raw in answers.items()}


def _read(name: str) -> dict:  # type: ignore[type-arg]  # JSON as read; ``import_case`` checks every part of it
    file = paths.resources() / "samples" / f"{name}.json"
    if name not in sample_names():
        raise FormDefinitionError(f"There is no sample “{name}”.")
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        date.fromisoformat(content["as_of"])
        if not content["about"] or not isinstance(content["documents"], dict):
            raise FormDefinitionError(f"{file.name}: it must say what it is about and hold documents.")
    except (ValueError, KeyError, TypeError) as error:
        raise FormDefinitionError(f"{file.name}: {type(error).__name__}: {error}") from error
    return content  # type: ignore[no-any-return]  # as above


def _whole_weeks(as_of: date, today: date) -> int:
    return (today - as_of).days // 7 * 7


def _moved(question: Question, raw: Json, days: int) -> Json:
    move = _MOVES.get(question.type)
    if raw is None or move is None:
        return raw
    return move(question, raw, days)


def _date(_question: Question, raw: Json, days: int) -> Json:
    """Move a date in the form it has, three fields or ISO; a partial date of a source moves only as a whole month."""
    day = read_date(raw)
    if day is None or isinstance(day, DateFault):
        return raw
    moved = day + timedelta(days=days)
    if isinstance(raw, dict):
        return {"day": str(moved.day), "month": str(moved.month), "year": str(moved.year)}
    return moved.isoformat()


def _period(question: Question, raw: Json, days: int) -> Json:
    return {side: _date(question, value, days) for side, value in raw.items()} if isinstance(raw, dict) else raw


def _text(_question: Question, raw: Json, days: int) -> Json:
    return _WRITTEN_DATE.sub(lambda found: _written(found, days), raw) if isinstance(raw, str) else raw


def _reason(question: Question, raw: Json, days: int) -> Json:
    return raw | {"reason": _text(question, raw["reason"], days)} if isinstance(raw, dict) and "reason" in raw else raw


def _table(question: Question, raw: Json, days: int) -> Json:
    columns = {str(column.id): column for column in question.columns}
    if not isinstance(raw, list):
        return raw
    return [_cells(row, columns, days) if isinstance(row, dict) else row for row in raw]


def _cells(row: Mapping[str, Json], columns: Mapping[str, Question], days: int) -> Json:
    return {name: _moved(columns[name], cell, days) if name in columns else cell for name, cell in row.items()}


def _citations(question: Question, raw: Json, days: int) -> Json:
    if not isinstance(raw, list):
        return raw
    return [_citation(question, item, days) if isinstance(item, dict) else item for item in raw]


def _citation(question: Question, item: Mapping[str, Json], days: int) -> Json:
    moves: dict[str, Callable[[Question, Json, int], Json]] = {"title": _text, "date": _date, "retrieved_on": _date}
    return {part: moves[part](question, value, days) if part in moves else value for part, value in item.items()}


def _written(found: re.Match[str], days: int) -> str:
    """Move one date in running text; what is not a day of the calendar stays as it is."""
    day, month, year = found[1], MONTHS.index(found[2]) + 1, int(found[3])
    number = int(day) if day else _MIDDLE
    if year < 1 or not 1 <= number <= calendar.monthrange(year, month)[1]:
        return found[0]
    moved = date(year, month, number) + timedelta(days=days)
    return long_date(moved) if day else f"{MONTHS[moved.month - 1]} {moved.year}"


_MOVES: Mapping[AnswerType, Callable[[Question, Json, int], Json]] = {
    AnswerType.DATE: _date,
    AnswerType.PERIOD: _period,
    AnswerType.SHORT_TEXT: _text,
    AnswerType.LONG_TEXT: _text,
    AnswerType.YES_NO: _reason,
    AnswerType.RATING: _reason,
    AnswerType.TABLE: _table,
    AnswerType.CITATIONS: _citations,
}
