"""Inquiry books: the workbook of an answer → its fields and rows, with the files beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.inquiry import InquiryRules
from itakusaki.catalogue.layout import Layout
from itakusaki.files.folding import key
from itakusaki.intake.book import open_book
from itakusaki.intake.inquiry_files import DeliveredFolder
from itakusaki.intake.issues import Notes
from itakusaki.intake.recognise import LayoutReader, Recognised, recognise
from itakusaki.intake.records import read_records
from itakusaki.model.errors import UnreadableFileError
from itakusaki.model.inquiry import DeliveredFile, FileComparison, InquiryAnswer
from itakusaki.model.record import Field, Record

#: Days of which the first may not lie after the second: table ("" for the cover), first, second.
IN_ORDER: Final = (
    ("", "received_on", "answered_on"),
    ("", "received_on", "due_on"),
    ("", "period_from", "period_to"),
    ("sources", "held_from", "held_to"),
    ("sources", "looked_from", "looked_to"),
    ("extractions", "query_from", "query_to"),
    ("statements", "holds_from", "holds_to"),
    ("earlier", "answered_on", "re_examined_on"),
)
#: Tables whose rows are named by their first column, and so named once.
NAMED_ONCE: Final = ("items", "sources", "extractions", "investigators", "statements")


def read_inquiry(
    path: Path, rules: InquiryRules, checklist: Checklist, files: Path
) -> InquiryAnswer:
    """Read an answer and the files of a folder that it names; what cannot be believed is an issue.

    Raises:
        UnreadableFileError: it is no workbook, or holds none of the tables.
    """
    opened = open_book(path, path.name)
    notes = Notes()
    notes.issues.extend(opened.issues)
    if opened.book is None or opened.source is None:
        raise UnreadableFileError(path.name, notes.owned(""))
    found = recognise(opened.book, [LayoutReader(rules.layout, checklist)], notes)
    if not found.blocks:
        raise UnreadableFileError(path.name, notes.owned(""))
    tables = {name: tuple(read_records(found, name, notes)) for name in rules.layout.tables}
    _note_days(found, rules.layout, tables, notes)
    _note_names(rules.layout, tables, notes)
    delivered, compared = _files(tables["extractions"], DeliveredFolder(files))
    return InquiryAnswer(
        source=opened.source,
        cover=found.cover,
        tables=tables,
        files=delivered,
        comparisons=compared,
        issues=notes.owned(""),
    )


def _files(
    rows: tuple[Record, ...], delivery: DeliveredFolder
) -> tuple[Mapping[str, DeliveredFile], Mapping[tuple[str, str], FileComparison]]:
    files = delivery.files(row.text("file") for row in rows)
    compared = {}
    for first, second in _pairs(rows):
        pair = [files.get(key(row.text("file"))) for row in (first, second)]
        if pair[0] and pair[1] and not pair[0].unread and not pair[1].unread:
            name = (key(first.text("no")), key(second.text("no")))
            compared[name] = delivery.compared(pair[0], pair[1])
    return files, compared


def _pairs(rows: tuple[Record, ...]) -> Iterator[tuple[Record, Record]]:
    firsts = {key(row.text("no")): row for row in rows if not row.text("repeats")}
    for row in rows:
        first = firsts.get(key(row.text("repeats")))
        if row.text("repeats") and first is not None:
            yield first, row


def _note_days(
    found: Recognised, layout: Layout, tables: Mapping[str, tuple[Record, ...]], notes: Notes
) -> None:
    """Note days that lie the wrong way round, or ahead of the day of judging."""
    labels = {field.name: field.heading for field in layout.forms["cover"].fields}
    cover = Record(table="", at=found.book.at, fields=found.cover)
    for table, first, second in IN_ORDER:
        names = labels
        if table:
            names = {c.name: c.heading for c in layout.tables[table].columns}
        for row in tables[table] if table else (cover,):
            one, other = row.day(first), row.day(second)
            if one and other and one > other:
                notes.add(
                    "days_reversed",
                    row.fields[second].at,
                    first=names[first],
                    second=names[second],
                    first_day=one.isoformat(),
                    second_day=other.isoformat(),
                )
    _note_ahead(cover, tables, notes)


def _note_ahead(cover: Record, tables: Mapping[str, tuple[Record, ...]], notes: Notes) -> None:
    judged = cover.day("judged_on")
    ahead = {"due_on", "judged_on"}
    for row in (cover, *(row for rows in tables.values() for row in rows)):
        for name in row.fields:
            day = row.day(name)
            if judged and day and day > judged and name not in ahead:
                said = {"day": day.isoformat(), "judged": judged.isoformat()}
                notes.add("day_ahead", row.fields[name].at, **said)


def _note_names(layout: Layout, tables: Mapping[str, tuple[Record, ...]], notes: Notes) -> None:
    for table in NAMED_ONCE:
        column = layout.tables[table].key[0]
        seen: dict[str, Field] = {}
        for row in tables[table]:
            field = row.fields.get(column)
            if field and seen.setdefault(key(field.raw), field) is not field:
                first = seen[key(field.raw)].at.cell
                notes.add("named_twice", field.at, name=field.raw, first=first)
