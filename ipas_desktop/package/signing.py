"""Signs: the author certifies (PAdES B-B, DocMDP 2: only a counter-signature may follow), the approver counter-signs.

Holds no drawing of the stamp (``stamp``) and no files. Signatures are incremental updates: what was signed before stays
byte for byte.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import keys, x509  # type: ignore[import-untyped]  # has no types
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ipas_desktop.package import stamp
from ipas_desktop.package.identity import Identity
from ipas_desktop.package.sections.signatures import APPROVER_FIELD, AUTHOR_FIELD

CERTIFIED_FOR = "Prepared and recommended"
APPROVED_FOR = "Approved"
HASH = "sha256"


def certify(package: bytes, identity: Identity, when: datetime) -> bytes:
    """Return the package with the author's certification; ``when`` (aware) is the time it claims."""
    return _sign(package, identity, when, AUTHOR_FIELD, certify=True)


def counter_sign(package: bytes, identity: Identity, when: datetime) -> bytes:
    """Return a certified package with the approver's signature. What the author signed stays as it was."""
    return _sign(package, identity, when, APPROVER_FIELD, certify=False)


def _sign(package: bytes, identity: Identity, when: datetime, field: str, *, certify: bool) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(package))
    left, bottom, right, top = _rectangle(writer.prev, field)
    lines = (stamp.of_author if certify else stamp.of_approver)(identity, when)
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=HASH,
        subfilter=SigSeedSubFilter.PADES,
        reason=CERTIFIED_FOR if certify else APPROVED_FOR,
        name=identity.subject,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    drawn = _StampPage(stamp.draw(lines, right - left, top - bottom))
    style = StaticStampStyle(
        background=drawn,
        background_layout=SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN),
        border_width=0,
        background_opacity=1.0,
    )
    signer = _TimedSigner(metadata, signer=_signer(identity), stamp_style=style)
    signer.when = when
    target = io.BytesIO()
    signer.sign_pdf(writer, existing_fields_only=True, output=target)
    return target.getvalue()


def _rectangle(reader: PdfFileReader, field: str) -> Sequence[float]:
    for entry in reader.root["/AcroForm"]["/Fields"]:
        widget = entry.get_object()
        if widget["/T"] == field:
            return [float(number) for number in widget["/Rect"]]
    raise KeyError(field)


def _signer(identity: Identity) -> SimpleSigner:
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko forgot its type
    registry.register_multiple([_asn1(certificate.public_bytes(Encoding.DER)) for certificate in identity.chain])
    key = identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=_asn1(identity.certificate.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=registry,
        embed_roots=False,
    )


def _asn1(der: bytes) -> x509.Certificate:
    certificate: x509.Certificate = x509.Certificate.load(der)
    return certificate


class _TimedSigner(PdfSigner):
    """A signer that claims a given time instead of asking the clock."""

    when: datetime

    def init_signing_session(self, *arguments: Any, **options: Any) -> PdfSigningSession:
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self.when
        return session


class _StampPage(PdfContent):
    """The first page of a PDF in memory as the content of a stamp."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.page = page

    def render(self) -> bytes:
        writer = self._ensure_writer
        drawn = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.page)))
        self.resources.xobject["/Stamp"] = drawn
        left, bottom, right, top = (float(number) for number in drawn.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Stamp Do"
