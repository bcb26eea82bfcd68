"""How long the pages of the shipped forms are on a small laptop, with worked samples filled in."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipas_desktop.cases import samples
from ipas_desktop.cases.case import NOTIFICATION, OSJA
from ipas_desktop.forms import journey, loader
from ipas_desktop.forms.definition import AnswerType
from ipas_desktop.ui.fields.table import Table
from ipas_desktop.ui.question_page import QuestionPage
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import engagements
from tests.ui.conftest import TODAY

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SEEN_AT_ONCE = 670
"""What a screen of 1366 × 768 pixels leaves for a page between the header and the bar of the system, in pixels."""


def test_every_form_is_filled_in_on_at_most_forty_pages() -> None:
    forms = [loader.load_form(name.id, name.version) for name in loader.available_forms()]
    assert {form.id: pages for form in forms if (pages := len(list(form.pages()))) > 40} == {}
    assert len(forms) >= 4


@pytest.mark.parametrize(
    ("sample", "document"), [("sio-programme", NOTIFICATION), ("sio-programme", OSJA), ("case-assistance", OSJA)]
)
def test_pages_with_tables_take_two_screens_or_hold_one_long_row_alone(
    qtbot: QtBot, session: Session, sample: str, document: str
) -> None:
    case = engagements.store_imported(session.vault, samples.load_sample(sample, TODAY))
    key = next(key for key in session.forms_of(case) if key.startswith(document))
    path = journey.relevant(session.forms_of(case)[key], case.document(key).answers, session.context_of(case, key))
    measured = {}
    for on_path in path.pages:
        if any(question.type is AnswerType.TABLE for question in on_path.questions):
            page = QuestionPage(session, case.id, key, on_path.page.id)
            qtbot.addWidget(page)
            page.resize(1366, SEEN_AT_ONCE)
            page.show()
            for table in (field for field in page.fields.values() if isinstance(field, Table)):
                assert table.detail.isHidden() or table.detail.fields  # makes them at once, without waiting for a turn
            QApplication.processEvents()
            measured[on_path.page.id] = (screens(page), len(on_path.questions) == 1)
            page.close()
    assert len(measured) > 5
    too_long = {name: at for name, at in measured.items() if at[0] > (3 if at[1] else 2)}
    assert too_long == {}


def screens(page: QuestionPage) -> float:
    """Return the height of what a page scrolls in heights of what of it is seen at once."""
    bar = page._scroll.verticalScrollBar()
    return (bar.maximum() + bar.pageStep()) / bar.pageStep()
