"""``case import | list | show | export | check | finalise``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ipas_desktop.cases import checks, exchange, gate, summary
from ipas_desktop.cases.case import Case, DocumentKey
from ipas_desktop.cases.checks import Finding, Severity
from ipas_desktop.cli import output, vaults
from ipas_desktop.cli.command_line import BAD_VERDICT, DONE
from ipas_desktop.errors import InputError
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Context, Form
from ipas_desktop.policy import load_policy
from ipas_desktop.vault import attachments, comparing, engagements, revisions
from ipas_desktop.vault.opening import OpenVault


def context() -> Context:
    """Return today's context."""
    return Context(today=date.today())  # noqa: DTZ011  # the user's own calendar day is meant


def forms_of(case: Case) -> Mapping[DocumentKey, Form]:
    """Return the forms a case is pinned to, by document."""
    return {document.key: loader.load_form(document.form_id, document.form_version) for document in case.documents}


def import_(namespace: Namespace) -> int:
    """Take in a case; it becomes a new draft."""
    data = read_import(namespace.file)
    with vaults.opened(namespace) as vault:
        case = engagements.store_imported(vault, exchange.import_case(data))
    output.emit(namespace.json, _identified(case), (f"Imported as {case.reference} ({case.id})",))
    return DONE


def read_import(file: Path) -> bytes:
    """Return the bytes of a file to import. Raises InputError when it cannot be read or is too large."""
    try:
        with file.open("rb") as source:
            data = source.read(exchange.LARGEST_IMPORT + 1)
    except OSError as error:
        raise InputError(f"The file {file} could not be read: {error.strerror}. Nothing was imported.") from error
    if len(data) > exchange.LARGEST_IMPORT:
        limit = exchange.LARGEST_IMPORT // 1_000_000
        raise InputError(f"The file {file} is larger than {limit} MB, the most a case can be. Nothing was imported.")
    return data


def list_(namespace: Namespace) -> int:
    """List the engagements, newest change first."""
    with vaults.opened(namespace) as vault:
        lines = engagements.list_cases(vault, limit=engagements.count_cases(vault))
    rows = [
        {
            "id": line.id,
            "reference": line.reference,
            "title": line.title,
            "countries": list(line.countries),
            "start": _iso(line.start),
            "end": _iso(line.end),
            "state": line.state,
            "revision": line.revision,
            "updated_at": line.updated_at.isoformat(),
        }
        for line in lines
    ]
    table = output.table(
        ("Reference", "State", "Start", "Countries", "Title"),
        [
            (
                line.reference,
                line.state,
                _iso(line.start) or "-",
                ", ".join(line.countries) or "-",
                output.one_line(line.title or "Untitled"),
            )
            for line in lines
        ],
    )
    output.emit(namespace.json, {"cases": rows}, table if rows else ["There are no engagements in this vault yet."])
    return DONE


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def show(namespace: Namespace) -> int:
    """Say what an engagement is and where it stands."""
    with vaults.opened(namespace) as vault:
        case = engagements.load_case(vault, namespace.id)
    today = context()
    forms = forms_of(case)
    told = summary.summarise(case, forms, today)
    may_start = gate.may_start(case, forms, today)
    data = _identified(case) | {
        "state": case.state,
        "revision": case.revision,
        "summary": summary.to_json(told),
        "may_start": may_start.may_start,
        "gate": may_start.sentence,
    }
    lines = [f"{case.reference}  {output.one_line(told.title) or 'Untitled'}", may_start.sentence]
    lines += [f"{label}: {output.one_line(value)}" for label, value in summary.facts(told)]
    output.emit(namespace.json, data, lines)
    return DONE


def export(namespace: Namespace) -> int:
    """Write an engagement as JSON, its files inside."""
    with vaults.opened(namespace) as vault:
        case = engagements.load_case(vault, namespace.id)
        data = exchange.export_case(case, files_of(vault, case))
    if namespace.out is None:
        output.write_bytes(data)
    else:
        output.write_file(namespace.out, data)
        output.emit(namespace.json, _identified(case) | {"file": str(namespace.out)}, (f"Written: {namespace.out}",))
    return DONE


def files_of(vault: OpenVault, case: Case) -> dict[str, bytes]:
    """Return the bytes of a case's attached files by SHA-256."""
    return {file.sha256: attachments.read(vault, file.sha256) for file in case.attachments}


def check(namespace: Namespace) -> int:
    """Say what is missing or doubtful; the verdict is bad when something stops signing."""
    with vaults.opened(namespace) as vault:
        case = engagements.load_case(vault, namespace.id)
        others = comparing.others(vault, case.id)
    findings = checks.run(case, forms_of(case), context(), others, load_policy())
    stops = [finding for finding in findings if finding.severity is Severity.STOPS_SIGNING]
    output.emit(
        namespace.json,
        _identified(case) | {"ready": not stops, "findings": [_finding_json(finding) for finding in findings]},
        [_finding_line(finding) for finding in findings]
        + [f"{len(findings)} findings, {len(stops)} of them stop signing." if findings else "Nothing was found."],
    )
    return BAD_VERDICT if stops else DONE


def finalise(namespace: Namespace) -> int:
    """Freeze the next revision."""
    with vaults.opened(namespace) as vault:
        case = engagements.load_case(vault, namespace.id)
        revision = revisions.finalise(vault, case.id, context())
    digest = exchange.revision_sha256(revision)
    output.emit(
        namespace.json,
        _identified(case) | {"revision": revision.number, "sha256": digest},
        (f"{case.reference}: revision {revision.number} is final.", f"SHA-256: {digest}"),
    )
    return DONE


def _identified(case: Case) -> dict[str, Any]:
    return {"id": case.id, "reference": case.reference}


def _finding_json(finding: Finding) -> dict[str, Any]:
    at = finding.at
    return {
        "id": finding.id,
        "severity": finding.severity,
        "message": finding.message,
        "document": finding.document,
        "question": at.question if at else None,
        "row": at.row if at else None,
        "column": at.column if at else None,
        "fix": finding.fix,
    }


def _finding_line(finding: Finding) -> str:
    numbered = f"{finding.document} " if finding.document and "-" in finding.document else ""  # osja-2, not osja
    where = f" [{numbered}{finding.at.question}]" if finding.at else ""
    return f"{finding.severity.replace('_', ' ')}: {output.one_line(finding.message)}{where}"
