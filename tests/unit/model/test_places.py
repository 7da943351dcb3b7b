"""Several cells are pointed to sheet by sheet."""

from __future__ import annotations

from itakusaki.model.source import CellRef, places


def test_cells_of_one_sheet_stand_together() -> None:
    cells = [
        CellRef(file="a.xlsx", sheet="S", cell="B2"),
        CellRef(file="b.xlsx"),
        CellRef(file="a.xlsx", sheet="S", cell="B4"),
    ]
    assert places(cells) == "a.xlsx [S!B2, B4]; b.xlsx"


def test_one_cell_is_said_as_it_is() -> None:
    at = CellRef(file="a.csv", cell="C3")
    assert places([at]) == str(at)
    assert places([]) == ""
