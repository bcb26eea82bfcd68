"""Adding documents to a case and country assessments, on the command line; run in this process to be quick."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ipas_desktop.cases import samples
from ipas_desktop.cases.case import OSJA, CaseState
from ipas_desktop.cases.history import EventKind, first_break
from ipas_desktop.cli import command_line, documents
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Context, QuestionId
from ipas_desktop.vault import answers, engagements, history, opening, revisions
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.opening import OpenVault

TODAY = date.today()  # noqa: DTZ011  the command line asks the user's calendar
PASSPHRASE = "teapot gravel window marsh"
CHEAP = KdfCost(memory_kib=32, passes=1, lanes=4)

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A vault with one sample in it, closed."""
    made, _ = opening.create(tmp_path / "vault", PASSPHRASE, name="Asha Example", cost=CHEAP)
    engagements.store_imported(made, samples.load_sample("sio-programme", TODAY))
    made.close()
    (tmp_path / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    return tmp_path / "vault"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the vault; return exit code, what --json said (or the text), and the complaint."""

    def ipas(*arguments: object, as_json: bool = True) -> tuple[int, Any, str]:
        given = [*map(str, arguments), "--vault", str(folder)]
        given += ["--passphrase-file", str(folder.parent / "passphrase"), *(["--json"] if as_json else [])]
        code = command_line.run(command_line.read(given), probe_window=lambda: "not asked")
        out, complaint = capsys.readouterr()
        return code, json.loads(out) if as_json and out else out, complaint

    return ipas


@pytest.fixture
def reference(folder: Path) -> str:
    with_vault = opening.open_with_passphrase(folder, PASSPHRASE)
    found = engagements.list_cases(with_vault, limit=1)[0].reference
    with_vault.close()
    return found


def opened(folder: Path) -> OpenVault:
    return opening.open_with_passphrase(folder, PASSPHRASE)


def test_document_add_numbers_assessments_and_keeps_the_others(run: Run, folder: Path, reference: str) -> None:
    assert run("case", "document", "add", reference, "--form", "osja-case")[1]["document"] == "osja-2"
    code, told, _ = run("case", "document", "add", reference, "--form", "osja-capacity")

    vault = opened(folder)
    case = engagements.load_case(vault, reference)
    added = [event for event in history.events(vault, case.id) if event.kind is EventKind.DOCUMENT_ADDED]
    vault.close()
    assert (code, told["document"], told["documents"]) == (
        0,
        "osja-3",
        ["notification", "osja", "osja-2", "osja-3"],
    )
    assert [(document.key, document.form_id) for document in case.documents[1:]] == [
        ("osja", "osja-capacity"),
        ("osja-2", "osja-case"),
        ("osja-3", "osja-capacity"),
    ]
    assert [event.document for event in added] == ["osja-2", "osja-3"]


def test_document_add_takes_the_key_that_is_wanted(run: Run, reference: str) -> None:
    told = run("case", "document", "add", reference, "--form", "osja-capacity", "--key", "osja-fiji")[1]

    assert told["documents"] == ["notification", "osja", "osja-fiji"]


@pytest.mark.parametrize(
    ("key", "sentence"),
    [("osja", "has a document “osja” already"), ("OSJA 2", "small letters, digits and hyphens")],
)
def test_document_add_refuses_a_key_in_one_sentence(run: Run, reference: str, key: str, sentence: str) -> None:
    code, told, complaint = run("case", "document", "add", reference, "--form", "osja-case", "--key", key)

    assert (code, told) == (3, "")
    assert sentence in complaint


def test_report_opens_once_the_work_is_under_way_and_there_is_only_one(
    run: Run, folder: Path, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    adding = ("case", "document", "add", reference, "--form", "notification-after")
    code, _, complaint = run(*adding)
    assert code == 3
    assert "First finalise" in complaint
    run("case", "finalise", reference)
    assert "Opens on" in run(*adding)[2]
    monkeypatch.setattr(documents, "context", lambda: Context(TODAY + timedelta(days=120)))
    assert run(*adding)[1]["document"] == "notification-after"
    code, _, complaint = run(*adding)

    assert code == 3
    assert "there is only one" in complaint


def test_document_add_knows_only_forms_that_are_added(run: Run, reference: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("case", "document", "add", reference, "--form", "notification")

    assert stopped.value.code == 2


def test_country_assessment_goes_into_another_case_with_its_history(
    run: Run, folder: Path, reference: str, tmp_path: Path
) -> None:
    file = tmp_path / "ghana.json"
    code, exported, _ = run("country", "export", reference, "--out", file, "--day", "2026-01-05")
    assert (code, exported["countries"], exported["author"]) == (0, ["GH"], "Asha Example")
    vault = opened(folder)
    source = engagements.load_case(vault, reference).document(OSJA)
    form = loader.load_form("osja-capacity")
    target = engagements.create_case(vault, [(OSJA, form)])
    asked = {question.id: question for question in form.questions()}
    situation = asked[QuestionId("osja.s1.situation")]
    answers.save_answer(vault, target.id, OSJA, asked[QuestionId("osja.m.countries")], ["GH"], TODAY)
    answers.save_answer(vault, target.id, OSJA, situation, "Ours", TODAY)
    vault.close()

    code, told, _ = run("country", "import", target.reference, file)

    vault = opened(folder)
    case, events = engagements.load_case(vault, target.id), history.events(vault, target.id)
    checked = opening.check(vault)
    vault.close()
    now = case.document(OSJA).answers
    assert code == 0
    assert {situation.id, "osja.s1.rights"} <= set(told["changed"])
    for question_id in told["changed"]:
        assert now[QuestionId(question_id)] == source.answers[QuestionId(question_id)]
    assert now[QuestionId("osja.s1.post_date")] == "2026-01-05"
    assert now[QuestionId("osja.s1.post_author")] == "Asha Example"
    replaced = [event for event in events if event.question == situation.id]
    assert [(event.old, event.reason) for event in replaced] == [
        (None, ""),
        ("Ours", "Country assessment of 2026-01-05"),
    ]
    assert first_break(events) is None
    assert checked.good

    code, again, _ = run("country", "compare", target.reference, file)
    assert (code, again["changed"]) == (0, [])


def test_country_compare_marks_what_changed_since_and_the_age(
    run: Run, folder: Path, reference: str, tmp_path: Path
) -> None:
    file = tmp_path / "ghana.json"
    written = TODAY.replace(year=TODAY.year - 1, day=1)
    run("country", "export", reference, "--out", file, "--day", written)
    vault = opened(folder)
    case = engagements.load_case(vault, reference)
    situation = next(q for q in loader.load_form("osja-capacity").questions() if q.id == "osja.s1.situation")
    answers.save_answer(vault, case.id, OSJA, situation, "It is different now.", TODAY)
    vault.close()

    code, told, _ = run("country", "compare", reference, file)
    _, said, _ = run("country", "compare", reference, file, as_json=False)

    assert (code, told["changed"], told["age_in_months"]) == (0, ["osja.s1.situation"], 12)
    assert "Ghana" in said
    assert "12 months old" in said
    assert "1 answer of stage 1 differs from it now." in said


def test_country_import_reopens_a_final_case_once_and_takes_rows_away(
    run: Run, folder: Path, reference: str, tmp_path: Path
) -> None:
    file = tmp_path / "ghana.json"
    run("country", "export", reference, "--out", file)
    content = json.loads(file.read_text(encoding="utf-8"))
    gone = content["answers"]["osja.s1.bodies"].pop(0)["row"]
    del content["answers"]["osja.s1.past"]
    file.write_text(json.dumps(content), encoding="utf-8")
    assert run("case", "finalise", reference)[0] == 0

    code, told, _ = run("country", "import", reference, file)

    vault = opened(folder)
    case = engagements.load_case(vault, reference)
    events = history.events(vault, case.id)
    frozen = revisions.load_revision(vault, case.id, 1)
    vault.close()
    after_finalising = events[[event.kind for event in events].index(EventKind.FINALISED) + 1 :]
    assert code == 0
    assert set(told["changed"]) == {"osja.s1.bodies", "osja.s1.past"}
    assert case.state is CaseState.DRAFT
    assert QuestionId("osja.s1.past") not in case.document(OSJA).answers
    assert QuestionId("osja.s1.past") in frozen.document(OSJA).values
    assert [event.kind for event in after_finalising].count(EventKind.REOPENED) == 1
    removed = [event for event in after_finalising if event.kind is EventKind.ROW_REMOVED]
    assert [(event.question, event.row) for event in removed] == [("osja.s1.bodies", gone)]


def test_country_import_needs_to_know_which_assessment_is_meant(run: Run, reference: str, tmp_path: Path) -> None:
    file = tmp_path / "ghana.json"
    run("country", "export", reference, "--out", file)
    run("case", "document", "add", reference, "--form", "osja-capacity")

    assert run("country", "import", reference, file)[1]["document"] == "osja"  # the one that covers Ghana
    code, _, complaint = run("country", "export", reference, "--out", file)
    assert code == 3
    assert "--document" in complaint
    code, _, complaint = run("country", "export", reference, "--out", file, "--document", "osja-2")
    assert code == 3
    assert "has no answers yet" in complaint
    code, _, complaint = run("country", "import", reference, file, "--document", "notification")
    assert code == 3
    assert "has no OSJA assessment “notification”" in complaint


def test_country_assessment_of_another_country_changes_nothing(
    run: Run, folder: Path, reference: str, tmp_path: Path
) -> None:
    file = tmp_path / "ghana.json"
    run("country", "export", reference, "--out", file)
    content = json.loads(file.read_text(encoding="utf-8")) | {"countries": ["FJ"]}
    file.write_text(json.dumps(content), encoding="utf-8")
    vault = opened(folder)
    before = engagements.load_case(vault, reference)
    vault.close()

    code, _, complaint = run("country", "import", reference, file)

    vault = opened(folder)
    assert engagements.load_case(vault, reference) == before
    vault.close()
    assert code == 3
    assert "another country" in complaint


def test_country_assessment_is_not_dated_ahead(run: Run, reference: str, tmp_path: Path) -> None:
    code, _, complaint = run("country", "export", reference, "--out", tmp_path / "x", "--day", "2999-01-01")

    assert code == 3
    assert "must be today or earlier" in complaint
    assert not (tmp_path / "x").exists()


def test_case_upgrade_names_a_document_that_is_not_there(run: Run, reference: str) -> None:
    assert run("case", "upgrade", reference, "--document", "osja")[1]["documents"] == []
    code, _, complaint = run("case", "upgrade", reference, "--document", "osja-9")

    assert code == 3
    assert "no document “osja-9”" in complaint
