"""Inquiry books: the workbook of an answer → its fields and rows, with the files beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.inquiry import InquiryRules
from itakusaki.files.folding import key
from itakusaki.intake.book import open_book
from itakusaki.intake.inquiry_files import DeliveredFolder
from itakusaki.intake.issues import Notes
from itakusaki.intake.recognise import LayoutReader, Recognised, recognise
from itakusaki.intake.records import read_records
from itakusaki.model.errors import UnreadableFileError
from itakusaki.model.inquiry import DeliveredFile, FileComparison, InquiryAnswer
from itakusaki.model.record import Field, Record

#: Days that may lie after the day of judging.
MAY_LIE_AHEAD: Final = frozenset({"due_on", "judged_on", "kept_until"})


def read_inquiry(
    path: Path, rules: InquiryRules, checklist: Checklist, files: Path | None = None
) -> InquiryAnswer:
    """Read an answer and the files of a folder that it names, of none its words alone.

    What cannot be believed is an issue.

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
    _note_days(found, rules, tables, notes)
    _note_names(rules, tables, notes)
    delivered, compared = _delivered(tables, files, notes)
    return InquiryAnswer(
        source=opened.source,
        cover=found.cover,
        tables=tables,
        files=delivered,
        comparisons=compared,
        issues=notes.owned(""),
    )


def _delivered(
    tables: Mapping[str, tuple[Record, ...]], files: Path | None, notes: Notes
) -> tuple[Mapping[str, DeliveredFile], Mapping[tuple[str, str], FileComparison]]:
    if files is None:
        return {}, {}
    delivery = DeliveredFolder(files)
    found = _files(tables.get("extractions", ()), delivery)
    notes.issues.extend(delivery.issues)
    return found


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
    found: Recognised, rules: InquiryRules, tables: Mapping[str, tuple[Record, ...]], notes: Notes
) -> None:
    """Note days that lie the wrong way round, or ahead of the day of judging."""
    labels = {field.name: field.heading for field in rules.layout.forms["cover"].fields}
    cover = Record(table="", at=found.book.at, fields=found.cover)
    for days in rules.in_order:
        names = labels
        if days.table:
            names = {c.name: c.heading for c in rules.layout.tables[days.table].columns}
        for row in tables[days.table] if days.table else (cover,):
            first, second = row.day(days.first), row.day(days.second)
            if first and second and first > second:
                notes.add(
                    "days_reversed",
                    row.fields[days.second].at,
                    first=names[days.first],
                    second=names[days.second],
                    first_day=first.isoformat(),
                    second_day=second.isoformat(),
                )
    _note_ahead(cover, tables, notes)


def _note_ahead(cover: Record, tables: Mapping[str, tuple[Record, ...]], notes: Notes) -> None:
    judged = cover.day("judged_on")
    for row in (cover, *(row for rows in tables.values() for row in rows)):
        for name in row.fields:
            day = row.day(name)
            if judged and day and day > judged and name not in MAY_LIE_AHEAD:
                said = {"day": day.isoformat(), "judged": judged.isoformat()}
                notes.add("day_ahead", row.fields[name].at, **said)


def _note_names(
    rules: InquiryRules, tables: Mapping[str, tuple[Record, ...]], notes: Notes
) -> None:
    for table in rules.named_once:
        column = rules.layout.tables[table].key[0]
        seen: dict[str, Field] = {}
        for row in tables[table]:
            field = row.fields.get(column)
            if field and seen.setdefault(key(field.raw), field) is not field:
                first = seen[key(field.raw)].at.cell
                notes.add("named_twice", field.at, name=field.raw, first=first)
