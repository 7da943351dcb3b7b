"""Sealed logs: what a run on logs alone tells to everybody, and what to the person responsible (ADR 0034)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from itakusaki.audit.evidence import Site, examined
from itakusaki.audit.report_folder import SEALED
from itakusaki.audit.run_options import RunOptions
from itakusaki.files.writing import write_new, write_whole
from itakusaki.findings.suspect import log_suspicions
from itakusaki.language import Translator
from itakusaki.language.labels import HOLDS_SEALED
from itakusaki.model.retest import Examination
from itakusaki.model.step import OnStep


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
    return replace(options, only=tuple(dict.fromkeys((*options.only, *_leak_tests(site)))))


def _leak_tests(site: Site) -> Iterator[str]:
    """The tests whose hits may show a leak, and those that make them a suspicion."""
    for test in site.rules.evidence.tests.values():
        if test.possible_leak is not None:
            yield from (test.id, *test.possible_leak.along_with)


def hold_a_sealed_matter(site: Site, options: RunOptions, *, on_progress: OnStep) -> bool:
    """Whether some party's logs are told to the person responsible only, whatever was asked of them.

    In a folder, or with a processor of its own, nothing is sealed.
    """
    if site.reports is None:
        return False
    wanted = replace(options, only=tuple(dict.fromkeys(_leak_tests(site))))
    return any(
        may_show_a_leak(site, one) for one in examined(site, wanted, on_progress=on_progress)
    )


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


def sealed_file(site: Site, asked: Path) -> Path:
    """Where a file on sealed logs goes that was asked for elsewhere: beside the sealed report."""
    return (site.reports or asked.parent) / SEALED / asked.name


def write_sealed_hits(path: Path, found: Iterable[Examination], translator: Translator) -> None:
    """Write the hits of sealed parties, readable by their owner alone, with whom they are for.

    Raises:
        FileExistsError: there is a file of that name.
    """
    from itakusaki.report.hits_book import hits_book  # noqa: PLC0415 - loads openpyxl

    content = hits_book(tuple(found), translator, note=HOLDS_SEALED)
    write_sealed(path, content)


def write_sealed(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file on sealed logs, readable by its owner alone, as its folder is.

    Raises:
        FileExistsError: there is a file of that name, and it is not to be written over.
    """
    for folder in _missing(path.parent):
        folder.mkdir(mode=0o700 if folder == path.parent else 0o777, exist_ok=True)
    (write_whole if force else write_new)(path, content, private=True)


def _missing(folder: Path) -> Iterator[Path]:
    """Folders that are not there yet, from the top down."""
    if not folder.exists():
        yield from _missing(folder.parent)
        yield folder
