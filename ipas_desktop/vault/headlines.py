"""Which answers the list of cases repeats: title, countries and dates of the work. Holds no reading or writing."""

from __future__ import annotations

from ipas_desktop.forms.definition import Json, QuestionId

TITLE = QuestionId("en.a.title")
COUNTRIES = QuestionId("en.c.countries")
START = QuestionId("en.f.start")
END = QuestionId("en.f.end")


def columns_for(question_id: QuestionId, parsed: Json) -> dict[str, object]:
    """Return the columns of the list that a canonical answer changes: none for most questions."""
    if question_id == TITLE:
        return {"title": parsed or ""}
    if question_id == COUNTRIES:
        return {"countries": parsed or []}
    if question_id == START:
        return {"start": parsed}
    if question_id == END:
        return {"end": parsed}
    return {}
