from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from ipas_desktop.cases.exchange import revision_to_json
from ipas_desktop.errors import InputError, PackageUnreadable
from ipas_desktop.package import inside, report, signing, verifying
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.identity import Identity
from tests.package import made_up, pki
from tests.package.conftest import NOW

LATER = NOW + timedelta(minutes=5)
Saved = Callable[[bytes], Path]


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    def save(data: bytes) -> Path:
        file = tmp_path / "package.pdf"
        file.write_bytes(data)
        return file

    return save


@pytest.fixture
def anchor(tmp_path: Path, root: pki.Authority) -> Path:
    file = tmp_path / "root.pem"
    file.write_bytes(root.pem())
    return file


def test_practice_package_is_unchanged_but_proves_nobody(certified: bytes, saved: Saved) -> None:
    verdict = verifying.verify(saved(certified))

    assert verdict.good
    assert verdict.sentence == (
        "Unchanged since it was signed, but who signed is not proven: a practice certificate proves nobody's name. "
        "It names Sample Author."
    )
    (signature,) = verdict.signatures
    assert (signature.field, signature.practice, signature.trusted, signature.certifies) == (
        "Author",
        True,
        False,
        True,
    )
    assert signature.changed_since == "nothing"
    assert [finding.good for finding in verdict.findings] == [True, True, None]
    assert "approves nothing" in verdict.findings[2].text
    assert "rendered again they are the same bytes" in verdict.findings[1].text
    assert verdict.about is not None
    assert verdict.about["Reference"] == "EN-2026-0147-K7"


def test_trusted_signers_make_it_genuine(counter_signed: bytes, saved: Saved, anchor: Path) -> None:
    verdict = verifying.verify(saved(counter_signed), [anchor])

    assert verdict.good
    assert (
        verdict.sentence == "Genuine and complete: signed by Imogen Hartley and Margaret Rowe, nothing changed since."
    )
    author, approver = verdict.signatures
    assert (author.trusted_by, approver.trusted_by) == ("Made-up root", "Made-up root")
    assert (author.changed_since, approver.changed_since) == ("only a counter-signature", "nothing")
    assert (author.covers_file, approver.covers_file) == (False, True)
    assert not approver.certifies


def test_without_an_anchor_who_signed_is_not_proven(issued_certified: bytes, saved: Saved) -> None:
    verdict = verifying.verify(saved(issued_certified))

    assert verdict.good
    assert "who signed is not proven: no certificate to trust was given" in verdict.sentence


@pytest.mark.parametrize("stage", ["certified", "issued_certified"])
def test_a_signer_nobody_trusts_makes_it_bad_when_an_anchor_is_given(
    stage: str, saved: Saved, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(pki.authority(NOW, "Another root").pem())

    verdict = verifying.verify(saved(request.getfixturevalue(stage)), [other])

    assert not verdict.good
    assert verdict.sentence.startswith("Do not rely on this file: nobody you trust vouches for the certificate of")


def test_an_impostor_with_the_authoritys_name_is_not_trusted(
    plain_content: PackageContent, root: pki.Authority, saved: Saved, tmp_path: Path, anchor: Path
) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    from ipas_desktop.package import identity

    impostor = pki.authority(NOW)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = pki.certificate("Imogen Hartley", key, impostor.certificate.subject, impostor.key, NOW)
    (tmp_path / "i.p12").write_bytes(pki.p12(key, certificate, [impostor.certificate]))
    signer = identity.load_identity(tmp_path / "i.p12", pki.PASSWORD, NOW)

    verdict = verifying.verify(saved(signing.certify(report.render(plain_content), signer, NOW)), [anchor])

    assert not verdict.good


def test_anchor_may_be_der(counter_signed: bytes, root: pki.Authority) -> None:
    assert verifying.judge(counter_signed, [root.certificate], LATER).good


def test_what_is_no_anchor_is_told(certified: bytes, saved: Saved, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_bytes(b"nothing")
    with pytest.raises(InputError, match="holds no certificate to trust"):
        verifying.verify(saved(certified), [empty])
    with pytest.raises(InputError, match="holds no certificate to trust"):
        verifying.verify(saved(certified), [tmp_path / "none.pem"])


def test_an_unsigned_package_is_not_good(unsigned: bytes) -> None:
    verdict = verifying.judge(unsigned, [], LATER)

    assert not verdict.good
    assert "it is not signed" in verdict.sentence


def test_a_package_without_the_authors_certification_is_not_good(unsigned: bytes, practice: Identity) -> None:
    verdict = verifying.judge(signing.counter_sign(unsigned, practice, NOW), [], LATER)

    assert not verdict.good
    assert "the author's certification is missing" in verdict.sentence


def test_certificate_that_had_expired_when_it_signed_is_told(unsigned: bytes, practice: Identity) -> None:
    late = signing.certify(unsigned, practice, NOW + timedelta(days=400))

    verdict = verifying.judge(late, [], NOW + timedelta(days=401))

    assert not verdict.good
    assert "expired on" in verdict.sentence


def signed_over(content: PackageContent, practice: Identity, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A package that its author changed after rendering and before signing."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(report.render(content))) as pdf:
        change(pdf)
        pdf.save(target)
    return signing.certify(target.getvalue(), practice, NOW)


def small() -> PackageContent:
    return made_up.notification_alone()


def test_pages_that_say_something_else_than_the_data_are_found(practice: Identity) -> None:
    content = small()
    other = replace(content.revision, reference="EN-2026-9999-ZZ")

    def swap(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["case.json"] = pikepdf.AttachedFileSpec(pdf, revision_to_json(other), filename="case.json")

    verdict = verifying.judge(signed_over(content, practice, swap), [], LATER)

    assert not verdict.good
    assert "the pages do not say what the data inside says: page 1, 2" in verdict.sentence


def test_pages_written_otherwise_with_the_same_words_are_good(practice: Identity) -> None:
    verdict = verifying.judge(signed_over(small(), practice, lambda _pdf: None), [], LATER)

    assert verdict.good
    assert "rendered again they have the same words" in verdict.findings[1].text


def test_pages_of_another_version_that_words_them_differently_are_not_judged(practice: Identity) -> None:
    content = small()
    older = replace(content, revision=replace(content.revision, program_version="0.0.1"))
    other = replace(older.revision, reference="EN-2026-9999-ZZ")

    def swap(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["case.json"] = pikepdf.AttachedFileSpec(pdf, revision_to_json(other), filename="case.json")

    verdict = verifying.judge(signed_over(older, practice, swap), [], LATER)

    assert verdict.findings[1].good is None
    assert "made by version 0.0.1" in verdict.findings[1].text


def test_data_of_a_form_this_program_lacks_is_told(practice: Identity) -> None:
    content = small()
    document = replace(content.revision.documents[0], form_version=99)
    other = replace(content.revision, documents=(document,))

    def swap(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["case.json"] = pikepdf.AttachedFileSpec(pdf, revision_to_json(other), filename="case.json")

    verdict = verifying.judge(signed_over(content, practice, swap), [], LATER)

    assert verdict.findings[1].good is None
    assert "could not be compared" in verdict.findings[1].text


@pytest.mark.parametrize("change", ["lost", "swapped", "added"])
def test_evidence_that_is_not_what_was_listed_is_found(practice: Identity, change: str) -> None:
    def tamper(pdf: pikepdf.Pdf) -> None:
        name = "evidence-01-Letter of request.pdf"
        if change == "lost":
            del pdf.attachments[name]
        else:
            name = name if change == "swapped" else "evidence-02-more.pdf"
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"something else", filename=name)

    verdict = verifying.judge(signed_over(small(), practice, tamper), [], LATER)

    assert not verdict.good
    assert "attached files are not the ones that were listed: evidence-0" in verdict.sentence


@pytest.mark.parametrize("data", [None, b"{}", b"\xff not json"])
def test_missing_or_broken_case_data_is_found(practice: Identity, data: bytes | None) -> None:
    def tamper(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments["case.json"]
        if data is not None:
            pdf.attachments["case.json"] = pikepdf.AttachedFileSpec(pdf, data, filename="case.json")

    verdict = verifying.judge(signed_over(small(), practice, tamper), [], LATER)

    assert not verdict.good
    assert "case data inside" in verdict.sentence
    assert verdict.about == {}


def test_verdict_as_json_and_lines(certified: bytes) -> None:
    verdict = verifying.judge(certified, [], LATER)

    told = json.loads(json.dumps(verdict.to_json()))
    assert told["good"] is True
    assert told["signatures"][0]["signer"] == "Sample Author"
    assert told["signatures"][0]["good"] is True
    lines = verdict.lines()
    assert lines[0] == verdict.sentence
    assert any(
        line.startswith("Signature Author: Sample Author, 2026-") or "Signature Author" in line for line in lines
    )
    assert any(line.startswith("Good: Attached files") for line in lines)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "is empty"), (b"PK\x03\x04 a zip file", "is not a PDF"), (b"just text", "is not a PDF")],
)
def test_what_is_no_pdf_is_told(saved: Saved, data: bytes, sentence: str) -> None:
    with pytest.raises(PackageUnreadable, match=sentence):
        verifying.verify(saved(data))


def test_files_that_cannot_be_opened_are_told(tmp_path: Path, saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PackageUnreadable, match="cannot be read"):
        verifying.verify(tmp_path / "none.pdf")
    with pytest.raises(PackageUnreadable, match="is not a file"):
        verifying.verify(tmp_path)
    monkeypatch.setattr(verifying, "LARGEST_PACKAGE", 10)
    with pytest.raises(PackageUnreadable, match="larger than"):
        verifying.verify(saved(b"%PDF-1.7 more than ten bytes"))


def test_an_encrypted_file_is_told(unsigned: bytes) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))

    with pytest.raises(PackageUnreadable, match="is encrypted"):
        verifying.judge(target.getvalue(), [], LATER)


def test_pages_are_compared_without_stamps(unsigned: bytes, certified: bytes) -> None:
    assert inside.page_texts(certified) == inside.page_texts(unsigned)
