"""Packs beside logs: what the processor ran itself stands in where the client saw no logs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.model.evidence import Submission
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import Words
from itakusaki.model.retest import Examination, ReadExport, TestOutcome, TestResult
from itakusaki.packs.issues import pack_issue
from itakusaki.packs.reading import PackReading, read_pack
from itakusaki.packs.writing import is_pack


def with_packs(
    examination: Examination,
    submission: Submission,
    data: EvidenceData,
    round_: str,
) -> Examination:
    """An examination of the logs delivered, completed by the newest of the packs delivered.

    A test that could be carried out on the logs themselves counts as the client's own run.
    """
    root, settings = submission.root, submission.settings
    files = [file for file in submission.files if is_pack(file.name)]
    packs = [read_pack(file, root, data, settings, round_, submission.allowance) for file in files]
    if not packs:
        return examination
    usable = sorted((p for p in packs if p.results), key=_age)
    seals = tuple(pack.seal for pack in packs if pack.seal)
    issues = [issue for pack in packs if not pack.results for issue in pack.issues]
    if not usable:
        return replace(examination, seals=seals, issues=(*examination.issues, *issues))
    newest = usable[-1]
    issues += [*newest.issues, *_superseded(usable[:-1], newest, examination.processor)]
    issues += _differing(examination, newest)
    return replace(
        examination,
        reads=(*examination.reads, *_others(examination, newest)),
        results=_joined(examination.results, newest.results, data),
        issues=(*examination.issues, *issues),
        seals=seals,
        companies=(*examination.companies, *newest.companies),
    )


def _others(examination: Examination, pack: PackReading) -> Iterable[ReadExport]:
    """What only the processor read: a file that lies here too is told once."""
    here = {read.file.sha256 for read in examination.reads}
    return (read for read in pack.reads if read.file.sha256 not in here)


def _age(pack: PackReading) -> tuple[bool, str, str]:
    """The order of packs: one whose key nobody knows is never newer than one that is known."""
    seal = pack.seal
    return (seal is not None and seal.known), pack.made_on, seal.file.path if seal else ""


def _superseded(
    older: Iterable[PackReading], newest: PackReading, processor: str
) -> Iterable[DataIssue]:
    later = newest.seal
    for pack in older:
        if pack.seal is None or later is None:
            continue
        if later.known and not pack.seal.known:
            yield from (issue for issue in pack.issues if issue.code == "pack_unknown_key")
        else:
            path = pack.seal.file.path
            yield pack_issue("pack_superseded", path, processor, file=later.file.path)


def _joined(
    own: Sequence[TestResult], theirs: Sequence[TestResult], data: EvidenceData
) -> tuple[TestResult, ...]:
    held = {result.test: result for result in theirs}
    seen = {r.test: r for r in own if r.outcome is not TestOutcome.CANNOT_COMPARE}
    # What neither could compare is told in the client's own words.
    for result in own:
        there = held.get(result.test)
        if there is None or there.outcome is TestOutcome.CANNOT_COMPARE:
            seen[result.test] = result
    found = {**held, **seen}
    return tuple(found[name] for name in data.tests if name in found)


def _differing(examination: Examination, pack: PackReading) -> Iterable[DataIssue]:
    """Tests that both carried out with different counts: they did not see the same logs."""
    held = {result.test: result for result in pack.results}
    titles: list[Words] = [
        result.title
        for result in examination.results
        if (there := held.get(result.test)) is not None
        and TestOutcome.CANNOT_COMPARE not in (result.outcome, there.outcome)
        and result.hits.total != there.hits.total
    ]
    if titles and pack.seal:
        named = Words(
            ja="、".join(title.ja for title in titles), en=", ".join(title.en for title in titles)
        )
        yield pack_issue("pack_differs", pack.seal.file.path, examination.processor, tests=named)
