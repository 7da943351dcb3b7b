"""Publishing: reports are written whole or not at all; what a person changed is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from itakusaki.audit.documents import (
    DOCUMENTS,
    DocumentWish,
    documents_of,
    sealed_documents_of,
)
from itakusaki.audit.report_folder import SEALED, Published, digests_of, dropped, replace_folder
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.findings.derive import findings_of
from itakusaki.findings.sealing import Parted
from itakusaki.model.assessment import Assessment
from itakusaki.model.message import Message
from itakusaki.model.rounds import Remembered
from itakusaki.report.publication import Edition, ReportFile
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
    known = remembered or Remembered()
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
    )
    files = _reports(setup, run.ordinary, edition)
    apart = replace(edition, followed=(), incidents=None, trend=(), since={})
    kept_back = _reports(setup, run.sealed, apart, run.suspicions) if run.sealed.results else ()
    folder = setup.workspace.reports
    notices: tuple[Message, ...] = ()
    if documents:
        documents = replace(documents, closed=known.closed)
        made = documents_of(setup, run, documents)
        files, notices = (*files, *_within(DOCUMENTS, made.files)), made.notices
        sealed = sealed_documents_of(setup, run, documents).files if kept_back else ()
        kept_back = (*kept_back, *_within(DOCUMENTS, sealed))
    every = (*files, *_within(SEALED, kept_back))
    gone = dropped(folder, every)
    kept = replace_folder(folder, every)
    paths = tuple(folder / file.name for file in files)
    return Published(
        paths=paths, kept=kept, dropped=gone, notices=notices, digests=digests_of(every)
    )


def _within(folder: str, files: Sequence[ReportFile]) -> tuple[ReportFile, ...]:
    return tuple(replace(file, name=f"{folder}/{file.name}") for file in files)


def _reports(
    setup: Setup,
    assessment: Assessment,
    edition: Edition,
    suspicions: Sequence[Suspicion] | None = None,
) -> tuple[ReportFile, ...]:
    return reports(
        assessment,
        findings_of(assessment, setup.rules.checklist),
        setup.rules.checklist,
        setup.rules.policy,
        edition,
        suspicions,
    )
