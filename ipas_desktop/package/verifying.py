"""Verifies a package: a verdict in one sentence, then each signature and what is inside.

Needs no vault and never the network. A file is bad until everything that must hold was seen to hold: whatever cannot be
read or judged makes the verdict bad, and no error but PackageUnreadable leaves this module.

A package whose signer nobody vouches for (a practice certificate, or any other while no trust anchor is given) is good
only in that nothing was changed; the sentence says that who signed is not proven. When anchors are given, a signer that
does not chain to one of them makes the verdict bad.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ipas_desktop.errors import InputError, PackageUnreadable
from ipas_desktop.package.verdict import Finding, SignatureFound, Verdict

if TYPE_CHECKING:
    from cryptography import x509
    from pyhanko.pdf_utils.reader import PdfFileReader

    from ipas_desktop.package.inside import Inside

LARGEST_PACKAGE = 300_000_000  # bytes
LARGEST_ANCHOR = 1_000_000
MOST_REVISIONS = 40
END = 1024  # bytes in which a PDF says that it ends; parsers search on backwards, slowly
RELY = "Do not rely on this file:"
ASK = "Ask the sender for the file again."


def verify(path: Path, trust: Sequence[Path] = ()) -> Verdict:
    """Return the verdict on a file. ``trust`` are PEM or DER files of the certificates to trust.

    Raises PackageUnreadable when there is nothing to judge (no file, empty, not a PDF, encrypted, too large), and
    InputError when a trust anchor cannot be read.
    """
    anchors = [anchor for file in trust for anchor in _read_anchors(file)]
    return judge(_read(path), anchors, datetime.now(UTC))


def judge(data: bytes, anchors: Sequence[x509.Certificate], now: datetime) -> Verdict:
    """Return the verdict on the bytes of a file, as of ``now`` (aware). Raises PackageUnreadable as ``verify``."""
    if not _resembles_a_pdf(data):
        raise PackageUnreadable("The file is not a PDF, so there is nothing to check. Choose the package's PDF file.")
    with _quiet():
        try:
            return _judge(data, anchors, now)
        except PackageUnreadable:
            raise
        except (Exception, RecursionError) as error:  # hostile files make parsers fail in any way they can
            return _bad(f"it is damaged or was changed ({type(error).__name__}). {ASK}")


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_file() and 0 < size <= LARGEST_PACKAGE:
            return path.read_bytes()
    except OSError as error:
        raise PackageUnreadable(f"{path} cannot be read: {error.strerror}. Check its name and place.") from error
    if not path.is_file():
        raise PackageUnreadable(f"{path} is not a file. Choose the package's PDF file.")
    if size == 0:
        raise PackageUnreadable(f"{path.name} is empty, so there is nothing to check. {ASK}")
    raise PackageUnreadable(
        f"{path.name} is larger than {LARGEST_PACKAGE // 1_000_000} MB, which no package is. It was not opened."
    )


def _read_anchors(path: Path) -> list[x509.Certificate]:
    from cryptography import x509

    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_ANCHOR else b""
        if b"-----BEGIN" in data:
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except (OSError, ValueError) as error:
        raise InputError(f"{path} holds no certificate to trust. Name a PEM or DER file with one.") from error


def _resembles_a_pdf(data: bytes) -> bool:
    """Whether either end looks like a PDF: a changed byte at one end is a bad file, not another kind of file."""
    return b"%PDF-" in data[:1024] or b"startxref" in data[-2048:] or b"%%EOF" in data[-2048:]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' own warnings about hostile files out of the logs."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator", "pikepdf")]
    nowhere = logging.NullHandler()
    for logger in loggers:
        logger.addHandler(nowhere)
        logger.propagate = False
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(nowhere)
            logger.propagate = True


def _bad(why: str, signatures: Sequence[SignatureFound] = (), findings: Sequence[Finding] = ()) -> Verdict:
    return Verdict(False, f"{RELY} {why}", tuple(signatures), tuple(findings))


def _judge(data: bytes, anchors: Sequence[x509.Certificate], now: datetime) -> Verdict:
    from pyhanko.pdf_utils.reader import PdfFileReader

    from ipas_desktop.package import inside, signature_checks

    if not data.startswith(b"%PDF-"):
        return _bad(f"it does not begin as a PDF must. {ASK}")
    if b"%%EOF" not in data[-END:]:
        return _bad(f"it is cut short: its end is missing. {ASK}")
    if data.count(b"startxref") > MOST_REVISIONS:
        return _bad(f"it has far more revisions than any package. {ASK}")
    reader = PdfFileReader(io.BytesIO(data))
    if reader.encrypted:
        raise PackageUnreadable("The file is encrypted, so it cannot be checked. Ask for the package unencrypted.")
    signatures = signature_checks.look_at(reader, data, anchors, now)
    if why := _signature_problem(reader, signatures):
        return _bad(f"{why} {ASK}", signatures)
    author = signatures[0]
    found = inside.look_inside(data, practice=author.practice)
    about = _about(found)
    if wrong := next((finding for finding in found.findings if finding.good is False), None):
        return Verdict(False, f"{RELY} {_as_clause(wrong.text)} {ASK}", signatures, found.findings, about)
    good, sentence = _trust(signatures, anchored=bool(anchors))
    findings = found.findings
    if len(signatures) == 1:
        findings += (Finding(None, "There is no counter-signature: this file approves nothing."),)
    return Verdict(good, sentence, signatures, findings, about)


def _signature_problem(reader: PdfFileReader, signatures: Sequence[SignatureFound]) -> str:
    """Return why the signatures do not hold the file together, as the end of a sentence, or ""."""
    from ipas_desktop.package.sections.signatures import AUTHOR_FIELD

    if not signatures:
        return "it is not signed. It may have been cut back to before the signature."
    if broken := next((found for found in signatures if not found.good), None):
        return f"{_as_clause(broken.problem)} (signature {broken.field}, {broken.signer})."
    if signatures[0].field != AUTHOR_FIELD or not signatures[0].certifies:
        return "the author's certification is missing."
    stamps = list(reader.embedded_timestamp_signatures)
    if not signatures[-1].covers_file and not stamps:
        return "something was added after the last signature."
    return ""


def _as_clause(text: str) -> str:
    return text[:1].lower() + text[1:]


def _about(found: Inside) -> dict[str, str]:
    revision = found.revision
    if revision is None:
        return {}
    return {
        "Reference": revision.reference,
        "Revision": str(revision.number),
        "Finalised": revision.finalised_at.isoformat(timespec="seconds"),
        "Author": revision.author,
        "Marking": revision.marking,
        "History, chain head": revision.chain_head,
        "Forms": ", ".join(f"{document.form_id} {document.form_version}" for document in revision.documents),
        "Made with": f"IPAS Desktop {revision.program_version}",
    }


def _trust(signatures: Sequence[SignatureFound], *, anchored: bool) -> tuple[bool, str]:
    """Return whether the signers will do, and the sentence of a file in which nothing was changed."""
    names = " and ".join(signature.signer for signature in signatures)
    unproven = [signature for signature in signatures if not signature.trusted]
    if not unproven:
        return True, f"Genuine and complete: signed by {names}, nothing changed since."
    if anchored:
        who = " and ".join(signature.signer for signature in unproven)
        return False, f"{RELY} nobody you trust vouches for the certificate of {who}. {ASK}"
    if any(signature.practice for signature in unproven):
        why = "a practice certificate proves nobody's name"
    else:
        why = "no certificate to trust was given"
    return True, f"Unchanged since it was signed, but who signed is not proven: {why}. It names {names}."
