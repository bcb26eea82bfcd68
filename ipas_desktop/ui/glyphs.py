"""Small painted shapes, each different without its colour: tick, half disc, ring, diamond, dash, octagon, triangle …

Holds shapes only; where they stand is up to lists, banners and headers. Every shape goes with a word beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ipas_desktop.ui import theme

_Paint = Callable[[QPainter, QRectF, QColor], None]


def _pen(painter: QPainter, colour: QColor, width: float) -> None:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)


def _line(painter: QPainter, box: QRectF, *points: tuple[float, float]) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([_at(box, x, y) for x, y in points])


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.x() + box.width() * x, box.y() + box.height() * y)


def _filled(painter: QPainter, box: QRectF, colour: QColor, *points: tuple[float, float]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([_at(box, x, y) for x, y in points]))


def _tick(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _pen(painter, colour, box.width() * 0.16)
    _line(painter, box, (0.12, 0.52), (0.38, 0.78), (0.90, 0.24))


def _half(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _ring(painter, box, colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPie(box.adjusted(1, 1, -1, -1), -90 * 16, 180 * 16)


def _ring(painter: QPainter, box: QRectF, colour: QColor) -> None:
    width = box.width() * 0.13
    _pen(painter, colour, width)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(width, width, -width, -width))


def _mark(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """An exclamation mark."""
    _pen(painter, colour, box.width() * 0.13)
    _line(painter, box, (0.5, 0.24), (0.5, 0.58))
    _line(painter, box, (0.5, 0.67), (0.5, 0.80))


def _diamond(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _filled(painter, box, colour, (0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5))
    _mark(painter, box, theme.colour("page"))


def _dash(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _pen(painter, colour, box.width() * 0.14)
    _line(painter, box, (0.15, 0.5), (0.85, 0.5))


def _octagon(painter: QPainter, box: QRectF, colour: QColor) -> None:
    a, b = 0.3, 0.7
    corners = ((a, 0.0), (b, 0.0), (1.0, a), (1.0, b), (b, 1.0), (a, 1.0), (0.0, b), (0.0, a))
    _filled(painter, box, colour, *corners)
    _pen(painter, theme.colour("page"), box.width() * 0.16)
    _line(painter, box, (0.22, 0.5), (0.78, 0.5))


def _triangle(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _pen(painter, colour, box.width() * 0.11)
    _line(painter, box, (0.5, 0.1), (0.95, 0.92), (0.05, 0.92), (0.5, 0.1), (0.7, 0.46))
    _line(painter, box, (0.5, 0.38), (0.5, 0.64))
    _line(painter, box, (0.5, 0.70), (0.5, 0.81))


def _note(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _ring(painter, box, colour)
    _pen(painter, colour, box.width() * 0.11)
    _line(painter, box, (0.5, 0.44), (0.5, 0.76))
    _line(painter, box, (0.5, 0.25), (0.5, 0.36))


def _lock(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _pen(painter, colour, box.width() * 0.12)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(_at(box, 0.27, 0.08), _at(box, 0.73, 0.72)), 0, 180 * 16)
    _filled(painter, box, colour, (0.12, 0.42), (0.88, 0.42), (0.88, 0.95), (0.12, 0.95))


def _search(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _pen(painter, colour, box.width() * 0.12)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(_at(box, 0.12, 0.12), _at(box, 0.66, 0.66)))
    _line(painter, box, (0.6, 0.6), (0.92, 0.92))


def _file(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _pen(painter, colour, box.width() * 0.09)
    _line(
        painter,
        box,
        (0.6, 0.06),
        (0.2, 0.06),
        (0.2, 0.94),
        (0.84, 0.94),
        (0.84, 0.3),
        (0.6, 0.06),
        (0.6, 0.3),
        (0.84, 0.3),
    )


_SHAPES: Mapping[str, tuple[_Paint, str]] = {
    "tick": (_tick, "good"),
    "half": (_half, "progress"),
    "ring": (_ring, "quiet"),
    "diamond": (_diamond, "error"),
    "dash": (_dash, "faint"),
    "stop": (_octagon, "error"),
    "warning": (_triangle, "warning"),
    "note": (_note, "link"),
    "lock": (_lock, "ink"),
    "search": (_search, "ink"),
    "file": (_file, "quiet"),
}


def paint_glyph(painter: QPainter, box: QRectF, name: str) -> None:
    """Paint a shape into a square box. Raises KeyError for a shape that does not exist."""
    paint, role = _SHAPES[name]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter, box, theme.colour(role))
    painter.restore()


class Glyph(QWidget):
    """One shape of a fixed size, in pixels at 100 %. Nothing to assistive technology: the word beside it speaks."""

    def __init__(self, name: str, side: float = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._side = name, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_shape(self, name: str) -> None:
        """Become another shape."""
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        return theme.size(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_glyph(painter, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._name)
