"""The rules of the house, as far as a machine can hold them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": "."},
        check=False,
    )


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("forms/loader.py", "import ipas_desktop.cases.case"),
        ("cases/case.py", "import sqlalchemy"),
        ("cli/output.py", "import PySide6.QtCore"),
        ("vault/opening.py", "import ipas_desktop.package.fonts"),
        ("package/fonts.py", "import ipas_desktop.vault.opening"),
    ],
)
def test_import_contracts_fail_when_broken_on_purpose(tmp_path: Path, module: str, line: str) -> None:
    shutil.copytree(ROOT / "ipas_desktop", tmp_path / "ipas_desktop", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    broken = tmp_path / "ipas_desktop" / module
    broken.write_text(broken.read_text() + f"\n{line}\n")

    result = lint_imports(tmp_path)

    assert result.returncode != 0
    assert "BROKEN" in result.stdout


def test_import_contracts_hold() -> None:
    result = lint_imports(ROOT)

    assert result.returncode == 0, result.stdout


def test_modules_read_in_one_sitting() -> None:
    long = {
        file.relative_to(ROOT).as_posix(): lines
        for file in (ROOT / "ipas_desktop").rglob("*.py")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}


def test_every_module_says_what_it_holds() -> None:
    silent = [
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "ipas_desktop").rglob("*.py")
        if not file.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))
    ]

    assert silent == []


def test_wheel_lists_every_package() -> None:
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    present = {".".join(file.parent.relative_to(ROOT).parts) for file in (ROOT / "ipas_desktop").rglob("__init__.py")}

    assert present | {"ipas_desktop.resources"} == listed


def test_locks_hold_every_dependency_at_an_allowed_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    pins = dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    for requirement in project["project"]["dependencies"]:
        name, exact = re.match(r"([A-Za-z0-9_.-]+?)(?:==(.+)|>=.+)$", requirement).groups()  # type: ignore[union-attr]
        pinned = pins[name.lower().replace("_", "-")]
        assert exact in (None, pinned)


def test_project_names_no_folder_of_the_machine_it_was_made_on() -> None:
    here = (str(ROOT) + os.sep).encode()
    named = [file.relative_to(ROOT).as_posix() for file in tracked_files() if here in file.read_bytes()]

    assert named == []


def test_dev_and_ci_scripts_are_executable_posix_sh() -> None:
    assert os.access(ROOT / "dev", os.X_OK)
    assert (ROOT / "dev").read_text().startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", str(ROOT / "dev")], check=True)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
