"""Continuous saving of one document's answers: 600 ms after the last key, and at once on every leave.

Holds what is typed but not yet stored, and the timer. Must not hold widgets: a change is handed over as a function
that returns the raw answer as it stands when it is written, so that nothing stale is ever saved.

It runs on the thread of the window: one encrypted commit was measured at 0.3 ms. When the vault cannot be written the
words stay on the screen, the failure is told, and each of the next moments tries again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from ipas_desktop.cases.case import CaseId, DocumentKey
from ipas_desktop.errors import IpasError
from ipas_desktop.forms.definition import Json, Question, QuestionId, RowId
from ipas_desktop.vault import answers
from ipas_desktop.vault.opening import OpenVault

DELAY_MS = 600
RETRY_MS = 5_000

_Place: TypeAlias = tuple[QuestionId, RowId | None]
_Write: TypeAlias = Callable[[], datetime | None]
"""Stores one change and says when; None when there was nothing left to store."""


class Saving(QObject):
    """Stores the answers of one document of one case as they are typed.

    ``saved`` carries the aware time at which everything on the screen is in the vault. ``failed`` carries one
    sentence; what was typed is kept here and tried again every five seconds and with each further change.
    """

    saved = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        vault: OpenVault,
        case_id: CaseId,
        document: DocumentKey,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._vault, self._case_id, self._document, self._today = vault, case_id, document, today
        self._waiting: dict[_Place, _Write] = {}
        self._acts: list[Callable[[], object]] = []
        self._touched: dict[_Place, None] = {}  # changed since the history was last told
        self._left: dict[_Place, None] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)

    def is_waiting(self) -> bool:
        """Say whether something on the screen is not yet in the vault."""
        return bool(self._waiting or self._acts or self._left)

    def touch(self, question: Question, raw: Callable[[], Json]) -> None:
        """Note that an answer has changed; it is written 600 ms after the last such call."""

        def write() -> datetime:
            return answers.save_answer(self._vault, self._case_id, self._document, question, raw(), self._today())

        self._wait((question.id, None), write)

    def touch_row(self, question: Question, row: RowId, raw: Callable[[], dict[str, Json] | None]) -> None:
        """Note that one row of a table has changed; only that row is written. ``raw`` gives None once it is gone."""

        def write() -> datetime | None:
            cells = raw()
            if cells is None:
                return None
            return answers.save_row(self._vault, self._case_id, self._document, question, row, cells, self._today())

        self._wait((question.id, row), write)

    def remove_row(self, question: Question, row: RowId) -> None:
        """Remove one row of a table from the vault now."""
        for places in (self._waiting, self._touched, self._left):
            places.pop((question.id, row), None)
        self._act(lambda: answers.remove_row(self._vault, self._case_id, self._document, question, row))

    def move_row(self, question: Question, row: RowId, position: int) -> None:
        """Move one row of a table to a position, counted from 0, now."""
        self._act(lambda: answers.move_row(self._vault, self._case_id, self._document, question, row, position))

    def leave(self, question: Question, row: RowId | None = None) -> bool:
        """Write everything now and tell the history what changed here; True when all of it is stored.

        A field in which nothing changed costs nothing, and needs no open vault: a page that goes away after locking
        loses the focus too.
        """
        place = (question.id, row)
        if place in self._touched:
            del self._touched[place]
            self._left[place] = None
        return self.flush()

    def leave_all(self) -> bool:
        """Do as ``leave`` for every field in which something changed."""
        self._left |= self._touched
        self._touched.clear()
        return self.flush()

    def flush(self) -> bool:
        """Write everything now; True when nothing is left to write."""
        self._timer.stop()
        if not self.is_waiting():
            return True
        try:
            when = self._write_all()
        except IpasError as error:
            self._timer.start(RETRY_MS)
            self.failed.emit(str(error))
            return False
        if when is not None:
            self.saved.emit(when)
        return True

    def _wait(self, place: _Place, write: _Write) -> None:
        self._waiting[place] = write
        self._touched[place] = None
        self._timer.start(DELAY_MS)

    def _act(self, act: Callable[[], object]) -> None:
        # Row order depends on what came before: changes first, then the acts in the order they were asked for.
        self._acts.append(act)
        self.flush()

    def _write_all(self) -> datetime | None:
        when: datetime | None = None
        for place, write in list(self._waiting.items()):
            when = write() or when
            del self._waiting[place]
        while self._acts:
            self._acts[0]()
            when = datetime.now(UTC)
            del self._acts[0]
        for question_id, row in list(self._left):
            answers.leave_field(self._vault, self._case_id, self._document, question_id, row)
            del self._left[(question_id, row)]
        return when
