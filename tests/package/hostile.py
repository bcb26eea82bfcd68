"""Text that means harm or trouble, for every question."""

from __future__ import annotations

from ipas_desktop.forms.definition import Question

MARKUP = (
    '<img src="/etc/passwd"/> <a href="javascript:alert(1)">here</a> <b>bold</b> &amp; &#60; ]]> <!-- <para> %s {0}'
)
CONTROLS = "bell\x07 null\x00 escape\x1b override\u202edesrever\u202c soft\u00adhyphen joiner\u200d bom\ufeff"
SCRIPTS = "Ελληνικά Кириллица Ṫír Tiếng Việt ŵŷ مرحبا بالعالم (١٢٣) e\u0301 ☃ 漢字 🙂 → ✓"
LONG_WORD = "x" * 5000
ALL = f"{MARKUP}\n{CONTROLS}\n\n{SCRIPTS}\n{LONG_WORD}"

SOME = frozenset({"en.a.title", "en.c.beneficiaries", "en.e.description", "en.k.conditions", "osja.s3.measures"})


def text(question: Question) -> str:
    """The same for every question; the word without end only where long texts are asked."""
    return ALL if question.id == "en.e.description" else ALL[: -len(LONG_WORD) - 1]
