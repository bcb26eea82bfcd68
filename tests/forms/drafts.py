"""Hypothesis strategies for raw answers: what a person or a case file may hold, half-typed too, and hostile JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st

from ipas_desktop.forms.conditions import comparisons
from ipas_desktop.forms.definition import AnswerType, Form, Json, Question

TYPED = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            " ",
            "a\tb",
            "line\r\nline\u2028line",
            "e\u0301",
            "<b>&amp;</b>",
            "\x00\x07",
            "\u202eabc",
            "\ud800",
            "x" * 400,
        ]
    ),
)
DATES = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.fixed_dictionaries(
        {},
        optional={
            "day": st.one_of(st.integers(0, 40).map(str), TYPED),
            "month": st.one_of(st.sampled_from(["Dec", "december", "2", "13", "Sept."]), TYPED),
            "year": st.one_of(st.integers(1890, 2210).map(str), st.sampled_from(["26", "2026"]), TYPED),
        },
    ),
    st.sampled_from(["", "2026", "2026-02-30"]),
)
NUMBERS = st.one_of(
    TYPED,
    st.integers(-10, 2000).map(str),
    st.sampled_from(["1,234", "£12,500.5", "12,50", "33.33", "70%", "1 000", "−5", "٣", "0"]),
)
KEYS = st.sampled_from(
    ["row", "day", "month", "year", "from", "to", "answer", "level", "reason", "name", "sha256", "title", "us"]
)
HOSTILE: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.just(10**40), st.text(), TYPED),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(st.text(), KEYS), inner, max_size=5)
    ),
    max_leaves=12,
)


@cache
def answer(question: Question) -> st.SearchStrategy[Json]:
    """Raw answers of the shape a case file may hold."""
    return st.one_of(st.none(), _SHAPES[question.type](question))


@st.composite
def draft(draw: st.DrawFn, form: Form) -> dict[str, Json]:
    """Any subset of raw answers to a form: often to questions that others hang on, and some others."""
    questions = list(form.questions())
    chosen = [*draw(st.lists(st.sampled_from(questions), max_size=6)), *draw(_decisive(form))]
    return {str(question.id): draw(answer(question)) for question in chosen}


@cache
def _decisive(form: Form) -> st.SearchStrategy[list[Question]]:
    """Lists of questions that others hang on."""
    holders = [*form.sections, *form.pages(), *form.questions()]
    targets = {each.question for holder in holders for each in comparisons(holder.show_when)}
    return st.lists(st.sampled_from([each for each in form.questions() if each.id in targets]), max_size=10)


def _choice(question: Question) -> st.SearchStrategy[Any]:
    return st.sampled_from(["", *(choice.id for choice in question.choices[:40])])


def _choices(question: Question) -> st.SearchStrategy[Any]:
    return st.lists(_choice(question), max_size=4)


def _country(_question: Question) -> st.SearchStrategy[Any]:
    return st.one_of(st.sampled_from(["KE", "gb", "Kenya", "Ivory Coast", "FYROM", "Ruritania", "USA"]), TYPED)


def _period(_question: Question) -> st.SearchStrategy[Any]:
    side = st.one_of(st.none(), DATES)
    return st.fixed_dictionaries({}, optional={"from": side, "to": side})


def _shares(question: Question) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional={choice.id: NUMBERS for choice in question.choices})


def _parts(question: Question) -> st.SearchStrategy[Any]:
    known = {"email": st.sampled_from(["a@b.uk", "nonsense"]), "country": _country(question), "kind": st.just("police")}
    return st.fixed_dictionaries(
        {}, optional={part: st.one_of(TYPED, known.get(part, TYPED)) for part in question.parts}
    )


def _with_reason(key: str) -> Callable[[Question], st.SearchStrategy[Any]]:
    return lambda question: st.fixed_dictionaries({}, optional={key: _choice(question), "reason": TYPED})


def _citations(_question: Question) -> st.SearchStrategy[Any]:
    day = st.one_of(st.none(), DATES)
    link = st.one_of(TYPED, st.just("https://example.org/a"))
    parts = {"title": TYPED, "publisher": TYPED, "date": day, "link": link, "retrieved_on": day}
    return st.lists(st.fixed_dictionaries({}, optional=parts), max_size=3)


def _attachments(_question: Question) -> st.SearchStrategy[Any]:
    parts = {
        "sha256": st.sampled_from(["0" * 64, "ab" * 32]),
        "name": TYPED,
        "size": st.integers(0, 10**8),
        "media_type": st.sampled_from(["application/pdf", ""]),
    }
    return st.lists(st.fixed_dictionaries(parts), max_size=3)


def _table(question: Question) -> st.SearchStrategy[Any]:
    ids = [row.id for row in question.fixed_rows] or ["r1", "r2", "r3", "r4"]
    cells = {str(column.id): answer(column) for column in question.columns}
    row = st.fixed_dictionaries({"row": st.sampled_from(ids)}, optional=cells)
    return st.lists(row, max_size=4, unique_by=lambda each: each["row"])


_SHAPES: dict[AnswerType, Callable[[Question], st.SearchStrategy[Any]]] = {
    AnswerType.SHORT_TEXT: lambda _: TYPED,
    AnswerType.LONG_TEXT: lambda _: TYPED,
    AnswerType.CHOICE: _choice,
    AnswerType.CHOICES: _choices,
    AnswerType.DATE: lambda _: DATES,
    AnswerType.PERIOD: _period,
    AnswerType.WHOLE_NUMBER: lambda _: st.one_of(NUMBERS, st.integers(-5, 10**6)),
    AnswerType.MONEY: lambda _: NUMBERS,
    AnswerType.SHARES: _shares,
    AnswerType.PERSON: _parts,
    AnswerType.ORGANISATION: _parts,
    AnswerType.COUNTRY: _country,
    AnswerType.COUNTRIES: lambda question: st.lists(_country(question), max_size=3),
    AnswerType.TABLE: _table,
    AnswerType.RATING: _with_reason("level"),
    AnswerType.YES_NO: _with_reason("answer"),
    AnswerType.CITATIONS: _citations,
    AnswerType.ATTACHMENTS: _attachments,
}
