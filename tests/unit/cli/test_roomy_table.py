"""Tables where there is room for them, lines of words where there is not."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from itakusaki.cli.roomy_table import print_roomy

ROWS = [
    (("F-P02-001", "委託先", "INV-02", "-", "2027-01-14"), ""),
    (("[b]F", "x", "", "-", "-"), "red"),
]


@pytest.mark.parametrize("width", [20, 40, 60, 120])
def test_no_cell_is_cut_however_narrow_the_terminal(width: int) -> None:
    told = io.StringIO()
    product = Console(file=told, width=width)
    print_roomy(product, ["Finding", "Whose", "Controls", "Owner", "Due"], ROWS, "Round")
    text = told.getvalue()
    for word in ("F-P02-001", "委託先", "INV-02", "2027-01-14", "[b]F", "Round"):
        assert word in text
    assert max(map(len, text.splitlines())) <= width
    assert ("Owner" in text) is (width >= 60)
