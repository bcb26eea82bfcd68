"""What a package carries inside: the case data and the evidence; and whether the pages say what the data says.

Holds no judging of signatures. The data is rendered again: the same renderer gives the same bytes, and a signature only
adds to them, so the file must begin with what is rendered.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass

import pikepdf

from ipas_desktop.cases.case import Revision
from ipas_desktop.cases.exchange import revision_from_json
from ipas_desktop.errors import InputError, IpasError
from ipas_desktop.forms import loader
from ipas_desktop.package import report
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.sections.evidence import file_name
from ipas_desktop.package.verdict import Finding

MOST_PAGES_AS_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Inside:
    """The data of a package, and what was found of it. ``revision`` None: there is none that can be read."""

    revision: Revision | None
    findings: tuple[Finding, ...]


def look_inside(data: bytes, *, practice: bool) -> Inside:
    """Return what the package carries, compared with its own listing and with its pages.

    ``practice``: the author's certificate is self-made, so the pages were rendered as a practice copy.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        files = {name: specification.get_file().read_bytes() for name, specification in pdf.attachments.items()}
    if report.CASE_DATA not in files:
        return Inside(None, (Finding(False, "There is no case data inside."),))
    try:
        revision = revision_from_json(files.pop(report.CASE_DATA))
    except InputError as error:
        return Inside(None, (Finding(False, f"The case data inside cannot be read. {error}"),))
    evidence = _evidence(revision, files)
    if not evidence.good:
        return Inside(revision, (evidence,))
    by_sum = {hashlib.sha256(file).hexdigest(): file for file in files.values()}
    return Inside(revision, (evidence, _pages(data, revision, by_sum, practice=practice)))


def _evidence(revision: Revision, files: Mapping[str, bytes]) -> Finding:
    """Compare the files inside with the list in the signed data, by name and SHA-256, none missing and none more."""
    listed = {file_name(number, info): info.sha256 for number, info in enumerate(revision.attachments, 1)}
    present = {name: hashlib.sha256(file).hexdigest() for name, file in files.items()}
    if listed == present:
        return Finding(True, f"Attached files are the ones that were listed: {len(listed)} of {len(listed)}.")
    wrong = sorted(name for name in listed.keys() | present.keys() if listed.get(name) != present.get(name))
    return Finding(False, f"Attached files are not the ones that were listed: {', '.join(wrong)}.")


def _pages(data: bytes, revision: Revision, files: Mapping[str, bytes], *, practice: bool) -> Finding:
    try:
        forms = {
            document.key: loader.load_form(document.form_id, document.form_version) for document in revision.documents
        }
        drawn = report.render(PackageContent(revision, forms, files, practice))
    except (IpasError, LookupError, ValueError, TypeError) as error:
        return Finding(None, f"The pages could not be compared with the data inside ({type(error).__name__}).")
    if data.startswith(drawn):
        return Finding(True, "The pages say what the data inside says: rendered again they are the same bytes.")
    return _compare_text(data, drawn, revision)


def _compare_text(data: bytes, drawn: bytes, revision: Revision) -> Finding:
    """Compare the words of each page, for files that another version or another machine rendered."""
    shown, expected = page_texts(data), page_texts(drawn)
    if shown == expected:
        return Finding(True, "The pages say what the data inside says: rendered again they have the same words.")
    import ipas_desktop

    different = [
        str(number)
        for number in range(1, max(len(shown), len(expected)) + 1)
        if shown[number - 1 : number] != expected[number - 1 : number]
    ]
    pages = f"{', '.join(different[:10])}{' and others' if len(different) > 10 else ''}"
    if revision.program_version != ipas_desktop.__version__:
        return Finding(
            None,
            f"The package was made by version {revision.program_version}; this version words or lays out "
            f"pages {pages} differently, so they were not compared with the data inside.",
        )
    return Finding(False, f"The pages do not say what the data inside says: page {pages}.")


def page_texts(data: bytes) -> list[str]:
    """Return the words of each page in the order in which they are drawn, without the stamps of signatures."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        texts = []
        for index in range(min(len(document), MOST_PAGES_AS_TEXT)):
            page = document[index]
            text_page = page.get_textpage()
            texts.append(" ".join(text_page.get_text_bounded().split()))
            text_page.close()
            page.close()
        return texts
    finally:
        document.close()
