"""Reference lists, countries and the search in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms import reference

HEAD = 'id = "colours"\nedition = "2026-01-01"\nsource = "here"\n'
COLUMNS = "code,code3,name,official_name,kind,aliases\n"


def write(folder: Path, text: str, name: str = "colours.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("list_id", reference.list_ids())
def test_every_list_that_ships_can_be_read_and_names_its_edition_and_source(list_id: str) -> None:
    found = reference.load_list(list_id)

    assert found.id == list_id
    assert found.edition
    assert found.source
    assert len({item.id for item in found.items}) == len(found.items)


def test_list_gives_labels_by_id(tmp_path: Path) -> None:
    found = reference.read_list(
        write(tmp_path, HEAD + '[[item]]\nid = "r"\nlabel = "Red"\nhint = "Like blood"\naliases = ["crimson"]\n')
    )

    assert found.label("r") == "Red"
    assert (found.items[0].hint, found.items[0].aliases) == ("Like blood", ("crimson",))
    assert not found.verified
    with pytest.raises(KeyError):
        found.label("g")


def test_list_may_be_empty(tmp_path: Path) -> None:
    assert reference.read_list(write(tmp_path, HEAD + "verified = true\n")).items == ()


@pytest.mark.parametrize("list_id", ["nothing", "../forms/x", "", "Countries"])
def test_unknown_list_is_refused(list_id: str) -> None:
    with pytest.raises(FormDefinitionError, match="There is no reference list"):
        reference.load_list(list_id)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id = ", "cannot be read"),
        (HEAD + "colour = 1\n", "colours: unknown key “colour”"),
        (HEAD.replace('"here"', "5"), "colours: “source” must be a str"),
        (HEAD.replace("colours", "shapes"), "its id must be “colours”"),
        (HEAD.replace("here", ""), "must name its edition and its source"),
        (HEAD + '[[item]]\nid = "r"\n', "has no id or no label"),
        (HEAD + '[[item]]\nid = "r"\nlabel = "Red"\nshade = "dark"\n', "r: unknown key “shade”"),
        (HEAD + '[[item]]\nid = "r"\nlabel = "Red"\n[[item]]\nid = "r"\nlabel = "Rot"\n', "r is there twice"),
    ],
)
def test_malformed_list_is_refused_with_its_reason(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(FormDefinitionError, match=reason):
        reference.read_list(write(tmp_path, text))


def test_countries_carry_their_codes_and_names() -> None:
    kenya = reference.countries()["KE"]

    assert (kenya.code3, kenya.name, kenya.official_name) == ("KEN", "Kenya", "The Republic of Kenya")
    assert reference.load_list("countries").label("KE") == "Kenya"


def test_countries_may_be_in_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "countries.csv"
    path.write_bytes((COLUMNS + "CI,CIV,Côte,The Côte,sovereign,a|b | \n").encode("latin-1"))

    (found,) = reference.read_country_rows(path)

    assert found.name == "Côte"
    assert found.aliases == ("a", "b")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("code,name\nKE,Kenya\n", "its columns must be"),
        (COLUMNS + "KE,KEN,Kenya\n", "line 2 is not a country"),
        (COLUMNS + "ke,KEN,Kenya,Kenya,sovereign,\n", "line 2 is not a country"),
        (COLUMNS + "KE,KEN,,Kenya,sovereign,\n", "line 2 is not a country"),
        (COLUMNS + "KE,KEN,Kenya,Kenya,sovereign,a,b\n", "line 2 is not a country"),
    ],
)
def test_malformed_countries_are_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(FormDefinitionError, match=reason):
        reference.read_country_rows(write(tmp_path, text, "countries.csv"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ken", "Kenya"),
        ("KENYA", "Kenya"),
        ("republic of kenya", "Kenya"),
        ("cote d'iv", "Ivory Coast"),
        ("CÔTE", "Ivory Coast"),
        ("fyrom", "North Macedonia"),
        ("occupied pal", "Palestine"),
        ("saudi", "Saudi Arabia"),
        ("ksa", "Saudi Arabia"),
        ("us", "United States"),
        ("kor n", "North Korea"),
    ],
)
def test_search_finds_a_country_by_the_beginning_of_any_name(typed: str, first: str) -> None:
    found = [item.label for item in reference.search(reference.load_list("countries"), typed)]

    assert first in found


def test_search_puts_labels_before_aliases() -> None:
    found = [item.label for item in reference.search(reference.load_list("countries"), "guinea")]

    assert found[0] == "Guinea"
    assert set(found) >= {"Guinea", "Guinea-Bissau", "Equatorial Guinea", "Papua New Guinea"}
    assert found.index("Guinea-Bissau") < found.index("Papua New Guinea")


def test_search_for_nothing_gives_all_and_for_nonsense_none() -> None:
    countries = reference.load_list("countries")

    assert reference.search(countries, " ") == countries.items
    assert reference.search(countries, "qqq") == ()
    assert reference.search(countries, "kenya qqq") == ()


def test_folding_forgets_case_accents_and_spaces() -> None:
    assert reference.fold("  Côte   d’Ivoire ") == reference.fold("cote d'IVOIRE")
    assert reference.fold("Łódź Ærø Straße") == "lodz aero strasse"
