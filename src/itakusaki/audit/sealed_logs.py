"""Sealed logs: what a run on logs alone tells to everybody, and what to the person responsible (ADR 0034)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from itakusaki.audit.evidence import Site
from itakusaki.audit.report_folder import SEALED
from itakusaki.audit.run_options import RunOptions
from itakusaki.files.writing import write_new
from itakusaki.findings.suspect import log_suspicions
from itakusaki.language import Translator
from itakusaki.language.labels import HOLDS_SEALED
from itakusaki.model.retest import Examination


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLogs:
    """What the logs of all parties say: what everybody may read, and what the person responsible reads."""

    open: tuple[Examination, ...]
    sealed: tuple[Examination, ...]


def with_leak_tests(site: Site, options: RunOptions) -> RunOptions:
    """Options by which the tests that may show a leak are carried out too, where only some were asked.

    Whether what was asked may be told depends on them.
    """
    if not options.only or site.reports is None:
        return options
    more = [
        name
        for test in site.rules.evidence.tests.values()
        if test.possible_leak is not None
        for name in (test.id, *test.possible_leak.along_with)
    ]
    return replace(options, only=tuple(dict.fromkeys((*options.only, *more))))


def told_logs(site: Site, found: Iterable[Examination], asked: tuple[str, ...]) -> ToldLogs:
    """Part what was found; in a folder, or with a processor of its own, all of it is open.

    `asked` are the tests that were asked for, all where it is empty.
    """
    opened: list[Examination] = []
    sealed: list[Examination] = []
    for one in found:
        is_sealed = site.reports is not None and may_show_a_leak(site, one)
        (sealed if is_sealed else opened).append(_asked(one, asked))
    return ToldLogs(open=tuple(opened), sealed=tuple(sealed))


def may_show_a_leak(site: Site, found: Examination) -> bool:
    """Whether what a party's logs say gives ground to decide whether there is a leak."""
    return any(log_suspicions(found, site.rules.evidence.tests))


def _asked(found: Examination, asked: tuple[str, ...]) -> Examination:
    if not asked:
        return found
    return replace(found, results=tuple(r for r in found.results if r.test in asked))


def sealed_hits(site: Site, hits: Path) -> Path:
    """Where hits of sealed parties go that were asked for as a workbook: beside the sealed report."""
    return (site.reports or hits.parent) / SEALED / hits.name


def write_sealed_hits(path: Path, found: Iterable[Examination], translator: Translator) -> None:
    """Write the hits of sealed parties, readable by their owner alone, with whom they are for.

    Raises:
        FileExistsError: there is a file of that name.
    """
    from itakusaki.report.hits_book import hits_book  # noqa: PLC0415 - loads openpyxl

    content = hits_book(tuple(found), translator, note=HOLDS_SEALED)
    for folder in _missing(path.parent):
        folder.mkdir(mode=0o700 if folder == path.parent else 0o777, exist_ok=True)
    write_new(path, content, private=True)


def _missing(folder: Path) -> Iterator[Path]:
    """Folders that are not there yet, from the top down."""
    if not folder.exists():
        yield from _missing(folder.parent)
        yield folder
