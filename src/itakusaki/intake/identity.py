"""Identity: whose questionnaire it is, and on which side; never taken from the file's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from itakusaki.files.folding import key, plain
from itakusaki.intake.assignment import Assignment
from itakusaki.intake.evidence_files import CLIENT
from itakusaki.intake.issues import Notes
from itakusaki.intake.ledger import digits
from itakusaki.intake.parties import Parties
from itakusaki.intake.recognise import Recognised
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.record import Field
from itakusaki.model.source import CellRef

#: How a side is named in a sentence.
SIDE_NAMES: Final[Mapping[Duty, Message]] = {
    Duty.CLIENT: Message.of(N_("client")),
    Duty.PROCESSOR: Message.of(N_("processor")),
    Duty.SUB_PROCESSOR: Message.of(N_("sub-processor")),
    Duty.RECIPIENT: Message.of(N_("recipient")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose answers a workbook holds; `processor` is "" for the client's check of all alike."""

    processor: str
    side: Duty


def owner_of(
    found: Recognised, parties: Parties, assigned: Assignment | None, notes: Notes
) -> Owner | None:
    """Whose workbook it is: by the hidden ids, else the cover, else where it was put; None: nobody's.

    A corporate number on the cover that is another company's outweighs all else.
    """
    side = _side(found)
    processor = _by_mark(found, parties) or _by_cover(found, parties, assigned, notes)
    # Hidden ids of somebody who is not in the ledger are not outweighed by a folder either.
    by_itself = bool(processor) or side is Duty.CLIENT or _named_by_mark(found)
    if assigned is not None and by_itself:
        own = Owner(processor=processor, side=side or Duty.PROCESSOR)
        _note_elsewhere(found, assigned, own, notes)
    elif assigned is not None:
        processor, side = assigned.processor, side if assigned.processor else Duty.CLIENT
    elif not processor:
        processor = _own(found, parties)
    if side is not Duty.CLIENT and _is_others(found, parties, processor, notes):
        return None
    if assigned is not None and not by_itself:
        _note_assigned(found, assigned, notes)
    return _owner(found, parties, processor, side, notes)


def _owner(
    found: Recognised, parties: Parties, processor: str, side: Duty | None, notes: Notes
) -> Owner | None:
    if processor:
        notes.processor = processor
        _note_conflict(found, parties, processor, notes)
        return Owner(processor=processor, side=side or _assumed(found, parties, processor, notes))
    if side is Duty.CLIENT and not _named_by_mark(found):
        # The client's own name stands on its cover: the check is about every processor alike.
        return Owner(processor="", side=side)
    _note_stranger(found, parties, notes)
    return None


def _is_others(found: Recognised, parties: Parties, processor: str, notes: Notes) -> bool:
    """Whether the cover, else the hidden sheet, bears another company's number than would be taken.

    Who is named by no more than a code or a name that fits is looked at as well, so that the reason
    is said.
    """
    field, name = found.cover.get("corporate_number"), found.cover.get("processor_name")
    sent = found.mark.corporate_number if found.mark else ""
    number = field.raw if field and digits(field.raw) else sent
    named = parties.by_name(name.raw) if name else ()
    marked = parties.by_code(found.mark.processor) if found.mark else ""
    taken = processor or marked or (named[0] if len(named) == 1 else "")
    if not taken or not parties.is_others(number, taken):
        return False
    notes.processor = taken
    whose, at = parties.by_number(number), _place(field, found)
    shown = Message.of("{codes}", codes=", ".join(whose))
    other = shown if whose else Message(N_("a company that is not in the ledger"))
    notes.add("other_company", at, processor=taken, number=digits(number), other=other)
    return True


def _note_elsewhere(found: Recognised, assigned: Assignment, own: Owner, notes: Notes) -> None:
    """Note that a form was put with another than the one it names; the client's lie with the client's."""
    is_clients = own.side is Duty.CLIENT
    if is_clients if not assigned.processor else own.processor == assigned.processor:
        return
    names = CLIENT if is_clients else own.processor or (found.mark.processor if found.mark else "")
    at, there = CellRef(file=found.book.file), assigned.processor or CLIENT
    notes.add("assigned_elsewhere", at, own=names, processor=there, by=assigned.by)


def _note_assigned(found: Recognised, assigned: Assignment, notes: Notes) -> None:
    notes.processor = assigned.processor
    name = found.cover.get("processor_name")
    given = plain(name.raw) if name else ""
    says = Message.of(N_("names “{name}”"), name=given) if given else Message(N_("names nobody"))
    at = _place(name, found)
    notes.add("assigned", at, processor=assigned.processor or CLIENT, by=assigned.by, says=says)


def _side(found: Recognised) -> Duty | None:
    if found.mark and found.mark.kind in tuple(Duty):
        return Duty(found.mark.kind)
    given = found.cover.get("kind")
    form = found.reader.layout.forms.get("cover")
    if given is None or form is None:
        return None
    choices = [c for column in form.fields if column.name == "kind" for c in column.choices]
    said = key(given.raw)
    # 再委託先 holds the word 委託先, and 委託先（再委託先を含む） the other: the first word counts.
    found_at = [
        (said.find(key(word)), choice.id)
        for choice in choices
        for word in (choice.words.ja, choice.words.en, choice.id)
        if key(word) in said
    ]
    return Duty(min(found_at)[1]) if found_at else None


def _assumed(found: Recognised, parties: Parties, processor: str, notes: Notes) -> Duty:
    side = parties.ledger.processors[processor].duty
    notes.add("side_assumed", CellRef(file=found.book.file), side=SIDE_NAMES[side])
    return side


def _named_by_mark(found: Recognised) -> bool:
    return bool(found.mark and (found.mark.processor or found.mark.corporate_number))


def _by_mark(found: Recognised, parties: Parties) -> str:
    """The processor that the hidden ids name; a code that meanwhile is another's gives way to the number."""
    if found.mark is None:
        return ""
    number = found.mark.corporate_number
    code = parties.by_code(found.mark.processor) if found.mark.processor else ""
    numbers = parties.by_number(number)
    if code and not parties.is_others(number, code):
        return code
    return numbers[0] if len(numbers) == 1 else ""


def _by_cover(
    found: Recognised, parties: Parties, assigned: Assignment | None, notes: Notes
) -> str:
    if _named_by_mark(found):
        return ""  # made for someone who is not in the ledger any more
    number, name = found.cover.get("corporate_number"), found.cover.get("processor_name")
    named = parties.by_name(name.raw) if name else ()
    numbered = parties.by_number(number.raw) if number else ()
    if len(numbered) > 1 and set(numbered) & set(named):
        numbered = tuple(c for c in numbered if c in named)
    if number and not numbered:
        named = tuple(code for code in named if not parties.is_others(number.raw, code))
    candidates = numbered or named
    if assigned is not None and assigned.processor in candidates:
        return assigned.processor
    if len(candidates) > 1:
        at = _place(number or name, found)
        shown = ", ".join(candidates)
        notes.add("identity_ambiguous", at, name=name.raw if name else "", candidates=shown)
    if len(candidates) != 1:
        return ""
    if name and not numbered and _side(found) is not Duty.CLIENT:
        _note_by_name(number, name, parties, candidates[0], notes)
    return candidates[0]


def _note_by_name(
    number: Field | None, name: Field, parties: Parties, processor: str, notes: Notes
) -> None:
    """Note that nothing but the name says whose it is, and why the number does not."""
    if processor == parties.own:
        return
    if not parties.has_valid_number(processor):
        why = N_("the ledger has no valid corporate number for it")
    elif number is None or not digits(number.raw):
        why = N_("the cover bears no corporate number")
    else:
        why = N_("the number on the cover cannot be a corporate number")
    notes.processor = processor
    notes.add(
        "matched_by_name", name.at, processor=processor, name=plain(name.raw), why=Message(why)
    )


def _own(found: Recognised, parties: Parties) -> str:
    """The company that inspects itself, where the workbook names it or nobody at all."""
    if _side(found) is Duty.CLIENT:
        return ""
    name = found.cover.get("processor_name")
    if name and plain(name.raw):
        return parties.own if parties.own in parties.by_name(name.raw) else ""
    return "" if _named_by_mark(found) else parties.own


def _note_conflict(found: Recognised, parties: Parties, processor: str, notes: Notes) -> None:
    name = found.cover.get("processor_name")
    number = found.cover.get("corporate_number")
    for field, others in (
        (number, parties.by_number(number.raw) if number else ()),
        (name, parties.by_name(name.raw) if name else ()),
    ):
        if field is not None and others and processor not in others:
            at = field.at
            notes.add("identity_conflict", at, processor=processor, other=plain(field.raw))
            return


def _note_stranger(found: Recognised, parties: Parties, notes: Notes) -> None:
    if any(issue.code == "identity_ambiguous" for issue in notes.issues):
        return
    mark = found.mark
    field = found.cover.get("processor_name") or found.cover.get("corporate_number")
    name = (field.raw if field else "") or (mark.processor or mark.corporate_number if mark else "")
    nearly = parties.nearly_by_name(name) if field else ()
    if nearly:
        called = parties.ledger.processors[nearly[0]].name
        at, whose = _place(field, found), nearly[0]
        notes.add("other_kind_of_company", at, name=plain(name), processor=whose, other=called)
    elif name:
        notes.add("not_in_ledger", _place(field, found), name=plain(name))
    else:
        _note_unknown(found, parties, notes)


def _note_unknown(found: Recognised, parties: Parties, notes: Notes) -> None:
    """Say that nothing tells whose it is, and the two ways of saying it without touching the form."""
    at = CellRef(file=found.book.file)
    folder, name = PurePosixPath(at.file).parts[:2], PurePosixPath(at.file).name
    code = next(iter(parties.ledger.processors), "P01")
    notes.add("identity_unknown", at, folder=f"{'/'.join((*folder, code))}/", file=name, code=code)


def _place(field: Field | None, found: Recognised) -> CellRef:
    return field.at if field else CellRef(file=found.book.file)
