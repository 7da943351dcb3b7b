"""Block notes: what is said of a table's cells as they lie: doubled columns, merged answers, ditto marks."""

from __future__ import annotations

from itertools import groupby

from itakusaki.intake.issues import Notes
from itakusaki.intake.items import Items
from itakusaki.intake.normalise import Spellings
from itakusaki.model.source import column_letters
from itakusaki.tabular.blocks import Block
from itakusaki.tabular.cell_text import raw_text


def note_layout(block: Block, items: Items, spellings: Spellings, notes: Notes) -> None:
    """Note what a person has to know of how the cells of a table lie."""
    for name in block.doubles:
        _note_double(block, name, notes)
    if block.fill and {"id", "answer"} <= block.columns.keys():
        _note_merged(block, items, spellings, notes)
    for (row, column), above in block.same.items():
        if above == "":
            mark = raw_text(block.sheet.rows[row][column])
            notes.add("ditto_unclear", block.sheet.at(row, column), mark=mark)


def _note_double(block: Block, name: str, notes: Notes) -> None:
    double, sheet = block.doubles[name], block.sheet
    first, *others = (column_letters(place + sheet.left) for place in double.places)
    count = sum(1 for _ in block.differing(name))
    code = "column_twice_read" if double.firm or not count else "column_twice"
    notes.add(
        code,
        sheet.at(block.top, double.places[0]),
        column=block.table.column(name).heading,
        first=first,
        others=", ".join(others),
        count=count,
    )


def _note_merged(block: Block, items: Items, spellings: Spellings, notes: Notes) -> None:
    rows = [row for row in block.rows() if row.is_covered("answer")]
    runs = groupby(enumerate(rows), lambda pair: pair[1].index - pair[0])
    for _, run in runs:
        covered = [row for _, row in run if items.id_of(row.cell("id"))]
        value = spellings.text(covered[0].cell("answer")) if covered else ""
        if value:
            last = covered[-1].at("answer").cell
            notes.add("merged_answer", covered[0].at("answer"), answer=value[:60], last=last)
