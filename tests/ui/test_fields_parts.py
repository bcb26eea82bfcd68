"""Fields with parts: dates, numbers, people, places, sources and files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ipas_desktop.cases.case import Case
from ipas_desktop.forms.definition import AnswerType, Choice, Json, Question, QuestionId
from ipas_desktop.forms.problems import Address, Problem, ProblemKind
from ipas_desktop.policy import Policy
from ipas_desktop.ui import fields
from ipas_desktop.ui.fields import dates, numbers
from ipas_desktop.ui.fields.citations import Citations
from ipas_desktop.ui.fields.dates import DateField, PeriodField
from ipas_desktop.ui.fields.files import Attachments
from ipas_desktop.ui.fields.numbers import Shares
from ipas_desktop.ui.fields.parties import Party
from ipas_desktop.ui.fields.places import Countries, Country
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import attachments
from tests.ui import windows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

HERE = QuestionId("t.q")


def make(qtbot: QtBot, session: Session, type_: AnswerType, **more: object) -> fields.Field:
    field = fields.make(Question(HERE, type_, "Which?", **more), session)  # type: ignore[arg-type]
    windows.show(qtbot, field)
    field.focus_part(Address(HERE))
    return field


# Dates


def test_date_keeps_half_a_date_as_typed(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.DATE)
    windows.type_words("2")
    windows.press(Qt.Key.Key_Tab)
    windows.type_words("Dece")
    assert field.raw() == {"day": "2", "month": "Dece", "year": ""}


def test_date_never_jumps_to_the_next_box(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.DATE)
    windows.type_words("27")
    assert field.controls("day")[0].hasFocus()


@pytest.mark.parametrize(
    ("pasted", "parts"),
    [
        ("27/3/2027", ("27", "3", "2027")),
        (" 27 March 2027\n", ("27", "March", "2027")),
        ("3rd of-no", None),
        ("2027-03-27", ("27", "March", "2027")),
        ("1st Dec, 2026", ("1", "Dec", "2026")),
    ],
)
def test_date_spreads_a_pasted_date_over_its_boxes(
    qtbot: QtBot, still_session: Session, pasted: str, parts: tuple[str, str, str] | None
) -> None:
    field = make(qtbot, still_session, AnswerType.DATE)
    windows.paste(pasted)
    wanted = dict(zip(("day", "month", "year"), parts or (pasted.strip("\n"), "", ""), strict=True))
    assert field.raw() == wanted


def test_date_shows_an_iso_date_with_the_month_in_words() -> None:
    assert dates.date_parts("2026-12-02") == {"day": "2", "month": "December", "year": "2026"}
    assert dates.date_parts("2026-13-02") == {"day": "2026-13-02", "month": "", "year": ""}
    assert dates.date_parts(7) == {"day": "", "month": "", "year": ""}


def test_date_problem_marks_and_focuses_the_box_it_names(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.DATE)
    assert isinstance(field, DateField)
    problem = Problem(Address(HERE, part="year"), ProblemKind.UNREADABLE, "Start date must include a year")
    field.show_problems([problem])
    assert [box.property("wrong") for box in field.edit.boxes.values()] == [False, False, True]
    field.focus_part(problem.at)
    assert field.edit.boxes["year"].hasFocus()


def test_period_keeps_each_side_as_typed(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.PERIOD)
    assert isinstance(field, PeriodField)
    field.edits["to"].boxes["year"].setFocus()
    windows.type_words("2027")
    assert field.raw() == {"to": {"day": "", "month": "", "year": "2027"}}
    assert field.edits["to"].boxes["year"].accessibleName() == "Last day, year"
    assert list(field.controls("to.month")) == [field.edits["to"].boxes["month"]]
    assert len(field.controls("from")) == 3


# Numbers


def test_number_is_kept_as_typed(qtbot: QtBot, still_session: Session) -> None:
    for type_ in (AnswerType.WHOLE_NUMBER, AnswerType.MONEY):
        field = make(qtbot, still_session, type_)
        windows.type_words("£12,5x")
        assert field.raw() == "£12,5x"
        field.set_raw(1200)
        assert field.raw() == "1200"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["", ""], "Total 0%"),
        (["70", "30%"], "Total 100%"),
        (["70", ""], "Total 70%. 30% left to share out"),
        (["70", " 45 "], "Total 115%. 15% too much"),
        (["70", "abc"], "Total 70%, without what is not a whole number"),
    ],
)
def test_shares_add_up_while_they_are_typed(typed: list[str], said: str) -> None:
    assert numbers.total_words(typed) == said


def test_shares_show_the_total_and_keep_what_the_form_does_not_know(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.SHARES, choices=(Choice("us", "Us"), Choice("them", "Them")))
    assert isinstance(field, Shares)
    field.set_raw({"gone": "5"})
    windows.type_words("60")
    assert field.raw() == {"us": "60", "gone": "5"}
    assert field.total.text() == "Total 60%. 40% left to share out"


# People and places


def test_person_keeps_blank_parts_out_and_unknown_parts_in(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.PERSON, parts=("name", "rank", "email"), required_parts=("name",))
    assert isinstance(field, Party)
    field.set_raw({"nickname": "Zed", "rank": "DI"})
    field.focus_part(Address(HERE, part="email"))
    windows.type_words("a@b")
    assert field.raw() == {"rank": "DI", "email": "a@b", "nickname": "Zed"}
    assert field.edits["rank"].accessibleName() == "Rank or grade (optional)"
    assert field.edits["name"].accessibleName() == "Full name"


def test_organisation_offers_kinds_and_countries(qtbot: QtBot, still_session: Session) -> None:
    field = make(
        qtbot,
        still_session,
        AnswerType.ORGANISATION,
        parts=("name", "kind", "country"),
        choices=(Choice("police", "Police"), Choice("army", "Army")),
    )
    field.focus_part(Address(HERE, part="kind"))
    windows.type_words("army")
    field.focus_part(Address(HERE, part="country"))
    windows.type_words("Ghana")
    assert field.raw() == {"kind": "army", "country": "GH"}
    field.set_raw({"kind": "police", "country": "Nowhere"})
    assert field.raw() == {"kind": "police", "country": "Nowhere"}


def test_country_suggests_names_and_keeps_what_is_typed(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.COUNTRY)
    assert isinstance(field, Country)
    windows.type_words("gha")
    assert field.raw() == "gha"
    popup = field.edit.completer().popup()
    assert popup.isVisible()
    assert "Ghana" in [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())]
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert field.raw() == "GH"
    assert field.edit.text() == "Ghana"


def test_country_shows_a_stored_code_by_its_name(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.COUNTRY)
    field.set_raw("KE")
    assert isinstance(field, Country)
    assert field.edit.text() == "Kenya"


def test_countries_are_added_by_enter_and_removed_by_their_button(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.COUNTRIES)
    assert isinstance(field, Countries)
    windows.type_words("Ghana")
    assert field.raw() == ["GH"]
    windows.press(Qt.Key.Key_Return)
    windows.type_words("Keny")
    assert field.raw() == ["GH", "Keny"]
    windows.type_words("a")
    field.add_button.click()
    field.add_button.click()
    assert field.raw() == ["GH", "KE"]
    remove = next(b for b in field.findChildren(QPushButton) if b.accessibleName() == "Remove Ghana")
    remove.click()
    assert field.raw() == ["KE"]
    assert field.edit.hasFocus()


def test_countries_put_back_what_was_half_typed(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.COUNTRIES)
    field.set_raw(["GH", "Ken"])
    assert isinstance(field, Countries)
    assert field.edit.text() == "Ken"
    assert field.raw() == ["GH", "Ken"]


# Sources


def test_sources_are_added_changed_and_removed(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CITATIONS)
    assert isinstance(field, Citations)
    field.add_button.click()
    windows.type_words("A report")
    field.add_button.click()
    windows.type_words("Another")
    assert field.raw() == [{"title": "A report"}, {"title": "Another"}]
    change = next(b for b in field.findChildren(QPushButton) if b.accessibleName() == "Change source 1. A report")
    change.click()
    windows.press(Qt.Key.Key_End)
    windows.type_words("!")
    assert field.raw() == [{"title": "A report!"}, {"title": "Another"}]
    remove = next(b for b in field.findChildren(QPushButton) if b.accessibleName() == "Remove source 2. Another")
    remove.click()
    assert field.raw() == [{"title": "A report!"}]


def test_sources_lead_to_the_part_with_a_problem(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CITATIONS)
    assert isinstance(field, Citations)
    field.set_raw([{"title": "One"}, {"title": "Two", "link": "x"}])
    problem = Problem(Address(HERE, part="2.link"), ProblemKind.OUT_OF_LIMITS, "Link of source 2 must be …")
    field.show_problems([problem])
    field.focus_part(problem.at)
    assert field.fields["link"].controls()[0].hasFocus()
    assert field.fields["link"].error.isVisible()
    place = field.place()
    field.add_button.setFocus()
    field.go_to(place)
    assert field.fields["link"].controls()[0].hasFocus()


def test_blank_source_is_used_before_another_is_added(qtbot: QtBot, still_session: Session) -> None:
    field = make(qtbot, still_session, AnswerType.CITATIONS)
    assert isinstance(field, Citations)
    field.add()
    field.add()
    assert field.raw() is None
    windows.type_words("T")
    windows.press(Qt.Key.Key_Backspace)
    assert field.raw() is None


# Files


@pytest.fixture
def files(qtbot: QtBot, session: Session, case: Case) -> Attachments:
    field = fields.make(Question(HERE, AnswerType.ATTACHMENTS, "Plans"), session, case.id)
    assert isinstance(field, Attachments)
    windows.show(qtbot, field)
    return field


def first_file(field: Attachments) -> dict[str, Json]:
    raw = field.raw()
    assert isinstance(raw, list)
    assert isinstance(raw[0], dict)
    return raw[0]


def test_dropped_file_goes_into_the_vault_and_the_answer(
    qtbot: QtBot, files: Attachments, session: Session, tmp_path: Path
) -> None:
    plan = tmp_path / "plan of Zoë.txt"
    plan.write_bytes(b"what we do")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(plan))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(files.changed):
        files.dropEvent(drop)  # Qt hands drops only to the target of a real drag
    stored = first_file(files)
    assert (stored["name"], stored["size"]) == ("plan of Zoë.txt", 10)
    assert attachments.read(session.vault, str(stored["sha256"])) == b"what we do"


def test_files_obey_the_limits_of_the_organisation(
    qtbot: QtBot, files: Attachments, session: Session, tmp_path: Path
) -> None:
    files.session = replace(session, policy=Policy(attachment_limit_mb=2, attachments_limit_mb=3))
    sizes = {"big.txt": 2_000_001, "one.txt": 1_900_000, "two.txt": 1_900_001}
    for name, size in sizes.items():
        (tmp_path / name).write_bytes(b"x" * size)
    with qtbot.waitSignal(files.changed):
        files.add_files([tmp_path / name for name in sizes])

    said = files.notice.text().splitlines()
    assert said[0].startswith("big.txt is larger than 2 MB")
    assert said[1].startswith("The files of one engagement may take 3 MB together")
    assert first_file(files)["name"] == "one.txt"
    assert len(said) == 2


def test_same_file_is_listed_once(files: Attachments, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_bytes(b"x")
    files.add_files([plan, plan])
    raw = files.raw()
    assert isinstance(raw, list)
    assert len(raw) == 1


def test_file_is_removed_from_the_answer(qtbot: QtBot, files: Attachments, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_bytes(b"x")
    files.add_files([plan])
    remove = next(b for b in files.findChildren(QPushButton) if b.accessibleName() == "Remove plan.txt")
    with qtbot.waitSignal(files.changed):
        remove.click()
    assert files.raw() is None


def test_folder_or_missing_file_is_refused_in_its_own_words(qtbot: QtBot, files: Attachments, tmp_path: Path) -> None:
    with qtbot.assertNotEmitted(files.changed):
        files.add_files([tmp_path, tmp_path / "gone.pdf"])
    said = files.notice.text().splitlines()
    assert "is a folder. Add the files in it one by one." in said[0]
    assert "“gone.pdf” could not be read: no such file or directory." in said[1]
    assert files.raw() is None


def test_files_can_be_chosen_in_a_dialog(
    qtbot: QtBot, files: Attachments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    plan = tmp_path / "plan.txt"
    plan.write_bytes(b"x")
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: dialog.filesSelected.emit([str(plan)]))
    files.choose_button.click()
    assert first_file(files)["name"] == "plan.txt"


def test_file_needs_an_engagement_to_be_attached_to(qtbot: QtBot, still_session: Session, tmp_path: Path) -> None:
    field = make(qtbot, still_session, AnswerType.ATTACHMENTS)
    assert isinstance(field, Attachments)
    plan = tmp_path / "plan.txt"
    plan.write_bytes(b"x")
    field.add_files([plan])
    assert "was not added" in field.notice.text()
    assert field.raw() is None


def test_file_that_the_vault_refuses_is_said_in_its_words(files: Attachments, session: Session, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_bytes(b"x")
    session.vault.close()
    files.add_files([plan])
    assert files.notice.isVisible()
    assert files.notice.text()
    assert files.raw() is None
