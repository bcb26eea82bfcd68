"""Every question, column and choice that the rules look at is one that a form has."""

from __future__ import annotations

import re
from pathlib import Path

from ipas_desktop import cases
from ipas_desktop.forms import loader

_ID = re.compile(r'"((?:en|osja)\.[a-z0-9]+\.[a-z0-9_]+)"')


def test_rules_look_only_at_questions_that_the_forms_ask() -> None:
    asked = {
        str(question.id)
        for name in loader.available_forms()
        for question in loader.load_form(name.id, name.version).questions()
    }
    (folder,) = cases.__path__
    for module in Path(folder).glob("*.py"):
        used = set(_ID.findall(module.read_text(encoding="utf-8")))
        assert used <= asked, f"{module.name}: {used - asked}"
