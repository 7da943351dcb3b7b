"""What a run finds again of the last one: assessments, examinations and reports of the very same input.

Everything that decides a result is part of its key: delivered files by content and name, rules,
settings, our own sources and every installed library. What depended on the machine is not kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from itakusaki.audit.code_stamp import code_stamp
from itakusaki.audit.kept_assessment import found_assessment, keep_assessment
from itakusaki.audit.report_folder import Published, stands
from itakusaki.audit.rules import LAYOUTS, SUITES, Rules
from itakusaki.audit.run_options import RunOptions
from itakusaki.audit.setup import Setup
from itakusaki.files.cache import ResultCache, digest_of, folder_digest
from itakusaki.files.digest import file_digest
from itakusaki.files.listing import is_scrap, listing
from itakusaki.files.wall import machine_outcomes
from itakusaki.files.writing import KEPT
from itakusaki.findings.sealing import Parted
from itakusaki.model.assessment import Assessment
from itakusaki.model.evidence import EvidenceFile, Submission
from itakusaki.model.plain import NotOfModelError, from_plain, to_plain
from itakusaki.model.retest import Examination
from itakusaki.settings import Workspace
from itakusaki.settings.workspace import EVIDENCE, QUESTIONNAIRES, REVIEWS

REPORTS: Final = "reports"
EXAMINATION: Final = "examination"
#: Folders of a workspace that we write, and files of its store.
WRITTEN: Final = frozenset({"reports", "documents", KEPT})
_STORES: Final = frozenset({".db", ".db-wal", ".db-shm", ".db-journal"})
#: Folders with one for each round.
BY_ROUND: Final = frozenset({QUESTIONNAIRES, EVIDENCE, REVIEWS, "outgoing"})


def rules_stamp(rules: Rules) -> str:
    """A digest of every rule file in force, and of what the settings say of rules."""
    beside = (rules.beside / LAYOUTS, rules.beside / SUITES) if rules.beside else ()
    folders = (rules.shipped, *(folder for folder in (rules.own, *beside) if folder))
    return digest_of(folder_digest(folders), len(folders), rules.asked, rules.spellings)


def round_key(setup: Setup, *, gated: bool) -> str:
    """The key of a round's assessment; "" where nothing is kept, or a file cannot be read."""
    if setup.cache.folder is None:
        return ""
    workspace = setup.workspace
    try:
        inputs = tuple(_input_lines(workspace))
    except OSError:
        return ""
    settings = replace(workspace, folder=Path())
    # What a form asks less of, what a log that is gone said, and who is due rest on earlier runs: no file of
    # this one.
    known = setup.last_answers(), setup.spoken_against(), sorted(setup.not_due())
    return digest_of(code_stamp(), rules_stamp(setup.rules), settings, inputs, known, gated)


def _input_lines(workspace: Workspace) -> Iterator[tuple[str, ...]]:
    """Every file that the round may be made of, by name and content, and folders by name.

    That is whatever lies in the workspace, but for what we write there and what came in of other
    rounds: a reading that is added later cannot be forgotten here.
    """
    yield workspace.rounds
    for place in sorted(workspace.folder.iterdir()):
        is_store = place.suffix in _STORES or place == workspace.store_place
        if is_store or is_scrap(place.name) or place.name in WRITTEN:
            continue
        if place.name in BY_ROUND:
            place = place / workspace.round  # noqa: PLW2901 - of each only this round's
        if place.is_dir():
            yield from _file_lines(place)
        elif place.is_file():
            yield place.name, file_digest(place)


def _file_lines(folder: Path) -> Iterator[tuple[str, ...]]:
    yield (folder.name, *_entries(folder))
    found = listing(folder)
    yield from (("odd", str(path.relative_to(folder))) for path in found.odd)
    odd = frozenset(found.odd)
    for path in found.files:
        if path not in odd:
            yield path.relative_to(folder).as_posix(), file_digest(path)


def _entries(folder: Path) -> tuple[str, ...]:
    """What stands in a folder, and which of it are folders or links."""
    entries = (path for path in sorted(folder.iterdir()) if not is_scrap(path.name))
    return tuple(repr((path.name, path.is_dir(), path.is_symlink())) for path in entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """An assessment, whole and parted, and the key of all it was made of; "" where that is not certain."""

    assessment: Assessment
    run: Parted
    key: str = ""


def kept_assessment(
    setup: Setup, make: Callable[[], tuple[Assessment, Parted]], *, gated: bool = True
) -> Assessed:
    """The assessment of a round: that of an earlier run of the same input, else a new one.

    Without the gate one that passed it will do as well: it has more issues, and the same verdicts.
    """
    key = round_key(setup, gated=gated)
    standing = _standing(setup.cache, (round_key(setup, gated=True), key) if not gated else (key,))
    if standing is not None:
        return standing
    before = machine_outcomes()
    assessment, run = make()
    # What was handed in while the run went on may be in it or not.
    if machine_outcomes() > before or round_key(setup, gated=gated) != key:
        return Assessed(assessment=assessment, run=run)
    keep_assessment(setup.cache, key, assessment, run)
    setup.cache.trim()
    return Assessed(assessment=assessment, run=run, key=key)


def _standing(held: ResultCache, keys: Sequence[str]) -> Assessed | None:
    for key in keys:
        found = found_assessment(held, key)
        if found is not None:
            return Assessed(assessment=found[0], run=found[1], key=key)
    return None


class KeptReports:
    """Which reports were made of a round, so that those which stand there as they were are not made again.

    Only names and digests are kept: the reports themselves lie in their folder.
    """

    def __init__(self, setup: Setup, made_of: str, *how: object) -> None:
        self._cache, self._folder = setup.cache, setup.workspace.reports
        self._key = ""
        if made_of and setup.cache.folder is not None:
            self._key = digest_of(made_of, folder_digest(setup.templates), *how)

    def standing(self) -> Published | None:
        """What was published where all of it stands there as it would be made; else None."""
        content = self._cache.found(REPORTS, self._key)
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(content or b"")
            digests: dict[str, str] = dict(told["digests"])
            paths = tuple(self._folder / str(name) for name in told["ordinary"])
            if paths and stands(self._folder, digests):
                return Published(paths=paths, kept=(), dropped=(), digests=digests)
        return None

    def keep(self, published: Published) -> None:
        """Keep of which reports this round consists."""
        if self._key:
            names = [path.relative_to(self._folder).as_posix() for path in published.paths]
            told = {"ordinary": names, "digests": dict(published.digests)}
            self._cache.keep(REPORTS, self._key, json.dumps(told).encode())


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of a party's exports, None where it delivered none, and outcomes of the machine in it."""

    examination: Examination | None
    machine_outcomes: int = 0


class KeptExaminations:
    """Examinations of parties; one that was made of the same files before is not made again."""

    def __init__(self, setup: Setup, options: RunOptions) -> None:
        self._cache: ResultCache = setup.cache
        self._common = ""
        if setup.cache.folder is not None:
            common = (code_stamp(), rules_stamp(setup.rules), setup.workspace.round, options)
            self._common = digest_of(*common)

    def found(self, party: Submission) -> Examined | None:
        """What came of a party's exports in an earlier run; None where it has to be made."""
        content = self._cache.found(EXAMINATION, self._key(party))
        if content is not None:
            with suppress(ValueError, NotOfModelError):
                plain = json.loads(content)
                return Examined(None if plain is None else from_plain(Examination, plain))
        return None

    def keep(self, party: Submission, made: Examined) -> None:
        """Keep what came of a party's exports, unless the machine had a part in it."""
        key = self._key(party)
        if key and not made.machine_outcomes and _are_same(party.files, party.root):
            plain = None if made.examination is None else to_plain(made.examination)
            self._cache.keep(EXAMINATION, key, json.dumps(plain, ensure_ascii=False).encode())

    def _key(self, party: Submission) -> str:
        if not self._common:
            return ""
        files = tuple(replace(file, contents=None) for file in party.files)
        return digest_of(self._common, party.processor, files, party.settings, party.allowance)


def _are_same(files: tuple[EvidenceFile, ...], root: Path) -> bool:
    """Whether files are still what they were when the party's key was made of them."""
    try:
        return all(file_digest(root / file.place) == file.sha256 for file in files)
    except OSError:
        return False
