"""Putting a verified pack beside the older ones, and saying what is installed.

Older versions stay: drafts are pinned to their forms. Holds no judgement of a pack beyond whether what is installed is
still what was signed.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from ipas_desktop import paths
from ipas_desktop.cases import decision
from ipas_desktop.errors import FormPackRefused, InputError, WriteError
from ipas_desktop.forms import loader
from ipas_desktop.packs import manifest, signing, verifying
from ipas_desktop.packs.findings import Finding, refused
from ipas_desktop.packs.manifest import MANIFEST, SIGNATURE, Manifest
from ipas_desktop.packs.signing import IssuerKey
from ipas_desktop.packs.verifying import PackVerdict

ISSUER = "issuer.pem"
_OWN = {MANIFEST, SIGNATURE, ISSUER}


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A pack on this computer. ``findings`` say where it is no longer what was signed; empty when it is whole."""

    folder: Path
    for_all_users: bool
    manifest: Manifest | None
    issuer: str  # fingerprint of the key that signed it, "" when none of the pack's own did
    trusted: bool  # that key is among those trusted now
    forms: tuple[tuple[str, int, str], ...]
    findings: tuple[Finding, ...]


def install(verdict: PackVerdict, *, for_all_users: bool = False) -> Path:
    """Install a pack that was found good and return its folder; one that is there already and whole stays as it is.

    The folder appears whole or not at all. Raises FormPackRefused for a bad verdict, WriteError.
    """
    if not verdict.good or not verdict.files or not verdict.manifest or not verdict.issuer:
        raise FormPackRefused(f"{verdict.sentence} Nothing was installed.", verdict.findings)
    root = paths.machine_packs() if for_all_users else paths.user_packs()
    target = root / verdict.manifest.id / str(verdict.manifest.version)
    files = {**verdict.files, ISSUER: verdict.issuer.pem()}
    try:
        if not _holds(target, files):
            _put(target, files, public=for_all_users)
    except OSError as error:
        raise WriteError(
            f"The form pack could not be installed in {target}: {error.strerror}. What was installed before is"
            " unchanged. Check that you may write there and that the disk is not full."
        ) from error
    loader.load_form.cache_clear()
    decision.load_rules.cache_clear()
    return target


def _holds(target: Path, files: dict[str, bytes]) -> bool:
    return target.is_dir() and _read(target) == files


def _put(target: Path, files: dict[str, bytes], *, public: bool) -> None:
    """Write into a new folder, flush it, and rename it; a damaged one that is there steps aside first."""
    folder_mode, file_mode = (0o755, 0o644) if public else (0o700, 0o600)
    temporary = target.with_name(f".new-{secrets.token_hex(8)}")
    for folder in (target.parent.parent, target.parent, temporary):
        _make_folder(folder, folder_mode)
    try:
        for name, data in files.items():
            file = temporary / name
            for folder in reversed(file.relative_to(temporary).parents[:-1]):
                _make_folder(temporary / folder, folder_mode)
            _write(file, data, file_mode)
        if target.exists():
            target.rename(target.with_name(f".damaged-{secrets.token_hex(8)}"))
        temporary.rename(target)
    except OSError:
        _remove(temporary)
        raise


def _make_folder(folder: Path, mode: int) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(mode)  # whatever the umask: other users must be able to read the machine's packs


def _write(file: Path, data: bytes, mode: int) -> None:
    with file.open("xb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    file.chmod(mode)


def _remove(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        folder.rmdir()


def installed(keys: tuple[IssuerKey, ...] = ()) -> tuple[InstalledPack, ...]:
    """Return every installed pack, the machine's first, checked again; ``keys`` are those trusted now."""
    return tuple(_inspect(folder, {key.fingerprint for key in keys}) for folder in paths.installed_packs())


def _inspect(folder: Path, trusted: set[str]) -> InstalledPack:
    told: Manifest | None = None
    issuer, findings = "", list[Finding]()
    try:
        files = _read(folder)
        own = signing.read_public_key(folder / ISSUER)
        present = {name: data for name, data in files.items() if name != ISSUER}
        verifying.require_signer({SIGNATURE: b"", **present}, [own])
        issuer, told = own.fingerprint, manifest.from_bytes(present[MANIFEST])
        findings += verifying.file_findings(told, present)
        if (told.id, str(told.version)) != (folder.parent.name, folder.name):
            findings.append(refused(MANIFEST, "it is installed under another name or version").findings[0])
    except FormPackRefused as error:
        findings += error.findings
    except (InputError, OSError) as error:
        findings.append(Finding("", "", str(error)))
    return InstalledPack(
        folder=folder,
        for_all_users=folder.parents[1] == paths.machine_packs(),
        manifest=told,
        issuer=issuer,
        trusted=issuer in trusted,
        forms=_forms(folder) if not findings else (),
        findings=tuple(findings),
    )


def _forms(folder: Path) -> tuple[tuple[str, int, str], ...]:
    held = {(file.parent.parent.name, file.parent.name) for file in (folder / "forms").glob("*/*/form.toml")}
    return tuple(
        (name.id, name.version, name.title) for name in loader.available_forms() if (name.id, str(name.version)) in held
    )


def _read(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by name. Raises OSError."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
