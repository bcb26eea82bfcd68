"""``demo``: the whole way with the sample engagement, from an empty folder to a verified package."""

from __future__ import annotations

import secrets as randomness
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ipas_desktop.cases import samples
from ipas_desktop.cli import output
from ipas_desktop.cli.cases import context
from ipas_desktop.cli.command_line import BAD_VERDICT, DONE
from ipas_desktop.errors import WriteError
from ipas_desktop.vault import engagements, opening, revisions

if TYPE_CHECKING:
    from ipas_desktop.package.building import Built

SAMPLE = "sio-programme"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo leaves behind."""

    vault: Path
    package: Path
    identity: Path
    passphrase_file: Path
    reference: str
    built: Built


def demo(namespace: Namespace) -> int:
    """Do the main job with the sample engagement and print where the results are."""
    say: Callable[[str], None] = (lambda _: None) if namespace.json else lambda line: output.write(line + "\n")
    result = run_demo(namespace.out, say)
    verdict = result.built.verdict
    output.emit(
        namespace.json,
        {
            "vault": str(result.vault),
            "package": str(result.package),
            "identity": str(result.identity),
            "passphrase_file": str(result.passphrase_file),
            "reference": result.reference,
            "verdict": verdict.to_json(),
        },
        (
            f"Vault:    {result.vault}",
            f"Package:  {result.package}",
            f"Identity: {result.identity}",
            f"The passphrase of the vault and of the identity is in {result.passphrase_file}: for practice only.",
            verdict.sentence,
        ),
    )
    return DONE if verdict.good else BAD_VERDICT


def run_demo(folder: Path, say: Callable[[str], None]) -> DemoResult:
    """Make a vault, take in the sample, finalise it, sign the package and verify it, all inside the folder.

    Raises WriteError when the folder is not empty or cannot be written, and any known error of a step.
    """
    from ipas_desktop.cli.packages import build_package
    from ipas_desktop.package import identity

    _require_empty(folder)
    passphrase_file, vault_folder = folder / "passphrase.txt", folder / "vault"
    identity_file, package = folder / "practice-identity.p12", folder / "package.pdf"
    passphrase = randomness.token_urlsafe(24)
    output.write_file(passphrase_file, passphrase.encode() + b"\n")
    say("Making an encrypted vault …")
    vault, _ = opening.create(vault_folder, passphrase, name="Sample Author")
    try:
        today = context()
        case = engagements.store_imported(vault, samples.load_sample(SAMPLE, today.today))
        say(f"Taking in the sample engagement as {case.reference} …")
        revision = revisions.finalise(vault, case.id, today)
        say(f"Revision {revision.number} is final. Making a practice identity …")
        now = datetime.now(UTC)
        identity.create_practice_identity("Sample Author", passphrase, identity_file, now)
        signer = identity.load_identity(identity_file, passphrase, now)
        say("Rendering, signing and verifying the package …")
        built = build_package(vault, case.id, signer, package)
    finally:
        vault.close()
    return DemoResult(vault_folder, package, identity_file, passphrase_file, case.reference, built)


def _require_empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        occupied = any(folder.iterdir())
    except OSError as error:
        raise WriteError(f"The folder {folder} cannot be used: {error.strerror}. Choose another.") from error
    if occupied:
        raise WriteError(f"The folder {folder} is not empty. Nothing was written; name a new or empty folder.")
