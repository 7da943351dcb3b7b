"""The check of what came back, company by company: how far it is answered, and what is amiss."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from itakusaki.intake.issues import ISSUES, UNREAD
from itakusaki.intake.replies import Progress
from itakusaki.intake.requests import REQUESTS
from itakusaki.intake.round import Intake
from itakusaki.model.issue import DataIssue, IssueLevel
from itakusaki.model.message import Message
from itakusaki.model.party import Duty, Processor
from itakusaki.model.source import CellRef, column_index

_DIGITS = re.compile(r"([0-9]+)")
#: Levels of what is to be corrected; a note is not.
TO_CORRECT = (IssueLevel.ERROR, IssueLevel.WARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueGroup:
    """All issues of one kind that a company has, by their place; at least one."""

    code: str
    level: IssueLevel
    issues: tuple[DataIssue, ...]

    @property
    def first(self) -> DataIssue:
        """The one that is quoted for all."""
        return self.issues[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCheck:
    """What came back from one company; `processor` None stands for what belongs to none.

    `progress` are its own workbooks that came back, `unread` counts cells of theirs in which
    something stands that could not be read, `to_correct` the other places in them to be corrected.
    """

    processor: Processor | None
    progress: tuple[Progress, ...]
    unread: int
    to_correct: int
    groups: tuple[IssueGroup, ...]

    @property
    def counted(self) -> Progress | None:
        """The workbook whose answers count."""
        return next((one for one in self.progress if one.counts), None)

    @property
    def due_on(self) -> date | None:
        """The day its reply is due."""
        return self.processor.due_on if self.processor else None

    @property
    def requests(self) -> Iterator[tuple[DataIssue, Message]]:
        """What the company itself can put right in its workbooks, with what to ask, by place."""
        files = {file for one in self.progress for file in one.files}
        issues = [issue for group in self.groups for issue in group.issues]
        for issue in sorted(issues, key=lambda one: place_order(one.at)):
            # The remedy of a suite speaks to whoever filled the form in, unless it has a request.
            own = None if issue.code in ISSUES else issue.mend
            asked = REQUESTS.get(issue.code, own)
            if issue.at.file in files and asked is not None:
                yield issue, asked


def checks(found: Intake, issues: Sequence[DataIssue]) -> tuple[CompanyCheck, ...]:
    """One check for each company in the ledger's order, then one for what belongs to none."""
    by_owner: dict[str, list[DataIssue]] = {}
    known = found.dossier.ledger.processors
    for issue in issues:
        by_owner.setdefault(issue.processor if issue.processor in known else "", []).append(issue)
    companies = [_check(one, found.progress, by_owner.get(code, ())) for code, one in known.items()]
    return (*companies, _check(None, found.progress, by_owner.get("", ())))


def _check(
    processor: Processor | None, progress: Iterable[Progress], issues: Sequence[DataIssue]
) -> CompanyCheck:
    own = tuple(one for one in progress if processor and _is_own(one, processor))
    files = {file for one in own for file in one.files}
    unread = _places(issues, files, unread=True)
    return CompanyCheck(
        processor=processor,
        progress=own,
        unread=len(unread),
        to_correct=len(_places(issues, files, unread=False) - unread),
        groups=_grouped(issues),
    )


def _is_own(progress: Progress, processor: Processor) -> bool:
    return progress.processor == processor.id and progress.side is not Duty.CLIENT


def _places(
    issues: Iterable[DataIssue], files: Collection[str], *, unread: bool
) -> frozenset[CellRef]:
    return frozenset(
        issue.at
        for issue in issues
        if issue.at.file in files and issue.level in TO_CORRECT and (issue.code in UNREAD) is unread
    )


def _grouped(issues: Iterable[DataIssue]) -> tuple[IssueGroup, ...]:
    by_code: dict[str, list[DataIssue]] = {}
    for issue in issues:
        by_code.setdefault(issue.code, []).append(issue)
    groups = (
        IssueGroup(
            code=code,
            level=alike[0].level,
            issues=tuple(sorted(alike, key=lambda one: place_order(one.at))),
        )
        for code, alike in by_code.items()
    )
    order = list(IssueLevel)
    return tuple(sorted(groups, key=lambda group: (order.index(group.level), group.code)))


def place_order(at: CellRef) -> tuple[object, ...]:
    """Where a cell comes when a person counts: A4 before A10, and row by row."""
    column = column_index(at.column) if at.column else 0
    return _natural(at.file), _natural(at.sheet), int(at.row or 0), column


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A text by which numbers in it sort as numbers."""
    parts = (part for part in _DIGITS.split(text) if part)
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts)


def level_counts(groups: Iterable[IssueGroup]) -> Mapping[IssueLevel, int]:
    """How many issues there are of each level."""
    counts = dict.fromkeys(IssueLevel, 0)
    for group in groups:
        counts[group.level] += len(group.issues)
    return counts
