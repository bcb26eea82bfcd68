"""The field of attached files: choose, drop, list, remove. The bytes go into the vault at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ipas_desktop.cases.case import AttachmentInfo, CaseId
from ipas_desktop.errors import IpasError
from ipas_desktop.forms.definition import Json, Question
from ipas_desktop.forms.display import size_words
from ipas_desktop.ui import theme
from ipas_desktop.ui.buttons import link, plain_button
from ipas_desktop.ui.fields.base import Field, column
from ipas_desktop.ui.labels import announce, words
from ipas_desktop.ui.session import Session
from ipas_desktop.vault import attachments


class Attachments(Field):
    """A list of files."""

    def __init__(
        self, question: Question, session: Session, case_id: CaseId | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(question, session, parent)
        self._case_id = case_id
        self._files: list[dict[str, Json]] = []
        self._list = column(spacing=theme.px(4))
        self.choose_button = plain_button("Choose files…", dense=True)
        self.choose_button.setAccessibleName(f"Choose files for {question.label}")
        self.notice = words("", "error")
        self.notice.hide()
        line = QHBoxLayout()
        line.setSpacing(theme.px(16))
        line.addWidget(self.choose_button)
        line.addWidget(words("or drop them here", "hint"), 1)
        self.body.addLayout(self._list)
        self.body.addLayout(line)
        self.body.addWidget(self.notice)
        self.setAcceptDrops(True)
        self.choose_button.clicked.connect(self._choose)
        self.name_controls()

    def set_raw(self, raw: Json) -> None:
        self._files = [dict(item) for item in raw if isinstance(item, dict)] if isinstance(raw, list) else []
        self._show_list()

    def raw(self) -> Json:
        files: list[Json] = [dict(file) for file in self._files]
        return files or None

    def controls(self, part: str | None = None) -> Sequence[QWidget]:
        return (self.choose_button,) if part is None else ()

    def is_composite(self) -> bool:
        return True

    def add_files(self, paths: Sequence[Path]) -> None:
        """Read files into the vault and list them; say of each that could not be added why."""
        refused: list[str] = []
        for path in paths:
            sentence = self._add(path)
            if sentence:
                refused.append(sentence)
        self.notice.setText("\n".join(refused))
        self.notice.setVisible(bool(refused))
        added = len(paths) - len(refused)
        told = " ".join([f"{added} added, {len(self._files)} in the list.", *refused])
        announce(self.choose_button, told)
        self._show_list()
        if added:
            self.changed.emit()

    def _add(self, path: Path) -> str:
        """Add one file; return why not, or nothing."""
        if self._case_id is None:
            return f"“{path.name}” was not added: this page belongs to no engagement."
        if path.is_dir():
            return f"“{path.name}” is a folder. Add the files in it one by one."
        try:
            with path.open("rb") as source:
                info = self._store(self._case_id, path.name, source)
        except IpasError as error:
            return str(error)
        except OSError as error:
            reason = (error.strerror or "it cannot be opened").lower()
            return f"“{path.name}” could not be read: {reason}. Nothing was added. Check the file and choose it again."
        file: dict[str, Json] = {
            "sha256": info.sha256,
            "name": info.name,
            "size": info.size,
            "media_type": info.media_type,
        }
        self._files = [*(known for known in self._files if known.get("sha256") != info.sha256), file]
        return ""

    def _store(self, case_id: CaseId, name: str, source: BinaryIO) -> AttachmentInfo:
        policy = self.session.policy
        return attachments.add(
            self.session.vault,
            case_id,
            name,
            source,
            max_file_bytes=policy.attachment_limit_mb * 1_000_000,
            max_case_bytes=policy.attachments_limit_mb * 1_000_000,
        )

    def _remove(self, file: dict[str, Json]) -> None:
        # Only the answer lets go of it: the bytes stay in the vault, where the history can still need them.
        self._files.remove(file)
        self._show_list()
        self.choose_button.setFocus()
        announce(self.choose_button, f"{file.get('name')} removed")
        self.changed.emit()

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Choose files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.add_files([Path(name) for name in names]))
        dialog.open()

    def _show_list(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for file in self._files:
            self._list.addWidget(self._line(file))

    def _line(self, file: dict[str, Json]) -> QWidget:
        size = file.get("size")
        remove = link("Remove")
        remove.setAccessibleName(f"Remove {file.get('name')}")
        remove.clicked.connect(lambda: self._remove(file))
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(16))
        layout.addWidget(words(str(file.get("name") or ""), "option"), 1)
        layout.addWidget(words(size_words(size) if isinstance(size, int) else "", "hint"))
        layout.addWidget(remove)
        return line

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.add_files(paths)
