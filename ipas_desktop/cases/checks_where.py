"""Checks of where and how the work is delivered, and that an OSJA assessment covers each country."""

from __future__ import annotations

from collections.abc import Iterator

from ipas_desktop.cases import plain
from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.cases.findings import Check, Found, Severity, at
from ipas_desktop.cases.labels import country_names, in_words
from ipas_desktop.cases.reading import Reading

_PLACE_OF_MODE = {"in_uk": ("uk", "in the UK"), "virtual": ("online", "online"), "in_country": ("overseas", "overseas")}


def _countries(reading: Reading) -> set[str]:
    return set(plain.items(reading.notification, "en.c.countries"))


def _assessed(reading: Reading) -> set[str]:
    found: set[str] = set()
    for document in reading.assessments:
        found |= set(plain.items(document.values, "osja.m.countries"))
    return found


def _names(codes: set[str]) -> str:
    return in_words(sorted(country_names(sorted(codes))))


def _country_not_assessed(reading: Reading) -> Iterator[Found]:
    missing = _countries(reading) - _assessed(reading)
    if missing and reading.assessments:
        message = f"No OSJA assessment covers {_names(missing)}"
        yield Found(message, reading.assessments[0].key, at("osja.m.countries"))


def _other_country_assessed(reading: Reading) -> Iterator[Found]:
    third = set(plain.items(reading.notification, "en.c.third_countries"))
    for document in reading.assessments:
        extra = set(plain.items(document.values, "osja.m.countries")) - _countries(reading) - third
        if extra:
            message = f"The OSJA assessment covers {_names(extra)}, which the notification does not name"
            yield Found(message, document.key, at("osja.m.countries"))


def _separate_or_combined(reading: Reading) -> Iterator[Found]:
    mode, count = plain.text(reading.notification, "en.c.multi_mode"), len(reading.assessments)
    if mode == "separate" and 0 < count < len(_countries(reading)):
        yield Found(f"One assessment a country is chosen, but there are {count}", NOTIFICATION, at("en.c.multi_mode"))
    if mode == "combined" and count > 1:
        yield Found(f"One combined assessment is chosen, but there are {count}", NOTIFICATION, at("en.c.multi_mode"))


def _mode_without_place(reading: Reading) -> Iterator[Found]:
    kinds = {plain.text_of(row.get("kind")) for row in plain.rows(reading.notification, "en.c.locations")}
    for mode in plain.items(reading.notification, "en.f.mode"):
        kind, words = _PLACE_OF_MODE.get(mode, ("", ""))
        if kind and kinds and kind not in kinds:
            yield Found(f"Delivery is {words}, but no place {words} is listed", NOTIFICATION, at("en.c.locations"))


def _place_in_other_country(reading: Reading) -> Iterator[Found]:
    named = _countries(reading) | set(plain.items(reading.notification, "en.c.third_countries"))
    for row in plain.rows(reading.notification, "en.c.locations"):
        country = plain.text_of(row.get("country"))
        if country and country not in named:
            message = f"A place of delivery is in {_names({country})}, which is neither a partner nor a third country"
            yield Found(message, NOTIFICATION, at("en.c.locations", plain.row_id(row), "country"))


def _travel_advice_absent(reading: Reading) -> Iterator[Found]:
    advised = {plain.text_of(row.get("country")) for row in plain.rows(reading.notification, "en.l.fcdo_advice")}
    places = {plain.text_of(row.get("country")) for row in plain.rows(reading.notification, "en.c.locations")}
    missing = places - advised - {"", "GB"}
    if advised and missing:
        yield Found(f"No travel advice is recorded for {_names(missing)}", NOTIFICATION, at("en.l.fcdo_advice"))


def _post_not_told(reading: Reading) -> Iterator[Found]:
    if plain.text(reading.notification, "en.c.post_aware") == "no":
        yield Found("The embassy or high commission has not been told", NOTIFICATION, at("en.c.post_aware"))


CHECKS = (
    Check(
        "country-not-assessed",
        Severity.STOPS_SIGNING,
        "A country of the notification that no OSJA assessment covers",
        "Add the country to an OSJA assessment, or add an assessment.",
        "College of Policing, Our international work",
        _country_not_assessed,
    ),
    Check(
        "other-country-assessed",
        Severity.WARNING,
        "An OSJA assessment for a country that the notification does not name",
        "Correct the countries in one of the two documents.",
        "local",
        _other_country_assessed,
    ),
    Check(
        "separate-or-combined",
        Severity.WARNING,
        "A number of assessments that does not fit “one each” or “combined”",
        "Add or combine assessments, or change the answer.",
        "OSJA guidance, Annex A opening: either way is open",
        _separate_or_combined,
    ),
    Check(
        "mode-without-place",
        Severity.WARNING,
        "A way of delivery for which no place is listed",
        "Add the place, or take out the way of delivery.",
        "local",
        _mode_without_place,
    ),
    Check(
        "place-in-other-country",
        Severity.WARNING,
        "A place of delivery in a country that is neither partner nor third country",
        "Name the country as a third country, or correct the place.",
        "local",
        _place_in_other_country,
    ),
    Check(
        "travel-advice-absent",
        Severity.WARNING,
        "A place overseas without the travel advice that applies to it",
        "Record the travel advice for the place.",
        "local",
        _travel_advice_absent,
    ),
    Check(
        "post-not-told",
        Severity.WARNING,
        "An embassy or high commission that does not know of the work",
        "Tell the Post; it keeps the in-country human-rights picture.",
        "OSJA guidance, Annex A opening",
        _post_not_told,
    ),
)
