"""The contract for scripts: commands, exit codes, JSON and sentences, run as a script runs them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ipas_desktop.cli import command_line

PASSPHRASE = "correct horse battery staple lamp"
SAMPLE = "sio-programme"


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left: its exit code and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def ipas(*arguments: object) -> Result:
    """Run a command as the program does, in this process, and return what a script would see."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            command = command_line.read([str(argument) for argument in arguments])
            code = command_line.run(command, probe_window=lambda: "no window here")
        except SystemExit as stop:
            code = int(stop.code or 0)
    out.flush()
    buffer = out.buffer
    assert isinstance(buffer, io.BytesIO)
    return Result(code, buffer.getvalue().decode("utf-8"), err.getvalue())


def process(*arguments: object) -> Result:
    """Run the program in a process of its own, without a terminal."""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "ipas_desktop", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"},
        timeout=240,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def good(*arguments: object) -> dict[str, Any]:
    """Run a command with --json, expect success, and return what it said."""
    result = ipas(*arguments, "--json")
    assert result.returncode == 0, result.stderr or result.stdout
    return dict(json.loads(result.stdout))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The demo's results, made once."""
    home = tmp_path_factory.mktemp("demo")
    result = ipas("demo", "--out", home / "out", "--json")
    assert result.returncode == 0, result.stderr
    return dict(json.loads(result.stdout)) | {"folder": home / "out"}


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase.txt"
    file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return file


@pytest.fixture
def vault(tmp_path: Path, passphrase_file: Path) -> Path:
    folder = tmp_path / "vault"
    good("vault", "create", "--vault", folder, "--passphrase-file", passphrase_file, "--name", "A. Officer")
    return folder


def with_vault(vault: Path, passphrase_file: Path) -> tuple[object, ...]:
    return ("--vault", vault, "--passphrase-file", passphrase_file)


def test_demo_leaves_vault_package_and_identity_and_a_good_verdict(demo: dict[str, Any]) -> None:
    assert all(Path(demo[name]).exists() for name in ("vault", "package", "identity"))
    assert demo["verdict"]["good"] is True


def test_demo_vault_holds_no_plain_word_of_the_sample(demo: dict[str, Any]) -> None:
    database = Path(demo["vault"]) / "vault.db"
    everything = b"".join(file.read_bytes() for file in Path(demo["vault"]).rglob("*") if file.is_file())

    assert not database.read_bytes().startswith(b"SQLite format 3")
    for word in (b"Ghana", b"investigat", b"torture", b"Sample Author", b"osja.s2", b"CREATE TABLE"):
        assert word not in everything
        assert word.decode().encode("utf-16-le") not in everything


def test_demo_says_three_paths_to_people(tmp_path: Path) -> None:
    result = process("demo", "--out", tmp_path / "x")

    assert result.returncode == 0, result.stderr
    for label, name in (("Vault:", "vault"), ("Package:", "package.pdf"), ("Identity:", "practice-identity.p12")):
        line = next(line for line in result.stdout.splitlines() if line.startswith(label))
        assert line.endswith(name)


def test_demo_refuses_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me")

    result = ipas("demo", "--out", tmp_path)

    assert (result.returncode, result.stdout) == (3, "")
    assert "not empty" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_verify_calls_the_package_good_and_one_flipped_byte_bad(demo: dict[str, Any], tmp_path: Path) -> None:
    assert good("package", "verify", demo["package"])["good"] is True
    data = bytearray(Path(demo["package"]).read_bytes())
    data[len(data) // 3] ^= 0x01
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(data)

    result = ipas("package", "verify", changed)

    assert result.returncode == 1
    assert "Traceback" not in result.stderr + result.stdout


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"not a pdf at all" * 100, b"\x00" * 5000])
def test_verify_never_says_good_when_the_file_is_no_package(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(content)

    result = ipas("package", "verify", file)

    assert result.returncode in (1, 3)
    assert "Traceback" not in result.stderr


def test_case_goes_from_import_to_verified_package(vault: Path, passphrase_file: Path, tmp_path: Path) -> None:
    opened = with_vault(vault, passphrase_file)
    exported = tmp_path / "sample.json"
    demo_folder = tmp_path / "demo"
    made = good("demo", "--out", demo_folder)
    demo_opened = ("--vault", made["vault"], "--passphrase-file", made["passphrase_file"])
    good("case", "export", made["reference"], *demo_opened, "--out", exported)

    imported = good("case", "import", exported, *opened)
    assert good("case", "list", *opened)["cases"][0]["id"] == imported["id"]
    assert good("case", "check", imported["id"], *opened)["ready"] is True
    assert good("case", "show", imported["reference"], *opened)["state"] == "draft"
    assert good("case", "finalise", imported["id"], *opened)["revision"] == 1
    identity, package = tmp_path / "practice.p12", tmp_path / "package.pdf"
    good(
        "identity", "create", "--name", "Zoë Ó Néill", "--out", identity, "--identity-passphrase-file", passphrase_file
    )
    built = good(
        "package", "build", imported["id"], *opened,
        "--identity", identity, "--identity-passphrase-file", passphrase_file, "--out", package,
    )  # fmt: skip
    assert good("package", "verify", package)["good"] is True
    assert built["size"] == package.stat().st_size
    assert good("vault", "check", *opened)["good"] is True


def test_export_then_import_then_export_gives_the_same_answers(demo: dict[str, Any], tmp_path: Path) -> None:
    opened = ("--vault", demo["vault"], "--passphrase-file", demo["passphrase_file"])
    first = json.loads(ipas("case", "export", demo["reference"], *opened).stdout)
    file = tmp_path / "first.json"
    file.write_text(json.dumps(first), encoding="utf-8")
    again = good("case", "import", file, *opened)
    second = json.loads(ipas("case", "export", again["id"], *opened).stdout)

    assert first["documents"] == second["documents"]
    assert first["attachments"] == second["attachments"]


def test_export_fits_the_schema_that_the_program_prints(demo: dict[str, Any]) -> None:
    import jsonschema

    opened = ("--vault", demo["vault"], "--passphrase-file", demo["passphrase_file"])
    exported = json.loads(ipas("case", "export", demo["reference"], *opened).stdout)
    schema = json.loads(ipas("form", "schema", "case").stdout)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(exported)


def test_import_names_every_unknown_question_and_takes_nothing(
    vault: Path, passphrase_file: Path, tmp_path: Path
) -> None:
    opened = with_vault(vault, passphrase_file)
    file = tmp_path / "case.json"
    answers = {"en.a.title": "x", "en.zz.nonsense": "y", "en.zz.other": "z"}
    document = {"form": "notification", "version": 1, "answers": answers}
    file.write_text(json.dumps({"format": "ipas-case", "version": 1, "documents": {"notification": document}}))

    result = ipas("case", "import", file, *opened)

    assert result.returncode == 3
    assert "en.zz.nonsense" in result.stderr
    assert "en.zz.other" in result.stderr
    assert good("case", "list", *opened)["cases"] == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"[]",
        b"null",
        b'{"format": "something else"}',
        b"[" * 100_000,
        b'{"format": "ipas-case", "version": 99}',
        b"{'single': 'quotes'}",
        b'{"format": "ipas-case", "format": "ipas-case"}',
    ],
)
def test_import_refuses_hostile_files_in_one_sentence(
    vault: Path, passphrase_file: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(content)

    result = ipas("case", "import", file, *with_vault(vault, passphrase_file))

    assert (result.returncode, result.stdout) == (3, "")
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_draft_with_nothing_in_it_is_not_ready(vault: Path, passphrase_file: Path, tmp_path: Path) -> None:
    opened = with_vault(vault, passphrase_file)
    file = tmp_path / "case.json"
    document = {"form": "notification", "version": 1, "answers": {}}
    file.write_text(json.dumps({"format": "ipas-case", "version": 1, "documents": {"notification": document}}))
    case = good("case", "import", file, *opened)

    check = ipas("case", "check", case["id"], *opened, "--json")
    finalise = ipas("case", "finalise", case["id"], *opened)

    assert check.returncode == 1
    assert json.loads(check.stdout)["ready"] is False
    assert finalise.returncode == 1
    assert "Traceback" not in finalise.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("vault",),
        ("case", "show"),
        ("package", "build", "x"),
        ("demo",),
        ("demo", "--ou", "x"),  # abbreviations are refused: a script must not depend on them
    ],
)
def test_wrong_usage_exits_2_with_a_usage_line(arguments: tuple[str, ...]) -> None:
    result = ipas(*arguments)

    assert result.returncode == 2
    assert "usage:" in result.stderr


def test_secret_without_file_or_terminal_is_wrong_usage(vault: Path) -> None:
    result = ipas("case", "list", "--vault", vault)

    assert result.returncode == 2
    assert "--passphrase-file" in result.stderr


def test_wrong_passphrase_is_one_sentence(vault: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("something else entirely long\n")

    result = ipas("case", "list", "--vault", vault, "--passphrase-file", wrong)

    assert (result.returncode, result.stdout) == (3, "")
    assert "passphrase" in result.stderr


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xff\xff\n", b"x" * 5000])
def test_passphrase_file_that_holds_none_is_one_sentence(vault: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "p.txt"
    file.write_bytes(content)

    result = ipas("case", "list", "--vault", vault, "--passphrase-file", file)

    assert result.returncode == 3
    assert len(result.stderr.strip().splitlines()) == 1


def test_folder_that_is_no_vault_is_one_sentence(tmp_path: Path, passphrase_file: Path) -> None:
    result = ipas("case", "list", *with_vault(tmp_path, passphrase_file))

    assert (result.returncode, result.stdout) == (3, "")
    assert str(tmp_path) in result.stderr


def test_vault_option_works_before_and_after_the_command(vault: Path, passphrase_file: Path) -> None:
    before = ipas("--vault", vault, "case", "list", "--passphrase-file", passphrase_file)
    after = ipas("case", "list", "--vault", vault, "--passphrase-file", passphrase_file)

    assert before.returncode == after.returncode == 0
    assert before.stdout == after.stdout


def test_second_vault_in_the_same_folder_is_refused(vault: Path, passphrase_file: Path) -> None:
    before = {file.name: file.read_bytes() for file in vault.iterdir() if file.is_file()}

    result = ipas("vault", "create", *with_vault(vault, passphrase_file))

    assert result.returncode == 3
    assert {file.name: file.read_bytes() for file in vault.iterdir() if file.is_file()} == before


def test_unknown_case_is_named(vault: Path, passphrase_file: Path) -> None:
    result = ipas("case", "show", "EN-1999-0001-ZZ", *with_vault(vault, passphrase_file))

    assert result.returncode == 3
    assert "EN-1999-0001-ZZ" in result.stderr


def test_wrong_identity_password_is_one_sentence_and_leaves_no_file(demo: dict[str, Any], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("not the password\n")
    target = tmp_path / "package.pdf"

    result = ipas(
        "package", "build", demo["reference"], "--vault", demo["vault"], "--passphrase-file", demo["passphrase_file"],
        "--identity", demo["identity"], "--identity-passphrase-file", wrong, "--out", target,
    )  # fmt: skip

    assert result.returncode == 3
    assert len(result.stderr.strip().splitlines()) == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == ["wrong.txt"]


def test_package_into_a_folder_that_is_missing_leaves_nothing(demo: dict[str, Any], tmp_path: Path) -> None:
    target = tmp_path / "no such folder" / "package.pdf"

    result = ipas(
        "package", "build", demo["reference"], "--vault", demo["vault"], "--passphrase-file", demo["passphrase_file"],
        "--identity", demo["identity"], "--identity-passphrase-file", demo["passphrase_file"], "--out", target,
    )  # fmt: skip

    assert result.returncode == 3
    assert list(tmp_path.iterdir()) == []


def test_form_list_marks_nothing_official_that_was_not_verified() -> None:
    for form in good("form", "list")["forms"]:
        assert form["questions"] > 0
        assert form["origins"].get("official", 0) <= form["verified"]


def test_form_lint_finds_nothing_wrong() -> None:
    assert good("form", "lint")["findings"] == []


def test_form_schema_names_the_forms_when_asked_for_another() -> None:
    result = ipas("form", "schema", "nonsense")

    assert result.returncode == 3
    assert "notification" in result.stderr


def test_self_test_passes_in_a_process_of_its_own() -> None:
    result = process("self-test", "--json")
    assert result.returncode == 0, result.stderr or result.stdout
    told = json.loads(result.stdout)

    assert told["good"] is True
    assert [step["name"] for step in told["steps"]] == [
        "resources", "forms", "vault, form, signature", "keyring", "window",
    ]  # fmt: skip


def test_self_test_names_what_does_not_work() -> None:
    def broken() -> str:
        raise RuntimeError("no screen")

    out = io.StringIO()
    with redirect_stdout(out):
        code = command_line.run(command_line.read(["self-test", "--json"]), probe_window=broken)

    steps = {step["name"]: step["good"] for step in json.loads(out.getvalue())["steps"]}
    assert code == 1
    assert [name for name, works in steps.items() if not works] == ["window"]


def test_fault_of_the_program_is_one_sentence_without_content(
    monkeypatch: pytest.MonkeyPatch, private_home: Path
) -> None:
    def broken() -> int:
        raise RuntimeError("the secret words of a draft")

    err = io.StringIO()
    with redirect_stderr(err):
        code = command_line.guarded(broken)

    (report,) = private_home.rglob("fault-*.txt")
    assert code == 3
    assert "RuntimeError" in err.getvalue()
    assert "secret words" not in err.getvalue() + report.read_text()


def test_stopping_by_the_keyboard_is_one_sentence() -> None:
    def stopped() -> int:
        raise KeyboardInterrupt

    err = io.StringIO()
    with redirect_stderr(err):
        code = command_line.guarded(stopped)

    assert code == 3
    assert err.getvalue().startswith("Stopped.")
