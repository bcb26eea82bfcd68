"""The verdict on a pack: who signed it, whether its files are those signed, and what follows what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ipas_desktop.errors import InputError
from ipas_desktop.packs import container, manifest, signing, verifying
from ipas_desktop.packs.manifest import MANIFEST, SIGNATURE
from tests.packs.workshop import PASSPHRASE, Workshop

LIST = "reference/local_kinds.toml"
Files = dict[str, bytes]


def words(workshop: Workshop, files: Files) -> list[str]:
    return [finding.words() for finding in workshop.verdict(container.to_bytes(files)).findings]


def signed(workshop: Workshop, head: bytes, files: Files) -> Files:
    return {**files, MANIFEST: head, SIGNATURE: signing.sign(workshop.private, head)}


@pytest.fixture
def files(workshop: Workshop) -> Files:
    return container.from_bytes(workshop.build())


def test_good_pack_says_who_issued_what(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "a.ipaspack").write_bytes(workshop.build())
    verdict = verifying.verify(tmp_path / "a.ipaspack", [workshop.key])

    assert verdict.good
    assert verdict.forms == (("local-extra", 1, "Local extra"),)
    assert verdict.lines() == [
        "The form pack example-forms 1 of Example Force is genuine and can be installed.",
        "Pack: example-forms 1, issued 2026-11-23 by Example Force",
        f"Signed by key: {workshop.key.fingerprint}",
        "Form: local-extra 1, Local extra",
    ]
    assert verdict.to_json()["pack"] == "example-forms"


def test_pack_of_another_key_is_refused_before_its_manifest_is_read(workshop: Workshop) -> None:
    other = signing.issuer_of(ed25519.Ed25519PrivateKey.generate().public_key())
    verdict = verifying.verify_bytes(workshop.build(), [other])

    (finding,) = verdict.findings
    assert finding.file == SIGNATURE
    assert "no trusted key made this signature" in finding.message
    assert other.fingerprint[:16] in finding.message
    assert verdict.manifest is None
    assert verdict.to_json()["key"] is None


def test_signature_made_for_something_else_does_not_fit(workshop: Workshop, files: Files) -> None:
    files[SIGNATURE] = workshop.private.sign(files[MANIFEST])

    assert "no trusted key" in words(workshop, files)[0]


@pytest.mark.parametrize("length", [0, 63, 65])
def test_signature_of_another_length_is_refused(workshop: Workshop, files: Files, length: int) -> None:
    files[SIGNATURE] = bytes(length)

    assert "no trusted key" in words(workshop, files)[0]


def test_altered_missing_and_added_files_are_each_named(workshop: Workshop, files: Files) -> None:
    files[LIST] += b"\n"
    del files["forms/local-extra/1/a-local.toml"]
    files["reference/more.toml"] = b"id = 'more'\n"

    assert words(workshop, files) == [
        "forms/local-extra/1/a-local.toml: it is missing",
        "reference/more.toml: the manifest does not name it",
        f"{LIST}: it was altered: its SHA-256 is not the manifest's",
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda head: head.replace(b"format = 1\nform", b"format = 2\nform"), "format: this program reads packs"),
        (lambda head: head.replace(b"form_format = 1", b"form_format = 2"), "form_format: it was made for a newer"),
        (lambda head: head.replace(b"form_format = 1", b"form_format = true"), "form_format: it must be a whole"),
        (lambda head: head.replace(b'"example-forms"', b'"../x"'), "id: it must be 2 to 40"),
        (lambda head: head.replace(b'"example-forms"', b'"nul"'), "id: it must be 2 to 40"),
        (lambda head: head.replace(b'"Example Force"', b'" "'), "organisation: it must be a text"),
        (lambda head: head.replace(b"version = 1", b"version = 0"), "version: it must be a whole number"),
        (lambda head: head.replace(b'"2026-11-23"', b'"20261123"'), "issued: it must be a day"),
        (lambda head: head.replace(b'"2026-11-23"', b'"yesterday"'), "issued: it must be a day"),
        (lambda head: head.replace(b'"2026-11-23"', b"7"), "issued: it must be a day"),
        (lambda head: head.replace(b'"reference/', b'"other/'), "other/local_kinds.toml: it is no file of a form pack"),
        (lambda head: head[: head.index(b"[files]")], "files: it must name 1 to 500 files"),
        (lambda head: head + b"# more\n", "it is not written as this program writes it"),
        (lambda head: head + b"= broken", "it is not TOML in UTF-8"),
        (lambda head: head + b"\xff", "it is not TOML in UTF-8"),
    ],
)
def test_odd_manifest_is_refused_by_key_though_signed(
    workshop: Workshop, files: Files, change: Callable[[bytes], bytes], expected: str
) -> None:
    head = change(files[MANIFEST])
    assert head != files[MANIFEST]
    (said,) = words(workshop, signed(workshop, head, files))

    assert said.startswith(f"{MANIFEST}: {expected}")


def test_manifest_survives_a_name_with_every_printable_oddity(workshop: Workshop) -> None:
    name = 'Force "A" \\ é 日本 \' # ='
    workshop.write("pack.toml", f"id = 'ab'\norganisation = '''{name}'''\nversion = 1\nissued = '2026-11-23'\n")
    verdict = workshop.verdict(workshop.build())

    assert verdict.good
    assert verdict.manifest
    assert verdict.manifest.organisation == name


def test_older_version_is_refused_and_another_of_the_same_too(workshop: Workshop) -> None:
    first = workshop.build()
    workshop.install(2)
    second = workshop.build()
    (older,) = workshop.verdict(first).findings
    workshop.write("pack.toml", (workshop.folder / "pack.toml").read_text().replace("Example", "Other"))
    (other,) = workshop.verdict(workshop.signed_anyway()).findings

    assert older.words() == "manifest.toml: version: it is version 1, and version 2 is installed here"
    assert other.words() == "manifest.toml: version: another version 2 is installed here; issue a higher one"
    assert workshop.verdict(second).good


def test_private_key_opens_with_its_passphrase_only(key_files: tuple[Path, Path, Path], workshop: Workshop) -> None:
    private, _, public = key_files

    assert signing.is_encrypted(private)
    assert signing.issuer_of(signing.read_private_key(private, PASSPHRASE).public_key()) == workshop.key
    assert signing.read_public_key(public) == workshop.key
    with pytest.raises(InputError, match="did not open"):
        signing.read_private_key(private, "something else")
    with pytest.raises(InputError, match="needs a passphrase"):
        signing.read_private_key(private, None)


def test_keys_of_another_kind_or_no_keys_are_refused(tmp_path: Path) -> None:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private, public, junk = (tmp_path / name for name in ("private", "public", "junk"))
    private.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    junk.write_bytes(b"x" * 30_000)

    for read, file, expected in (
        (signing.read_public_key, public, "of another kind"),
        (signing.read_public_key, private, "no public key"),
        (lambda file: signing.read_private_key(file, None), private, "of another kind"),
        (lambda file: signing.read_private_key(file, None), public, "did not open"),
        (signing.read_public_key, junk, "too long to be a key"),
        (signing.read_public_key, tmp_path / "none", "could not be read"),
    ):
        with pytest.raises(InputError, match=expected):
            read(file)


def test_allowed_names_are_those_a_pack_needs() -> None:
    good = ["forms/notification/12/a-about.toml", "reference/uk_bodies.toml", "rules/approval-matrix.toml"]

    assert all(map(manifest.is_allowed, good))
