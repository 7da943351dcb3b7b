"""Block notes: what is said of a table's cells as they lie: doubled columns, merged answers, ditto marks."""

from __future__ import annotations

from itertools import groupby

from itakusaki.intake.issues import Notes
from itakusaki.model.source import column_letters
from itakusaki.tabular.blocks import Block
from itakusaki.tabular.cell_text import raw_text


def note_layout(block: Block, notes: Notes) -> None:
    """Note what a person has to know of how the cells of a table lie."""
    for name in block.doubles:
        _note_double(block, name, notes)
    if "answer" in block.columns:
        _note_merged(block, notes)
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


def _note_merged(block: Block, notes: Notes) -> None:
    place = block.columns["answer"]
    covered = sorted(row for row, column in block.fill if column == place)
    runs = groupby(enumerate(covered), lambda pair: pair[1] - pair[0])
    for _, run in runs:
        rows = [row for _, row in run]
        first = max(rows[0] - 1, block.first)
        if value := raw_text(block.fill[rows[0], place]):
            last = block.sheet.at(rows[-1], place).cell
            at = block.sheet.at(first, place)
            notes.add("merged_answer", at, answer=value[:60], last=last)
