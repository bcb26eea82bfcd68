"""Looks at each signature of a file: intact, trusted by whom, what was changed since.

Holds no verdict on the file as a whole. Never asks the network: certificates, anchors and revocation come from the file
and from the caller. pyHanko judges what was changed after a signature by its difference policy.
"""

from __future__ import annotations

import binascii
from collections.abc import Sequence
from datetime import UTC, datetime

from asn1crypto import cms  # type: ignore[import-untyped]  # has no types
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from ipas_desktop.package import identity
from ipas_desktop.package.verdict import SignatureFound

CHANGES = {
    ModificationLevel.NONE: "nothing",
    ModificationLevel.LTA_UPDATES: "only proof for long keeping",
    ModificationLevel.FORM_FILLING: "only a counter-signature",
    ModificationLevel.ANNOTATIONS: "comments",
    ModificationLevel.OTHER: "the content",
}
ALLOWED_CHANGES = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
SIGNING_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


def look_at(
    reader: PdfFileReader, data: bytes, anchors: Sequence[x509.Certificate], now: datetime
) -> tuple[SignatureFound, ...]:
    """Return what is found of each signature, in the order in which they were made."""
    return tuple(_look_at_one(signature, data, anchors, now) for signature in reader.embedded_regular_signatures)


def _look_at_one(
    signature: EmbeddedPdfSignature, data: bytes, anchors: Sequence[x509.Certificate], now: datetime
) -> SignatureFound:
    context = ValidationContext(
        trust_roots=[_asn1(anchor) for anchor in anchors],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=now,
    )
    status = validate_pdf_signature(signature, context, key_usage_settings=SIGNING_USAGE)
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    level = status.modification_level
    when = signature.self_reported_timestamp
    return SignatureFound(
        field=str(signature.field_name),
        signer=identity.common_name(certificate.subject),
        issuer=identity.common_name(certificate.issuer),
        when=when.astimezone(UTC).isoformat(timespec="seconds") if when else "",
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        trusted_by=_anchor_name(status),
        practice=identity.is_practice(certificate),
        certifies=_certifies(signature),
        covers_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        changed_since=CHANGES[level] if level is not None else "not known",
        problem=_problem(signature, status, certificate, when or now, data),
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    from cryptography.hazmat.primitives.serialization import Encoding

    made: asn1_x509.Certificate = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    return made


def _anchor_name(status: PdfSignatureStatus) -> str:
    if not status.trusted or status.validation_path is None:
        return ""
    anchor = status.validation_path.first
    return str(anchor.subject.native.get("common_name", anchor.subject.human_friendly))


def _certifies(signature: EmbeddedPdfSignature) -> bool:
    return signature.docmdp_level in (MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS)


def _problem(
    signature: EmbeddedPdfSignature,
    status: PdfSignatureStatus,
    certificate: x509.Certificate,
    when: datetime,
    data: bytes,
) -> str:
    """Return why the signature cannot be relied on, or ""."""
    unfit = identity.certificate_problem(certificate, when)
    hash_used = status.md_algorithm.lower()
    covers = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
    changed = status.modification_level not in ALLOWED_CHANGES or status.docmdp_ok is False
    checks = (
        (not status.intact or not status.valid, "The signed content was changed"),
        (hash_used in identity.WEAK_HASHES, f"It uses {hash_used.upper()}, which can be forged"),
        (bool(unfit), f"The certificate of {identity.common_name(certificate.subject)} {unfit}"),
        (status.coverage not in covers, "It does not cover the whole file as it was when signed"),
        (changed, "The file was changed after it"),
        (not _is_written_canonically(signature, data), "Its own bytes were changed"),
    )
    return next((sentence for failed, sentence in checks if failed), "")


def _is_written_canonically(signature: EmbeddedPdfSignature, data: bytes) -> bool:
    """Whether the gap that the signature does not cover holds exactly the signature and zeros.

    What is in the gap is the only part of the file that nothing covers; a parser may overlook a change there.
    """
    start, first, second, _ = (int(number) for number in signature.byte_range)
    gap = data[start + first : second]
    digits = gap[1:-1]
    if gap[:1] != b"<" or gap[-1:] != b">" or digits not in (digits.lower(), digits.upper()):
        return False
    raw = binascii.unhexlify(digits)
    encoded = cms.ContentInfo.load(raw)
    exact = encoded.dump()
    return raw == exact.ljust(len(raw), b"\0") and encoded.dump(force=True) == exact and _is_plain(signature)


def _is_plain(signature: EmbeddedPdfSignature) -> bool:
    """Whether the parts of the signature that it does not cover itself are what they must be."""
    signed, signer, certificate = signature.signed_data, signature.signer_info, signature.signer_cert
    algorithms = [algorithm["algorithm"].native for algorithm in signed["digest_algorithms"]]
    return (
        signed["version"].native == "v1"
        and signer["version"].native == "v1"
        and algorithms == [signer["digest_algorithm"]["algorithm"].native]
        and _names_exactly(signer["sid"], certificate)
    )


def _names_exactly(signer_id: cms.SignerIdentifier, certificate: asn1_x509.Certificate) -> bool:
    """Whether the signer is named as in the certificate to the byte; names are otherwise compared without case."""
    if signer_id.name != "issuer_and_serial_number":
        return True  # a key identifier: bytes that were compared already to find the certificate
    return bool(signer_id.chosen["issuer"].dump() == certificate.issuer.dump())
