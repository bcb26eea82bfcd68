"""Every relevant answer of one document, in full, in the order of its form. Long tables become records."""

from __future__ import annotations

from collections.abc import Sequence

from ipas_desktop.cases import document_names
from ipas_desktop.cases.case import RevisionDocument
from ipas_desktop.forms import display, journey
from ipas_desktop.forms.definition import AnswerType, Form, Json, Question, QuestionId, Section
from ipas_desktop.package import look
from ipas_desktop.package.composer import Composer
from ipas_desktop.package.content import PackageContent, context_of
from ipas_desktop.package.grid import GAP, Cell, cell
from ipas_desktop.package.sections import cells, rights
from ipas_desktop.package.typesetting import width_of

NUMBER_WIDTH, LABEL_WIDTH = 38.0, 176.0
MOST_GRID_COLUMNS = 6
LONGEST_GRID_CELL = 160  # characters; longer texts read better as records
WIDEST_WORD = 120.0
RECORD_PADDING = 3.0


def compose(composer: Composer, content: PackageContent, document: RevisionDocument) -> None:
    """Add one part for the document: each section on the path with its questions, numbered as in the form."""
    form = content.forms[document.key]
    composer.part(_part_title(content, document))
    composer.text(form.about, look.NOTE)
    relevant = journey.relevant(form, document.values, context_of(content.revision, document))
    numbers = question_numbers(form)
    section: Section | None = None
    questions: list[Question] = []
    for page in relevant.pages:
        if page.section is not section:
            _write(composer, document, questions, numbers)
            section, questions = page.section, []
            composer.section(f"{section.letter}  {section.title}".strip())
        questions += page.questions
    _write(composer, document, questions, numbers)


def _part_title(content: PackageContent, document: RevisionDocument) -> str:
    documents = content.revision.documents
    titles = [(each.key, content.forms[each.key].title) for each in documents]
    return document_names.told_apart(titles, {each.key: each.values for each in documents})[document.key]


def question_numbers(form: Form) -> dict[QuestionId, str]:
    """Return the number of each question, "F7": the section's letter and its place among all of the section's."""
    numbers = {}
    for section in form.sections:
        questions = [question for page in section.pages for question in page.questions]
        for place, question in enumerate(questions, 1):
            separator = "." if section.letter[-1:].isdigit() else ""
            numbers[question.id] = f"{section.letter}{separator}{place}"
    return numbers


def _write(
    composer: Composer, document: RevisionDocument, questions: Sequence[Question], numbers: dict[QuestionId, str]
) -> None:
    """Write questions with short answers as rows of one table, and each table on its own."""
    rows: list[tuple[Cell, Cell, Cell]] = []
    for question in questions:
        value = document.values.get(question.id)
        number = numbers[question.id]
        if question.type is AnswerType.TABLE and value:
            _flush(composer, rows)
            _write_table(composer, document, question, number)
        else:
            rows.append(_row(number, question, display.words(question, value).lines))
    _flush(composer, rows)


def _row(number: str, question: Question, lines: Sequence[str]) -> tuple[Cell, Cell, Cell]:
    label = cell(question.label, look.LABEL, is_heading=True, joined=True)
    return cell(number, look.NUMBER, is_heading=True), label, cells.answer(lines, look.CELL)


def _flush(composer: Composer, rows: list[tuple[Cell, Cell, Cell]]) -> None:
    widths = (NUMBER_WIDTH, LABEL_WIDTH, look.COLUMN - NUMBER_WIDTH - LABEL_WIDTH)
    composer.table(widths, list(rows), top_rule=True)
    rows.clear()


def _write_table(composer: Composer, document: RevisionDocument, question: Question, number: str) -> None:
    composer.heading(f"{number}  {question.label}")
    if rights.is_told_by_right(question):
        composer.text(rights.WHERE, look.NOTE)
        return
    words = display.words(question, document.values[question.id])
    if words.table is None:
        composer.text("\n".join(words.lines))
        return
    asked = _asked(question, document)
    grid = _with_row_titles(words.table) if question.fixed_rows else words.table
    if (widths := _grid_widths(grid)) is not None:
        _write_grid(composer, grid, asked, widths)
    else:
        write_records(composer, question, words.table, asked)


def _asked(question: Question, document: RevisionDocument) -> list[tuple[bool, ...]]:
    """Return for each row which of its columns are on the path."""
    value = document.values[question.id]
    rows: list[Json] = value if isinstance(value, list) else []
    asked = []
    for row in rows:
        visible = journey.visible_columns(question, row, document.values) if isinstance(row, dict) else question.columns
        names = {column.id for column in visible}
        asked.append(tuple(column.id in names for column in question.columns))
    return asked


def _with_row_titles(table: display.TableWords) -> display.TableWords:
    """Return a table of fixed rows with what each row is about as its first column."""
    rows = tuple(display.RowWords(row.id, row.title, ((row.title,), *row.cells)) for row in table.rows)
    return display.TableWords(("", *table.header), rows)


def _grid_widths(table: display.TableWords) -> tuple[float, ...] | None:
    """Return column widths when the table reads well as one, None when it is too wide or its texts too long."""
    if not 0 < len(table.header) <= MOST_GRID_COLUMNS:
        return None
    columns = [
        ["".join(head)] + ["\n".join(row.cells[index]) for row in table.rows] for index, head in enumerate(table.header)
    ]
    if max(len(text) for column in columns for text in column) > LONGEST_GRID_CELL:
        return None
    style = look.SMALL_HEAD
    least = [min(WIDEST_WORD, max(_word_widths(column, style))) + GAP + 1 for column in columns]
    natural = [
        max(width_of(line, style.face, style.size) for text in column for line in text.split("\n")) + GAP
        for column in columns
    ]
    room = look.COLUMN - sum(least)
    if room < 0 or sum(natural) > 3 * look.COLUMN:
        return None
    wanted = [max(0.0, full - narrow) for full, narrow in zip(natural, least, strict=True)]
    share = min(1.0, room / sum(wanted)) if sum(wanted) else 0.0
    widths = [narrow + share * want for narrow, want in zip(least, wanted, strict=True)]
    spare = (look.COLUMN - sum(widths)) / len(widths)
    return tuple(width + spare for width in widths)


def _word_widths(texts: Sequence[str], style: look.Style) -> list[float]:
    return [width_of(word, style.face, style.size) for text in texts for word in text.split() or [""]]


def _write_grid(
    composer: Composer, table: display.TableWords, asked: Sequence[tuple[bool, ...]], widths: tuple[float, ...]
) -> None:
    headings = [cell(head, look.SMALL_HEAD) for head in table.header]
    rows = []
    for row, on_path in zip(table.rows, asked, strict=True):
        titles = [cell(row.title, look.SMALL_CELL, is_heading=True)] * (len(row.cells) - len(on_path))
        answered = zip(row.cells[len(titles) :], on_path, strict=True)
        rows.append(titles + [_cell(lines, asked=shown) for lines, shown in answered])
    composer.table(widths, rows, headings=headings)


def _cell(lines: Sequence[str], *, asked: bool) -> Cell:
    return cells.answer(lines, look.SMALL_CELL, cells.NOT_PROVIDED if asked else cells.NOT_ASKED)


def write_records(
    composer: Composer, question: Question, table: display.TableWords, asked: Sequence[tuple[bool, ...]]
) -> None:
    """Write each row as a small table of its own, under its name; columns that were not asked are left out."""
    for row, on_path in zip(table.rows, asked, strict=True):
        pairs = [
            (column.label, lines)
            for column, lines, shown in zip(question.columns, row.cells, on_path, strict=True)
            if shown or lines
        ]
        composer.heading(row.title)
        rows = [
            (cell(label, look.SMALL_HEAD, is_heading=True), cells.answer(lines, look.SMALL_CELL))
            for label, lines in pairs
        ]
        composer.table((LABEL_WIDTH, look.COLUMN - LABEL_WIDTH), rows, top_rule=True, padding=RECORD_PADDING)
