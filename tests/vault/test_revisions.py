from __future__ import annotations

import hashlib
import io
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from ipas_desktop.cases import samples
from ipas_desktop.cases.case import NOTIFICATION, Case, CaseState
from ipas_desktop.cases.exchange import revision_to_json
from ipas_desktop.cases.history import EventKind
from ipas_desktop.errors import CaseNotReady, VaultDamaged
from ipas_desktop.forms.definition import Context
from ipas_desktop.vault import answers, attachments, engagements, history, opening, revisions
from ipas_desktop.vault.opening import OpenVault

if TYPE_CHECKING:
    from conftest import Made

CONTEXT = Context(date(2026, 11, 23))


@pytest.fixture(name="typed")
def _typed(vault: OpenVault, case: Case, questions: SimpleNamespace) -> Case:
    answers.save_answer(vault, case.id, NOTIFICATION, questions.title, "Forensic training", CONTEXT.today)
    return case


def test_case_that_is_not_ready_is_not_changed_by_trying(vault: OpenVault, typed: Case) -> None:
    before = engagements.load_case(vault, typed.id), history.events(vault, typed.id)
    with pytest.raises(CaseNotReady):
        revisions.finalise(vault, typed.id, CONTEXT)
    assert (engagements.load_case(vault, typed.id), history.events(vault, typed.id)) == before


@pytest.mark.usefixtures("anything_goes")
def test_revision_freezes_the_case(made: Made, typed: Case) -> None:
    revision = revisions.finalise(made.vault, typed.id, CONTEXT)
    assert (revision.number, revision.author, revision.reference) == (1, "Asha Example", typed.reference)
    assert revision.documents[0].values["en.a.title"] == "Forensic training"
    events = history.events(made.vault, typed.id)
    assert [event.kind for event in events] == [EventKind.CREATED, EventKind.ANSWER_CHANGED, EventKind.FINALISED]
    assert revision.chain_head == events[1].hash
    sha256 = hashlib.sha256(revision_to_json(revision)).hexdigest()
    assert events[2].new == {"revision": 1, "sha256": sha256}
    case = engagements.load_case(made.vault, typed.id)
    assert (case.state, case.revision) == (CaseState.FINALISED, 1)
    assert revisions.load_revision(made.reopened(), typed.id) == revision


@pytest.mark.usefixtures("anything_goes")
def test_change_after_finalising_reopens_the_case_once(
    vault: OpenVault, typed: Case, questions: SimpleNamespace
) -> None:
    first = revisions.finalise(vault, typed.id, CONTEXT)
    for word in ("Forensic course", "Forensic courses"):
        answers.save_answer(vault, typed.id, NOTIFICATION, questions.title, word, CONTEXT.today)
    case = engagements.load_case(vault, typed.id)
    assert (case.state, case.revision) == (CaseState.DRAFT, 1)
    assert engagements.list_cases(vault, limit=1)[0].title == "Forensic courses"
    second = revisions.finalise(vault, typed.id, CONTEXT)
    assert [event.kind for event in history.events(vault, typed.id)][2:] == [
        EventKind.FINALISED,
        EventKind.REOPENED,
        EventKind.ANSWER_CHANGED,
        EventKind.FINALISED,
    ]
    assert second.number == 2
    assert revisions.load_revision(vault, typed.id, 1) == first
    assert revisions.load_revision(vault, typed.id) == second
    assert engagements.list_cases(vault, limit=1)[0].title == "Forensic courses"


@pytest.mark.usefixtures("anything_goes")
def test_finalising_is_undone_whole_when_it_fails(
    vault: OpenVault, typed: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = history.append

    def fail(case: object, kind: EventKind, *rest: object, **more: object) -> None:
        if kind is EventKind.FINALISED:
            raise ZeroDivisionError
        real(case, kind, *rest, **more)  # type: ignore[arg-type]  # passed on as it came

    with monkeypatch.context() as patched:
        patched.setattr(history, "append", fail)
        with pytest.raises(ZeroDivisionError):
            revisions.finalise(vault, typed.id, CONTEXT)
    assert [event.kind for event in history.events(vault, typed.id)] == [EventKind.CREATED]
    with pytest.raises(CaseNotReady, match="not been finalised yet"):
        revisions.load_revision(vault, typed.id)


@pytest.mark.usefixtures("anything_goes")
def test_unknown_revision_is_named(vault: OpenVault, typed: Case) -> None:
    revisions.finalise(vault, typed.id, CONTEXT)
    with pytest.raises(CaseNotReady, match="no revision 7"):
        revisions.load_revision(vault, typed.id, 7)


@pytest.mark.usefixtures("anything_goes")
@pytest.mark.parametrize("statement", ["UPDATE revision SET body = X'00'", "DELETE FROM revision"])
def test_revision_cannot_be_changed_or_deleted(vault: OpenVault, typed: Case, statement: str) -> None:
    revisions.finalise(vault, typed.id, CONTEXT)
    with pytest.raises(IntegrityError, match="append-only"), vault.writing() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.usefixtures("anything_goes")
@pytest.mark.parametrize("body", [b"{}", None])
def test_revision_that_was_changed_is_never_handed_out(vault: OpenVault, typed: Case, body: bytes | None) -> None:
    revisions.finalise(vault, typed.id, CONTEXT)
    with vault.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER revision_never_changes")
        if body is None:
            connection.exec_driver_sql("UPDATE revision SET sha256 = 'other'")
        else:
            sha256 = hashlib.sha256(body).hexdigest()
            connection.exec_driver_sql("UPDATE revision SET body = ?, sha256 = ?", (body, sha256))
    with pytest.raises(VaultDamaged, match="Revision 1 in the vault is not what was frozen"):
        revisions.load_revision(vault, typed.id)


@pytest.mark.usefixtures("anything_goes")
def test_file_of_a_revision_stays_when_it_is_taken_off_the_draft(vault: OpenVault, typed: Case) -> None:
    info = attachments.add(vault, typed.id, "a.pdf", io.BytesIO(b"%PDF-1.7"))
    assert revisions.finalise(vault, typed.id, CONTEXT).attachments == (info,)
    attachments.remove(vault, typed.id, info.sha256)
    assert attachments.read(vault, info.sha256) == b"%PDF-1.7"
    engagements.delete_case(vault, typed.id)
    assert attachments.total_size(vault) == 0


@pytest.mark.usefixtures("anything_goes")
def test_packages_are_recorded_in_order_without_reopening_the_case(vault: OpenVault, typed: Case) -> None:
    revisions.finalise(vault, typed.id, CONTEXT)
    assert revisions.packages(vault, typed.id) == ()
    one = revisions.record_package(vault, typed.id, 1, "EN-1.pdf", "aa" * 32, "Asha Example")
    two = revisions.record_package(vault, typed.id, 1, "EN-1 again.pdf", "bb" * 32, "Asha Example")
    assert revisions.packages(vault, typed.id) == (one, two)
    assert (one.revision, one.file_name, one.sha256, one.signer) == (1, "EN-1.pdf", "aa" * 32, "Asha Example")
    assert engagements.load_case(vault, typed.id).state is CaseState.FINALISED
    last = history.events(vault, typed.id)[-1]
    assert (last.kind, last.new) == (
        EventKind.PACKAGE_MADE,
        {"revision": 1, "file_name": "EN-1 again.pdf", "sha256": "bb" * 32, "signer": "Asha Example"},
    )


def test_sample_is_stored_finalised_and_read_back(made: Made) -> None:
    sample = samples.load_sample("sio-programme", CONTEXT.today)
    case = engagements.store_imported(made.vault, sample)
    assert [document.answers for document in case.documents] == [document.answers for document in sample.documents]
    revision = revisions.finalise(made.vault, case.id, CONTEXT)
    vault = made.reopened()
    assert revisions.load_revision(vault, case.id) == revision
    for info in revision.attachments:
        assert attachments.read(vault, info.sha256) == sample.files[info.sha256]
    (line,) = engagements.list_cases(vault, limit=5)
    assert line.title
    assert line.countries
    assert line.start is not None
    assert line.end is not None
    assert line.start <= line.end
    assert opening.check(vault).good
