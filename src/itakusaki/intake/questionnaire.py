"""Questionnaires: one returned workbook → answers, facts, lists, and rows for the gate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from itakusaki.catalogue.checklist import Checklist
from itakusaki.files.folding import fold, key
from itakusaki.intake.answers import read_answers
from itakusaki.intake.identity import Owner
from itakusaki.intake.issues import TOUCHED, Notes
from itakusaki.intake.points import by_points
from itakusaki.intake.recognise import Recognised
from itakusaki.intake.records import read_records
from itakusaki.model.answer import AnswerValue, Questionnaire
from itakusaki.model.depth import Depth
from itakusaki.model.message import N_, Message
from itakusaki.model.record import Record
from itakusaki.model.source import CellRef, column_letters
from itakusaki.settings.rounds import round_span

#: The lists of a form beside its answers.
LISTS: Final = ("sub_processors", "exceptions", "evidence")
#: What a column is called that is gone, and one that lost its heading.
HEADED: Final = N_("column “{heading}”")
UNHEADED: Final = N_("column {letters}, which has no heading")


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A questionnaire with its rows for the gate; `sent` are the items it had when it went out."""

    questionnaire: Questionnaire
    records: tuple[Record, ...]
    sent: frozenset[str] = frozenset()


def read_questionnaire(found: Recognised, owner: Owner, notes: Notes) -> Returned:
    """Read all that a workbook declares."""
    rows = read_answers(found, owner.side, notes)
    answers = by_points(rows.answers, rows.facts, found.reader.items, notes)
    cover, mark = found.cover, found.mark
    said = {name: field.raw for name, field in cover.items()}
    as_of = cover["as_of"].value if "as_of" in cover else None
    sub_processors = tuple(read_records(found, "sub_processors", notes))
    exceptions = tuple(read_records(found, "exceptions", notes))
    evidence = tuple(read_records(found, "evidence", notes))
    questionnaire = Questionnaire(
        processor=owner.processor,
        side=owner.side,
        round=(mark.round if mark else "") or said.get("round", ""),
        as_of=as_of if isinstance(as_of, date) else None,
        checklist_version=(mark.checklist_version if mark else "")
        or said.get("checklist_version", ""),
        language=mark.language if mark else "",
        file=found.book.file,
        respondent=said.get("respondent", ""),
        answers=answers,
        facts=rows.facts,
        sub_processors=sub_processors,
        exceptions=exceptions,
        evidence=evidence,
        depth=_depth(found),
        sent=tuple(name for name in (mark.items if mark else ()) if "." not in name),
        own_lists=_held_lists(found),
        lists_missing=_lists_missing(found),
        columns_missing=_columns_missing(found),
        digests=any("sha256" in block.columns for block in found.of("evidence")),
    )
    records = (*rows.records, *sub_processors, *exceptions, *evidence)
    sent = frozenset(mark.items if mark else ())
    return Returned(questionnaire=questionnaire, records=records, sent=sent)


def _lists_missing(found: Recognised) -> tuple[str, ...]:
    """The lists of our own form that are not in the workbook; of another make nobody knows them."""
    return tuple(name for name in LISTS if _held_lists(found) and name not in found.tables)


def _held_lists(found: Recognised) -> bool:
    """Whether it is a form of our own that had lists; the short one has none.

    Where the hidden sheet is gone, the version of the checklist on the cover tells our form.
    """
    is_own = bool(found.mark and found.mark.items) or "checklist_version" in found.cover
    return is_own and _depth(found) is not Depth.SHORT


def _columns_missing(found: Recognised) -> dict[str, tuple[Message, ...]]:
    """Of each list of our own form, the headings that are gone, and columns that lost theirs."""
    if not _held_lists(found):
        return {}
    lost = {name: (*_headings_gone(found, name), *_unheaded(found, name)) for name in LISTS}
    return {name: columns for name, columns in lost.items() if columns}


def _headings_gone(found: Recognised, name: str) -> Iterator[Message]:
    blocks = found.of(name)
    there = {column for block in blocks for column in block.columns}
    for column in blocks[0].table.columns if blocks else ():
        if not column.unasked and column.name not in there:
            yield Message.of(HEADED, heading=column.heading)


def _unheaded(found: Recognised, name: str) -> Iterator[Message]:
    """Columns in which something stands beside a row's key, though no heading stands above."""
    for block in found.of(name):
        heads = block.sheet.rows[block.top]
        rows = [row.cells for row in block.rows() if row.cell(block.table.key[0]) != ""]
        for place, head in enumerate(heads):
            if head == "" and any(cells[place] != "" for cells in rows):
                letters = column_letters(place + block.sheet.left)
                yield Message.of(UNHEADED, letters=letters)


def _depth(found: Recognised) -> Depth:
    """How deep the form went: by the hidden sheet alone, full where it does not tell.

    A cover can be typed over, and what a shorter form does not ask is not missed.
    """
    told = found.mark.depth if found.mark else ""
    return Depth(told) if told in tuple(Depth) else Depth.FULL


def _depth_on_cover(found: Recognised) -> Depth:
    said, form = found.cover.get("depth"), found.reader.layout.forms.get("cover")
    fields = form.fields if said and form else ()
    choices = (choice for field in fields if field.name == "depth" for choice in field.choices)
    named = {key(word): c.id for c in choices for word in (c.words.ja, c.words.en, c.id)}
    return Depth(named.get(key(said.raw) if said else "", Depth.FULL))


def is_answered(returned: Returned) -> bool:
    """Whether anything was declared: an answer, a fact, or a row of a list."""
    q = returned.questionnaire
    answered = any(answer.value is not AnswerValue.BLANK for answer in q.answers.values())
    given = any(fact.value is not None for fact in q.facts.values())
    return answered or given or bool(q.sub_processors or q.exceptions or q.evidence)


def note_unanswered(returned: Returned, found: Recognised, notes: Notes) -> None:
    """Note a form that nobody filled in, or one that was filled in and cannot be read."""
    count = _written(returned, found, notes)
    at = CellRef(file=found.book.file)
    if count:
        notes.add("nothing_read", at, count=count)
    else:
        notes.add("returned_blank", at)


def _written(returned: Returned, found: Recognised, notes: Notes) -> int:
    """Answer cells in which something stands, though no answer was read."""
    text = found.reader.spellings.text
    rows = (r for r in returned.records if r.table in ("answers", "facts"))
    texts = (r.text("answer" if r.table == "answers" else "value") for r in rows)
    touched = sum(i.code in TOUCHED for i in notes.issues)
    return sum(bool(text(each)) for each in texts) + touched


def note_round(found: Recognised, round_: str, notes: Notes) -> bool:
    """Whether the workbook may be one of the round; that of another is noted.

    Our hidden sheet names its round exactly; a cover of another make may write it in its own way.
    """
    at, field = CellRef(file=found.book.file), found.cover.get("round")
    sent, said = found.mark.round if found.mark else "", field.raw if field else ""
    place = field.at if field else at
    if sent and fold(sent) != fold(round_):
        notes.add("wrong_round", place, found=sent, wanted=round_)
        return False
    if not said or fold(said) == fold(round_):
        return True
    theirs, ours = round_span(said), round_span(round_)
    if not sent and theirs and ours and theirs.is_apart(ours):
        notes.add("wrong_round", place, found=said, wanted=round_)
        return False
    if theirs is None or theirs != ours:
        notes.add("round_unclear", place, found=said, wanted=round_)
    return True


def note_head(
    questionnaire: Questionnaire, found: Recognised, checklist: Checklist, notes: Notes
) -> None:
    """Note a workbook of another checklist or of a depth that only its cover tells, or without an as-of day."""
    at = CellRef(file=found.book.file)
    cover = found.cover
    if found.mark is None and _depth_on_cover(found) is not Depth.FULL:
        notes.add("depth_not_shown", cover["depth"].at, depth=cover["depth"].raw)
    version = questionnaire.checklist_version
    if version and version != checklist.version:
        notes.add("other_version", at, found=version, wanted=checklist.version)
    if questionnaire.as_of is None:
        notes.add("no_as_of", cover["as_of"].at if "as_of" in cover else at)
