"""Plans: for one staged table, which canonical export is fed from which of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from itakusaki.catalogue.export import Export
from itakusaki.catalogue.export_layout import ExportLayout, Feed, FeedCondition, SourceColumn
from itakusaki.catalogue.spellings import Spellings
from itakusaki.exports.match import Match, Twin, positions
from itakusaki.exports.raw import LINES, RECORDS, Raw
from itakusaki.exports.remarks import HeadingReader, HeadingRemark, RemarkKind
from itakusaki.exports.sql import coalesced, folded, in_record, literal, literals
from itakusaki.files.folding import fold, heading_keys
from itakusaki.model.message import N_, Message, Words

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinCells:
    """Two headings of one meaning with the SQL of their texts; `alike` where nothing tells which is meant."""

    used: str
    other: str
    used_sql: str
    other_sql: str
    alike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One export fed from one staged table: SQL of its columns' texts, and which rows count.

    `number` tells feeds of one layout apart, `identity` is the SQL of what identifies a record, "" for
    the whole row, `repeats` of how many lines a line stands for, "" for one. `layout` is what the
    table is laid out as, `zone`, `dates` and `epoch` what the layout says of times. `remarks` are
    what headings say in brackets, `twins` headings of one meaning, both by canonical column.
    """

    export: Export
    number: int = 0
    columns: Mapping[str, str]
    where: str = "true"
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Spellings] = field(default_factory=dict)
    patterns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    identity: str = ""
    layout: Words
    zone: str = ""
    dates: str = ""
    epoch: str = ""
    repeats: str = ""
    remarks: Mapping[str, HeadingRemark] = field(default_factory=dict)
    twins: Mapping[str, tuple[TwinCells, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """All plans of a table, and the headings that none of them uses.

    `skipped` is the SQL of rows that are left out on purpose, `lacking` names columns without
    which an export cannot be fed; `unread` are exports with the SQL of rows that bear on them.
    `refused` are headings whose values are of another time, and so not read.
    """

    plans: tuple[Plan, ...]
    ignored: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    skipped: str = "false"
    lacking: tuple[Message, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()


def planned(
    match: Match, raw: Raw, exports: Mapping[str, Export], own: Words, headings: HeadingReader
) -> Planned:
    """The plans of a staged table; `own` is what a table under our own headings is laid out as."""
    if match.layout is not None:
        return _of_layout(match.layout, raw, exports, headings)
    if match.export is None:
        raise ValueError(match)
    cells = _Cells(raw, headings)
    columns = {
        name: cells.joined(position, match.clocks[name])
        if name in match.clocks
        else cells.cell(position)
        for name, position in match.columns.items()
    }
    plan = Plan(
        export=match.export,
        columns=columns,
        layout=own,
        remarks=match.remarks,
        twins={name: tuple(map(cells.twin, twins)) for name, twins in match.twins.items()},
    )
    refused = tuple(match.headings[position] for position in match.refused)
    return Planned(plans=(plan,), ignored=cells.ignored(), refused=refused)


def _of_layout(
    layout: ExportLayout, raw: Raw, exports: Mapping[str, Export], headings: HeadingReader
) -> Planned:
    cells = _Cells(raw, headings)
    sources = {
        name: found
        for name, column in layout.columns.items()
        if (found := cells.column(name, column)) is not None
    }
    plans, skips, lacking = [], [], []
    for number, feed in enumerate(layout.feeds):
        export = exports.get(feed.export)
        if export is None:
            continue
        skips += [_holds(condition, sources) for condition in feed.skip]
        plan = _plan(layout, feed, number, export, sources, cells)
        missing = [
            column.title
            for column in export.columns
            if column.required and column.name not in {*plan.columns, *plan.constants}
        ]
        if missing:
            lacking += [_lacks(export, missing)]
        else:
            plans.append(plan)
    skipped = " OR ".join(skips) or "false"
    unread = tuple(
        (one.export, " AND ".join(_holds(condition, sources) for condition in one.when))
        for one in layout.unread
        if one.export in exports
    )
    return Planned(
        plans=tuple(plans),
        ignored=cells.ignored(),
        skipped=skipped,
        lacking=tuple(lacking),
        unread=unread,
        refused=cells.refused,
    )


def _lacks(export: Export, missing: Sequence[Words]) -> Message:
    first, *_ = missing
    return Message.of(N_("{export}: {column}"), export=export.title, column=first)


def _plan(
    layout: ExportLayout,
    feed: Feed,
    number: int,
    export: Export,
    sources: Mapping[str, str],
    cells: _Cells,
) -> Plan:
    columns = {
        name: coalesced(sources[source] for source in given if source in sources)
        for name, given in feed.columns.items()
        if any(source in sources for source in given)
    }
    taken = [_holds(condition, sources) for condition in feed.when]
    left = [f"NOT ({_holds(condition, sources)})" for condition in feed.skip]
    return Plan(
        export=export,
        number=number,
        columns=columns,
        where=" AND ".join((*taken, *left)) or "true",
        constants=feed.constants,
        values=feed.values,
        patterns=feed.patterns,
        identity=sources.get(layout.id, ""),
        layout=layout.title,
        zone=layout.zone,
        dates=layout.dates,
        epoch=layout.epoch,
        repeats=sources.get(layout.repeats, ""),
        remarks=_of_feed(feed, cells.remarks),
        twins=_of_feed(feed, cells.twins),
    )


def _of_feed(feed: Feed, by_source: Mapping[str, Found]) -> dict[str, Found]:
    """What the first of a column's sources that has anything has."""
    return {
        name: by_source[source]
        for name, given in feed.columns.items()
        for source in reversed(given)
        if source in by_source
    }


def _holds(condition: FeedCondition, sources: Mapping[str, str]) -> str:
    text = coalesced(sources[name] for name in condition.columns if name in sources)
    if text == "NULL":
        return "false"
    value = folded(text)
    tests = []
    if condition.equals:
        tests.append(f"{value} IN ({literals(map(fold, condition.equals))})")
    if condition.matches:
        tests.append(f"regexp_matches({value}, {literal(condition.matches)})")
    return f"coalesce({' OR '.join(tests)}, false)"


class _Cells:
    """The SQL of the cells of a staged table, by heading; notes which headings are used."""

    def __init__(self, raw: Raw, headings: HeadingReader) -> None:
        self._raw = raw
        self._headings = headings
        self._used: set[int] = set()
        self._refused: dict[int, str] = {}
        self.remarks: dict[str, HeadingRemark] = {}
        self.twins: dict[str, tuple[TwinCells, ...]] = {}

    @property
    def refused(self) -> tuple[str, ...]:
        """The headings that were asked for and whose values are of another time."""
        return tuple(self._refused.values())

    def twin(self, twin: Twin) -> TwinCells:
        """Two headings of one meaning."""
        return TwinCells(
            used=self._raw.headings[twin.used],
            other=self._raw.headings[twin.other],
            used_sql=self.cell(twin.used),
            other_sql=self.cell(twin.other),
            alike=twin.alike,
        )

    def joined(self, day: int, clock: int) -> str:
        """The SQL of a day and a time of day that stand in two columns, as one text."""
        return _joined(self.cell(day), self.cell(clock))

    def cell(self, position: int) -> str:
        """The SQL of the text under a heading."""
        self._used.add(position)
        if self._raw.kind == RECORDS:
            return in_record("c0", self._raw.headings[position])
        return f"nullif(c{position}, '')"

    def ignored(self) -> tuple[str, ...]:
        """The headings that were not asked for."""
        if self._raw.kind == LINES:
            return ()
        headings = self._raw.headings
        used = {headings[position] for position in self._used}
        return tuple(
            heading
            for heading in headings
            if heading.strip()
            and heading not in used
            and not any(_inside(heading, one) or _inside(one, heading) for one in used)
        )

    def column(self, name: str, column: SourceColumn) -> str | None:
        """The SQL of a source column, None where the table lacks it; `name` is what it is called."""
        if self._raw.kind == LINES:
            bases = ["c0"] if column.patterns else []
        else:
            places = [self._places(name, heading) for heading in column.headings]
            found = dict.fromkeys(place for group in places for place in group)
            bases = [self.cell(position) for position in found]
            if self._raw.kind == RECORDS:
                bases += self._unseen(column)
            pairs = [(group[0], other) for group in places for other in group[1:]]
            if pairs and not (column.paths or column.patterns):
                twins = (Twin(used=one, other=other, alike=True) for one, other in pairs)
                self.twins[name] = tuple(map(self.twin, twins))
        parts = [part for base in bases for part in _inner(base, column)]
        if column.clocks:
            return self._with_clock(name, parts, column.clocks)
        return coalesced(f"nullif({part}, '')" for part in parts) if parts else None

    def _with_clock(self, name: str, days: Sequence[str], clocks: Sequence[str]) -> str | None:
        """The SQL of a day joined with the time of day beside it; None where the table lacks either."""
        places = [place for heading in clocks for place in self._places(name, heading)]
        if not days or not places:
            return None
        return _joined(coalesced(days), coalesced(map(self.cell, places)))

    def _unseen(self, column: SourceColumn) -> Iterator[str]:
        """Fields that no record has among those looked at, but a later one may have."""
        headings = self._raw.headings
        for name in column.headings:
            if not name.startswith("#") and next(positions((name,), headings), None) is None:
                yield in_record("c0", name)

    def _places(self, name: str, wanted: str) -> list[int]:
        """Where a heading stands, save where its values are of another time."""
        places = []
        keys = heading_keys(wanted)[:1]
        for position in dict.fromkeys(positions((wanted,), self._raw.headings)):
            heading = self._headings.read(self._raw.headings[position])
            remark = heading.remark if keys and heading.remark_for(keys[0]) else None
            if remark is not None and remark.kind is RemarkKind.PREVIOUS:
                self._refused[position] = self._raw.headings[position]
                continue
            if remark is not None:
                self.remarks.setdefault(name, remark)
            places.append(position)
        return places


def _joined(day: str, clock: str) -> str:
    """The SQL of a day and a time of day as one text; a midnight that the day bears is none of its own."""
    plain = f"regexp_replace({day}, '[ T]0?0:00(:00)?$', '')"
    return f"{plain} || ' ' || {clock}"


def _inside(heading: str, other: str) -> bool:
    return heading.startswith(other + ".")


def _inner(base: str, column: SourceColumn) -> Iterator[str]:
    """The SQL of what stands inside a cell."""
    texts = [base]
    if column.paths:
        texts = [
            f"CASE WHEN json_valid({base}) THEN {in_record(base, path)} END"
            for path in column.paths
        ]
    if not column.patterns:
        yield from texts
    for text in texts if column.patterns else ():
        for pattern in column.patterns:
            yield f"regexp_extract({text}, {literal(pattern)}, {_group(pattern)})"


def _group(pattern: str) -> int:
    return min(1, re.compile(pattern).groups)


def tagged_row(raw: Raw) -> str:
    """The SQL of a row as one text, the same in whatever order its columns stand."""
    if raw.kind in {LINES, RECORDS}:
        return "c0"
    names = heading_words(raw)
    order = sorted(range(len(names)), key=lambda position: (names[position], position))
    parts = [
        f"CASE WHEN c{p} = '' THEN '' ELSE {literal(names[p])} || chr(30) || c{p} || chr(31) END"
        for p in order
    ]
    return f"concat({', '.join(parts)})"


def heading_words(raw: Raw) -> list[str]:
    """The word that each heading of a table is known by."""
    return [(heading_keys(heading) or (heading,))[0] for heading in raw.headings]
