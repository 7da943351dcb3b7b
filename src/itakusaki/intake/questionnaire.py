"""Questionnaires: one returned workbook → answers, facts, lists, and rows for the gate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from itakusaki.catalogue.checklist import Checklist, Control
from itakusaki.intake.answers import read_answers
from itakusaki.intake.identity import Owner
from itakusaki.intake.issues import Notes, listed
from itakusaki.intake.recognise import Recognised
from itakusaki.intake.records import read_records
from itakusaki.model.answer import Questionnaire
from itakusaki.model.record import Record
from itakusaki.model.source import CellRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A questionnaire with its rows for the gate."""

    questionnaire: Questionnaire
    records: tuple[Record, ...]


def read_questionnaire(found: Recognised, owner: Owner, notes: Notes) -> Returned:
    """Read all that a workbook declares."""
    rows = read_answers(found, owner.side, notes)
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
        answers=rows.answers,
        facts=rows.facts,
        sub_processors=sub_processors,
        exceptions=exceptions,
        evidence=evidence,
    )
    records = (*rows.records, *sub_processors, *exceptions, *evidence)
    return Returned(questionnaire=questionnaire, records=records)


def note_missing(
    questionnaire: Questionnaire, found: Recognised, asked: Iterable[Control], notes: Notes
) -> None:
    """Note controls that the party has to answer but that are not in the workbook at all."""
    answers = questionnaire.answers
    # Rows that were sent and then removed are noted as such.
    sent = found.mark.items if found.mark else {}
    missing = tuple(c.id for c in asked if c.id not in answers and c.id not in sent)
    if missing and answers:
        at = CellRef(file=found.book.file)
        notes.add("controls_missing", at, count=len(missing), ids=listed(missing))


def note_head(
    questionnaire: Questionnaire, found: Recognised, round_: str, checklist: Checklist, notes: Notes
) -> None:
    """Note a workbook made for another round, from another checklist, or without an as-of day."""
    at = CellRef(file=found.book.file)
    cover = found.cover
    if questionnaire.round and questionnaire.round.casefold() != round_.casefold():
        place = cover["round"].at if "round" in cover else at
        notes.add("wrong_round", place, found=questionnaire.round, wanted=round_)
    version = questionnaire.checklist_version
    if version and version != checklist.version:
        notes.add("other_version", at, found=version, wanted=checklist.version)
    if questionnaire.as_of is None:
        notes.add("no_as_of", cover["as_of"].at if "as_of" in cover else at)
