"""Evidence files: what was delivered under evidence/<round>/<processor>/, by SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from itakusaki.files.folding import code_key, key
from itakusaki.files.listing import is_scrap, listing
from itakusaki.files.names import relative_name
from itakusaki.intake.evidence_contents import DaysIn, contents_of
from itakusaki.intake.issues import Notes, listed
from itakusaki.intake.parties import Parties
from itakusaki.model.allowance import Allowance
from itakusaki.model.answer import Questionnaire
from itakusaki.model.evidence import EvidenceFile
from itakusaki.model.issue import EVIDENCE_MISSING, DataIssue
from itakusaki.model.party import Duty
from itakusaki.model.source import CellRef

#: The folder of the client's own evidence, which speaks of every processor alike.
CLIENT: Final = "client"
#: What is named for no control in particular.
NO_CONTROL: Final = "-"
#: Files named in one sentence.
NAMED: Final = 10
_CHUNK: Final = 1024 * 1024


def read_evidence(
    folder: Path, root: Path, parties: Parties, notes: Notes
) -> tuple[EvidenceFile, ...]:
    """Every delivered file with its owner; files that belong to nobody are noted."""
    found: list[EvidenceFile] = []
    if not folder.is_dir():
        return ()
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if is_scrap(path.name):
            continue
        if path.is_symlink():
            # A party's folder is a folder here; what lies elsewhere was not delivered to it.
            notes.add("not_plain", CellRef(file=relative_name(path, root)))
        elif path.is_dir():
            found.extend(_delivered(path, root, parties, notes))
        else:
            notes.add("evidence_loose_file", CellRef(file=relative_name(path, root)))
    return tuple(found)


def folder_files(
    folder: Path, owner: str
) -> tuple[tuple[EvidenceFile, ...], tuple[DataIssue, ...]]:
    """Every file of a folder that is no workspace, put down to one party, and what was amiss."""
    notes = Notes(processor=owner)
    found = (_hashed(path, folder, owner, notes) for path in _files(folder, folder, notes))
    files = tuple(file for file in found if file is not None)
    return files, notes.owned(owner)


def note_hashes(
    questionnaires: Iterable[Questionnaire], files: Iterable[EvidenceFile], notes: Notes
) -> None:
    """Note listed files whose SHA-256 is not that of the file delivered under their name."""
    hashes: dict[tuple[str, str], set[str]] = {}
    for file in files:
        hashes.setdefault((file.processor, key(file.name)), set()).add(file.sha256)
    for questionnaire in questionnaires:
        for record in questionnaire.evidence:
            digest = key(record.text("sha256"))
            name = record.text("file")
            delivered = hashes.get((questionnaire.processor, key(name)), set())
            if digest and delivered and digest not in delivered:
                notes.processor = questionnaire.processor
                notes.add("hash_differs", record.fields["sha256"].at, name=name)
    notes.processor = ""


def note_unnamed(
    questionnaires: Iterable[Questionnaire], files: Iterable[EvidenceFile], notes: Notes
) -> None:
    """Note delivered files that neither an answer nor an evidence list names, once per owner."""
    named = _named(questionnaires)
    left: dict[str, list[EvidenceFile]] = {}
    for file in files:
        if _last_part(file.name) not in named.get(file.processor, ()):
            left.setdefault(file.processor, []).append(file)
    for owner, unnamed in left.items():
        notes.processor = owner
        shown = listed(tuple(file.name for file in unnamed), NAMED)
        at = CellRef(file=unnamed[0].path)
        notes.add("evidence_unnamed", at, count=len(unnamed), names=shown)
    notes.processor = ""


def note_missing(
    questionnaires: Iterable[Questionnaire], files: Iterable[EvidenceFile], notes: Notes
) -> None:
    """Note each file that an answer or an evidence list names and that is not there, once."""
    there: dict[str, set[str]] = {}
    for file in files:
        there.setdefault(file.processor, set()).add(_last_part(file.name))
    for questionnaire in questionnaires:
        known = there.get(_owner_of(questionnaire), set())
        notes.processor = questionnaire.processor
        for name, mentions in _mentions(questionnaire).items():
            if name not in known:
                controls = dict.fromkeys(c for one in mentions for c in one.controls)
                told = ", ".join(controls) or NO_CONTROL
                at, shown = mentions[0].at, mentions[0].name
                notes.add(EVIDENCE_MISSING, at, file=shown, controls=told)
    notes.processor = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A place that names a file: as it is written there, the cell, for which controls."""

    name: str
    at: CellRef
    controls: tuple[str, ...]


def _mentions(questionnaire: Questionnaire) -> dict[str, list[_Mention]]:
    """Where a workbook names each file, by its name as it is compared."""
    found: dict[str, list[_Mention]] = {}
    for answer in questionnaire.answers.values():
        for name in answer.named_now:
            at = answer.evidence_at or answer.at
            mention = _Mention(name=name, at=at, controls=(answer.control,))
            found.setdefault(_last_part(name), []).append(mention)
    for record in questionnaire.evidence:
        if name := record.text("file"):
            at, controls = record.fields["file"].at, record.entries("controls")
            mention = _Mention(name=name, at=at, controls=controls)
            found.setdefault(_last_part(name), []).append(mention)
    return found


def with_contents(
    questionnaires: Iterable[Questionnaire],
    files: Iterable[EvidenceFile],
    root: Path,
    days_in: DaysIn,
    allowance: Allowance,
) -> tuple[EvidenceFile, ...]:
    """The files, those that an answer or an evidence list names with what a machine reads in them."""
    named = _named(questionnaires)
    return tuple(
        replace(file, contents=contents_of(root / file.place, days_in, allowance))
        if _last_part(file.name) in named.get(file.processor, ())
        else file
        for file in files
    )


def _named(questionnaires: Iterable[Questionnaire]) -> dict[str, set[str]]:
    """The names of files that each owner's answers and evidence lists give."""
    named: dict[str, set[str]] = {}
    for questionnaire in questionnaires:
        names = named.setdefault(_owner_of(questionnaire), set())
        for answer in questionnaire.answers.values():
            names.update(map(_last_part, answer.evidence_names))
        names.update(_last_part(record.text("file")) for record in questionnaire.evidence)
    return named


def _owner_of(questionnaire: Questionnaire) -> str:
    """Whose folder its files lie in: the client's all in one, whoever its answers are about."""
    return "" if questionnaire.side is Duty.CLIENT else questionnaire.processor


def _last_part(name: str) -> str:
    return key(name).replace("\\", "/").rpartition("/")[2]


def _delivered(folder: Path, root: Path, parties: Parties, notes: Notes) -> Iterator[EvidenceFile]:
    owner = _owner(relative_name(folder, folder.parent), parties)
    files = _files(folder, root, notes, owner or "")
    if owner is None:
        if files:
            at = CellRef(file=relative_name(folder, root))
            notes.add("evidence_unknown_folder", at, folder=folder.name, count=len(files))
        return
    for path in files:
        file = _hashed(path, root, owner, notes)
        if file is not None:
            yield file


def _files(folder: Path, root: Path, notes: Notes, owner: str = "") -> tuple[Path, ...]:
    """The files of a folder in the order of their names; what is none is noted as its owner's."""
    found, before = listing(folder), notes.processor
    notes.processor = owner or before
    for path in found.odd:
        notes.add("not_plain", CellRef(file=relative_name(path, root)))
    notes.processor = before
    return tuple(sorted(found.files, key=lambda path: path.as_posix()))


def _owner(name: str, parties: Parties) -> str | None:
    named = parties.by_name(name)
    if code := parties.by_code(name):
        return code
    if code_key(name) == CLIENT:
        return ""
    return named[0] if len(named) == 1 else None


def _hashed(path: Path, root: Path, owner: str, notes: Notes) -> EvidenceFile | None:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as source:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        notes.add("not_readable", CellRef(file=relative_name(path, root)))
        return None
    name, stored = relative_name(path, root), path.relative_to(root).as_posix()
    return EvidenceFile(
        processor=owner,
        path=name,
        name=name.rpartition("/")[2],
        stored="" if stored == name else stored,
        sha256=digest.hexdigest(),
        size=size,
    )
