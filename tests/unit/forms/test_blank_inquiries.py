"""The blank workbook for an answer: every sheet and column of the rules, the same bytes each time."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from itakusaki.forms import inquiry_book
from itakusaki.language import translator_for
from itakusaki.tabular.hidden_sheet import SHEET
from support.inquiries import RULES

LAYOUT = RULES.inquiry.layout


def content(lang: str = "ja", kind: str = "client") -> bytes:
    return inquiry_book(RULES.inquiry, kind=kind, translator=translator_for(lang))


def book(lang: str) -> Workbook:
    return load_workbook(io.BytesIO(content(lang)))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_table_has_its_sheet_with_its_headings(lang: str) -> None:
    pages, pick = book(lang), translator_for(lang).pick
    for table in LAYOUT.tables.values():
        assert table.sheet is not None
        page = pages[pick(table.sheet)[:31]]
        headings = [page.cell(3, n).value for n in range(1, len(table.columns) + 1)]
        assert headings == [pick(column.heading) for column in table.columns]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_choices_yes_and_no_and_days_are_offered(lang: str) -> None:
    for page in book(lang).worksheets[1:-1]:
        if page.title not in {SHEET, "_lists"}:
            assert page.data_validations.dataValidation, page.title


def test_no_clock_is_in_its_bytes() -> None:
    assert content() == content()
    assert content(kind="authority") != content()


def test_nothing_of_it_is_a_formula() -> None:
    cells = (c for page in book("ja").worksheets for row in page.iter_rows() for c in row)
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
