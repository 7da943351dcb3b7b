"""Entry tables: a heading row and empty rows beneath it, with a drop-down or a check by type."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from itakusaki.catalogue.layout import Column, Table
from itakusaki.forms.entry_rules import EntryRule, RuleMaker
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.forms.styles import SIZE
from itakusaki.model.message import Message, Words

EMPTY_ROWS = 30
#: As much as can still be read on one A4 page, landscape, in characters.
WIDEST_PAGE = 136
#: Columns repeated on each page, at least, where a table takes several.
KEPT_COLUMNS = 2
TITLE_ROW, NOTE_ROW, HEADING_ROW = 1, 2, 3
ENTRY_STYLES = {
    "number": "entry_number",
    "date": "entry_date",
    "yes_no": "entry_center",
    "choice": "entry_center",
    "answer": "entry_answer",
}

#: What stands in a row before anyone fills it, by column name.
Prefilled = Mapping[str, str | float | date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """How one table is written; `suggested` are drop-downs that hint without refusing.

    Where `marks_required`, the headings of columns that must be filled are red.
    """

    table: Table
    note: Message
    rows: Sequence[Prefilled] = ()
    empty_rows: int = EMPTY_ROWS
    suggested: Mapping[str, Sequence[str]] = field(default_factory=dict)
    frozen_columns: int = 1
    marks_required: bool = False


def write_table(book: Workbook, maker: RuleMaker, spec: TableSpec) -> FormSheet:
    """Add the sheet of a table: prefilled rows first, all of them open to entry, then empty ones."""
    translator, columns = maker.translator, ordered(spec.table)
    sheet = new_sheet(book, translator, translator.pick(spec.table.sheet or _named(spec.table)))
    widths = [column.width for column in columns]
    sheet.widths(widths)
    _group(sheet, columns)
    pages = math.ceil(sum(widths) / WIDEST_PAGE)
    frozen = max(spec.frozen_columns, KEPT_COLUMNS) if pages > 1 else spec.frozen_columns
    # Over several pages the first columns are repeated, and the note stays whole within them.
    shown = frozen if pages > 1 else len(widths)
    write_head(sheet, sheet.title, spec.note, (shown, sum(widths[:shown])))
    sheet.headings(HEADING_ROW, [translator.pick(column.heading) for column in columns], widths)
    for index, column in enumerate(columns, start=1):
        if spec.marks_required and column.required:
            sheet.page.cell(HEADING_ROW, index).style = "heading_required"
    rules = [entry_rule(maker, column, spec.suggested) for column in columns]
    empty: Sequence[Prefilled] = [{}] * spec.empty_rows
    for row, filled in enumerate((*spec.rows, *empty), start=HEADING_ROW + 1):
        _write_row(sheet, row, columns, rules, filled)
    sheet.finish(
        heading_row=HEADING_ROW,
        frozen=sheet.page.cell(HEADING_ROW + 1, frozen + 1).coordinate,
        columns=len(columns),
        pages=(pages, 0),
    )
    if pages > 1:  # every page says which row it goes on with
        sheet.page.print_title_cols = f"A:{get_column_letter(frozen)}"
    sheet.page.protection.insertRows = sheet.page.protection.deleteRows = False  # not forbidden
    return sheet


def ordered(table: Table) -> tuple[Column, ...]:
    """The columns of a table, those first that everybody needs."""
    return tuple(sorted(table.columns, key=lambda column: not column.first))


def _group(sheet: FormSheet, columns: Sequence[Column]) -> None:
    """Group the columns behind those that everybody needs, so that they can be folded away."""
    count = sum(column.first for column in columns)
    if count:
        for place in range(count + 1, len(columns) + 1):
            sheet.page.column_dimensions[get_column_letter(place)].outlineLevel = 1


def as_asked(table: Table) -> Table:
    """A table without the columns that nobody is asked to fill."""
    return replace(table, columns=tuple(c for c in table.columns if not c.unasked))


def narrowed(table: Table, widths: Mapping[str, float]) -> Table:
    """A table with other widths for some of its columns, in characters."""
    columns = (replace(c, width=widths.get(c.name, c.width)) for c in table.columns)
    return replace(table, columns=tuple(columns))


def write_head(
    sheet: FormSheet, title: str, note: Message, columns_and_width: tuple[int, float]
) -> None:
    """Write a sheet's title and the sentences beneath it."""
    columns, width = columns_and_width
    sheet.put(TITLE_ROW, 1, None, "title")
    sheet.across(TITLE_ROW, (1, columns), title, "title")
    sheet.page.row_dimensions[TITLE_ROW].height = 30
    text = sheet.translator.say(note)
    sheet.across(NOTE_ROW, (1, columns), text, "plain")
    sheet.fit(NOTE_ROW, (text, width, SIZE))


def entry_rule(
    maker: RuleMaker, column: Column, suggested: Mapping[str, Sequence[str]]
) -> EntryRule | None:
    """The rule of a column, or the drop-down that is suggested for it."""
    if column.name in suggested:
        title = maker.translator.pick(column.heading)
        return maker.listed(suggested[column.name], title, strict=False)
    return maker.of(column)


def entry_style(column: Column) -> str:
    """How an entry of the column's type looks."""
    return ENTRY_STYLES.get(column.type, "entry")


def _write_row(
    sheet: FormSheet,
    row: int,
    columns: Sequence[Column],
    rules: Sequence[EntryRule | None],
    filled: Prefilled,
) -> None:
    for index, (column, rule) in enumerate(zip(columns, rules, strict=True), start=1):
        cell = sheet.put(row, index, filled.get(column.name), entry_style(column))
        sheet.rules.add(cell, rule)
        if column.unit and column.type == "number":
            cell.number_format = f'General" {sheet.translator.pick(column.unit)}"'
    texts = ((str(filled.get(c.name) or ""), c.width, SIZE) for c in columns)
    sheet.fit(row, *texts, least=20)


def _named(table: Table) -> Words:
    return Words(ja=table.name, en=table.name)
