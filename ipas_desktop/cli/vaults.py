"""``vault create | info | check``, and opening the vault for the other commands."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from ipas_desktop.cli import output, secrets
from ipas_desktop.cli.command_line import BAD_VERDICT, DONE
from ipas_desktop.policy import load_policy
from ipas_desktop.vault import opening
from ipas_desktop.vault.opening import OpenVault


@contextmanager
def opened(namespace: Namespace) -> Iterator[OpenVault]:
    """Open the vault the arguments name, with the passphrase from a file or a prompt, and close it afterwards.

    Says what is wrong with the folder before asking for a secret. Raises the vault's errors.
    """
    folder: Path = namespace.vault
    opening.require_vault(folder)
    passphrase = secrets.from_file_or_prompt(namespace.passphrase_file, what="Passphrase", option="--passphrase-file")
    vault = opening.open_with_passphrase(folder, passphrase)
    try:
        yield vault
    finally:
        vault.close()


def create(namespace: Namespace) -> int:
    """Make a vault and print its recovery key, once."""
    policy = load_policy()
    opening.require_room_for_vault(namespace.vault)
    passphrase = secrets.from_file_or_prompt(
        namespace.passphrase_file, what="New passphrase", option="--passphrase-file", twice=True
    )
    vault, recovery_key = opening.create(namespace.vault, passphrase, name=namespace.name, policy=policy)
    vault.close()
    output.emit(
        namespace.json,
        {"vault": str(namespace.vault), "recovery_key": recovery_key},
        (
            f"Vault made in {namespace.vault}",
            f"Recovery key: {recovery_key}",
            "Write the recovery key on paper now and keep it away from this computer. It is not shown again.",
            "Whoever has it can open the vault; without it and without the passphrase nobody can.",
        ),
    )
    return DONE


def info(namespace: Namespace) -> int:
    """Say what is in the folder, without opening the vault."""
    found = opening.vault_info(namespace.vault)
    data = asdict(found)
    output.emit(namespace.json, data | {"folder": str(namespace.vault)}, found.lines())
    return DONE


def check(namespace: Namespace) -> int:
    """Open the vault and check all of it; the verdict is bad when anything is."""
    with opened(namespace) as vault:
        report = opening.check(vault)
    output.emit(namespace.json, {"good": report.good, "findings": list(report.findings)}, report.lines())
    return DONE if report.good else BAD_VERDICT
