"""The JSON of a case, out and in again."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipas_desktop.cases.case import AttachmentInfo, Case
from ipas_desktop.cases.exchange import LARGEST_IMPORT, export_case, import_case
from ipas_desktop.cases.strict_json import NOTHING_DONE
from ipas_desktop.errors import InputError
from ipas_desktop.forms import loader
from ipas_desktop.forms.definition import AnswerType, Json, Question, QuestionId

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DATE = st.fixed_dictionaries({}, optional={"day": TEXT, "month": TEXT, "year": TEXT})
SHA = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
NAME = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
CITATION = st.fixed_dictionaries(
    {}, optional={"title": TEXT, "publisher": TEXT, "date": DATE, "link": TEXT, "retrieved_on": DATE}
)
FILE = st.fixed_dictionaries(
    {"sha256": SHA, "name": NAME, "size": st.integers(0, 10**9), "media_type": st.just("application/pdf")}
)


def raw(question: Question) -> st.SearchStrategy[Json]:
    """Return what may have been typed so far as an answer to a question."""
    ids = st.sampled_from([choice.id for choice in question.choices] or [""])
    half = st.just("") | ids | TEXT
    strategies: dict[AnswerType, Callable[[], st.SearchStrategy[Json]]] = {
        AnswerType.CHOICE: lambda: half,
        AnswerType.CHOICES: lambda: st.lists(half, max_size=3),
        AnswerType.DATE: lambda: DATE,
        AnswerType.PERIOD: lambda: st.fixed_dictionaries({}, optional={"from": DATE, "to": DATE}),
        AnswerType.WHOLE_NUMBER: lambda: TEXT | st.integers(0, 99),
        AnswerType.SHARES: lambda: st.dictionaries(ids, TEXT, max_size=3),
        AnswerType.PERSON: lambda: st.dictionaries(st.sampled_from(question.parts or ("name",)), TEXT),
        AnswerType.ORGANISATION: lambda: st.dictionaries(st.sampled_from(question.parts or ("name",)), TEXT),
        AnswerType.COUNTRIES: lambda: st.lists(TEXT, max_size=3),
        AnswerType.RATING: lambda: st.fixed_dictionaries({}, optional={"level": half, "reason": TEXT}),
        AnswerType.YES_NO: lambda: st.fixed_dictionaries({}, optional={"answer": half, "reason": TEXT}),
        AnswerType.CITATIONS: lambda: st.lists(CITATION, max_size=2),
        AnswerType.ATTACHMENTS: lambda: st.lists(FILE, max_size=2),
        AnswerType.TABLE: lambda: table(question),
    }
    return strategies.get(question.type, lambda: TEXT)()


def table(question: Question) -> st.SearchStrategy[Json]:
    fixed = [choice.id for choice in question.fixed_rows]
    row_ids = st.sampled_from(fixed) if fixed else NAME
    cells = st.fixed_dictionaries({}, optional={str(column.id): raw(column) for column in question.columns})
    return st.lists(st.tuples(row_ids, cells), max_size=3, unique_by=lambda row: row[0]).map(
        lambda rows: [{"row": row, **cells} for row, cells in rows]
    )


def any_answers(form_id: str) -> st.SearchStrategy[dict[str, Json]]:
    questions = {str(question.id): raw(question) for question in loader.load_form(form_id).questions()}
    subset = st.lists(st.sampled_from(sorted(questions)), max_size=12, unique=True)
    return subset.flatmap(lambda names: st.fixed_dictionaries({name: questions[name] for name in names}))


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    notification=st.deferred(lambda: any_answers("notification")),
    osja=st.deferred(lambda: any_answers("osja-capacity")),
)
def test_exported_case_comes_in_again_with_every_raw_answer_as_typed(desk, notification, osja) -> None:
    case = desk.case(notification, osja)
    data = export_case(case, {})
    imported = import_case(data)
    assert imported.documents == case.documents
    assert imported.reference == case.reference
    assert export_case(replace(case, documents=imported.documents), {}) == data


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    notification=st.deferred(lambda: any_answers("notification")),
    osja=st.deferred(lambda: any_answers("osja-capacity")),
)
def test_exported_case_fits_the_schema_that_is_published(desk, notification, osja) -> None:
    from ipas_desktop.forms import schema

    case = desk.case(notification, osja)
    forms = [loader.load_form(name.id, name.version) for name in loader.available_forms()]
    validator = jsonschema.Draft202012Validator(schema.case_schema(forms))
    validator.validate(json.loads(export_case(case, {})))


def attached(desk, *, name: str = "letter.pdf", data: bytes = b"%PDF-1.7 letter") -> tuple[Case, dict[str, bytes]]:
    info = AttachmentInfo(hashlib.sha256(data).hexdigest(), name, len(data), "application/pdf")
    entry: Json = {"sha256": info.sha256, "name": name, "size": info.size, "media_type": info.media_type}
    return desk.case({"en.d.request_files": [entry]}, files=(info,)), {info.sha256: data}


def test_export_is_the_same_bytes_whatever_order_answers_and_files_were_added_in(desk) -> None:
    one = AttachmentInfo("1" * 64, "a", 1, "text/plain")
    two = AttachmentInfo("2" * 64, "b", 1, "text/plain")
    files = {"1" * 64: b"a", "2" * 64: b"b"}
    case = desk.case({"en.a.title": "Ghana", "en.a.programme": "P"}, files=(one, two))
    other = desk.case({"en.a.programme": "P", "en.a.title": "Ghana"}, files=(two, one))
    assert export_case(case, files) == export_case(other, files)


def test_half_typed_choice_is_marked_in_the_file_and_comes_back_as_typed(desk) -> None:
    case = desk.case({"en.a.kind": "chan", "en.j.gifts": {"answer": "ye", "reason": "x"}})
    data = export_case(case, {})
    answers = json.loads(data)["documents"]["notification"]["answers"]
    assert answers == {"en.a.kind": {"typed": "chan"}, "en.j.gifts": {"answer": {"typed": "ye"}, "reason": "x"}}
    assert import_case(data).documents == case.documents


def test_export_lets_out_an_answer_to_a_question_the_form_does_not_ask(desk) -> None:
    assert b'"en.z.gone": "kept"' in export_case(desk.case({"en.z.gone": "kept"}), {})


def test_export_is_utf8_text_that_people_can_read(desk) -> None:
    data = export_case(desk.case({"en.a.title": "Côte d’Ivoire"}), {})
    assert "Côte d’Ivoire" in data.decode("utf-8")
    assert data.endswith(b"}\n")


def test_export_refuses_to_leave_out_a_file(desk) -> None:
    case, _ = attached(desk)
    with pytest.raises(KeyError):
        export_case(case, {})


def test_attached_file_comes_in_again(desk) -> None:
    case, files = attached(desk)
    imported = import_case(export_case(case, files))
    assert imported.attachments == case.attachments
    assert imported.files == files
    assert imported.documents == case.documents


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\i\\letter.pdf", "letter.pdf"),
        ("/", "file"),
        ("..", "file"),
        (" \n\t", "file"),
        ("a\x00b\u202eexe.pdf", "abexe.pdf"),
        ("x" * 300, "x" * 200),
    ],
)
def test_attached_file_keeps_nothing_of_its_name_but_a_label(desk, name: str, label: str) -> None:
    case, files = attached(desk, name=name)
    imported = import_case(export_case(case, files))
    assert [info.name for info in imported.attachments] == [label]
    (entry,) = imported.documents[0].answers[QuestionId("en.d.request_files")]
    assert entry["name"] == label


def broken(desk, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return a good case file, changed."""
    case, files = attached(desk)
    content = json.loads(export_case(case, files))
    change(content)
    return json.dumps(content).encode()


def answer(name: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda content: content["documents"]["notification"]["answers"].update({name: value})


def entry(**changes: object) -> Callable[[dict[str, Any]], object]:
    return lambda content: content["attachments"][0].update(changes)


HOSTILE: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("another format", lambda c: c.update(format="zip"), "not a case"),
    ("no format", lambda c: c.pop("format"), "not a case"),
    ("a newer version", lambda c: c.update(version=2), "version 2 of the case format"),
    ("a version in quotes", lambda c: c.update(version="1"), "Version must be a whole number"),
    ("a version that is true", lambda c: c.update(version=True), "Version must be a whole number"),
    ("no documents", lambda c: c.pop("documents"), "“documents” is missing"),
    ("documents as a list", lambda c: c.update(documents=[]), "Documents must be an object"),
    ("not one document", lambda c: c.update(documents={}), "1 to 50 documents; this file has 0"),
    (
        "too many documents",
        lambda c: c.update(documents={f"osja-{n}": c["documents"]["notification"] for n in range(51)}),
        "this file has 51",
    ),
    ("a document key like a path", lambda c: c["documents"].update({"../x": {}}), "The name “../x”"),
    ("a document that is a text", lambda c: c["documents"].update(osja="x"), "must be an object"),
    ("a form that is not known", lambda c: c["documents"]["notification"].update(form="nope"), "form “nope”"),
    ("a form that is a path", lambda c: c["documents"]["notification"].update(form="../../x"), "form “../../x”"),
    ("a form version not known", lambda c: c["documents"]["notification"].update(version=9), "version 9 of the form"),
    ("a document with more in it", lambda c: c["documents"]["notification"].update(extra=1), "Unknown entry"),
    ("a file with more in it", lambda c: c.update(extra=1, more=2), "Unknown entries in the file: “extra”, “more”"),
    ("answers as a list", lambda c: c["documents"]["notification"].update(answers=[]), "must be an object"),
    ("unknown questions", answer("en.z.none", 1), "Unknown question in version 1 of the form “notification”"),
    ("an unknown choice", answer("en.a.kind", "holiday"), "Unknown choice “holiday” in the answer to en.a.kind"),
    ("a choice typed as a number", answer("en.a.kind", {"typed": 5}), "must be a text"),
    ("a choice typed and more", answer("en.a.kind", {"typed": "x", "id": "new"}), "must be a text"),
    ("an unknown one of choices", answer("en.f.mode", ["in_uk", "by_post"]), "Unknown choice “by_post”"),
    ("an unknown column", answer("en.h.team", [{"row": "1", "age": "4"}]), "Unknown column “age”"),
    ("an unknown fixed row", answer("en.g.numbers", [{"row": "kings"}]), "Unknown row “kings”"),
    ("an unknown payer", answer("en.j.split", {"me": "100"}), "Unknown choice “me”"),
    ("an unknown part", answer("en.b.poc", {"shoe": "44"}), "Unknown part “shoe”"),
    ("an unknown yes or no", answer("en.j.gifts", {"answer": "perhaps"}), "Unknown choice “perhaps”"),
    ("a text that is a number", answer("en.a.title", 5), "The answer to en.a.title must be a text"),
    ("a text that is true", answer("en.a.title", True), "must be a text"),
    ("a date that is a number", answer("en.f.start", 20261202), "must be an object"),
    ("a date with an hour", answer("en.f.start", {"hour": "1"}), "Unknown part “hour”"),
    ("a number that is true", answer("en.h.team", [{"row": "1", "number": True}]), "number must be a whole number"),
    ("a period with a middle", answer("en.h.team", [{"row": "1", "dates": {"mid": ""}}]), "Unknown part “mid”"),
    ("a table that is an object", answer("en.h.team", {}), "must be a list"),
    ("a row without an id", answer("en.h.team", [{"role": "x"}]), "“row” is missing"),
    ("a row with a blank id", answer("en.h.team", [{"row": ""}]), "must have an id of its own"),
    ("two rows with one id", answer("en.h.team", [{"row": "1"}, {"row": "1"}]), "Row 2 of the answer to en.h.team"),
    ("a row with an endless id", answer("en.h.team", [{"row": "x" * 65}]), "must have an id of its own"),
    ("a file reference without a size", answer("en.d.request_files", [{"sha256": "0" * 64, "name": "x"}]), "“size”"),
    ("attachments as an object", lambda c: c.update(attachments={}), "Attachments must be a list"),
    ("an attachment without data", lambda c: c["attachments"][0].pop("data"), "“data” is missing in attachment 1"),
    ("data that is not base64", entry(data="§§"), "not base64"),
    ("data with a letter too much", entry(data="abcde"), "not base64"),
    ("other data", entry(data=base64.b64encode(b"%PDF-1.7 Letter").decode()), "not the one its SHA-256 names"),
    ("another size", entry(size=3), "not the one its SHA-256 names"),
    ("a negative size", entry(size=-1), "must be a whole number"),
    ("a SHA-256 in capitals", entry(sha256="A" * 64), "64 characters"),
    ("more about a file", entry(owner="x"), "Unknown entry “owner” in attachment 1"),
    ("the same file twice", lambda c: c["attachments"].append(c["attachments"][0]), "attached twice"),
    ("a reference that is a number", lambda c: c.update(reference=7), "Reference must be a text"),
]


@pytest.mark.parametrize(("change", "words"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_import_refuses_whole_and_in_words(desk, change: Callable[[dict[str, Any]], object], words: str) -> None:
    with pytest.raises(InputError) as raised:
        import_case(broken(desk, change))
    assert words in str(raised.value)
    assert NOTHING_DONE in str(raised.value)


def test_import_names_ten_unknown_questions_and_says_that_there_are_more(desk) -> None:
    def change(content: dict[str, Any]) -> None:
        content["documents"]["notification"]["answers"].update({f"en.z.{n:02}": "" for n in range(12)})

    with pytest.raises(InputError, match=r"Unknown questions .*“en.z.00”.*“en.z.09” and more") as raised:
        import_case(broken(desk, change))
    assert "en.z.10" not in str(raised.value)


def test_import_refuses_a_file_that_is_too_large_without_reading_it() -> None:
    with pytest.raises(InputError, match="larger than 160 MB"):
        import_case(bytes(LARGEST_IMPORT + 1))


def test_import_refuses_json_that_is_no_object() -> None:
    with pytest.raises(InputError, match="The file must be an object"):
        import_case(b"[]")


def test_import_takes_a_case_without_reference_and_attachments_and_any_blank_answer() -> None:
    data = {
        "format": "ipas-case",
        "version": 1,
        "documents": {
            "notification": {"form": "notification", "version": 1, "answers": {"en.a.title": None, "en.f.mode": None}}
        },
    }
    imported = import_case(json.dumps(data).encode())
    assert imported.reference == ""
    assert imported.attachments == ()
    assert imported.documents[0].answers == {"en.a.title": None, "en.f.mode": None}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_import_takes_or_refuses_in_words_a_case_changed_anywhere(desk, data: st.DataObject) -> None:
    """Replaces one value, anywhere in a good file, by any JSON."""
    case, files = attached(desk)
    content = json.loads(export_case(case, files))
    place: Any = content
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(
        st.none() | st.booleans() | st.integers() | TEXT | st.just([]) | st.just({}) | st.just([[{"row": {}}]])
    )
    try:
        import_case(json.dumps(content).encode())
    except InputError as error:
        assert NOTHING_DONE in str(error)  # noqa: PT017  # both outcomes are right; any other exception is not
