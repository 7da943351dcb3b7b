"""File checks: what a machine finds in a delivered file beside the answer it stands for (ADR 0021).

A file is checked where everything looked for was found. What cannot be told is left to a person:
to look for less never makes a file better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from itakusaki.catalogue.checklist import Control
from itakusaki.catalogue.names import bare_text, name_fold
from itakusaki.model.evidence import (
    CheckOutcome,
    EvidenceFile,
    EvidenceState,
    FileCheck,
    FileCheckKind,
    FileContents,
)
from itakusaki.model.message import N_, Message, Value
from itakusaki.model.party import Duty, Processor
from itakusaki.model.record import Record
from itakusaki.score.assurance import months_before, scope_checks
from itakusaki.score.case_file import CaseFile

#: From this grade on evidence is a record of what was done, which has a time; a rule only has a day.
RECORD: Final = 3
#: A name that is shorter is found by chance.
_SHORTEST: Final = 2
#: Columns of the ledger whose values tell what a record without a company's name belongs to.
_OWN_WORDS: Final = ("systems", "sites", "work")
PASSED, FAILED, OPEN = CheckOutcome.PASSED, CheckOutcome.FAILED, CheckOutcome.FOR_A_PERSON


def file_checks(
    case_file: CaseFile, control: Control, side: Duty, file: EvidenceFile, row: Record | None
) -> tuple[FileCheck, ...]:
    """Everything looked for in a file beside one control; `row` is its line of the evidence list."""
    contents = file.contents
    if contents is None or contents.unread is not None:
        reason = contents.unread if contents and contents.unread else Message(N_("not opened"))
        says = Message.of(N_("cannot be read by a machine: {reason}"), reason=reason)
        unread = FileCheck(file=file.path, kind=FileCheckKind.READABLE, outcome=OPEN, says=says)
        return (unread, *scope_checks(case_file, control, file, row), *_own(case_file, file))
    return (
        _check(file, FileCheckKind.READABLE, PASSED, N_("read")),
        _filled(file, contents),
        _dated(case_file, control, file, row),
        _named(case_file, side, file),
        *_covers(case_file, control, side, file),
        *scope_checks(case_file, control, file, row),
        *_own(case_file, file),
    )


def is_outside(checks: Iterable[FileCheck]) -> bool:
    """Whether a file is an assurance report or certificate that does not cover what it is handed in for."""
    return any(c.kind is FileCheckKind.SCOPE and c.outcome is FAILED for c in checks)


def file_state(checks: Iterable[FileCheck]) -> EvidenceState:
    """How far a delivered file was looked at: checked where every check was passed."""
    passed = all(check.outcome is PASSED for check in checks)
    return EvidenceState.CHECKED if passed else EvidenceState.DELIVERED


def _check(
    file: EvidenceFile, kind: FileCheckKind, outcome: CheckOutcome, text: str, **values: Value
) -> FileCheck:
    return FileCheck(file=file.path, kind=kind, outcome=outcome, says=Message.of(text, **values))


def _filled(file: EvidenceFile, contents: FileContents) -> FileCheck:
    if not contents.rows:
        return _check(file, FileCheckKind.FILLED, FAILED, N_("an empty form: nothing is filled in"))
    text = N_("{count} filled rows or lines")
    return _check(file, FileCheckKind.FILLED, PASSED, text, count=contents.rows)


def _dated(
    case_file: CaseFile, control: Control, file: EvidenceFile, row: Record | None
) -> FileCheck:
    """Whether a day in the file is one of the time that counts, and agrees with the evidence list."""
    kind, as_of = FileCheckKind.DATED, case_file.as_of
    every = file.contents.days if file.contents else ()
    days = [day for day in every if day <= as_of]
    expires = row.day("expires_on") if row else None
    if expires is not None and expires < as_of:
        return _check(file, kind, FAILED, N_("ran out on {day}"), day=str(expires))
    if not every:
        return _check(file, kind, OPEN, N_("holds no day"))
    if not days:
        text = N_("holds days after the as-of date only, the first {day}")
        return _check(file, kind, FAILED, text, day=str(every[0]))
    first, last = _period(row)
    if not any(first <= day <= last for day in days):
        text = N_("holds no day of the period on the evidence list, {first} to {last}")
        return _check(file, kind, FAILED, text, first=str(first), last=str(last))
    oldest = months_before(as_of, case_file.policy.record_months)
    is_record = case_file.required_grade(control) >= RECORD
    if is_record and days[-1] < oldest:
        text = N_("its last day, {day}, is more than {months} months before the as-of date")
        months = case_file.policy.record_months
        return _check(file, kind, FAILED, text, day=str(days[-1]), months=months)
    return _check(file, kind, PASSED, N_("last day {day}"), day=str(days[-1]))


def _period(row: Record | None) -> tuple[date, date]:
    """The period a file is listed for; all time where none is given."""
    first = row.day("period_from") if row else None
    last = row.day("period_to") if row else None
    return first or date.min, last or date.max


def _named(case_file: CaseFile, side: Duty, file: EvidenceFile) -> FileCheck:
    """Whether the file says whose it is: by the company, or by what only this entrustment has."""
    kind = FileCheckKind.NAMED
    bare = file.contents.bare if file.contents else ""
    folded = name_fold(case_file.company_forms)
    names = {name for name in _company_names(case_file, side) if _stands(folded(name), bare)}
    if names:
        return _check(file, kind, PASSED, N_("names {name}"), name=min(names))
    known = [word for word in _own_words(case_file.processor) if _stands(bare_text(word), bare)]
    others = [other for other in _strangers(case_file) if _stands(folded(other.name), bare)]
    if others:
        says = N_("names another company, {name}, and not this one")
        return _check(file, kind, FAILED, says, name=others[0].name)
    if known:
        return _check(file, kind, PASSED, N_("names {name}"), name=known[0])
    says = N_("names neither the company nor its contract, systems, sites or work")
    return _check(file, kind, OPEN, says)


def _stands(name: str, text: str) -> bool:
    return len(name) >= _SHORTEST and name in text


def _company_names(case_file: CaseFile, side: Duty) -> Iterator[str]:
    """The companies by whose name a side's evidence is told."""
    yield case_file.processor.name
    yield from (row.name for row in case_file.entrustments())
    if side is Duty.CLIENT and case_file.client:
        yield case_file.client


def _own_words(processor: Processor) -> Iterator[str]:
    if processor.corporate_number:
        yield processor.corporate_number
    for row in processor.entrustments:
        yield row.contract
        for column in _OWN_WORDS:
            yield from row.record.entries(column) or [row.record.text(column)]


def _strangers(case_file: CaseFile) -> Iterator[Processor]:
    """The ledger's companies that have no part in this entrustment."""
    own = {case_file.processor.id, *_relatives(case_file)}
    yield from (p for p in case_file.dossier.ledger.processors.values() if p.id not in own)


def _relatives(case_file: CaseFile) -> Sequence[str]:
    return (*case_file.processor.parents, *(child.id for child in case_file.children()))


def _covers(
    case_file: CaseFile, control: Control, side: Duty, file: EvidenceFile
) -> Iterator[FileCheck]:
    """Whether the file covers as many people, terminals, accounts as the answer's figures name."""
    kind = FileCheckKind.COVERS
    asked = [name for name in control.covers if side in case_file.checklist.facts[name].side]
    if not asked or file.contents is None or not case_file.asks_figures(control, asked, side):
        return
    facts = [case_file.fact(name, side) for name in asked]
    numbers = [fact.value for fact in facts if fact and isinstance(fact.value, float)]
    if len(numbers) < len(asked):
        text = N_("how many it has to cover was not answered in full")
        yield _check(file, kind, OPEN, text)
        return
    wanted, rows = int(sum(numbers)), file.contents.rows
    if rows >= wanted:
        text = N_("{rows} rows for the {wanted} that were answered")
        yield _check(file, kind, PASSED, text, rows=rows, wanted=wanted)
        return
    told = file.contents.numbers
    if wanted in told or all(int(number) in told for number in numbers if number):
        yield _check(file, kind, PASSED, N_("tells the {wanted} that were answered"), wanted=wanted)
        return
    text = N_("{rows} rows, where {wanted} were answered")
    yield _check(file, kind, FAILED, text, rows=rows, wanted=wanted)


def _own(case_file: CaseFile, file: EvidenceFile) -> Iterator[FileCheck]:
    """Whether the very same file came from elsewhere."""
    kind = FileCheckKind.OWN
    same = [f for f in case_file.dossier.evidence if f.sha256 == file.sha256 and f is not file]
    allowed = {case_file.processor.id, "", *_relatives(case_file)}
    strange = sorted({f.processor for f in same if f.processor not in allowed})
    if strange:
        text = N_("the same file, byte for byte, came from {parties}")
        yield _check(file, kind, FAILED, text, parties=", ".join(strange))
        return
    names = sorted({f.path for f in same})
    if names:
        text = N_("the same file, byte for byte, is also {files}")
        yield _check(file, kind, PASSED, text, files=", ".join(names))
        return
    yield _check(file, kind, PASSED, N_("no other file is the same"))
