"""``form pack build | verify | install | list``."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from ipas_desktop.cli import output, secrets
from ipas_desktop.cli.command_line import BAD_VERDICT, DONE
from ipas_desktop.errors import FormPackRefused, InputError
from ipas_desktop.packs import building, installing, signing, verifying
from ipas_desktop.packs.findings import Finding
from ipas_desktop.packs.installing import InstalledPack
from ipas_desktop.packs.signing import IssuerKey
from ipas_desktop.policy import load_policy


def build(namespace: Namespace) -> int:
    """Check a folder and make a signed pack of it; the verdict is bad when anything is wrong with the folder."""
    try:
        told, files = building.read_folder(namespace.folder)
    except FormPackRefused as error:
        return _refuse(namespace, error.findings, "No form pack was made")
    passphrase = None
    if signing.is_encrypted(namespace.key):
        passphrase = secrets.from_file_or_prompt(
            namespace.key_passphrase_file, what="Passphrase of the key", option="--key-passphrase-file"
        )
    private = signing.read_private_key(namespace.key, passphrase)
    output.write_file(namespace.out, building.build(told, files, private))
    key = signing.issuer_of(private.public_key()).fingerprint
    output.emit(
        namespace.json,
        {"good": True, "file": str(namespace.out), **verifying.head_json(told), "key": key, "files": sorted(files)},
        (f"Form pack {told.name}, {len(files)} files: {namespace.out}", f"Signed by key: {key}"),
    )
    return DONE


def verify(namespace: Namespace) -> int:
    """Say whether a pack is genuine and may be installed here."""
    verdict = verifying.verify(namespace.file, _trusted(namespace))
    output.emit(namespace.json, verdict.to_json(), map(output.one_line, verdict.lines()))
    return DONE if verdict.good else BAD_VERDICT


def install(namespace: Namespace) -> int:
    """Verify a pack and install it beside the older ones; the verdict is bad when it is refused."""
    verdict = verifying.verify(namespace.file, _trusted(namespace))
    if not verdict.good:
        lines = [*verdict.lines(), "Nothing was installed."]
        output.emit(namespace.json, verdict.to_json(), map(output.one_line, lines))
        return BAD_VERDICT
    folder = installing.install(verdict, for_all_users=namespace.for_all_users)
    output.emit(
        namespace.json,
        verdict.to_json() | {"installed": str(folder)},
        (
            *map(output.one_line, verdict.lines()),
            f"Installed in: {folder}",
            "New engagements use its forms. Drafts stay on their version until 'ipas-desktop case upgrade'.",
        ),
    )
    return DONE


def list_(namespace: Namespace) -> int:
    """List the installed packs, each checked again; the verdict is bad when one was changed."""
    keys = tuple(map(signing.read_public_key, (*load_policy().form_pack_keys, *namespace.trust)))
    packs = installing.installed(keys)
    table = output.table(
        ("Pack", "Version", "Issued", "Organisation", "Key", "For", "State", "Forms"), [_row(pack) for pack in packs]
    )
    lines = [*table, *(f"{pack.folder}: {each.words()}" for pack in packs for each in pack.findings)]
    output.emit(
        namespace.json,
        {"packs": [_told(pack) for pack in packs]},
        map(output.one_line, lines) if packs else ("No form packs are installed.",),
    )
    return BAD_VERDICT if any(pack.findings for pack in packs) else DONE


def _row(pack: InstalledPack) -> tuple[str, ...]:
    told = pack.manifest
    return (
        pack.folder.parent.name,
        pack.folder.name,
        told.issued.isoformat() if told else "-",
        told.organisation if told else "-",
        pack.issuer[:16] or "-",
        "all users" if pack.for_all_users else "this user",
        "CHANGED" if pack.findings else "trusted" if pack.trusted else "whole",
        ", ".join(f"{form_id} {version}" for form_id, version, _ in pack.forms) or "-",
    )


def _told(pack: InstalledPack) -> dict[str, Any]:
    return {
        "pack": pack.folder.parent.name,
        "version": int(pack.folder.name),
        **(verifying.head_json(pack.manifest) if pack.manifest else {}),
        "key": pack.issuer or None,
        "trusted": pack.trusted,
        "for_all_users": pack.for_all_users,
        "folder": str(pack.folder),
        "forms": verifying.forms_json(pack.forms),
        "good": not pack.findings,
        "findings": [verifying.finding_json(finding) for finding in pack.findings],
    }


def _trusted(namespace: Namespace) -> tuple[IssuerKey, ...]:
    """Return the keys that may have signed a pack: the policy's alone where it names any, else those of --trust."""
    policy = load_policy()
    if policy.form_pack_keys and namespace.trust:
        raise InputError(
            "Your organisation's policy names the keys that may sign form packs, so --trust cannot add another."
            " Leave it out, or ask your administrator."
        )
    files = policy.form_pack_keys or tuple(namespace.trust)
    if not files:
        raise InputError(
            "There is no key to trust. Name your organisation's with --trust, or have your administrator set"
            " form_pack_keys in the policy. Nothing was installed."
        )
    return tuple(map(signing.read_public_key, files))


def _refuse(namespace: Namespace, findings: tuple[Finding, ...], sentence: str) -> int:
    output.emit(
        namespace.json,
        {"good": False, "sentence": f"{sentence}.", "findings": [verifying.finding_json(each) for each in findings]},
        [*(output.one_line(each.words()) for each in findings), f"{sentence}; {len(findings)} to mend."],
    )
    return BAD_VERDICT
