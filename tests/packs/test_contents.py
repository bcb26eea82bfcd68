"""What is wrong inside a pack is told with its file, line and id."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ipas_desktop import paths
from ipas_desktop.cases import decision
from ipas_desktop.errors import FormPackRefused, InputError
from ipas_desktop.packs import building
from tests.packs.workshop import FORM, KIND, KINDS, SECTION, TEAM, TITLE, Workshop

SECTION_FILE = "forms/local-extra/1/a-local.toml"


def refusal(workshop: Workshop) -> list[str]:
    """Return what building says is wrong, and see that verifying says the same of a pack made without the checks."""
    with pytest.raises(FormPackRefused) as caught:
        building.read_folder(workshop.folder)
    said = [finding.words() for finding in caught.value.findings]
    assert [finding.words() for finding in workshop.verdict(workshop.signed_anyway()).findings] == said
    return said


def shipped(name: str) -> str:
    return (paths.resources() / "rules" / name).read_text("utf-8")


def test_broken_reference_is_told_with_file_line_and_question(workshop: Workshop) -> None:
    workshop.form(questions=TITLE + KIND.replace("local_kinds", "no_such_list"), lists="")
    (workshop.folder / "reference/local_kinds.toml").unlink()

    assert refusal(workshop) == [f"{SECTION_FILE}, line 17: lx.a.kind: There is no reference list “no_such_list”"]


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (TITLE + 'colour = "red"\n', "line 10: lx.a.title: “colour” is not a key here"),
        (TITLE + 'show_when = "nowhere"\n', "line 10: lx.a.title: "),
        (TITLE.replace("lx.a.title", "Title"), "line 10: Title: a question's id must be dotted"),
        (TITLE + TITLE, "line 10: lx.a.title: there are two questions of this id"),
        (TITLE + TEAM.replace('"Name"', '"Name:"'), "line 23: lx.a.team.name: the label ends with a colon"),
        (TITLE.replace('help = "Why it is asked."', ""), "line 10: lx.a.title: the help is missing"),
        (
            TITLE + 'show_when = { question = "en.z.none", answered = true }\n',
            "line 10: lx.a.title: the condition looks at “en.z.none”, which the notification does not have",
        ),
    ],
)
def test_faults_of_forms_are_told_with_their_line(workshop: Workshop, questions: str, expected: str) -> None:
    workshop.form(questions=questions + KIND)
    said = refusal(workshop)

    assert any(each.startswith(f"{SECTION_FILE}, {expected}") for each in said), said


def test_text_that_is_no_toml_is_told_with_its_line(workshop: Workshop) -> None:
    workshop.write(SECTION_FILE, SECTION + "title = \n")

    (said,) = refusal(workshop)
    assert said.startswith(f"{SECTION_FILE}, line 8: cannot be read: ")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("forms/local-extra/1/b-spare.toml", SECTION, ": form.toml does not name it among its sections"),
        ("forms/local-extra/2/a-local.toml", SECTION, "forms/local-extra/2/form.toml: it is missing"),
        ("reference/spare.toml", KINDS.replace("local_kinds", "spare"), "line 1: spare: no form of this pack uses it"),
        ("reference/rights.toml", KINDS.replace("local_kinds", "rights"), "rights: this list comes with the program"),
        ("reference/countries.toml", KINDS.replace("local_kinds", "countries"), "countries: this list comes with"),
        ("reference/local_kinds.toml", KINDS.replace('"train"', '"study"'), "study is there twice"),
        (
            "reference/local_kinds.toml",
            KINDS.replace("local_kinds", "other"),
            "kinds.toml: its id must be “local_kinds”",
        ),
        ("forms/local-extra/1/form.toml", FORM.format(form="local-extra", version=1) + "x = \n", "form.toml, line 8: "),
        (
            "forms/local-extra/1/form.toml",
            FORM.format(form="local-extra", version=1).replace('"a-local', '"b-local'),
            "1/form.toml: b-local.toml: cannot be read: [Errno 2] No such file or directory",
        ),
        ("reference/local_kinds.toml", "item = [1]\n", "each item must be a table"),
        ("rules/approval-matrix.toml", "edition = 1\n", "KeyError: 'grade'"),
        (
            "rules/osja-decision.toml",
            "edition = 1\nsource = 1\nverified = 1\nrisk_scale = 1\nreputation = 2\n",
            "TypeError",
        ),
    ],
)
def test_faults_of_other_files_are_told_with_their_file(
    workshop: Workshop, name: str, text: str, expected: str
) -> None:
    workshop.write(name, text)
    said = refusal(workshop)

    assert any(each.startswith(name.rpartition("/")[0]) and expected in each for each in said), said


def test_list_of_the_pack_is_read_by_its_own_forms_only(workshop: Workshop) -> None:
    from ipas_desktop.errors import FormDefinitionError
    from ipas_desktop.forms import loader, reference

    workshop.form(questions=TITLE + KIND.replace("local_kinds", "payers"), lists="")
    (workshop.folder / "reference/local_kinds.toml").unlink()
    workshop.write("reference/payers.toml", KINDS.replace("local_kinds", "payers"))
    before = reference.load_list("payers")
    workshop.install(1)

    kinds = loader.load_form("local-extra").question("lx.a.kind")  # type: ignore[arg-type]  # a plain id will do
    assert [choice.id for choice in kinds.choices] == ["study", "train"]
    assert reference.load_list("payers") is before
    with pytest.raises(FormDefinitionError):
        reference.load_list("local_kinds")


def newer(text: str) -> str:
    return text.replace('edition = "2026-11-23"', 'edition = "2027-01-01"')


def test_rules_of_an_organisation_go_before_ours(workshop: Workshop) -> None:
    matrix = newer(shipped("approval-matrix.toml"))
    workshop.write("rules/approval-matrix.toml", matrix.replace('label = "Minister"', 'label = "Secretary of State"'))
    before = decision.load_rules()
    workshop.install(1)

    assert before.level("high").authority == "Minister"
    assert decision.load_rules().level("high").authority == "Secretary of State"
    assert decision.load_rules().table == before.table


def test_newest_rules_of_several_packs_are_in_force(workshop: Workshop) -> None:
    matrix = shipped("approval-matrix.toml")
    for version, edition in ((1, "2027-05-01"), (2, "2027-09-01")):
        text = matrix.replace("2026-11-23", edition).replace('label = "Minister"', f'label = "Minister {version}"')
        workshop.write("rules/approval-matrix.toml", text)
        workshop.install(version)

    assert decision.load_rules().level("high").authority == "Minister 2"
    workshop.write("rules/approval-matrix.toml", matrix.replace("2026-11-23", "2027-06-01"))
    workshop.pack(3)
    assert any("edition: it must be later than 2027-09-01" in each for each in refusal(workshop))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda text: text.replace("2026-11-23", "2026-11-01"), "edition: it must be later than 2026-11-23"),
        (lambda text: text + "\n# changed\n", "edition: it must be later than 2026-11-23"),
        (lambda text: text.replace('"2026-11-23"', '"new"'), "edition: it must be a day"),
        (lambda text: text.replace('"2026-11-23"', '"2026-13-01"'), "edition: it must be a day"),
    ],
)
def test_rules_must_be_newer_than_those_in_force(
    workshop: Workshop, change: Callable[[str], str], expected: str
) -> None:
    workshop.write("rules/osja-decision.toml", change(shipped("osja-decision.toml")))

    assert any(expected in each for each in refusal(workshop))


def test_rules_equal_to_those_in_force_may_come_along(workshop: Workshop) -> None:
    workshop.write("rules/osja-decision.toml", shipped("osja-decision.toml"))

    assert workshop.verdict(workshop.build()).good


def test_rules_with_levels_that_no_form_offers_are_refused(workshop: Workshop) -> None:
    for name in decision.RULE_FILES:
        text = newer(shipped(name)).replace('id = "low"', 'id = "little"').replace('level = "low"', 'level = "little"')
        workshop.write(f"rules/{name}", text)

    assert any("the levels must be those of the program" in each for each in refusal(workshop))


def test_notification_that_drops_what_other_forms_look_at_is_refused(workshop: Workshop) -> None:
    folder = workshop.folder / "forms/notification/2"
    shutil.copytree(paths.resources() / "forms/notification/1", folder)
    for file in folder.glob("*.toml"):
        text = file.read_text("utf-8").replace("\nversion = 1\n", "\nversion = 2\n").replace("en.f.start", "en.f.begin")
        file.write_text(text, "utf-8")
    said = refusal(workshop)

    assert said
    assert all(
        each.startswith("forms/notification/2/form.toml: osja-case 1, ")
        and "“en.f.start”, which the notification does not have" in each
        for each in said
    ), said


def test_folder_that_is_no_pack_is_told(workshop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no pack\.toml"):
        building.read_folder(tmp_path)
    shutil.rmtree(workshop.folder / "forms")
    shutil.rmtree(workshop.folder / "reference")
    with pytest.raises(FormPackRefused, match="holds no forms"):
        building.read_folder(workshop.folder)


def test_folder_with_strange_files_is_refused_by_their_names(workshop: Workshop) -> None:
    workshop.write("notes.txt", "x")
    (workshop.folder / "reference/link.toml").symlink_to("/etc/hostname")
    with pytest.raises(FormPackRefused) as caught:
        building.read_folder(workshop.folder)

    assert [finding.words() for finding in caught.value.findings] == [
        "notes.txt: a form pack has no file of this name",
        "reference/link.toml: it is a link or a device, not a file",
    ]


def test_description_with_an_unknown_key_or_too_much_is_refused(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    description = workshop.folder / "pack.toml"
    good = description.read_text()
    description.write_text(good + "colour = 1\n")
    with pytest.raises(FormPackRefused, match=r"pack\.toml: colour: it is no key here"):
        building.read_folder(workshop.folder)
    description.write_text(good)
    monkeypatch.setattr(building, "MOST_FILES", 1)
    with pytest.raises(FormPackRefused, match="larger than a form pack can be"):
        building.read_folder(workshop.folder)
