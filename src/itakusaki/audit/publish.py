"""Publishing: reports are written whole or not at all; what a person changed is never lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from itakusaki.audit.documents import (
    DOCUMENTS,
    DocumentWish,
    documents_of,
    sealed_documents_of,
)
from itakusaki.audit.kept_pages import KeptPages
from itakusaki.audit.report_folder import (
    SEALED,
    Published,
    is_sealed,
    replace_folder,
    still_there,
    written,
)
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.findings.derive import findings_of
from itakusaki.findings.sealing import Parted
from itakusaki.model.assessment import Assessment
from itakusaki.model.message import Message
from itakusaki.model.rounds import Remembered
from itakusaki.report.publication import AnyReport, Edition
from itakusaki.report.reports import reports


def publish(
    setup: Setup,
    run: Parted,
    *,
    formats: Sequence[str],
    languages: Sequence[str],
    remembered: Remembered | None = None,
    documents: DocumentWish | None = None,
) -> Published:
    """Write the reports of a round, and the documents wanted in a folder of their own among them.

    What is `remembered` of the round stands in them: the round before, the journal's head once closed.
    Where there is a sealed matter, its report lies in the folder SEALED below, private to its owner.

    Raises:
        FileInUseError: a report is open in another program; the old ones are as they were.
    """
    known, pages = remembered or Remembered(), KeptPages(setup)
    edition = Edition(
        formats=formats,
        languages=languages,
        templates=setup.templates,
        allowance=setup.workspace.reading,
        closed=known.closed,
        earlier=known.earlier,
        followed=known.findings,
        trend=known.trend,
        since=known.since,
        incidents=known.incidents,
        brand=setup.workspace.brand,
        publisher=setup.workspace.publisher,
        pages=pages.content,
    )
    folder, is_sealed_run = setup.workspace.reports, bool(run.sealed.results)
    ordinary, kept_back = [_reports(setup, run.ordinary, edition)], []
    if is_sealed_run:
        apart = replace(edition, followed=(), incidents=None, trend=(), since={})
        kept_back.append(_reports(setup, run.sealed, apart, run.suspicions))
    notices: tuple[Message, ...] = ()
    if documents:
        documents = replace(documents, closed=known.closed)
        made = documents_of(setup, run, documents)
        ordinary.append(_within(DOCUMENTS, made.files))
        notices = made.notices
        sealed = sealed_documents_of(setup, run, documents).files if is_sealed_run else ()
        kept_back.append(_within(DOCUMENTS, sealed))
    names: list[str] = []
    before = still_there(folder)
    every = chain(chain(*ordinary), _within(SEALED, chain(*kept_back)))
    kept = replace_folder(folder, _named(every, names))
    pages.keep()
    return Published(
        paths=tuple(folder / name for name in names if not is_sealed(name)),
        kept=kept,
        dropped=tuple(name for name in before if name not in names),
        notices=notices,
        digests=written(folder),
    )


def _named(files: Iterable[AnyReport], names: list[str]) -> Iterator[AnyReport]:
    """Files as they come, each name put down."""
    for file in files:
        names.append(file.name)
        yield file


def _within(folder: str, files: Iterable[AnyReport]) -> Iterator[AnyReport]:
    return (replace(file, name=f"{folder}/{file.name}") for file in files)


def _reports(
    setup: Setup,
    assessment: Assessment,
    edition: Edition,
    suspicions: Sequence[Suspicion] | None = None,
) -> Iterator[AnyReport]:
    return reports(
        assessment,
        findings_of(assessment, setup.rules.checklist),
        setup.rules.checklist,
        setup.rules.policy,
        edition,
        suspicions,
    )
