"""Words typed into every kind of field are in no file, open or closed, in the vault or anywhere the program writes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ipas_desktop.cases.case import NOTIFICATION, OSJA
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import AnswerType, Form, Json, Question, RowId
from ipas_desktop.vault import answers, attachments, backups, engagements, keys, opening, rekeying, settings
from ipas_desktop.vault.kdf import KdfCost

CHEAP = KdfCost(memory_kib=32, passes=1, lanes=4)
PASSPHRASE = "teapot gravel window marsh"
NEW = "harbour violin cactus ninety"
TODAY = date(2026, 11, 23)
MARK = "Qzmarkerq"


def _questions(form: Form) -> Iterator[Question]:
    for section in form.sections:
        for page in section.pages:
            yield from page.questions


def _raw(question: Question, mark: str) -> Json:
    """Return an answer that carries the mark, in the shape of the question's type as a user could leave it."""
    match question.type:
        case AnswerType.DATE:
            return {"day": mark, "month": mark, "year": mark}
        case AnswerType.PERIOD:
            return {"from": {"day": mark, "month": "", "year": ""}, "to": {"day": "", "month": "", "year": mark}}
        case AnswerType.PERSON | AnswerType.ORGANISATION:
            return dict.fromkeys(question.parts, mark)
        case AnswerType.RATING:
            return {"level": mark, "reason": mark}
        case AnswerType.YES_NO:
            return {"answer": "yes", "reason": mark}
        case AnswerType.SHARES:
            return {choice.id: mark for choice in question.choices}
        case AnswerType.CHOICES | AnswerType.COUNTRIES:
            return [mark]
        case AnswerType.CITATIONS:
            return [{"title": mark, "publisher": mark, "date": mark, "link": mark, "retrieved_on": mark}]
        case AnswerType.ATTACHMENTS:
            return [{"sha256": "0" * 64, "name": mark, "size": 1, "media_type": "text/plain"}]
        case _:
            return mark


def _files_with(mark: str, *folders: Path) -> list[str]:
    wanted = [mark.encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be"), mark.upper().encode()]
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and any(words in path.read_bytes() for words in wanted):
                found.append(str(path))
    return found


def test_nothing_typed_is_readable_on_the_disk(
    tmp_path: Path, private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    folder = tmp_path / "vault"
    vault, recovery_key = opening.create(folder, PASSPHRASE, name=f"{MARK} Author", cost=CHEAP)
    forms = [(NOTIFICATION, loader.load_form("notification")), (OSJA, loader.load_form("osja-capacity"))]
    case = engagements.create_case(vault, forms)
    kinds: set[AnswerType] = set()
    for key, form in forms:
        for question in _questions(form):
            kinds.add(question.type)
            if question.type is AnswerType.TABLE:
                kinds.update(column.type for column in question.columns)
                cells = {str(column.id): _raw(column, MARK) for column in question.columns}
                answers.save_row(vault, case.id, key, question, RowId("r1"), cells, TODAY)
            else:
                answers.save_answer(vault, case.id, key, question, _raw(question, MARK), TODAY)
            answers.leave_field(vault, case.id, key, question.id, reason=MARK)
    assert len(kinds) >= 14
    attachments.add(vault, case.id, f"{MARK}.txt", io.BytesIO(f"{MARK} ".encode() * 300_000))
    settings.put(vault, MARK, MARK)
    places = (folder, private_home, temporary)
    assert (folder / "vault.db-wal").stat().st_size > 0
    assert _files_with(MARK, *places) == []
    backups.make(vault)
    keys.change_passphrase(vault, PASSPHRASE, NEW, cost=CHEAP)
    assert _files_with(MARK, *places) == []
    rekeying.rekey(vault, PASSPHRASE, cost=CHEAP)
    data_key = vault.data_key()
    vault.close()
    assert _files_with(MARK, *places) == []
    for secret in (PASSPHRASE, NEW, recovery_key, recovery_key.replace("-", ""), data_key.hex()):
        assert _files_with(secret, *places) == []
    assert not (folder / "vault.db").read_bytes().startswith(b"SQLite format 3")
    assert list(temporary.iterdir()) == []


COMPLAIN = """
import sys
from pathlib import Path
from ipas_desktop.vault import opening
try:
    opening.open_with_passphrase(Path(sys.argv[1]), sys.argv[2])
except Exception as error:
    print(type(error).__name__, error)
"""


def test_damage_is_told_without_a_word_on_standard_error(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    vault, _ = opening.create(folder, PASSPHRASE, name="", cost=CHEAP)
    vault.close()
    (folder / "vault.db").write_bytes(os.urandom(8192))
    command = [sys.executable, "-c", COMPLAIN, str(folder), PASSPHRASE]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.startswith("VaultMismatched ")
    assert run.stderr == ""
    assert PASSPHRASE not in run.stdout
