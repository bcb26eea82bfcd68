from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf
import pytest

from ipas_desktop.cases.case import NOTIFICATION, OSJA, AttachmentInfo
from ipas_desktop.cases.exchange import revision_from_json, revision_to_json
from ipas_desktop.forms import display
from ipas_desktop.package import report
from ipas_desktop.package.content import PackageContent
from ipas_desktop.package.inside import page_texts
from ipas_desktop.package.pages import PRACTICE_LINE
from tests.package import hostile, made_up


def text_of(data: bytes) -> str:
    """All words of a package, without spaces: lines may break inside long words."""
    return squeezed(" ".join(page_texts(data)))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def whole() -> PackageContent:
    return made_up.content(made_up.longest_text)


@pytest.fixture(scope="module")
def whole_text(whole: PackageContent) -> str:
    """What is read in structure order on the pages, furniture taken out so that texts over page breaks stay whole."""
    return squeezed("".join(spoken(report.render(whole))))


def spoken(data: bytes) -> list[str]:
    """Return the text of each marked content, by element, in the order of the structure tree."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: content_texts(page) for page in pdf.pages}
        return list(_spoken(pdf.Root.StructTreeRoot.K, None, pages))


def _spoken(node: object, page: object, pages: dict[object, dict[int, str]]):
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from _spoken(kid, page, pages)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/Type") == "/MCR":
            yield pages[node.Pg.objgen].get(int(node.MCID), "")
        elif node.get("/Type") != "/OBJR":
            yield from _spoken(node.K, node.get("/Pg", page), pages)
    else:
        yield pages[page.objgen].get(int(node), "")


def content_texts(page: pikepdf.Page) -> dict[int, str]:
    """Return the text of each marked content of a page, decoded through the fonts' own ToUnicode maps."""
    maps = {name: to_unicode(font) for name, font in page.obj.Resources.Font.items()}
    texts: dict[int, str] = {}
    open_marks: list[int | None] = []
    actual: list[str | None] = []
    font = ""
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                properties = operands[1]
                open_marks.append(int(properties.MCID) if "/MCID" in properties else None)
                actual.append(str(properties.ActualText) if "/ActualText" in properties else None)
                if actual[-1] is not None:
                    owner = next(mark for mark in open_marks[::-1] if mark is not None)
                    texts[owner] = texts.get(owner, "") + str(properties.ActualText)
            case "BMC":
                open_marks.append(None)
                actual.append(None)
            case "EMC":
                open_marks.pop()
                actual.pop()
            case "Tf":
                font = str(operands[0])
            case "Tj" if not any(each is not None for each in actual):
                owner = next((mark for mark in open_marks[::-1] if mark is not None), None)
                if owner is not None:
                    texts[owner] = texts.get(owner, "") + "".join(
                        maps[font].get(code, "") for code in bytes(operands[0])
                    )
    return texts


def to_unicode(font: pikepdf.Object) -> dict[int, str]:
    found = re.findall(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>", font.ToUnicode.read_bytes())
    return {int(code, 16): chr(int(value, 16)) for code, value in found}


def test_rendering_twice_gives_the_same_bytes(content: PackageContent, unsigned: bytes) -> None:
    assert report.render(content) == unsigned


def test_rendering_does_not_depend_on_the_order_or_the_hour(
    content: PackageContent, unsigned: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    read_back = revision_from_json(revision_to_json(content.revision))

    assert report.render(replace(content, revision=read_back)) == unsigned


def test_rendering_tells_each_page(content: PackageContent, unsigned: bytes) -> None:
    told: list[int] = []
    report.render(content, told.append)

    assert told == list(range(1, len(page_texts(unsigned)) + 1))


def test_every_relevant_answer_appears_in_full_at_its_greatest_length(whole: PackageContent, whole_text: str) -> None:
    lost = []
    for document in whole.revision.documents:
        form = whole.forms[document.key]
        for question in form.questions():
            value = document.values.get(question.id)
            words = display.words(question, value)
            cells = [line for row in words.table.rows for lines in row.cells for line in lines] if words.table else []
            lost += [(question.id, line) for line in cells or words.lines if squeezed(line) not in whole_text]
    assert lost == []
    assert len(whole_text) > 100_000


def test_every_question_asked_stands_with_its_number(whole: PackageContent, whole_text: str) -> None:
    document = whole.revision.document(NOTIFICATION)
    form = whole.forms[NOTIFICATION]
    asked = [question for question in form.questions() if question.id in document.values]

    assert len(asked) > 60
    assert all(squeezed(question.label) in whole_text for question in asked)
    assert "A1Whatistheengagementcalled?" in whole_text


def test_text_is_text_whatever_it_says() -> None:
    data = report.render(made_up.content(hostile.text, only=hostile.SOME))
    text = squeezed("".join(spoken(data)))

    assert squeezed(hostile.MARKUP) in text
    assert "[CONTROLCHARACTERU+0007]" in text
    assert "[CONTROLCHARACTERU+0000]" in text
    assert "[RIGHT-TO-LEFTOVERRIDE]desrever[POPDIRECTIONALFORMATTING]" in text
    assert "[SNOWMAN][CJKUNIFIEDIDEOGRAPH-6F22]" in text
    assert "مرحبابالعالم" in text
    assert "x" * 5000 in text


def test_nothing_typed_becomes_a_link_a_picture_or_a_script() -> None:
    data = report.render(made_up.content(hostile.text, only=hostile.SOME))

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                assert "/URI" not in item
                assert "/JS" not in item
                assert item.get("/S") not in ("/URI", "/JavaScript", "/Launch")
            if isinstance(item, pikepdf.Stream):
                assert item.get("/Subtype") != "/Image"


def test_practice_copies_say_so_on_every_page_and_others_nowhere(unsigned: bytes) -> None:
    others = report.render(made_up.some(practice=False))

    assert all(PRACTICE_LINE in page for page in page_texts(unsigned))
    assert PRACTICE_LINE in " ".join(spoken(unsigned)[:4])
    assert not any("Practice" in page for page in page_texts(others))


def test_marking_stands_at_top_and_bottom_of_every_page_with_its_number(unsigned: bytes) -> None:
    pages = page_texts(unsigned)

    for number, page in enumerate(pages, 1):
        assert page.count("OFFICIAL-SENSITIVE") >= 2
        assert f"Page {number} of {len(pages)}" in page


@pytest.mark.parametrize(
    "marking", ["OFFICIAL", "UK OFFICIAL-SENSITIVE - " + "VERY LONG ORGANISATION NAME " * 6 + "USE ONLY"]
)
def test_marking_is_never_cut(marking: str) -> None:
    content = made_up.trimmed(made_up.content(only=frozenset({"en.a.title"}), files={}))
    pages = page_texts(report.render(replace(content, revision=replace(content.revision, marking=marking))))

    assert all(squeezed(page).count(squeezed(marking)) >= 2 for page in pages)


def test_summary_comes_first_and_fits_one_page(unsigned: bytes) -> None:
    first, second, *_ = page_texts(unsigned)

    assert first.index("Ghana – senior investigating officer programme") < first.index("Recommended: proceed")
    assert "The work in brief" in first
    assert "Serious → Medium" in first
    assert "derived from public sources; not official forms" in first
    assert "2 Contents" in second


def test_contents_lead_to_the_pages_they_name(unsigned: bytes) -> None:
    with pikepdf.open(io.BytesIO(unsigned)) as pdf:
        numbers = {page.objgen: index for index, page in enumerate(pdf.pages, 1)}
        links = [link for page in pdf.pages for link in page.obj.get("/Annots", []) if link.Subtype == "/Link"]
        targets = [numbers[link.Dest[0].objgen] for link in links]
        words = [str(link.Contents) for link in links]
    told = squeezed("".join(spoken(unsigned)))
    pages = page_texts(unsigned)

    assert len(links) > 10
    for target, said in zip(targets, words, strict=True):
        entry = said.removesuffix(": go to its page")
        assert squeezed(f"{entry}{target}") in told
        assert squeezed(entry) in squeezed(pages[target - 1])


def test_outline_has_every_part(unsigned: bytes) -> None:
    with pikepdf.open(io.BytesIO(unsigned)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert outline.root[2].children[0].title.startswith("A ")

    assert titles[:3] == ["1 Summary", "2 Contents", "3 Engagement notification"]
    assert titles[-1].endswith("Signatures")
    assert any("Risk to each right" in title for title in titles)


def test_attached_are_the_case_data_and_the_evidence(content: PackageContent, unsigned: bytes) -> None:
    with pikepdf.open(io.BytesIO(unsigned)) as pdf:
        files = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
        kinds = [str(item.AFRelationship) for item in pdf.Root.AF]

    assert files["case.json"] == revision_to_json(content.revision)
    assert files["evidence-01-Letter of request.pdf"] == made_up.FILE
    assert kinds == ["/Data", "/Supplement"]


def test_files_of_the_same_name_both_stay_and_names_are_safe() -> None:
    files = {"a" * 64: b"one", "b" * 64: b"two", "c" * 64: b"three"}
    infos = tuple(
        AttachmentInfo(digest, name, 3, "text/plain")
        for digest, name in zip(files, ["../../same.txt", "../../same.txt", "x" * 150 + ".pdf"], strict=True)
    )
    content = made_up.trimmed(made_up.content(only=frozenset({"en.a.title"}), files={}))
    content = replace(content, files=files, revision=replace(content.revision, attachments=infos))

    with pikepdf.open(io.BytesIO(report.render(content))) as pdf:
        names = sorted(pdf.attachments)

    assert names[1:3] == ["evidence-01-same.txt", "evidence-02-same.txt"]
    assert names[3].endswith(".pdf")
    assert len(names[3]) < 130


def test_properties_name_no_person(unsigned: bytes) -> None:
    with pikepdf.open(io.BytesIO(unsigned)) as pdf:
        shown = str(pdf.docinfo) + pdf.Root.Metadata.read_bytes().decode()

    assert "Hartley" not in shown
    assert "Ghana" not in shown
    assert "EN-2026-0147-K7, revision 3" in shown


def test_not_provided_answers_are_listed_and_counted() -> None:
    content = made_up.content(only=made_up.SOME - {"en.f.end"})
    text = " ".join(spoken(report.render(content)))

    assert squeezed("F3When does it end?") in squeezed(text.split("Not provided and not used")[-1])
    missing = sum(len(document.not_provided) for document in content.revision.documents)
    assert f"{missing} answers not provided" in text


def test_a_package_of_the_notification_alone_has_no_osja_parts() -> None:
    content = made_up.some()
    revision = replace(content.revision, documents=content.revision.documents[:1])
    pages = page_texts(
        report.render(replace(content, revision=revision, forms={NOTIFICATION: content.forms[NOTIFICATION]}))
    )

    assert not any("Risk to each right" in page for page in pages)
    assert "Engagement notification EN-2026-0147-K7" in pages[0]
    assert "and OSJA assessment" not in pages[0]


def test_an_osja_alone_and_two_of_them_are_told_apart() -> None:
    content = made_up.some()
    osja = content.revision.document(OSJA)
    second = replace(osja, key="osja-2")
    revision = replace(content.revision, documents=(osja, second))
    forms = {OSJA: content.forms[OSJA], "osja-2": content.forms[OSJA]}
    pages = page_texts(report.render(replace(content, revision=revision, forms=forms)))

    assert "OSJA assessment" in pages[0]
    assert any("Risk to each right, osja-2" in page for page in pages)


def test_a_very_long_author_is_named_in_full() -> None:
    name = "Imogen " * 60 + "Hartley"
    content = made_up.trimmed(made_up.content(only=frozenset({"en.a.title"}), files={}, author=name))

    assert squeezed(name) in text_of(report.render(content))


def test_missing_attachment_bytes_raise(content: PackageContent) -> None:
    with pytest.raises(KeyError):
        report.render(replace(content, files={}))


def test_conditions_stand_on_the_first_page_and_a_long_title_goes_on() -> None:
    conditions = [{"row": "r1", "condition": "Visits first", "owner": "O Pryce", "due": "2027-02-26"}, {"row": "r2"}]
    changes = {
        "en.a.title": "Very long title " * 300,
        "en.k.conditions": conditions,
        "en.k.recommendation": "conditions",
    }
    content = made_up.trimmed(made_up.content(changes=changes, only=frozenset(changes), files={}))
    choices = content.forms[NOTIFICATION].question("en.k.recommendation").choices
    assert "conditions" in {choice.id for choice in choices}
    text = squeezed("".join(spoken(report.render(content))))

    assert squeezed("Very long title " * 300) in text
    assert squeezed("1 Visits first. O Pryce, by 26 February 2027.") in text
    assert squeezed("2 Not provided") in text
