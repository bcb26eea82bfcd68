"""The visible part of a signature, drawn by reportlab with the report's own fonts, as PDF/A demands.

Holds no signing. A stamp says what the certificate says, and that the time is the signer's clock.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from ipas_desktop.forms.answers.dates import long_date
from ipas_desktop.package import fonts, look
from ipas_desktop.package.fonts import Face
from ipas_desktop.package.identity import Identity
from ipas_desktop.package.structure import Element
from ipas_desktop.package.tagged import Noted, TaggedCanvas
from ipas_desktop.package.typesetting import Span, lay_out

PADDING = 9.0
SIZE, LEADING = 9.5, 12.6
SMALLEST = 6.5


@dataclass(frozen=True, slots=True)
class StampLine:
    """One line of a stamp."""

    text: str
    face: Face = Face.REGULAR


def of_author(identity: Identity, when: datetime) -> tuple[StampLine, ...]:
    """Return the lines beside the author's name: what was signed with, when, and what may follow."""
    return (*_certificate(identity, when), StampLine("Only a counter-signature may follow"))


def of_approver(identity: Identity, when: datetime) -> tuple[StampLine, ...]:
    """Return the lines of a counter-signature, which fill the whole box."""
    return (StampLine(identity.subject, Face.BOLD), *_certificate(identity, when))


def _certificate(identity: Identity, when: datetime) -> tuple[StampLine, ...]:
    utc = when.astimezone(UTC)
    kind = "Signed with a practice certificate" if identity.practice else "Signed with a certificate"
    issuer = "Proves nobody's name" if identity.practice else identity.issuer
    return (
        StampLine(kind, Face.SEMIBOLD),
        StampLine(identity.subject),
        StampLine(f"{long_date(utc.date())}, {utc:%H:%M} UTC"),
        StampLine("by the signer's clock"),
        StampLine(issuer),
        StampLine(f"certificate to {long_date(identity.expires.date())}"),
    )


def draw(lines: Sequence[StampLine], width: float, height: float) -> bytes:
    """Return a one-page PDF of that size, in points, with the lines; smaller type where they would not fit."""
    size = SIZE
    while size > SMALLEST and _height(lines, width, size) > height - 2 * PADDING:
        size -= 0.5
    target = io.BytesIO()
    fonts.font(fonts.CHAINS[Face.REGULAR][0])
    canvas = TaggedCanvas(
        target,
        Noted(Element("Document")),
        pagesize=(width, height),
        initialFontName=fonts.CHAINS[Face.REGULAR][0],
        pageCompression=0,
        invariant=1,
    )
    _draw_lines(canvas, lines, width, height, size)
    canvas.save()
    cleaned = io.BytesIO()
    with pikepdf.open(io.BytesIO(target.getvalue())) as pdf:
        pdf.save(cleaned, deterministic_id=True)
    return cleaned.getvalue()


def _height(lines: Sequence[StampLine], width: float, size: float) -> float:
    return sum(len(lay_out([Span(line.text, line.face)], size, width - 2 * PADDING)) for line in lines) * _leading(size)


def _leading(size: float) -> float:
    return size * LEADING / SIZE


def _draw_lines(canvas: Canvas, lines: Sequence[StampLine], width: float, height: float, size: float) -> None:
    canvas.setFillColorRGB(*look.INK)
    baseline = height - PADDING - size
    for line in lines:
        for part in lay_out([Span(line.text, line.face)], size, width - 2 * PADDING):
            canvas.draw_line(part, PADDING, baseline, size)
            baseline -= _leading(size)
