"""The glossary: which words of a text it explains, and what it refuses to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms import glossary


def found(text: str) -> list[str]:
    return [term.term for term in glossary.terms_in(text)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("Nothing of the kind.", []),
        ("Ask IPAS, then Post, then IPAS again.", ["IPAS", "Post"]),
        ("The post code of the postal service", []),
        ("Posts were asked", ["Post"]),
        ("under Section 26, or section 26", ["Section 26"]),
        ("Section 268 and subsection 26x", []),
        ("Mitigation and MITIGATION", ["mitigation"]),
        ("an sc file, the SCR and the dv", []),
        ("cleared to SC or DV.", ["SC", "DV"]),
        ("OFFICIAL-SENSITIVE", ["OFFICIAL-SENSITIVE"]),
        ("HMG USE ONLY is not for HMG alone", ["HMG USE ONLY", "HMG"]),
        ("official", []),
        ("International humanitarian law, that is IHL", ["IHL"]),
        ("(non-refoulement)", ["non-refoulement"]),
        ("National Police Chiefs’ Council", ["NPCC"]),
    ],
)
def test_text_uses_whole_words_longest_first_in_order_of_use(text: str, terms: list[str]) -> None:
    assert found(text) == terms


def test_terms_stand_in_the_order_of_the_alphabet() -> None:
    names = [term.term.casefold() for term in glossary.terms()]
    assert names == sorted(names)


def test_terms_are_read_with_other_spellings(tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text('[[term]]\nterm = "A"\nalso = ["Alpha"]\ndefinition = "First."\nsource = "here"\n', "utf-8")
    (term,) = glossary.read_terms(path)
    assert term == glossary.Term("A", "First.", "here", verified=False, also=("Alpha",))
    assert term.spellings == ("A", "Alpha")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[term", "cannot be read"),
        ('[[term]]\nterm = "A"\ndefinition = "D."\nsource = "s"\ncolour = "red"', "unknown key “colour”"),
        ('[[term]]\nterm = "A"\ndefinition = "D."\nsource = 7', "“source” must be a str"),
        ('[[term]]\nterm = "A"\nsource = "s"', "A: it has no definition"),
        ('[[term]]\ndefinition = "D."\nsource = "s"', "a term: it has no term"),
        ('[[term]]\nterm = "A"\nalso = ["A"]\ndefinition = "D."\nsource = "s"', "A is there twice"),
    ],
)
def test_malformed_glossary_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(FormDefinitionError, match=message):
        glossary.read_terms(path)


def test_glossary_that_is_absent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormDefinitionError, match="cannot be read"):
        glossary.read_terms(tmp_path / "glossary.toml")
