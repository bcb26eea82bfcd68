"""The one file a form pack is: deterministic, and refused when anything about it is odd."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from ipas_desktop.errors import FormPackRefused, InputError
from ipas_desktop.packs import container, manifest
from ipas_desktop.packs.manifest import MANIFEST, SIGNATURE
from tests.packs.workshop import Workshop

HOSTILE_NAMES = [
    "../evil.toml",
    "forms/../../evil.toml",
    "/etc/evil.toml",
    "C:/evil.toml",
    "forms\\local-extra\\1\\a.toml",
    "forms/local-extra/1/sub/a.toml",
    "forms/local-extra/1/run.py",
    "forms/local-extra/01/a.toml",
    "forms/local-extra/1/A.toml",
    "forms/con/1/a.toml",
    "reference/nul.toml",
    "reference/list.csv",
    "rules/other.toml",
    "readme.txt",
    "manifest.toml ",
    "forms/local-extra/1/",
    "",
]


def entry(name: str, *, mode: int = stat.S_IFREG | 0o644, method: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr, info.compress_type = 3, mode << 16, method
    return info


def with_entry(data: bytes, info: zipfile.ZipInfo, content: bytes = b"x = 1\n") -> bytes:
    """Return a pack with one more entry, written by the plain library."""
    target = io.BytesIO(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of doubled names, which are meant
        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr(info, content)
    return target.getvalue()


def test_same_folder_and_key_give_the_same_bytes(workshop: Workshop) -> None:
    first = workshop.build()
    for path in workshop.folder.rglob("*.toml"):
        path.touch()

    assert workshop.build() == first
    assert list(container.from_bytes(first))[:2] == [MANIFEST, SIGNATURE]


def test_every_flipped_byte_is_refused(workshop: Workshop) -> None:
    data = workshop.build()
    assert workshop.verdict(data).good
    taken = [at for at in range(len(data)) if workshop.verdict(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]).good]

    assert taken == []


def test_every_shortened_or_lengthened_pack_is_refused(workshop: Workshop) -> None:
    data = workshop.build()
    odd = [data[:length] for length in range(0, len(data), 7)]
    odd += [data + b"\0", b"\0" + data, data + data]

    assert [len(each) for each in odd if workshop.verdict(each).good] == []


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_are_refused_by_name(workshop: Workshop, name: str) -> None:
    verdict = workshop.verdict(with_entry(workshop.build(), entry(name)))

    assert not verdict.good
    assert not manifest.is_allowed(name)


@pytest.mark.parametrize(
    ("info", "words"),
    [
        (entry("reference/more.toml", mode=stat.S_IFLNK | 0o777), "it is a link or a folder"),
        (entry("reference/more.toml", method=zipfile.ZIP_DEFLATED), "it is compressed or encrypted"),
        (entry("reference/local_kinds.toml"), "it is there twice"),
        (entry("../evil.toml"), "a form pack has no file of this name"),
        (entry("reference/more.toml"), "the manifest does not name it"),
    ],
)
def test_odd_entries_are_refused_with_their_name(workshop: Workshop, info: zipfile.ZipInfo, words: str) -> None:
    (finding,) = workshop.verdict(with_entry(workshop.build(), info)).findings

    assert words in finding.message or (words.startswith("the manifest") and "altered" in finding.message)
    assert finding.file in (info.filename, "")


def test_compression_bomb_is_refused_without_unpacking_it(workshop: Workshop) -> None:
    bomb = with_entry(workshop.build(), entry("reference/more.toml", method=zipfile.ZIP_DEFLATED), bytes(50_000_000))
    assert len(bomb) < 100_000

    (finding,) = workshop.verdict(bomb).findings
    assert finding.words() == (
        "reference/more.toml: it is compressed or encrypted, and files of a form pack are neither"
    )


def test_pack_without_signature_or_with_too_many_files_is_refused(workshop: Workshop) -> None:
    files = container.from_bytes(workshop.build())
    unsigned = container.to_bytes({name: data for name, data in files.items() if name != SIGNATURE})
    crowded = container.to_bytes(files | {f"reference/l{number}.toml": b"" for number in range(manifest.MOST_FILES)})

    assert [finding.words() for finding in workshop.verdict(unsigned).findings] == ["manifest.sig: it is missing"]
    assert "more than 500 files" in workshop.verdict(crowded).findings[0].words()


def test_file_that_is_no_pack_is_refused(workshop: Workshop) -> None:
    with pytest.raises(FormPackRefused, match="it is not a whole form pack"):
        container.from_bytes(b"%PDF-1.7")


def test_file_that_cannot_be_read_or_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="could not be read"):
        container.read_file(tmp_path)
    monkeypatch.setattr(container, "LARGEST_PACK", 10)
    (tmp_path / "large.ipaspack").write_bytes(bytes(11))
    with pytest.raises(InputError, match="it is no form pack"):
        container.read_file(tmp_path / "large.ipaspack")
