"""Filling in a page of questions by hand, field by field, from the raw answers of a case.

Chooses by the kind of field what a person would do: click an option, write into a box, add a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from ipas_desktop.ui.fields.base import Field
from ipas_desktop.ui.fields.choosing import LongChoice, Option, Options, Pick, Radios, Ticks
from ipas_desktop.ui.fields.citations import Citations
from ipas_desktop.ui.fields.dates import DateEdit, DateField, PeriodField
from ipas_desktop.ui.fields.files import Attachments
from ipas_desktop.ui.fields.numbers import Shares
from ipas_desktop.ui.fields.parties import Party
from ipas_desktop.ui.fields.places import Countries, Country, country_name
from ipas_desktop.ui.fields.reasons import WithReason
from ipas_desktop.ui.fields.table import Table
from ipas_desktop.ui.question_page import QuestionPage
from tests.journeys.hand import Hand


class Filler:
    """Fills fields from raw answers; files to attach lie in a folder under their SHA-256."""

    def __init__(self, hand: Hand, files: Mapping[str, Path]) -> None:
        self._hand, self._files = hand, files

    def fill_page(self, page: QuestionPage, answers: Mapping[str, Any]) -> None:
        """Fill every field of the page that is in sight, in order; answering one may bring others."""
        for question_id, field in page.fields.items():
            if not field.isHidden() and answers.get(question_id) is not None:
                self.fill(field, answers[question_id])

    def fill(self, field: Field, raw: Any) -> None:
        """Give one field its answer."""
        if isinstance(field, Radios):
            self._option(field.options, raw)
        elif isinstance(field, Ticks):
            for item in raw:
                self._option(field.options, item)
        elif isinstance(field, LongChoice):
            self._pick(field.pick, raw)
        elif isinstance(field, WithReason):
            self._with_reason(field, raw)
        elif isinstance(field, DateField):
            self._date(field.edit, raw)
        elif isinstance(field, PeriodField):
            for side, edit in field.edits.items():
                self._date(edit, raw.get(side))
        elif isinstance(field, Shares):
            for choice, share in raw.items():
                self._hand.write(field.edits[choice], str(share))
        elif isinstance(field, Party):
            self._party(field, raw)
        elif isinstance(field, Country):
            self._line(field.controls()[0], country_name(raw))
        elif isinstance(field, Countries):
            self._countries(field, raw)
        elif isinstance(field, Table):
            self._table(field, raw)
        elif isinstance(field, Citations):
            self._citations(field, raw)
        elif isinstance(field, Attachments):
            self._attach(field, raw)
        else:
            self._hand.write(field.controls()[0], str(raw))

    def _option(self, options: Options, choice: str) -> None:
        button: QAbstractButton = options.buttons[choice]
        if button.isChecked():
            return
        option = button.parentWidget()
        assert isinstance(option, Option)
        self._hand.click(button)
        assert button.isChecked(), f"a click did not choose “{option.label.text()}”"

    def _pick(self, pick: Pick, choice: str) -> None:
        label = pick.itemText(pick.findData(choice))
        self._line(pick, label)

    def _line(self, control: QWidget, text: str) -> None:
        """Write a name and close the list of suggestions."""
        line = control.lineEdit() if isinstance(control, QComboBox) else control
        assert isinstance(line, QLineEdit)
        self._hand.write(line, text)
        completer = line.completer()
        popup = completer.popup() if completer is not None else None
        if popup is not None and popup.isVisible():
            QTest.keyClick(popup, Qt.Key.Key_Escape)
        self._hand.press(Qt.Key.Key_Tab)

    def _with_reason(self, field: WithReason, raw: Any) -> None:
        parts = raw if isinstance(raw, dict) else {"answer": raw}
        self._option(field.options, parts.get("answer") or parts.get("level"))
        if parts.get("reason"):
            self._hand.write(field.reason, parts["reason"])

    def _date(self, edit: DateEdit, raw: Any) -> None:
        if raw is None:
            return
        parts = raw if isinstance(raw, dict) else dict(zip(("year", "month", "day"), raw.split("-"), strict=False))
        for part, box in edit.boxes.items():
            if parts.get(part):
                self._hand.write(box, str(parts[part]))

    def _party(self, field: Party, raw: Mapping[str, str]) -> None:
        for part, text in raw.items():
            edit = field.edits[part]
            if isinstance(edit, Pick):
                self._pick(edit, text)
            else:
                self._line(edit, country_name(text) if part == "country" else text)

    def _countries(self, field: Countries, codes: list[str]) -> None:
        for code in codes:
            line = field.controls()[0]
            assert isinstance(line, QLineEdit)
            self._hand.write(line, country_name(code))
            self._hand.press(Qt.Key.Key_Return)

    def _table(self, table: Table, rows: list[dict[str, Any]]) -> None:
        for number, row in enumerate(rows):
            if table.question.fixed_rows:
                position = table.model.position(row["row"])
                assert position is not None
                middle = table.view.visualRect(table.model.index(position, 0)).center()
                self._hand.scroll_to(table)
                QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
                self._hand.settle()
            else:
                self._hand.click(table.add_button)
                assert table.model.count() == number + 1
            for name, field in table.fields.items():
                if not field.isHidden() and row.get(name) is not None:
                    self.fill(field, row[name])

    def _citations(self, field: Citations, sources: list[dict[str, Any]]) -> None:
        for source in sources:
            self._hand.click(field.add_button)
            for part, value in source.items():
                if value is not None and part in field.fields:
                    self.fill(field.fields[part], value)

    def _attach(self, field: Attachments, files: list[dict[str, Any]]) -> None:
        for file in files:
            self._hand.click(field.choose_button)
            self._hand.choose_file(self._files[file["sha256"]])
