from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from ipas_desktop.cases.case import NOTIFICATION, Case, CaseId
from ipas_desktop.cases.history import EventKind
from ipas_desktop.errors import CaseNotFound, InputError, VaultDamaged
from ipas_desktop.forms.definition import Form
from ipas_desktop.vault import attachments, engagements, history
from ipas_desktop.vault.media_types import media_type
from ipas_desktop.vault.opening import OpenVault

if TYPE_CHECKING:
    from conftest import Made

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 12_000  # three chunks


def _add(vault: OpenVault, case: Case, name: str = "a.pdf", data: bytes = PDF, **limits: int) -> str:
    return attachments.add(vault, case.id, name, io.BytesIO(data), **limits).sha256


def test_file_comes_back_as_it_was(made: Made, case: Case) -> None:
    info = attachments.add(made.vault, case.id, "C:\\Users\\me\\Desktop\\Letter\x07.pdf", io.BytesIO(PDF))
    assert info.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (info.name, info.size, info.media_type) == ("Letter.pdf", len(PDF), "application/pdf")
    vault = made.reopened()
    assert attachments.read(vault, info.sha256) == PDF
    assert engagements.load_case(vault, case.id).attachments == (info,)
    last = history.events(vault, case.id)[-1]
    assert (last.kind, last.new) == (
        EventKind.ATTACHMENT_ADDED,
        {"sha256": info.sha256, "name": "Letter.pdf", "size": len(PDF), "media_type": "application/pdf"},
    )


def test_same_file_is_stored_once_for_all_cases(vault: OpenVault, case: Case, form: Form) -> None:
    other = engagements.create_case(vault, [(NOTIFICATION, form)])
    sha256 = _add(vault, case)
    assert _add(vault, case, "another name.pdf") == sha256
    assert _add(vault, other) == sha256
    assert attachments.total_size(vault) == len(PDF)
    assert [info.name for info in engagements.load_case(vault, case.id).attachments] == ["a.pdf"]
    attachments.remove(vault, case.id, sha256)
    assert attachments.read(vault, sha256) == PDF
    attachments.remove(vault, other.id, sha256)
    with pytest.raises(KeyError):
        attachments.read(vault, sha256)
    assert attachments.total_size(vault) == 0


def test_deleting_a_case_takes_its_files_along(vault: OpenVault, case: Case) -> None:
    _add(vault, case)
    engagements.delete_case(vault, case.id)
    assert attachments.total_size(vault) == 0


def test_removing_a_file_is_told_once(vault: OpenVault, case: Case) -> None:
    sha256 = _add(vault, case)
    attachments.remove(vault, case.id, sha256)
    attachments.remove(vault, case.id, sha256)
    kinds = [event.kind for event in history.events(vault, case.id)]
    assert kinds == [EventKind.CREATED, EventKind.ATTACHMENT_ADDED, EventKind.ATTACHMENT_REMOVED]


def test_too_large_file_is_refused(vault: OpenVault, case: Case) -> None:
    with pytest.raises(InputError, match="larger than 2 MB"):
        _add(vault, case, max_file_bytes=2_000_000)
    _add(vault, case, data=b"x" * 2_000_000, max_file_bytes=2_000_000)


def test_case_with_too_many_bytes_is_refused(vault: OpenVault, case: Case) -> None:
    _add(vault, case, data=b"x" * 1_500_000, max_case_bytes=2_000_000)
    with pytest.raises(InputError, match="may take 2 MB together"):
        _add(vault, case, data=b"y" * 600_000, max_case_bytes=2_000_000)
    assert len(engagements.load_case(vault, case.id).attachments) == 1
    assert attachments.total_size(vault) == 1_500_000


def test_empty_and_unreadable_files_are_refused(vault: OpenVault, case: Case) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(InputError, match="is empty"):
        _add(vault, case, data=b"")
    with pytest.raises(InputError, match="could not be read"):
        attachments.add(vault, case.id, "a.pdf", Broken())


def test_file_of_an_unknown_case_is_not_stored(vault: OpenVault) -> None:
    with pytest.raises(CaseNotFound):
        attachments.add(vault, CaseId("0" * 32), "a.pdf", io.BytesIO(PDF))
    assert attachments.total_size(vault) == 0


def test_changed_bytes_are_never_handed_out(vault: OpenVault, case: Case) -> None:
    sha256 = _add(vault, case)
    with vault.writing() as connection:
        connection.exec_driver_sql("UPDATE blob_chunk SET data = X'00' WHERE position = 1")
    with pytest.raises(VaultDamaged):
        attachments.read(vault, sha256)


def _zip(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if first:
            archive.writestr(*first)
        for name in names:
            archive.writestr(name, b"x")
    return target.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument."
ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (PDF, "a.exe", "application/pdf"),
        (b"junk before" + PDF, "a", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "a.jpg", "image/png"),
        (b"\xff\xd8\xff\xe0", "a.png", "image/jpeg"),
        (b"GIF89a", "a", "image/gif"),
        (b"MM\x00*", "a", "image/tiff"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", "a", "application/octet-stream"),
        (b"{\\rtf1", "a.txt", "application/rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "application/x-ole-storage"),
        (_zip("[Content_Types].xml", "word/document.xml"), "a", OFFICE + "wordprocessingml.document"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "a", OFFICE + "spreadsheetml.sheet"),
        (_zip("[Content_Types].xml", "ppt/presentation.xml"), "a", OFFICE + "presentationml.presentation"),
        (_zip("[Content_Types].xml", "other/x.xml"), "a.docx", "application/zip"),
        (_zip("word/document.xml"), "a.docx", "application/zip"),
        (_zip("content.xml", first=("mimetype", ODT.encode())), "a", ODT),
        (_zip("content.xml", first=("mimetype", b"text/html")), "a.odt", "application/zip"),
        (b"PK\x03\x04 and no more", "a.docx", "application/zip"),
        ("Zoë,4\r\n".encode(), "a.CSV", "text/csv"),
        ("Zoë\ttabs\n".encode(), "a.pdf", "text/plain"),
        (b"\xef\xbb\xbfwith a mark", "a", "text/plain"),
        (b"\x00\x01", "a.txt", "application/octet-stream"),
        (b"\xff\xfe\xfa", "a.txt", "application/octet-stream"),
    ],
)
def test_media_type_is_decided_by_content(data: bytes, name: str, expected: str) -> None:
    assert media_type(data, name) == expected
