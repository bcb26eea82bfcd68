"""The recovery key outside the program: copied, saved as a text file, or printed.

The key is never written anywhere by itself, and leaves the clipboard again when the vault locks.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QFont, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QWidget

from ipas_desktop.errors import WriteError
from ipas_desktop.ui import theme
from ipas_desktop.ui.moments import moment_words


def sheet_text(key: str, name: str, made: datetime) -> str:
    """Return the words of the sheet."""
    groups = "\n\n".join(f"    {number}   {group}" for number, group in enumerate(key.split("-"), start=1))
    return (
        f"Recovery key of {name}'s vault in IPAS Desktop\n\nMade {moment_words(made)}\n\n{groups}\n\n"
        "Anyone who has this sheet and the laptop can open the vault. Keep it in a safe, not with the laptop.\n"
        "On the unlock page choose “Enter the recovery key” and type the four groups.\n"
    )


def save_sheet(text: str, target: Path) -> None:
    """Write the sheet for its owner's eyes only. Raises WriteError; an existing file is not replaced."""
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise WriteError(f"{target} exists already. Nothing was written. Choose another name.") from error
    except OSError as error:
        raise WriteError(
            f"{target} could not be written: {error.strerror}. The key is still shown here. Choose another place."
        ) from error


def print_sheet(text: str, parent: QWidget) -> bool:
    """Let the user choose a printer and print the sheet; False when they did not."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    document = QTextDocument()
    document.setDefaultFont(QFont(theme.MONO, 11))
    document.setPlainText(text)
    document.print_(printer)
    return True


_copied: list[str] = []


def copy_secret(text: str) -> None:
    """Put a secret on the clipboard and remember to take it away."""
    QGuiApplication.clipboard().setText(text)
    _copied[:] = [text]


def clear_clipboard() -> None:
    """Empty the clipboard if what is on it came from this program."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard() or clipboard.text() in _copied:
        clipboard.clear()
    _copied.clear()
