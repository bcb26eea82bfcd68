"""The task list of an engagement: sections of both documents with how far they are, then what follows them.

Holds no judging: states come from ``forms.journey``, what stops signing from ``cases.gate``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ipas_desktop.forms.journey import SectionState, SectionStatus
from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import link
from ipas_desktop.ui.labels import Heading, line, part, tag, words
from ipas_desktop.ui.page import clear

_FOLD_FROM = 4  # so many completed sections are folded into one row


@dataclass(frozen=True, slots=True)
class Task:
    """One row. ``kind``: plain text for done and cannot, a tag for the others. ``act`` None: it cannot be opened."""

    title: str
    state: str
    kind: str  # done, cannot, plain, progress, stop, good
    act: Callable[[], object] | None
    reason: str = ""


def section_task(state: SectionState, act: Callable[[], object]) -> Task:
    """Return the row of a section. Source of the words: GOV.UK task list pattern."""
    title = f"{state.section.letter} {state.section.title}"
    if state.status is SectionStatus.CANNOT_START:
        return Task(title, "Cannot start yet", "cannot", None, state.reason)
    if state.status is SectionStatus.NOT_NEEDED:
        return Task(title, "Not needed", "cannot", None, state.reason)
    if state.problems:
        return Task(title, f"{state.problems} to fix", "stop", act)
    said, kind = {
        SectionStatus.COMPLETED: ("Completed", "done"),
        SectionStatus.IN_PROGRESS: ("In progress", "progress"),
        SectionStatus.NOT_YET_STARTED: ("Not yet started", "plain"),
    }[state.status]
    return Task(title, said, kind, act)


class TaskGroup(QWidget):
    """A heading over a rule, and its rows. Many completed rows are folded into one that opens them."""

    def __init__(self, title: str, beside: str, tasks: Sequence[Task]) -> None:
        super().__init__()
        self._tasks = tasks
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(12))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(Heading(title, 2), 1)
        head.addWidget(line(beside, "quiet"), 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(head)
        column.addSpacing(theme.px(4))
        column.addWidget(part("rule"))
        self._rows = QVBoxLayout()
        column.addLayout(self._rows)
        done = [task for task in tasks if task.kind == "done"]
        self._show(folded=len(done) >= _FOLD_FROM)

    def _unfold(self) -> None:
        self._show(folded=False)
        item = self._rows.itemAt(0)
        first = item.widget() if item is not None else None
        assert first is not None
        first.show()
        opener = first.findChild(QPushButton)
        if isinstance(opener, QPushButton):
            opener.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, *, folded: bool) -> None:
        clear(self._rows)
        shown = list(self._tasks)
        if folded:
            done = [task for task in shown if task.kind == "done"]
            fold = Task(f"{len(done)} sections completed", "Completed", "done", self._unfold)
            shown = [fold, *(task for task in shown if task.kind != "done")]
        for task in shown:
            self._rows.addWidget(_row(task))


def _row(task: Task) -> QFrame:
    row = part("row")
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, theme.px(3), 0, theme.px(3))
    layout.setSpacing(theme.px(16))
    left = QVBoxLayout()
    left.setSpacing(0)
    if task.act is None:
        name = words(task.title, "faint")
        name.setAccessibleName(", ".join(filter(None, (task.title, task.state, task.reason))))
        left.addWidget(name)
    else:
        opener = link(task.title, task.act)
        opener.setAccessibleName(f"{task.title}, {task.state}")
        opener.setAccessibleDescription(task.reason)
        left.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
    if task.reason:
        left.addWidget(words(task.reason, "faint"))
    layout.addLayout(left, 1)
    layout.addWidget(_state(task), 0, Qt.AlignmentFlag.AlignTop)
    return row


def _state(task: Task) -> QWidget:
    if task.kind == "done":
        return _padded(line(task.state, "small"))
    if task.kind == "cannot":
        return _padded(line(task.state, "faint"))
    return tag(task.state, task.kind)


def _padded(label: QWidget) -> QWidget:
    label.setContentsMargins(0, theme.px(2), theme.px(8), theme.px(2))
    return label
