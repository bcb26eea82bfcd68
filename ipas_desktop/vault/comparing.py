"""Other engagements of the vault, with only the answers that checks compare: copied text, a unit seen elsewhere.

Holds no comparison (``cases.checks_evidence``). Two queries, whatever the number of engagements.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from ipas_desktop.cases.case import Case, CaseId, CaseState, Document, DocumentKey
from ipas_desktop.cases.checks_evidence import COMPARED
from ipas_desktop.forms.definition import Json, QuestionId
from ipas_desktop.vault.models import Answer, DocumentRow, Engagement, TableRow
from ipas_desktop.vault.open_vault import OpenVault

_Answers = dict[QuestionId, Json]


def others(vault: OpenVault, case_id: CaseId) -> tuple[Case, ...]:
    """Return every engagement but this one, holding only the answers that are compared and no files."""
    with vault.reading() as connection:
        answers: dict[tuple[int, str], _Answers] = defaultdict(dict)
        single = select(Answer.engagement, Answer.document, Answer.question, Answer.raw)
        for number, document, question, raw in connection.execute(single.where(Answer.question.in_(COMPARED))):
            answers[number, document][QuestionId(question)] = raw
        rows = select(TableRow.engagement, TableRow.document, TableRow.question, TableRow.row, TableRow.raw)
        for number, document, question, row, raw in connection.execute(
            rows.where(TableRow.question.in_(COMPARED)).order_by(TableRow.position)
        ):
            table = answers[number, document].setdefault(QuestionId(question), [])
            assert isinstance(table, list), "a question is a table in every version of its form"
            table.append({"row": row, **raw})
        documents: dict[int, list[Document]] = defaultdict(list)
        for row in connection.execute(select(DocumentRow.__table__)):
            if (found := answers.get((row.engagement, row.key))) is not None:
                documents[row.engagement].append(Document(DocumentKey(row.key), row.form_id, row.form_version, found))
        return tuple(
            Case(
                id=CaseId(row.id),
                reference=row.reference,
                state=CaseState(row.state),
                created_at=row.created_at,
                updated_at=row.updated_at,
                revision=row.revision,
                documents=tuple(documents[row.number]),
                attachments=(),
            )
            for row in connection.execute(select(Engagement.__table__))
            if row.number in documents and row.id != case_id
        )
