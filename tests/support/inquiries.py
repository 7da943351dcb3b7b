"""Answers to inquiries for tests: the sample's, read once, and copies in which single cells are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from openpyxl import load_workbook

from itakusaki.catalogue.inquiry import InquiryRules
from itakusaki.files.folding import key
from itakusaki.forms import inquiry_book
from itakusaki.intake.inquiry_book import read_inquiry
from itakusaki.language import translator_for
from itakusaki.model.inquiry import InquiryAnswer, InquiryOpinion, PointOutcome, Reliance
from itakusaki.model.record import Field, Record, Scalar
from itakusaki.wiring import shipped_rules
from support.sample import SAMPLE

RULES = shipped_rules()
INQUIRIES = SAMPLE / "inquiries"
SOUND = INQUIRIES / "P01_照会への回答" / "照会への回答_P01.xlsx"
UNSOUND = INQUIRIES / "P02_照会への回答" / "照会への回答_P02.xlsx"
REGISTERS = INQUIRIES / "P09_第三者提供・受領の記録" / "第三者提供・受領の記録_P09.xlsx"
TO_AUTHORITY = INQUIRIES / "監督機関への回答" / "監督機関への回答.xlsx"
#: The best first: one is no better than another that stands before it.
RANKS = tuple(Reliance)

#: A row of an answer by table and number, and a cell of one by column.
Cell = tuple[str, int, str]


@cache
def read(path: Path) -> InquiryAnswer:
    return read_inquiry(path, rules_of(path), RULES.checklist, path.parent)


def rules_of(path: Path) -> InquiryRules:
    return RULES.provisions if path == REGISTERS else RULES.inquiry


def outcomes(opinion: InquiryOpinion) -> dict[str, PointOutcome]:
    return {point.criterion: point.outcome for point in opinion.points}


def rank(opinion: InquiryOpinion) -> int:
    return RANKS.index(opinion.reliance)


def cells(answer: InquiryAnswer) -> Iterator[Cell]:
    """Every cell of every table in which something stands."""
    for table, rows in answer.tables.items():
        for number, row in enumerate(rows):
            yield from ((table, number, name) for name in row.fields)


def with_cell(answer: InquiryAnswer, cell: Cell, value: Scalar) -> InquiryAnswer:
    """The answer with another value in a cell, None for none at all."""
    table, number, name = cell
    rows = list(answer.tables[table])
    fields = dict(rows[number].fields)
    if value is None:
        fields.pop(name, None)
    else:
        fields[name] = Field(value=value, raw=str(value), at=rows[number].at)
    rows[number] = replace(rows[number], fields=fields)
    return with_rows(answer, table, tuple(rows))


def with_rows(answer: InquiryAnswer, table: str, rows: tuple[Record, ...]) -> InquiryAnswer:
    return replace(answer, tables={**answer.tables, table: rows})


def without_row(answer: InquiryAnswer, table: str, number: int) -> InquiryAnswer:
    rows = answer.tables[table]
    return with_rows(answer, table, rows[:number] + rows[number + 1 :])


def without_file(answer: InquiryAnswer, name: str) -> InquiryAnswer:
    """As if a file had not been delivered."""
    kept = {folded: found for folded, found in answer.files.items() if folded != key(name)}
    compared = {
        pair: one
        for pair, one in answer.comparisons.items()
        if key(name) not in (key(one.first), key(one.second))
    }
    return replace(answer, files=kept, comparisons=compared)


def with_field(answer: InquiryAnswer, name: str, value: Scalar) -> InquiryAnswer:
    """The answer with another value on the cover, None for none at all."""
    cover = dict(answer.cover)
    if value is None:
        cover.pop(name, None)
    else:
        cover[name] = Field(value=value, raw=str(value), at=answer.at(name))
    return replace(answer, cover=cover)


def blank(path: Path, kind: str = "client", lang: str = "ja") -> Path:
    content = inquiry_book(RULES.inquiry, kind=kind, translator=translator_for(lang))
    path.write_bytes(content)
    return path


def filled(path: Path, sheet: str, *rows: tuple[str | float | date | None, ...]) -> Path:
    """A workbook with rows entered on a sheet, from its first empty one on."""
    book = load_workbook(path)
    page = book[sheet]
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            page.cell(number, column).value = value
    book.save(path)
    return path
