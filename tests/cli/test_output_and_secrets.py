from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from ipas_desktop.cli import output, secrets
from ipas_desktop.cli.cases import read_import
from ipas_desktop.errors import DiskFull, InputError, UsageError, WriteError


def answer_prompts(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    """Let the next prompts be answered, as at a terminal."""
    answers = iter(typed)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))


def ask(*, twice: bool = False) -> str:
    return secrets.from_file_or_prompt(None, what="Passphrase", option="--passphrase-file", twice=twice)


def test_prompt_gives_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_prompts(monkeypatch, "teapot gravel", "teapot gravel")

    assert ask(twice=True) == "teapot gravel"


def test_prompt_refuses_two_that_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_prompts(monkeypatch, "teapot gravel", "teapot gravle")

    with pytest.raises(InputError, match="differ"):
        ask(twice=True)


def test_prompt_refuses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_prompts(monkeypatch, "")

    with pytest.raises(InputError, match="left empty"):
        ask()


def test_no_file_and_no_terminal_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)

    with pytest.raises(UsageError, match="--passphrase-file"):
        ask()


def test_missing_passphrase_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no-such\.txt"):
        secrets.from_file_or_prompt(tmp_path / "no-such.txt", what="Passphrase", option="--passphrase-file")


def test_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "case.json"
    target.write_bytes(b"before")

    output.write_file(target, b"after")

    assert target.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EIO, WriteError)])
def test_failed_write_leaves_what_was_there_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[WriteError]
) -> None:
    target = tmp_path / "case.json"
    target.write_bytes(b"before")

    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.fsync", fail)

    with pytest.raises(kind, match=r"case\.json"):
        output.write_file(target, b"after")

    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_write_into_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="choose another place"):
        output.write_file(tmp_path / "no" / "case.json", b"x")


def test_import_of_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Nothing was imported"):
        read_import(tmp_path / "no.json")


def test_import_of_an_oversized_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipas_desktop.cases.exchange.LARGEST_IMPORT", 2_000_000)
    file = tmp_path / "big.json"
    with file.open("wb") as target:
        target.truncate(2_000_001)

    with pytest.raises(InputError, match="larger than 2 MB"):
        read_import(file)


def test_control_characters_never_reach_the_terminal() -> None:
    assert output.one_line("a\x1b[31mb\nc\x9bd") == "a [31mb c d"
