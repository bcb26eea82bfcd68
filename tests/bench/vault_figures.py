"""Saving one answer against a bare SQLCipher commit."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from bench.measure import Figure, clock, paired
from ipas_desktop.cases.case import NOTIFICATION
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Question
from ipas_desktop.vault import answers, engagements, opening
from ipas_desktop.vault.kdf import KdfCost

SAVES = 200
TODAY = date(2026, 11, 23)
QUICK = KdfCost(memory_kib=1024, passes=1, lanes=1)  # key derivation is not what is measured
PASSPHRASE = "five quick brown foxes jumping"
PRAGMAS = (
    "PRAGMA cipher_log_level=NONE",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
)


def figures(scratch: Path) -> Iterator[Figure]:
    """Yield the figures of the vault."""
    yield saving(scratch)


def saving(scratch: Path) -> Figure:
    """Save the same 500 characters, each time a little different, in the vault and in a bare encrypted table."""
    form = loader.load_form("notification")
    question = next(question for question in _questions(form) if question.id == "en.e.description")
    vault, _ = opening.create(scratch / "vault", PASSPHRASE, name="Bench", cost=QUICK)
    case = engagements.create_case(vault, [(NOTIFICATION, form)])
    bare = _bare_database(scratch / "bare.db")
    text = "The course teaches senior investigators to plan, record and review a homicide investigation. " * 5

    def ours() -> float:
        def work() -> None:
            for number in range(SAVES):
                answers.save_answer(vault, case.id, NOTIFICATION, question, f"{text}{number}", TODAY)

        return clock(work) / SAVES

    def theirs() -> float:
        def work() -> None:
            for number in range(SAVES):
                bare.execute("BEGIN IMMEDIATE")
                bare.execute(
                    "INSERT INTO answer VALUES (1, ?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET raw = excluded.raw, value = excluded.value",
                    (question.id, f"{text}{number}", f"{text}{number}"),
                )
                bare.execute("COMMIT")

        return clock(work) / SAVES

    try:
        return paired("saving one answer", ours, theirs, aim=1.6, against="a bare SQLCipher commit of the same text")
    finally:
        bare.close()
        vault.close()


def _questions(form: object) -> Iterator[Question]:
    for section in form.sections:  # type: ignore[attr-defined]  # a Form
        for page in section.pages:
            yield from page.questions


def _bare_database(path: Path) -> sqlcipher.Connection:
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.set_key(f"x'{secrets.token_bytes(32).hex()}'")
    for pragma in PRAGMAS:
        connection.execute(pragma)
    connection.execute("CREATE TABLE answer (case_id, question, raw, value, PRIMARY KEY (case_id, question))")
    return connection
