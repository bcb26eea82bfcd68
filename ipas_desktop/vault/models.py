"""Private tables of the vault's database. Nothing outside this room sees a row.

Used with Core statements, not as a unit of work: each public function is one short transaction of its own.
Text that a user typed is JSON in ASCII (``JsonText``), so no character can make a write fail.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ipas_desktop.forms.definition import Json

SCHEMA = 1
APPLICATION_ID = 0x49504153  # "IPAS" in the database's header


class JsonText(TypeDecorator[Any]):
    """Plain JSON as ASCII text; None is stored as ``null``, so that "answered with nothing" is a value."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Json, _dialect: Dialect) -> str:
        """Write the value."""
        return json.dumps(value, separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Json:
        """Read the value."""
        return None if value is None else json.loads(value)


class UtcTime(TypeDecorator[datetime]):
    """An aware time in UTC as ISO 8601 text with microseconds, which sorts as it reads."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        """Write the time."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        """Read the time."""
        return None if value is None else datetime.fromisoformat(value)


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can name it too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcTime}


def _engagement() -> Mapped[int]:
    return mapped_column(ForeignKey("engagement.number", ondelete="CASCADE"), primary_key=True)


class Meta(Base):
    """Facts about the vault: its id, name, device code, generation of the key file it last met."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Setting(Base):
    """Small values of the user."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JsonText)


class Engagement(Base):
    """A case. Title, countries and dates repeat answers, so that a long list is one quick query."""

    __tablename__ = "engagement"
    __table_args__ = (Index(None, "updated_at", "number"), {"sqlite_autoincrement": True})
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(default="")
    countries: Mapped[Any] = mapped_column(JsonText, default=list)
    start: Mapped[str | None]
    end: Mapped[str | None]


class ReferenceCounter(Base):
    """The last number given in a year; numbers of deleted cases are not used again."""

    __tablename__ = "reference_counter"
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class DeletedEngagement(Base):
    """That a case was here, when it went, and nothing of what it said."""

    __tablename__ = "deleted_engagement"
    id: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str]
    deleted_at: Mapped[datetime] = mapped_column(primary_key=True)


class DocumentRow(Base):
    """One form being answered."""

    __tablename__ = "document"
    engagement: Mapped[int] = _engagement()
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    form_id: Mapped[str]
    form_version: Mapped[int]


class Answer(Base):
    """One answer, as typed and as read; not for rows of tables. ``parsed`` is null while it cannot be read."""

    __tablename__ = "answer"
    __table_args__ = (
        ForeignKeyConstraint(["engagement", "document"], ["document.engagement", "document.key"], ondelete="CASCADE"),
    )
    engagement: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    raw: Mapped[Any] = mapped_column(JsonText)
    parsed: Mapped[Any] = mapped_column(JsonText)
    saved_at: Mapped[datetime]


class TableRow(Base):
    """One row of a table, with gaps between positions so that most moves touch one row."""

    __tablename__ = "table_row"
    __table_args__ = (
        ForeignKeyConstraint(["engagement", "document"], ["document.engagement", "document.key"], ondelete="CASCADE"),
        Index(None, "engagement", "document", "question", "position"),
    )
    engagement: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    raw: Mapped[Any] = mapped_column(JsonText)
    parsed: Mapped[Any] = mapped_column(JsonText)
    saved_at: Mapped[datetime]


class EventRow(Base):
    """One event of a case's history. Triggers forbid changing it, and deleting it while its case is there."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "engagement", "document", "question", "row", "number"),)
    engagement: Mapped[int] = _engagement()
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    kind: Mapped[str]
    document: Mapped[str | None]
    question: Mapped[str | None]
    row: Mapped[str | None]
    column: Mapped[str | None]
    old: Mapped[Any] = mapped_column(JsonText)
    new: Mapped[Any] = mapped_column(JsonText)
    reason: Mapped[str]
    parents: Mapped[Any] = mapped_column(JsonText)
    hash: Mapped[str]


class Blob(Base):
    """The bytes of a file, once however many cases carry it."""

    __tablename__ = "blob"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str]


class BlobChunk(Base):
    """One mebibyte of a file, or its shorter end."""

    __tablename__ = "blob_chunk"
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class AttachmentRow(Base):
    """That a case carries a file, under a name that is only a label."""

    __tablename__ = "attachment"
    engagement: Mapped[int] = _engagement()
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True, index=True)
    name: Mapped[str]
    added_at: Mapped[datetime]


class RevisionRow(Base):
    """One frozen revision: its bytes and their hash. Triggers forbid changing it."""

    __tablename__ = "revision"
    engagement: Mapped[int] = _engagement()
    number: Mapped[int] = mapped_column(primary_key=True)
    finalised_at: Mapped[datetime]
    sha256: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class RevisionFile(Base):
    """A file that a revision carries; it stays in the vault as long as the revision does."""

    __tablename__ = "revision_file"
    __table_args__ = (
        ForeignKeyConstraint(
            ["engagement", "revision"], ["revision.engagement", "revision.number"], ondelete="CASCADE"
        ),
    )
    engagement: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True, index=True)


class PackageRow(Base):
    """One package made of a revision. The file itself is the user's, outside the vault."""

    __tablename__ = "package"
    __table_args__ = (
        ForeignKeyConstraint(
            ["engagement", "revision"], ["revision.engagement", "revision.number"], ondelete="CASCADE"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    engagement: Mapped[int]
    revision: Mapped[int]
    file_name: Mapped[str]
    sha256: Mapped[str]
    signer: Mapped[str]
    recorded_at: Mapped[datetime]


_NEVER_CHANGES = """
CREATE TRIGGER TABLE_never_changes BEFORE UPDATE ON TABLE
BEGIN SELECT RAISE(ABORT, 'TABLE is append-only'); END
"""
_STAYS = """
CREATE TRIGGER TABLE_stays BEFORE DELETE ON TABLE
WHEN EXISTS (SELECT 1 FROM engagement WHERE number = OLD.engagement)
BEGIN SELECT RAISE(ABORT, 'TABLE is append-only'); END
"""
_APPEND_ONLY = ("event", "revision", "revision_file")

TRIGGERS = tuple(trigger.replace("TABLE", table) for table in _APPEND_ONLY for trigger in (_NEVER_CHANGES, _STAYS))
"""Rows never change, and go only together with their whole case, whose own row goes first."""
