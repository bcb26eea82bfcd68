"""Where the user can be in the program: enough to come back after a lock. Holds no widgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Room(StrEnum):
    """The pages that need an open vault, and the two that do not."""

    HOME = "home"
    ENGAGEMENT = "engagement"
    QUESTION = "question"
    REVIEW = "review"
    FINALISE = "finalise"
    PACKAGE = "package"
    VERIFY = "verify"
    SETTINGS = "settings"


NEEDS_NO_VAULT = frozenset({Room.VERIFY, Room.SETTINGS})


@dataclass(frozen=True, slots=True)
class Place:
    """A page, the engagement, document and page of questions it shows, and where inside it the user is."""

    room: Room
    case_id: str = ""
    document: str = ""
    page_id: str = ""
    inside: dict[str, Any] = field(default_factory=dict)


HOME = Place(Room.HOME)
