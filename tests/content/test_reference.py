"""The reference lists as shipped: where they come from, and that every name people know leads to one code."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest

from ipas_desktop import paths
from ipas_desktop.cases import marking
from ipas_desktop.forms import answers, reference
from ipas_desktop.forms.definition import AnswerType, Question, QuestionId

SEED_TABLE = {
    "Afghanistan": "AF",
    "Albania": "AL",
    "Algeria": "DZ",
    "Bahrain": "BH",
    "Bermuda": "BM",
    "Canada": "CA",
    "China": "CN",
    "Colombia": "CO",
    "Cyprus": "CY",
    "Egypt": "EG",
    "Ethiopia": "ET",
    "Falkland Islands": "FK",
    "Fiji": "FJ",
    "Germany": "DE",
    "Ghana": "GH",
    "Hong Kong": "HK",
    "Indonesia": "ID",
    "Kenya": "KE",
    "Kingdom of Saudi Arabia": "SA",
    "Kuwait": "KW",
    "Libya": "LY",
    "Malta": "MT",
    "Morocco": "MA",
    "Nigeria": "NG",
    "Occupied Palestinian Territories": "PS",
    "Oman": "OM",
    "Pakistan": "PK",
    "Papua New Guinea": "PG",
    "Peru": "PE",
    "Qatar": "QA",
    "Republic of Cabo Verde": "CV",
    "Republic of Macedonia": "MK",
    "Republic of Maldives": "MV",
    "Republic of Mali": "ML",
    "Republic of Senegal": "SN",
    "Republic of South Africa": "ZA",
    "Republic of The Sudan": "SD",
    "Rwanda": "RW",
    "Seychelles": "SC",
    "Sierra Leone": "SL",
    "Thailand": "TH",
    "The Former Yugoslav Republic of Macedonia": "MK",
    "Ukraine": "UA",
    "United Republic of Tanzania": "TZ",
    "United States of America": "US",
}
"""The source document's table of countries assisted since 2017, resolved by hand."""

OLDER_NAMES = [
    ("FYROM", "MK"),
    ("OPT", "PS"),
    ("KSA", "SA"),
    ("USA", "US"),
    ("Cabo Verde", "CV"),
    ("Swaziland", "SZ"),
    ("turkiye", "TR"),
    ("cote d'ivoire", "CI"),
    ("Timor-Leste", "TL"),
    ("Viet Nam", "VN"),
    ("PSE", "PS"),
    ("Holy See", "VA"),
    ("Burma", "MM"),
    ("DRC", "CD"),
    ("Macau", "MO"),
    ("sint maarten", "SX"),
]

TODAY = date(2026, 11, 23)
COUNTRY = Question(
    id=QuestionId("en.c.country"),
    type=AnswerType.COUNTRY,
    label="Country",
    choices=reference.load_list(reference.COUNTRIES).items,
    choices_from=reference.COUNTRIES,
)


def ids(list_id: str) -> list[str]:
    return [item.id for item in reference.load_list(list_id).items]


@pytest.mark.parametrize("list_id", reference.list_ids())
def test_reference_list_names_its_edition_and_source(list_id: str) -> None:
    found = reference.load_list(list_id)
    assert found.edition[:4].isdecimal()
    assert found.source
    assert found.items
    assert all(item.label.strip() == item.label and not item.hint.endswith(".") for item in found.items)


def test_countries_hold_the_fcdo_list_and_the_territories() -> None:
    kinds = defaultdict(set)
    for country in reference.countries().values():
        kinds[country.kind].add(country.code)
    assert len(kinds["sovereign"]) == 196
    assert {"BM", "FK", "GI", "VG", "KY", "TC", "MS", "AI", "SH", "IO", "PN", "GS"} == kinds["overseas_territory"]
    assert {"GG", "IM", "JE"} == kinds["crown_dependency"]
    assert {"HK", "MO"} == kinds["special_administrative_region"]
    assert {"TW", "EH"} <= kinds["other"]
    assert len(kinds) == 5


def test_countries_have_three_letter_codes_each_their_own() -> None:
    codes = [country.code3 for country in reference.countries().values()]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 3 and code.isupper() for code in codes)
    assert {"GB": "GBR", "XK": "XKX", "CH": "CHE", "PS": "PSE"}.items() <= {
        country.code: country.code3 for country in reference.countries().values()
    }.items()


def test_countries_use_the_names_of_the_fcdo_and_not_of_iso() -> None:
    named = reference.countries()
    assert named["CV"].name == "Cape Verde"
    assert (named["PS"].name, named["PS"].official_name) == ("Palestine", "State of Palestine")
    assert named["MM"].name == "Myanmar (Burma)"
    assert named["CI"].official_name == "The Republic of Côte d’Ivoire"
    assert "malvinas" not in (paths.resources() / "reference/countries.csv").read_text("utf-8").casefold()


def test_countries_have_no_name_that_leads_to_two_codes() -> None:
    codes = defaultdict(set)
    for country in reference.countries().values():
        for name in (country.name, country.official_name, *country.aliases):
            codes[reference.fold(name)].add(country.code)
    assert {name: found for name, found in codes.items() if len(found) > 1} == {}


@pytest.mark.parametrize(("text", "code"), SEED_TABLE.items())
def test_country_is_found_when_typed_as_the_source_document_spells_it(text: str, code: str) -> None:
    assert answers.parse(COUNTRY, text, TODAY).value == code
    assert reference.search(reference.load_list(reference.COUNTRIES), text)[0].id == code


@pytest.mark.parametrize(
    ("text", "code"),
    OLDER_NAMES,
)
def test_country_is_found_by_older_local_and_iso_names(text: str, code: str) -> None:
    assert answers.parse(COUNTRY, text, TODAY).value == code


def test_assisted_since_2017_resolves_45_entries_to_44_jurisdictions() -> None:
    found = reference.load_list("assisted_since_2017")
    entries = {alias: item.id for item in found.items for alias in item.aliases}
    assert entries == SEED_TABLE
    assert (len(SEED_TABLE), len(found.items)) == (45, 44)
    assert {item.id: item.label for item in found.items}.items() <= {
        code: country.name for code, country in reference.countries().items()
    }.items()


def test_police_forces_are_the_43_of_england_and_wales() -> None:
    forces = reference.load_list("police_forces")
    assert len(forces.items) == 43
    assert not forces.verified
    assert {"metropolitan", "city_of_london", "gwent", "devon_and_cornwall"} <= set(ids("police_forces"))


def test_policing_areas_begin_with_the_six_the_source_document_names() -> None:
    assert [item.label for item in reference.load_list("policing_areas").items][:6] == [
        "Leadership development",
        "Professional investigation",
        "Digital investigation",
        "Intelligence",
        "Command",
        "Public protection",
    ]


def test_home_secretary_priorities_name_none_because_none_are_published() -> None:
    assert ids("home_secretary_priorities") == ["stated", "none"]
    assert not reference.load_list("home_secretary_priorities").verified


def test_code_of_ethics_has_three_principles_and_its_older_version_nine() -> None:
    assert [item.label for item in reference.load_list("code_of_ethics").items] == [
        "Courage",
        "Respect and empathy",
        "Public service",
    ]
    assert len(ids("code_of_ethics_2014")) == 9
    assert len(ids("professional_standards")) == 10
    assert len(ids("ndm_steps")) == 6


def test_marking_lists_offer_what_the_marking_grammar_knows_and_nothing_else() -> None:
    assert ids("marking_handling") == list(marking.HANDLINGS)
    assert ids("marking_descriptors") == list(marking.DESCRIPTORS)
    labels = [item.label for item in reference.load_list("marking_descriptors").items]
    assert labels == list(marking.DESCRIPTORS.values())


def test_exemptions_are_sections_of_the_freedom_of_information_act() -> None:
    assert ids("exemptions") == ["23", "24", "27", "31", "35", "36", "38", "40", "41", "42", "43"]


def test_countries_file_can_be_read_as_plain_csv() -> None:
    with (paths.resources() / "reference/countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["code", "code3", "name", "official_name", "kind", "aliases"]
    assert len(rows) == len(reference.countries())
