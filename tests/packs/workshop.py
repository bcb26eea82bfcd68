"""A workshop that writes folders of packs with one small form, and keys to sign them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ipas_desktop.packs import building, container, installing, manifest, signing, verifying
from ipas_desktop.packs.signing import IssuerKey
from ipas_desktop.packs.verifying import PackVerdict

PASSPHRASE = "lamp post harbour tin"
PACK = 'id = "{id}"\norganisation = "Example Force"\nversion = {version}\nissued = "2026-11-23"\n'
FORM = """id = "{form}"
version = {version}
title = "Local extra"
short_title = "Extra"
edition = "2026-11-23"
about = "For a test."
sections = ["a-local.toml"]
"""
SECTION = """id = "local"
letter = "A"
title = "Local"

[[page]]
id = "local.one"
title = "One page"
"""
TITLE = """
[[page.question]]
id = "lx.a.title"
type = "short_text"
label = "Title of the visit"
help = "Why it is asked."
source = "K1"
"""
KIND = """
[[page.question]]
id = "lx.a.kind"
type = "choice"
label = "Kind of visit"
help = "Why it is asked."
source = "K1"
choices_from = "local_kinds"
"""
TEAM = """
[[page.question]]
id = "lx.a.team"
type = "table"
label = "Team"
help = "Why it is asked."
source = "K1"
[[page.question.column]]
id = "name"
type = "short_text"
label = "Name"
required = true
[[page.question.column]]
id = "role"
type = "choice"
label = "Role"
choices = [["lead", "Leader"], ["other", "Other person"]]
"""
ALL = TITLE + KIND + TEAM
KINDS = """id = "local_kinds"
edition = "2026-11-23"
source = "Example Force"
verified = false
[[item]]
id = "study"
label = "Study visit"
[[item]]
id = "train"
label = "Training course"
"""


@dataclass
class Workshop:
    """One folder of a pack, which tests change before they build it."""

    folder: Path
    private: Ed25519PrivateKey
    pack_id: str = "example-forms"

    @property
    def key(self) -> IssuerKey:
        return signing.issuer_of(self.private.public_key())

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def pack(self, version: int) -> None:
        self.write("pack.toml", PACK.format(id=self.pack_id, version=version))

    def form(
        self, version: int = 1, questions: str = TITLE + KIND + TEAM, form: str = "local-extra", lists: str = KINDS
    ) -> None:
        self.write(f"forms/{form}/{version}/form.toml", FORM.format(form=form, version=version))
        self.write(f"forms/{form}/{version}/a-local.toml", SECTION + questions)
        if lists:
            self.write("reference/local_kinds.toml", lists)

    def build(self) -> bytes:
        told, files = building.read_folder(self.folder)
        return building.build(told, files, self.private)

    def signed_anyway(self) -> bytes:
        """Build without the checks of building, as a careless or hostile issuer could."""
        files = building._read_files(self.folder)
        description = manifest.read_toml(files.pop("pack.toml"), "pack.toml")
        told = manifest.read_head(description, "pack.toml", {n: manifest.sha256(d) for n, d in files.items()})
        head = manifest.to_bytes(told)
        return container.to_bytes(
            {manifest.MANIFEST: head, manifest.SIGNATURE: signing.sign(self.private, head), **files}
        )

    def verdict(self, data: bytes) -> PackVerdict:
        return verifying.verify_bytes(data, [self.key])

    def install(self, version: int) -> Path:
        self.pack(version)
        return installing.install(self.verdict(self.build()))
