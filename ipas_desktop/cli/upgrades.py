"""``case upgrade``: take a draft to the newest version of its forms, after saying what will not carry over."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from ipas_desktop.cases import upgrade as upgrading
from ipas_desktop.cases.case import Case
from ipas_desktop.cases.upgrade import LeftBehind, Upgrade
from ipas_desktop.cli import output, vaults
from ipas_desktop.cli.cases import context
from ipas_desktop.cli.command_line import DONE
from ipas_desktop.errors import InputError
from ipas_desktop.forms import loader
from ipas_desktop.vault import engagements, upgrades


def upgrade(namespace: Namespace) -> int:
    """Say what a newer version of each form would not carry over; with --apply, upgrade."""
    today = context().today
    with vaults.opened(namespace) as vault:
        case = engagements.load_case(vault, namespace.id)
        plans = _plans(case, namespace.document)
        if namespace.apply:
            for plan in plans:
                upgrades.upgrade_document(vault, case.id, plan, today)
    lines = [line for plan in plans for line in upgrading.summary(plan)]
    done = "Upgraded." if namespace.apply else "Nothing was changed yet; repeat with --apply to upgrade."
    output.emit(
        namespace.json,
        {
            "id": case.id,
            "reference": case.reference,
            "applied": bool(namespace.apply and plans),
            "documents": [_told(plan) for plan in plans],
        },
        [*map(output.one_line, lines), done]
        if plans
        else [f"{case.reference}: every document is on the newest version of its form."],
    )
    return DONE


def _plans(case: Case, key: str | None) -> list[Upgrade]:
    """Return a plan for each document, or the one named, whose form has a newer version here. Raises InputError."""
    if key is not None and all(document.key != key for document in case.documents):
        raise InputError(f"{case.reference} has no document “{output.one_line(key[:60])}”. Nothing was changed.")
    plans = []
    for document in case.documents:
        if key is not None and document.key != key:
            continue
        newest = loader.load_form(document.form_id)
        if newest.version > document.form_version:
            pinned = loader.load_form(document.form_id, document.form_version)
            plans.append(upgrading.plan(document, pinned, newest, context().today))
    return plans


def _told(plan: Upgrade) -> dict[str, Any]:
    return {
        "document": plan.document,
        "form": plan.form_id,
        "from": plan.old_version,
        "to": plan.new_version,
        "carried": sorted(plan.answers),
        "left_behind": [_left_behind(each) for each in plan.left_behind],
    }


def _left_behind(each: LeftBehind) -> dict[str, Any]:
    return {
        "question": each.at.question,
        "row": each.at.row,
        "column": each.at.column,
        "part": each.at.part,
        "label": each.label,
        "words": list(each.words),
        "reason": each.reason,
    }
