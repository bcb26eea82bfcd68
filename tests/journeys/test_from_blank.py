"""The main job by hand: from a laptop without a vault to a signed package that verifies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ipas_desktop.cases import samples
from ipas_desktop.cases.case import NOTIFICATION, OSJA, Case, CaseState, DocumentKey
from ipas_desktop.cases.exchange import ImportedCase
from ipas_desktop.forms import loader, values
from ipas_desktop.forms.definition import Context
from ipas_desktop.package import verifying
from ipas_desktop.ui.engagement_page import EngagementPage
from ipas_desktop.ui.finalise_page import FinalisePage
from ipas_desktop.ui.first_start_page import FirstStartPage
from ipas_desktop.ui.home_page import HomePage
from ipas_desktop.ui.package_page import PackagePage
from ipas_desktop.ui.question_page import QuestionPage
from ipas_desktop.ui.review_page import ReviewPage
from ipas_desktop.ui.session import today_here
from ipas_desktop.vault import engagements, revisions
from tests.journeys.filling import Filler
from tests.journeys.hand import Hand

PASSPHRASE = "teapot gravel window marsh"
SAMPLE = "sio-programme"


def set_up_a_vault(hand: Hand) -> None:
    page = hand.page(FirstStartPage)
    hand.picture("first-start")
    hand.write(page.name.edit, "Asha Example")
    hand.click("Continue")
    hand.write(page.passphrase.edit, PASSPHRASE)
    hand.write(page.again.edit, PASSPHRASE)
    hand.picture("passphrase")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.sees("Write down your recovery key"), "the recovery key")
    hand.picture("recovery-key")
    asked = page._asked_group
    shown = page._groups.itemAtPosition(asked, 1).widget().text()
    hand.write(page.group.edit, shown.lower())
    hand.click("Continue")
    hand.page(HomePage)


def fill_document(hand: Hand, filler: Filler, document: DocumentKey, answers: Mapping[str, Any]) -> int:
    """Fill every page of a document in order with Save and continue; return how many pages there were."""
    pages = 0
    while isinstance(hand.window.stack.currentWidget(), QuestionPage):
        page = hand.page(QuestionPage)
        assert page.place()["document"] == document
        filler.fill_page(page, answers)
        hand.picture(f"{document}-{page.place()['page']}")
        hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hand.settle()
        problems = (
            [problem.message for field in page.fields.values() for problem in field.problems]
            if (hand.window.stack.currentWidget() is page)
            else []
        )
        assert not problems, f"{page.place()['page']}: {problems}"
        assert hand.window.stack.currentWidget() is not page, f"Ctrl+Enter did not lead on from {page.place()['page']}"
        pages += 1
    return pages


def canonical(case: Case, key: DocumentKey) -> dict[str, Any]:
    """Return the relevant canonical values of a document, rows without their ids."""
    document = case.document(key)
    form = loader.load_form(document.form_id, document.form_version)
    others = {} if key == NOTIFICATION else case.document(NOTIFICATION).answers
    found = values.collect(form, document.answers, Context(today_here(), others)).values
    fixed = {question.id for question in form.questions() if question.fixed_rows}
    return {name: value if name in fixed else _without_ids(value) for name, value in found.items()}


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [
            {part: cell for part, cell in row.items() if part != "row"} if isinstance(row, dict) else row
            for row in value
        ]
    return value


def as_case(imported: ImportedCase, like: Case) -> Case:
    from dataclasses import replace

    return replace(like, documents=imported.documents)


def test_officer_goes_from_a_blank_laptop_to_a_verified_package(hand: Hand, tmp_path: Path) -> None:
    sample = samples.load_sample(SAMPLE, today_here())
    files = {}
    for info in sample.attachments:
        files[info.sha256] = tmp_path / info.name
        files[info.sha256].write_bytes(sample.files[info.sha256])
    written = {document.key: document.answers for document in sample.documents}
    filler = Filler(hand, files)

    set_up_a_vault(hand)
    hand.click("New engagement")
    page = hand.page(EngagementPage)
    hand.picture("new-engagement")
    hand.click(page.next_button)
    assert fill_document(hand, filler, NOTIFICATION, written[NOTIFICATION]) > 14

    page = hand.page(EngagementPage)
    hand.picture("notification-done")
    hand.click("OSJA assessment, 0 of 5")
    hand.page(QuestionPage)
    assert fill_document(hand, filler, OSJA, written[OSJA]) > 4

    hand.page(EngagementPage)
    hand.picture("both-done")
    session = hand.window.session
    assert session is not None
    [line] = engagements.list_cases(session.vault, limit=10)
    case = engagements.load_case(session.vault, line.id)
    for key in (NOTIFICATION, OSJA):
        assert canonical(case, key) == canonical(as_case(sample, case), key)

    hand.click("Review")
    hand.page(ReviewPage)
    hand.picture("review")
    hand.click("Continue to finalise")
    hand.page(FinalisePage)
    hand.picture("finalise")
    hand.click("Finalise")

    sign = hand.page(PackagePage)
    hand.click(sign.practice)
    hand.write(sign.new_identity.edit, str(tmp_path / "practice.p12"))
    hand.write(sign.password.edit, "a password for practice")
    hand.write(sign.target.edit, str(tmp_path / "package.pdf"))
    hand.picture("package")
    hand.click("Sign and save")
    hand.until_work_is_done()
    hand.picture("package-made")

    assert sign.banner.isHidden(), sign.banner.sentence()
    assert verifying.verify(tmp_path / "package.pdf").good
    assert engagements.load_case(session.vault, case.id).state is CaseState.FINALISED
    [record] = revisions.packages(session.vault, case.id)
    assert record.file_name == "package.pdf"
    assert hand.sees("Unchanged since it was signed")
    assert QApplication.focusWidget() is not None
    hand.click("Back to the overview")
    hand.page(EngagementPage)
    assert hand.sees("This work may start")
    hand.picture("may-start")
