"""Packages changed after signing, in every way known: none may be called good, and none may raise anything unknown."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from ipas_desktop.errors import PackageError
from ipas_desktop.package import identity, report, signing, verifying
from ipas_desktop.package.identity import Identity
from tests.package import made_up

NOW = datetime.now(UTC)
LATER = NOW + timedelta(minutes=5)
Tamper = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    file = tmp_path_factory.mktemp("identity") / "practice.p12"
    identity.create_practice_identity("Sample Author", "pass", file, NOW)
    return identity.load_identity(file, "pass", NOW)


@pytest.fixture(scope="module")
def unsigned() -> bytes:
    return report.render(made_up.notification_alone())


@pytest.fixture(scope="module")
def certified(unsigned: bytes, signer: Identity) -> bytes:
    return signing.certify(unsigned, signer, NOW)


@pytest.fixture(scope="module")
def counter_signed(certified: bytes, signer: Identity) -> bytes:
    return signing.counter_sign(certified, signer, NOW)


def called_good(data: bytes) -> bool:
    try:
        return verifying.judge(data, [], LATER).good
    except PackageError:
        return False


def appended(change: Callable[[IncrementalPdfFileWriter], None]) -> Tamper:
    def tamper(data: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        change(writer)
        target = io.BytesIO()
        writer.write(target)
        return target.getvalue()

    return tamper


def overlay(writer: IncrementalPdfFileWriter) -> None:
    writer.add_stream_to_page(
        0, writer.add_object(generic.StreamObject(stream_data=b"q 1 0 0 rg 50 700 300 40 re f Q"))
    )


def underlay(writer: IncrementalPdfFileWriter) -> None:
    stream = writer.add_object(generic.StreamObject(stream_data=b"q 1 1 1 rg 0 0 600 900 re f Q"))
    writer.add_stream_to_page(0, stream, prepend=True)


def language(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Lang"] = generic.pdf_string("fr")
    writer.update_root()


def open_action(writer: IncrementalPdfFileWriter) -> None:
    action = {
        generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
        generic.pdf_name("/JS"): generic.pdf_string("x()"),
    }
    writer.root["/OpenAction"] = generic.DictionaryObject(action)
    writer.update_root()


def attachment(writer: IncrementalPdfFileWriter) -> None:
    specification = next(item for item in writer.root["/AF"] if item.get_object()["/UF"] == "case.json").get_object()
    number = specification["/EF"].raw_get("/F").idnum
    kind = {generic.pdf_name("/Type"): generic.pdf_name("/EmbeddedFile")}
    writer.objects[0, number] = generic.StreamObject(kind, stream_data=b'{"decision":"refused"}')


def no_attachments(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Names"]
    writer.update_root()


def annotation(subtype: str, **entries: generic.PdfObject) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        rectangle = generic.ArrayObject(generic.NumberObject(number) for number in (50, 600, 300, 650))
        made = {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name(subtype),
        }
        made |= {generic.pdf_name("/Rect"): rectangle, generic.pdf_name("/Contents"): generic.pdf_string("Approved")}
        made |= {generic.pdf_name("/" + name): value for name, value in entries.items()}
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        found = page.get("/Annots", generic.ArrayObject())
        found.append(writer.add_object(generic.DictionaryObject(made)))
        page["/Annots"] = found
        writer.update_container(page)

    return change


def page_gone(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    del pages["/Kids"][0]
    pages["/Count"] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


def pages_swapped(writer: IncrementalPdfFileWriter) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    first, second = kids.raw_get(0), kids.raw_get(1)
    kids[0], kids[1] = second, first
    writer.update_container(kids)


def content_replaced(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    writer.update_container(page)


def marks_hidden(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/CropBox"] = generic.ArrayObject(generic.NumberObject(number) for number in (0, 0, 10, 10))
    writer.update_container(page)


def structure_gone(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/StructTreeRoot"]
    writer.update_root()


def title_changed(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("Other")}))


def certification_dropped(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def signature_dropped(writer: IncrementalPdfFileWriter) -> None:
    for field in writer.root["/AcroForm"]["/Fields"]:
        widget = field.get_object()
        if "/V" in widget:
            del widget["/V"]
            writer.update_container(widget)


def nothing(writer: IncrementalPdfFileWriter) -> None:
    """Write the catalogue again as it is."""
    writer.update_root()


def rewritten(data: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(target)
    return target.getvalue()


def linearised(data: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(target, linearize=True)
    return target.getvalue()


def in_signature(change: Callable[[bytes], bytes]) -> Tamper:
    """Change the hexadecimal digits of the last signature, which no signature covers."""

    def tamper(data: bytes) -> bytes:
        start = data.rindex(b"/Contents <") + len(b"/Contents <")
        end = data.index(b">", start)
        changed = change(data[start:end])
        assert changed != data[start:end]
        return data[:start] + changed + data[end:]

    return tamper


def byte_range(number: int, by: int) -> Tamper:
    def tamper(data: bytes) -> bytes:
        found = list(re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", data))[-1]
        numbers = [int(each) for each in found.groups()]
        numbers[number] += by
        inside = b"/ByteRange [%d %d %d %d]" % tuple(numbers)
        return data[: found.start()] + inside.ljust(len(found.group())) + data[found.end() :]

    return tamper


def cut(share: float) -> Tamper:
    return lambda data: data[: int(len(data) * share)]


TAMPERINGS: dict[str, Tamper] = {
    "overlay": appended(overlay),
    "underlay": appended(underlay),
    "language": appended(language),
    "open action": appended(open_action),
    "case data swapped": appended(attachment),
    "attachments gone": appended(no_attachments),
    "free text": appended(annotation("/FreeText")),
    "stamp": appended(annotation("/Stamp")),
    "square": appended(annotation("/Square")),
    "note": appended(annotation("/Text")),
    "link": appended(annotation("/Link")),
    "widget": appended(annotation("/Widget", FT=generic.pdf_name("/Tx"), T=generic.pdf_string("more"))),
    "redaction": appended(annotation("/Redact")),
    "page gone": appended(page_gone),
    "pages swapped": appended(pages_swapped),
    "content replaced": appended(content_replaced),
    "page cropped": appended(marks_hidden),
    "structure gone": appended(structure_gone),
    "title changed": appended(title_changed),
    "certification dropped": appended(certification_dropped),
    "signature dropped": appended(signature_dropped),
    "empty update": appended(nothing),
    "space after the end": lambda data: data + b" ",
    "line after the end": lambda data: data + b"\n",
    "comment after the end": lambda data: data + b"%%EOF\n",
    "zeros after the end": lambda data: data + b"\0" * 100,
    "another file after the end": lambda data: data + data,
    "space before the start": lambda data: b" " + data,
    "zip before the start": lambda data: b"PK\x03\x04" + data,
    "last byte gone": lambda data: data[:-1],
    "half": cut(0.5),
    "nearly all": cut(0.99),
    "a tenth": cut(0.1),
    "rewritten": rewritten,
    "linearised": linearised,
    "another version": lambda data: b"%PDF-1.4" + data[8:],
    "byte range start": byte_range(0, 1),
    "byte range shorter": byte_range(1, -1),
    "byte range later": byte_range(2, 2),
    "byte range not to the end": byte_range(3, -1),
    "signature in other case": in_signature(lambda digits: digits[:100].swapcase() + digits[100:]),
    "signature padded with ones": in_signature(lambda digits: digits[:-2] + b"11"),
    "signature cut": in_signature(lambda digits: b"0" * len(digits)),
    "signature with spaces": in_signature(lambda digits: digits[:-2] + b"  "),
    "many revisions": lambda data: data + b"\nstartxref\n9\n%%EOF" * 100,
    "null object": lambda data: data.replace(b"/Sig", b"/Sog", 1) if b"/Sig" in data else b"",
    "reason of signing": lambda data: data.replace(b"Prepared and", b"Approved and"),
}


@pytest.mark.parametrize("how", TAMPERINGS)
def test_no_changed_package_is_called_good(how: str, certified: bytes) -> None:
    changed = TAMPERINGS[how](certified)

    assert changed != certified
    assert not called_good(changed)


@pytest.mark.parametrize(
    "how",
    [
        "overlay",
        "case data swapped",
        "empty update",
        "signature dropped",
        "byte range later",
        "signature padded with ones",
    ],
)
def test_no_changed_counter_signed_package_is_called_good(how: str, counter_signed: bytes) -> None:
    assert not called_good(TAMPERINGS[how](counter_signed))


def test_untouched_packages_are_called_good(certified: bytes, counter_signed: bytes) -> None:
    assert called_good(certified)
    assert called_good(counter_signed)


def test_cutting_back_leaves_an_unsigned_file_that_is_not_good(unsigned: bytes, certified: bytes) -> None:
    assert certified.startswith(unsigned)

    verdict = verifying.judge(certified[: len(unsigned)], [], LATER)

    assert not verdict.good
    assert "cut back" in verdict.sentence


def test_cutting_back_to_the_author_shows_that_nothing_is_approved(certified: bytes, counter_signed: bytes) -> None:
    assert counter_signed.startswith(certified)

    verdict = verifying.judge(counter_signed[: len(certified)], [], LATER)

    assert [signature.field for signature in verdict.signatures] == ["Author"]
    assert any("approves nothing" in finding.text for finding in verdict.findings)


def survivors_of_flips(data: bytes, count: int, seed: int) -> list[int]:
    """Flip one bit at random places and at the telling ones; return the places where the file was called good."""
    chance = random.Random(seed)
    ends = (0, 5, len(data) - 1, len(data) - 7, data.rindex(b"/Contents <") + 10)
    places = [*(chance.randrange(len(data)) for _ in range(count)), *ends]

    survivors = []
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        if called_good(bytes(changed)):
            survivors.append(place)
    return survivors


def test_no_flipped_bit_is_called_good(certified: bytes) -> None:
    assert survivors_of_flips(certified, 12, 20261123) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_none_of_ten_thousand_flipped_bits_is_called_good(certified: bytes, seed: int) -> None:
    assert survivors_of_flips(certified, 1_000, seed) == []


def test_no_other_digit_in_the_signature_is_called_good(certified: bytes) -> None:
    """The signature itself is the one stretch that no hash covers: names there are compared to the letter."""
    start = certified.rindex(b"/Contents <") + len(b"/Contents <")
    raw = bytes.fromhex(certified[start : certified.index(b">", start)].decode())
    names = [found.start() for found in re.finditer(re.escape(b"IPAS Desktop practice identity"), raw)]
    assert len(names) == 4  # issuer and subject of the certificate, and twice the signer's identifier

    for name in names:
        changed = bytearray(raw)
        changed[name] ^= 0x20  # another case of the same letter
        assert not called_good(
            certified[:start] + bytes(changed).hex().upper().encode() + certified[start + 2 * len(raw) :]
        )


def test_a_file_full_of_nothing_is_judged_quickly(tmp_path: Path) -> None:
    assert not called_good(b"%PDF-1.7\n" + b"\0" * 5_000_000)
    assert not called_good(b"%PDF-1.7\n" + b"1 0 obj\n<<" * 20_000)
    assert not called_good(b"%PDF-1.7\nstartxref\n0\n%%EOF")
    assert not called_good(b"%PDF-1.7\n" + b"[" * 100_000 + b"\nstartxref\n9\n%%EOF")
