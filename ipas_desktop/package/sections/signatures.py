"""The last page: who signs, and how to check the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ipas_desktop.cases import risk
from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.cases.decision import rules_for
from ipas_desktop.cases.exchange import revision_sha256
from ipas_desktop.cases.labels import count_of
from ipas_desktop.cases.risk_rights import RIGHTS
from ipas_desktop.package import look
from ipas_desktop.package.composer import Composer
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.flowables import Text
from ipas_desktop.package.fonts import Face
from ipas_desktop.package.frame import SignatureBox
from ipas_desktop.package.grid import cell
from ipas_desktop.package.pages import PRACTICE_LINE
from ipas_desktop.package.sections.evidence import grouped
from ipas_desktop.package.typesetting import Span

AUTHOR_FIELD, APPROVER_FIELD = "Author", "Approver"
LABEL_WIDTH = 118.0
LONGEST_BOXED_NAME = 160  # characters


def compose(composer: Composer, content: PackageContent) -> None:
    """Add the two signature boxes and what a receiver needs to check the file. Nothing here claims approval."""
    revision = content.revision
    composer.part("Signatures")
    composer.text(
        f"The author signs what revision {revision.number} says, and recommends. Approval is a counter-signature by "
        f"somebody else: until the second box is filled, nothing is approved. {_authority(content)}"
    )
    if content.practice:
        composer.text(f"{PRACTICE_LINE}. It shows whether the file was changed; it proves nobody's name.", look.LABEL)
    composer.section("Signed by", in_outline=False)
    _author(composer, revision.author or "Not named", f"Prepared revision {revision.number}")
    composer.text("Approver, counter-signature", replace(look.QUIET, after=2))
    field = composer.root.child("Form", alt="Counter-signature of the approver")
    composer.story.append(SignatureBox((), field, APPROVER_FIELD, "Counter-signature of the approver"))
    composer.section("How to check this document", in_outline=False)
    composer.text(
        "Open the file in IPAS Desktop and choose “Check a package”: no vault and no network are needed. "
        "A printed copy proves nothing by itself; ask for the file."
    )
    rows = [
        ("Case data, SHA-256", grouped(revision_sha256(revision)), look.MONO),
        ("History, chain head", grouped(revision.chain_head), look.MONO),
        ("Made with", f"IPAS Desktop {revision.program_version}", look.CELL),
        ("Attached", _attached(len(revision.attachments)), look.CELL),
    ]
    cells = [(cell(label, look.LABEL, is_heading=True), cell(words, style)) for label, words, style in rows]
    composer.table((LABEL_WIDTH, look.COLUMN - LABEL_WIDTH), cells, top_rule=True)


def _authority(content: PackageContent) -> str:
    documents = content.revision.documents
    rules = rules_for(next((document.values for document in documents if document.key == NOTIFICATION), {}))
    outcomes = [risk.assess(document.values, rules) for document in documents if RIGHTS in document.values]
    authorities: Sequence[str] = list(dict.fromkeys(outcome.authority for outcome in outcomes))
    return f"The OSJA level asks for: {'; '.join(authorities)}." if authorities else ""


def _author(composer: Composer, name: str, what: str) -> None:
    root = composer.root
    if len(name) > LONGEST_BOXED_NAME:  # a box is never split over pages
        composer.text(f"Author: {name}. {what}.")
        name, what = "Named above", ""
    texts = [
        Text([Span("Author")], look.QUIET, root.child("P")),
        Text([Span(name, Face.BOLD)], look.BOX_HEAD, root.child("P")),
        Text([Span(what)], look.CELL, root.child("P")),
    ]
    field = root.child("Form", alt="Signature of the author")
    composer.story.append(SignatureBox(texts, field, AUTHOR_FIELD, "Signature of the author"))


def _attached(files: int) -> str:
    return f"case.json and {count_of(files, 'evidence file')}" if files else "case.json"
