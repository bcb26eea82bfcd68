"""Which field shows which question."""

from __future__ import annotations

from ipas_desktop.cases.case import CaseId
from ipas_desktop.forms.definition import AnswerType, Question
from ipas_desktop.ui.fields.base import Field
from ipas_desktop.ui.fields.choosing import MOST_RADIOS, LongChoice, Radios, Ticks
from ipas_desktop.ui.fields.citations import Citations
from ipas_desktop.ui.fields.dates import DateField, PeriodField
from ipas_desktop.ui.fields.files import Attachments
from ipas_desktop.ui.fields.numbers import Money, Shares, WholeNumber
from ipas_desktop.ui.fields.parties import Party
from ipas_desktop.ui.fields.places import Countries, Country
from ipas_desktop.ui.fields.reasons import WithReason
from ipas_desktop.ui.fields.table import Table
from ipas_desktop.ui.fields.text import LongText, ShortText
from ipas_desktop.ui.session import Session

_FIELDS: dict[AnswerType, type[Field]] = {
    AnswerType.SHORT_TEXT: ShortText,
    AnswerType.LONG_TEXT: LongText,
    AnswerType.CHOICES: Ticks,
    AnswerType.DATE: DateField,
    AnswerType.PERIOD: PeriodField,
    AnswerType.WHOLE_NUMBER: WholeNumber,
    AnswerType.MONEY: Money,
    AnswerType.SHARES: Shares,
    AnswerType.PERSON: Party,
    AnswerType.ORGANISATION: Party,
    AnswerType.COUNTRY: Country,
    AnswerType.COUNTRIES: Countries,
    AnswerType.RATING: WithReason,
    AnswerType.YES_NO: WithReason,
}


def make(question: Question, session: Session, case_id: CaseId | None = None) -> Field:
    """Return the field for a question, blank. ``case_id`` is needed by attachments only."""
    if question.type is AnswerType.CHOICE:
        return (Radios if len(question.choices) <= MOST_RADIOS else LongChoice)(question, session)
    if question.type is AnswerType.ATTACHMENTS:
        return Attachments(question, session, case_id)
    if question.type is AnswerType.TABLE:
        return Table(question, session, make)
    if question.type is AnswerType.CITATIONS:
        return Citations(question, session, make)
    return _FIELDS[question.type](question, session)
