"""Missing: files that a party named and did not deliver, and the control tests that wait for them (ADR 0050).

A log that is there can speak against an answer; one that is left out cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.answer import Questionnaire
from itakusaki.model.message import Words, shared_words
from itakusaki.model.retest import Examination, TestOutcome
from itakusaki.score.case_file import CaseFile
from itakusaki.score.grade import folded

#: Endings of files that a log or a list may come in; a name without one describes, and names no file.
TABLES: Final = frozenset(
    {".csv", ".evtx", ".gz", ".json", ".jsonl", ".log", ".parquet", ".tsv", ".txt", ".xls", ".xlsm"}
    | {".xlsx", ".zip"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFile:
    """A named file that is not there, or has not a byte in it, and the exports its name tells.

    Where it tells none, it may be whatever the tests of the `controls` lack that it is named for.
    """

    name: str
    exports: frozenset[str]
    controls: frozenset[str] = frozenset()


def missing_files(
    case_file: CaseFile, own: Questionnaire, data: EvidenceData
) -> Iterator[MissingFile]:
    """The files that are named and not there, or empty, of those that may be a log or a list."""
    named = _named(own)
    # A log with its headings alone may rightly say that there was nothing; a file without a byte, nothing.
    there = {folded(file.name) for file in case_file.files(case_file.party) if file.size}
    unnamed = _unnamed(case_file.examination, named.keys())
    tables = [key for key in named if PurePosixPath(key).suffix in TABLES]
    logs = {name for name, export in data.exports.items() if export.is_log}
    # Who names no log at all, there or not, is not held to have meant one by what else is named.
    names_logs = any(data.called_by(key) & logs for key in tables)
    for key in tables:
        if key in there:
            continue
        one, called = named[key], data.called_by(key)
        # What came under a name that nobody wrote down is taken for the file that was meant.
        meant, controls = called - unnamed, frozenset(one.controls)
        if meant:
            yield MissingFile(name=one.name, exports=meant)
        elif names_logs and not called:
            yield MissingFile(name=one.name, exports=meant, controls=controls)


@dataclass(slots=True)
class _NamedFile:
    """A file as it is named first, and the controls it is named for."""

    name: str
    controls: set[str] = field(default_factory=set)


def _named(own: Questionnaire) -> Mapping[str, _NamedFile]:
    """The files that answers and the list of evidence name, by name as it is compared.

    Whatever was answered: to say no where yes was said takes nothing away that others are tested on.
    """
    found: dict[str, _NamedFile] = {}
    answers = own.answers.values()
    named = [(name, (one.control,)) for one in answers for name in one.named_now]
    listed = [(row.text("file"), row.entries("controls")) for row in own.evidence]
    for name, controls in (*named, *listed):
        if name:
            found.setdefault(folded(name), _NamedFile(name=name)).controls.update(controls)
    return found


def _unnamed(examination: Examination | None, named: Iterable[str]) -> frozenset[str]:
    """The exports that came in a file which nothing names."""
    known = set(named)
    reads = examination.reads if examination else ()
    return frozenset(read.export for read in reads if folded(read.file.path) not in known)


def waited_for(
    test: ControlTest,
    examination: Examination | None,
    read: AbstractSet[str],
    missing: Sequence[MissingFile],
    data: EvidenceData,
) -> tuple[Words, ...]:
    """The missing files that a test waits for; none where it contradicts, or lacks what nobody named.

    What the party carried out itself on logs that stay with it waits for none of them.
    """
    results = [r for r in (examination.results if examination else ()) if r.test == test.id]
    if any(r.own_run or r.outcome is TestOutcome.CONTRADICTION for r in results):
        return ()
    may_be = frozenset[str]().union(*(one.exports for one in missing))
    logs = {name for name in (*test.needs, *test.uses) if data.exports[name].is_log}
    needs = {name for name in test.needs if not data.exports[name].derived}
    if needs < set(test.needs):  # made of any log that comes twice
        logs |= {name for name, export in data.exports.items() if export.is_log}
    lacking = needs - read
    untold = [one for one in missing if lacking and one.controls & set(test.touches)]
    if not (lacking <= may_be or untold) or not (needs or logs & (read | may_be)):
        return ()
    looked_at = needs | logs | {rest.export for rest in test.grounds.rests_on}
    names = (one.name for one in missing if one.exports & looked_at or one in untold)
    return tuple(shared_words(name, name) for name in names)
