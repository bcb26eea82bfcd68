"""What a file is, decided by its first bytes and its structure; its name is only a label.

Holds no judgement of what may be attached.
"""

from __future__ import annotations

import io
import re
import zipfile

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_OOXML = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_UNKNOWN = "application/octet-stream"
_PDF_SEARCH = 1024  # a PDF's header may follow up to 1,024 bytes of something else, and readers accept that


def media_type(data: bytes, name: str = "") -> str:
    """Return the media type of a whole file; ``name`` only tells kinds of plain text apart."""
    for magic, found in _MAGIC:
        if data.startswith(magic):
            return found
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"PK\x03\x04"):
        return _of_archive(data)
    if b"%PDF-" in data[:_PDF_SEARCH]:
        return "application/pdf"
    if _is_text(data):
        return "text/csv" if name.casefold().endswith(".csv") else "text/plain"
    return _UNKNOWN


def _of_archive(data: bytes) -> str:
    """Tell office documents from other zip files by what is inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if names[:1] == ["mimetype"]:
                declared = archive.read("mimetype")[:100].decode("ascii", "replace")
                if declared.startswith(_OPEN_DOCUMENT):
                    return declared
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return "application/zip"
    if "[Content_Types].xml" in names:
        for folder, found in _OOXML:
            if any(name.startswith(folder) for name in names):
                return found
    return "application/zip"


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return _NOT_TEXT.search(text) is None
