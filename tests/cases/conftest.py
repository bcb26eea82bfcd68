"""Cases to test with, made from the real forms and filled in by question id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from ipas_desktop.cases.case import AttachmentInfo, Case, CaseId, CaseState, Document, DocumentKey
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Context, Form, Json, QuestionId
from tests.cases import filled, good

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 14, 3, tzinfo=UTC)


class Desk:
    """What a test needs to make and read cases: short ways to write them down."""

    today = TODAY
    now = NOW
    context = Context(TODAY)

    def case(
        self,
        notification: Mapping[str, Json] | None = None,
        *assessments: Mapping[str, Json],
        files: tuple[AttachmentInfo, ...] = (),
        report: Mapping[str, Json] | None = None,
        osja_form: str = "osja-capacity",
        revision: int = 0,
        state: CaseState = CaseState.DRAFT,
        case_id: str = "0" * 32,
        reference: str = "EN-2026-0001-K7",
    ) -> Case:
        """Return a draft with a notification, unless it is None, and OSJA assessments."""
        documents = [] if notification is None else [self.document("notification", "notification", notification)]
        for number, answers in enumerate(assessments, start=1):
            documents.append(self.document("osja" if number == 1 else f"osja-{number}", osja_form, answers))
        if report is not None:
            documents.append(self.document("notification-after", "notification-after", report))
        return Case(CaseId(case_id), reference, state, NOW, NOW, revision, tuple(documents), files)

    def document(self, key: str, form: str, answers: Mapping[str, Json]) -> Document:
        """Return a document on the newest version of a form."""
        pinned = loader.load_form(form)
        return Document(
            DocumentKey(key), form, pinned.version, {QuestionId(name): raw for name, raw in answers.items()}
        )

    def forms(self, case: Case) -> dict[DocumentKey, Form]:
        """Return the forms a case is pinned to."""
        return {document.key: loader.load_form(document.form_id, document.form_version) for document in case.documents}


@pytest.fixture
def desk() -> Desk:
    """Return the desk."""
    return Desk()


@pytest.fixture(scope="session")
def complete() -> tuple[dict[str, Json], dict[str, Json]]:
    """Return raw answers of a notification and an OSJA assessment that no check says anything about."""
    context = Context(TODAY)
    notification = filled.filled("notification", good.NOTIFICATION, context)
    other = {QuestionId(name): raw for name, raw in notification.items()}
    return notification, filled.filled("osja-capacity", good.OSJA, Context(TODAY, other))
