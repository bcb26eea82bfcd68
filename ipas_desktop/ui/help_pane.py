"""Help with the question that has the focus: what to write, examples, if it is published, where it comes from."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ipas_desktop.forms import glossary
from ipas_desktop.forms.answers.dates import long_date
from ipas_desktop.forms.definition import AnswerType, Disclosure, Origin, Question
from ipas_desktop.ui import theme
from ipas_desktop.ui.labels import Heading, part, words

ORIGINS = {
    Origin.SEED: "Asked because the College’s public page on its international work says so.",
    Origin.OFFICIAL: "The text was read in official guidance.",
    Origin.ADAPTED: "Derived from public sources, in our own words. Not an official wording.",
    Origin.LOCAL: "Our own proposal, or an addition of your organisation. Not an official wording.",
}
DISCLOSURES = {
    Disclosure.OPEN: "Open: nothing in the answer is expected to need withholding.",
    Disclosure.CONSIDER: "Consider: read the answer before it goes into a public copy.",
    Disclosure.WITHHOLD: "Withhold: the answer is left out of a public copy unless you decide otherwise.",
}
WIDTH = 328


def exemption_words(exemptions: tuple[str, ...]) -> str:
    """Return which sections of the Freedom of Information Act 2000 are usually argued; empty when none is."""
    if not exemptions:
        return ""
    if len(exemptions) == 1:
        return f"Section {exemptions[0]} of the Freedom of Information Act is the one usually argued."
    listed = f"{', '.join(exemptions[:-1])} and {exemptions[-1]}"
    return f"Sections {listed} of the Freedom of Information Act are the ones usually argued."


def help_parts(question: Question, today: date) -> list[tuple[str, str]]:
    """Return the help as (heading, text); the first heading is empty."""
    parts = [("", question.help or question.hint)]
    if question.type in (AnswerType.DATE, AnswerType.PERIOD):
        weekday = today.strftime("%A")
        parts.append(("", f"Type the month as a number or a name. Today is {weekday} {long_date(today)}."))
    parts.append(("A good answer", question.good_example))
    parts.append(("An answer that would come back", question.bad_example))
    used = glossary.terms_in(f"{question.label} {question.hint} {question.help}")
    parts.append(("Words used here", "\n\n".join(f"{term.term}: {term.definition}" for term in used)))
    published = " ".join(filter(None, (DISCLOSURES[question.disclosure], exemption_words(question.exemptions))))
    parts.append(("If it is published", published))
    verified = "Checked against the source." if question.verified else "Not checked against the source yet."
    source = f"Source: {question.source}. " if question.source else ""
    parts.append(("Where this question comes from", f"{ORIGINS[question.origin]} {source}{verified}"))
    return [(heading, text.strip()) for heading, text in parts if text.strip()]


class HelpPane(QScrollArea):
    """The pane beside the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "help")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName("Help with this question")
        self.question: Question | None = None

    def show_help(self, question: Question, today: date) -> None:
        """Show the help of a question."""
        if question is self.question:
            return
        self.question = question
        content = part("content")
        layout = QVBoxLayout(content)
        side = theme.px(24)
        layout.setContentsMargins(side, theme.px(16), side, side)
        layout.setSpacing(theme.px(8))
        layout.addWidget(words("Help with this question", "quiet"))
        layout.addWidget(Heading(question.short_label or question.label, 3))
        for heading, text in help_parts(question, today):
            if heading:
                layout.addSpacing(theme.px(4))
                layout.addWidget(Heading(heading, 3))
            for paragraph in text.split("\n\n"):
                layout.addWidget(words(" ".join(paragraph.split("\n")), "small"))
        layout.addStretch(1)
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(400))
