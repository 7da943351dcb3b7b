"""Runs: one damaged hand-in after another, held against what the whole one came to."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Final

from openpyxl import load_workbook

from itakusaki.audit.assess import deliveries_of, gate, intake, judge
from itakusaki.audit.examinations import deliveries, examined_party
from itakusaki.audit.run_options import RunOptions
from itakusaki.audit.setup import Setup
from itakusaki.model.assessment import Assessment, Dossier, ProcessorResult
from itakusaki.model.issue import EVIDENCE_MISSING, DataIssue
from itakusaki.model.retest import Examination, TestOutcome, TestResult
from itakusaki.model.verdict import Rating
from itakusaki.score.uncompared import NOT_COMPARED
from itakusaki.wiring import open_workspace
from mutations import of_deliveries, of_workbooks
from mutations.made import MadeDesk, clean_files, planted_files
from support.sample import SAMPLE

ROUND: Final = "2026Q4"
#: Ratings that give no letter: an open question, something unacceptable, or evidence to come.
NO_LETTER: Final = frozenset({Rating.TO_EXPLAIN, Rating.UNACCEPTABLE, Rating.PENDING})
#: Whose workbook is which of the sample's.
WORKBOOKS: Final[Mapping[str, str]] = {
    "P01": "P01_星見ヶ浦データサービス_回答.xlsx",
    "P02": "P02_風待岬コールセンター_回答（最終版）.xlsx",
    "P12": "コピー ～ 調査票（記入済）.xlsx",
    "P14": "P14_潮騒台コールセンター_回答.xlsx",
}
#: What is damaged: the clean party's logs and workbook, P14's logs, P02's and P12's workbooks. Of the
#: less of P14 files are left out, all logs and all lists first, and nothing else is done.
#: The made deliveries are small, whole but for what was planted, and so the sharpest.
KINDS: Final = (
    "clean made",
    "planted made",
    "P14 less",
    "P01 logs",
    "P14 logs",
    "P01 book",
    "P02 book",
    "P12 book",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A damage after which something looked better: the kind, the seed, what was done, what gained."""

    kind: str
    seed: int
    done: str
    gained: tuple[str, ...]


@dataclass(kw_only=True)
class Round:
    """The sample with one processor alone handed in, in a folder of its own."""

    folder: Path
    processor: str

    @classmethod
    def of(cls, target: Path, processor: str) -> Round:
        """Lay out the folder: contracts, reviews, the client's own forms, one party's files."""
        name = WORKBOOKS[processor]
        shutil.copytree(
            SAMPLE,
            target,
            ignore=lambda where, names: [
                n for n in names if _is_others(Path(where), n, name, processor)
            ],
        )
        return cls(folder=target, processor=processor)

    @property
    def evidence(self) -> Path:
        return self.folder / "evidence" / ROUND / self.processor

    @property
    def workbook(self) -> Path:
        return self.folder / "questionnaires" / ROUND / WORKBOOKS[self.processor]

    @cached_property
    def setup(self) -> Setup:
        """Its rules are loaded, and its queries printed, once for all runs."""
        return open_workspace(self.folder)

    def examination(self) -> Examination:
        """The party's logs as they lie there, put through the tests."""
        setup = self.setup
        for party in deliveries(setup, deliveries_of(setup)):
            if party.processor == self.processor:
                return examined_party(party, setup.rules, RunOptions(), ROUND)
        return Examination(processor=self.processor)

    def dossier(self) -> Dossier:
        """What was handed in as it lies there, its logs not looked at."""
        return intake(self.setup, on_progress=_silent).dossier

    def judged(self, dossier: Dossier, examined: Examination) -> Assessment:
        """What the round comes to with an examination made before."""
        return judge(self.setup, replace(dossier, examinations=(examined,)))

    def gated(self) -> tuple[DataIssue, ...]:
        """What the gate says of the round."""
        setup = self.setup
        return gate(setup, intake(setup, on_progress=_silent))


def _is_others(where: Path, name: str, kept: str, processor: str) -> bool:
    if where.name != ROUND:
        return False
    if where.parent.name == "questionnaires":
        return name != kept and not name.startswith("委託元")
    return where.parent.name == "evidence" and name not in {processor, "client"}


def _silent(_what: str) -> None:
    """Say nothing while it runs."""


@dataclass(slots=True, kw_only=True)
class Bench:
    """The whole hand-in of one processor, and damaged ones beside it."""

    round: Round
    examined: Examination
    dossier: Dossier
    credits: Mapping[str, float]
    verified: float
    issues: frozenset[tuple[str, str, str, str]]
    rows: Mapping[str, tuple[str, range]]
    logs: dict[str, bytes]
    papers: frozenset[str]
    book: bytes

    @classmethod
    def of(cls, target: Path, processor: str) -> Bench:
        """Lay out a processor's round, and look at it undamaged."""
        laid = Round.of(target, processor)
        examined = laid.examination()
        dossier = laid.dossier()
        assessment = laid.judged(dossier, examined)
        book = laid.workbook.read_bytes()
        return cls(
            round=laid,
            examined=examined,
            dossier=dossier,
            credits=_credits(assessment, processor),
            verified=_result(assessment, processor).score.verified or 0.0,
            issues=frozenset(map(_place, assessment.issues)),
            rows=_rows_of_controls(book),
            logs={name: (laid.evidence / name).read_bytes() for name in sorted(_names(examined))},
            papers=frozenset(path.name for path in laid.evidence.iterdir()) - _names(examined),
            book=book,
        )

    def damage_logs(self, seed: int) -> tuple[str, tuple[str, ...]]:
        """Damage the delivery; what was done, and what looks better for it."""
        files, done = of_deliveries.damaged(seeded(seed), self.logs)
        try:
            self._lay(files)
            examined = self.round.examination()
        finally:
            self._lay(self.logs)
        if self.round.processor == "P14":
            return done, tuple(_lost(done, self.examined, examined, (TestOutcome.CONTRADICTION,)))
        gained = self._gained(self.round.judged(self.dossier, examined), ())
        return done, (*self._cleared(examined), *gained)

    def leave_out(self, seed: int) -> tuple[str, tuple[str, ...]]:
        """Leave files out of the delivery; what was done, and what looks better for it."""
        kinds = {
            read.file.path.rpartition("/")[2]: read.export in LOGS for read in self.examined.reads
        }
        gone, done = of_deliveries.left_out(seed, seeded(seed), kinds)
        kept = {name: body for name, body in self.logs.items() if name not in gone}
        if seed % 2 == 0 and seed > len(of_deliveries.LEFT_OUT):
            done = f"emptied or {done}"
            logs = (name for name in gone if kinds[name])
            kept |= dict.fromkeys(logs, b"")
        try:
            self._lay(kept)
            examined = self.round.examination()
            assessment = self.round.judged(self.round.dossier(), examined)
        finally:
            self._lay(self.logs)
        told = (
            *self._cleared(_result(assessment, self.round.processor).examination or examined),
            *self._gained(assessment, ()),
            *self._looks_better(assessment),
            *self._unasked(gone - kept.keys(), assessment),
        )
        return done, told

    def _looks_better(self, assessment: Assessment) -> Iterator[str]:
        """A letter that was withheld and is given, or a score that is higher."""
        result = _result(assessment, self.round.processor)
        if result.rating not in NO_LETTER:
            yield f"rated {result.rating}"
        if (result.score.verified or 0.0) > self.verified:
            yield f"{self.verified} to {result.score.verified}"

    def _unasked(self, gone: Iterable[str], assessment: Assessment) -> Iterator[str]:
        """Files that are missing and of which no issue says so."""
        told = [
            str(issue.says.values) for issue in assessment.issues if issue.code == EVIDENCE_MISSING
        ]
        yield from (f"{name} is not asked for" for name in gone if name not in str(told))

    def damage_book(self, seed: int) -> tuple[str, tuple[str, ...]]:
        """Damage the workbook; what was done, and what looks better for it."""
        content, done = of_workbooks.damaged(seeded(seed), self.book)
        try:
            self.round.workbook.write_bytes(content)
            dossier = self.round.dossier()
            assessment = self.round.judged(dossier, self.examined)
            gained = tuple(self._gained(assessment, assessment.issues))
            # The gate takes seconds, and is asked only where there is something for it to excuse.
            gated = self.round.gated() if gained else ()
        finally:
            self.round.workbook.write_bytes(self.book)
        if gated:
            before = frozenset(map(_place, self.round.gated()))
            fresh = (one for one in gated if _place(one) not in before)
            gained = tuple(self._gained(assessment, (*assessment.issues, *fresh)))
        return done, gained

    def _lay(self, files: Mapping[str, bytes]) -> None:
        for path in self.round.evidence.iterdir():
            if path.name not in files and path.name not in self.papers:
                path.unlink()
        for name, body in files.items():
            path = self.round.evidence / name
            if not path.exists() or path.read_bytes() != body:
                path.write_bytes(body)

    def _outcomes(self, outcome: TestOutcome) -> Iterator[TestResult]:
        return (result for result in self.examined.results if result.outcome is outcome)

    def _cleared(self, examined: Examination) -> Iterator[str]:
        """Tests that are clean and were not before."""
        before = {result.test for result in self._outcomes(TestOutcome.CONSISTENT)}
        for result in examined.results:
            if result.outcome is TestOutcome.CONSISTENT and result.test not in before:
                yield f"{result.test} is clean"

    def _gained(self, assessment: Assessment, issues: Iterable[DataIssue]) -> Iterator[str]:
        """Controls that have more verified credit than before, and whose cells no new issue names."""
        fresh = [one for one in issues if _place(one) not in self.issues and self._of_book(one)]
        for control, credit in _credits(assessment, self.round.processor).items():
            before = self.credits.get(control)
            if credit > (before or 0.0) and not any(self._names(one, control) for one in fresh):
                yield f"{control}: {before} to {credit}"

    def _of_book(self, issue: DataIssue) -> bool:
        return issue.at.file.endswith(self.round.workbook.name)

    def _names(self, issue: DataIssue, control: str) -> bool:
        """Whether an issue names a cell of a control, its column or sheet as a whole, or its id."""
        sheet, rows = self.rows.get(control, ("", range(0)))
        row = int("".join(filter(str.isdigit, issue.at.cell)) or 0)
        in_cells = issue.at.sheet == sheet and (row in rows or row <= HEAD)
        return in_cells or control in str(issue.says.values)


#: Rows of a sheet of questions down to its heading; a cell there stands for its column, none for the sheet.
HEAD: Final = 4
CONTROL: Final = re.compile(r"[A-Z]{3}-\d\d(?:\.|$)")
LOGS: Final = frozenset({"sign_ins", "downloads", "device_events", "changes", "entries"})


def _names(examined: Examination) -> frozenset[str]:
    """The files that were read as logs and lists; the others are papers, and stay as they are."""
    return frozenset(read.file.path.rpartition("/")[2] for read in examined.reads)


def _place(issue: DataIssue) -> tuple[str, str, str, str]:
    """Where an issue stands and what it says: of one place another thing may be said than before.

    What is named beside something lost are the controls that count: that one counts more is no news of it.
    """
    values = dict(issue.says.values)
    said = values["lost"] if issue.code == NOT_COMPARED else values
    return issue.code, issue.at.sheet, issue.at.cell, str(said)


def _rows_of_controls(book: bytes) -> dict[str, tuple[str, range]]:
    """The sheet of each control and its rows, down to the next one."""
    found: dict[str, tuple[str, range]] = {}
    for sheet in load_workbook(io.BytesIO(book), read_only=True).worksheets:
        rows: dict[str, list[int]] = {}
        ids = (str(row[0].value or "") for row in sheet.iter_rows(max_col=1))
        for at, text in enumerate(ids, 1):
            if CONTROL.match(text) and sheet.sheet_state == "visible":
                rows.setdefault(text.partition(".")[0], []).append(at)
        found |= {
            control: (sheet.title, range(min(at), max(at) + 1)) for control, at in rows.items()
        }
    return found


def _credits(assessment: Assessment, processor: str) -> dict[str, float]:
    controls = _result(assessment, processor).controls
    return {one.control: one.verified for one in controls if one.verified is not None}


def _result(assessment: Assessment, processor: str) -> ProcessorResult:
    return next(r for r in assessment.results if r.processor.id == processor)


@dataclass(slots=True)
class Benches:
    """A bench for each processor, laid out when first wanted and then kept."""

    folder: Path
    _laid: dict[str, Bench] = field(default_factory=dict)
    _desk: MadeDesk | None = None

    def run(self, kind: str, seeds: Iterator[int]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Damage what is of a kind once for each seed."""
        processor, what = kind.split()
        if what == "made":
            yield from self._made(processor, seeds)
            return
        if processor not in self._laid:
            self._laid[processor] = Bench.of(self.folder / processor, processor)
        bench = self._laid[processor]
        for seed in seeds:
            yield (seed, *_damage(bench, what)(seed))

    def _made(self, which: str, seeds: Iterator[int]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        files = clean_files() if which == "clean" else planted_files()
        desk = self._desk = self._desk or MadeDesk.of(self.folder)
        before = desk.examination(files)
        for seed in seeds:
            damaged, done = of_deliveries.damaged(seeded(seed), files)
            found = desk.examination(damaged)
            yield seed, done, tuple(_lost(done, before, found, NOT_CLEAN))


def _damage(bench: Bench, what: str) -> Callable[[int], tuple[str, tuple[str, ...]]]:
    ways = {"logs": bench.damage_logs, "less": bench.leave_out, "book": bench.damage_book}
    return ways[what]


#: The test that holds two extractions of a log against one another; with one it cannot be made.
EXTRACTIONS: Final = "extractions-differ"
#: Tests on the logs themselves: however many lines are taken out, they may not become clean.
OF_THE_LOG: Final = frozenset({"log-silence", "log-sequence-break"})
NOT_CLEAN: Final = tuple(one for one in TestOutcome if one is not TestOutcome.CONSISTENT)


def _lost(
    done: str, before: Examination, found: Examination, outcomes: Iterable[TestOutcome]
) -> Iterator[str]:
    """Tests that came to one of the outcomes and are clean now, although their logs are still there.

    Cells that change places within a list make another list as true as the first: a tool can only
    see what other lists and logs say of it, and each test looks at its own. So this is not counted;
    in a log it is. Nor is that a log which now comes in two files can be held against itself.
    """
    if done.startswith(of_deliveries.swap_cells.__name__) and _is_of_list(done, before):
        return
    now = {result.test: result for result in found.results}
    there, whole = _still_there(done, before, found), set(_kept(found))
    for result in before.results:
        logs = {export for export in result.exports if export in LOGS}
        one = now.get(result.test)
        clean = one is not None and one.outcome is TestOutcome.CONSISTENT
        here = logs <= (whole if result.test in OF_THE_LOG else there)
        made_twice = result.test == EXTRACTIONS and result.outcome is TestOutcome.CANNOT_COMPARE
        if clean and result.outcome in outcomes and here and not made_twice:
            yield f"{result.test} is clean"


def _is_of_list(done: str, examined: Examination) -> bool:
    name = done.partition(" ")[2]
    exports = {read.export for read in examined.reads if read.file.path.endswith(name)}
    return exports.isdisjoint(LOGS)


def _still_there(done: str, before: Examination, found: Examination) -> set[str]:
    """The exports that are still there, as tests see it that look at single lines.

    Of a log with more than a twentieth of its lines taken out here and there, what is left looks
    like the export of a part, which many a true log is (its numbers run on over lines of other
    kinds): that the line of a hit went with the others cannot be seen in what is left.
    """
    kept = _kept(found)
    if not done.startswith(of_deliveries.drop_rows.__name__):
        return set(kept)
    return {name for name, count in _kept(before).items() if kept[name] * 20 >= count * 19}


def _kept(examined: Examination) -> Counter[str]:
    counted = Counter[str]()
    for read in examined.reads:
        counted[read.export] += read.kept
    return +counted


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing is kept secret by it


def share(runs: int, kind: str) -> int:
    """How many of the runs are of a kind."""
    at = KINDS.index(kind)
    return runs // len(KINDS) + (at < runs % len(KINDS))
