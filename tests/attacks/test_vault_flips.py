"""Single bytes of the vault's files are changed: what cannot be healed has its own sentence, nothing wrong is read."""

from __future__ import annotations

import io
import random
from datetime import date
from pathlib import Path

import pytest

from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.errors import KeyFileDamaged, VaultDamaged
from ipas_desktop.forms.definition import AnswerType, Form, Page, Question, QuestionId, RowId, Section
from ipas_desktop.vault import answers, attachments, engagements, history, key_file, keyslots, opening
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.key_file import KEY_FILE, SECOND_COPY
from ipas_desktop.vault.opening import OpenVault

CHEAP = KdfCost(memory_kib=32, passes=1, lanes=4)
PASSPHRASE = "teapot gravel window marsh"
TODAY = date(2026, 11, 23)
TITLE = Question(QuestionId("en.a.title"), AnswerType.SHORT_TEXT, "Title")
PEOPLE = Question(
    QuestionId("en.x.people"),
    AnswerType.TABLE,
    "People",
    columns=(Question(QuestionId("name"), AnswerType.LONG_TEXT, "Name"),),
)
FORM = Form("notification", 1, "", "", "", "", (Section("a", "A", "", (Page("a", "", (TITLE, PEOPLE)),)),))


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A closed vault with a title, some rows and a file."""
    folder = tmp_path / "vault"
    vault, _ = opening.create(folder, PASSPHRASE, name="", cost=CHEAP)
    case = engagements.create_case(vault, [(NOTIFICATION, FORM)])
    answers.save_answer(vault, case.id, NOTIFICATION, TITLE, "Forensic training " * 50, TODAY)
    for number in range(30):
        cells = {"name": f"Participant {number} " * 10}
        answers.save_row(vault, case.id, NOTIFICATION, PEOPLE, RowId(f"r{number}"), dict(cells), TODAY)
    attachments.add(vault, case.id, "a.bin", io.BytesIO(random.Random(1).randbytes(150_000)))
    vault.close()
    return folder


def test_any_changed_byte_of_both_copies_of_the_key_file_is_damage(folder: Path) -> None:
    whole = (folder / KEY_FILE).read_bytes()
    assert keyslots.from_bytes(whole)
    rng = random.Random(3)
    for at in range(len(whole)):
        for value in {whole[at] ^ 1, whole[at] ^ 0x80, rng.randrange(256), 0} - {whole[at]}:
            with pytest.raises(KeyFileDamaged):
                keyslots.from_bytes(whole[:at] + bytes([value]) + whole[at + 1 :])


def test_any_truncation_of_the_key_file_is_damage(folder: Path) -> None:
    whole = (folder / KEY_FILE).read_bytes()
    for length in range(len(whole)):
        with pytest.raises(KeyFileDamaged):
            keyslots.from_bytes(whole[:length])


@pytest.mark.parametrize("name", [KEY_FILE, SECOND_COPY])
def test_any_changed_byte_of_one_copy_heals(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    rng = random.Random(5)
    for at in rng.sample(range(len(whole)), 15):
        (folder / name).write_bytes(whole[:at] + bytes([whole[at] ^ (1 << rng.randrange(8))]) + whole[at + 1 :])
        with opening.open_with_passphrase(folder, PASSPHRASE) as vault:
            assert vault.notices == (opening.HEALED,)
            assert key_file.copies_agree(folder, vault.key_file)
    assert (folder / KEY_FILE).read_bytes() == (folder / SECOND_COPY).read_bytes() == whole


def _everything(vault: OpenVault) -> object:
    (line,) = engagements.list_cases(vault, limit=9)
    case = engagements.load_case(vault, line.id)
    files = [attachments.read(vault, info.sha256) for info in case.attachments]
    return line, case, files, history.events(vault, case.id)


def _flip(folder: Path, whole: bytes, truth: object, rng: random.Random) -> str:
    """Change one byte of the database and say what came of it; raise AssertionError when something wrong was read."""
    path = folder / "vault.db"
    at = rng.randrange(len(whole))
    path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << rng.randrange(8))]) + whole[at + 1 :])
    try:
        with opening.open_with_passphrase(folder, PASSPHRASE) as vault:
            assert _everything(vault) == truth, f"a changed byte at {at} was read as something else"
            if at >= 16:  # before lies the salt, which the key file holds too
                assert not opening.check(vault).good, f"the check did not find the changed byte at {at}"
    except VaultDamaged:
        return "damaged"
    return "found by the check"


def _campaign(folder: Path, flips: int) -> set[str]:
    whole, rng = (folder / "vault.db").read_bytes(), random.Random(flips)
    with opening.open_with_passphrase(folder, PASSPHRASE) as vault:
        truth = _everything(vault)
    (folder / "vault.db").write_bytes(whole)
    return {_flip(folder, whole, truth, rng) for _ in range(flips)}


def test_changed_byte_of_the_database_is_never_read_as_something_else(folder: Path) -> None:
    assert "damaged" in _campaign(folder, 40)


@pytest.mark.soak
def test_ten_thousand_changed_bytes_are_never_read_as_something_else(folder: Path) -> None:
    _campaign(folder, 10_000)
