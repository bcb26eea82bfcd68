"""Taking a document from one version of its form to another: what is carried, and what will not be.

Pure: decides and lists, stores nothing. Every answer of the document is either in ``answers`` or listed in
``left_behind``, whole or in the parts that have no place any more; nothing is converted, guessed or dropped in silence.
What the new version only judges differently, such as a text that is too long now, is carried and shown by its checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ipas_desktop.cases.case import Document, DocumentKey
from ipas_desktop.forms import answers as answer_types
from ipas_desktop.forms import display, wording
from ipas_desktop.forms.answers.choosing import read_country
from ipas_desktop.forms.answers.text import one_line
from ipas_desktop.forms.definition import Answers, AnswerType, Form, Json, Question, QuestionId, RowId
from ipas_desktop.forms.problems import Address

NO_LONGER_ASKED = "The new version does not ask this."
ANOTHER_TYPE = "The new version asks for another kind of answer."
CHOICE_GONE = "The new version does not offer this choice."
PART_GONE = "The new version does not ask for this part."
REASON_GONE = "The new version asks for no reason under this answer."
ROW_GONE = "The new version does not have this row."


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """An answer, or part of one, that has no place in the new version; ``raw`` is what was typed, ``words`` the same
    to be read. ``at`` is where it stands in the old version.
    """

    at: Address
    label: str
    words: tuple[str, ...]
    reason: str
    raw: Json


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What a document becomes in another version of its form."""

    document: DocumentKey
    form_id: str
    old_version: int
    new_version: int
    answers: Answers  # raw
    left_behind: tuple[LeftBehind, ...]


def plan(document: Document, old: Form, new: Form, today: date) -> Upgrade:
    """Return what becomes of a document, pinned to ``old``, in the version ``new`` of the same form.

    Raises ValueError when the forms are not two versions of the document's.
    """
    if (document.form_id, document.form_version) != (old.id, old.version) or new.id != old.id:
        raise ValueError(f"{document.key} is {document.form_id} {document.form_version}, not {old.id} {old.version}")
    before = {question.id: question for question in old.questions()}
    after = {question.id: question for question in new.questions()}
    carried: dict[QuestionId, Json] = {}
    left: list[LeftBehind] = []
    for question_id, raw in document.answers.items():
        question = before[question_id]
        kept, losses = _carry(question, after.get(question_id), raw, today)
        left += losses
        if kept is not None:
            carried[question_id] = kept
    return Upgrade(document.key, old.id, old.version, new.version, carried, tuple(left))


_Result = tuple[Json, list[LeftBehind]]


def _carry(old: Question, new: Question | None, raw: Json, today: date) -> _Result:
    """Return what of a raw answer is carried, None for nothing, and what is left behind."""
    if raw is None or new is None or new.type is not old.type:
        reason = NO_LONGER_ASKED if new is None else ANOTHER_TYPE
        return None, [] if answer_types.is_blank(old, raw) else [_whole(old, raw, reason, today)]
    how = _BY_TYPE.get(old.type)
    return (raw, []) if how is None else how(old, new, raw, today)


def _choice(old: Question, new: Question, raw: Json, today: date) -> _Result:
    gone = isinstance(raw, str) and _is_gone(old, new, raw)
    return (None, [_whole(old, raw, CHOICE_GONE, today)]) if gone else (raw, [])


def _choices(old: Question, new: Question, raw: Json, _today: date) -> _Result:
    if not isinstance(raw, list):
        return raw, []
    gone = [item for item in raw if isinstance(item, str) and _is_gone(old, new, item)]
    kept = [item for item in raw if not (isinstance(item, str) and item in gone)]
    return kept or None, [_part(old, str(item), item, _label(old, str(item)), CHOICE_GONE) for item in gone]


def _shares(old: Question, new: Question, raw: Json, _today: date) -> _Result:
    def loss(choice: str, share: Json) -> LeftBehind | None:
        if not _is_gone(old, new, choice):
            return None
        words = f"{_label(old, choice)}: {display.as_stored(share)}%"
        return _part(old, choice, share, words, CHOICE_GONE)

    return _by_part(raw, loss)


def _parts(old: Question, new: Question, raw: Json, _today: date) -> _Result:
    def loss(part: str, text: Json) -> LeftBehind | None:
        if part in old.parts and part not in new.parts:
            return _part(old, part, text, display.as_stored(text), PART_GONE)
        if part == "kind" and isinstance(text, str) and _is_gone(old, new, text):
            return _part(old, part, text, _label(old, text), CHOICE_GONE)
        return None

    return _by_part(raw, loss)


def _with_reason(old: Question, new: Question, raw: Json, today: date) -> _Result:
    key = "answer" if old.type is AnswerType.YES_NO else "level"
    answer = raw.get(key) if isinstance(raw, dict) else None
    if not isinstance(answer, str):
        return raw, []
    if _is_gone(old, new, answer):
        return None, [_whole(old, raw, CHOICE_GONE, today)]
    asked = answer_types.reason_is_asked

    def loss(part: str, text: Json) -> LeftBehind | None:
        if part == "reason" and asked(old, one_line(answer)) and not asked(new, one_line(answer)):
            return _part(old, part, text, display.as_stored(text), REASON_GONE)
        return None

    return _by_part(raw, loss)


def _by_part(raw: Json, loss: Callable[[str, Json], LeftBehind | None]) -> _Result:
    """Return an answer of parts without those that ``loss`` tells of; blank ones go without a word."""
    if not isinstance(raw, dict):
        return raw, []
    kept, left = dict[str, Json](), list[LeftBehind]()
    for part, text in raw.items():
        lost = loss(part, text)
        if lost is None:
            kept[part] = text
        elif text not in (None, ""):
            left.append(lost)
    return kept or None, left


def _table(old: Question, new: Question, raw: Json, today: date) -> _Result:
    if not isinstance(raw, list):
        return raw, []
    fixed = {row.id for row in new.fixed_rows}
    kept, left = list[Json](), list[LeftBehind]()
    for number, row in enumerate(raw, start=1):
        if not isinstance(row, dict):
            kept.append(row)
            continue
        cells, losses = _row(old, None if fixed and row.get("row") not in fixed else new, row, number, today)
        left += losses
        if cells is not None:
            kept.append(cells)
    return kept or None, left


def _row(old: Question, new: Question | None, row: Mapping[str, Json], number: int, today: date) -> _Result:
    """Return one row; None for a row that is not there any more, or of which nothing is left."""
    row_id = str(row.get("row", ""))
    after = {column.id: column for column in new.columns} if new else {}
    kept, left = dict[str, Json](), list[LeftBehind]()
    columns = {column.id: column for column in old.columns}
    for name, cell in row.items():
        column = columns.get(QuestionId(name))
        if column is None:  # its id, or what no version of the form knows
            kept[name] = cell
            continue
        value, losses = _carry(column, after.get(column.id), cell, today)
        left += [_in_row(old, row_id, number, loss, gone=new is None) for loss in losses]
        if value is not None:
            kept[name] = value
    if new is None:
        left += [_unknown_cell(old, row_id, name, cell) for name, cell in kept.items() if name != "row" and cell]
    nothing_left = new is None or (left and kept.keys() <= {"row"})
    return None if nothing_left else kept, left


def _unknown_cell(table: Question, row: str, name: str, cell: Json) -> LeftBehind:
    label = table.short_label or table.label
    return LeftBehind(Address(table.id, RowId(row), name), label, (display.as_stored(cell),), ROW_GONE, cell)


def _in_row(table: Question, row: str, number: int, loss: LeftBehind, *, gone: bool) -> LeftBehind:
    title = wording.row_title(table, row, number)
    label = f"{table.short_label or table.label}, {title}, {loss.label}"
    at = Address(table.id, RowId(row), str(loss.at.question), loss.at.part)
    return replace(loss, at=at, label=label, reason=ROW_GONE if gone else loss.reason)


def _is_gone(old: Question, new: Question, chosen: str) -> bool:
    """Say whether the old version offered what was chosen, and the new one does not."""
    return _offers(old, chosen) and not _offers(new, chosen)


def _offers(question: Question, chosen: str) -> bool:
    if question.type in (AnswerType.COUNTRY, AnswerType.COUNTRIES):
        return read_country(question.choices, one_line(chosen)) is not None
    return any(choice.id == one_line(chosen) for choice in question.choices)


def _label(question: Question, chosen: str) -> str:
    return display.choice_label(question, one_line(chosen))


def _whole(question: Question, raw: Json, reason: str, today: date) -> LeftBehind:
    value = answer_types.parse(question, raw, today).value
    words = display.words(question, value).lines or (display.as_stored(raw),)
    return LeftBehind(Address(question.id), question.short_label or question.label, words, reason, raw)


def _part(question: Question, part: str, raw: Json, words: str, reason: str) -> LeftBehind:
    label = question.short_label or question.label
    return LeftBehind(Address(question.id, part=part), label, (words,), reason, raw)


_BY_TYPE: Mapping[AnswerType, Callable[[Question, Question, Json, date], _Result]] = {
    AnswerType.CHOICE: _choice,
    AnswerType.COUNTRY: _choice,
    AnswerType.CHOICES: _choices,
    AnswerType.COUNTRIES: _choices,
    AnswerType.SHARES: _shares,
    AnswerType.PERSON: _parts,
    AnswerType.ORGANISATION: _parts,
    AnswerType.YES_NO: _with_reason,
    AnswerType.RATING: _with_reason,
    AnswerType.TABLE: _table,
}


def summary(upgrade: Upgrade) -> Iterator[str]:
    """Yield one line for the whole and one for each answer that is left behind."""
    count = len(upgrade.left_behind)
    lost = "Every answer is carried" if not count else f"{count} of its answers or parts of them will not carry over"
    yield f"{upgrade.document}: {upgrade.form_id} {upgrade.old_version} to {upgrade.new_version}. {lost}."
    for each in upgrade.left_behind:
        where = ".".join(str(part) for part in (each.at.question, each.at.row, each.at.column, each.at.part) if part)
        yield f"{each.label} [{where}]: {' / '.join(each.words)}. {each.reason}"
