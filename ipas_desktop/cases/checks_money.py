"""Checks of money: sums that agree, who bears the cost, and income kept apart from the decision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from ipas_desktop.cases import plain
from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.cases.findings import Check, Found, Severity, at
from ipas_desktop.cases.reading import Reading
from ipas_desktop.forms.definition import Json, QuestionId

FULL_COST_FROM = Decimal(4000)  # pounds; the figure of the Met's procedure of 2006, kept as a prompt
_OWN_FUNDS = "own_funds"
_INCOME = re.compile(r"\b(income|profit|surplus|revenue|commercial opportunit\w+|fees? earned)\b", re.IGNORECASE)


def _pounds(value: Json) -> Decimal | None:
    try:
        return Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None


def _shares(reading: Reading) -> dict[str, Json]:
    shares = reading.notification.get(QuestionId("en.j.split"))
    return dict(shares) if isinstance(shares, dict) else {}


def _payer_and_share_differ(reading: Reading) -> Iterator[Found]:
    payers, shares = set(plain.items(reading.notification, "en.j.model")), set(_shares(reading))
    if shares and payers != shares:
        yield Found("The payers ticked and the payers with a share differ", NOTIFICATION, at("en.j.split"))


def _costs_differ(reading: Reading) -> Iterator[Found]:
    value = _pounds(plain.text(reading.notification, "en.j.value"))
    amounts = [_pounds(row.get("amount")) for row in plain.rows(reading.notification, "en.j.costs")]
    known = [amount for amount in amounts if amount is not None]
    if value is not None and known and sum(known) != value:
        message = f"The costs add up to £{sum(known):,.2f}, the total value is £{value:,.2f}"
        yield Found(message, NOTIFICATION, at("en.j.costs"))


def _full_cost_to_uk(reading: Reading) -> Iterator[Found]:
    payers = plain.items(reading.notification, "en.j.model")
    value = _pounds(plain.text(reading.notification, "en.j.value"))
    if payers == (_OWN_FUNDS,) and value is not None and value > FULL_COST_FROM:
        message = f"The UK body bears the whole cost of £{value:,.2f}"
        yield Found(message, NOTIFICATION, at("en.j.model"))


def _income_in_reasoning(reading: Reading) -> Iterator[Found]:
    for question in ("en.k.hr_summary", "en.k.recommendation_reason", "en.k.eth_public"):
        if _INCOME.search(plain.text(reading.notification, question)):
            yield Found("Income is argued where the risk or the decision is reasoned", NOTIFICATION, at(question))
    for document in reading.assessments:
        for question in ("osja.s4.net_contribution", "osja.s4.recommendation_reason", "osja.s4.level_reason"):
            if _INCOME.search(plain.text(document.values, question)):
                yield Found("Income is argued where the risk or the decision is reasoned", document.key, at(question))


def _income_not_assessed(reading: Reading) -> Iterator[Found]:
    earns = plain.text(reading.notification, "en.j.income") == "yes"
    for document in reading.assessments:
        if earns and plain.text(document.values, "osja.m.income") == "no":
            message = "The notification names an income, the OSJA assessment says there is none"
            yield Found(message, document.key, at("osja.m.income"))


CHECKS = (
    Check(
        "payer-and-share-differ",
        Severity.WARNING,
        "A payer without a share, or a share without its payer",
        "Make the two answers agree.",
        "local",
        _payer_and_share_differ,
    ),
    Check(
        "costs-differ",
        Severity.WARNING,
        "A breakdown of costs that does not add up to the total value",
        "Correct the breakdown or the total.",
        "local",
        _costs_differ,
    ),
    Check(
        "full-cost-to-uk",
        Severity.ADVICE,
        f"Work of more than £{FULL_COST_FROM:,} that the UK body pays for alone",
        "Say why the partner does not pay; your authority may wish to know.",
        "Metropolitan Police practice 2006 to 2010, kept as a prompt",
        _full_cost_to_uk,
    ),
    Check(
        "income-in-reasoning",
        Severity.WARNING,
        "Income used as an argument in the reasoning on rights or the recommendation",
        "Keep income to its own question; decide on the risk alone.",
        "Criticism of a 2016 form that called the work income-generating",
        _income_in_reasoning,
    ),
    Check(
        "income-not-assessed",
        Severity.WARNING,
        "An income in the notification that the OSJA assessment denies",
        "Make the two answers agree.",
        "local",
        _income_not_assessed,
    ),
)
