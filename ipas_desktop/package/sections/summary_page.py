"""The first page: what is recommended, the work in brief, the risk before and after, conditions, what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ipas_desktop.cases import document_names, risk, summary
from ipas_desktop.cases.case import RevisionDocument
from ipas_desktop.cases.labels import count_of
from ipas_desktop.cases.risk_rights import RIGHTS
from ipas_desktop.cases.summary import Assessment, Condition, Summary
from ipas_desktop.forms.answers.dates import long_date
from ipas_desktop.package import look
from ipas_desktop.package.composer import Composer
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.flowables import Text
from ipas_desktop.package.fonts import Face
from ipas_desktop.package.frame import Framed
from ipas_desktop.package.look import Style
from ipas_desktop.package.pages import PRACTICE_LINE
from ipas_desktop.package.risk_picture import RiskPicture
from ipas_desktop.package.sections import rights
from ipas_desktop.package.typesetting import Span

ELSEWHERE = {"Reference", "Marking", "Recommendation", "Still missing", "Next date"}
LONGEST_BENEFIT = 240  # characters; a longer one is left to the answers
LABEL_WIDTH = 118.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """The type of the page; a full case takes the smaller one so that it stays one page."""

    text: Style
    label: Style
    heading: Style
    padding: float


NORMAL = Sizes(look.CELL, look.LABEL, replace(look.SECTION, before=6), 3.6)
SMALL = Sizes(look.SMALL_CELL, look.SMALL_HEAD, replace(look.SECTION, size=12, leading=15, before=2, after=2), 2.2)
SMALLEST = Sizes(
    replace(look.SMALL_CELL, size=9, leading=11.3),
    replace(look.SMALL_HEAD, size=9, leading=11.3),
    replace(look.SECTION, size=11, leading=13.5, before=0, after=1),
    1.7,
)
SIZES = (NORMAL, SMALL, SMALLEST)


def compose(composer: Composer, content: PackageContent) -> None:
    """Add the summary, in the largest type in which it fits one page."""
    for sizes in SIZES[:-1]:
        trial = Composer()
        _compose(trial, content, sizes)
        if _height(trial.story) <= look.HEIGHT:
            _compose(composer, content, sizes)
            return
    _compose(composer, content, SIZES[-1])


def _height(story: list[Any]) -> float:
    heights = [float(flowable.wrap(look.COLUMN, look.HEIGHT)[1]) for flowable in story]
    gaps = [float(flowable.getSpaceBefore() + flowable.getSpaceAfter()) for flowable in story]
    return sum(heights) + sum(gaps)


def _compose(composer: Composer, content: PackageContent, sizes: Sizes) -> None:
    told = summary.of_revision(content.revision, content.forms)
    part = composer.unheaded_part("Summary")
    title = told.title or f"Engagement {told.reference}"
    composer.story.append(Text([Span(title, Face.BOLD)], look.TITLE, composer.root.child("H1"), key=part.key))
    practice = f". {PRACTICE_LINE}; it proves nobody's name." if content.practice else ""
    composer.spans(
        [Span(f"Protective marking: {content.revision.marking}"), Span(practice, Face.SEMIBOLD)],
        replace(sizes.text, colour=look.GREY, after=4),
    )
    _write_recommendation(composer, told, sizes)
    _heading(composer, "The work in brief", sizes)
    composer.facts(
        _facts(told), label_width=LABEL_WIDTH, label_style=sizes.label, style=sizes.text, padding=sizes.padding
    )
    for document in content.revision.documents:
        _write_picture(composer, content, document, told, sizes)
    if told.conditions:
        _heading(composer, "Conditions", sizes)
        composer.numbered((_condition(condition) for condition in told.conditions), replace(sizes.text, after=1))
    composer.text(_origin(content, told), replace(sizes.text, colour=look.GREY, before=4))


def _heading(composer: Composer, title: str, sizes: Sizes) -> None:
    composer.write_heading(title, sizes.heading, "H2")


def _write_recommendation(composer: Composer, told: Summary, sizes: Sizes) -> None:
    given = told.recommendation or next((each.recommendation for each in told.assessments if each.recommendation), "")
    head = f"Recommended: {given[0].lower()}{given[1:]}" if given else "No recommendation is made yet"
    sentences = [_outcome(each, told) for each in told.assessments]
    if told.benefit and len(told.benefit) <= LONGEST_BENEFIT:
        sentences.append(told.benefit)
    if told.next_date:
        sentences.append(f"{told.next_date.what}: {long_date(told.next_date.day)}.")
    texts = [Text([Span(head, Face.BOLD)], look.BOX_HEAD, composer.root.child("H2"))]
    if sentences:
        texts.append(
            Text([Span(" ".join(sentences))], replace(look.LEAD, size=sizes.text.size + 0.5), composer.root.child("P"))
        )
    composer.story.append(Framed(texts))


def _outcome(each: Assessment, told: Summary) -> str:
    where = f" for {' and '.join(each.countries)}" if len(told.assessments) > 1 and each.countries else ""
    settled = "" if each.settled else " Not settled: something that counts is not known."
    return (
        f"OSJA level{where}: {each.level_label}. Worst risk to a right: {each.before} before measures, "
        f"{each.after} after. Approval: {each.authority}.{settled}"
    )


def _facts(told: Summary) -> list[tuple[str, str]]:
    """Return the work in brief, with place, time and manner on one line."""
    pairs = {
        label: words for label, words in summary.facts(told) if label not in ELSEWHERE and not label.startswith("OSJA")
    }
    together = [words for label in ("Where", "When", "How") if (words := pairs.pop(label, ""))]
    return [("Where, when, how", "; ".join(together)), *pairs.items()]


def _write_picture(
    composer: Composer, content: PackageContent, document: RevisionDocument, told: Summary, sizes: Sizes
) -> None:
    if not any(each.document == document.key for each in told.assessments) or RIGHTS not in document.values:
        return
    result = risk.assess(document.values)
    shown = [rights.at_a_glance(right) for right in result.rights if right.engaged != "no"]
    titles = [(each.document, "Risk to rights, before and after measures") for each in told.assessments]
    named = document_names.told_apart(titles, {each.key: each.values for each in content.revision.documents})
    _heading(composer, named[document.key], sizes)
    if shown:
        composer.story.append(RiskPicture(rights.scale(), shown, composer.root, style=sizes.text))
    if others := len(result.rights) - len(shown):
        composer.text(
            f"{count_of(others, 'other right', 'other rights')} considered, not engaged: see “{rights.TITLE}”.",
            look.NOTE,
        )


def _condition(condition: Condition) -> str:
    who_when = ", ".join(filter(None, (condition.owner, f"by {long_date(condition.due)}" if condition.due else "")))
    text = condition.text or "Not provided"
    return f"{text.rstrip('.')}. {who_when}." if who_when else text


def _origin(content: PackageContent, told: Summary) -> str:
    forms = " and ".join(
        f"{content.forms[document.key].short_title} {document.form_version}" for document in content.revision.documents
    )
    questions = [question for form in content.forms.values() for question in form.questions()]
    verified = sum(question.verified for question in questions)
    attached = count_of(len(content.revision.attachments), "evidence file")
    return (
        f"Forms: {forms}, derived from public sources; not official forms. {verified} of {len(questions)} questions "
        f"verified. {count_of(told.missing, 'answer')} not provided, {told.not_used} not used: listed near the end. "
        f"The case data and {attached} are attached to this PDF."
    )
