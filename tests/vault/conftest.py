"""Vaults that open in milliseconds: the derivation is made cheap by argument, everything else is the real thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from ipas_desktop.cases.case import NOTIFICATION, Case, DocumentKey
from ipas_desktop.forms.definition import AnswerType, Form, Page, Question, QuestionId, Section
from ipas_desktop.vault import engagements, opening
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.opening import OpenVault

CHEAP = KdfCost(memory_kib=32, passes=1, lanes=4)
PASSPHRASE = "teapot gravel window marsh"
TODAY = date(2026, 11, 23)

TITLE = Question(QuestionId("en.a.title"), AnswerType.SHORT_TEXT, "Title", max_length=120)
COUNTRIES = Question(QuestionId("en.c.countries"), AnswerType.SHORT_TEXT, "Countries")
START = Question(QuestionId("en.x.start"), AnswerType.DATE, "Start")
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


@dataclass(frozen=True)
class Made:
    """A new vault, open, and what opens it."""

    vault: OpenVault
    folder: Path
    recovery_key: str


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    folder = tmp_path / "vault"
    vault, recovery_key = opening.create(folder, PASSPHRASE, name="Asha Example", cost=CHEAP)
    yield Made(vault, folder, recovery_key)
    vault.close()


@pytest.fixture
def vault(made: Made) -> OpenVault:
    return made.vault


@pytest.fixture
def case(vault: OpenVault) -> Case:
    return engagements.create_case(vault, [(NOTIFICATION, FORM)])


OTHER: DocumentKey = DocumentKey("osja")
