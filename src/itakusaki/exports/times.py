"""Times: what styles a column's dates and times are in, and the SQL that reads each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from itakusaki.exports.date_words import Scales
from itakusaki.exports.sql import literal, literals

#: Styles of a column that are looked at, the most frequent first.
SHAPES: Final = 1000
#: A value's shape: every digit a 9.
SHAPE: Final = "translate({0}, '012345678', '999999999')"
_NINES: Final = str.maketrans("012345678", "999999999")
_DIGITS: Final = "trim(regexp_replace({0}, '[^0-9]+', ' ', 'g'))"
_SIMPLE: Final = re.compile(r"9999([/.\-])99?\1(99?)(?:([ t])99?:99?(:99?)?)?")
_EPOCHS: Final = {"s": 1, "ms": 1_000, "us": 1_000_000}
#: Days of Excel count from here; those of a book made on an old Mac from 1904.
EXCEL_DAY_ZERO: Final = "1899-12-30"
DAY_ZERO_1904: Final = "1904-01-01"
#: A year that a time without one is looked for in lies at most so far outside the period.
_MARGIN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeShape:
    """Values of one shape: how many, the first of them and where it stands."""

    shape: str
    count: int
    line: int
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRules:
    """What a layout, a heading and the settings say about times; `serial` is Excel's day zero.

    Plain numbers are days from then on, "" where there are none such. `ahead` is how many minutes ahead of UTC a
    heading says that its times are, which goes over the layout's `zone`.
    """

    time_zone: str
    zone: str = ""
    ahead: int | None = None
    dates: str = ""
    epoch: str = ""
    serial: str = ""
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A way of writing a time that was met: how often and an example; `why` it cannot be read, if so."""

    name: str
    count: int
    line: int
    example: str
    why: str = ""
    zoned: bool = False


@dataclass(slots=True)
class Moments:
    """How a column is read: an SQL expression of a timestamp, and the styles met."""

    sql: str = "CAST(NULL AS TIMESTAMP)"
    styles: list[Style] = field(default_factory=list)

    @property
    def readable(self) -> tuple[Style, ...]:
        """The styles that can be read."""
        return tuple(style for style in self.styles if not style.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recipe:
    """How values of one group of shapes are read; `text` is the SQL that gives them."""

    sql: str
    style: str
    zoned: bool = False
    why: str = ""


def shape_of(text: str) -> str:
    """The shape of one value, as the SQL above makes it."""
    return text.translate(_NINES)


def like(shape: str) -> str:
    """The pattern of values that are read as those of a shape are: of its style where that is a plain one."""
    simple = _SIMPLE.fullmatch(shape)
    if simple is None:
        return re.escape(shape).replace("9", "[0-9]")
    sign, _, between, seconds = simple.groups()
    clock = (
        f"{between}[0-9]{{1,2}}:[0-9]{{1,2}}{':[0-9]{1,2}' if seconds else ''}" if between else ""
    )
    return f"[0-9]{{4}}[{sign}][0-9]{{1,2}}[{sign}][0-9]{{1,2}}{clock}"


class TimeReader:
    """Reads the times of one column, given its shapes and the order of numbers in its dates."""

    def __init__(self, column: str, scales: Scales, rules: TimeRules, order: str = "") -> None:
        self._column = column
        self._scales = scales
        self._rules = rules
        self._order = rules.dates or order

    def moments(self, shapes: Sequence[TimeShape]) -> Moments:
        """How these shapes are read."""
        groups: dict[_Recipe, list[TimeShape]] = {}
        for shape in shapes:
            groups.setdefault(self._recipe(shape.shape), []).append(shape)
        found = Moments(styles=_styles(groups))
        branches = [
            f"WHEN {SHAPE.format(self._column)} IN ({literals(s.shape for s in members)}) THEN {recipe.sql}"
            for recipe, members in groups.items()
            if not recipe.why
        ]
        if len(branches) == 1 and len(groups) == 1:
            found.sql = next(iter(groups)).sql
        elif branches:
            found.sql = f"CASE {' '.join(branches)} END"
        return found

    def _recipe(self, shape: str) -> _Recipe:
        if re.fullmatch(r"9+(\.9+)?", shape):
            plain = self._plain(shape)
            if plain is not None:
                return plain
        simple = _SIMPLE.fullmatch(shape)
        if simple:
            return self._simple(shape, simple)
        found = self._scales.pattern.fullmatch(shape)
        return (
            _Composer(self._column, self._scales, found).recipe(self._rules, self._order)
            if found
            else _Recipe(sql="", style=_short(shape), why="style_unknown")
        )

    def _plain(self, shape: str) -> _Recipe | None:
        """A plain number: an epoch, a serial of Excel, or digits of a date."""
        column = self._column
        if self._rules.epoch:
            units = _EPOCHS[self._rules.epoch]
            micros = f"CAST(try_cast({column} AS DECIMAL(28, 6)) * {1_000_000 // units} AS BIGINT)"
            sql = in_zone(f"make_timestamp(TRY({micros}))", "UTC", self._rules.time_zone)
            return _Recipe(sql=sql, style="epoch", zoned=True)
        if self._rules.serial and re.fullmatch(r"9{5}(\.9+)?", shape):
            seconds = f"CAST(round(try_cast({column} AS DOUBLE) * 86400) AS BIGINT)"
            sql = f"(TIMESTAMP '{self._rules.serial}' + to_seconds({seconds}))"
            return _Recipe(sql=self._walled(sql), style="Excel")
        return None

    def _simple(self, shape: str, simple: re.Match[str]) -> _Recipe:
        sign, _, between, seconds = simple.groups()
        time = f"{between}%H:%M{':%S' if seconds else ''}" if between else ""
        sql = f"try_strptime({self._column}, {literal(f'%Y{sign}%m{sign}%d{time}')})"
        return _Recipe(sql=self._walled(sql), style=_short(shape))

    def _walled(self, sql: str) -> str:
        return walled(sql, self._rules)


@dataclass(frozen=True, slots=True)
class _Composer:
    """Builds the SQL of a shape that needs more than one step."""

    column: str
    scales: Scales
    found: re.Match[str]

    def recipe(self, rules: TimeRules, order: str) -> _Recipe:
        style = _short(self._nameless(self.found.string))
        if self.found["numbers"] and not order:
            return _Recipe(sql="", style=style, why="order_unknown")
        if self.found["named"] and not self.found["yearly"]:
            return self._yearless(rules, style)
        text = self._digits()
        if self.found["era"]:
            text = self._era_year(text)
        moment = self._halved(f"try_strptime({text}, {literal(self._format(order))})")
        return _Recipe(sql=self._zoned(moment, rules), style=style, zoned=self._states_zone)

    @property
    def _states_zone(self) -> bool:
        return self.found["zone"] is not None

    def _nameless(self, shape: str) -> str:
        name = self.found["name"]
        return shape.replace(name, "mmm", 1) if name else shape

    def _digits(self) -> str:
        """The numbers of a value with blanks between them, in the order they stand in."""
        text = self.column
        if self.found["offset"]:
            text = rf"regexp_replace({text}, ' ?[(]?[+\-]\d\d:?(\d\d)?[)]?$', '')"
        if self.found["frac1"] or self.found["frac2"] or self.found["frac3"]:
            text = rf"regexp_replace({text}, '(\d[^0-9 ]?\d+)[.,:]\d+([^.,0-9]*)$', '\1\2')"
        if self.found["name"]:
            name = self.found["name"]
            month = self.scales.words("month")[name]
            text = f"replace({text}, {literal(name)}, ' {month} ')"
        if self.found["era"] and not self.found["first"].startswith("9"):
            text = f"replace({text}, {literal(self.found['first'])}, ' 1 ')"
        return _DIGITS.format(text)

    def _era_year(self, text: str) -> str:
        before = self.scales.words("era")[self.found["era"]]
        year = rf"CAST({before} + CAST(regexp_extract({text}, '^\d+') AS INTEGER) AS VARCHAR)"
        return rf"({year} || regexp_replace({text}, '^\d+', ''))"

    def _format(self, order: str) -> str:
        if self.found["compact"]:
            day = "%Y%m%d"
        elif self.found["numbers"]:
            day = {"dmy": "%d %m %Y", "mdy": "%m %d %Y"}.get(order, "%Y %m %d")
        elif self.found["named"]:
            day = "%d %m %Y" if self.found["before"] else "%m %d %Y"
        else:
            day = "%Y %m %d"
        return day + self._time_format(tight_before=bool(self.found["compact"]))

    def _time_format(self, *, tight_before: bool) -> str:
        if not self.found["time"]:
            return ""
        if self.found["tight"]:
            time = "%H%M%S" if len(self.found["tight"]) == 6 else "%H%M"  # noqa: PLR2004 - hhmmss
            at = self.found.start("tight")
            apart = not tight_before or self.found.string[at - 1] != "9"
            return f" {time}" if apart else time
        clock = self.found["time"]
        parts = ("%H", "%M", "%S")
        count = len(re.findall("9+", _without_tail(clock, self.found)))
        return " " + " ".join(parts[:count])

    def _halved(self, moment: str) -> str:
        half = self.found["half1"] or self.found["half2"]
        if not half:
            return moment
        afternoon = half in {w for w, m in self.scales.words("date").items() if m == "pm"}
        shift = (
            "hour({0}) < 12 THEN {0} + INTERVAL 12 HOUR"
            if afternoon
            else ("hour({0}) = 12 THEN {0} - INTERVAL 12 HOUR")
        )
        return f"(CASE WHEN {shift.format(moment)} ELSE {moment} END)"

    def _zoned(self, moment: str, rules: TimeRules) -> str:
        if not self._states_zone:
            return walled(moment, rules)
        if self.found["offset"]:
            tail = rf"regexp_extract({self.column}, '([+\-])(\d\d):?(\d\d)?[)]?$', {{}})"
            sign = f"CASE {tail.format(1)} WHEN '-' THEN -1 ELSE 1 END"
            minutes = (
                f"(CAST({tail.format(2)} AS BIGINT) * 60"
                f" + coalesce(try_cast({tail.format(3)} AS BIGINT), 0))"
            )
            utc = f"({moment} - to_minutes({sign} * {minutes}))"
        else:
            ahead = int(self.scales.words("zone")[self.found["zone"]])
            utc = f"({moment} - to_minutes({ahead}))"
        return in_zone(utc, "UTC", rules.time_zone)

    def _yearless(self, rules: TimeRules, style: str) -> _Recipe:
        if rules.period_from is None or rules.period_to is None:
            return _Recipe(sql="", style=style, why="year_unknown")
        low, high = rules.period_from - _MARGIN, rules.period_to + 2 * _MARGIN
        form = literal(
            "%Y "
            + ("%d %m" if self.found["before"] else "%m %d")
            + self._time_format(tight_before=False)
        )
        tries = [
            self._halved(f"try_strptime('{year} ' || {self._digits()}, {form})")
            for year in range(low.year, high.year + 1)
        ]
        inside = [
            f"(coalesce({one} >= TIMESTAMP '{low}' AND {one} < TIMESTAMP '{high}', false))"
            for one in tries
        ]
        once = " + ".join(f"CAST({one} AS INTEGER)" for one in inside)
        chosen = " ".join(f"WHEN {w} THEN {o}" for w, o in zip(inside, tries, strict=True))
        sql = f"CASE WHEN {once} = 1 THEN CASE {chosen} END END"
        return _Recipe(sql=self._zoned(sql, rules), style=style, zoned=self._states_zone)


def _without_tail(clock: str, found: re.Match[str]) -> str:
    """A time's shape without its zone and without parts of a second."""
    zone = found["zone"]
    if zone:
        clock = clock[: clock.rindex(zone)]
    return re.sub(r"(:99?)(?:[.,]9+|:9{3})(\D*)$", r"\1\2", clock)


def in_zone(sql: str, stated: str, wanted: str) -> str:
    """A time of one zone as the wall clock of another; "" where no zone is stated."""
    if not stated or stated == wanted:
        return sql
    return f"timezone({literal(wanted)}, timezone({literal(stated)}, {sql}))"


def walled(sql: str, rules: TimeRules) -> str:
    """A time that does not say its zone as the wall clock of the organisation."""
    if rules.ahead is None:
        return in_zone(sql, rules.zone, rules.time_zone)
    return in_zone(f"({sql} - to_minutes({rules.ahead}))", "UTC", rules.time_zone)


def order_of(most_first: int, most_second: int) -> str:
    """The order of day and month that the largest first and second number of a column allow."""
    months = 12
    if most_first > months >= most_second:
        return "dmy"
    return "mdy" if most_second > months >= most_first else ""


def is_numbers(shape: str) -> bool:
    """Whether a shape is of dates whose day and month may be either of two numbers."""
    return bool(re.search(r"(?<!9)99?(?P<sign>[/.\-])99?(?P=sign)9999", shape))


def _styles(groups: Mapping[_Recipe, Sequence[TimeShape]]) -> list[Style]:
    styles: dict[tuple[str, str], Style] = {}
    for recipe, members in groups.items():
        first = min(members, key=lambda shape: shape.line)
        style = Style(
            name=recipe.style,
            count=sum(shape.count for shape in members),
            line=first.line,
            example=first.example,
            why=recipe.why,
            zoned=recipe.zoned,
        )
        key = (recipe.style, recipe.why)
        if key in styles:
            known = styles[key]
            style = replace(
                min(known, style, key=lambda s: s.line), count=known.count + style.count
            )
        styles[key] = style
    return sorted(styles.values(), key=lambda style: (-style.count, style.line))


def _short(shape: str) -> str:
    """A shape with every number as one digit, parts of a second left out."""
    return re.sub("9+", "9", re.sub(r"(:99?)(?:[.,]9+|:9{3}(?!9))", r"\1", shape))
