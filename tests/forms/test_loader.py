"""Reading form definitions strictly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from ipas_desktop import paths
from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import AnswerType, Disclosure, Form, Origin, QuestionId
from ipas_desktop.forms.question_loader import TYPE_KEYS

FORM = """
id = "tiny"
version = 1
title = "Tiny"
short_title = "Tiny"
edition = "2026-11-23"
about = "For a test."
sections = ["a.toml"]
"""
SECTION = 'id = "a"\nletter = "A"\ntitle = "Section"\n'
PAGE = '[[page]]\nid = "a.one"\ntitle = "Page"\n'
TITLE = '[[page.question]]\nid = "t.title"\ntype = "short_text"\nlabel = "Title"\n'
TEAM = '[[page.question]]\nid = "t.team"\ntype = "table"\nlabel = "Team"\n'
COLUMN = '[[page.question.column]]\nid = "name"\ntype = "short_text"\nlabel = "Name"\n'

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a form of one section and return its folder."""

    def write(section: str = SECTION + PAGE + TITLE, form: str = FORM) -> Path:
        folder = tmp_path / "tiny" / "1"
        folder.mkdir(parents=True)
        (folder / "form.toml").write_text(form, "utf-8")
        (folder / "a.toml").write_text(section, "utf-8")
        return folder

    return write


def question(kind: str, **keys: object) -> str:
    """Return the TOML of a question of that type."""
    lines = [f"{key} = {value}" for key, value in keys.items()]
    return "\n".join(['[[page.question]]\nid = "t.q"\nlabel = "Question"', f'type = "{kind}"', *lines, ""])


def test_loaded_form_is_what_its_files_say(everything: Form) -> None:
    assert (everything.id, everything.version, everything.short_title) == ("everything", 1, "All")
    assert [section.letter for section in everything.sections] == ["A", "B", "C"]
    assert everything.sections[0].intro == "Text at the top"
    assert everything.sections[0].file == "plain.toml"
    title = everything.question(QuestionId("t.a.title"))
    assert (title.type, title.required, title.max_length) == (AnswerType.SHORT_TEXT, True, 20)
    assert (title.origin, title.disclosure, title.exemptions) == (Origin.ADAPTED, Disclosure.OPEN, ("27",))
    kind = everything.question(QuestionId("t.a.kind"))
    assert [(choice.id, choice.label, choice.hint) for choice in kind.choices][1] == (
        "abroad",
        "Abroad",
        "Outside the UK",
    )
    assert everything.references.keys() == {"countries", "harm_scale", "policing_areas"}
    assert everything.references["countries"] == "2025-09"


def test_form_finds_its_questions_and_pages_by_id(everything: Form) -> None:
    assert [page.id for page in everything.pages()][:2] == ["plain.text", "plain.numbers"]
    assert everything.question(QuestionId("t.b.team")).columns[0].id == "name"
    with pytest.raises(KeyError):
        everything.question(QuestionId("t.b.nobody"))
    assert repr(everything) == "<Form everything 1>"
    assert repr(everything.question(QuestionId("t.b.team"))) == "<Question t.b.team table>"


def test_columns_take_origin_and_source_from_their_table(make: Make) -> None:
    table = TEAM + 'origin = "seed"\nverified = true\nsource = "K1"\ndisclosure = "withhold"\n'
    form = loader.load_folder(make(SECTION + PAGE + table + COLUMN + 'source = "K2"\n'))

    (column,) = form.question(QuestionId("t.team")).columns
    assert (column.origin, column.verified, column.source, column.disclosure) == ("seed", True, "K2", "withhold")


def test_defaults_fill_in_what_a_type_needs(make: Make) -> None:
    text = (
        PAGE
        + question("yes_no")
        + question("person").replace("t.q", "t.p")
        + question("organisation").replace("t.q", "t.o")
    )
    sure, person, unit = loader.load_folder(make(SECTION + text)).questions()

    assert [choice.id for choice in sure.choices] == ["yes", "no", "not_known"]
    assert person.parts == ("name", "role", "email", "phone")
    assert unit.parts == ("name", "country")


@pytest.mark.parametrize("kind", list(AnswerType))
def test_keys_of_one_type_are_refused_for_the_others(make: Make, kind: AnswerType) -> None:
    foreign = {key for keys in TYPE_KEYS.values() for key in keys} - TYPE_KEYS[kind].keys()
    for key in sorted(foreign)[:1]:
        with pytest.raises(FormDefinitionError, match=rf"a\.toml: t\.q: “{key}” is not a key here"):
            loader.load_folder(make(SECTION + PAGE + question(kind, **{key: 1})))


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        (SECTION, "a.toml: a: “page” is missing"),
        (SECTION + "page = []\n", "a.toml: a: “page” is missing"),
        (SECTION + "page = [5]\n", "a.toml: a: each “page” must be a table"),
        (SECTION + PAGE, "a.toml: a.one: “question” is missing"),
        (SECTION.replace("letter", "sign") + PAGE + TITLE, "a.toml: a: “sign” is not a key here"),
        (SECTION.replace('"A"', "1") + PAGE + TITLE, "a.toml: a: “letter” must be of type str"),
        (SECTION + PAGE + TITLE + "colour = 1\n", "a.toml: t.title: “colour” is not a key here"),
        (SECTION + PAGE + TITLE + "max_length = true\n", "t.title: “max_length” must be of type int"),
        (SECTION + PAGE + TITLE + 'required = "yes"\n', "t.title: “required” must be of type bool"),
        (SECTION + PAGE + TITLE.replace('"Title"', '""'), "t.title: “label” is missing"),
        (SECTION + PAGE + TITLE.replace("short_text", "text"), "t.title: “text” is not a type of answer"),
        (SECTION + PAGE + TITLE.replace("t.title", "title"), "title: a question's id must be dotted"),
        (SECTION + PAGE + TITLE + TITLE, "a.toml: t.title: there are two questions of this id"),
        (SECTION + PAGE + TITLE + PAGE + TITLE.replace("t.t", "t.s"), "a.one: there are two pages of this id"),
        (SECTION + PAGE + TITLE + 'origin = "rumour"\n', "t.title: 'rumour' is not a valid Origin"),
        (SECTION + PAGE + TITLE + 'disclosure = "never"\n', "t.title: 'never' is not a valid Disclosure"),
        (SECTION + PAGE + TITLE + "exemptions = [27]\n", "t.title: “exemptions” must be a list of different texts"),
        (SECTION + PAGE + TITLE + "min_length = 5\nmax_length = 4\n", "“min_length” is greater than “max_length”"),
        (SECTION + PAGE + TITLE + 'show_when = "nobody"\n', "t.title: there is no condition named “nobody”"),
        (SECTION + PAGE + TITLE + 'show_when = {question = "t.no", is = "a"}\n', "looks at a question “t.no”"),
        (SECTION + PAGE + TITLE + 'show_when = {question = "en.a.kind", is = "a"}\n', None),
        (SECTION + PAGE + TITLE + 'show_when = {column = "name", is = "a"}\n', "looks at a column “name”"),
        (SECTION + 'show_when = {question = "t.no", is = "a"}\n' + PAGE + TITLE, "a.toml: a: the condition looks at"),
        (SECTION + PAGE + 'show_when = {question = "t.no", is = "a"}\n' + TITLE, "a.one: the condition looks at"),
        (SECTION + PAGE + question("choice"), "t.q: “choices” or “choices_from” is missing"),
        (SECTION + PAGE + question("choice", choices="[]"), "choices need ids"),
        (SECTION + PAGE + question("choice", choices='[["a", "A"], ["a", "B"]]'), "each a different one"),
        (SECTION + PAGE + question("choice", choices='[["a"]]'), "must be \\[id, label\\]"),
        (SECTION + PAGE + question("choice", choices='["a"]'), "must be \\[id, label\\]"),
        (SECTION + PAGE + question("choice", choices='[["a", 1]]'), "must be \\[id, label\\]"),
        (SECTION + PAGE + question("choice", choices_from='"nothing"'), "t.q: There is no reference list “nothing”"),
        (
            SECTION + PAGE + question("choice", choices='[["a", "A"]]', choices_from='"payers"'),
            "choose between “choices” and “choices_from”",
        ),
        (SECTION + PAGE + question("choices", choices='[["a", "A"]]', exclusive='["z"]'), "“exclusive” names a choice"),
        (SECTION + PAGE + question("yes_no", reason_when='["perhaps"]'), "“reason_when” names a choice"),
        (SECTION + PAGE + question("yes_no", reason_label='"Why"'), "“reason_label” makes no sense"),
        (SECTION + PAGE + question("person", parts='["shoe"]'), "“parts” may hold name, rank"),
        (SECTION + PAGE + question("person", required_parts='["rank"]'), "“required_parts” names a part"),
        (SECTION + PAGE + question("whole_number", minimum=2, maximum=1), "“minimum” is greater than “maximum”"),
        (SECTION + PAGE + question("date", after='"t.no"'), "the limit “t.no” is neither a day nor a date question"),
        (SECTION + PAGE + question("date", after='"2026-02-30"'), "the limit “2026-02-30” is neither"),
        (SECTION + PAGE + TITLE + question("date", after='"t.title"'), "the limit “t.title” is neither"),
        (SECTION + PAGE + question("date", after='"en.f.start"'), None),
        (SECTION + PAGE + TEAM, "t.team: a table needs a “column”"),
        (SECTION + PAGE + TEAM + COLUMN + COLUMN, "t.team: columns need different ids"),
        (SECTION + PAGE + TEAM + COLUMN.replace('"name"', '"row"'), "t.team: columns need different ids"),
        (SECTION + PAGE + TEAM + COLUMN.replace('"name"', '"a.b"'), "t.team: columns need different ids"),
        (SECTION + PAGE + TEAM + COLUMN.replace("short_text", "table"), "t.team.name: a column cannot be"),
        (SECTION + PAGE + TEAM + COLUMN + "size = 1\n", "t.team.name: “size” is not a key here"),
        (SECTION + PAGE + TEAM + "column = [5]\n", "t.team: each “column” must be a table"),
        (SECTION + PAGE + TEAM + 'rows_from = "payers"\nmax_rows = 3\n' + COLUMN, "make no sense with “rows_from”"),
        (SECTION + PAGE + TEAM + COLUMN + 'show_when = {column = "age", is = 5}\n', "looks at a column “age”"),
        (
            SECTION + PAGE + TEAM + COLUMN.replace("short_text", "date") + COLUMN.replace("name", "other")
            + 'show_when = {column = "name", before = "today"}\n',
            "t.team.other: the condition of a column cannot look at today",
        ),
        ("id = ", "a.toml: cannot be read"),
    ],
)  # fmt: skip
def test_malformed_section_is_refused_with_file_id_and_reason(make: Make, section: str, reason: str | None) -> None:
    folder = make(section)

    if reason is None:
        assert loader.load_folder(folder).id == "tiny"
    else:
        with pytest.raises(FormDefinitionError, match=reason):
            loader.load_folder(folder)


@pytest.mark.parametrize(
    ("target", "condition", "reason"),
    [
        ("short_text", 'before = "today"', "the condition compares dates, and t.q is none"),
        ("short_text", "at_least = 1", "the condition counts, and t.q is no number or list"),
        ("countries", 'is = "KE"', "must use “includes”, because t.q is a list"),
        ("period", 'after = "today"', "must say which part of t.q: from or to"),
        ("yes_no", 'part = "level", is = "yes"', "a part “level” that t.q does not have"),
        ("date", 'before = "t.q2"', "the limit “t.q2” is neither a day nor a date question"),
    ],
)
def test_operator_that_can_never_hold_is_refused(make: Make, target: str, condition: str, reason: str) -> None:
    text = SECTION + PAGE + question(target) + TITLE + f'show_when = {{ question = "t.q", {condition} }}\n'

    with pytest.raises(FormDefinitionError, match=f"a.toml: t.title: .*{reason}"):
        loader.load_folder(make(text))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"Tiny"', '""', "“short_title” is missing"),
        ("version = 1", 'version = "1"', "“version” must be of type int"),
        ("version = 1", "version = 2", "the folder must be tiny/2"),
        ('id = "tiny"', 'id = "huge"', "the folder must be huge/1"),
        ('"2026-11-23"', '"today"', "edition an ISO date"),
        ('["a.toml"]', '["../a.toml"]', "form.toml: ../a.toml: a section file must lie beside form.toml"),
        ('["a.toml"]', '["b.toml"]', "b.toml: cannot be read"),
        ('["a.toml"]', '["a.toml", "a.toml"]', "a.toml: a: there are two sections of this id"),
        ('["a.toml"]', '["a.toml"]\n[conditions]\nfar = "near"', "conditions.far: there is no condition named “near”"),
        ('["a.toml"]', '["a.toml"]\ncolour = 1', "“colour” is not a key here"),
    ],
)
def test_malformed_form_file_is_refused(make: Make, old: str, new: str, reason: str) -> None:
    with pytest.raises(FormDefinitionError, match=re.escape(reason)):
        loader.load_folder(make(form=FORM.replace(old, new)))


def test_folder_without_a_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormDefinitionError, match=r"form\.toml: cannot be read"):
        loader.load_folder(tmp_path)


def test_forms_that_ship_are_listed_and_load() -> None:
    names = loader.available_forms()

    assert ("notification", 1) in {(name.id, name.version) for name in names}
    assert list(names) == sorted(names, key=lambda name: (name.id, name.version))
    for name in names:
        form = loader.load_form(name.id, name.version)
        assert (form.id, form.version, form.title) == (name.id, name.version, name.title)


def test_form_is_loaded_once() -> None:
    newest = loader.load_form("notification")

    assert loader.load_form("notification", newest.version) is newest


@pytest.mark.parametrize("form_id", ["nothing", "", "../forms/notification", "Notification"])
def test_unknown_form_is_refused_by_naming_the_known(form_id: str) -> None:
    with pytest.raises(FormDefinitionError, match=r"There is no form .*There are: notification"):
        loader.load_form(form_id)


def test_unknown_version_is_refused_by_naming_the_known() -> None:
    with pytest.raises(FormDefinitionError, match=r"There is no version 99 of the form “notification”\. There are: 1"):
        loader.load_form("notification", 99)


def test_newest_version_is_taken_and_older_ones_stay(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make()
    for version in (2, 10):
        newer = old.parent / str(version)
        newer.mkdir()
        (newer / "form.toml").write_text(FORM.replace("version = 1", f"version = {version}"), "utf-8")
        (newer / "a.toml").write_text(SECTION + PAGE + TITLE, "utf-8")
    (tmp_path / "forms").mkdir()
    old.parent.rename(tmp_path / "forms" / "tiny")
    (tmp_path / "forms" / "tiny" / "draft").mkdir()
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)

    assert [(name.id, name.version) for name in loader.available_forms()] == [("tiny", 1), ("tiny", 2), ("tiny", 10)]
    try:
        assert loader.load_form("tiny").version == 10
        assert loader.load_form("tiny", 1).version == 1
    finally:
        loader.load_form.cache_clear()


def test_format_page_names_every_key_the_loader_knows() -> None:
    page = (Path(__file__).parents[2] / "docs" / "form-format.md").read_text("utf-8")
    keys = {key for keys in TYPE_KEYS.values() for key in keys} - {"column"}

    assert [key for key in sorted(keys) if f"`{key}" not in page] == []
    assert [kind for kind in AnswerType if f"`{kind}`" not in page] == []


def test_examples_of_the_format_page_are_well_formed_toml() -> None:
    page = (Path(__file__).parents[2] / "docs" / "form-format.md").read_text("utf-8")

    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        tomllib.loads(block)
