from __future__ import annotations

from ipas_desktop.vault import settings
from ipas_desktop.vault.opening import OpenVault


def test_setting_is_none_until_it_is_put_and_then_the_last_value(vault: OpenVault) -> None:
    assert settings.get(vault, "window") is None
    settings.put(vault, "window", {"width": 900})
    settings.put(vault, "window", [1, "ü", None, True])
    settings.put(vault, "other", 1)
    assert settings.get(vault, "window") == [1, "ü", None, True]
