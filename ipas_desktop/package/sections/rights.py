"""The OSJA right by right: how it could come about, the measures, what is left, and the rules applied."""

from __future__ import annotations

from collections.abc import Mapping

from reportlab.platypus import CondPageBreak

from ipas_desktop.cases import document_names, risk
from ipas_desktop.cases.case import RevisionDocument
from ipas_desktop.cases.decision import load_rules
from ipas_desktop.cases.risk import RightRisk, RiskResult
from ipas_desktop.cases.risk_rights import MEASURES, RESIDUAL, RIGHTS
from ipas_desktop.forms import display, journey
from ipas_desktop.forms.definition import Form, Json, Question
from ipas_desktop.package import look
from ipas_desktop.package.composer import Composer
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.flowables import Figure
from ipas_desktop.package.grid import Cell, cell
from ipas_desktop.package.risk_picture import RightAtAGlance, draw_bar
from ipas_desktop.package.sections import cells

TITLE = "Risk to each right"
WHERE = f"Given right by right in the part “{TITLE}”."
BAR_HEIGHT = 62.0
LABEL_WIDTH = 176.0
FULL_RIGHT = 330.0  # points that a right with its picture and first rows takes: begin it on a new page otherwise


def is_told_by_right(question: Question) -> bool:
    """Whether the answers section leaves this table to the part on rights."""
    return question.id in (RIGHTS, RESIDUAL)


def at_a_glance(right: RightRisk) -> RightAtAGlance:
    """Return one right's levels as places on the scale and words."""
    rules = load_rules()
    return RightAtAGlance(
        id=right.id,
        label=right.label,
        before=rules.rank(right.before),
        after=rules.rank(right.after),
        before_words=rules.labels[right.before],
        after_words=rules.labels[right.after],
        before_known=right.before != rules.unknown,
        after_known=right.after != rules.unknown,
    )


def scale() -> tuple[str, ...]:
    """Return the labels of the levels of risk to a right, from least to most."""
    rules = load_rules()
    return tuple(rules.labels[level] for level in rules.scale)


def compose(composer: Composer, content: PackageContent, document: RevisionDocument) -> None:
    """Add the part for an OSJA assessment; a document that asks nothing about rights has none."""
    form = content.forms[document.key]
    tables = {str(question.id): question for question in form.questions()}
    if RIGHTS not in tables:
        return
    result = risk.assess(document.values)
    composer.part(_part_title(content, document))
    composer.text(_outcome(result), look.BODY)
    for right in result.rights:
        if right.engaged != "no":
            _write_right(composer, form, document, right)
    _write_not_engaged(composer, document, tables[RIGHTS], result)
    _write_reasons(composer, result)


def _part_title(content: PackageContent, document: RevisionDocument) -> str:
    about_rights = [
        each
        for each in content.revision.documents
        if any(question.id == RIGHTS for question in content.forms[each.key].questions())
    ]
    titles = [(each.key, TITLE) for each in about_rights]
    return document_names.told_apart(titles, {each.key: each.values for each in about_rights})[document.key]


def _outcome(result: RiskResult) -> str:
    rules = load_rules()
    level = rules.level(result.level).label
    settled = "" if result.settled else " Something that counts is not known, and counts as serious."
    return (
        f"Overall level: {level}. Worst risk to a right: {rules.labels[result.before]} before measures, "
        f"{rules.labels[result.after]} after. Reputational and political risk: "
        f"{rules.labels[result.reputation_before]} before measures, {rules.labels[result.reputation_after]} after. "
        f"Approval: {result.authority}.{settled}"
    )


def _write_right(composer: Composer, form: Form, document: RevisionDocument, right: RightRisk) -> None:
    glance = at_a_glance(right)
    composer.story.append(CondPageBreak(FULL_RIGHT))
    composer.section(f"{right.id}  {right.label}")
    figure = composer.root.child("Figure", alt=glance.sentence)
    composer.story.append(Figure(BAR_HEIGHT, draw_bar(scale(), glance), figure, after=8))
    composer.text(glance.sentence)
    questions = {str(question.id): question for question in form.questions()}
    for table in (RIGHTS, RESIDUAL):
        if table in questions:
            _write_row(composer, questions[table], document, right.id)
    _write_measures(composer, questions.get(MEASURES), right)
    for reason in right.reasons:
        composer.text(f"{reason.text} Rule applied: {reason.rule.text} ({reason.rule.origin}).", look.NOTE)


def _write_row(composer: Composer, question: Question, document: RevisionDocument, right: str) -> None:
    """Write the answers of one right in a table with one row for each right."""
    row = _row(document, question, right)
    if not row:
        return
    visible = {column.id for column in journey.visible_columns(question, row, document.values)}
    pairs: list[tuple[Cell, Cell]] = []
    for column in question.columns:
        lines = display.words(column, row.get(column.id)).lines
        if lines or column.id in visible:
            pairs.append((cell(column.label, look.LABEL, is_heading=True), cells.answer(lines, look.CELL)))
    composer.heading(question.short_label or question.label)
    composer.table((LABEL_WIDTH, look.COLUMN - LABEL_WIDTH), pairs, top_rule=True)


def _row(document: RevisionDocument, question: Question, row_id: str) -> Mapping[str, Json]:
    rows = document.values.get(question.id)
    if not isinstance(rows, list):
        return {}
    return next((row for row in rows if isinstance(row, dict) and row.get("row") == row_id), {})


def _write_measures(composer: Composer, question: Question | None, right: RightRisk) -> None:
    if question is None or not right.measures:
        return
    composer.heading("Measures that bear on this right")
    columns = {str(column.id): column for column in question.columns}
    rows = []
    for measure in right.measures:
        name = columns.get("measure")
        words = display.choice_label(name, measure.measure) if name and measure.measure else "Not named"
        start = display.date_words(measure.start) if measure.start else cells.NOT_PROVIDED
        counts = f"No: {measure.why_not}" if measure.why_not else "Yes"
        rows.append(
            (
                cell(words, look.SMALL_CELL, is_heading=True),
                cell(measure.owner or cells.NOT_PROVIDED, look.SMALL_CELL),
                cell(start, look.SMALL_CELL),
                cell(counts, look.SMALL_CELL),
            )
        )
    headings = [cell(head, look.SMALL_HEAD) for head in ("Measure", "Owner", "From", "Counts")]
    composer.table((look.COLUMN - 295.0, 110.0, 95.0, 90.0), rows, headings=headings)


def _write_not_engaged(composer: Composer, document: RevisionDocument, question: Question, result: RiskResult) -> None:
    others = [right for right in result.rights if right.engaged == "no"]
    if not others:
        return
    composer.section("Rights considered and not engaged")
    rows = []
    for right in others:
        row = _row(document, question, right.id)
        words = [
            f"{column.short_label or column.label}: {', '.join(lines)}"
            for column in question.columns
            if column.id != "engaged" and (lines := display.words(column, row.get(column.id)).lines)
        ]
        rows.append(
            (
                cell(right.id, look.SMALL_CELL),
                cell(right.label, look.SMALL_CELL, is_heading=True),
                cell("\n".join(words) or "Not engaged", look.SMALL_CELL),
            )
        )
    headings = [cell(head, look.SMALL_HEAD) for head in ("No.", "Right", "What is recorded")]
    composer.table((34.0, 190.0, look.COLUMN - 224.0), rows, headings=headings)


def _write_reasons(composer: Composer, result: RiskResult) -> None:
    composer.section("How the level was reached")
    of_rights = {reason for right in result.rights for reason in right.reasons}
    rows = [
        (
            cell(reason.text, look.SMALL_CELL, is_heading=True),
            cell(f"{reason.rule.text} ({reason.rule.origin})", look.SMALL_CELL),
        )
        for reason in result.reasons
        if reason not in of_rights
    ]
    rows += [
        (
            cell(gate.sentence, look.SMALL_CELL, is_heading=True),
            cell(f"{gate.rule.text} ({gate.rule.origin})", look.SMALL_CELL),
        )
        for gate in result.gates
    ]
    headings = [cell("Step", look.SMALL_HEAD), cell("Rule and where it comes from", look.SMALL_HEAD)]
    composer.table((look.COLUMN * 0.55, look.COLUMN * 0.45), rows, headings=headings)
