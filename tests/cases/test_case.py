"""The objects that rooms pass around."""

from __future__ import annotations

import pytest

from ipas_desktop.cases.case import OSJA, DocumentKey


def test_case_finds_its_document_by_key(desk) -> None:
    case = desk.case({"en.a.title": "Ghana"}, {})
    assert case.document(OSJA).form_id == "osja-capacity"
    with pytest.raises(KeyError):
        case.document(DocumentKey("osja-2"))
