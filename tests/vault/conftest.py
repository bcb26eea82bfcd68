"""Vaults that open in milliseconds: the derivation is made cheap by argument, everything else is the real thing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ipas_desktop.cases import lifecycle
from ipas_desktop.cases.case import NOTIFICATION, Case, Revision, RevisionDocument
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import AnswerType, Form, Page, Question, QuestionId, Section
from ipas_desktop.vault import engagements, opening
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.opening import OpenVault

CHEAP = KdfCost(memory_kib=32, passes=1, lanes=4)
PASSPHRASE = "teapot gravel window marsh"

TITLE = Question(QuestionId("en.a.title"), AnswerType.SHORT_TEXT, "Title", max_length=120)
COUNTRIES = next(
    question
    for section in loader.load_form("notification").sections
    for page in section.pages
    for question in page.questions
    if question.id == "en.c.countries"
)
START = Question(QuestionId("en.f.start"), AnswerType.DATE, "Start")
PEOPLE = Question(
    QuestionId("en.x.people"),
    AnswerType.TABLE,
    "People",
    columns=(
        Question(QuestionId("name"), AnswerType.SHORT_TEXT, "Name"),
        Question(QuestionId("number"), AnswerType.WHOLE_NUMBER, "Number"),
    ),
)
FORM = Form(
    id="notification",
    version=1,
    title="Notification",
    short_title="Notification",
    edition="2026-11-23",
    about="",
    sections=(Section("a", "A", "A", (Page("a", "A", (TITLE, COUNTRIES, START, PEOPLE)),)),),
)


@dataclass
class Made:
    """A new vault, open, and what opens it."""

    vault: OpenVault
    folder: Path
    recovery_key: str
    passphrase: str = PASSPHRASE

    def reopened(self) -> OpenVault:
        """Close the vault and open it with the passphrase."""
        self.vault.close()
        self.vault = opening.open_with_passphrase(self.folder, self.passphrase)
        return self.vault


@pytest.fixture(scope="session", name="new_vault")
def _new_vault(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A closed new vault, made once, and its recovery key."""
    folder = tmp_path_factory.mktemp("new") / "vault"
    vault, recovery_key = opening.create(folder, PASSPHRASE, name="Asha Example", cost=CHEAP)
    vault.close()
    return folder, recovery_key


@pytest.fixture
def made(new_vault: tuple[Path, str], tmp_path: Path) -> Iterator[Made]:
    folder = Path(shutil.copytree(new_vault[0], tmp_path / "vault"))
    result = Made(opening.open_with_passphrase(folder, PASSPHRASE), folder, new_vault[1])
    yield result
    result.vault.close()


def frozen(case: Case, forms: object, context: object, **facts: Any) -> Revision:
    """Stand for ``cases.lifecycle.freeze`` where a nearly empty case is to be finalised."""
    return Revision(
        case_id=case.id,
        reference=case.reference,
        marking="OFFICIAL",
        documents=tuple(
            RevisionDocument(d.key, d.form_id, d.form_version, "2026-11-23", {}, dict(d.answers), (), ())
            for d in case.documents
        ),
        attachments=case.attachments,
        program_version="0.0.0",
        **facts,
    )


@pytest.fixture
def anything_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a nearly empty case be finalised: what a revision holds, and when, is another room's."""
    monkeypatch.setattr(lifecycle, "freeze", frozen)


@pytest.fixture
def cheap() -> KdfCost:
    return CHEAP


@pytest.fixture
def form() -> Form:
    return FORM


@pytest.fixture
def questions() -> SimpleNamespace:
    return SimpleNamespace(title=TITLE, countries=COUNTRIES, start=START, people=PEOPLE)


@pytest.fixture
def vault(made: Made) -> OpenVault:
    return made.vault


@pytest.fixture
def case(vault: OpenVault) -> Case:
    return engagements.create_case(vault, [(NOTIFICATION, FORM)])
