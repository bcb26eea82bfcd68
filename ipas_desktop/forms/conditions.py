"""Structured conditions: reading them from a form file, and evaluating them over answers.

Holds no walk through the form: what is visible is decided in ``journey``, which hands in a look-up that knows no
hidden question. There are no expression strings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from ipas_desktop.forms.answers.dates import read_date
from ipas_desktop.forms.answers.numbers import read_money
from ipas_desktop.forms.definition import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Json,
    Negation,
    Operator,
    QuestionId,
)

LookUp = Callable[[QuestionId], Json]
"""Gives the value of a question, or None when it is unanswered or hidden. Raw answers are understood as well."""

_MAIN_PARTS = ("answer", "level")
_OPERANDS: dict[Operator, tuple[type, ...]] = {
    Operator.IS: (str, int),
    Operator.IS_NOT: (str, int),
    Operator.INCLUDES: (str, list),
    Operator.AT_LEAST: (int,),
    Operator.BEFORE: (str,),
    Operator.AFTER: (str,),
    Operator.ANSWERED: (bool,),
}


def evaluate(
    condition: Condition | None,
    look_up: LookUp,
    *,
    today: date | None = None,
    row: Mapping[str, Json] | None = None,
) -> bool:
    """Say whether a condition holds; no condition always does.

    ``row`` holds the cells of the table row that ``column`` conditions look at. ``today`` is what "today" means.
    """
    if condition is None:
        return True
    if isinstance(condition, Comparison):
        return _compare(condition, _target_value(condition, look_up, row or {}), look_up, today)
    if isinstance(condition, Negation):
        return not evaluate(condition.condition, look_up, today=today, row=row)
    held = (evaluate(each, look_up, today=today, row=row) for each in condition.conditions)
    return all(held) if isinstance(condition, AllOf) else any(held)


def comparisons(condition: Condition | None) -> Iterator[Comparison]:
    """Yield every comparison a condition is made of."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Negation):
        yield from comparisons(condition.condition)
    elif condition is not None:
        for each in condition.conditions:
            yield from comparisons(each)


def read_condition(definition: object, named: Mapping[str, Condition]) -> Condition:
    """Turn a ``show_when`` as TOML gives it into a condition.

    Raises ValueError with the reason when it is malformed.
    """
    if isinstance(definition, str):
        if definition not in named:
            raise ValueError(f"there is no condition named “{definition}”")
        return named[definition]
    if not isinstance(definition, dict) or not definition:
        raise ValueError("a condition must be a name or a table")
    if definition.keys() & {"all", "any", "not"}:
        return _read_combination(definition, named)
    return _read_comparison(definition)


def read_named_conditions(definitions: Mapping[str, object]) -> dict[str, Condition]:
    """Turn the ``[conditions]`` of a form into conditions by name; a name may use those written above it.

    Raises ValueError with the reason when one is malformed or uses a name that is not yet known.
    """
    named: dict[str, Condition] = {}
    for name, definition in definitions.items():
        try:
            named[name] = read_condition(definition, named)
        except ValueError as error:
            raise ValueError(f"conditions.{name}: {error}") from error
    return named


def _read_combination(definition: dict[str, object], named: Mapping[str, Condition]) -> Condition:
    if len(definition) != 1:
        raise ValueError("“all”, “any” or “not” must stand alone in a condition")
    word, content = next(iter(definition.items()))
    if word == "not":
        return Negation(read_condition(content, named))
    if not isinstance(content, list) or not content:
        raise ValueError(f"“{word}” must hold a list of conditions")
    conditions = tuple(read_condition(each, named) for each in content)
    return AllOf(conditions) if word == "all" else AnyOf(conditions)


def _read_comparison(definition: dict[str, object]) -> Comparison:
    operators = [word for word in definition if word in set(Operator)]
    if len(operators) != 1:
        raise ValueError(f"a condition needs exactly one of {', '.join(Operator)}")
    unknown = definition.keys() - {"question", "column", "part", operators[0]}
    if unknown:
        raise ValueError(f"unknown key “{min(unknown)}” in a condition")
    if ("question" in definition) == ("column" in definition):
        raise ValueError("a condition needs a question or a column, not both")
    names = {key: definition[key] for key in ("question", "column", "part") if key in definition}
    if not all(isinstance(name, str) and name for name in names.values()):
        raise ValueError("question, column and part of a condition must be text")
    operator = Operator(operators[0])
    question, column, part = (names.get(key) for key in ("question", "column", "part"))
    return Comparison(
        operator,
        _read_operand(operator, definition[operator]),
        question=QuestionId(str(question)) if question else None,
        column=str(column) if column else None,
        part=str(part) if part else None,
    )


def _read_operand(operator: Operator, operand: object) -> Json:
    kinds = _OPERANDS[operator]
    if not isinstance(operand, kinds) or (isinstance(operand, bool) and bool not in kinds):
        raise ValueError(f"“{operator}” cannot be compared with {operand!r}")
    if isinstance(operand, list):
        if not operand or not all(isinstance(item, str) for item in operand):
            raise ValueError(f"“{operator}” needs a list of texts")
        return [str(item) for item in operand]
    if operator is Operator.INCLUDES:
        return [str(operand)]
    return operand if isinstance(operand, bool | int) else str(operand)


def _target_value(comparison: Comparison, look_up: LookUp, row: Mapping[str, Json]) -> Json:
    if comparison.column is not None:
        value = row.get(comparison.column)
    else:
        value = look_up(QuestionId(str(comparison.question)))
    if isinstance(value, dict):
        if comparison.part:
            value = value.get(comparison.part)
        else:
            value = next((value[part] for part in _MAIN_PARTS if part in value), value)
    return None if value in ("", [], {}) else value


def _compare(comparison: Comparison, value: Json, look_up: LookUp, today: date | None) -> bool:
    operator, operand = comparison.operator, comparison.operand
    if operator is Operator.ANSWERED:
        return (value is not None) is operand
    if operator in (Operator.IS, Operator.IS_NOT):
        return _same(value, operand) is (operator is Operator.IS)
    if operator is Operator.INCLUDES:
        held = value if isinstance(value, list) else [value]
        return isinstance(operand, list) and any(item in held for item in operand)
    if operator is Operator.AT_LEAST:
        amount = _amount(value)
        return amount is not None and isinstance(operand, int) and amount >= operand
    day, limit = _day(value), _limit(str(operand), look_up, today)
    if day is None or limit is None:
        return False
    return day < limit if operator is Operator.BEFORE else day > limit


def _same(value: Json, operand: Json) -> bool:
    if isinstance(operand, int) and isinstance(value, str):
        return _amount(value) == operand
    return value == operand


def _amount(value: Json) -> Decimal | None:
    """Return a number, an amount of money, or how many rows or items there are."""
    if isinstance(value, list):
        return Decimal(len(value))
    if isinstance(value, str):
        return read_money(value.strip()) if len(value) < 100 else None
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _limit(operand: str, look_up: LookUp, today: date | None) -> date | None:
    if operand == "today":
        return today
    return _day(operand) or _day(look_up(QuestionId(operand)))


def _day(value: Json) -> date | None:
    found = read_date(value)
    return found if isinstance(found, date) else None
