"""From a folder of forms, rules and lists to the signed bytes of a form pack.

The folder holds ``pack.toml`` (id, organisation, version, issued) beside ``forms``, ``rules`` and ``reference``.
Holds no writing of the pack itself. The same folder and key always give the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ipas_desktop.errors import FormPackRefused, InputError
from ipas_desktop.packs import container, contents, manifest, signing, verifying
from ipas_desktop.packs.findings import Finding, refused
from ipas_desktop.packs.manifest import MANIFEST, MOST_FILES, SIGNATURE, Manifest

DESCRIPTION = "pack.toml"
_KEYS = {"id", "organisation", "version", "issued"}


def read_folder(folder: Path) -> tuple[Manifest, dict[str, bytes]]:
    """Return what a folder would be as a pack, without a signature.

    Raises InputError when it cannot be read; FormPackRefused with everything that is wrong with its content.
    """
    files = _read_files(folder)
    description = manifest.read_toml(files.pop(DESCRIPTION, b""), DESCRIPTION)
    for key in description.keys() - _KEYS:
        raise refused(DESCRIPTION, "it is no key here", key)
    if not files:
        raise refused("", "the folder holds no forms, rules or reference lists")
    told = manifest.read_head(description, DESCRIPTION, {name: manifest.sha256(data) for name, data in files.items()})
    findings = [
        *verifying.succession_findings(told, manifest.to_bytes(told)),
        *contents.judge(files, f"{told.id}/{told.version}").findings,
    ]
    if findings:
        raise FormPackRefused(f"The form pack was not made: {len(findings)} things are wrong.", tuple(findings))
    return told, files


def build(told: Manifest, files: dict[str, bytes], private: Ed25519PrivateKey) -> bytes:
    """Return the signed pack of what ``read_folder`` returned."""
    head = manifest.to_bytes(told)
    return container.to_bytes({MANIFEST: head, SIGNATURE: signing.sign(private, head), **files})


def _read_files(folder: Path) -> dict[str, bytes]:
    if not (folder / DESCRIPTION).is_file():
        raise InputError(f"{folder} holds no {DESCRIPTION}, so it is no folder of a form pack. Nothing was made.")
    findings: list[Finding] = []
    files: dict[str, bytes] = {}
    size = 0
    try:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                findings.append(Finding(name, "", "it is a link or a device, not a file"))
            elif path.is_file() and name != DESCRIPTION and not manifest.is_allowed(name):
                findings.append(Finding(name, "", "a form pack has no file of this name"))
            elif path.is_file():
                size += path.stat().st_size
                if size > container.LARGEST_PACK or len(files) > MOST_FILES:
                    raise refused("", f"the folder is larger than a form pack can be: {MOST_FILES} files, 20 MB")
                files[name] = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{error.filename or folder} could not be read: {error.strerror}. Nothing was made."
        ) from error
    if findings:
        raise FormPackRefused(f"The form pack was not made: {len(findings)} things are wrong.", tuple(findings))
    return files
