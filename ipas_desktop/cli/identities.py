"""``identity create``: a self-signed identity for practice."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from ipas_desktop.cli import output, secrets
from ipas_desktop.cli.command_line import DONE


def create(namespace: Namespace) -> int:
    """Make a practice identity, protected by a passphrase."""
    from ipas_desktop.package import identity

    identity.require_new_file(namespace.out)
    password = secrets.from_file_or_prompt(
        namespace.identity_passphrase_file,
        what="New passphrase for the identity",
        option="--identity-passphrase-file",
        twice=True,
    )
    identity.create_practice_identity(namespace.name, password, namespace.out, datetime.now(UTC))
    output.emit(
        namespace.json,
        {"identity": str(namespace.out), "practice": True},
        (
            f"Practice identity made: {namespace.out}",
            "It is self-signed: it shows that a package was not changed, and proves nobody's name.",
            "Its certificate and every package signed with it say so.",
        ),
    )
    return DONE
