from __future__ import annotations

import io
import random
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from ipas_desktop.cases.case import NOTIFICATION, Case
from ipas_desktop.errors import VaultDamaged
from ipas_desktop.forms.definition import Context
from ipas_desktop.vault import answers, attachments, opening, revisions
from ipas_desktop.vault.opening import OpenVault

if TYPE_CHECKING:
    from conftest import Made

TODAY = date(2026, 11, 23)


@pytest.fixture(name="full")
def _full(vault: OpenVault, case: Case, questions: SimpleNamespace, anything_goes: None) -> Case:
    """A case with an answer, a file and a revision."""
    answers.save_answer(vault, case.id, NOTIFICATION, questions.title, "Forensic training", TODAY)
    attachments.add(vault, case.id, "a.pdf", io.BytesIO(b"%PDF-1.7" + bytes(2_000_000)))
    revisions.finalise(vault, case.id, Context(TODAY))
    return case


@pytest.mark.usefixtures("full")
def test_whole_vault_is_good_and_counted(vault: OpenVault) -> None:
    report = opening.check(vault)
    assert report.good
    assert (report.cases, report.events, report.revisions, report.files) == (1, 4, 1, 1)
    assert report.lines() == (
        "The vault is whole. Checked: every page, 1 cases, 4 events, 1 revisions, 1 attached files.",
    )


@pytest.mark.parametrize(
    ("statements", "finding"),
    [
        (("DROP TRIGGER event_never_changes", "UPDATE event SET who = 'Eve' WHERE number = 2"), "from event 2 on"),
        (("DROP TRIGGER event_stays", "DELETE FROM event WHERE number = 1"), "from event 1 on"),
        (("DROP TRIGGER revision_never_changes", "UPDATE revision SET body = X'00'"), "Revision 1 of EN-"),
        (("UPDATE blob_chunk SET data = X'00' WHERE position = 0",), "attached file"),
        (("DELETE FROM blob_chunk WHERE position = 1",), "attached file"),
        (("PRAGMA foreign_keys=OFF", "INSERT INTO document VALUES (77, 'x', 0, 'f', 1)"), "belong to no case"),
    ],
)
@pytest.mark.usefixtures("full")
def test_check_names_what_was_changed(vault: OpenVault, statements: tuple[str, ...], finding: str) -> None:
    with vault.outside_transaction() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    report = opening.check(vault)
    assert not report.good
    assert len(report.findings) == 1
    assert finding in report.findings[0]
    assert report.lines()[0] == report.findings[0]
    assert "Restore the newest backup" in report.lines()[-1]


@pytest.mark.usefixtures("full")
def test_check_finds_a_flipped_byte_anywhere(made: Made) -> None:
    made.vault.close()
    path = made.folder / "vault.db"
    whole = path.read_bytes()
    rng = random.Random(4)
    for _ in range(12):
        data = bytearray(whole)
        at = rng.randrange(4096, len(data))
        data[at] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
        try:
            report = opening.check(made.reopened())
        except VaultDamaged:
            continue
        finally:
            made.vault.close()
        assert not report.good, f"the flipped byte at {at} was not found"
    path.write_bytes(whole)
    assert opening.check(made.reopened()).good
