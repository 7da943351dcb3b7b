"""Identity: whose questionnaire it is, and on which side; never taken from the file's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from itakusaki.files.folding import key, plain
from itakusaki.intake.issues import Notes
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


def owner_of(found: Recognised, parties: Parties, notes: Notes) -> Owner | None:
    """Whose workbook it is, by the hidden ids, else by the cover; None where nobody's."""
    side = _side(found)
    processor = _by_mark(found, parties) or _by_cover(found, parties, notes)
    if not processor and side is not Duty.CLIENT:
        processor = _own(found, parties)
    if processor:
        notes.processor = processor
        _note_conflict(found, parties, processor, notes)
        return Owner(processor=processor, side=side or _assumed(found, parties, processor, notes))
    if side is Duty.CLIENT and not _named_by_mark(found):
        # The client's own name stands on its cover: the check is about every processor alike.
        return Owner(processor="", side=side)
    _note_stranger(found, notes)
    return None


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
    if found.mark is None:
        return ""
    code = parties.by_code(found.mark.processor) if found.mark.processor else ""
    numbers = parties.by_number(found.mark.corporate_number)
    return code or (numbers[0] if len(numbers) == 1 else "")


def _by_cover(found: Recognised, parties: Parties, notes: Notes) -> str:
    if _named_by_mark(found):
        return ""  # made for someone who is not in the ledger any more
    number, name = found.cover.get("corporate_number"), found.cover.get("processor_name")
    named = parties.by_name(name.raw) if name else ()
    candidates = parties.by_number(number.raw) if number else ()
    if len(candidates) > 1 and set(candidates) & set(named):
        candidates = tuple(c for c in candidates if c in named)
    candidates = candidates or named
    if len(candidates) > 1:
        at = _place(number or name, found)
        shown = ", ".join(candidates)
        notes.add("identity_ambiguous", at, name=name.raw if name else "", candidates=shown)
    return candidates[0] if len(candidates) == 1 else ""


def _own(found: Recognised, parties: Parties) -> str:
    """The company that inspects itself, where the workbook names it or nobody at all."""
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


def _note_stranger(found: Recognised, notes: Notes) -> None:
    if any(issue.code == "identity_ambiguous" for issue in notes.issues):
        return
    mark = found.mark
    field = found.cover.get("processor_name") or found.cover.get("corporate_number")
    name = (field.raw if field else "") or (mark.processor or mark.corporate_number if mark else "")
    if name:
        notes.add("not_in_ledger", _place(field, found), name=plain(name))
    else:
        notes.add("identity_unknown", CellRef(file=found.book.file))


def _place(field: Field | None, found: Recognised) -> CellRef:
    return field.at if field else CellRef(file=found.book.file)
