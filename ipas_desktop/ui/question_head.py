"""What stands above the questions of a page: what could not be saved, its problems, where it is, title and intro."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ipas_desktop.forms.definition import Form, Page, Section
from ipas_desktop.ui import theme
from ipas_desktop.ui.banner import Banner
from ipas_desktop.ui.buttons import link, plain_button
from ipas_desktop.ui.error_summary import ErrorSummary
from ipas_desktop.ui.fields.base import GUTTER
from ipas_desktop.ui.form_facts import caption_words
from ipas_desktop.ui.labels import Heading, words
from ipas_desktop.ui.page import limited
from ipas_desktop.ui.section_panel import SectionJump

_KEPT = "What you typed is still here and is tried again every few seconds."


class QuestionHead(QWidget):
    """The head of a page. ``help_wanted`` and ``retry_wanted`` tell of its link and its button."""

    help_wanted = Signal()
    retry_wanted = Signal()

    def __init__(self, form: Form, section: Section, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner("stop", "")
        left = Qt.AlignmentFlag.AlignLeft
        self.banner.below.addWidget(plain_button("Try again", self.retry_wanted.emit, dense=True), 0, left)
        self.banner.hide()
        self.summary = ErrorSummary()
        self.jump = SectionJump()
        self.help_link = link("Help with this question", self.help_wanted.emit)
        self.heading = Heading(page.title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(GUTTER), 0, 0, 0)
        layout.setSpacing(theme.px(4))
        caption = words(caption_words(form, section, page), "quiet")
        for widget in (self.banner, self.summary, self.jump, caption, self.heading):
            layout.addWidget(widget)
        # Without its alignment a button of fixed width would hold the whole column to that width.
        layout.addWidget(self.help_link, 0, left)
        is_first = section.pages[0].id == page.id
        for intro in filter(None, (section.intro if is_first else "", page.intro)):
            layout.addLayout(limited(words(intro)))

    def say_not_saved(self, sentence: str) -> None:
        """Say in the page why the last change is not stored; aloud only the first time."""
        first, _, rest = sentence.partition(". ")
        detail = f"{rest} {_KEPT}".strip()
        self.banner.say("stop", f"Not saved: {first.rstrip('.')}.", detail, aloud=self.banner.isHidden())
