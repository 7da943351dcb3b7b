"""Matches: which canonical export, or which product's layout, the head of a file bears."""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Final

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.export import ColumnType, Export, ExportColumn
from itakusaki.catalogue.export_layout import ExportLayout
from itakusaki.catalogue.outcome import HEADINGS
from itakusaki.exports.date_words import Scales
from itakusaki.exports.head import FileForm, Head
from itakusaki.exports.remarks import Heading, HeadingReader, HeadingRemark, RemarkKind
from itakusaki.files.folding import heading_keys, key

#: A heading stands within the first rows; above it some products write what was searched for.
HEADING_ROWS: Final = 30
#: Columns known at least, of a heading that is mostly of other words.
ENOUGH: Final = 3
#: Of a log's headings, one in so many at least has to be known.
SHARE: Final = 4
#: Known headings from which on a missing required one is worth telling.
NEARLY: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A heading that means what another does: positions of that which is read, and of this one.

    `alike` where nothing tells which of the two is meant.
    """

    used: int
    other: int
    alike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a head is: an export by its own headings, or a layout.

    `row` is the heading's position in the head (-1 where there is none), `headings` what stands in
    it, `columns` canonical column → position of the heading, `clocks` that of a time of day that
    stands apart from its day. `remarks` are what headings say in brackets, `twins` headings of one
    meaning, by canonical column; `refused` are positions of headings whose values are of another
    time. `guessed` where neither the settings nor the file's name say what it is.
    """

    headings: tuple[str, ...]
    row: int
    export: Export | None = None
    layout: ExportLayout | None = None
    columns: Mapping[str, int] = field(default_factory=dict)
    clocks: Mapping[str, int] = field(default_factory=dict)
    remarks: Mapping[str, HeadingRemark] = field(default_factory=dict)
    twins: Mapping[str, tuple[Twin, ...]] = field(default_factory=dict)
    refused: tuple[int, ...] = ()
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearly:
    """A heading that nearly is an export's: what is missing."""

    export: Export
    missing: tuple[ExportColumn, ...]
    found: tuple[str, ...]
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A heading that may be any of several."""

    names: tuple[str, ...]


#: What a head is found to be.
Found = Match | Nearly | Doubt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """How well a row fits an export."""

    export: Export
    columns: Mapping[str, int]
    titles: int
    clocks: Mapping[str, int] = field(default_factory=dict)
    remarks: Mapping[str, HeadingRemark] = field(default_factory=dict)
    twins: Mapping[str, tuple[Twin, ...]] = field(default_factory=dict)
    refused: tuple[int, ...] = ()

    @property
    def known(self) -> int:
        """The number of columns by which it may be told what it is."""
        return sum(not self.export.column(name).qualifies for name in self.columns)

    @property
    def missing(self) -> tuple[ExportColumn, ...]:
        return tuple(c for c in self.export.columns if c.required and c.name not in self.columns)


class Matcher:
    """The exports and layouts in force, asked what a head is."""

    def __init__(
        self,
        data: EvidenceData,
        layouts: Sequence[ExportLayout],
        named: Mapping[str, str] | None = None,
    ) -> None:
        self._exports = {id_: e for id_, e in data.exports.items() if not e.derived}
        self._layouts = {layout.name: layout for layout in layouts}
        self._named = named or {}
        scales = Scales.of(layouts)
        self.headings = HeadingReader(scales)
        # A text that says a time of day.
        self._clocked = re.compile(rf"\d:\d\d|\d ?{scales.some('date', 'hour')}|^\d{{4}}(?:\d\d)?$")
        self._apart = {
            part: {
                k
                for word in scales.scales.get(HEADINGS, {}).get(part, ())
                for k in heading_keys(word)
            }
            for part in ("day", "clock")
        }

    @cached_property
    def _known(self) -> Mapping[str, Mapping[str, list[tuple[int, str]]]]:
        """Export → heading key → columns it may be, those so titled first."""
        return {export.id: _headings(export) for export in self._exports.values()}

    @cached_property
    def _knowing(self) -> Mapping[str, frozenset[str]]:
        """Heading key → the exports that know it."""
        knowing: dict[str, set[str]] = {}
        for name, keys in self._known.items():
            for heading in keys:
                knowing.setdefault(heading, set()).add(name)
        return {heading: frozenset(names) for heading, names in knowing.items()}

    def found(self, head: Head, path: str) -> Found:
        """What a head is; None where it is nothing of ours."""
        named = self._name_for(path)
        layout = self._layout(head, named)
        if layout is not None:
            return layout
        rows = list(enumerate(head.rows[:HEADING_ROWS]))
        fits = [self._at(row, index, head, path, named) for index, row in rows]
        matches = [fit for fit in fits if isinstance(fit, Match | Doubt)]
        nearly = [fit for fit in fits if isinstance(fit, Nearly)]
        if matches:
            return matches[0]
        return max(nearly, key=lambda near: near.known, default=None)

    def _name_for(self, path: str) -> str:
        """The export or layout that the settings name for a file."""
        name = PurePath(path).name
        for pattern, given in self._named.items():
            if fnmatch.fnmatchcase(name, pattern) or fnmatch.fnmatchcase(path, pattern):
                return given
        return ""

    def _layout(self, head: Head, named: str) -> Match | Doubt | None:
        if named in self._exports:
            return None
        found: list[tuple[int, Match]] = []
        for layout in self._layouts.values():
            # What the settings name is taken at its headings, whatever its values show.
            match = _fits(layout, head, sure=layout.name == named)
            if match is not None and named in {"", layout.name}:
                found.append((len(layout.identify) + len(layout.shows), match))
        found.sort(key=lambda one: -one[0])
        best = [match for rank, match in found if rank == found[0][0]]
        if len(best) > 1:
            return Doubt(names=tuple(sorted(m.layout.name for m in best if m.layout)))
        return best[0] if best else None

    def _at(self, row: tuple[str, ...], index: int, head: Head, path: str, named: str) -> Found:
        read = [self.headings.read(cell) for cell in row]
        filled = sum(bool(heading.keys) for heading in read)
        if not filled:
            return None
        keys = {known for heading in read for known in heading.keys}
        exports = self._candidates(keys, named)
        if not exports:
            return None
        rows = head.rows[index + 1 :]
        fits = [self._fit(export, read, rows) for export in exports]
        called = _called(head, path)
        spelled = _spelled(head, index)
        whole = [
            fit
            for fit in fits
            if not fit.missing and (named or _suffices(fit, filled, keys, called=bool(called(fit))))
        ]
        if not whole:
            return _nearly(fits, filled, row, sure=bool(named))
        told = [
            fit
            for fit in whole
            if named or called(fit) or _tells(fit, spelled(fit), empty=not rows)
        ]
        if not told:
            many = [fit.export.id for fit in whole if 2 * fit.known >= filled]
            return Doubt(names=tuple(many)) if many else None
        best = _best(told, spelled, called)
        if len(best) > 1:
            return Doubt(names=tuple(fit.export.id for fit in best))
        (fit,) = best
        return Match(
            headings=row,
            row=index,
            export=fit.export,
            columns=fit.columns,
            clocks=fit.clocks,
            remarks=fit.remarks,
            twins=fit.twins,
            refused=fit.refused,
            guessed=not named and not called(fit),
        )

    def _candidates(self, keys: set[str], named: str) -> list[Export]:
        """The exports whose heading a row of these words may be: most rows of a file are none's.

        Another could be given no column of the row, and every export needs one at least.
        """
        if named in self._exports:
            return [self._exports[named]]
        known = {name for heading in keys for name in self._knowing.get(heading, ())}
        is_clocked = all(keys & words for words in self._apart.values())
        return [e for e in self._exports.values() if e.id in known or (is_clocked and e.is_log)]

    def _fit(
        self, export: Export, read: Sequence[Heading], rows: Sequence[tuple[str, ...]]
    ) -> _Fit:
        claims, refused = self._claims(export, read)
        columns: dict[str, int] = {}
        taken: dict[int, str] = {}
        clocks = self._clocks(export, read, rows)
        for name, (day, clock) in clocks.items():
            if not any(one.name == name and one.place not in {day, clock} for one in claims):
                columns[name], taken = day, {day: name, clock: name}
        titles = 0
        for claim in claims:
            if claim.name not in columns and claim.place not in taken:
                columns[claim.name] = claim.place
                taken[claim.place] = claim.name
                titles += claim.rank == 0 and not export.column(claim.name).qualifies
        remarks = {
            one.name: one.remark
            for one in claims
            if one.remark is not None and columns.get(one.name) == one.place
        }
        joined = {name: pair for name, pair in clocks.items() if taken.get(pair[1]) == name}
        remarks |= {
            name: remark for name, pair in joined.items() if (remark := _of_either(read, pair))
        }
        return _Fit(
            export=export,
            columns=columns,
            titles=titles,
            clocks={name: clock for name, (_, clock) in joined.items()},
            remarks=remarks,
            twins=_twins(claims, columns, taken),
            refused=refused,
        )

    def _claims(
        self, export: Export, read: Sequence[Heading]
    ) -> tuple[list[_Claim], tuple[int, ...]]:
        """What each heading may be, the likeliest first; and headings whose values are refused."""
        known = self._known[export.id]
        claims, refused = [], []
        for place, heading in enumerate(read):
            found = next((one for one in heading.keys if one in known), None)
            if found is None:
                continue
            remark = heading.remark_for(found)
            if remark is not None and remark.kind is RemarkKind.PREVIOUS:
                refused.append(place)
                continue
            now = remark is not None and remark.kind is RemarkKind.CURRENT
            claims += [
                _Claim(rank=rank, later=not now, place=place, name=name, remark=remark)
                for rank, name in known[found]
            ]
        return sorted(claims, key=lambda one: (one.rank, one.later, one.place)), tuple(refused)

    def _clocks(
        self, export: Export, read: Sequence[Heading], rows: Sequence[tuple[str, ...]]
    ) -> Mapping[str, tuple[int, int]]:
        """The time of a log that stands in two columns: positions of the day and of the time of day."""
        days, clocks = (
            [place for place, one in enumerate(read) if self._apart[part] & {*one.keys}]
            for part in ("day", "clock")
        )
        if not export.is_log or not days or not clocks:
            return {}
        day, clock = days[0], clocks[0]
        pairs = [(row[day], row[clock]) for row in rows if max(day, clock) < len(row)]
        apart = any(map(self._clocked.search, (c for _, c in pairs))) and not any(
            map(self._clocked.search, (d for d, _ in pairs))
        )
        return {export.time: (day, clock)} if apart else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A heading that may be a column: `rank` 0 where it is so titled, `later` unless it says it is of now."""

    rank: int
    later: bool
    place: int
    name: str
    remark: HeadingRemark | None


def _of_either(read: Sequence[Heading], places: tuple[int, int]) -> HeadingRemark | None:
    """The remark of one of two headings whose columns are joined."""
    return next((read[place].remark for place in places if read[place].remark is not None), None)


def _twins(
    claims: Sequence[_Claim], columns: Mapping[str, int], taken: Mapping[int, str]
) -> dict[str, tuple[Twin, ...]]:
    """Headings that nothing else takes and that mean what one that is read does."""
    used = {
        claim.name: claim for claim in reversed(claims) if columns.get(claim.name) == claim.place
    }
    found: dict[str, list[Twin]] = {}
    for claim in claims:
        first = used.get(claim.name)
        if first is not None and claim.place not in taken:
            alike = (claim.rank, claim.later) == (first.rank, first.later)
            twin = Twin(used=first.place, other=claim.place, alike=alike)
            found.setdefault(claim.name, []).append(twin)
    return {name: tuple(twins) for name, twins in found.items()}


def _headings(export: Export) -> dict[str, list[tuple[int, str]]]:
    known: dict[str, list[tuple[int, str]]] = {}
    for column in export.columns:
        words = [(0, column.title.ja), (0, column.title.en), (0, column.name)]
        for rank, word in (*words, *((1, alias) for alias in column.aliases)):
            for heading in heading_keys(word):
                if (rank, column.name) not in known.setdefault(heading, []):
                    known[heading].append((rank, column.name))
    return known


def _tells(fit: _Fit, spelled: int, *, empty: bool) -> bool:
    """Whether a fit has more than what every log has: a column of its own, or a word of its own."""
    own = {*fit.columns} & {*fit.export.tells}
    if not fit.export.tells or spelled or (empty and own):
        return True
    return any(fit.export.column(name).type is not ColumnType.CHOICE for name in own)


def _suffices(fit: _Fit, filled: int, keys: set[str], *, called: bool) -> bool:
    """Whether enough of a heading is an export's, and nothing in it another's."""
    export, count = fit.export, fit.known
    if any(heading in keys for word in export.others for heading in heading_keys(word)):
        return False
    if count == 1:
        # A list of a single column is known by its own title alone.
        return filled == 1 and fit.titles == 1
    if count > ENOUGH:
        return called or not export.is_log or SHARE * count >= filled
    return 2 * count >= filled or (export.is_log and count >= ENOUGH)


def _nearly(
    fits: Sequence[_Fit], filled: int, row: tuple[str, ...], *, sure: bool
) -> Nearly | None:
    near = [
        fit
        for fit in fits
        if fit.missing and (sure or (fit.known >= NEARLY and 2 * fit.known > filled)) and fit.known
    ]
    if not near:
        return None
    best = max(near, key=lambda fit: (fit.known, -len(fit.missing)))
    found = tuple(cell for cell in row if cell.strip())
    return Nearly(export=best.export, missing=best.missing, found=found, known=best.known)


def _best(
    fits: Sequence[_Fit], spelled: Callable[[_Fit], int], called: Callable[[_Fit], int]
) -> list[_Fit]:
    """The exports that fit best: by columns; then by what its values say, by names, by titles."""
    most = max(fit.known for fit in fits)
    best = [fit for fit in fits if fit.known == most]
    measures = (spelled, called, lambda fit: fit.titles)
    for measure in measures:
        if len(best) > 1:
            ranks = [measure(fit) for fit in best]
            best = [fit for fit, rank in zip(best, ranks, strict=True) if rank == max(ranks)]
    return best


def _spelled(head: Head, index: int) -> Callable[[_Fit], int]:
    rows = head.rows[index + 1 :]

    def measure(fit: _Fit) -> int:
        count = 0
        for name, position in fit.columns.items():
            column = fit.export.column(name)
            if column.type is ColumnType.CHOICE and not column.qualifies:
                known = spellings_of(column)
                cells = (row[position] for row in rows if position < len(row))
                count += sum(key(cell) in known for cell in cells)
        return count

    return measure


def _called(head: Head, path: str) -> Callable[[_Fit], int]:
    names = [
        heading for text in (head.sheet, PurePath(path).stem) for heading in heading_keys(text)
    ]

    def measure(fit: _Fit) -> int:
        words = (fit.export.title.ja, fit.export.title.en, fit.export.id)
        titles = [heading for word in words for heading in heading_keys(word)]
        return any(title in name for title in titles for name in names)

    return measure


def spellings_of(column: ExportColumn) -> dict[str, str]:
    """A choice's spellings, folded → meaning."""
    known = {
        key(word): meaning
        for meaning, words in reversed(tuple(column.values.items()))
        for word in words
    }
    return known | {key(meaning): meaning for meaning in column.values}


def _fits(layout: ExportLayout, head: Head, *, sure: bool) -> Match | None:
    if layout.line:
        return _fits_lines(layout, head)
    if not layout.identify:
        return None
    for index, row in enumerate(head.rows[:HEADING_ROWS]):
        keys = {heading for cell in row for heading in heading_keys(cell)}
        if all(_any(names, keys) for names in layout.identify):
            headings = with_unnamed(row, head.rows[index + 1 :])
            if sure or _shows(layout, headings, head.rows[index + 1 :]):
                return Match(headings=headings, row=index, layout=layout)
    return None


def _any(names: Sequence[str], keys: set[str]) -> bool:
    return any(heading in keys for name in names for heading in heading_keys(name)[:1])


def _fits_lines(layout: ExportLayout, head: Head) -> Match | None:
    if head.kind is not FileForm.TABLE:
        return None
    pattern = re.compile(layout.line)
    if any(pattern.search(line) for line in head.lines):
        return Match(headings=("line",), row=-1, layout=layout)
    return None


def with_unnamed(row: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """A heading row, filled up where most rows below have more fields than it has headings."""
    widths = Counter(len(below) for below in rows if any(below))
    width = max(widths, key=lambda width: (widths[width], -width), default=0)
    more = max(width - len(row), 0)
    return tuple(
        heading if heading.strip() else f"#{number}"
        for number, heading in enumerate((*row, *([""] * more)), 1)
    )


def _shows(
    layout: ExportLayout, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> bool:
    for name, values in layout.shows.items():
        wanted = set(map(key, values))
        position = next(positions(layout.columns[name].headings, headings), None)
        cells = () if position is None else (row[position] for row in rows if position < len(row))
        if not any(key(cell) in wanted for cell in cells):
            return False
    return True


def positions(names: Sequence[str], headings: Sequence[str]) -> Iterator[int]:
    """The positions of the headings that bear one of these names, in the names' order."""
    keys = [heading_keys(heading) or (heading,) for heading in headings]
    for name in names:
        wanted = name if name.startswith("#") else (heading_keys(name) or ("",))[0]
        for position, spelled in enumerate(keys):
            if wanted in spelled or headings[position] == wanted:
                yield position
