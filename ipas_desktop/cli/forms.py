"""``form list | lint | schema``."""

from __future__ import annotations

import json
from argparse import Namespace
from collections import Counter
from typing import Any

from ipas_desktop.cli import output
from ipas_desktop.cli.command_line import BAD_VERDICT, DONE
from ipas_desktop.errors import InputError
from ipas_desktop.forms import lint as linting
from ipas_desktop.forms import loader
from ipas_desktop.forms import schema as schemas
from ipas_desktop.forms.definition import Form, Question


def list_(namespace: Namespace) -> int:
    """List the forms, with the number of their questions by origin and by whether they were verified."""
    told = [_described(loader.load_form(name.id, name.version)) for name in loader.available_forms()]
    table = output.table(
        ("Form", "Version", "Edition", "Questions", "Verified", "Origins"),
        [
            (
                form["id"],
                str(form["version"]),
                form["edition"],
                str(form["questions"]),
                str(form["verified"]),
                ", ".join(f"{origin} {count}" for origin, count in form["origins"].items()),
            )
            for form in told
        ],
    )
    output.emit(namespace.json, {"forms": told}, table)
    return DONE


def _described(form: Form) -> dict[str, Any]:
    questions = _questions(form)
    origins = Counter(question.origin.value for question in questions)
    return {
        "id": form.id,
        "version": form.version,
        "title": form.title,
        "edition": form.edition,
        "questions": len(questions),
        "pages": sum(len(section.pages) for section in form.sections),
        "origins": dict(sorted(origins.items())),
        "verified": sum(question.verified for question in questions),
        "references": dict(form.references),
    }


def _questions(form: Form) -> list[Question]:
    return [question for section in form.sections for page in section.pages for question in page.questions]


def lint(namespace: Namespace) -> int:
    """Find what is wrong with the definitions of every form."""
    findings = [
        {"form": name.id, "version": name.version, "at": finding.at, "message": finding.message}
        for name in loader.available_forms()
        for finding in linting.lint_form(loader.load_form(name.id, name.version))
    ]
    output.emit(
        namespace.json,
        {"findings": findings},
        [f"{found['form']} {found['version']}, {found['at']}: {found['message']}" for found in findings]
        or ["Nothing is wrong with the forms."],
    )
    return BAD_VERDICT if findings else DONE


def schema(namespace: Namespace) -> int:
    """Print the JSON Schema (2020-12) of a form's answers, or of a whole case as ``case import`` takes it."""
    known = sorted({name.id for name in loader.available_forms()})
    if namespace.form == "case":
        found = schemas.case_schema([loader.load_form(name.id, name.version) for name in loader.available_forms()])
    elif namespace.form in known:
        found = schemas.form_schema(loader.load_form(namespace.form))
    else:
        raise InputError(f"There is no form '{namespace.form}'. The forms are: {', '.join(known)}; or 'case'.")
    output.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return DONE
