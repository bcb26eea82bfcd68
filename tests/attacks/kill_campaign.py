"""Kills a program that writes to a vault, again and again, and looks at what is left.

Run as ``python kill_campaign.py FOLDER KILLS SEED``. A forked writer does random acts on one case, telling each on a
pipe before it starts and after it is done. It is killed at a random moment. Then the vault is opened: it must be as if
the act under way had been done whole or not at all, every act told as done must be there, and the check must be good.
Prints one JSON object; raises AssertionError on the first loss.
"""

from __future__ import annotations

import copy
import io
import json
import os
import random
import shutil
import signal
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from ipas_desktop.cases import lifecycle
from ipas_desktop.cases.case import NOTIFICATION, Case, CaseId, Revision, RevisionDocument
from ipas_desktop.errors import WrongPassphrase
from ipas_desktop.forms.definition import AnswerType, Context, Form, Json, Page, Question, QuestionId, RowId, Section
from ipas_desktop.vault import answers, attachments, backups, engagements, keys, opening, rekeying, revisions, settings
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.opening import OpenVault

CHEAP = KdfCost(memory_kib=32, passes=1, lanes=4)
TODAY = date(2026, 11, 23)
TITLE = Question(QuestionId("en.a.title"), AnswerType.SHORT_TEXT, "Title")
PEOPLE = Question(
    QuestionId("en.x.people"),
    AnswerType.TABLE,
    "People",
    columns=(Question(QuestionId("name"), AnswerType.LONG_TEXT, "Name"),),
)
FORM = Form("notification", 1, "", "", "", "", (Section("a", "A", "", (Page("a", "", (TITLE, PEOPLE)),)),))
WEIGHTS = {
    "title": 30,
    "row": 25,
    "leave": 10,
    "remove": 5,
    "move": 5,
    "file": 4,
    "unfile": 2,
    "setting": 3,
    "finalise": 6,
    "passphrase": 3,
    "recovery": 1,
    "rekey": 3,
    "backup": 3,
}
State = dict[str, Any]


def passphrase(number: int) -> str:
    return f"harbour violin cactus number {number}"


def random_act(rng: random.Random, state: State) -> dict[str, Any]:
    kind = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    return {
        "act": kind,
        "row": f"r{rng.randrange(12)}",
        "to": rng.randrange(12),
        "text": "".join(rng.choices("abc Zoë😀\x00", k=rng.choice([3, 30, 3000]))),
        "file": rng.randrange(4),
        "passphrase": state["passphrase"] + 1,
    }


def after(state: State, act: dict[str, Any]) -> State:
    """Return what the vault must hold once the act is done."""
    new = copy.deepcopy(state)
    rows: list[list[str]] = new["rows"]
    at = next((index for index, row in enumerate(rows) if row[0] == act["row"]), None)
    kind = act["act"]
    if kind == "title":
        new["title"] = act["text"]
    elif kind == "row" and at is None:
        rows.append([act["row"], act["text"]])
    elif kind == "row" and at is not None:
        rows[at][1] = act["text"]
    elif kind == "remove" and at is not None:
        rows.pop(at)
    elif kind == "move" and at is not None:
        rows.insert(act["to"], rows.pop(at))
    elif kind == "file":
        new["files"] = sorted({*new["files"], act["file"]})
    elif kind == "unfile":
        new["files"] = sorted({*new["files"]} - {act["file"]})
    elif kind == "setting":
        new["setting"] = act["text"]
    elif kind == "finalise":
        new["revision"] += 1
    elif kind in ("passphrase", "rekey"):
        new["passphrase"] = act["passphrase"]
    return new


def frozen(case: Case, forms: object, context: object, **facts: Any) -> Revision:
    """Stand for ``cases.lifecycle.freeze``: a nearly empty case may be finalised."""
    answers_now = dict(case.documents[0].answers)
    documents = (RevisionDocument(NOTIFICATION, "notification", 1, "", {}, answers_now, (), ()),)
    return Revision(
        case.id,
        case.reference,
        marking="",
        documents=documents,
        attachments=case.attachments,
        program_version="",
        **facts,
    )


def file_bytes(number: int) -> bytes:
    return random.Random(number).randbytes(700_000 + number)


def perform(vault: OpenVault, case_id: CaseId, act: dict[str, Any]) -> None:
    kind, row, text = act["act"], RowId(act["row"]), act["text"]
    if kind == "title":
        answers.save_answer(vault, case_id, NOTIFICATION, TITLE, text, TODAY)
    elif kind == "row":
        answers.save_row(vault, case_id, NOTIFICATION, PEOPLE, row, {"name": text}, TODAY)
    elif kind == "leave":
        answers.leave_field(vault, case_id, NOTIFICATION, TITLE.id)
        answers.leave_field(vault, case_id, NOTIFICATION, PEOPLE.id, row)
    elif kind == "remove":
        answers.remove_row(vault, case_id, NOTIFICATION, PEOPLE, row)
    elif kind == "move":
        answers.move_row(vault, case_id, NOTIFICATION, PEOPLE, row, act["to"])
    elif kind == "file":
        attachments.add(vault, case_id, f"{act['file']}.bin", io.BytesIO(file_bytes(act["file"])))
    elif kind == "unfile":
        for info in engagements.load_case(vault, case_id).attachments:
            if info.name == f"{act['file']}.bin":
                attachments.remove(vault, case_id, info.sha256)
    elif kind == "setting":
        settings.put(vault, "text", text)
    elif kind == "finalise":
        revisions.finalise(vault, case_id, Context(TODAY))
    elif kind == "passphrase":
        keys.set_passphrase(vault, passphrase(act["passphrase"]), cost=CHEAP)
    elif kind == "recovery":
        keys.replace_recovery_key(vault)
    elif kind == "rekey":
        rekeying.rekey(vault, passphrase(act["passphrase"]), cost=CHEAP)
    elif kind == "backup":
        backups.make(vault)


def write_until_killed(folder: Path, case_id: CaseId, state: State, seed: int, pipe: int) -> None:
    rng = random.Random(seed)
    vault = opening.open_with_passphrase(folder, passphrase(state["passphrase"]))
    os.write(pipe, b'{"open": true}\n')
    while True:
        act = random_act(rng, state)
        os.write(pipe, json.dumps({"try": act}).encode() + b"\n")
        perform(vault, case_id, act)
        os.write(pipe, b'{"done": true}\n')
        state = after(state, act)


def seen(vault: OpenVault, case_id: CaseId, number: int) -> State:
    case = engagements.load_case(vault, case_id)
    held = dict(case.documents[0].answers)
    table = held.get(PEOPLE.id, [])
    assert isinstance(table, list)
    rows: list[Json] = [[row["row"], row["name"]] for row in table]
    for info in case.attachments:
        assert attachments.read(vault, info.sha256) == file_bytes(int(info.name.split(".")[0]))
    return {
        "title": held.get(TITLE.id),
        "rows": rows,
        "files": sorted(int(info.name.split(".")[0]) for info in case.attachments),
        "setting": settings.get(vault, "text"),
        "revision": case.revision,
        "passphrase": number,
    }


def open_after(folder: Path, candidates: list[int]) -> tuple[OpenVault, int]:
    for number in candidates:
        try:
            return opening.open_with_passphrase(folder, passphrase(number)), number
        except WrongPassphrase:
            continue
    raise AssertionError(f"none of the passphrases {candidates} opens the vault")


def one_kill(folder: Path, case_id: CaseId, state: State, rng: random.Random) -> tuple[State, int]:
    """Let a writer work for a while, kill it, and return what is left and how many acts it had told as done."""
    reading, writing = os.pipe()
    seed, delay = rng.randrange(1 << 30), rng.choice([0.05, 0.15, 0.4, 0.8]) * rng.random()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write_until_killed(folder, case_id, state, seed, writing)
        finally:
            os._exit(1)
    os.close(writing)
    told = os.read(reading, 1 << 16) if rng.random() < 0.8 else b""  # else it may be killed while it is opening
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    while part := os.read(reading, 1 << 16):
        told += part
    os.close(reading)
    assert os.WIFSIGNALED(status), "the writer ended by itself: it failed"
    under_way, done = None, 0
    for line in told.split(b"\n")[:-1]:
        message = json.loads(line)
        if "try" in message:
            under_way = message["try"]
        elif "done" in message:
            assert under_way is not None
            state, under_way, done = after(state, under_way), None, done + 1
    possible = [state] if under_way is None else [state, after(state, under_way)]
    vault, number = open_after(folder, sorted({one["passphrase"] for one in possible}))
    with vault:
        left = seen(vault, case_id, number)
        assert left in possible, f"after {under_way}: {left} is neither of {possible}"
        report = opening.check(vault)
        assert report.good, report.findings
    return left, done


def campaign(folder: Path, kills: int, seed: int) -> dict[str, int]:
    rng = random.Random(seed)
    lifecycle.freeze = frozen
    vault, _ = opening.create(folder, passphrase(0), name="", cost=CHEAP)
    case_id = engagements.create_case(vault, [(NOTIFICATION, FORM)]).id
    vault.close()
    state: State = {"title": None, "rows": [], "files": [], "setting": None, "revision": 0, "passphrase": 0}
    done = 0
    for number in range(kills):
        if number % 100 == 99:  # a history of thousands would only make the checks slow
            shutil.rmtree(folder / "backups", ignore_errors=True)
        state, more = one_kill(folder, case_id, state, rng)
        done += more
    return {"kills": kills, "acts": done, "passphrases": state["passphrase"], "revisions": state["revision"]}


if __name__ == "__main__":
    print(json.dumps(campaign(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
