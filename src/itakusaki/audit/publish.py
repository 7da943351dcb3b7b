"""Publishing: reports are written whole or not at all; what a person changed is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from itakusaki.audit.documents import (
    DOCUMENTS,
    DocumentWish,
    documents_of,
    sealed_documents_of,
)
from itakusaki.audit.report_folder import SEALED, KeptReport, dropped, replace_folder
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.findings.derive import findings_of
from itakusaki.findings.sealing import Parted
from itakusaki.model.assessment import Assessment
from itakusaki.model.journal import JournalHead
from itakusaki.model.message import Message
from itakusaki.model.tracked import TrackedFinding
from itakusaki.report.publication import Edition, ReportFile
from itakusaki.report.reports import reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What reports tell from the store: the head at which the round was closed, and the findings."""

    closed: JournalHead | None = None
    findings: tuple[TrackedFinding, ...] = ()


NOTHING_STORED: Final = Stored()


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The ordinary reports written, the page to open first, and what became of the old ones.

    `kept` are those a person had changed; `dropped`, by name, those that this run does not write.
    """

    paths: tuple[Path, ...]
    kept: tuple[KeptReport, ...]
    dropped: tuple[str, ...]
    #: What whoever sends the documents has to be told.
    notices: tuple[Message, ...] = ()


def publish(
    setup: Setup,
    run: Parted,
    *,
    formats: Sequence[str],
    languages: Sequence[str],
    stored: Stored = NOTHING_STORED,
    documents: DocumentWish | None = None,
) -> Published:
    """Write the reports of a round, and the documents wanted in a folder of their own among them.

    Of a closed round they print the journal's head; of findings over rounds, how they stand.
    Where there is a sealed matter, its report lies in the folder SEALED below, private to its owner.

    Raises:
        FileInUseError: a report is open in another program; the old ones are as they were.
    """
    edition = Edition(
        formats=formats,
        languages=languages,
        templates=setup.templates,
        allowance=setup.workspace.reading,
        closed=stored.closed,
        followed=stored.findings,
    )
    files = _reports(setup, run.ordinary, edition)
    apart = replace(edition, followed=())
    kept_back = _reports(setup, run.sealed, apart, run.suspicions) if run.sealed.results else ()
    folder = setup.workspace.reports
    notices: tuple[Message, ...] = ()
    if documents:
        documents = replace(documents, closed=stored.closed)
        made = documents_of(setup, run, documents)
        files, notices = (*files, *_within(DOCUMENTS, made.files)), made.notices
        sealed = sealed_documents_of(setup, run, documents).files if kept_back else ()
        kept_back = (*kept_back, *_within(DOCUMENTS, sealed))
    every = (*files, *_within(SEALED, kept_back))
    gone = dropped(folder, every)
    kept = replace_folder(folder, every)
    paths = tuple(folder / file.name for file in files)
    return Published(paths=paths, kept=kept, dropped=gone, notices=notices)


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
