"""The frozen objects a form definition is made of.

Holds no reading, evaluation or checking: see ``loader``, ``conditions``, ``validation``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType, TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
"""Plain JSON without floats: amounts are decimal strings, so nothing is ever rounded."""

QuestionId = NewType("QuestionId", str)
"""Stable, dotted, never reused: ``en.a.title`` (notification), ``osja.s2.rights`` (OSJA). Unique over all forms, but
that both kinds of OSJA assessment share the ids of questions that mean the same, so that one set of rules judges both.
"""

RowId = NewType("RowId", str)
"""Identifies a row of a table for good, also when it moves. For fixed rows it is the reference item's id (``R2``)."""

Answers: TypeAlias = Mapping[QuestionId, Json]
"""Raw answers by question id. A table's raw answer is a list of rows: ``[{"row": "r1", "name": "…"}, …]``."""


class AnswerType(StrEnum):
    """The kinds of answer. The raw and canonical JSON of each is documented in ``answers``."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    PERIOD = "period"
    WHOLE_NUMBER = "whole_number"
    MONEY = "money"
    SHARES = "shares"
    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    COUNTRIES = "countries"
    TABLE = "table"
    RATING = "rating"
    YES_NO = "yes_no"
    CITATIONS = "citations"
    ATTACHMENTS = "attachments"


class Origin(StrEnum):
    """Where a question comes from. Nothing says OFFICIAL unless its text was read in an official source."""

    SEED = "seed"  # stated by the source document, the College's public page on its international work
    OFFICIAL = "official"  # text read in official guidance
    ADAPTED = "adapted"  # derived from cited public sources, in our words
    LOCAL = "local"  # our own proposal, or an organisation's addition


class Disclosure(StrEnum):
    """Default class of an answer if a public copy is ever made; an aid, never a decision."""

    OPEN = "open"
    CONSIDER = "consider"
    WITHHOLD = "withhold"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a question or one item of a reference list. ``id`` is stored, ``label`` is shown."""

    id: str
    label: str
    hint: str = ""
    aliases: tuple[str, ...] = ()


class Operator(StrEnum):
    """What a condition may ask of one answer."""

    IS = "is"
    IS_NOT = "is_not"  # also true while the question is unanswered
    INCLUDES = "includes"  # a list holds the item; several items in the condition mean: any of them
    AT_LEAST = "at_least"  # number, money, or number of rows or items
    BEFORE = "before"  # date before a date, "today" or another date question
    AFTER = "after"
    ANSWERED = "answered"  # true/false


@dataclass(frozen=True, slots=True)
class Comparison:
    """One structured condition on one answer. ``column`` instead of ``question`` looks at the same table row."""

    operator: Operator
    operand: Json
    question: QuestionId | None = None
    column: str | None = None
    part: str | None = None  # a part of a composite answer: "answer" of yes_no, "level" of rating


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every condition is."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one condition is."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """True when the condition is not."""

    condition: Condition


Condition: TypeAlias = "Comparison | AllOf | AnyOf | Negation"


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One question, or one column of a table (then ``id`` is the short column name).

    Limits that do not apply to the type are None or empty; ``loader`` refuses ones that make no sense.
    Date limits are an ISO date, ``"today"`` or the id of another date question. Compared and hashed by identity:
    definitions are loaded once, and comparing whole tables in a loop over rows is slow.
    """

    id: QuestionId
    type: AnswerType
    label: str
    short_label: str = ""  # names the answer in problems and narrow headings: "Start date" for "When does it start?"
    missing: str = ""  # hand-written "Enter …" or "Select …" shown when the answer is missing
    hint: str = ""
    help: str = ""
    good_example: str = ""
    bad_example: str = ""
    required: bool = False
    show_when: Condition | None = None
    origin: Origin = Origin.LOCAL
    verified: bool = False
    source: str = ""
    disclosure: Disclosure = Disclosure.CONSIDER
    exemptions: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""  # id of the reference list the choices were taken from
    exclusive: tuple[str, ...] = ()  # choices that cannot be combined with others, such as "none"
    min_length: int | None = None  # characters
    max_length: int | None = None
    minimum: int | None = None  # whole number or pounds; items for choices, countries, citations, attachments
    maximum: int | None = None
    after: str = ""
    before: str = ""
    not_after: str = ""
    not_before: str = ""
    parts: tuple[str, ...] = ()  # person and organisation: which parts are asked, in order
    required_parts: tuple[str, ...] = ()
    reason_when: tuple[str, ...] = ()  # yes_no and rating: answers under which a reason is asked, and then needed
    reason_label: str = ""
    columns: tuple[Question, ...] = ()  # table
    rows_from: str = ""  # table with one fixed row per item of this reference list
    fixed_rows: tuple[Choice, ...] = ()
    row_name: str = "row"  # "participant", "risk", "measure": used in buttons and problems
    min_rows: int = 0
    max_rows: int | None = None

    def __repr__(self) -> str:
        """Name the question only, as for a form."""
        return f"<Question {self.id} {self.type}>"


@dataclass(frozen=True, slots=True)
class Page:
    """Questions shown together; small enough to read at once."""

    id: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    show_when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A lettered part of a form; one line of the task list."""

    id: str
    letter: str
    title: str
    pages: tuple[Page, ...]
    intro: str = ""
    show_when: Condition | None = None
    file: str = ""  # name of the TOML file, for findings


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A whole form. A case pins ``id`` and ``version``; old versions stay readable for good. Compared by identity."""

    id: str
    version: int
    title: str
    short_title: str
    edition: str  # when this version was written, ISO date
    about: str  # what it is and is not, printed on the PDF
    sections: tuple[Section, ...]
    references: Mapping[str, str] = field(default_factory=dict)  # reference list id -> edition used

    def __repr__(self) -> str:
        """Name the form only: spelt out in full it fills many screens of a test report."""
        return f"<Form {self.id} {self.version}>"

    def pages(self) -> Iterator[Page]:
        """Yield every page in order."""
        for section in self.sections:
            yield from section.pages

    def questions(self) -> Iterator[Question]:
        """Yield every question in order, tables as one question."""
        for page in self.pages():
            yield from page.questions

    def question(self, question_id: QuestionId) -> Question:
        """Return the question of that id. Raises KeyError when there is none."""
        for question in self.questions():
            if question.id == question_id:
                return question
        raise KeyError(question_id)


@dataclass(frozen=True, slots=True)
class Context:
    """What the engine needs besides the form: the day it is, and answers of other documents of the same case.

    ``other_answers`` are best the ``values.collect(...).values`` of those documents: then a question that is hidden
    over there counts as unanswered here too. Raw answers work as well, without that.
    """

    today: date
    other_answers: Answers = field(default_factory=dict)
