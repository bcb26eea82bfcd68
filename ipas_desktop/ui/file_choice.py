"""Asking for a file or a folder: the only dialogs that the program opens, and the one place to answer them in tests."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_open(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Return a file the user chose, or None. ``kinds``: Qt's filter, such as ``PDF files (*.pdf)``."""
    name, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


def ask_save(parent: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
    """Return where the user wants to save, or None."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), kinds)
    return Path(name) if name else None


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Return a folder the user chose, or None."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None
