"""A long list tells of the chosen item: measures warn of their weak point where they are chosen."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import QuestionId
from ipas_desktop.ui import fields
from ipas_desktop.ui.fields.choosing import LongChoice
from ipas_desktop.ui.session import Session
from tests.ui import windows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def field(qtbot: QtBot, still_session: Session) -> LongChoice:
    measures = loader.load_form("osja-capacity", 1).question(QuestionId("osja.s3.measures"))
    made = fields.make(next(column for column in measures.columns if column.id == "measure"), still_session)
    windows.show(qtbot, made)
    assert isinstance(made, LongChoice)
    return made


def test_long_list_tells_nothing_before_something_is_chosen(field: LongChoice) -> None:
    assert not field.about.isVisible()


def test_long_list_warns_of_the_weak_point_of_a_stored_measure(field: LongChoice) -> None:
    field.set_raw("X4")
    assert field.about.isVisible()
    assert field.about.text().endswith("(weak point: as the only measure, course content is weak)")


def test_long_list_tells_of_what_is_typed_and_stops_when_it_is_taken_away(field: LongChoice) -> None:
    QTest.keyClicks(field.pick.lineEdit(), "x10 outcome evaluation months later")
    assert field.raw() == "X10"
    assert "a feedback form is not an evaluation" in field.about.text()
    field.pick.lineEdit().selectAll()
    QTest.keyClicks(field.pick.lineEdit(), "visits")
    assert not field.about.isVisible()
