"""A question's id names its meaning for good."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ipas_desktop.errors import FormPackRefused
from ipas_desktop.packs import building, meaning
from tests.packs.workshop import ALL, KIND, KINDS, TEAM, TITLE, Workshop

Change = Callable[[str], str]


def changed(*pairs: tuple[str, str]) -> Change:
    def change(text: str) -> str:
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        return text

    return change


def refusal(workshop: Workshop) -> list[str]:
    with pytest.raises(FormPackRefused) as caught:
        building.read_folder(workshop.folder)
    return [finding.words() for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            changed(('"lx.a.title"\ntype = "short_text"', '"lx.a.title"\ntype = "long_text"')),
            "line 10: lx.a.title: its meaning changed: in version 1 its type was “short_text”, and is “long_text” now",
        ),
        (
            changed(('id = "name"\ntype = "short_text"', 'id = "name"\ntype = "date"')),
            "line 31: lx.a.team.name: its meaning changed: in version 1 its type was “short_text”, and is “date” now",
        ),
        (
            changed(('["lead", "Leader"]', '["lead", "Observer"]')),
            "line 36: lx.a.team.role: its choice “lead” meant “Leader” in version 1, and “Observer” now",
        ),
        (
            changed(
                ("Title of the visit", "Cost in pounds"),
                (
                    'short_text"\nlabel = "Cost in pounds"\nhelp = "Why it is asked."\nsource = "K1"',
                    'short_text"\nlabel = "Cost in pounds"\nhelp = "Why it is asked."\nsource = "K9"',
                ),
            ),
            "line 10: lx.a.title: its meaning changed: in version 1 it asked “Title of the visit” from another source",
        ),
    ],
)
def test_changed_meaning_is_refused_with_its_line(workshop: Workshop, change: Change, expected: str) -> None:
    workshop.install(1)
    workshop.pack(2)
    workshop.form(2, change(ALL))
    (said,) = refusal(workshop)

    assert said.startswith(f"forms/local-extra/2/a-local.toml, {expected}"), said


def test_meaning_is_compared_inside_one_pack_too(workshop: Workshop) -> None:
    workshop.form(2, ALL.replace('"short_text"\nlabel = "Title', '"long_text"\nlabel = "Title'))
    said = refusal(workshop)

    assert any("forms/local-extra/2/a-local.toml, line 10: lx.a.title: its meaning changed" in each for each in said)


@pytest.mark.parametrize(
    "change",
    [
        changed(("Title of the visit", "What is its title?")),
        changed(("Title of the visit", "What is it called?")),  # other words from the same source
        changed(("Kind of visit", "Which kind?"), ("K1", "K2")),
        changed(('["lead", "Leader"]', '["head", "Observer"]')),  # another choice
        changed(('["lead", "Leader"], ', "")),
        changed((TITLE, "")),  # dropped
        changed((TITLE, TITLE + "max_length = 9\nrequired = true\n")),
    ],
)
def test_wording_limits_and_dropping_keep_the_meaning(workshop: Workshop, change: Change) -> None:
    workshop.install(1)
    workshop.pack(2)
    workshop.form(2, change(ALL))
    used = "local_kinds" in (workshop.folder / "forms/local-extra/2/a-local.toml").read_text()

    assert used
    assert workshop.verdict(workshop.build()).good


def test_choice_of_a_list_that_changed_its_meaning_is_refused(workshop: Workshop) -> None:
    workshop.install(1)
    workshop.pack(2)
    (workshop.folder / "forms/local-extra/1").rename(workshop.folder / "old")
    for file in (workshop.folder / "old").iterdir():
        file.unlink()
    (workshop.folder / "old").rmdir()
    workshop.form(2, lists=KINDS.replace("Training course", "Equipment"))

    (said,) = refusal(workshop)
    assert "lx.a.kind: its choice “train” meant “Training course” in version 1, and “Equipment” now" in said


def test_dropped_id_cannot_come_back_as_something_else(workshop: Workshop) -> None:
    workshop.install(1)
    workshop.form(2, KIND + TEAM)
    workshop.install(2)
    workshop.pack(3)
    workshop.form(3, ALL.replace('"short_text"\nlabel = "Title', '"date"\nlabel = "Title'))

    (said,) = refusal(workshop)
    assert "in version 1 its type was “short_text”" in said


def test_known_version_must_stay_the_same_its_lists_too(workshop: Workshop) -> None:
    workshop.install(1)
    workshop.pack(2)
    workshop.form(1, lists=KINDS.replace("Study visit", "Long study visit"))
    (listed,) = refusal(workshop)
    workshop.form(1, ALL.replace("Why it is asked.", "Why we ask."))
    (worded,) = refusal(workshop)
    expected = "version 1 is known here and differs; give the changed form a new version"

    assert listed == worded == f"forms/local-extra/1/form.toml, line 1: local-extra: {expected}"


def test_version_that_comes_with_the_program_cannot_be_replaced(workshop: Workshop) -> None:
    workshop.form(form="notification")
    said = refusal(workshop)

    assert any("notification: version 1 is known here and differs" in each for each in said)


def test_question_of_another_form_cannot_move(workshop: Workshop) -> None:
    workshop.form(questions=ALL.replace("lx.a.title", "en.a.title"))
    said = refusal(workshop)

    assert any("line 10: en.a.title: it is a question of the form “notification”" in each for each in said)


def test_osja_forms_share_questions_that_mean_the_same(workshop: Workshop) -> None:
    text = '\n[[page.question]]\nid = "osja.s4.level"\ntype = "{}"\nlabel = "Level"\nhelp = "x"\nsource = "x"\n'
    workshop.form(questions=ALL + text.format("date"), form="osja-local")
    said = refusal(workshop)

    assert any("osja.s4.level: its meaning changed: in the form osja-" in each for each in said), said


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("Title of the visit", "The title", True),
        ("Date of the visit", "Cost of the team", False),
        ("Yes", "No", False),
        ("Yes", "YES", True),
        ("Côte d’Ivoire", "Cote d'Ivoire", True),
        ("", "", True),
        ("10 to 20", "20 to 30", True),
    ],
)
def test_labels_share_a_word_that_says_something(one: str, other: str, shared: bool) -> None:
    assert meaning.share_a_word(one, other) is shared


def test_program_s_own_forms_keep_their_meaning_among_themselves() -> None:
    from ipas_desktop.forms import loader

    known = [loader.load_form(name.id, name.version) for name in loader.available_forms()]

    assert [
        (form.id, at, message)
        for form in known
        for _, at, message in meaning.changes(form, [other for other in known if other is not form])
    ] == []


def test_lines_are_found_for_questions_and_columns() -> None:
    from ipas_desktop.packs.findings import line_of

    text = 'id = "s"\n[[x]]\nid = \'en.a\'\nid = "name"\nid = "en.b"\n  id="name"\n'
    assert [line_of(text, item) for item in ("en.a", "en.b", "en.b.name", "en.a.name", "en.c.name", "none")] == [
        3,
        5,
        6,
        4,
        None,
        None,
    ]
