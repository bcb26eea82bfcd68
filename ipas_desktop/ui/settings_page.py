"""Settings: text size and colours at once, the name that packages print, and what the organisation has fixed.

Holds no setting itself: looks are preferences of the laptop's user, the name is in the vault, the rest is the policy.
"""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ipas_desktop.errors import IpasError
from ipas_desktop.policy import Policy
from ipas_desktop.ui import backing_up, preferences, theme
from ipas_desktop.ui.banner import error_banner, show_error
from ipas_desktop.ui.buttons import link, plain_button
from ipas_desktop.ui.entry import Entry
from ipas_desktop.ui.glyphs import Glyph
from ipas_desktop.ui.keys_panel import KeysPanel
from ipas_desktop.ui.labels import Heading, announce, line, part, words
from ipas_desktop.ui.page import Page, Reflow, Scroll, across, add_keys, rows
from ipas_desktop.ui.session import Session
from ipas_desktop.ui.theme import Look, Scheme

_SCHEMES = (
    (Scheme.SYSTEM, "As the system"),
    (Scheme.LIGHT, "Light"),
    (Scheme.DARK, "Dark"),
    (Scheme.CONTRAST, "High contrast"),
)
_SIZES = ((1.0, "100 %"), (1.25, "125 %"), (1.5, "150 %"), (1.75, "175 %"), (2.0, "200 %"))


class SettingsPage(Page):
    """Changes are kept at once."""

    def __init__(self, policy: Policy, session: Session | None) -> None:
        super().__init__("Settings")
        self._policy, self._session = policy, session
        self.keys: KeysPanel | None = None
        scroll = Scroll(margins=(64, 16, 64, 24), wraps=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        column = scroll.column
        column.addLayout(across(link("‹ Back", self.left.emit)))
        self.banner = error_banner(column)
        self.heading = Heading("Settings")
        column.addWidget(self.heading)
        column.addWidget(words("Changes are kept at once.", "quiet"))
        _group(column, "Look and text size")
        self._schemes = _choices([label for _, label in _SCHEMES], [s for s, _ in _SCHEMES].index(theme.look().scheme))
        self._sizes = _choices([label for _, label in _SIZES], _nearest_size())
        for group in (self._schemes, self._sizes):
            group.idClicked.connect(self._wear)
        column.addWidget(
            _setting("Colours", "High contrast takes the system's own colours where it has some", self._schemes)
        )
        column.addWidget(_setting("Text size", "Everything grows with it", self._sizes))
        if session is not None:
            self._add_name(column, session)
            if not session.practice:
                _group(column, "Ways to open the vault")
                self.keys = KeysPanel(session)
                column.addWidget(self.keys)
                _group(column, "Backups")
                hint = "Made each day when the vault is unlocked, encrypted like it, in its folder"
                column.addWidget(
                    _fixed("Last good backup", hint, backing_up.last_words(session.vault.folder), policy, "")
                )
        _group(column, "Locking")
        minutes = f"After {policy.idle_lock_minutes} minutes without key or mouse"
        column.addWidget(
            _fixed("Lock when idle", "What you typed is saved before it locks", minutes, policy, "idle_lock_minutes")
        )
        column.addWidget(_fixed("Lock now", "From anywhere in the program", "Ctrl+L", policy, ""))
        column.addStretch(1)
        add_keys(self)

    def flush(self) -> bool:
        return self.keys is None or not self.keys.is_busy()

    def _add_name(self, column: QVBoxLayout, session: Session) -> None:
        from ipas_desktop.vault import settings

        stored = settings.get(session.vault, settings.USER_NAME)
        self.name = Entry("Your full name", "Printed on packages as their author", width=480)
        self.name.set_text(stored if isinstance(stored, str) and stored else session.vault.name)
        self._kept = line("", "hint")
        _group(column, "You")
        column.addWidget(self.name)
        column.addLayout(across(plain_button("Keep this name", self._keep_name, dense=True), self._kept))

    def _keep_name(self) -> None:
        from ipas_desktop.vault import settings

        assert self._session is not None
        name = self.name.text().strip()
        self.name.show_error("" if name else "Enter your full name")
        if not name:
            return
        try:
            settings.put(self._session.vault, settings.USER_NAME, name)
        except IpasError as error:
            show_error(self.banner, str(error))
        else:
            self._kept.setText("Kept")
            announce(self._kept, "The name is kept")

    def _wear(self) -> None:
        look = Look(_SCHEMES[self._schemes.checkedId()][0], _SIZES[self._sizes.checkedId()][0])
        preferences.store_look(look)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.set_look(application, look)


def _nearest_size() -> int:
    factor = theme.look().text_factor
    return min(range(len(_SIZES)), key=lambda place: abs(_SIZES[place][0] - factor))


def _choices(labels: list[str], chosen: int) -> QButtonGroup:
    group = QButtonGroup()
    for place, label in enumerate(labels):
        button = QRadioButton(label)
        button.setChecked(place == chosen)
        group.addButton(button, place)
    return group


def _group(column: QVBoxLayout, title: str) -> None:
    column.addSpacing(theme.px(12))
    column.addWidget(Heading(title, 2))
    column.addWidget(part("rule"))


def _setting(name: str, hint: str, group: QButtonGroup) -> QFrame:
    control = QWidget()
    control.setAccessibleName(name)
    layout = QHBoxLayout(control)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(16))
    for button in group.buttons():
        layout.addWidget(button)
    layout.addStretch(1)
    return _row(name, hint, control)


def _fixed(name: str, hint: str, value: str, policy: Policy, key: str) -> QFrame:
    control = QWidget()
    column = rows(words(value, "strong"), spacing=2)
    if policy.is_fixed(key):
        column.addLayout(across(Glyph("lock", 14), line("Set by your organisation", "quiet"), spacing=6))
    control.setLayout(column)
    return _row(name, hint, control)


def _row(name: str, hint: str, control: QWidget) -> QFrame:
    row = part("row")
    layout = QVBoxLayout(row)
    layout.setContentsMargins(0, theme.px(8), 0, theme.px(8))
    said = QWidget()
    said.setLayout(rows(words(name, "strong"), words(hint, "quiet"), spacing=0))
    layout.addWidget(Reflow(820, (said, 2), (control, 3), spacing=16))
    return row
