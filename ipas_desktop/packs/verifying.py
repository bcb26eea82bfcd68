"""The verdict on a form pack: signature, manifest, files, content, and whether it follows what is installed here.

Holds the order of these steps and their words. Nothing of a pack is read as TOML before its signature has been checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipas_desktop import paths
from ipas_desktop.errors import FormPackRefused
from ipas_desktop.packs import container, contents, manifest, signing
from ipas_desktop.packs.findings import Finding, refused
from ipas_desktop.packs.manifest import MANIFEST, SIGNATURE, Manifest
from ipas_desktop.packs.signing import IssuerKey


@dataclass(frozen=True, slots=True)
class PackVerdict:
    """What was found out about a pack. ``manifest`` and ``issuer`` are None unless a trusted key signed it."""

    findings: tuple[Finding, ...]
    manifest: Manifest | None = None
    issuer: IssuerKey | None = None
    forms: tuple[tuple[str, int, str], ...] = ()  # id, version, title
    files: Mapping[str, bytes] | None = None  # all files of a good pack, manifest and signature too

    @property
    def good(self) -> bool:
        """Whether the pack may be installed here."""
        return not self.findings

    @property
    def sentence(self) -> str:
        """Return the verdict in one sentence."""
        if self.good and self.manifest:
            return (
                f"The form pack {self.manifest.name} of {self.manifest.organisation} is genuine and can be installed."
            )
        count = len(self.findings)
        return f"The form pack is refused: {'one thing is' if count == 1 else f'{count} things are'} wrong with it."

    def lines(self) -> list[str]:
        """Return the verdict in words, then the issuer and forms, or what is wrong."""
        lines = [self.sentence, *(finding.words() for finding in self.findings)]
        if self.manifest and self.issuer:
            lines += [
                f"Pack: {self.manifest.name}, issued {self.manifest.issued} by {self.manifest.organisation}",
                f"Signed by key: {self.issuer.fingerprint}",
                *(f"Form: {form_id} {version}, {title}" for form_id, version, title in self.forms),
            ]
        return lines

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as plain JSON."""
        return {
            "good": self.good,
            "sentence": self.sentence,
            "findings": [finding_json(finding) for finding in self.findings],
            **(head_json(self.manifest) if self.manifest else {}),
            "key": self.issuer.fingerprint if self.issuer else None,
            "forms": forms_json(self.forms),
        }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain JSON."""
    return {"file": finding.file, "line": finding.line, "at": finding.at, "message": finding.message}


def head_json(told: Manifest) -> dict[str, Any]:
    """Return who issued which version, as plain JSON."""
    return {
        "pack": told.id,
        "version": told.version,
        "organisation": told.organisation,
        "issued": told.issued.isoformat(),
    }


def forms_json(forms: Sequence[tuple[str, int, str]]) -> list[dict[str, Any]]:
    """Return forms as plain JSON."""
    return [{"id": form_id, "version": version, "title": title} for form_id, version, title in forms]


def verify(path: Path, keys: Sequence[IssuerKey]) -> PackVerdict:
    """Return the verdict on a pack, trusting these keys. Raises InputError when the file cannot be read at all."""
    return verify_bytes(container.read_file(path), keys)


def verify_bytes(data: bytes, keys: Sequence[IssuerKey]) -> PackVerdict:
    """Return the verdict on the bytes of a pack; it looks at all that is wrong once the signature is good."""
    try:
        files = container.from_bytes(data)
        issuer = require_signer(files, keys)
    except FormPackRefused as error:
        return PackVerdict(error.findings)
    try:
        told = manifest.from_bytes(files[MANIFEST])
    except FormPackRefused as error:
        return PackVerdict(error.findings, issuer=issuer)
    findings = tuple(file_findings(told, files))
    if findings:
        return PackVerdict(findings, told, issuer)
    judged = contents.judge(own_files(files), f"{told.id}/{told.version}")
    findings = (*succession_findings(told, files[MANIFEST]), *judged.findings)
    forms = tuple((form.id, form.version, form.title) for form in judged.forms)
    return PackVerdict(findings, told, issuer, forms, None if findings else files)


def require_signer(files: Mapping[str, bytes], keys: Sequence[IssuerKey]) -> IssuerKey:
    """Return which of these keys signed the manifest. Raises FormPackRefused."""
    issuer = signing.signer(keys, files[MANIFEST], files[SIGNATURE])
    if issuer is None:
        trusted = ", ".join(key.fingerprint[:16] for key in keys)
        raise refused(
            SIGNATURE,
            f"no trusted key made this signature; the pack was altered or is another issuer's. Trusted: {trusted}",
        )
    return issuer


def own_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a pack without its manifest and signature."""
    return {name: data for name, data in files.items() if name not in (MANIFEST, SIGNATURE)}


def file_findings(told: Manifest, files: Mapping[str, bytes]) -> list[Finding]:
    """Return where the files differ from those the manifest names."""
    present = own_files(files)
    findings = [Finding(name, "", "it is missing") for name in sorted(told.files.keys() - present.keys())]
    findings += [
        Finding(name, "", "the manifest does not name it") for name in sorted(present.keys() - told.files.keys())
    ]
    findings += [
        Finding(name, "", "it was altered: its SHA-256 is not the manifest's")
        for name in sorted(told.files.keys() & present.keys())
        if manifest.sha256(present[name]) != told.files[name]
    ]
    return findings


def succession_findings(told: Manifest, manifest_bytes: bytes) -> list[Finding]:
    """Return whether a pack is older than one of the same id that is installed here, or another of the same version."""
    same_id = [folder for folder in paths.installed_packs() if folder.parent.name == told.id]
    newest = max((int(folder.name) for folder in same_id), default=0)
    if told.version < newest:
        return [Finding(MANIFEST, "version", f"it is version {told.version}, and version {newest} is installed here")]
    if any(
        int(folder.name) == told.version and (folder / MANIFEST).read_bytes() != manifest_bytes for folder in same_id
    ):
        return [Finding(MANIFEST, "version", f"another version {told.version} is installed here; issue a higher one")]
    return []
