"""``package build | verify``."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ipas_desktop.cases.case import CaseId
from ipas_desktop.cli import output, secrets, vaults
from ipas_desktop.cli.command_line import BAD_VERDICT, DONE
from ipas_desktop.forms import loader
from ipas_desktop.policy import load_policy
from ipas_desktop.vault import attachments, engagements, revisions
from ipas_desktop.vault.opening import OpenVault

if TYPE_CHECKING:  # reportlab and pyHanko are imported only by the commands that need them
    from ipas_desktop.package.building import Built
    from ipas_desktop.package.identity import Identity


def build(namespace: Namespace) -> int:
    """Build the signed package of the newest finalised revision, verify it, and record that it was made."""
    from ipas_desktop.package import building, identity

    building.require_writable_target(namespace.out)
    with vaults.opened(namespace) as vault:
        case = engagements.load_case(vault, namespace.id)
        password = secrets.from_file_or_prompt(
            namespace.identity_passphrase_file,
            what="Passphrase of the identity",
            option="--identity-passphrase-file",
        )
        signer = identity.load_identity(namespace.identity, password, datetime.now(UTC))
        built = build_package(vault, case.id, signer, namespace.out)
    output.emit(
        namespace.json,
        {
            "package": str(built.path),
            "sha256": built.sha256,
            "size": built.size,
            "verdict": built.verdict.to_json(),
        },
        (f"Package: {built.path}", f"SHA-256: {built.sha256}", built.verdict.sentence),
    )
    return DONE


def build_package(vault: OpenVault, case_id: CaseId, signer: Identity, target: Path) -> Built:
    """Build, verify and record the package of a case's newest revision. Raises the package's and vault's errors."""
    from ipas_desktop.package import building
    from ipas_desktop.package.content import PackageContent

    revision = revisions.load_revision(vault, case_id)
    content = PackageContent(
        revision=revision,
        forms={
            document.key: loader.load_form(document.form_id, document.form_version) for document in revision.documents
        },
        files={file.sha256: attachments.read(vault, file.sha256) for file in revision.attachments},
        practice=signer.practice,
    )
    built = building.build(content, signer, target)
    revisions.record_package(vault, case_id, revision.number, built.path.name, built.sha256, signer.subject)
    return built


def verify(namespace: Namespace) -> int:
    """Say whether a package is genuine."""
    from ipas_desktop.package import verifying

    verdict = verifying.verify(namespace.file, [*load_policy().trust_anchors, *namespace.trust])
    output.emit(namespace.json, verdict.to_json(), verdict.lines())
    return DONE if verdict.good else BAD_VERDICT
