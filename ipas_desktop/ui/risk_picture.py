"""The risk picture: each right before and after measures on one scale, worst first, and the same in words.

Ring: before. Disc: after. Arrow: what the measures did. Ring with a dot: no change. Boxed question mark: not known,
which counts as serious. Readable without colour; the words stand at the end of each row.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ipas_desktop.cases.decision import DecisionRules
from ipas_desktop.cases.risk import RightRisk
from ipas_desktop.ui import theme

_HEAD, _ROW, _DOT = 24, 28, 7
_WORDS_WIDTH, _SCALE_WIDTH, _NUMBER_WIDTH = 132, 232, 34


def engaged_rights(rights: Sequence[RightRisk], rules: DecisionRules) -> tuple[RightRisk, ...]:
    """Return the rights to show: engaged or not known, the worst before measures first."""
    shown = [right for right in rights if right.engaged != "no"]
    return tuple(sorted(shown, key=lambda right: (-rules.rank(right.before), -rules.rank(right.after))))


def words_of(right: RightRisk, rules: DecisionRules) -> str:
    """Return a right's change in words: "Serious → Medium", "Low, no change", "Not known"."""
    if rules.unknown in (right.before, right.after):
        return rules.labels[rules.unknown]
    if right.before == right.after:
        return f"{rules.labels[right.before]}, no change"
    return f"{rules.labels[right.before]} → {rules.labels[right.after]}"


def sentence_of(rights: Sequence[RightRisk], rules: DecisionRules) -> str:
    """Return the picture in one sentence: "2 of 8 rights from Serious to Medium, 1 not known"."""
    counts: dict[str, int] = {}
    for right in rights:
        said = words_of(right, rules).replace(" → ", " to ")
        counts[said] = counts.get(said, 0) + 1
    parts = ", ".join(f"{count} {said}" for said, count in counts.items())
    return f"Risk before and after measures, {len(rights)} rights: {parts}."


class RiskPicture(QWidget):
    """Paints the rights given; the height follows from their number."""

    def __init__(self, rights: Sequence[RightRisk], rules: DecisionRules) -> None:
        super().__init__()
        self._rights, self._rules = tuple(rights), rules
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(sentence_of(rights, rules))
        self.setAccessibleDescription(
            ". ".join(f"{right.id} {right.label}: {words_of(right, rules)}" for right in rights)
        )

    def _label_room(self, width: int) -> int:
        """Return how wide the rights' names may be; longer ones take more lines, none is cut."""
        return max(width - theme.px(_WORDS_WIDTH + _SCALE_WIDTH + _NUMBER_WIDTH), theme.px(90))

    def _row_heights(self, width: int) -> list[int]:
        metrics, room = QFontMetrics(theme.small_font()), self._label_room(width)
        tall = [
            metrics.boundingRect(0, 0, room, 10_000, Qt.TextFlag.TextWordWrap, right.label).height()
            for right in self._rights
        ]
        return [max(theme.px(_ROW), height + theme.px(8)) for height in tall]

    def sizeHint(self) -> QSize:
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else theme.px(520)
        return QSize(theme.px(520), theme.px(_HEAD) + sum(self._row_heights(width)) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_WORDS_WIDTH + _SCALE_WIDTH + _NUMBER_WIDTH + 90), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_hatch(painter)
        self._paint_head(painter)
        top = theme.px(_HEAD)
        for right, height in zip(self._rights, self._row_heights(self.width()), strict=True):
            self._paint_row(painter, right, top, height)
            top += height

    def _column(self, level: str) -> float:
        """Return the middle of a level's column; what is not known stands in the worst one."""
        step = theme.px(_SCALE_WIDTH) / len(self._rules.scale)
        left = self.width() - theme.px(_WORDS_WIDTH) - theme.px(_SCALE_WIDTH)
        return float(left + step * (self._rules.rank(level) + 0.5))

    def _paint_hatch(self, painter: QPainter) -> None:
        middle, half = self._column(self._rules.serious), theme.px(29)
        box = QRectF(middle - half, theme.px(_HEAD), 2 * half, self.height() - theme.px(_HEAD))
        painter.save()
        painter.setClipRect(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("hatch"), 1))
        step, x = theme.px(7), box.left() - box.height()
        while x < box.right():
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
            x += step
        painter.restore()

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(theme.small_font())
        painter.setPen(theme.colour("quiet"))
        for level in self._rules.scale:
            box = QRectF(self._column(level) - theme.px(40), 0, theme.px(80), theme.px(_HEAD - 4))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._rules.labels[level])
        right = QRectF(self.width() - theme.px(_WORDS_WIDTH), 0, theme.px(_WORDS_WIDTH), theme.px(_HEAD - 4))
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "Before → after")
        self._hair(painter, theme.px(_HEAD) - 1)

    def _paint_row(self, painter: QPainter, right: RightRisk, top: int, height: int) -> None:
        words = words_of(right, self._rules)
        unknown = words == self._rules.labels[self._rules.unknown]
        painter.setFont(theme.small_font())
        painter.setPen(theme.colour("quiet"))
        number_width = theme.px(_NUMBER_WIDTH)
        painter.drawText(QRectF(0, top, number_width, height), Qt.AlignmentFlag.AlignVCenter, right.id)
        painter.setPen(theme.colour("ink"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(number_width, top, self._label_room(self.width()), height), flags, right.label)
        painter.setFont(theme.small_font(QFont.Weight.Bold if unknown else QFont.Weight.Normal))
        box = QRectF(self.width() - theme.px(_WORDS_WIDTH), top, theme.px(_WORDS_WIDTH), height)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_change(painter, right, top + height / 2)
        painter.restore()
        self._hair(painter, top + height - 1)

    def _paint_change(self, painter: QPainter, right: RightRisk, middle: float) -> None:
        before, after = self._column(right.before), self._column(right.after)
        if self._rules.unknown in (right.before, right.after):
            self._boxed_question(painter, QPointF(max(before, after), middle))
            return
        radius = theme.px(_DOT)
        self._disc(painter, QPointF(before, middle), filled=False)
        if right.before == right.after:
            painter.setBrush(theme.colour("ink"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(before, middle), radius * 0.4, radius * 0.4)
            return
        way = 1 if after > before else -1
        start = QPointF(before + way * (radius + theme.px(2)), middle)
        end = QPointF(after - way * (radius + theme.px(5)), middle)
        painter.setPen(QPen(theme.colour("ink"), theme.px(2)))
        painter.drawLine(start, QPointF(end.x() - way * theme.px(6), middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink"))
        tip = theme.px(5)
        head = [end, QPointF(end.x() - way * 1.7 * tip, middle - tip), QPointF(end.x() - way * 1.7 * tip, middle + tip)]
        painter.drawPolygon(QPolygonF(head))
        self._disc(painter, QPointF(after, middle), filled=True)

    def _disc(self, painter: QPainter, centre: QPointF, *, filled: bool) -> None:
        painter.setPen(QPen(theme.colour("ink"), theme.px(2)))
        painter.setBrush(theme.colour("ink" if filled else "page"))
        radius = theme.px(_DOT) - theme.px(1)
        painter.drawEllipse(centre, radius, radius)

    def _boxed_question(self, painter: QPainter, centre: QPointF) -> None:
        half = theme.px(8)
        box = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
        painter.setPen(QPen(theme.colour("ink"), max(1, theme.px(1.5))))
        painter.setBrush(theme.colour("page"))
        painter.drawRect(box)
        painter.setFont(theme.small_font(QFont.Weight.Bold))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")

    def _hair(self, painter: QPainter, y: float) -> None:
        painter.setPen(QPen(theme.colour("hair"), 1))
        painter.drawLine(QPointF(0, y + 0.5), QPointF(self.width(), y + 0.5))


class RiskLegend(QWidget):
    """What the shapes of the picture mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            "Ring: before. Disc: after. Ring with a dot: the same. Question mark: counts as serious."
        )

    def sizeHint(self) -> QSize:
        return QSize(theme.px(360), theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.small_font())
        x, middle, radius = float(theme.px(7)), self.height() / 2, theme.px(6)
        for word, filled, dotted in (("before", False, False), ("after", True, False), ("same", False, True)):
            painter.setPen(QPen(theme.colour("ink"), theme.px(2)))
            painter.setBrush(theme.colour("ink" if filled else "page"))
            painter.drawEllipse(QPointF(x, middle), radius, radius)
            if dotted:
                painter.setBrush(theme.colour("ink"))
                painter.drawEllipse(QPointF(x, middle), radius * 0.3, radius * 0.3)
            x = self._word(painter, x + theme.px(13), word) + theme.px(20)
        self._word(painter, x - theme.px(6), "? counts as serious until answered")

    def _word(self, painter: QPainter, x: float, word: str) -> float:
        painter.setPen(theme.colour("quiet"))
        width = QFontMetrics(theme.small_font()).horizontalAdvance(word)
        painter.drawText(QRectF(x, 0, width + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, word)
        return x + width
