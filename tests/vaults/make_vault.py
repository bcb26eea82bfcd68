"""Makes the stored vault of today's schema: ``python tests/vaults/make_vault.py`` once, before a release.

Each released schema keeps the vault that its own program wrote, for good; ``tests/vault/test_migrations.py`` opens all
of them. Never make one again for a schema that was released.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from datetime import date
from pathlib import Path

from ipas_desktop.cases import samples
from ipas_desktop.cases.case import Case
from ipas_desktop.cases.exchange import export_case, revision_sha256
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import Context
from ipas_desktop.vault import answers, attachments, engagements, history, models, opening, revisions, settings
from ipas_desktop.vault.kdf import KdfCost
from ipas_desktop.vault.opening import OpenVault

HERE = Path(__file__).parent
PASSPHRASE = "teapot gravel window marsh"
TODAY = date(2026, 11, 23)


def told(vault: OpenVault) -> dict[str, object]:
    """Return what the vault holds, as plain JSON to compare with."""
    cases = []
    for line in engagements.list_cases(vault, limit=100):
        case: Case = engagements.load_case(vault, line.id)
        files = {info.sha256: attachments.read(vault, info.sha256) for info in case.attachments}
        cases.append(
            {
                "id": case.id,
                "state": str(case.state),
                "title": line.title,
                "countries": list(line.countries),
                "dates": [str(line.start), str(line.end)],
                "updated_at": case.updated_at.isoformat(),
                "export": json.loads(export_case(case, files)),
                "events": [event.hash for event in history.events(vault, case.id)],
                "revisions": [
                    revision_sha256(revisions.load_revision(vault, case.id, number + 1))
                    for number in range(case.revision)
                ],
                "packages": [record.file_name for record in revisions.packages(vault, case.id)],
            }
        )
    return {"name": vault.name, "setting": settings.get(vault, "example"), "cases": cases}


def make(folder: Path) -> str:
    """Make the vault and return its recovery key."""
    vault, recovery_key = opening.create(folder, PASSPHRASE, name="Asha Example", cost=KdfCost(32, 1, 4))
    with vault:
        settings.put(vault, "example", {"value": [1, "Zoë", None]})
        case = engagements.store_imported(vault, samples.load_sample("sio-programme", TODAY))
        attachments.add(vault, case.id, "Draft agenda.txt", io.BytesIO(b"One agenda.\n" * 3_000))
        revisions.finalise(vault, case.id, Context(TODAY))
        revisions.record_package(vault, case.id, 1, "EN-example.pdf", "ab" * 32, "Asha Example")
        document = case.documents[0]
        form = loader.load_form(document.form_id, document.form_version)
        title = next(question for question in form.questions() if question.id == "en.a.title")
        answers.save_answer(vault, case.id, document.key, title, "A title half ty", TODAY)
        (folder / "expected.json").write_text(json.dumps(told(vault), indent=1, sort_keys=True, ensure_ascii=False))
    (folder / "vault.lock").unlink()
    return recovery_key


if __name__ == "__main__":
    target = HERE / f"schema-{models.SCHEMA}"
    if target.exists() and "--again" not in sys.argv:
        sys.exit(f"{target} is there already")
    shutil.rmtree(target, ignore_errors=True)
    key = make(target)
    (target / "keys.json").write_text(json.dumps({"passphrase": PASSPHRASE, "recovery_key": key}) + "\n")
