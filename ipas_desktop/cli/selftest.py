"""``self-test``: does this installation work? Each step does the real thing in a temporary folder."""

from __future__ import annotations

import tempfile
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ipas_desktop import crash, paths
from ipas_desktop.cases import samples
from ipas_desktop.cli import output
from ipas_desktop.cli.command_line import BAD_VERDICT, DONE
from ipas_desktop.cli.demo import run_demo
from ipas_desktop.errors import FormDefinitionError, IpasError, PackageError, VaultDamaged
from ipas_desktop.forms import lint, loader, reference
from ipas_desktop.vault import device_key, opening


@dataclass(frozen=True, slots=True)
class Step:
    """One thing tried: its name, whether it worked, and what was seen."""

    name: str
    good: bool
    seen: str


def run(namespace: Namespace) -> int:
    """Try every part of the program and report each; the verdict is bad when one does not work."""
    steps = [_tried("resources", _resources), _tried("forms", _forms)]
    with tempfile.TemporaryDirectory(prefix="ipas-self-test-", ignore_cleanup_errors=True) as scratch:
        steps.append(_tried("vault, form, signature", lambda: _main_job(Path(scratch))))
    steps += [_tried("keyring", _keyring), _tried("window", namespace.probe_window)]
    good = all(step.good for step in steps)
    output.emit(
        namespace.json,
        {"good": good, "steps": [{"name": step.name, "good": step.good, "seen": step.seen} for step in steps]},
        [f"{'works' if step.good else 'FAILS'}  {step.name}: {step.seen}" for step in steps]
        + ["This installation works." if good else "This installation does not work; install the program again."],
    )
    return DONE if good else BAD_VERDICT


def _tried(name: str, attempt: Callable[[], str]) -> Step:
    try:
        return Step(name, True, attempt())
    except IpasError as error:
        return Step(name, False, str(error))
    except Exception as error:  # a self-test reports whatever goes wrong, and goes on
        where = crash.write_report(error, crash.now())
        return Step(name, False, f"{type(error).__name__}, see {where}" if where else type(error).__name__)


def _resources() -> str:
    from ipas_desktop.package import fonts

    folder = paths.resources()
    files = [file for file in folder.rglob("*") if file.is_file()]
    for file in files:
        if not file.read_bytes():
            raise FormDefinitionError(f"The resource {file.name} is empty. Install the program again.")
    families = fonts.check_fonts()
    lists = [reference.load_list(file.stem) for file in sorted((folder / "reference").glob("*.toml"))]
    return f"{len(files)} files, {len(lists)} reference lists, fonts {', '.join(families)}"


def _forms() -> str:
    names = loader.available_forms()
    findings = [finding for name in names for finding in lint.lint_form(loader.load_form(name.id, name.version))]
    if not names or findings:
        raise FormDefinitionError(f"{len(names)} forms, {len(findings)} findings. Run 'ipas-desktop form lint'.")
    for name in samples.sample_names():
        samples.load_sample(name, crash.now().date())
    return ", ".join(f"{name.id} {name.version}" for name in names)


def _main_job(scratch: Path) -> str:
    result = run_demo(scratch / "demo", lambda _: None)
    if not result.built.verdict.good:
        raise PackageError(result.built.verdict.sentence)
    if _starts_like_plain_sqlite(result.vault):
        raise VaultDamaged("The vault was written without encryption. Do not use this installation.")
    data = bytearray(result.package.read_bytes())
    data[len(data) // 2] ^= 1
    changed = scratch / "changed.pdf"
    changed.write_bytes(data)
    if _called_good(changed):
        raise PackageError("A changed package was called genuine. Do not use this installation.")
    passphrase = result.passphrase_file.read_text().strip()
    vault = opening.open_with_passphrase(result.vault, passphrase)
    try:
        report = opening.check(vault)
    finally:
        vault.close()
    if not report.good:
        raise VaultDamaged(" ".join(report.findings))
    return f"{result.reference} signed, {result.built.size // 1000} kB; verified; a changed copy refused; vault checked"


def _called_good(file: Path) -> bool:
    from ipas_desktop.package import verifying

    try:
        return verifying.verify(file).good
    except PackageError:
        return False


def _starts_like_plain_sqlite(vault: Path) -> bool:
    return (vault / "vault.db").read_bytes()[:15] == b"SQLite format 3"


def _keyring() -> str:
    return device_key.probe().sentence
