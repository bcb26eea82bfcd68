"""Home: the list of engagements, search, and the ways to begin.

Holds no engagement: the list is read line by line from the vault.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ipas_desktop.errors import IpasError
from ipas_desktop.ui import file_choice, theme
from ipas_desktop.ui.banner import Banner, error_banner, show_error
from ipas_desktop.ui.buttons import Button, link, main_button, plain_button
from ipas_desktop.ui.engagement_model import EngagementModel
from ipas_desktop.ui.engagement_table import EngagementTable
from ipas_desktop.ui.importing import import_file
from ipas_desktop.ui.labels import Heading, announce, line, part, words
from ipas_desktop.ui.page import Page, across, is_narrow, side_panel
from ipas_desktop.ui.session import Session

_ANNOUNCE_MS = 700


class HomePage(Page):
    """Lists the engagements of the open vault. ``engagement_wanted`` carries a case id."""

    engagement_wanted = Signal(str)
    verify_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, session: Session, notices: Sequence[str] = ()) -> None:
        super().__init__("Engagements")
        self._session = session
        self.model = EngagementModel(session)
        self.table = EngagementTable(self.model, session.today())
        self.table.chosen.connect(self.engagement_wanted)
        self.search = _search_field()
        self.search.textChanged.connect(self.model.search)
        self.search.installEventFilter(self)
        self._count = line("", "small-strong")
        self._spoken = QTimer(self)
        self._spoken.setSingleShot(True)
        self._spoken.setInterval(_ANNOUNCE_MS)
        self._spoken.timeout.connect(lambda: announce(self.search, self._count.text()))
        self.model.counted.connect(self._counted)
        self._side, column = side_panel()
        self._fill_side(column)
        self._empty, self._nothing = self._empty_state(), self._nothing_found()
        main = QVBoxLayout()
        main.setContentsMargins(theme.px(32), theme.px(16), theme.px(24), 0)
        main.setSpacing(theme.px(8))
        self.banner = error_banner(main)
        for notice in notices:
            main.addWidget(Banner("warning", notice))
        main.addLayout(self._top())
        self._narrow_links = QWidget()
        self._narrow_links.setLayout(across(*self._side_links(), spacing=24))
        main.addWidget(self._narrow_links)
        main.addWidget(self.search)
        main.addWidget(self._count)
        for widget in (self._empty, self._nothing, self.table):
            main.addWidget(widget, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._side)
        outer.addLayout(main, 1)
        QShortcut(QKeySequence("Ctrl+F"), self, self._to_search)
        QShortcut(QKeySequence("Ctrl+N"), self, self.begin)
        self.model.search("")

    def begin(self) -> None:
        """Make a new engagement and open it."""
        from ipas_desktop.ui.new_engagement import create_engagement

        try:
            case = create_engagement(self._session)
        except IpasError as error:
            show_error(self.banner, str(error))
        else:
            self.engagement_wanted.emit(case.id)

    def import_from(self) -> None:
        """Ask for a file and take in the engagement in it."""
        file = file_choice.ask_open(self, "Import an engagement", "Engagements (*.json);;All files (*)")
        if file is None:
            return
        try:
            case = import_file(self._session, file)
        except IpasError as error:
            show_error(self.banner, str(error))
        else:
            self.engagement_wanted.emit(case.id)

    def _top(self) -> QHBoxLayout:
        self.heading = Heading("Engagements")
        self.heading.setWordWrap(False)
        row = across(self.heading, spacing=8)
        row.addWidget(plain_button("Import…", self.import_from, dense=True))
        row.addWidget(main_button("New engagement", self.begin, dense=True))
        return row

    def _fill_side(self, column: QVBoxLayout) -> None:
        self._all = line("", "strong")
        column.addWidget(self._all)
        column.addSpacing(theme.px(8))
        column.addWidget(part("hair"))
        column.addSpacing(theme.px(8))
        for button in self._side_links():
            column.addWidget(button)
        column.addStretch(1)

    def _side_links(self) -> Sequence[Button]:
        return (
            link("Verify a package", self.verify_wanted.emit),
            link("Import an engagement…", self.import_from),
            link("Settings", self.settings_wanted.emit),
        )

    def _empty_state(self) -> QWidget:
        panel = part("content")
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, theme.px(24), 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(Heading("No engagements yet", 2))
        column.addWidget(
            words(
                "Start one for each piece of assistance, whether in the UK, virtual or in another country. The "
                "notification and the OSJA assessment are written together."
            )
        )
        column.addLayout(across(plain_button("Start the first engagement", self.begin)))
        column.addStretch(1)
        return panel

    def _nothing_found(self) -> QWidget:
        panel = part("content")
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, theme.px(24), 0, 0)
        column.setSpacing(theme.px(12))
        self._nothing_heading = Heading("", 2)
        column.addWidget(self._nothing_heading)
        self._nothing_words = words("")
        column.addWidget(self._nothing_words)
        clear = plain_button("Clear the search", self._clear_search)
        column.addLayout(across(clear, line("Esc does the same", "hint")))
        column.addStretch(1)
        return panel

    def _counted(self, shown: int, total: int, is_all: bool) -> None:
        typed = self.search.text().strip()
        self._all.setText(f"All engagements  {total:,}")
        of_all = f"{shown:,} of {total:,} engagements contain “{typed}”, in title, reference or country"
        self._count.setText(of_all if typed else f"{total:,} engagement{'' if total == 1 else 's'}")
        if typed and is_all:
            self._spoken.start()
        self._nothing_heading.setText(f"Nothing contains “{typed}”")
        self._nothing_words.setText(f"Searched {total:,} engagements: titles, references and countries.")
        nothing = bool(typed) and is_all and not shown
        self._empty.setVisible(not total)
        self._nothing.setVisible(nothing)
        self.table.setVisible(bool(total) and not nothing)
        for widget in (self.search, self._count):
            widget.setVisible(bool(total))
        self._count.setVisible(bool(total) and not nothing)

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _clear_search(self) -> None:
        self.search.clear()
        self._to_search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.isVisible():
                self.table.go_in()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self._clear_search()
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = is_narrow(self)
        self._side.setVisible(not narrow)
        self._narrow_links.setVisible(narrow)
        super().resizeEvent(event)


def _search_field() -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName("Search engagements")
    field.setAccessibleDescription("By title, reference or country. Down goes into the list")
    field.setPlaceholderText("Search by title, reference or country")
    field.setClearButtonEnabled(False)
    field.setProperty("dense", True)
    field.setMaximumWidth(theme.px(480))
    return field
