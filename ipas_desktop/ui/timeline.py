"""The timeline of an engagement: months as hair lines, phases as bars with words, a diamond for the decision, today.

A label that does not fit into its bar goes under it. The same facts are the widget's description.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ipas_desktop.forms.definition import Json, QuestionId
from ipas_desktop.ui import theme
from ipas_desktop.ui.moments import day_words, short_day

_HEAD, _LANE, _FOOT = 24, 34, 24


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both included, and its name."""

    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the timeline shows; ``needed_by`` is when a decision is needed."""

    spans: tuple[Span, ...]
    needed_by: date | None
    today: date


def schedule_of(values: Mapping[QuestionId, Json], today: date) -> Schedule | None:
    """Return the schedule in a notification's canonical values; None while there are no dates."""
    spans = _phases(values.get(QuestionId("en.f.phases")))
    start, end = _day(values.get(QuestionId("en.f.start"))), _day(values.get(QuestionId("en.f.end")))
    if not spans and start is not None:
        spans = (Span("Delivery", start, max(end or start, start)),)
    if not spans:
        return None
    return Schedule(spans, _day(values.get(QuestionId("en.f.latest_decision"))), today)


def sentences_of(schedule: Schedule) -> tuple[str, ...]:
    """Return the schedule in words, one fact each."""
    facts = [f"{span.name}: {day_words(span.start)} to {day_words(span.end)}" for span in schedule.spans]
    if schedule.needed_by:
        facts.insert(0, f"Decision needed by {day_words(schedule.needed_by)}")
    return (f"Today is {day_words(schedule.today)}", *facts)


def weeks_words(schedule: Schedule) -> str:
    """Return how long the work lasts, such as "12 weeks"."""
    first, last = min(span.start for span in schedule.spans), max(span.end for span in schedule.spans)
    days = (last - first).days + 1
    if days < 14:
        return f"{days} day{'' if days == 1 else 's'}"
    return f"{round(days / 7)} weeks"


def _phases(rows: Json) -> tuple[Span, ...]:
    found = []
    for row in rows if isinstance(rows, list) else []:
        dates = row.get("dates") if isinstance(row, dict) else None
        if isinstance(row, dict) and isinstance(dates, dict):
            start, end = _day(dates.get("from")), _day(dates.get("to"))
            if start is not None and end is not None and end >= start:
                found.append(Span(str(row.get("name") or "Phase"), start, end))
    return tuple(sorted(found, key=lambda span: span.start))


def _day(value: Json) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


class Timeline(QWidget):
    """Paints a schedule; phases that would touch share no lane."""

    def __init__(self, schedule: Schedule) -> None:
        super().__init__()
        self._schedule = schedule
        days = [span.start for span in schedule.spans] + [span.end for span in schedule.spans] + [schedule.today]
        if schedule.needed_by:
            days.append(schedule.needed_by)
        margin = max((max(days) - min(days)).days // 14, 4)
        self._first, self._last = min(days) - timedelta(days=margin), max(days) + timedelta(days=margin)
        self._lanes: list[int] = []
        self._share_lanes(theme.px(520))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Timeline, {weeks_words(schedule)}")
        self.setAccessibleDescription(". ".join(sentences_of(schedule)))

    def _share_lanes(self, width: float) -> None:
        """Put each span, with its words, into the first lane that is free there."""
        metrics = QFontMetrics(theme.small_font())
        free_from: list[float] = []
        self._lanes = []
        for span in self._schedule.spans:
            left, right = self._x(span.start, width), self._x(span.end + timedelta(days=1), width)
            said = metrics.horizontalAdvance(span.name) + theme.px(10)
            fits_inside = said <= right - left
            before = not fits_inside and right + said > width and left >= said
            start = left - said if before else left
            end = right if fits_inside or before else right + said
            lane = next((place for place, free in enumerate(free_from) if free <= start), len(free_from))
            free_from[lane : lane + 1] = [end + theme.px(8)]
            self._lanes.append(lane)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lanes = self._lane_count()
        self._share_lanes(event.size().width())
        if self._lane_count() != lanes:
            self.updateGeometry()

    def _lane_count(self) -> int:
        return max(self._lanes) + 1 + (1 if self._schedule.needed_by else 0)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(520), theme.px(_HEAD + _LANE * self._lane_count() + _FOOT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(320), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - theme.px(_FOOT)
        self._paint_months(painter, bottom)
        for span, lane in zip(self._schedule.spans, self._lanes, strict=True):
            self._paint_span(painter, span, theme.px(_HEAD + 5 + _LANE * lane))
        if self._schedule.needed_by:
            self._paint_needed(painter, self._schedule.needed_by, theme.px(_HEAD + _LANE * (self._lane_count() - 1)))
        self._paint_today(painter, bottom)

    def _x(self, day: date, width: float | None = None) -> float:
        return (
            (self.width() if width is None else width)
            * (day - self._first).days
            / max((self._last - self._first).days, 1)
        )

    def _paint_months(self, painter: QPainter, bottom: int) -> None:
        painter.setFont(theme.small_font())
        metrics = QFontMetrics(theme.small_font())
        free_from = 0.0
        for month in _months(self._first, self._last):
            x = max(self._x(month), 0.0)
            if self._x(month) > 0:
                painter.setPen(QPen(theme.colour("hair"), 1))
                painter.drawLine(QPointF(x, theme.px(_HEAD)), QPointF(x, bottom))
            name = f"{month:%b %Y}" if month.month == 1 else f"{month:%b}"
            width = metrics.horizontalAdvance(name)
            if x >= free_from and x + width <= self.width():
                painter.setPen(theme.colour("quiet"))
                painter.drawText(QRectF(x, 0, width + 2, theme.px(_HEAD - 4)), Qt.AlignmentFlag.AlignVCenter, name)
                free_from = x + width + theme.px(12)
        painter.setPen(QPen(theme.colour("hair"), 1))
        for y in (theme.px(_HEAD) - 1, bottom):
            painter.drawLine(QPointF(0, y + 0.5), QPointF(self.width(), y + 0.5))

    def _paint_span(self, painter: QPainter, span: Span, top: int) -> None:
        left, right = self._x(span.start), self._x(span.end + timedelta(days=1))
        box = QRectF(left, top, max(right - left, theme.px(4)), theme.px(22))
        painter.setPen(QPen(theme.colour("progress"), 1))
        painter.setBrush(theme.colour("progress_tint"))
        painter.drawRect(box)
        font = theme.small_font()
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(span.name) + theme.px(10)
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        if width <= box.width():
            painter.drawText(box.adjusted(theme.px(5), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, span.name)
            return
        before = left >= width and right + width > self.width()
        x = left - width if before else right + theme.px(5)
        room = width if before else max(self.width() - x, 0.0)
        shown = metrics.elidedText(span.name, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(x, top, room, box.height()), Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_needed(self, painter: QPainter, day: date, top: int) -> None:
        half, middle = theme.px(7), QPointF(self._x(day), top + theme.px(_LANE) / 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink"))
        corners = ((0, -half), (half, 0), (0, half), (-half, 0))
        painter.drawPolygon(QPolygonF([QPointF(middle.x() + dx, middle.y() + dy) for dx, dy in corners]))
        painter.restore()
        text = f"Decision needed by {short_day(day)}"
        painter.setFont(theme.small_font())
        painter.setPen(theme.colour("ink"))
        width = QFontMetrics(theme.small_font()).horizontalAdvance(text) + 2
        x = middle.x() + theme.px(12)
        if x + width > self.width():
            x = middle.x() - theme.px(12) - width
        painter.drawText(QRectF(x, top, width, theme.px(_LANE)), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_today(self, painter: QPainter, bottom: int) -> None:
        x = self._x(self._schedule.today)
        painter.setPen(QPen(theme.colour("ink"), theme.px(2)))
        painter.drawLine(QPointF(x, theme.px(_HEAD)), QPointF(x, bottom + theme.px(3)))
        font = theme.small_font(QFont.Weight.Bold)
        width = QFontMetrics(font).horizontalAdvance("Today") + 2
        left = min(max(x - width / 2, 0), self.width() - width)
        painter.setFont(font)
        painter.drawText(
            QRectF(left, bottom + theme.px(3), width, theme.px(_FOOT - 3)), Qt.AlignmentFlag.AlignCenter, "Today"
        )


def _months(first: date, last: date) -> list[date]:
    month, found = first.replace(day=1), []
    while month <= last:
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found
