"""Handover: what a processor that inspects itself gives to a client, in one file, and what it keeps.

In it are the answered forms without internal notes, the evidence, the packs of re-performed logs, and a
list of all with their SHA-256. The logs stay at home unless they are asked for; so does any file in which
another client's name stands, until somebody decides; nothing goes out while a matter is sealed.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from itakusaki.audit.assess import dossier_of, judge, part
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.names import company_name
from itakusaki.files.folding import key
from itakusaki.files.kind import kind_of
from itakusaki.files.mentions import mentioned, names_in
from itakusaki.files.names import safe_text
from itakusaki.files.reproducible_zip import put_part
from itakusaki.files.wall import behind_wall
from itakusaki.files.workbook import opened_workbook
from itakusaki.files.writing import Written, write_over
from itakusaki.forms.handover_list import HANDOVER_LIST, HandedFile, handover_list
from itakusaki.forms.internal_notes import is_internal, without_internal_notes
from itakusaki.language import Translator
from itakusaki.model.allowance import Allowance
from itakusaki.model.assessment import Dossier
from itakusaki.model.errors import FileExistsAlreadyError, HandoverError
from itakusaki.model.evidence import EvidenceFile
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Role
from itakusaki.model.step import OnStep
from itakusaki.packs.writing import SUFFIX

HANDOVER: Final = Message(N_("handover"))
ANSWERS: Final = Message(N_("Answers"))
EVIDENCE: Final = Message(N_("Evidence"))
PACKS: Final = Message(N_("Evidence packs"))
_WITHOUT_NOTES: Final = "itakusaki.audit.handover:form_to_send"
#: Signs that a name without its kind of company needs, so that it is not found in half of all files.
_SHORTEST_STEM: Final = 4

_NOT_A_PROCESSOR: Final = N_("A handover is made by a processor that inspects itself.")
_SET_ROLE: Final = N_('Set role = "processor" in itakusaki.toml, if this is your own inspection.')
_SEALED: Final = N_(
    "There is a sealed matter: nothing is handed over before the person responsible has decided."
)
_LIFT: Final = N_(
    "See reports/<round>/sealed/, which says what to decide and by when. Once decided, lift it in the review workbook and run the command again."
)
_NO_ANSWERS: Final = N_("There is no answered form of round {round} to hand over.")
_PUT_ANSWERS: Final = N_("Put it into {folder}, and run the command again.")
_OLD_MAKE: Final = N_(
    "{file} has a sheet of internal notes that cannot be taken out of an .xls. Nothing was written."
)
_SAVE_ANEW: Final = N_("Save it as .xlsx, move the .xls away, and run the command again.")
_NAMED: Final = N_("{file} names another client: {names}. Nothing was written.")
_TAKE_OUT: Final = N_("Take the name out of the form, or move it to the sheet of internal notes.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverWish:
    """What is to be handed over: packs that lie elsewhere, files to send all the same, whether logs go too."""

    packs: Sequence[Path] = ()
    included: Sequence[str] = ()
    has_logs: bool = False
    out: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """A delivered file in which names of other clients stand."""

    file: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """The file written, how many files are in it, and what a person has to know.

    `held` names other clients and stays until somebody decides; `unsearched` is in it, but could not be
    looked through; `logs` stay at home. Names are those of files, in the workspace.
    """

    written: Written
    count: int
    held: tuple[NamedFile, ...]
    unsearched: tuple[str, ...]
    logs: tuple[str, ...]
    has_packs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A file that goes out: what it is, its place in the package, its content and controls."""

    kind: Message
    place: str
    content: bytes
    controls: tuple[str, ...] = ()
    #: The file it was made of, where that could not be looked through for other clients.
    unsearched: str = ""


def hand_over(
    setup: Setup, wish: HandoverWish, translator: Translator, *, on_progress: OnStep
) -> Handover:
    """Write the file for a client, in outgoing/<round>/ unless `wish` says where.

    Raises:
        HandoverError: this is no self-inspection, nothing was answered, a matter is sealed, or an
            answered form names another client.
        FileExistsAlreadyError: it is there already.
    """
    workspace = setup.workspace
    if workspace.role is not Role.PROCESSOR:
        raise HandoverError(Message(_NOT_A_PROCESSOR), Message(_SET_ROLE))
    path = wish.out or _path(setup, translator)
    if path.exists() and not wish.force:
        raise FileExistsAlreadyError(str(path))
    dossier = dossier_of(setup, on_progress=on_progress, gated=False)
    if part(setup, judge(setup, dossier)).sealed.results:
        raise HandoverError(Message(_SEALED), Message(_LIFT))
    forms = tuple(_forms(setup, dossier, translator))
    if not forms:
        folder = workspace.questionnaires.relative_to(workspace.folder).as_posix()
        raise HandoverError(
            Message.of(_NO_ANSWERS, round=workspace.round),
            Message.of(_PUT_ANSWERS, folder=f"{folder}/"),
        )
    logs = () if wish.has_logs else _logs(dossier)
    searched = _searched(setup, dossier, {*logs}, wish.included)
    evidence = tuple(
        _evidence(setup, dossier, {*logs, *(one.file for one in searched.held)}, translator)
    )
    packs = tuple(_packs(wish, translator))
    pieces = _distinct((*forms, *evidence, *packs))
    content = _zipped(setup, pieces, translator)
    return Handover(
        written=write_over(path, content, root=workspace.folder),
        count=len(pieces),
        held=searched.held,
        unsearched=(*(one.unsearched for one in forms if one.unsearched), *searched.unsearched),
        logs=logs,
        has_packs=any(piece.kind is PACKS for piece in pieces),
    )


def form_to_send(path: str, day: str) -> bytes | None:
    """An answered form without internal notes, as of a day in ISO form; runs in the reader.

    None where they cannot be taken out, since nothing here writes workbooks of that make.
    """
    content = Path(path).read_bytes()
    match kind_of(content):
        case "xlsx":
            return without_internal_notes(content, date.fromisoformat(day))
        case "xls":
            sheets = opened_workbook(io.BytesIO(content), None).sheets()
            return None if any(is_internal(sheet.name) for sheet in sheets) else content
        case _:
            return content


def _path(setup: Setup, translator: Translator) -> Path:
    workspace = setup.workspace
    parts = (translator.say(HANDOVER), workspace.round, safe_text(workspace.client))
    return workspace.outgoing / f"{'_'.join(part for part in parts if part)}.zip"


def _forms(setup: Setup, dossier: Dossier, translator: Translator) -> Iterator[_Piece]:
    """The answered forms of the round, none of which may name another client."""
    workspace, names = setup.workspace, _Names.of(setup)
    for file in dict.fromkeys(one.file for one in dossier.questionnaires):
        path = workspace.folder / file
        day = workspace.as_of.isoformat()
        content = behind_wall(_WITHOUT_NOTES, str(path), day, allowance=workspace.reading)
        if content is None:
            raise HandoverError(Message.of(_OLD_MAKE, file=file), Message(_SAVE_ANEW))
        found = names.standing_in(path.name, content)
        if found.names:
            told = Message.of(_NAMED, file=file, names=translator.joined(found.names))
            raise HandoverError(told, Message(_TAKE_OUT))
        place = f"{translator.say(ANSWERS)}/{path.name}"
        unsearched = "" if found.is_whole else file
        yield _Piece(kind=ANSWERS, place=place, content=content, unsearched=unsearched)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mentions:
    """Names of other clients that stand in a file; `is_whole` whether all of it was looked through."""

    names: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """Names of other clients by what is looked for: as given, and without the kind of company."""

    by_spelling: Mapping[str, str]
    allowance: Allowance

    @classmethod
    def of(cls, setup: Setup) -> _Names:
        """Those of a workspace; a short form that stands in its own name tells nobody apart."""
        workspace, kinds = setup.workspace, dict.fromkeys(setup.rules.standard.company_forms, "-")
        given = {name: name for name in workspace.other_clients}
        own = key(workspace.client)
        stems = {company_name(name, kinds).stem: name for name in given}
        short = {s: n for s, n in stems.items() if len(s) >= _SHORTEST_STEM and s not in own}
        return cls(by_spelling={**short, **given}, allowance=workspace.reading)

    def standing_in(self, name: str, file: Path | bytes) -> _Mentions:
        """Those that stand in a file or in what it is called."""
        if not self.by_spelling:
            return _Mentions(names=(), is_whole=True)
        spellings = tuple(self.by_spelling)
        within = names_in(file, spellings, self.allowance)
        found = (self.by_spelling[one] for one in (*mentioned(name, spellings), *(within or ())))
        return _Mentions(names=tuple(dict.fromkeys(found)), is_whole=within is not None)


def _logs(dossier: Dossier) -> tuple[str, ...]:
    """The delivered files that are logs and lists; a pack stands for them."""
    read = (read.file.path for one in dossier.examinations for read in one.reads)
    return tuple(dict.fromkeys(read))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Searched:
    held: tuple[NamedFile, ...]
    unsearched: tuple[str, ...]


def _searched(
    setup: Setup, dossier: Dossier, left_out: AbstractSet[str], included: Sequence[str]
) -> _Searched:
    """Where in the evidence other clients are named, and what could not be looked through."""
    workspace, held, unsearched = setup.workspace, [], []
    names = _Names.of(setup)
    for file in dossier.evidence if workspace.other_clients else ():
        if file.path in left_out or file.path in included or file.name in included:
            continue
        found = names.standing_in(_below(setup, file), workspace.folder / file.place)
        if not found.is_whole:
            unsearched.append(file.path)
        if found.names:
            held.append(NamedFile(file=file.path, names=found.names))
    named = {one.file for one in held}
    return _Searched(
        held=tuple(held), unsearched=tuple(file for file in unsearched if file not in named)
    )


def _evidence(
    setup: Setup, dossier: Dossier, left_out: AbstractSet[str], translator: Translator
) -> Iterator[_Piece]:
    controls = _controls(dossier)
    for file in dossier.evidence:
        if file.path not in left_out:
            is_pack = file.name.casefold().endswith(SUFFIX)
            kind = PACKS if is_pack else EVIDENCE
            yield _Piece(
                kind=kind,
                place=f"{translator.say(kind)}/{_below(setup, file)}",
                content=(setup.workspace.folder / file.place).read_bytes(),
                controls=tuple(controls.get(key(file.name), ())),
            )


def _below(setup: Setup, file: EvidenceFile) -> str:
    """Where a file lies in what was delivered; the folder of its own code says nothing to a client."""
    root = setup.workspace.evidence.relative_to(setup.workspace.folder)
    return "/".join(PurePosixPath(file.path).relative_to(root.as_posix()).parts[1:])


def _controls(dossier: Dossier) -> Mapping[str, Sequence[str]]:
    """The controls by the names of files that answers and lists of evidence name for them."""
    found: dict[str, list[str]] = defaultdict(list)
    for form in dossier.questionnaires:
        for answer in form.answers.values():
            for name in answer.evidence_names:
                found[key(name)].append(answer.control)
        for record in form.evidence:
            listed = record.value("controls")
            found[key(record.text("file"))] += listed if isinstance(listed, tuple) else ()
    return {name: sorted(set(controls)) for name, controls in found.items()}


def _packs(wish: HandoverWish, translator: Translator) -> Iterator[_Piece]:
    for path in wish.packs:
        place = f"{translator.say(PACKS)}/{path.name}"
        yield _Piece(kind=PACKS, place=place, content=path.read_bytes())


def _distinct(pieces: Sequence[_Piece]) -> tuple[_Piece, ...]:
    """Each place once, also where a file system knows no case; the same content twice is one."""
    taken: dict[str, _Piece] = {}
    for piece in pieces:
        place, number = PurePosixPath(piece.place), 1
        while (there := taken.get(place.as_posix().casefold())) and there.content != piece.content:
            number += 1
            place = place.with_stem(f"{PurePosixPath(piece.place).stem}_{number}")
        taken.setdefault(place.as_posix().casefold(), replace(piece, place=place.as_posix()))
    return tuple(taken.values())


def _zipped(setup: Setup, pieces: Sequence[_Piece], translator: Translator) -> bytes:
    """The package: its pieces and the list of them; the same bytes for the same files."""
    workspace = setup.workspace
    listed = handover_list(
        [
            HandedFile(
                kind=piece.kind,
                place=piece.place,
                controls=piece.controls,
                size=len(piece.content),
                sha256=sha256(piece.content).hexdigest(),
            )
            for piece in pieces
        ],
        company=workspace.client,
        round_=workspace.round,
        day=translator.day(workspace.as_of),
        translator=translator,
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        put_part(package, f"{translator.say(HANDOVER_LIST)}.xlsx", listed)
        for piece in pieces:
            put_part(package, piece.place, piece.content)
    return out.getvalue()
