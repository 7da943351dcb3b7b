"""Documents: a round and the kinds wanted → files that people hand on, nothing of a sealed matter in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from itakusaki.audit.report_folder import SEALED, replace_folder
from itakusaki.audit.score_history import score_histories
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.files.writing import Written, write_together
from itakusaki.findings.derive import findings_of
from itakusaki.findings.sealing import Parted
from itakusaki.model.errors import FileExistsAlreadyError, UnknownNameError
from itakusaki.model.journal import JournalHead
from itakusaki.model.message import Message
from itakusaki.model.rounds import RoundLines
from itakusaki.report.documents.extras import refuse_unless_installed
from itakusaki.report.documents.front import WritingSettings
from itakusaki.report.documents.kinds import KINDS_OF_DOCUMENTS, DocumentKind, kinds_by_default
from itakusaki.report.documents.make import document_texts
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from itakusaki.report.publication import Edition, Publication, ReportFile

#: The folder of documents, in the workspace by round, and in the reports of a round.
DOCUMENTS: Final = "documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWish:
    """Which documents are wanted: kinds by id (none: those of the workspace's role), of whom, how written.

    `processors` are codes; none named: all. `font_dir` holds fonts that go before ours in PDFs;
    `closed` is the journal's head at the closing of the round, None while it is open; `rounds` are the
    earlier ones, the earliest first, the last with its controls, none where none is kept.
    """

    kinds: Sequence[str] = ()
    processors: Sequence[str] = ()
    formats: Sequence[str]
    languages: Sequence[str]
    font_dir: Path | None = None
    closed: JournalHead | None = None
    rounds: Sequence[RoundLines] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeDocuments:
    """The files of some documents, and what whoever sends them has to be told."""

    files: tuple[ReportFile, ...]
    notices: tuple[Message, ...]


def documents_of(setup: Setup, run: Parted, wish: DocumentWish) -> MadeDocuments:
    """The documents of a round.

    Raises:
        UnknownNameError: there is no such kind, or no such processor.
        ReportTemplateError: a user's own template cannot be used.
    """
    return _made(setup, run, wish, kinds_wanted(setup, wish), None)


def sealed_documents_of(setup: Setup, run: Parted, wish: DocumentWish) -> MadeDocuments:
    """The sealed editions among the documents wanted, of the processors that have a sealed matter.

    Raises:
        UnknownNameError: there is no such kind, or no such processor.
    """
    kinds = [kind for kind in kinds_wanted(setup, wish) if kind.has_sealed_edition]
    return _made(setup, run, wish, kinds, run.suspicions)


def write_documents(
    setup: Setup, made: MadeDocuments, *, out: Path, force: bool
) -> tuple[Written, ...]:
    """Write documents into a folder, all or none; what a person may have worked on is kept.

    Raises:
        FileExistsAlreadyError: one is there already; then none is written.
        FileInUseError: one is open in another program.
    """
    files = {out / file.name: file.content for file in made.files}
    there = next((path for path in files if path.exists()), None)
    if there and not force:
        raise FileExistsAlreadyError(str(there))
    return write_together(files, root=setup.workspace.folder)


def write_sealed(made: MadeDocuments, *, out: Path) -> tuple[Path, ...]:
    """Write sealed editions into a folder of their own below, which is its owner's alone."""
    replace_folder(out / SEALED, made.files, private=True)
    return tuple(out / SEALED / file.name for file in made.files)


def kinds_wanted(setup: Setup, wish: DocumentWish) -> tuple[DocumentKind, ...]:
    """The kinds that are wanted, so that what cannot be made is known before a round is read.

    Raises:
        UnknownNameError: there is no such kind.
        MissingExtraError: what a format needs is not installed.
    """
    refuse_unless_installed(wish.formats)
    for name in wish.kinds:
        if name not in KINDS_OF_DOCUMENTS:
            raise UnknownNameError(name, tuple(KINDS_OF_DOCUMENTS))
    named = tuple(KINDS_OF_DOCUMENTS[name] for name in dict.fromkeys(wish.kinds))
    return named or kinds_by_default(setup.workspace.role)


def _made(
    setup: Setup,
    run: Parted,
    wish: DocumentWish,
    kinds: Sequence[DocumentKind],
    suspicions: Sequence[Suspicion] | None,
) -> MadeDocuments:
    known = [result.processor.id for result in run.ordinary.results]
    for code in wish.processors:
        if code not in known:
            raise UnknownNameError(code, tuple(known))
    notices: list[Message] = []
    files = tuple(_files(setup, run, wish, kinds, suspicions, notices))
    return MadeDocuments(files=files, notices=tuple(dict.fromkeys(notices)))


def _files(
    setup: Setup,
    run: Parted,
    wish: DocumentWish,
    kinds: Sequence[DocumentKind],
    suspicions: Sequence[Suspicion] | None,
    notices: list[Message],
) -> Iterator[ReportFile]:
    rules, workspace = setup.rules, setup.workspace
    found = findings_of(run.ordinary, rules.checklist)
    edition = Edition(
        formats=(),
        languages=wish.languages,
        templates=setup.templates,
        allowance=workspace.reading,
        closed=wish.closed,
        earlier=wish.rounds[-1] if wish.rounds else None,
        histories=score_histories(run.ordinary, wish.rounds),
        brand=workspace.brand,
        publisher=workspace.publisher,
    )
    publication = Publication(run.ordinary, found, rules.checklist, rules.policy, edition)
    writing = WritingSettings(
        templates=tuple(setup.templates), allowance=workspace.reading, font_dir=wish.font_dir
    )
    for language in dict.fromkeys(wish.languages):
        for document in document_texts(
            publication, kinds, workspace.documents, language, wish.processors, suspicions
        ):
            for format_ in dict.fromkeys(wish.formats):
                written = DOCUMENT_WRITERS[format_](document.front, document.text, writing)
                notices.extend(written.notices)
                yield ReportFile(name=f"{document.name}.{format_}", content=written.content)
