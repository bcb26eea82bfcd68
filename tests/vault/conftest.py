"""Vaults that open in milliseconds: the derivation is made cheap by argument, everything else is the real thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from ipas_desktop.cases.case import NOTIFICATION, Case
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


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    folder = tmp_path / "vault"
    vault, recovery_key = opening.create(folder, PASSPHRASE, name="Asha Example", cost=CHEAP)
    result = Made(vault, folder, recovery_key)
    yield result
    result.vault.close()


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
