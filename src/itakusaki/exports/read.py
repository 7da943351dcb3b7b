"""Reading exports: one party's files one after another, made into the canonical tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Final, Self

import duckdb

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.export_layout import ExportLayout
from itakusaki.catalogue.layout import STANDARD
from itakusaki.exports.companies import CompanyHeadings
from itakusaki.exports.company_names import companies_in
from itakusaki.exports.coverage import CoverageReport, ReadSource
from itakusaki.exports.date_words import Scales
from itakusaki.exports.delivered_file import heads_in, parquet_head_in, staged_from
from itakusaki.exports.delivery import Delivery
from itakusaki.exports.extractions import EXTRACTIONS, write_extractions
from itakusaki.exports.failed import why_failed
from itakusaki.exports.head import FileForm, Head
from itakusaki.exports.issues import issue
from itakusaki.exports.kinds import kinds_known, known_by_all
from itakusaki.exports.list_days import ListDays
from itakusaki.exports.match import Doubt, Match, Matcher, Nearly, with_unnamed
from itakusaki.exports.merge import Kept
from itakusaki.exports.merging import Merging
from itakusaki.exports.part import Part, PartMaker
from itakusaki.exports.plan import Planned, planned
from itakusaki.exports.raw import LINES, RECORDS, Raw
from itakusaki.exports.recognise import RecognisedSubmission
from itakusaki.exports.sql import lend, literal, take_back
from itakusaki.exports.staging import without_marks
from itakusaki.exports.times import TimeRules
from itakusaki.exports.unreadable import content_unread, form_unread, says_nothing
from itakusaki.files.lent_database import LentDatabase
from itakusaki.files.refusal import RefusedFileError, is_disk_full
from itakusaki.files.wall import add_machine_outcomes
from itakusaki.model.allowance import bytes_of
from itakusaki.model.candidate import NamedCompany
from itakusaki.model.errors import NoRoomError, TooLittleMemoryError
from itakusaki.model.evidence import EvidenceFile, Submission
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import N_, Message, Value, Words
from itakusaki.model.source import CellRef

#: Shares of a heading's columns by which a log, or a list, is known without a doubt.
_MOST: Final = 0.75
_HALF: Final = 0.5
#: Headings that are named.
_NAMED: Final = 30


def read_delivery(
    submission: Submission, data: EvidenceData, layouts: Sequence[ExportLayout], scratch: Path
) -> Delivery:
    """Read every file of a submission that is an export; `scratch` is an empty folder.

    Raises:
        NoRoomError: the disk is full.
        TooLittleMemoryError: what was read cannot be put together in the memory that is allowed.
    """
    known = submission.heads if isinstance(submission, RecognisedSubmission) else {}
    try:
        with ExportReader(
            data=data, layouts=layouts, settings=submission.settings, scratch=scratch
        ) as reader:
            for file in submission.files:
                reader.take(file, submission, known.get(file.path))
            return reader.finish()
    except duckdb.OutOfMemoryException as error:
        raise TooLittleMemoryError(submission.settings.memory) from error
    except Exception as error:
        if is_disk_full(error):
            raise NoRoomError(str(scratch)) from error
        raise


@dataclass(slots=True)
class _Gathered:
    """What was gathered so far."""

    sources: list[ReadSource] = field(default_factory=list)
    issues: list[DataIssue] = field(default_factory=list)
    doubts: dict[str, list[Message]] = field(default_factory=dict)
    unread: dict[str, Message] = field(default_factory=dict)
    companies: list[NamedCompany] = field(default_factory=list)

    def doubt(self, export: str, says: Message) -> None:
        self.doubts.setdefault(export, []).append(says)


class ExportReader:
    """Reads files into one database that lies in the scratch folder."""

    def __init__(
        self,
        *,
        data: EvidenceData,
        layouts: Sequence[ExportLayout],
        settings: EvidenceSettings,
        scratch: Path,
    ) -> None:
        self._data = data
        self._settings = settings
        self._scratch = scratch
        self._matcher = Matcher(data, layouts, settings.layouts)
        self._own = next(
            (one.title for one in layouts if one.name == STANDARD), Words(ja="", en="")
        )
        self._lent = LentDatabase(settings.memory, settings.threads, scratch / "spill")
        self._connection = self._lent.connection
        lend(self._connection)
        rules = TimeRules(
            time_zone=settings.time_zone,
            period_from=settings.period_from,
            period_to=settings.period_to,
        )
        self._maker = PartMaker(
            self._connection, Scales.of(layouts), rules, strip_domain=settings.strip_domain
        )
        self._list_days = ListDays(Scales.of(layouts))
        self._companies = CompanyHeadings(Scales.of(layouts))
        self._gathered = _Gathered()
        self._tables = 0

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database."""
        take_back(self._connection)
        self._lent.close()

    def take(
        self, file: EvidenceFile, submission: Submission, heads: tuple[Head, ...] | None = None
    ) -> None:
        """Read one file, if it is an export; `heads` are its heads, where they were read before.

        What is wrong with it is an issue; only a full disk, which is nobody's fault, is raised.
        """
        try:
            given = heads_in(submission, file) if heads is None else heads
            why = None if given else form_unread(submission, file)
            if why is not None:
                self._note("export_form_unread", file, why=why)
                self._doubt_called(file)
            why = content_unread(given)
            if why is not None:
                self._gathered.unread[file.path] = why
            if why is not None or (given and all(map(says_nothing, given))):
                self._doubt_called(file)
            for head in given:
                is_parquet = head.kind is FileForm.PARQUET
                self._take(
                    file, submission, parquet_head_in(submission, file) if is_parquet else head
                )
        # No one file may end the run: no list of what may go wrong decides.
        except Exception as error:
            if is_disk_full(error):
                raise
            code, blanks = why_failed(error, bytes_of(self._settings.memory))
            if isinstance(error, duckdb.OutOfMemoryException):
                add_machine_outcomes(1)
            self._note(code, file, "", **blanks)
            self._doubt_called(file)

    def _doubt_called(self, file: EvidenceFile) -> None:
        """Doubt what the file is meant to be by its name: what it would have shown, nobody knows."""
        text = N_("{file} is called like such an export, but could not be read.")
        for export in sorted(self._data.called_by(file.name)):
            self._gathered.doubt(export, Message.of(text, file=file.name))

    def finish(self) -> Delivery:
        """Merge what was read into the canonical tables, and say what was amiss."""
        tables: dict[str, Path] = {}
        kinds: dict[str, Mapping[str, frozenset[str]]] = {}
        logs: list[tuple[str, Part, Kept]] = []
        coverage = CoverageReport(self._settings)
        merging = Merging(self._connection, self._list_days, self._scratch)
        self._lent.expect(sum(source.raw.staged for source in self._gathered.sources))
        for export in self._data.exports.values():
            whole = merging.merge(export, self._gathered.sources, coverage)
            tables[export.id] = merging.table(export)
            coverage.export(export, whole)
            files = [source.kinds for source, part, _ in whole if part.rows]
            kinds[export.id] = known_by_all(export.id, files)
            if export.is_log:
                logs += [(source.file.name, part, one) for source, part, one in whole]
        tables[EXTRACTIONS] = self._scratch / f"{EXTRACTIONS}.parquet"
        write_extractions(self._connection, logs, tables[EXTRACTIONS])
        for export_id, says in coverage.doubts.items():
            for one in says:
                self._gathered.doubt(export_id, one)
        return Delivery(
            tables=tables,
            reads=tuple(coverage.reads),
            issues=(*self._gathered.issues, *coverage.issues),
            doubts={name: tuple(says) for name, says in self._gathered.doubts.items()},
            periods=merging.periods(),
            kinds=kinds,
            unread=self._gathered.unread,
            companies=tuple(self._gathered.companies),
        )

    def _take(self, file: EvidenceFile, submission: Submission, head: Head) -> None:
        match self._matcher.found(head, file.path):
            case Match() as match:
                self._read(file, submission, head, match)
                return
            case Nearly() as nearly:
                self._note_nearly(file, head, nearly)
            case Doubt() as doubt:
                self._note_ambiguous(file, head, doubt)
            case None:
                pass
        self._look_for_companies(file, submission, head)

    def _look_for_companies(self, file: EvidenceFile, submission: Submission, head: Head) -> None:
        """Note the companies that a table names which is no export; whether it can be read says nothing."""
        row = self._companies.heading_row(head)
        if row is not None:
            headings = with_unnamed(head.rows[row], head.rows[row + 1 :])
            with suppress(RefusedFileError):
                raw = self._staged(file, submission, head, headings, row)
                self._note_companies(file, head, raw, in_export=False)

    def _staged(
        self,
        file: EvidenceFile,
        submission: Submission,
        head: Head,
        headings: tuple[str, ...],
        row: int,
    ) -> Raw:
        self._tables += 1
        target = self._scratch / f"raw_{self._tables}.parquet"
        fields = staged_from(submission, file, head, headings, row, target)
        raw = Raw(**{**fields, "path": Path(fields["path"])})
        self._lent.expect(raw.staged)
        if head.kind is not FileForm.PARQUET:
            without_marks(self._connection, raw)
        return raw

    def _note_companies(self, file: EvidenceFile, head: Head, raw: Raw, *, in_export: bool) -> None:
        at = CellRef(file=file.path, sheet=head.sheet)
        found = companies_in(self._connection, raw, self._companies, at, in_export=in_export)
        self._gathered.companies.extend(found)

    def _read(self, file: EvidenceFile, submission: Submission, head: Head, match: Match) -> None:
        raw = self._staged(file, submission, head, match.headings, match.row)
        number = self._tables
        self._note_companies(file, head, raw, in_export=True)
        plans = planned(match, raw, self._data.exports, self._own, self._matcher.headings)
        parts = [
            self._maker.make(plan, raw, f"part_{number}_{index}", number)
            for index, plan in enumerate(plans.plans)
        ]
        fed = [part for part in parts if part.rows or match.layout is None]
        above = head.rows[: max(match.row, 0)]
        column = self._day_column(raw, plans)
        source = ReadSource(
            file=file,
            sheet=head.sheet,
            raw=raw,
            parts=tuple(fed),
            ignored=tuple(h for h in plans.ignored if column is None or h != raw.headings[column]),
            kinds=kinds_known(plans.plans) if match.layout is not None else {},
            day=self._list_days.day(_below(file), head.sheet, above),
            day_column=column,
        )
        self._gathered.sources.append(source)
        self._note_headings(source, match, plans)
        if match.layout is not None:
            self._note_passed_over(source, match.layout, plans)
        self._note_text(source)

    def _day_column(self, raw: Raw, plans: Planned) -> int | None:
        """The place of a column that says of which day a list is, and means nothing else."""
        if raw.kind in {LINES, RECORDS} or not any(plan.export.state for plan in plans.plans):
            return None
        named = (h for h in plans.ignored if self._list_days.is_day_heading(h))
        return next(map(raw.headings.index, named), None)

    def _note_headings(self, source: ReadSource, match: Match, plans: Planned) -> None:
        """Headings that may mean something else than they were read as."""
        if plans.refused:
            refused = ", ".join(plans.refused)
            self._note("export_heading_refused", source.file, source.sheet, headings=refused)
        filled = [heading for heading in match.headings if heading.strip()]
        known = [heading for heading in filled if heading not in plans.ignored]
        if match.export is None or not match.guessed:
            return
        if len(known) < (_MOST if match.export.is_log else _HALF) * len(filled):
            self._note(
                "export_guessed",
                source.file,
                source.sheet,
                export=match.export.title,
                known=", ".join(known[:_NAMED]),
                ignored=", ".join(plans.ignored[:_NAMED]),
                name=source.file.name,
                id=match.export.id,
            )

    def _note_passed_over(self, source: ReadSource, layout: ExportLayout, plans: Planned) -> None:
        raw, file = source.raw, source.file
        for lacking in plans.lacking:
            self._note(
                "export_layout_lacks", file, source.sheet, layout=layout.title, lacking=lacking
            )
        self._doubt_unread(source, plans)
        count, line = _passed_over(self._connection, raw, plans)
        if raw.staged and not source.parts:
            rows: dict[str, Value] = {"layout": layout.title, "count": raw.staged}
            self._note("export_of_other_events", file, source.sheet, **rows)
        elif count:
            says: dict[str, Value] = {
                "layout": layout.title,
                "count": count,
                "rows": raw.staged,
                "line": line,
            }
            self._note("export_rows_passed_over", file, source.sheet, **says)

    def _doubt_unread(self, source: ReadSource, plans: Planned) -> None:
        text = N_(
            "{count} rows of {file} bear on it and are of kinds that are not read; the first is row {line}."
        )
        for export, where in plans.unread:
            count, line = _passed_over(self._connection, source.raw, plans, where)
            if count:
                says = Message.of(text, count=count, file=source.file.name, line=line)
                self._gathered.doubt(export, says)

    def _note_text(self, source: ReadSource) -> None:
        raw = source.raw
        if raw.replaced:
            says: dict[str, Value] = {"count": raw.replaced, "encoding": raw.encoding.upper()}
            self._note("export_encoding", source.file, source.sheet, **says)
        malformed = raw.aside - (raw.cut and raw.cut_row)
        if malformed:
            lines = ", ".join(map(str, raw.aside_lines))
            self._note(
                "export_rows_malformed", source.file, source.sheet, count=malformed, lines=lines
            )

    def _note_nearly(self, file: EvidenceFile, head: Head, nearly: Nearly) -> None:
        export = nearly.export
        required = [column.title for column in export.columns if column.required]
        self._note(
            "export_nearly",
            file,
            head.sheet,
            export=export.title,
            missing=_listed([column.title for column in nearly.missing]),
            required=_listed(required),
            found=", ".join(nearly.found[:_NAMED]),
        )
        says = N_("{file} is nearly such an export, but could not be compared.")
        self._gathered.doubt(export.id, Message.of(says, file=file.name))

    def _note_ambiguous(self, file: EvidenceFile, head: Head, doubt: Doubt) -> None:
        candidates = ", ".join(doubt.names)
        self._note("export_ambiguous", file, head.sheet, candidates=candidates, name=file.name)
        says = N_("{file} may be such an export; itakusaki.toml has to say so.")
        for name in doubt.names:
            self._gathered.doubt(name, Message.of(says, file=file.name))

    def _note(self, code: str, file: EvidenceFile, sheet: str = "", **values: Value) -> None:
        at = CellRef(file=file.path, sheet=sheet)
        self._gathered.issues.append(issue(code, at, file.processor, **values))


def _below(file: EvidenceFile) -> str:
    """The path of a file below its party's folder: what stands above is of the client's making."""
    parts = PurePosixPath(file.path).parts
    at = parts.index(file.processor) + 1 if file.processor in parts[:-1] else 0
    return str(PurePosixPath(*parts[at:]))


def _passed_over(
    connection: duckdb.DuckDBPyConnection, raw: Raw, plans: Planned, where: str = "true"
) -> tuple[int, int]:
    taken = " OR ".join(f"({plan.where})" for plan in plans.plans) or "false"
    found = connection.execute(
        f"SELECT count(*), min(line) FROM read_parquet({literal(str(raw.path))})"
        f" WHERE NOT ({taken}) AND NOT ({plans.skipped}) AND ({where})"
    ).fetchone()
    return (found[0], found[1] or 0) if found else (0, 0)


def _listed(words: Sequence[Words]) -> Words:
    return Words(ja="、".join(word.ja for word in words), en=", ".join(word.en for word in words))
