"""The focus ring: a yellow outline round a dark line, over whatever has the keyboard.

It is a child of the scrolled page, not of the control's own frame, which would clip it. The dark line is what counts
on white; the two are never drawn apart.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea, QWidget

from ipas_desktop.ui import theme

_OUTSIDE = 4
_LINE = 3


class _Ring(QWidget):
    """The outline itself; lets the mouse through and is nothing to assistive technology."""

    def __init__(self, page: QWidget, target: QWidget) -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page, self._target = page, target
        self.follow()

    def follow(self) -> None:
        """Lie round the target, wherever it is now."""
        page = self._page
        out = theme.px(_OUTSIDE)
        around = QRect(self._target.mapTo(page, QPoint(0, 0)), self._target.size()).adjusted(-out, -out, out, out)
        self.setGeometry(around.intersected(page.rect()))
        self.setVisible(self._target.isVisible())
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = theme.px(_LINE)
        painter.setPen(_pen("focus", line))
        half = line // 2
        painter.drawRect(self.rect().adjusted(half, half, -half - 1, -half - 1))
        inner = max(1, theme.px(_OUTSIDE) - line)
        painter.setPen(_pen("focus_line", inner))
        painter.drawRect(self.rect().adjusted(line, line, -line - 1, -line - 1))


def _pen(name: str, width: int) -> QPen:
    pen = QPen(theme.colour(name), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


class FocusRing(QObject):
    """Follows the keyboard focus through the whole program."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._watched: list[QWidget] = []
        self._ring: _Ring | None = None
        application.focusChanged.connect(self._move)

    def _move(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._let_go()
        if new is None or isinstance(new, QMenu) or not _shows_ring(new):
            return
        target = ringed(new)
        page = _page_of(target)
        if page is target:
            return
        self._ring = _Ring(page, target)
        self._ring.show()
        step: QWidget | None = target
        while step is not None and step is not page:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()

    def _let_go(self) -> None:
        for widget in self._watched:
            if shiboken6.isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        moved = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
        if event.type() in moved and self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.follow()
        return False


def ringed(widget: QWidget) -> QWidget:
    """Return what the ring goes round: the widget, or the composite control whose inner part has the focus."""
    proxy = widget.focusProxy()
    parent = widget.parentWidget()
    if proxy is None and parent is not None and parent.property("ringed"):
        return parent
    if parent is not None and parent.inherits("QComboBox"):
        return parent
    return widget


def _shows_ring(widget: QWidget) -> bool:
    return widget.property("ringless") is not True


def _page_of(widget: QWidget) -> QWidget:
    """Return the content of the nearest scroll area round the widget, or its window."""
    step = widget.parentWidget()
    while step is not None:
        outer = step.parentWidget()
        area = outer.parentWidget() if outer is not None else None
        if isinstance(area, QScrollArea) and area.widget() is step:
            return step
        step = outer
    return widget.window()
