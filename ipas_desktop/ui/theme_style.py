"""Fusion with larger radio buttons and tick boxes, and without its thin focus frame (``focus_ring`` paints that).

Holds no colours of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

_INDICATORS = (
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight,
    QStyle.PixelMetric.PM_IndicatorWidth,
    QStyle.PixelMetric.PM_IndicatorHeight,
)
INDICATOR = 24
"""Side of a radio button or tick box in pixels at 100 %, the smallest target that WCAG 2.5.8 allows."""


class ProgramStyle(QProxyStyle):
    """Fusion as this program wears it."""

    def __init__(self, colour: Callable[[str], QColor], px: Callable[[float], int]) -> None:
        super().__init__("Fusion")
        self._colour, self._px = colour, px

    def _paint_indicator(self, painter: QPainter, option: QStyleOption, *, is_round: bool) -> None:
        line = max(2, self._px(2))
        half = line / 2
        box = QRectF(option.rect).adjusted(half, half, -half, -half)
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        ink = self._colour("field_border" if enabled else "faint")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_round)
        painter.setPen(QPen(ink, line))
        painter.setBrush(self._colour("field"))
        if is_round:
            painter.drawEllipse(box)
        else:
            painter.drawRect(box)
        if option.state & QStyle.StateFlag.State_On:
            self._paint_choice(painter, box, self._colour("ink" if enabled else "faint"), is_round=is_round)
        painter.restore()

    def _paint_choice(self, painter: QPainter, box: QRectF, ink: QColor, *, is_round: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = box.width()
        if is_round:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(box.center(), side * 0.27, side * 0.27)
            return
        pen = QPen(ink, max(2.5, side * 0.13))
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        corners = ((0.24, 0.52), (0.43, 0.70), (0.76, 0.32))
        painter.drawPolyline([QPointF(box.x() + side * x, box.y() + side * y) for x, y in corners])

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == QStyle.PrimitiveElement.PE_FrameFocusRect:
            return
        if element == QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            self._paint_indicator(painter, option, is_round=True)
        elif element == QStyle.PrimitiveElement.PE_IndicatorCheckBox:
            self._paint_indicator(painter, option, is_round=False)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric in _INDICATORS:
            return self._px(INDICATOR)
        return super().pixelMetric(metric, option, widget)
