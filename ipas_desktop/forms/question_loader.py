"""One question of a form file, from TOML to a frozen object: which keys each answer type may have, and their kinds.

Must not look at other questions: see ``loader_checks``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms import reference
from ipas_desktop.forms.answers.composite import PARTS
from ipas_desktop.forms.conditions import read_condition
from ipas_desktop.forms.definition import (
    AnswerType,
    Choice,
    Condition,
    Disclosure,
    Origin,
    Question,
    QuestionId,
)

Toml = Mapping[str, Any]

_COMMON_KEYS: dict[str, type] = {
    "id": str,
    "type": str,
    "label": str,
    "short_label": str,
    "missing": str,
    "hint": str,
    "help": str,
    "good_example": str,
    "bad_example": str,
    "required": bool,
    "show_when": object,
    "origin": str,
    "verified": bool,
    "source": str,
    "disclosure": str,
    "exemptions": list,
}
_LENGTHS: dict[str, type] = {"min_length": int, "max_length": int}
_AMOUNTS: dict[str, type] = {"minimum": int, "maximum": int}
_DAYS: dict[str, type] = {"after": str, "before": str, "not_after": str, "not_before": str}
_CHOICES: dict[str, type] = {"choices": list, "choices_from": str}
_PARTS: dict[str, type] = {"parts": list, "required_parts": list}
_REASON: dict[str, type] = {"reason_when": list, "reason_label": str}
_TABLE: dict[str, type] = {"column": list, "row_name": str, "rows_from": str, "min_rows": int, "max_rows": int}

TYPE_KEYS: dict[AnswerType, dict[str, type]] = {
    AnswerType.SHORT_TEXT: _LENGTHS,
    AnswerType.LONG_TEXT: _LENGTHS,
    AnswerType.CHOICE: _CHOICES,
    AnswerType.CHOICES: {**_CHOICES, "exclusive": list, **_AMOUNTS},
    AnswerType.DATE: _DAYS,
    AnswerType.PERIOD: _DAYS,
    AnswerType.WHOLE_NUMBER: _AMOUNTS,
    AnswerType.MONEY: _AMOUNTS,
    AnswerType.SHARES: _CHOICES,
    AnswerType.PERSON: _PARTS,
    AnswerType.ORGANISATION: {**_PARTS, **_CHOICES},
    AnswerType.COUNTRY: {},
    AnswerType.COUNTRIES: _AMOUNTS,
    AnswerType.TABLE: _TABLE,
    AnswerType.RATING: {**_CHOICES, **_REASON},
    AnswerType.YES_NO: {"choices": list, **_REASON},
    AnswerType.CITATIONS: _AMOUNTS,
    AnswerType.ATTACHMENTS: _AMOUNTS,
}
"""The keys of each answer type besides the common ones, and the TOML type of each."""

NOT_IN_COLUMNS = {AnswerType.TABLE, AnswerType.CITATIONS, AnswerType.ATTACHMENTS}
YES_NO_CHOICES = (Choice("yes", "Yes"), Choice("no", "No"), Choice("not_known", "Not known"))

_DEFAULT_PARTS = {
    AnswerType.PERSON: ("name", "role", "email", "phone"),
    AnswerType.ORGANISATION: ("name", "country"),
}
_NEEDS_CHOICES = {AnswerType.CHOICE, AnswerType.CHOICES, AnswerType.SHARES, AnswerType.RATING}
_CONVERTED = {"id", "type", "show_when", "choices", "column", "origin", "disclosure"}
_COUNTRY_TYPES = {AnswerType.COUNTRY, AnswerType.COUNTRIES}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the files something stands: file and id."""

    file: str
    id: str

    def fault(self, reason: str) -> FormDefinitionError:
        """Make the error that says what is wrong here."""
        return FormDefinitionError(f"{self.file}: {self.id}: {reason}.")


def read_question(file: str, data: Toml, named: Mapping[str, Condition], table: Question | None = None) -> Question:
    """Read one question, or one column of ``table``. Raises FormDefinitionError."""
    name = str(data.get("id", "a question without id"))
    place = Place(file, f"{table.id}.{name}" if table else name)
    kind = _read_type(place, data, in_table=table is not None)
    own_keys = TYPE_KEYS[kind]
    check_keys(place, data, {**_COMMON_KEYS, **own_keys}, needed={"id", "type", "label"})
    settings: dict[str, Any] = {key: data[key] for key in data if key not in _CONVERTED}
    for key in ("exemptions", "exclusive", "parts", "required_parts", "reason_when"):
        if key in data:
            settings[key] = texts(place, key, data[key])
    settings["show_when"] = read_show_when(place, data, named)
    settings["choices"] = _read_choices(place, kind, data)
    settings["choices_from"] = reference.COUNTRIES if kind in _COUNTRY_TYPES else data.get("choices_from", "")
    if kind in _DEFAULT_PARTS:
        settings.setdefault("parts", _DEFAULT_PARTS[kind])
    inherited = {key: getattr(table, key) for key in ("origin", "verified", "source", "disclosure")} if table else {}
    settings = {**inherited, **settings, **_classes(place, data)}
    question = Question(id=QuestionId(name), type=kind, **settings)
    _check_settings(place, question)
    return _with_columns(file, place, question, data, named) if kind is AnswerType.TABLE else question


def check_keys(place: Place, data: Toml, known: Mapping[str, type], needed: Collection[str] = ()) -> None:
    """Refuse unknown keys, values of the wrong kind, and keys that are absent or empty though needed."""
    for key, found in data.items():
        if key not in known:
            raise place.fault(f"“{key}” is not a key here")
        if not isinstance(found, known[key]) or (isinstance(found, bool) and known[key] is int):
            raise place.fault(f"“{key}” must be of type {known[key].__name__}")
    for key in sorted(needed):
        if data.get(key) in (None, "", []):
            raise place.fault(f"“{key}” is missing")


def tables(place: Place, key: str, found: Sequence[object]) -> list[Toml]:
    """Return a list of TOML tables. Raises FormDefinitionError when it holds anything else."""
    checked: list[Toml] = [item for item in found if isinstance(item, dict)]
    if len(checked) != len(found):
        raise place.fault(f"each “{key}” must be a table")
    return checked


def texts(place: Place, key: str, found: Sequence[object]) -> tuple[str, ...]:
    """Return a list of texts. Raises FormDefinitionError when it holds anything else, or one twice."""
    checked = tuple(item for item in found if isinstance(item, str) and item)
    if len(checked) != len(found) or len(set(checked)) != len(checked):
        raise place.fault(f"“{key}” must be a list of different texts")
    return checked


def read_show_when(place: Place, data: Toml, named: Mapping[str, Condition]) -> Condition | None:
    """Read the condition of a section, page or question, if it has one."""
    if "show_when" not in data:
        return None
    try:
        return read_condition(data["show_when"], named)
    except ValueError as error:
        raise place.fault(str(error)) from error


def _read_type(place: Place, data: Toml, *, in_table: bool) -> AnswerType:
    try:
        kind = AnswerType(data.get("type", ""))
    except ValueError:
        raise place.fault(f"“{data.get('type', '')}” is not a type of answer") from None
    if in_table and kind in NOT_IN_COLUMNS:
        raise place.fault(f"a column cannot be of type {kind}")
    return kind


def _classes(place: Place, data: Toml) -> dict[str, Any]:
    try:
        found: dict[str, Any] = {"origin": Origin(data["origin"])} if "origin" in data else {}
        if "disclosure" in data:
            found["disclosure"] = Disclosure(data["disclosure"])
    except ValueError as error:
        raise place.fault(str(error)) from None
    return found


def _read_choices(place: Place, kind: AnswerType, data: Toml) -> tuple[Choice, ...]:
    if "choices" in data and "choices_from" in data:
        raise place.fault("choose between “choices” and “choices_from”")
    if kind in _COUNTRY_TYPES:
        return reference.load_list(reference.COUNTRIES).items
    if "choices_from" in data:
        return _items_of(place, data["choices_from"])
    if "choices" in data:
        return _own_choices(place, data["choices"])
    if kind in _NEEDS_CHOICES:
        raise place.fault("“choices” or “choices_from” is missing")
    return YES_NO_CHOICES if kind is AnswerType.YES_NO else ()


def _items_of(place: Place, list_id: str) -> tuple[Choice, ...]:
    try:
        return reference.load_list(list_id).items
    except FormDefinitionError as error:
        raise place.fault(str(error).rstrip(".")) from error


def _own_choices(place: Place, found: Sequence[object]) -> tuple[Choice, ...]:
    choices = []
    for item in found:
        if not isinstance(item, list) or not 2 <= len(item) <= 3 or not all(isinstance(text, str) for text in item):
            raise place.fault("each choice must be [id, label] or [id, label, hint]")
        choices.append(Choice(*item))
    ids = [choice.id for choice in choices]
    if not ids or not all(ids) or len(set(ids)) != len(ids):
        raise place.fault("choices need ids, each a different one")
    return tuple(choices)


def _check_settings(place: Place, question: Question) -> None:
    """Refuse limits that contradict each other and names that the question itself does not have."""
    for low, high in (("min_length", "max_length"), ("minimum", "maximum"), ("min_rows", "max_rows")):
        least, most = getattr(question, low), getattr(question, high)
        if least is not None and most is not None and least > most:
            raise place.fault(f"“{low}” is greater than “{high}”")
    choice_ids = {choice.id for choice in question.choices}
    for key in ("exclusive", "reason_when"):
        if not choice_ids.issuperset(getattr(question, key)):
            raise place.fault(f"“{key}” names a choice that is not there")
    known_parts = PARTS.get(question.type, {}).keys()
    if not known_parts >= set(question.parts):
        raise place.fault(f"“parts” may hold {', '.join(known_parts)}")
    if not set(question.parts) >= set(question.required_parts):
        raise place.fault("“required_parts” names a part that is not asked")
    if question.reason_label and not question.reason_when:
        raise place.fault("“reason_label” makes no sense without “reason_when”")


def _with_columns(file: str, place: Place, question: Question, data: Toml, named: Mapping[str, Condition]) -> Question:
    if not data.get("column"):
        raise place.fault("a table needs a “column”")
    columns = tuple(read_question(file, column, named, question) for column in tables(place, "column", data["column"]))
    names = [column.id for column in columns]
    if len(set(names)) != len(names) or "row" in names or any("." in name for name in names):
        raise place.fault("columns need different ids, without a dot and none of them “row”")
    if question.rows_from and (question.min_rows or question.max_rows is not None):
        raise place.fault("“min_rows” and “max_rows” make no sense with “rows_from”")
    fixed = _items_of(place, question.rows_from) if question.rows_from else ()
    return replace(question, columns=columns, fixed_rows=fixed)
