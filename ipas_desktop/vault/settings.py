"""Small values of the user, kept in the vault: the name to print, window, last place.

Holds no settings of the organisation: see ``ipas_desktop.policy``.
"""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from ipas_desktop.forms.definition import Json
from ipas_desktop.vault.models import Setting
from ipas_desktop.vault.open_vault import OpenVault

USER_NAME = "user.name"


def get(vault: OpenVault, key: str) -> Json:
    """Return the value, None when there is none. Raises VaultDamaged."""
    with vault.reading() as connection:
        return _get(connection, key)


def put(vault: OpenVault, key: str, value: Json) -> None:
    """Store the value. Raises DiskFull, VaultUnwritable."""
    with vault.writing() as connection:
        statement = insert(Setting).values(key=key, value=value)
        connection.execute(statement.on_conflict_do_update(index_elements=[Setting.key], set_={"value": value}))


def user_name(connection: Connection, vault: OpenVault) -> str:
    """Return the name to print: the one set, or else the one given when the vault was made."""
    name = _get(connection, USER_NAME)
    return name if isinstance(name, str) and name.strip() else vault.name


def _get(connection: Connection, key: str) -> Json:
    value: Json = connection.execute(select(Setting.value).where(Setting.key == key)).scalar()
    return value
