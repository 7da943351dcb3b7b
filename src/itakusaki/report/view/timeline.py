"""The timeline: what time the logs cover and when tests found something, drawn and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log1p
from typing import Final, NamedTuple

from itakusaki.model.message import N_, Message
from itakusaki.model.retest import Examination, ReadExport, TestOutcome, TestResult
from itakusaki.report.view.axis import Scale, Tick, ticks
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.figures import NOTHING
from itakusaki.report.view.periods import AxisPeriod, PeriodLength, finest, name, periods, start
from itakusaki.report.view.text_width import width, wrapped

#: The picture's measures, in the units of its viewBox; it is read at 680 pixels and on A4.
WIDTH: Final = 680
LEFT, RIGHT = 202.0, 672.0
LABEL_ROOM: Final = LEFT - 12
TOP: Final = 34.0
LABEL, SMALL = 11.0, 9.5
LINE: Final = 14.0
LANE, LANE_GAP = 8.0, 2.0
COUNTS, COLUMN, GAP = 12.0, 22.0, 8.0
GROUND: Final = 1.0
LEAST, WIDEST = 2.0, 26.0
MOST_LANES: Final = 4
MOST_MARKS: Final = 62
MOST_PERIODS: Final = 18
COLLISION: Final = 3.0
MONTHLY: Final = (PeriodLength.MONTH, PeriodLength.QUARTER, PeriodLength.YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLabel:
    """A text in the picture; `css` tells what it is."""

    x: str
    y: str
    css: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A bar in the picture, with what it stands for."""

    x: str
    y: str
    width: str
    height: str
    css: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where a file ends in mid-row: the middle of a cross."""

    left: str
    right: str
    top: str
    bottom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodCounts:
    """A test's hits per period."""

    rule: str
    title: str
    counts: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTable:
    """Hits per test and period, the same as the picture in numbers."""

    heads: tuple[str, ...]
    rows: tuple[PeriodCounts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The picture, its table, and sentences on how to read it."""

    width: str
    height: str
    left: str
    right: str
    title: str
    describes: str
    ticks: tuple[Tick, ...]
    labels: tuple[PictureLabel, ...]
    boxes: tuple[Box, ...]
    cuts: tuple[Cut, ...]
    notes: tuple[str, ...]
    table: CountTable


def timeline(context: ViewContext, examined: Examination) -> Timeline | None:
    """The timeline of what was examined; None where nothing has a time."""
    found = [r for r in examined.results if r.outcome is TestOutcome.CONTRADICTION]
    span = _span(examined.reads, found)
    if span is None:
        return None
    step = finest(span, MOST_MARKS)
    drawing = _Drawing(context, Scale(span=span, left=LEFT, right=RIGHT), step)
    dated = [_Dated(r, _reach(r, examined.reads)) for r in found if r.hits.days]
    drawing.exports(examined.reads)
    drawing.tests(dated)
    return Timeline(
        width=str(WIDTH),
        height=f"{drawing.y:.1f}",
        left=f"{LEFT:.1f}",
        right=f"{RIGHT:.1f}",
        title=context.say(Message(N_("Time covered by the logs, and hits of the tests"))),
        describes=_description(context, span, found),
        ticks=ticks(drawing.scale, context.translator, drawing.y, SMALL),
        labels=tuple(drawing.labels),
        boxes=tuple(drawing.boxes),
        cuts=tuple(drawing.cuts),
        notes=tuple(_notes(context, drawing, examined, found)),
        table=_table(context, span, dated),
    )


class _Dated(NamedTuple):
    """A test whose hits have a time, and the time that all its logs reach."""

    result: TestResult
    reach: tuple[datetime, datetime] | None


def _reach(result: TestResult, reads: Iterable[ReadExport]) -> tuple[datetime, datetime] | None:
    """From the latest beginning to the earliest end of the logs a test looked at."""
    ends: dict[str, tuple[datetime, datetime]] = {}
    for read in reads:
        if read.export in result.exports and read.first_at and read.last_at:
            first, last = ends.get(read.export, (read.first_at, read.last_at))
            ends[read.export] = min(first, read.first_at), max(last, read.last_at)
    if not ends:
        return None
    first, last = max(e[0] for e in ends.values()), min(e[1] for e in ends.values())
    return (first, last) if first <= last else None


def _span(reads: Iterable[ReadExport], found: Iterable[TestResult]) -> AxisPeriod | None:
    days = [at.date() for read in reads for at in (read.first_at, read.last_at) if at]
    days += [day for result in found for day, _ in result.hits.days]
    if not days:
        return None
    last = max(days)
    return AxisPeriod(first=min(days), end=last + timedelta(days=1) if last < date.max else last)


def _description(context: ViewContext, span: AxisPeriod, found: Sequence[TestResult]) -> str:
    say, day = context.say, context.translator.day
    last = span.end - timedelta(days=1)
    text = N_("Time from {first} to {last}. {hits}")
    hit = N_("{test}: {count} in all.")
    said = (Message.of(hit, test=r.title, count=f"{r.hits.total:,}") for r in found)
    told = " ".join(say(message) for message in said)
    return say(Message.of(text, first=day(span.first), last=day(last), hits=told))


MARKS: Final = {
    PeriodLength.DAY: N_("Hits per day"),
    PeriodLength.WEEK: N_("Hits per week"),
    PeriodLength.MONTH: N_("Hits per month"),
    PeriodLength.QUARTER: N_("Hits per quarter"),
    PeriodLength.YEAR: N_("Hits per year"),
}


def _notes(
    context: ViewContext, drawing: _Drawing, examined: Examination, found: Sequence[TestResult]
) -> Iterator[str]:
    """How to read the picture, and what is not in it."""
    yield context.say(
        Message(
            N_(
                "A bar runs from the first to the last line of a file; whether lines are missing in between is not drawn. All columns have one scale, by the logarithm of the count; where there is room the count stands above. The line under them runs as far as all logs of the test reach."
            )
        )
    )
    if drawing.cuts:
        yield context.say(Message(N_("×: the file ends in mid-row.")))
    timeless = dict.fromkeys(context.pick(r.title) for r in examined.reads if not r.first_at)
    if timeless:
        text = N_("Lists without a time, not drawn: {exports}")
        yield context.say(Message.of(text, exports=context.translator.joined(timeless)))
    undated = [context.pick(r.title) for r in found if not r.hits.days]
    if undated:
        text = N_("Hits without a time of their own, not drawn: {tests}")
        yield context.say(Message.of(text, tests=context.translator.joined(undated)))


class _Drawing:
    """Puts one row under the other; `y` is where the next one begins."""

    def __init__(self, context: ViewContext, scale: Scale, step: PeriodLength) -> None:
        self.scale = scale
        self.y = TOP
        self.labels: list[PictureLabel] = []
        self.boxes: list[Box] = []
        self.cuts: list[Cut] = []
        self._context = context
        self._step = step
        self._most = 1

    def exports(self, reads: Iterable[ReadExport]) -> None:
        """A row per kind of log, a bar per file of it."""
        rows: dict[str, list[ReadExport]] = {}
        for read in reads:
            if read.first_at and read.last_at:
                rows.setdefault(read.export, []).append(read)
        if rows:
            self._heading(N_("Time covered by each log"))
        for row in rows.values():
            self._export(row)

    def _export(self, reads: Sequence[ReadExport]) -> None:
        lanes = _lanes(reads)
        used = 1 + max(lane for _, lane in lanes)
        names = wrapped(self._context.pick(reads[0].title), LABEL_ROOM, LABEL, 2)
        bars = used * LANE + (used - 1) * LANE_GAP
        height = max(bars, LINE * len(names))
        self._names(names, self.y, "name")
        top = self.y + (height - bars) / 2
        for read, lane in lanes:
            self._bar(read, top + lane * (LANE + LANE_GAP))
        self.y += height + GAP / 2

    def _bar(self, read: ReadExport, y: float) -> None:
        if not (read.first_at and read.last_at):
            return
        x = self.scale.at(read.first_at)
        end = max(self.scale.at(read.last_at), x + LEAST)
        told = N_("{file}: {first} to {last}, {kept} lines")
        title = Message.of(
            told,
            file=read.file.path,
            first=_minute(read.first_at),
            last=_minute(read.last_at),
            kept=f"{read.kept:,}",
        )
        self._box(x, y, (end - x, LANE), "covered", self._context.say(title))
        if read.cut:
            self.cuts.append(
                Cut(
                    left=f"{end - 4:.1f}",
                    right=f"{end + 4:.1f}",
                    top=f"{y + LANE / 2 - 4:.1f}",
                    bottom=f"{y + LANE / 2 + 4:.1f}",
                )
            )

    def tests(self, found: Sequence[_Dated]) -> None:
        """A row per test that found something, a column per period with hits."""
        if not found:
            return
        self.y += GAP
        self._heading(MARKS[self._step])
        counts = (by_period(self._step, dated.result).values() for dated in found)
        self._most = max(1, *(max(one) for one in counts))
        for dated in found:
            self._test(dated)

    def _test(self, dated: _Dated) -> None:
        result, reach = dated
        rule = Message.of(
            N_("{rule} · {count} hits"), rule=result.rule, count=f"{result.hits.total:,}"
        )
        title = wrapped(self._context.pick(result.title), LABEL_ROOM, LABEL, 3)
        names = (self._context.say(rule), *title)
        height = max(COUNTS + COLUMN, LINE * len(names))
        self._names(names[:1], self.y, "rule")
        self._names(names[1:], self.y + LINE, "name")
        self._columns(result, self.y + height - COLUMN)
        if reach:
            x, end = (self.scale.at(moment) for moment in reach)
            self._box(x, self.y + height, (end - x, GROUND), "ground", "")
        self.y += height + GAP

    def _columns(self, result: TestResult, top: float) -> None:
        counted = by_period(self._step, result)
        marks: list[tuple[int, float]] = []
        for period in periods(self._step, self.scale.span):
            count = counted[period.first]
            if count <= 0:
                continue
            x, end = self.scale.at(period.first), self.scale.at(period.end)
            # One scale for all rows; by the logarithm, for one test may have a thousand times the hits.
            height = max(COLUMN * log1p(count) / log1p(self._most), LEAST)
            title = f"{name(self._step, period, self._context.translator)}: {count:,}"
            middle, room = (x + end) / 2, min(max(end - x - 0.8, LEAST), WIDEST)
            self._box(middle - room / 2, top + COLUMN - height, (room, height), "hits", title)
            marks.append((count, middle))
        self._counts(marks, top - 3)

    def _counts(self, marks: Iterable[tuple[int, float]], y: float) -> None:
        """The counts as far as they do not touch, the greatest first; none is lost: see the table."""
        taken: list[tuple[float, float]] = []
        for count, x in sorted(marks, key=lambda mark: (-mark[0], mark[1])):
            half = width(f"{count:,}", SMALL) / 2
            middle = min(max(x, LEFT + half), WIDTH - half)
            ends = middle - half - COLLISION, middle + half + COLLISION
            if all(ends[1] <= other[0] or ends[0] >= other[1] for other in taken):
                taken.append((middle - half, middle + half))
                self._label(middle, y, "count", f"{count:,}")

    def _heading(self, text: str) -> None:
        self._label(0, self.y + LABEL, "group", self._context.say(Message(text)))
        self.y += LINE + GAP / 2

    def _names(self, lines: Iterable[str], y: float, css: str) -> None:
        for place, line in enumerate(lines):
            self._label(0, y + LABEL + place * LINE, css, line)

    def _label(self, x: float, y: float, css: str, text: str) -> None:
        self.labels.append(PictureLabel(x=f"{x:.1f}", y=f"{y:.1f}", css=css, text=text))

    def _box(self, x: float, y: float, size: tuple[float, float], css: str, title: str) -> None:
        across, down = size
        self.boxes.append(
            Box(
                x=f"{x:.1f}",
                y=f"{y:.1f}",
                width=f"{across:.1f}",
                height=f"{down:.1f}",
                css=css,
                title=title,
            )
        )


def _lanes(reads: Sequence[ReadExport]) -> tuple[tuple[ReadExport, int], ...]:
    """Files that overlap in time stand under one another, up to a few."""
    free: list[datetime] = []
    placed: list[tuple[ReadExport, int]] = []
    for read in sorted(reads, key=lambda r: (r.first_at or datetime.min, r.file.path)):  # noqa: DTZ901 - wall clock
        first, last = read.first_at, read.last_at
        if not (first and last):
            continue
        lane = next((n for n, end in enumerate(free) if end <= first), len(free))
        if lane == len(free) and lane < MOST_LANES:
            free.append(last)
        lane = min(lane, MOST_LANES - 1)
        free[lane] = max(free[lane], last)
        placed.append((read, lane))
    return tuple(placed)


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _table(context: ViewContext, span: AxisPeriod, found: Sequence[_Dated]) -> CountTable:
    step = finest(span, MOST_PERIODS, MONTHLY)
    counted = [by_period(step, dated.result) for dated in found]
    shown = list(periods(step, span))
    if len(shown) > MOST_PERIODS + 1:
        # A stray date may stretch the span over centuries: then the empty periods are left out.
        shown = [p for p in shown if any(c[p.first] for c in counted)][:MOST_PERIODS]
    return CountTable(
        heads=tuple(name(step, period, context.translator) for period in shown),
        rows=tuple(
            PeriodCounts(
                rule=dated.result.rule,
                title=context.pick(dated.result.title),
                counts=tuple(_count(dated, p, counts[p.first]) for p in shown),
                total=f"{dated.result.hits.total:,}",
            )
            for dated, counts in zip(found, counted, strict=True)
        ),
    )


def by_period(step: PeriodLength, result: TestResult) -> Counter[date]:
    """The hits of a test by the first day of their period."""
    counted: Counter[date] = Counter()
    for day, count in result.hits.days:
        counted[start(step, day)] += count
    return counted


def _count(dated: _Dated, period: AxisPeriod, count: int) -> str:
    """A count, or a dash where not all its logs reach: the absence of entries does not prove that nothing happened."""
    if count or dated.reach is None:
        return f"{count:,}" if count else NOTHING
    first, last = dated.reach
    is_reached = first.date() < period.end and last.date() >= period.first
    return "0" if is_reached else NOTHING
