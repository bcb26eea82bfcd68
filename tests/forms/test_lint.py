"""What lint finds, and that it finds nothing in the forms that ship."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ipas_desktop import paths
from ipas_desktop.errors import FormDefinitionError
from ipas_desktop.forms import lint, loader, reachability
from ipas_desktop.forms.conditions import read_condition
from ipas_desktop.forms.definition import (
    AnswerType,
    Choice,
    Condition,
    Disclosure,
    Form,
    Origin,
    Page,
    Question,
    QuestionId,
    Section,
)

KIND = Question(
    QuestionId("t.kind"),
    AnswerType.CHOICE,
    "Kind",
    help="Why.",
    source="S1",
    choices=(Choice("a", "First"), Choice("b", "Second")),
)
COUNT = Question(
    QuestionId("t.count"), AnswerType.WHOLE_NUMBER, "Count", help="Why.", source="S1", minimum=1, maximum=5
)
NOTE = Question(QuestionId("t.note"), AnswerType.SHORT_TEXT, "Note", help="Why.", source="S1")
NAME = Question(QuestionId("name"), AnswerType.SHORT_TEXT, "Name", required=True)
TEAM = Question(QuestionId("t.team"), AnswerType.TABLE, "Team", help="Why.", source="S1", columns=(NAME,))


def when(definition: object) -> Condition:
    return read_condition(definition, {})


def form_of(*questions: Question, form_id: str = "tiny", page_when: Condition | None = None) -> Form:
    first = Page("p.first", "First", (KIND, COUNT))
    page = Page("p.second", "Second", questions, show_when=page_when)
    section = Section("s", "A", "Section", (first, page), file="a.toml")
    return Form(form_id, 1, "Tiny", "Tiny", "2026-11-23", "", (section,))


def messages(*questions: Question, **settings: object) -> list[tuple[str, str, str]]:
    return [(each.file, each.at, each.message) for each in lint.lint_form(form_of(*questions, **settings))]  # type: ignore[arg-type]


def test_nothing_is_found_in_a_careful_form(everything: Form) -> None:
    assert lint.lint_form(everything) == ()
    assert messages(NOTE, TEAM) == []


@pytest.mark.parametrize("name", loader.available_forms(), ids=lambda name: f"{name.id}-{name.version}")
def test_nothing_is_found_in_the_forms_that_ship(name: loader.FormName) -> None:
    assert lint.lint_form(loader.load_form(name.id, name.version)) == ()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"help": ""}, "the help is missing"),
        ({"source": ""}, "the source is missing"),
        ({"source": "", "verified": True}, "verified, but without a source"),
        ({"origin": Origin.OFFICIAL}, "called official, but not verified"),
        ({"exemptions": ("27", "999")}, "the exemption “999” is not in the list of exemptions"),
        ({"label": "Note:"}, "the label ends with a colon or a full stop"),
        ({"label": "Note *"}, "the label marks what the program marks itself"),
        ({"label": "Note (optional)"}, "the label marks what the program marks itself"),
        ({"short_label": "Note?"}, "the short label is not a name"),
        ({"hint": "Write."}, "the hint ends with a full stop"),
        ({"missing": "Note is missing"}, "“missing” does not say what to do"),
        ({"missing": "Enter the note."}, "“missing” ends with a full stop"),
        ({"missing": "Enter the required note"}, "“missing” scolds: it says please, invalid, required or mandatory"),
        ({"after": "en.z.none"}, "the limit “en.z.none” is not a question of the notification"),
    ],
)
def test_careless_question_is_found(changes: dict[str, object], message: str) -> None:
    assert messages(replace(NOTE, **changes)) == [("a.toml", "t.note", message)]


def test_verified_official_question_is_fine() -> None:
    assert messages(replace(NOTE, origin=Origin.OFFICIAL, verified=True, disclosure=Disclosure.OPEN)) == []


def test_choices_that_look_the_same_are_found() -> None:
    doubled = replace(KIND, id=QuestionId("t.other"), choices=(Choice("a", "Same"), Choice("b", "Same")))

    assert messages(doubled) == [("a.toml", "t.other", "two choices have the same label")]


def test_table_whose_rows_may_say_nothing_is_found() -> None:
    loose = replace(TEAM, columns=(replace(NAME, required=False),))

    assert messages(loose) == [("a.toml", "t.team", "no column is required, so that a row may say nothing")]
    assert messages(replace(loose, fixed_rows=(Choice("r", "Row"),))) == []


def test_careless_column_is_found_with_its_table() -> None:
    assert messages(replace(TEAM, columns=(replace(NAME, hint="Write."),))) == [
        ("a.toml", "t.team.name", "the hint ends with a full stop")
    ]


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        ({"question": "t.note", "answered": True}, "the condition looks at “t.note”, which does not come earlier"),
        ({"question": "t.later", "answered": True}, "the condition looks at “t.later”, which does not come earlier"),
        ({"question": "t.kind", "is": "z"}, "the condition names “z”, which is not a choice of t.kind"),
        ({"question": "t.kind", "includes": ["a", "z"]}, "the condition names “z”, which is not a choice of t.kind"),
        ({"question": "en.z.no", "is": "a"}, "the condition looks at “en.z.no”, which the notification does not have"),
        (
            {"question": "en.c.countries", "includes": ["QQ"]},
            "the condition names “QQ”, which is not a choice of en.c.countries",
        ),
        (
            {"question": "en.c.countries", "includes": ["kenya"]},
            "the condition names “kenya”, which is not a choice of en.c.countries",
        ),
    ],
)  # fmt: skip
def test_condition_that_points_at_nothing_is_found(definition: object, message: str) -> None:
    found = messages(replace(NOTE, show_when=when(definition)), replace(NOTE, id=QuestionId("t.later")))

    assert ("a.toml", "t.note", message) in found


@pytest.mark.parametrize(
    "definition",
    [
        {"question": "t.kind", "is": "a"},
        {"question": "t.kind", "is_not": "a"},
        {"question": "t.count", "at_least": 5},
        {"question": "en.c.countries", "includes": ["KE"]},
        {"all": [{"question": "t.kind", "is": "a"}, {"question": "t.count", "at_least": 2}]},
        {"not": {"question": "t.kind", "is": "a"}},
    ],
)
def test_condition_that_can_hold_is_fine(definition: object) -> None:
    assert messages(replace(NOTE, show_when=when(definition))) == []


@pytest.mark.parametrize(
    "definition",
    [
        {"question": "t.count", "at_least": 6},
        {"all": [{"question": "t.kind", "is": "a"}, {"question": "t.kind", "is": "b"}]},
        {"all": [{"question": "t.kind", "is": "a"}, {"not": {"question": "t.kind", "answered": True}}]},
    ],
)
def test_what_can_never_be_shown_is_found(definition: object) -> None:
    never = "it can never be shown: no answers make its condition hold"

    assert messages(replace(NOTE, show_when=when(definition))) == [("a.toml", "t.note", never)]
    assert messages(NOTE, page_when=when(definition)) == [("a.toml", "p.second", never)]


def test_question_that_its_own_page_rules_out_is_found() -> None:
    only_b = replace(NOTE, show_when=when({"question": "t.kind", "is": "b"}))

    assert [each[1] for each in messages(only_b, page_when=when({"question": "t.kind", "is": "a"}))] == ["t.note"]


def test_question_behind_a_hidden_question_is_found() -> None:
    hidden = replace(NOTE, show_when=when({"question": "t.count", "at_least": 9}))
    behind = replace(NOTE, id=QuestionId("t.behind"), show_when=when({"question": "t.note", "answered": True}))

    assert [each[1] for each in messages(hidden, behind)] == ["t.note", "t.behind"]


def test_condition_that_compares_with_a_later_date_is_found() -> None:
    start = replace(NOTE, id=QuestionId("t.start"), type=AnswerType.DATE)
    end = replace(start, id=QuestionId("t.end"))
    between = replace(NOTE, show_when=when({"question": "t.start", "before": "t.end"}))

    assert messages(start, end, between) == []
    assert messages(start, between, end) == [
        ("a.toml", "t.note", "the condition compares with “t.end”, which does not come earlier")
    ]


def test_column_that_looks_at_a_later_column_is_found() -> None:
    early = replace(NAME, id=QuestionId("early"), show_when=when({"column": "name", "answered": True}))

    assert messages(replace(TEAM, columns=(early, NAME))) == [
        ("a.toml", "t.team.early", "the condition looks at a column “name” that comes later")
    ]


def test_title_with_a_full_stop_is_found() -> None:
    form = form_of(NOTE)
    (section,) = form.sections

    found = lint.lint_form(replace(form, sections=(replace(section, title="Section."),)))

    assert [(each.at, each.message) for each in found] == [("s", "the title ends with a full stop or a colon")]


def test_typo_in_the_notification_itself_is_not_looked_for_elsewhere() -> None:
    note = replace(NOTE, show_when=when({"question": "en.z.none", "is": "a"}))

    assert ("a.toml", "t.note", "the condition looks at “en.z.none”, which the notification does not have") in messages(
        note, form_id="notification"
    )


def test_other_forms_can_be_judged_without_a_notification(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "forms").mkdir()
    real = paths.resources()
    loader.load_form.cache_clear()
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    with pytest.raises(FormDefinitionError):
        loader.load_form("notification")
    (tmp_path / "reference").symlink_to(real / "reference")
    note = replace(NOTE, show_when=when({"question": "en.a.kind", "is": "new"}))

    assert [each[2] for each in messages(note)] == [
        "the condition looks at “en.a.kind”, which the notification does not have"
    ]


def test_too_much_to_try_gets_the_benefit_of_the_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reachability, "MOST_TRIALS", 1)

    assert messages(replace(NOTE, show_when=when({"question": "t.count", "at_least": 6}))) == []


@pytest.mark.parametrize("name", loader.available_forms(), ids=lambda name: f"{name.id}-{name.version}")
def test_reachability_knows_every_type_that_conditions_look_at(name: loader.FormName) -> None:
    form = loader.load_form(name.id, name.version)

    for conditions in reachability.shown_conditions(form).values():
        assert reachability.can_hold(form, conditions)
