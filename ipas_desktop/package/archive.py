"""From drawn pages to an archival file: PDF/A-3a and PDF/UA-1 by what stands around the pages.

Holds no drawing. Structure tree, metadata, output intent, attachments, outline, links and empty signature fields are
written here with pikepdf, and the whole is saved with object streams: a sixth of the size. The same input gives the
same bytes; signatures come after, as incremental updates.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ipas_desktop import paths
from ipas_desktop.package import structure
from ipas_desktop.package.tagged import Field, Link, Noted, Place

LANGUAGE = "en-GB"
PRINT = 4  # annotation flag: printed, not hidden (ISO 19005-3, 6.3.2)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF. ``relationship`` is its AFRelationship: Data, Source, Supplement."""

    name: str
    data: bytes
    media_type: str
    relationship: str
    description: str


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: depth from 0, its words, and the key of a noted place."""

    depth: int
    words: str
    key: str


@dataclass(frozen=True, slots=True)
class Properties:
    """What file managers and catalogues show. No person's name: a file's properties travel further than its pages."""

    title: str
    subject: str
    creator: str
    made_at: datetime


def write(
    drawn: bytes,
    noted: Noted,
    outline: Sequence[OutlineEntry],
    attachments: Sequence[Attachment],
    properties: Properties,
) -> bytes:
    """Return the archival file made of the drawn pages and what the canvas noted."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        owners = [(_annotation(pdf, note, noted.places), note.owner) for note in noted.annotations]
        structure.write(pdf, noted.root, noted.marked, owners)
        for (annotation, _), note in zip(owners, noted.annotations, strict=True):
            _append(pdf.pages[note.page].obj, "/Annots", annotation)
        fields = [annotation for annotation, _ in owners if annotation.Subtype == Name.Widget]
        pdf.Root.AcroForm = Dictionary(Fields=Array(fields), SigFlags=1)
        _write_outline(pdf, outline, noted.places)
        _write_properties(pdf, properties)
        for attachment in attachments:
            _attach(pdf, attachment, properties.made_at)
        del pdf.trailer["/ID"]  # reportlab's comes from the clock; the one made instead comes from the content
        target = io.BytesIO()
        pdf.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
            force_version="1.7",
            fix_metadata_version=False,
        )
    return target.getvalue()


def _annotation(pdf: pikepdf.Pdf, note: Link | Field, places: dict[str, Place]) -> Dictionary:
    page = pdf.pages[note.page].obj
    rectangle = Array([round(number, 2) for number in note.rectangle])
    if isinstance(note, Link):
        place = places[note.destination]
        made = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=rectangle,
            Border=Array([0, 0, 0]),
            F=PRINT,
            Contents=String(note.words),
            Dest=_destination(pdf, place),
        )
    else:
        empty = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=_box_of(note), Resources=Dictionary())
        made = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(note.name),
            TU=String(note.tooltip),
            Rect=rectangle,
            F=PRINT,
            AP=Dictionary(N=empty),
            P=page,
        )
    return pdf.make_indirect(made)


def _box_of(field: Field) -> Array:
    left, bottom, right, top = field.rectangle
    return Array([0, 0, round(right - left, 2), round(top - bottom, 2)])


def _destination(pdf: pikepdf.Pdf, place: Place) -> Array:
    return Array([pdf.pages[place.page].obj, Name.XYZ, 0, round(place.top, 2), 0])


def _append(page: Dictionary, key: str, item: Dictionary) -> None:
    if key not in page:
        page[key] = Array()
    page[key].append(item)


def _write_outline(pdf: pikepdf.Pdf, entries: Sequence[OutlineEntry], places: dict[str, Place]) -> None:
    with pdf.open_outline() as outline:
        outline.root.clear()
        path: list[pikepdf.OutlineItem] = []
        for entry in entries:
            item = pikepdf.OutlineItem(entry.words, _destination(pdf, places[entry.key]))
            item.is_closed = entry.depth > 0
            del path[entry.depth :]
            (path[-1].children if path else outline.root).append(item)
            path.append(item)


def _attach(pdf: pikepdf.Pdf, attachment: Attachment, when: datetime) -> None:
    stamp = _pdf_date(when)
    specification = pikepdf.AttachedFileSpec(
        pdf,
        attachment.data,
        filename=attachment.name,
        description=attachment.description,
        mime_type=attachment.media_type,
        creation_date=stamp,
        mod_date=stamp,
    )
    specification.obj.AFRelationship = Name("/" + attachment.relationship)
    pdf.attachments[attachment.name] = specification  # also adds it to the catalogue's associated files


def _write_properties(pdf: pikepdf.Pdf, properties: Properties) -> None:
    stamp = _pdf_date(properties.made_at)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(properties.title),
            Subject=String(properties.subject),
            Creator=String(properties.creator),
            Producer=String(properties.creator),
            CreationDate=String(stamp),
            ModDate=String(stamp),
        )
    )
    profile = pdf.make_stream((paths.resources() / "icc" / "sRGB.icc").read_bytes(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        Info=String("sRGB IEC61966-2.1"),
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.Metadata = pdf.make_stream(_xmp(properties), Type=Name.Metadata, Subtype=Name.XML)


def _pdf_date(when: datetime) -> str:
    return when.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")


def _xmp(properties: Properties) -> bytes:
    """Return the metadata packet. PDF/A knows no pdfuaid schema, so the packet describes it itself."""
    when = properties.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    title, subject, creator = (escape(text) for text in (properties.title, properties.subject, properties.creator))
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool><xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>
<pdf:Producer>{creator}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()
