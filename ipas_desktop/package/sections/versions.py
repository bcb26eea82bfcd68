"""Which forms, reference lists and rules the revision was made with, where they come from, and whether verified."""

from __future__ import annotations

from collections import Counter

from ipas_desktop.cases.decision import load_rules
from ipas_desktop.forms import display
from ipas_desktop.forms.definition import Form, Origin
from ipas_desktop.package import look
from ipas_desktop.package.composer import Composer
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.grid import cell

ORIGIN_WORDS = {
    Origin.SEED: "stated by the College's public page",
    Origin.OFFICIAL: "text read in official guidance",
    Origin.ADAPTED: "derived from public sources, in our words",
    Origin.LOCAL: "our own proposal",
}


def compose(composer: Composer, content: PackageContent) -> None:
    """Add the versions of everything that decided what was asked and what follows from the answers."""
    composer.part("Forms and rules")
    for document in content.revision.documents:
        form = content.forms[document.key]
        composer.section(form.title, in_outline=False)
        composer.text(form.about, look.NOTE)
        composer.facts(_about(form, document.form_edition))
        editions = sorted(document.reference_editions.items())
        rows = [
            (cell(name.replace("_", " "), look.SMALL_CELL, is_heading=True), cell(_day(edition), look.SMALL_CELL))
            for name, edition in editions
        ]
        headings = [cell("Reference list", look.SMALL_HEAD), cell("Edition", look.SMALL_HEAD)]
        composer.table((look.COLUMN / 2, look.COLUMN / 2), rows, headings=headings)
    _compose_rules(composer)


def _about(form: Form, edition: str) -> list[tuple[str, str]]:
    questions = list(form.questions())
    origins = Counter(question.origin for question in questions)
    verified = sum(question.verified for question in questions)
    return [
        ("Form", f"{form.id}, version {form.version}, written {_day(edition)}"),
        ("Questions", "\n".join(f"{count}: {ORIGIN_WORDS[origin]}" for origin, count in origins.most_common())),
        ("Verified", f"{verified} of {len(questions)} questions were compared with their source"),
    ]


def _compose_rules(composer: Composer) -> None:
    rules = load_rules()
    composer.section("Rules for the OSJA level", in_outline=False)
    composer.facts(
        [
            ("Edition", _day(rules.edition)),
            ("Source", rules.source),
            ("Verified", "Yes, says the source" if rules.verified else "No: not official text"),
            ("Approval matrix", f"Edition {_day(rules.matrix_edition)}. {rules.matrix_source}"),
        ]
    )


def _day(edition: str) -> str:
    try:
        return display.date_words(edition)
    except ValueError:
        return edition
