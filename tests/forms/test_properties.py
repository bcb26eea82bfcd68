"""What must hold of every form and any answers."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipas_desktop.forms import answers, display, journey, loader, validation, values
from ipas_desktop.forms.definition import AnswerType, Context, Form, Json
from tests.forms.drafts import HOSTILE, answer, draft

TODAY = date(2026, 11, 23)
CONTEXT = Context(TODAY, {"en.c.countries": ["KE"]})
modest = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="session", params=["everything", *(name.id for name in loader.available_forms())])
def form(request: pytest.FixtureRequest, everything: Form) -> Form:
    return everything if request.param == "everything" else loader.load_form(request.param)


@modest
@given(data=st.data())
def test_parse_gives_the_same_again_for_what_it_gave(everything: Form, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(list(everything.questions())))
    raw = data.draw(answer(question))

    parsed = answers.parse(question, raw, TODAY)

    again = answers.parse(question, parsed.value, TODAY)
    assert again.value == parsed.value
    assert set(again.problems) <= {problem for problem in again.problems if problem.kind == "out_of_limits"}


@settings(modest, max_examples=60)
@given(raw=HOSTILE)
def test_parse_never_raises_whatever_the_json(everything: Form, raw: Json) -> None:
    for question in everything.questions():
        parsed = answers.parse(question, raw, TODAY)

        json.dumps(parsed.value, ensure_ascii=False).encode("utf-8")
        assert answers.parse(question, parsed.value, TODAY).value == parsed.value
        assert answers.is_blank(question, raw) is (parsed == answers.Parsed(None))
        for problem in parsed.problems:
            assert problem.at.question == question.id
            assert problem.message


@modest
@given(data=st.data())
def test_blank_answers_have_no_value_and_no_problem(everything: Form, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(list(everything.questions())))
    raw = data.draw(answer(question))

    assert answers.is_blank(question, raw) is (answers.parse(question, raw, TODAY) == answers.Parsed(None))


@modest
@given(data=st.data())
def test_display_of_any_value_never_raises(everything: Form, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(list(everything.questions())))
    value = answers.parse(question, data.draw(answer(question)), TODAY).value

    assert bool(display.words(question, value).lines) is (value is not None)


@modest
@given(value=HOSTILE)
def test_display_of_any_json_never_raises(everything: Form, value: Json) -> None:
    for question in everything.questions():
        assert display.words(question, value).lines or value is None or value == []


@modest
@given(data=st.data())
def test_any_subset_of_answers_can_be_worked_with(form: Form, data: st.DataObject) -> None:
    raw = data.draw(draft(form))

    relevant = journey.relevant(form, raw, CONTEXT)
    states = journey.section_states(form, raw, CONTEXT)
    collected = values.collect(form, raw, CONTEXT)
    problems = validation.validate(form, raw, CONTEXT)

    assert [state.section for state in states] == list(form.sections)
    assert collected.values.keys() | set(collected.not_provided) == relevant.question_ids
    assert collected.not_used == relevant.not_used
    assert {problem.at.question for problem in problems} <= relevant.question_ids


@modest
@given(data=st.data())
def test_hidden_answers_never_block_and_never_export(form: Form, data: st.DataObject) -> None:
    raw = data.draw(draft(form))
    relevant = journey.relevant(form, raw, CONTEXT)
    only_relevant = {name: value for name, value in raw.items() if name in relevant.question_ids}

    assert validation.validate(form, raw, CONTEXT) == validation.validate(form, only_relevant, CONTEXT)
    assert values.collect(form, raw, CONTEXT).values == values.collect(form, only_relevant, CONTEXT).values
    assert values.collect(form, raw, CONTEXT).values.keys() <= relevant.question_ids


@modest
@given(data=st.data())
def test_collected_values_collect_to_themselves(form: Form, data: st.DataObject) -> None:
    raw = data.draw(draft(form))

    collected = values.collect(form, raw, CONTEXT)

    again = values.collect(form, collected.values, CONTEXT)
    assert again.values == collected.values
    assert again.not_used == ()


@settings(modest, max_examples=8)
@given(data=st.data())
def test_the_journey_ends_and_passes_every_page_on_the_path_once(form: Form, data: st.DataObject) -> None:
    raw = data.draw(draft(form))
    on_path = [each.page for each in journey.relevant(form, raw, CONTEXT).pages]

    page = on_path[0]
    passed = [page]
    while (following := journey.next_page(form, raw, CONTEXT, page.id)) is not None:
        assert journey.previous_page(form, raw, CONTEXT, following.id) is page
        passed.append(following)
        page = following
        assert len(passed) <= len(on_path)
    assert passed == on_path


@modest
@given(data=st.data())
def test_answering_a_question_changes_only_what_comes_later(form: Form, data: st.DataObject) -> None:
    raw = data.draw(draft(form))
    order = [question.id for question in form.questions()]
    changed = data.draw(st.sampled_from(list(form.questions())))
    after = {**raw, changed.id: data.draw(answer(changed))}

    before_ids = journey.relevant(form, raw, CONTEXT).question_ids
    after_ids = journey.relevant(form, after, CONTEXT).question_ids

    for question_id in before_ids ^ after_ids:
        assert order.index(question_id) > order.index(changed.id)


@modest
@given(data=st.data())
def test_words_of_text_lose_no_character(everything: Form, data: st.DataObject) -> None:
    texts = [each for each in everything.questions() if each.type in (AnswerType.SHORT_TEXT, AnswerType.LONG_TEXT)]
    question = data.draw(st.sampled_from(texts))
    value = answers.parse(question, data.draw(st.text()), TODAY).value

    if value is not None:
        assert "\n".join(display.words(question, value).lines) == value
