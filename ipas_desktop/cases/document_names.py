"""What the documents of a case are called when several answer the same form: by their countries. Holds no wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ipas_desktop.cases import plain
from ipas_desktop.cases.case import DocumentKey
from ipas_desktop.cases.labels import country_names, in_words
from ipas_desktop.forms.definition import Json, QuestionId

COUNTRIES = "osja.m.countries"


def told_apart(
    titles: Sequence[tuple[DocumentKey, str]], answers: Mapping[DocumentKey, Mapping[QuestionId, Json]]
) -> dict[DocumentKey, str]:
    """Return each document's title; where several share one, with its countries, or its key while they do not differ.

    Raw answers do as well as canonical ones: a country not on the list stays as it was typed.
    """
    counted = Counter(title for _, title in titles)
    where = {key: in_words(country_names(plain.items(answers.get(key, {}), COUNTRIES))) for key, _ in titles}
    named = {key: f"{title}, {where[key] or key}" if counted[title] > 1 else title for key, title in titles}
    again = Counter(named.values())
    return {key: f"{name} ({key})" if again[name] > 1 else name for key, name in named.items()}
