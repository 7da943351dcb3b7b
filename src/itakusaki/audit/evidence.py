"""Evidence by itself: the control tests of a workspace, or of a folder of exports at a processor's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from itakusaki.audit.assess import deliveries_of
from itakusaki.audit.examinations import (
    REPERFORMING,
    Examining,
    bytes_delivered,
    check_settings,
    deliveries,
    how_many,
)
from itakusaki.audit.rules import Rules
from itakusaki.audit.run_options import RunOptions
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.names import name_fold, names_its_kind
from itakusaki.catalogue.parameter_check import check_parameters
from itakusaki.files.folding import code_key
from itakusaki.files.names import book_names, safe_text
from itakusaki.files.workers import in_order
from itakusaki.files.writing import Written, write_over
from itakusaki.intake.evidence_files import folder_files
from itakusaki.language import Translator
from itakusaki.model.errors import (
    FileExistsAlreadyError,
    NoExportsError,
    SeveralPartiesError,
    UndatedPackError,
    UnknownNameError,
)
from itakusaki.model.evidence import Submission
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import Message
from itakusaki.model.party import Role
from itakusaki.model.replay import Replay
from itakusaki.model.retest import Examination
from itakusaki.model.step import OnStep, Step
from itakusaki.packs.companies import tellable
from itakusaki.packs.writing import SUFFIX, Occasion, file_names, last_day, sealed_pack
from itakusaki.settings import load_evidence_settings

#: Files that may hold a log or a list, by their names.
TABLES: Final = re.compile(r"\.(csv|tsv|xlsx|parquet|jsonl|ndjson|json|log|txt)(\.gz)?$")
#: A sheet has room for so many rows below its heading.
SHEET_ROWS = 1_048_575


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where exports lie: the parties that delivered them, and the rules they are tested by.

    `named` is not set where the party is only called by the name of the folder; `own` is set where
    whoever looks looks at its own logs.
    """

    folder: Path
    parties: tuple[Submission, ...]
    rules: Rules
    round: str = ""
    issues: tuple[DataIssue, ...] = ()
    named: bool = True
    own: bool = False
    reports: Path | None = None


def workspace_site(setup: Setup, processor: str | None = None) -> Site:
    """The exports delivered to a workspace, of all parties or of one.

    Raises:
        UnknownNameError: no party of that code delivered any.
        SettingsError: a setting names no test or parameter, or a party that does not exist.
        NoExportsError: nobody delivered any.
    """
    dossier = deliveries_of(setup)
    check_settings(setup.workspace, setup.rules, dossier.ledger.processors)
    parties = tuple(deliveries(setup, dossier))
    if not parties:
        raise NoExportsError(str(setup.workspace.evidence))
    if processor is not None and setup.workspace.role is not Role.PROCESSOR:
        known = tuple(party.processor for party in parties)
        parties = tuple(p for p in parties if code_key(p.processor) == code_key(processor))
        if not parties:
            raise UnknownNameError(processor, known)
    return Site(
        folder=setup.workspace.folder,
        parties=parties,
        rules=setup.rules,
        round=setup.workspace.round,
        # A processor calls itself SELF; only its client knows the code that a pack needs.
        named=processor is not None or setup.workspace.role is not Role.PROCESSOR,
        own=setup.workspace.role is Role.PROCESSOR,
        reports=None if setup.workspace.role is Role.PROCESSOR else setup.workspace.reports,
    )


def folder_site(
    folder: Path,
    rules: Rules,
    *,
    processor: str | None = None,
    settings_file: Path | None = None,
) -> Site:
    """The exports of a folder that is no workspace, all of one party.

    Raises:
        SettingsError: the settings' file cannot be used.
        NoExportsError: the folder holds no file.
    """
    settings = load_evidence_settings(settings_file) if settings_file else EvidenceSettings()
    check_parameters(settings, rules.evidence, str(settings_file))
    party = processor or folder.resolve().name
    files, issues = folder_files(folder, party)
    if not files:
        raise NoExportsError(str(folder))
    return Site(
        folder=folder,
        parties=(Submission(processor=party, files=files, root=folder, settings=settings),),
        rules=rules,
        issues=issues,
        named=processor is not None,
        own=True,
    )


def known_tests(rules: Rules, tests: Sequence[str]) -> tuple[str, ...]:
    """The tests named, as they are called.

    Raises:
        UnknownNameError: there is no test of a name.
    """
    for name in tests:
        if name not in rules.evidence.tests:
            raise UnknownNameError(name, tuple(rules.evidence.tests))
    return tuple(tests)


def with_memory(site: Site, memory: str) -> Site:
    """A site whose engine may take so much memory."""
    return _set(site, lambda settings: replace(settings, memory=memory))


def with_every_hit(site: Site) -> Site:
    """A site whose results hold every hit that a sheet has room for."""
    return _set(site, lambda settings: replace(settings, sample=SHEET_ROWS))


def _set(site: Site, change: Callable[[EvidenceSettings], EvidenceSettings]) -> Site:
    parties = (replace(party, settings=change(party.settings)) for party in site.parties)
    return replace(site, parties=tuple(parties))


def examined(
    site: Site, options: RunOptions, *, on_progress: OnStep, jobs: int = 1
) -> Iterator[Examination]:
    """Carry out the tests on each party's exports, so many at a time; told one after the other."""
    count = how_many(jobs, options, site.parties)
    examining = Examining(rules=site.rules, options=options, round_=site.round, jobs=count)
    with closing(in_order(examining, site.parties, count, bytes_delivered)) as made:
        for number, party in enumerate(site.parties, 1):
            of = len(site.parties)
            on_progress(Step(stage=REPERFORMING, item=party.processor, number=number, of=of))
            found = next(made).examination
            if found is not None:
                yield replace(found, issues=(*site.issues, *found.issues))


def one_party(site: Site) -> Site:
    """A site of one party.

    Raises:
        SeveralPartiesError: several delivered, and none was named.
    """
    if len(site.parties) > 1:
        raise SeveralPartiesError(tuple(party.processor for party in site.parties))
    return site


def unread_tables(
    site: Site, found: Iterable[Examination]
) -> tuple[list[str], list[tuple[str, Message]]]:
    """Files that look like tables and that no test looks at; other papers are nobody's loss.

    First those of which only their headings can be named, then those with a reason of their own.
    """
    known: set[str] = set()
    reasons: dict[str, Message] = {}
    for one in found:
        reasons |= one.unread
        known |= {read.file.path for read in one.reads} | {i.at.file for i in one.issues}
    plain, told = [], []
    for party in site.parties:
        for file in party.files:
            if file.path not in known and TABLES.search(file.path.casefold()):
                if file.path in reasons:
                    told.append((file.path, reasons[file.path]))
                else:
                    plain.append(file.path)
    return plain, told


def as_plain(examination: Examination, translator: Translator) -> dict[str, object]:
    """One party's results as plain values, its data issues in the language spoken."""
    from itakusaki.report.formats.data_logs import examination as plain  # noqa: PLC0415 - for JSON

    issues = [
        {
            "code": issue.code,
            "weight": issue.level.value,
            "at": str(issue.at),
            "says": translator.say(issue.says),
            "mend": translator.say(issue.mend),
        }
        for issue in examination.issues
    ]
    return {
        "processor": examination.processor,
        "examination": plain(examination),
        "issues": issues,
    }


def write_hits(path: Path, found: Sequence[Examination], translator: Translator) -> None:
    """Write every hit of every party into a workbook."""
    from itakusaki.report.hits_book import hits_book  # noqa: PLC0415 - loads openpyxl

    write_over(path, hits_book(tuple(found), translator))


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """What a pack is to say of itself, the key it is signed with, and where it goes."""

    processor: str
    round: str
    key: Path
    passphrase: str
    made_on: date | None
    out: Path | None
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A pack written: where, whose key, the files it names, what it is about."""

    written: Written
    fingerprint: str
    names: tuple[str, ...]
    examination: Examination


def pack(
    site: Site,
    packing: Packing,
    options: RunOptions,
    *,
    on_names: Callable[[Sequence[str], Sequence[str]], None],
) -> Packed:
    """Run the tests on one party's exports and write the signed pack.

    `on_names` is called with the names of files and of companies that the pack gives away, before anything
    is written.

    Raises:
        FileExistsAlreadyError: the file is there already.
        SigningKeyError: the key cannot be used.
        NoExportsError: there is nothing that tests could run on.
        UndatedPackError: no line has a time, and no day was given.
    """
    from itakusaki.audit.examine import examine  # noqa: PLC0415 - slow to start
    from itakusaki.packs.signing_keys import fingerprint, load_key, public_bytes  # noqa: PLC0415 - slow

    (party,) = site.parties
    code = book_names({packing.processor: ""})[packing.processor]
    path = packing.out or Path(f"{safe_text(packing.round)}_{code}{SUFFIX}")
    if path.exists() and not packing.force:
        raise FileExistsAlreadyError(str(path))
    key = load_key(packing.key, packing.passphrase)
    examination = examine(replace(party, processor=packing.processor), site.rules, options)
    if not examination.reads:
        raise NoExportsError(str(site.folder))
    made_on = packing.made_on or last_day(examination.reads)
    if made_on is None:
        raise UndatedPackError
    names = file_names(examination.reads)
    key_of = name_fold(site.rules.standard.company_forms)
    companies = tellable(examination.companies, partial(names_its_kind, fold_name=key_of))
    on_names(names, tuple(dict.fromkeys(one.name for one in companies)))
    occasion = Occasion(
        processor=packing.processor,
        round=packing.round,
        made_on=made_on,
        checklist_version=site.rules.checklist.version,
        settings=party.settings,
    )
    content = sealed_pack(examination, site.rules.evidence, occasion, key, companies)
    written = write_over(path, content)
    return Packed(
        written=written,
        fingerprint=fingerprint(public_bytes(key)),
        names=names,
        examination=examination,
    )


def keygen(path: Path, passphrase: str) -> str:
    """Make a signing key and give its fingerprint."""
    from itakusaki.packs.signing_keys import make_key  # noqa: PLC0415 - loads cryptography

    return make_key(path, passphrase)


def key_is_locked(path: Path) -> bool:
    """Whether a key asks for a passphrase."""
    from itakusaki.packs.signing_keys import locked  # noqa: PLC0415 - loads cryptography

    return locked(path)


def query_settings(setup: Setup, processor: str | None) -> EvidenceSettings:
    """The settings a workspace's queries are printed with, the ledger not looked at."""
    settings = setup.workspace.evidence_settings(processor or "")
    as_of = {"as_of": setup.workspace.as_of.isoformat()}
    return replace(settings, parameters={**as_of, **settings.parameters})


def queries(
    rules: Rules, settings: EvidenceSettings, tests: Sequence[str], dialect: str
) -> Iterator[str]:
    """The tests' exact queries in a dialect of SQL, with what each reads above it."""
    from itakusaki.retests.warehouse import query  # noqa: PLC0415 - loads ibis

    data = rules.evidence
    for name in tests or data.tests:
        yield query(data.tests[name], data, settings, dialect)


def table_descriptions(rules: Rules, dialect: str) -> Iterator[str]:
    """Each canonical table as a statement that would make it."""
    from itakusaki.retests.warehouse import table_description  # noqa: PLC0415 - loads ibis

    return (table_description(export, dialect) for export in rules.evidence.exports.values())


def replayed(site: Site, options: RunOptions, truth: Path | None, *, on_progress: OnStep) -> Replay:
    """Run the tests quarter by quarter over one party's logs.

    Raises:
        NoExportsError: no log has a line with a time.
        TruthFileError: the truth cannot be read.
    """
    from itakusaki.audit.planted_events import read_truth  # noqa: PLC0415 - same
    from itakusaki.audit.replay import replay  # noqa: PLC0415 - slow to start

    (party,) = site.parties
    planted = read_truth(truth) if truth else None
    found = replay(party, site.rules, options, planted, on_progress)
    if found is None:
        raise NoExportsError(str(site.folder))
    return found
