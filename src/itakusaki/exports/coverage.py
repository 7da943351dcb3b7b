"""Coverage: what was read of each export, what was amiss, and what makes a clean result doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from itakusaki.catalogue.export import ColumnType, Export
from itakusaki.exports.issues import issue
from itakusaki.exports.list_states import ListChange, ListStates
from itakusaki.exports.merge import Kept
from itakusaki.exports.part import Flaw, Part
from itakusaki.exports.raw import Raw
from itakusaki.exports.times import Style
from itakusaki.exports.typed import zone_ahead
from itakusaki.model.evidence import EvidenceFile
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import N_, Message, Value
from itakusaki.model.retest import ReadExport
from itakusaki.model.source import CellRef, SourceFile
from itakusaki.model.span import Span

#: Days at either end of the period on which nothing may have happened.
QUIET_DAYS: Final = timedelta(days=3)
#: A log of rare events may be silent for this many times its mean interval.
RARE: Final = 5
#: From this share of duplicates on, in percent, a file was not made as it should be.
MANY: Final = 1
#: Longest example that is quoted, and styles that are named.
_QUOTED: Final = 60
_STYLES: Final = 6

#: An export's part, the file it came from, and what was kept of it.
Fed = tuple["ReadSource", Part, Kept]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSource:
    """A file or sheet that was read; `kinds` are the values that its layout knows of each export.

    `day` is the day that it is of, if it says so, `day_column` the place of a column of such days.
    """

    file: EvidenceFile
    sheet: str
    raw: Raw
    parts: tuple[Part, ...]
    ignored: tuple[str, ...]
    kinds: Mapping[str, Mapping[str, frozenset[str]]]
    day: date | None = None
    day_column: int | None = None


@dataclass(slots=True)
class CoverageReport:
    """What was read of each export, what was amiss, and what makes a clean result doubtful."""

    settings: EvidenceSettings
    reads: list[ReadExport] = field(default_factory=list)
    issues: list[DataIssue] = field(default_factory=list)
    doubts: dict[str, list[Message]] = field(default_factory=dict)
    _zoneless: set[str] = field(default_factory=set)

    def export(self, export: Export, fed: Sequence[Fed]) -> None:
        """Tell of one export."""
        groups: dict[int, list[Fed]] = {}
        for one in fed:
            groups.setdefault(id(one[0]), []).append(one)
        for group in groups.values():
            source = group[0][0]
            read = _read(source, [(part, kept) for _, part, kept in group])
            self.reads.append(read)
            self._cut(source, export, [kept for _, _, kept in group])
            for _, part, kept in group:
                for flaw in part.flaws:
                    self._flaw(source, part, flaw)
                self._times(source, part)
                self._headings(source, part)
                self._doubled(source, part, kept)
            self._put_aside(source, export, read.put_aside)
        self._short(export, fed)

    def lists(self, export: Export, states: ListStates, sources: Sequence[ReadSource]) -> None:
        """Tell of lists of different days: what changed, and of which the day is not known."""
        for change in states.changes:
            self._changed(export, change, sources[change.at])
        for one, other in states.undated:
            first, second = sources[one], sources[other]
            if second.day is not None:
                first, second = second, first
            names = {"file": _named(second), "other": _named(first)}
            self._note("export_list_day_unknown", second, export=export.title, **names)
            says = N_("{file} and {other} differ, and of which days they are is not known.")
            self._doubt(export, says, **names)

    def _changed(self, export: Export, change: ListChange, source: ReadSource) -> None:
        values: dict[str, Value] = {
            "earlier": f"{change.earlier}",
            "later": f"{change.later}",
            "joined": change.joined,
            "left": change.left,
            "changed": change.changed,
        }
        self._note("export_lists_of_days", source, export=export.title, **values)
        if change.backdated:
            says: dict[str, Value] = {"count": change.backdated, "earlier": f"{change.earlier}"}
            self._note("export_list_backdated", source, export=export.title, **says)
            text = N_(
                "The list of {earlier} lacks entries ({count}) that a later one says were there by then. Ask which of both is right."
            )
            self._doubt(export, text, **says)
        if change.shrunk:
            self._note("export_list_shrunk", source, export=export.title, **values)
            text = N_("The list of {later} lacks more than half of that of {earlier}.")
            self._doubt(export, text, **values)

    def _note(self, code: str, source: ReadSource, **values: Value) -> None:
        at = CellRef(file=source.file.path, sheet=source.sheet)
        self.issues.append(issue(code, at, source.file.processor, **values))

    def _doubt(self, export: Export, text: str, **values: Value) -> None:
        self.doubts.setdefault(export.id, []).append(Message.of(text, **values))

    def _cut(self, source: ReadSource, export: Export, kept: Sequence[Kept]) -> None:
        line = source.raw.cut_line
        if not source.raw.cut:
            return
        last_at = max((one.last_line_at for one in kept if one.last_line_at), default=None)
        if last_at is None:
            self._note("export_list_cut_off", source, export=export.title, line=line)
        else:
            last = f"{last_at:%Y-%m-%d %H:%M:%S}"
            self._note("export_cut_off", source, export=export.title, line=line, last=last)
        says = N_("{file} breaks off in line {line}.")
        self._doubt(export, says, file=source.file.name, line=line)

    def _put_aside(self, source: ReadSource, export: Export, count: int) -> None:
        if count:
            says = N_("{count} rows of {file} were rejected, since they cannot be read.")
            self._doubt(export, says, count=count, file=source.file.name)

    def _flaw(self, source: ReadSource, part: Part, flaw: Flaw) -> None:
        moments = part.moments.get(flaw.column.name)
        why = {style.why for style in moments.styles} if moments else set()
        said = {"order_unknown": "export_date_order", "year_unknown": "export_year_unknown"}
        values: dict[str, Value] = {
            "export": part.plan.export.title,
            "column": flaw.column.title,
            "count": flaw.count,
            "example": flaw.example[:_QUOTED],
        }
        known = next((code for reason, code in said.items() if reason in why), None)
        if known:
            self._note(known, source, **values)
        else:
            code = "export_rows_unreadable" if flaw.aside else "export_values_unreadable"
            self._note(code, source, line=flaw.line, **values)
        # A record without its number is still there.
        if not flaw.aside and flaw.column.name not in part.plan.export.key:
            says = N_("{count} values of {column} in {file} cannot be read.")
            self._doubt(
                part.plan.export,
                says,
                count=flaw.count,
                column=flaw.column.title,
                file=source.file.name,
            )

    def _headings(self, source: ReadSource, part: Part) -> None:
        """Headings of one meaning, words in brackets that were not read, and events that failed."""
        export = part.plan.export
        for one in part.differing:
            values: dict[str, Value] = {
                "column": one.column.title,
                "used": one.twin.used,
                "other": one.twin.other,
                "count": one.count,
                "line": one.line,
            }
            code = "export_two_columns" if one.twin.alike else "export_column_beside"
            self._note(code, source, export=export.title, **values)
            if one.twin.alike:
                says = N_("{file}: {used} and {other} mean the same and differ.")
                names = {"file": source.file.name, "used": one.twin.used, "other": one.twin.other}
                self._doubt(export, says, **names)
        for name, remark in part.plan.remarks.items():
            column = export.column(name)
            if remark.fits(column.type):
                continue
            said: dict[str, Value] = {"column": column.title, "remark": remark.text}
            code = "export_remark_unread" if remark.weighs(column.type) else "export_remark_passed"
            self._note(code, source, export=export.title, **said)
            if remark.weighs(column.type):
                text = N_("{file}: what “{remark}” beside {column} means is not known.")
                self._doubt(export, text, file=source.file.name, **said)
        if part.failed:
            failed: dict[str, Value] = {"count": part.failed, "line": part.failed_line}
            self._note("export_rows_failed", source, export=export.title, **failed)

    def _times(self, source: ReadSource, part: Part) -> None:
        for name, moments in part.moments.items():
            column = part.plan.export.column(name)
            if len(moments.readable) > 1:
                styles = "; ".join(map(_style, moments.readable[:_STYLES]))
                self._note(
                    "export_date_styles",
                    source,
                    export=part.plan.export.title,
                    column=column.title,
                    styles=styles,
                )
        if _zones_differ(part):
            says = N_(
                "In {file} some times say their zone and others do not. Ask for the zone of each column of times."
            )
            self._doubt(part.plan.export, says, file=_named(source))
        if not _zone_stated(part) and source.file.path not in self._zoneless:
            self._zoneless.add(source.file.path)
            self._note("export_zone_unknown", source, zone=self.settings.time_zone)

    def _doubled(self, source: ReadSource, part: Part, kept: Kept) -> None:
        title, rows = part.plan.export.title, part.rows + source.raw.aside
        if kept.duplicates:
            many = kept.duplicates * 100 >= MANY * rows
            code = "export_many_duplicates" if many else "export_duplicates"
            values: Mapping[str, Value] = {
                "count": kept.duplicates,
                "rows": rows,
                "share": f"{kept.duplicates * 100 / rows:.1f}",
                "line": kept.duplicate_line,
            }
            self._note(code, source, export=title, **values)
        if kept.differing:
            count, line = kept.differing, kept.differing_line
            self._note("export_record_differs", source, export=title, count=count, line=line)

    def _short(self, export: Export, fed: Sequence[Fed]) -> None:
        firsts = [kept.first_at for _, _, kept in fed if kept.first_at is not None]
        lasts = [kept.last_at for _, _, kept in fed if kept.last_at is not None]
        low, high = self.settings.period_from, self.settings.period_to
        if not firsts or not lasts:
            return
        span = Span(first=min(firsts), last=max(lasts))
        rows = sum(kept.kept for _, _, kept in fed)
        quiet = max(QUIET_DAYS, RARE * (span.last - span.first) / max(rows - 1, 1))
        if span.falls_short(low, high, quiet):
            values: dict[str, Value] = {
                "first": f"{span.first.date()}",
                "last": f"{span.last.date()}",
                "period_from": f"{low or ''}",
                "period_to": f"{high or ''}",
            }
            self._note("export_short", fed[0][0], export=export.title, **values)
            says = N_(
                "The rows run from {first} to {last} only, not from {period_from} to {period_to}."
            )
            self._doubt(export, says, **values)


def _read(source: ReadSource, fed: Sequence[tuple[Part, Kept]]) -> ReadExport:
    """What was read of one file for one export, which several feeds of a layout may share."""
    file, raw, plan = source.file, source.raw, fed[0][0].plan
    return ReadExport(
        export=plan.export.id,
        title=plan.export.title,
        file=SourceFile(path=file.path, sha256=file.sha256, size=file.size),
        sheet=source.sheet,
        layout=plan.layout,
        rows=raw.aside + sum(part.rows for part, _ in fed),
        duplicates=sum(kept.duplicates for _, kept in fed),
        put_aside=raw.aside + sum(part.aside for part, _ in fed),
        kept=sum(kept.kept for _, kept in fed),
        first_at=min((kept.first_at for _, kept in fed if kept.first_at), default=None),
        last_at=max((kept.last_at for _, kept in fed if kept.last_at), default=None),
        cut=raw.cut,
        zone_stated=all(_zone_stated(part) for part, _ in fed),
        encoding=raw.encoding,
        ignored_columns=source.ignored,
    )


def _named(source: ReadSource) -> str:
    return f"{source.file.name}, {source.sheet}" if source.sheet else source.file.name


def _zone_stated(part: Part) -> bool:
    """Whether every time of a part says its zone, or the layout does."""
    return bool(part.plan.zone) or all(_zones(part))


def _zones_differ(part: Part) -> bool:
    """Whether some times of a part say their zone and others, in one column or another, do not."""
    return not _zone_stated(part) and any(_zones(part))


def _zones(part: Part) -> Iterator[bool]:
    """Of each way in which the times of a part are written, whether its zone is said."""
    for name, moments in part.moments.items():
        if part.plan.export.column(name).type is ColumnType.TIME:
            for style in moments.readable:
                yield style.zoned or zone_ahead(part.plan, name) is not None


def _style(style: Style) -> str:
    return f"{style.example[:_QUOTED]} ({style.count})"
