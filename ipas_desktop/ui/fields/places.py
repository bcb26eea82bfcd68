"""Fields of countries and territories: one, or several, by typing a part of a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QWidget

from ipas_desktop.forms import reference
from ipas_desktop.forms.definition import Json, Question
from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import link, plain_button
from ipas_desktop.ui.fields.base import Field, column
from ipas_desktop.ui.fields.editors import LineEdit
from ipas_desktop.ui.labels import announce, words
from ipas_desktop.ui.session import Session

MOST_SUGGESTIONS = 12


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {country.id: country.label for country in reference.load_list(reference.COUNTRIES).items}


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {name.casefold(): code for code, name in _names().items()}


def country_name(raw: Json) -> str:
    """Return a stored country as people read it: the name for a code, and anything else as typed."""
    text = raw if isinstance(raw, str) else ""
    return _names().get(text, text)


class CountryEdit(LineEdit):
    """A line that suggests names of countries and territories; what is typed stays as typed."""

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, parent)
        self._suggestions = QStringListModel(self)
        completer = QCompleter(self._suggestions, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(MOST_SUGGESTIONS)
        self.setCompleter(completer)
        self.textEdited.connect(self._suggest)
        completer.activated.connect(lambda _name: self.picked.emit())

    def show_raw(self, raw: Json) -> None:
        """Show a raw country, silently."""
        with QSignalBlocker(self):
            self.setText(country_name(raw))
            self.setCursorPosition(0)

    def typed(self) -> Json:
        """Return the code when the name stands there in full, else the text as typed; None when blank."""
        return _codes().get(self.text().strip().casefold(), self.text()) or None

    def _suggest(self, text: str) -> None:
        countries = reference.load_list(reference.COUNTRIES)
        found = reference.search(countries, text)[:MOST_SUGGESTIONS] if text.strip() else ()
        self._suggestions.setStringList([country.label for country in found])
        if found:
            self.completer().complete()


class Country(Field):
    """One country or territory."""

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self.edit = CountryEdit()
        self.body.addWidget(self.edit)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        self.edit.show_raw(raw)

    def raw(self) -> Json:
        return self.edit.typed()

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return (self.edit,) if part is None else ()


class _Adding(CountryEdit):
    """The line that adds to a list; Enter adds what stands there."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self.text().strip():
            self.entered.emit()
            return
        super().keyPressEvent(event)


class Countries(Field):
    """Several countries or territories: a list with Remove buttons and a line that adds to it.

    What stands in the line counts as the last of the list: nobody has to press Add for it to be kept.
    """

    def __init__(self, question: Question, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(question, session, parent)
        self._chosen: list[str] = []
        self._list = column(spacing=theme.px(4))
        self.edit = _Adding()
        self.edit.setAccessibleName(f"{question.label}, add a country or territory")
        self.add_button = plain_button("Add", dense=True)
        self.add_button.setAccessibleName(f"Add to {question.label}")
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.edit, 1)
        line.addWidget(self.add_button)
        self.body.addLayout(self._list)
        self.body.addLayout(line)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.edit.entered.connect(self._add)
        self.edit.picked.connect(self._add)
        self.add_button.clicked.connect(self._add)
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        items = [item for item in raw if isinstance(item, str)] if isinstance(raw, list) else []
        half = items.pop() if items and items[-1] not in _names() else ""
        self._chosen = items
        self._show_list()
        self.edit.show_raw(half)

    def raw(self) -> Json:
        typed = self.edit.typed()
        items: list[Json] = [*self._chosen, *([typed] if typed else [])]
        return items or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return (self.edit,) if part is None else ()

    def is_composite(self) -> bool:
        return True

    def _add(self) -> None:
        typed = self.edit.typed()
        if not isinstance(typed, str) or not typed.strip():
            return
        name = country_name(typed)
        self._chosen = [*(item for item in self._chosen if item != typed), typed]
        with QSignalBlocker(self.edit):
            self.edit.clear()
        self._show_list()
        announce(self.edit, f"{name} added, {len(self._chosen)} in the list")
        self.changed.emit()

    def _remove(self, item: str) -> None:
        self._chosen.remove(item)
        self._show_list()
        self.edit.setFocus()
        announce(self.edit, f"{country_name(item)} removed")
        self.changed.emit()

    def _show_list(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for chosen in self._chosen:
            self._list.addWidget(self._line(chosen))

    def _line(self, chosen: str) -> QWidget:
        name = country_name(chosen)
        remove = link("Remove")
        remove.setAccessibleName(f"Remove {name}")
        remove.clicked.connect(lambda: self._remove(chosen))
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(words(name, "option"), 1)
        layout.addWidget(remove)
        return line
