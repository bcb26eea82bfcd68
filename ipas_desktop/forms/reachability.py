"""Whether a page or question of a form can ever be shown.

Tries the answers that its condition, and the conditions of what that looks at, can tell apart. Used by ``lint`` only:
it may take a while, and gives a form the benefit of the doubt when there is too much to try.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from ipas_desktop.forms.conditions import comparisons, evaluate
from ipas_desktop.forms.definition import AnswerType, Comparison, Condition, Form, Json, Question, QuestionId

MOST_TRIALS = 50_000
_TODAY = date(2026, 1, 1)


def shown_conditions(form: Form) -> Mapping[QuestionId, tuple[Condition, ...]]:
    """Return, for each question, every condition that must hold for it to be shown: section's, page's and its own."""
    return {
        question.id: tuple(holder.show_when for holder in (section, page, question) if holder.show_when is not None)
        for section in form.sections
        for page in section.pages
        for question in page.questions
    }


def can_hold(form: Form, wanted: Sequence[Condition]) -> bool:
    """Say whether some answers make all the conditions hold.

    True as well when there are too many to try, and when it hangs on another form.
    """
    needs = shown_conditions(form)
    targets = _targets(wanted, needs)
    order = [question for question in form.questions() if question.id in targets]
    mentioned = _mentioned([*wanted, *(each for name in targets for each in needs[name])])
    if not mentioned.keys() <= needs.keys():
        return True
    for trial, values in enumerate(_assignments(order, needs, mentioned)):
        if trial > MOST_TRIALS or all(evaluate(each, values.get, today=_TODAY) for each in wanted):
            return True
    return False


def _targets(wanted: Sequence[Condition], needs: Mapping[QuestionId, tuple[Condition, ...]]) -> set[QuestionId]:
    """Return the questions that the conditions look at, and those that their being shown hangs on."""
    found: set[QuestionId] = set()
    waiting = list(wanted)
    while waiting:
        for comparison in comparisons(waiting.pop()):
            for name in (comparison.question, comparison.operand):
                if isinstance(name, str) and name in needs and name not in found:
                    found.add(QuestionId(name))
                    waiting.extend(needs[QuestionId(name)])
    return found


def _mentioned(conditions: Sequence[Condition]) -> dict[str, list[Comparison]]:
    found: dict[str, list[Comparison]] = {}
    for condition in conditions:
        for comparison in comparisons(condition):
            found.setdefault(str(comparison.question), []).append(comparison)
    return found


def _assignments(
    order: Sequence[Question],
    needs: Mapping[QuestionId, tuple[Condition, ...]],
    mentioned: Mapping[str, list[Comparison]],
) -> Iterator[dict[QuestionId, Json]]:
    """Yield the telling combinations of values; a question that is hidden under the earlier ones has none."""
    if not order:
        yield {}
        return
    *earlier, last = order
    for values in _assignments(earlier, needs, mentioned):
        shown = all(evaluate(each, values.get, today=_TODAY) for each in needs.get(last.id, ()))
        for value in [None, *_candidates(last, mentioned.get(last.id, []))] if shown else [None]:
            yield {**values, last.id: value}


def _candidates(question: Question, mentions: Sequence[Comparison]) -> list[Json]:
    """Return values of the question that its comparisons can tell apart."""
    operands = [operand for each in mentions for operand in _listed(each.operand)]
    if question.type in (AnswerType.DATE, AnswerType.PERIOD):
        return _days(question, operands)
    numbers = [operand for operand in operands if isinstance(operand, int)]
    if question.type in (AnswerType.WHOLE_NUMBER, AnswerType.MONEY):
        within = [max(number, question.minimum or 0) for number in [0, *numbers, *(each - 1 for each in numbers)]]
        return [str(each) for each in within if question.maximum is None or each <= question.maximum]
    if question.type in (AnswerType.TABLE, AnswerType.CITATIONS, AnswerType.ATTACHMENTS):
        return [list[Json](["item"] * max(number, 1)) for number in [1, *numbers]]
    return _choices(question, [str(operand) for operand in operands], max(numbers, default=0))


def _choices(question: Question, operands: Sequence[str], most: int) -> list[Json]:
    """Return each choice that is named, one that is not, and for lists several together."""
    ids = sorted(choice.id for choice in question.choices)
    named = [operand for operand in operands if operand in ids] if ids else list(operands)
    single = [*named, *([each for each in ids if each not in named][:1] if ids else ["text"])]
    if question.type in (AnswerType.CHOICES, AnswerType.COUNTRIES):
        return [list[Json](each) for each in (*([each] for each in single), named, ids[:most])]
    part = {AnswerType.YES_NO: "answer", AnswerType.RATING: "level"}.get(question.type)
    return [{part: each} for each in single] if part else list(single)


def _days(question: Question, operands: Sequence[Json]) -> list[Json]:
    days = {_TODAY}
    for operand in operands:
        try:
            days.add(date.fromisoformat(str(operand)))
        except ValueError:
            continue
    around = [(day + timedelta(days=shift)).isoformat() for day in sorted(days) for shift in (-1, 0, 1)]
    if question.type is AnswerType.PERIOD:
        return [{"from": each, "to": each} for each in around]
    return list(around)


def _listed(operand: Json) -> list[Json]:
    return operand if isinstance(operand, list) else [operand]
