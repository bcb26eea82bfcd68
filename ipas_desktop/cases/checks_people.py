"""Checks of people: who leads, writes and approves, who travels, and the authority under which they do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipas_desktop.cases import plain
from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.cases.findings import Check, Found, Severity, at
from ipas_desktop.cases.reading import Reading

_PUBLIC_DOMAINS = ("police.uk", "gov.uk", "parliament.uk", "mod.uk", "nhs.uk")
_FORCE_OF_BODY = {"territorial_force": "england_wales", "psni": "psni", "police_scotland": "police_scotland"}
_GRANTED = ("granted", "general_authorisation")


def same_person(one: str, other: str) -> bool:
    """Whether two names as typed mean one person: compared without case and doubled spaces, never when blank."""
    return bool(one.strip()) and one.casefold().split() == other.casefold().split()


def _name(reading: Reading, question: str) -> str:
    return plain.part(reading.notification, question, "name")


def _author_approves(reading: Reading) -> Iterator[Found]:
    author = _name(reading, "en.o.author")
    if same_person(author, _name(reading, "en.o.approver")):
        yield Found(f"{author} is both author and approver", NOTIFICATION, at("en.o.approver"))
    for document in reading.assessments:
        authors = [
            plain.text_of(row.get("name"))
            for row in plain.rows(document.values, "osja.m.people")
            if plain.text_of(row.get("role")) == "author"
        ]
        approver = plain.part(document.values, "osja.s4.approver", "name")
        if any(same_person(name, approver) for name in authors):
            message = f"{approver} is both author and approver of the OSJA assessment"
            yield Found(message, document.key, at("osja.s4.approver"))


def _author_reviews(reading: Reading) -> Iterator[Found]:
    author = _name(reading, "en.o.author")
    if same_person(author, _name(reading, "en.o.reviewer")):
        yield Found(f"{author} is both author and reviewer", NOTIFICATION, at("en.o.reviewer"))


def _author_owns_risk(reading: Reading) -> Iterator[Found]:
    author, reason = _name(reading, "en.o.author"), plain.text(reading.notification, "en.o.sro_author_reason")
    if same_person(author, _name(reading, "en.b.sro")) and not reason:
        yield Found(f"{author} is both author and senior responsible owner", NOTIFICATION, at("en.b.sro"))


def _deputy_is_contact(reading: Reading) -> Iterator[Found]:
    contact = _name(reading, "en.b.poc")
    if same_person(contact, _name(reading, "en.b.poc_alt")):
        yield Found(f"{contact} is named as their own deputy", NOTIFICATION, at("en.b.poc_alt"))


def _email_not_official(reading: Reading) -> Iterator[Found]:
    email = plain.part(reading.notification, "en.b.poc", "email").casefold()
    domain = email.rpartition("@")[2]
    if domain and not any(domain == known or domain.endswith(f".{known}") for known in _PUBLIC_DOMAINS):
        yield Found(f"The contact's email is at {domain}", NOTIFICATION, at("en.b.poc"))


def _name_in_title(reading: Reading) -> Iterator[Found]:
    title = set(re.findall(r"[^\W\d_]{3,}", plain.text(reading.notification, "en.a.title").casefold()))
    people = ("en.b.poc", "en.b.sro", "en.c.partner_poc", "en.o.author")
    for question in people:
        surname = _name(reading, question).casefold().split()[-1:]
        if surname and surname[0] in title:
            yield Found("The title seems to hold a person's name", NOTIFICATION, at("en.a.title"))
            return


def _section_26_overlooked(reading: Reading) -> Iterator[Found]:
    ticked, needed = (
        plain.items(reading.notification, "en.h.forces"),
        plain.text(reading.notification, "en.h.s26_needed"),
    )
    for row in plain.rows(reading.notification, "en.h.team"):
        force = _FORCE_OF_BODY.get(plain.text_of(row.get("employer")), "")
        serving = plain.text_of(row.get("status")) in ("officer", "staff")
        if force and serving and force not in ticked:
            message = "A member of the team serves in a force that is not ticked below"
            yield Found(message, NOTIFICATION, at("en.h.team", plain.row_id(row), "employer"))
        elif force == "england_wales" and serving and needed == "no":
            message = "Section 26 is said not to be needed, but a force in England or Wales lends officers or staff"
            yield Found(message, NOTIFICATION, at("en.h.s26_needed"))


def _section_26_outstanding(reading: Reading) -> Iterator[Found]:
    values = reading.notification
    needed, status = plain.text(values, "en.h.s26_needed"), plain.text(values, "en.h.s26_status")
    if needed == "not_known":
        yield Found("Whether section 26 consent is needed is not known", NOTIFICATION, at("en.h.s26_needed"))
    if needed == "yes" and status and status not in _GRANTED:
        yield Found("Section 26 consent is not granted", NOTIFICATION, at("en.h.s26_status"))


def _devolved_approval_outstanding(reading: Reading) -> Iterator[Found]:
    northern_ireland = plain.text(reading.notification, "en.h.ni_s8")
    if northern_ireland and northern_ireland != "both":
        message = "The Policing Board and the Department of Justice have not both approved"
        yield Found(message, NOTIFICATION, at("en.h.ni_s8"))
    scotland = plain.text(reading.notification, "en.h.scot")
    if scotland and scotland != "approved":
        message = "The International Development Board of Police Scotland has not approved"
        yield Found(message, NOTIFICATION, at("en.h.scot"))


def _nobody_takes_part(reading: Reading) -> Iterator[Found]:
    rows = plain.rows(reading.notification, "en.g.numbers")
    numbers = [cell for row in rows for name, cell in row.items() if name != "row" and isinstance(cell, int)]
    if numbers and sum(numbers) == 0:
        yield Found("The participants add up to none", NOTIFICATION, at("en.g.numbers"))


def _one_gender(reading: Reading) -> Iterator[Found]:
    rows = plain.rows(reading.notification, "en.g.numbers")
    women, men, unknown = (
        sum(cell for row in rows if isinstance(cell := row.get(column), int))
        for column in ("women", "men", "not_known")
    )
    if unknown == 0 and women + men > 1 and 0 in (women, men):
        who = "men" if men else "women"
        yield Found(f"All participants are {who}", NOTIFICATION, at("en.g.numbers"))


def _no_vetting(reading: Reading) -> Iterator[Found]:
    if "none" in plain.items(reading.notification, "en.g.vetting"):
        yield Found("Nobody checks the participants", NOTIFICATION, at("en.g.vetting"))


CHECKS = (
    Check(
        "author-approves",
        Severity.STOPS_SIGNING,
        "One person as author and approver, of the notification or of the OSJA assessment",
        "Name another approver.",
        "local; four-eyes rule",
        _author_approves,
    ),
    Check(
        "author-reviews",
        Severity.WARNING,
        "One person as author and reviewer",
        "Ask somebody else to review it.",
        "local; four-eyes rule",
        _author_reviews,
    ),
    Check(
        "author-owns-risk",
        Severity.WARNING,
        "One person as author and senior responsible owner, without a reason",
        "Give the reason, or name another owner.",
        "local",
        _author_owns_risk,
    ),
    Check(
        "deputy-is-contact",
        Severity.WARNING,
        "A deputy contact who is the contact",
        "Name somebody who can answer while the contact travels.",
        "local",
        _deputy_is_contact,
    ),
    Check(
        "email-not-official",
        Severity.ADVICE,
        "A contact's email that is not at a police or government address",
        "Use a work address if there is one.",
        "local",
        _email_not_official,
    ),
    Check(
        "name-in-title",
        Severity.ADVICE,
        "A title with the name of a person in it; titles appear in lists and file names",
        "Make the title neutral.",
        "local; data minimisation",
        _name_in_title,
    ),
    Check(
        "section-26-overlooked",
        Severity.WARNING,
        "A team with members of a force whose own authority is not asked for",
        "Tick the force and answer the questions on its authority.",
        "Police Act 1996, section 26; Police (Northern Ireland) Act 2000, section 8",
        _section_26_overlooked,
    ),
    Check(
        "section-26-outstanding",
        Severity.WARNING,
        "Section 26 consent that is needed and not granted; the work may not start",
        "Record the consent once the Home Office has given it.",
        "Police Act 1996, section 26",
        _section_26_outstanding,
        stops_start=True,
    ),
    Check(
        "devolved-approval-outstanding",
        Severity.WARNING,
        "An approval in Northern Ireland or Scotland that is not given; the work may not start",
        "Record the approval once it is given.",
        "Police (Northern Ireland) Act 2000, section 8; practice of Police Scotland",
        _devolved_approval_outstanding,
        stops_start=True,
    ),
    Check(
        "nobody-takes-part",
        Severity.STOPS_SIGNING,
        "Numbers of participants that add up to none",
        "Enter the numbers; estimates are fine.",
        "local",
        _nobody_takes_part,
    ),
    Check(
        "one-gender",
        Severity.ADVICE,
        "Participants who are all women or all men",
        "Say why, or ask the partner to nominate both.",
        "local",
        _one_gender,
    ),
    Check(
        "no-vetting",
        Severity.WARNING,
        "Participants whom nobody checks",
        "Agree a check with the Post.",
        "OSJA guidance, reconstructed; comparator: United States unit vetting",
        _no_vetting,
    ),
)
