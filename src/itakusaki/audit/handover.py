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
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from itakusaki.audit.assess import dossier_of, judge, part
from itakusaki.audit.setup import Setup
from itakusaki.files.folding import key
from itakusaki.files.mentions import mentioned, names_in
from itakusaki.files.names import safe_text
from itakusaki.files.reproducible_zip import put
from itakusaki.files.wall import behind_wall
from itakusaki.files.writing import Written, write_over
from itakusaki.forms.handover_list import HANDOVER_LIST, HandedFile, handover_list
from itakusaki.forms.internal_notes import without_internal_notes
from itakusaki.language import Translator
from itakusaki.model.assessment import Dossier
from itakusaki.model.errors import FileExistsAlreadyError, HandoverError
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Role
from itakusaki.model.step import OnStep
from itakusaki.packs.writing import SUFFIX

HANDOVER: Final = Message(N_("handover"))
ANSWERS: Final = Message(N_("Answers"))
EVIDENCE: Final = Message(N_("Evidence"))
PACKS: Final = Message(N_("Evidence packs"))
_WITHOUT_NOTES: Final = "itakusaki.audit.handover:form_to_send"
_WORKBOOKS: Final = (".xlsx", ".xlsm")

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
    """A file that goes out: what it is, its place in the package, its content and controls.

    `unsearched` names a form in the workspace that could not be looked through, "" for any other file.
    """

    kind: Message
    place: str
    content: bytes
    controls: tuple[str, ...] = ()
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


def form_to_send(path: str, day: str) -> bytes:
    """An answered form without internal notes, as of a day in ISO form; runs in the reader."""
    from datetime import date  # noqa: PLC0415

    file = Path(path)
    is_with_macros = file.suffix.lower() == ".xlsm"
    return without_internal_notes(file.read_bytes(), date.fromisoformat(day), macros=is_with_macros)


def _path(setup: Setup, translator: Translator) -> Path:
    workspace = setup.workspace
    parts = (translator.say(HANDOVER), workspace.round, safe_text(workspace.client))
    return workspace.outgoing / f"{'_'.join(part for part in parts if part)}.zip"


def _forms(setup: Setup, dossier: Dossier, translator: Translator) -> Iterator[_Piece]:
    """The answered forms of the round, none of which may name another client."""
    workspace = setup.workspace
    names = workspace.other_clients
    for file in dict.fromkeys(one.file for one in dossier.questionnaires):
        path = workspace.folder / file
        content = path.read_bytes()
        if path.suffix.lower() in _WORKBOOKS:
            day = workspace.as_of.isoformat()
            content = behind_wall(_WITHOUT_NOTES, str(path), day, allowance=workspace.reading)
        within = names_in(content, names, workspace.reading) if names else ()
        found = dict.fromkeys((*mentioned(path.name, names), *(within or ())))
        if found:
            told = Message.of(_NAMED, file=file, names=translator.joined(tuple(found)))
            raise HandoverError(told, Message(_TAKE_OUT))
        yield _Piece(
            kind=ANSWERS,
            place=f"{translator.say(ANSWERS)}/{path.name}",
            content=content,
            unsearched=file if within is None else "",
        )


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
    for file in dossier.evidence if workspace.other_clients else ():
        if file.path in left_out or file.path in included or file.name in included:
            continue
        within = names_in(workspace.folder / file.place, workspace.other_clients, workspace.reading)
        if within is None:
            unsearched.append(file.path)
        found = dict.fromkeys((*mentioned(file.name, workspace.other_clients), *(within or ())))
        if found:
            held.append(NamedFile(file=file.path, names=tuple(found)))
    named = {one.file for one in held}
    return _Searched(
        held=tuple(held), unsearched=tuple(file for file in unsearched if file not in named)
    )


def _evidence(
    setup: Setup, dossier: Dossier, left_out: AbstractSet[str], translator: Translator
) -> Iterator[_Piece]:
    controls = _controls(dossier)
    root = setup.workspace.evidence.relative_to(setup.workspace.folder)
    for file in dossier.evidence:
        if file.path not in left_out:
            # The folder of its own code says nothing to a client.
            below = PurePosixPath(file.path).relative_to(root.as_posix()).parts[1:]
            is_pack = file.name.casefold().endswith(SUFFIX)
            kind = PACKS if is_pack else EVIDENCE
            yield _Piece(
                kind=kind,
                place="/".join((translator.say(kind), *below)),
                content=(setup.workspace.folder / file.place).read_bytes(),
                controls=tuple(controls.get(key(file.name), ())),
            )


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
        put(package, f"{translator.say(HANDOVER_LIST)}.xlsx", listed)
        for piece in pieces:
            put(package, piece.place, piece.content)
    return out.getvalue()
