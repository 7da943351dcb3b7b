"""The sheet of internal notes: there for who inspects itself, gone from what a client gets."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from itakusaki.forms.archive import book_bytes
from itakusaki.forms.internal_notes import (
    is_internal,
    without_internal_notes,
    write_internal_notes,
)
from itakusaki.forms.styles import add_styles
from itakusaki.language import translator_for

DAY = date(2026, 12, 31)


def form(language: str, *, has_notes: bool) -> bytes:
    """A form of one sheet, with or without the sheet of notes."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "設問"
    book.worksheets[0]["C5"] = "○"
    add_styles(book, language)
    if has_notes:
        write_internal_notes(book, translator_for(language))
    return book_bytes(book)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize(("language", "title"), [("ja", "社内メモ"), ("en", "Internal notes")])
def test_a_form_of_one_s_own_has_the_sheet_and_loses_it(language: str, title: str) -> None:
    book = opened(form(language, has_notes=True))
    assert book.sheetnames == ["設問", title]
    assert not book[title]["B3"].protection.locked
    book[title]["B3"] = "担当の早瀬は異動予定"
    out = io.BytesIO()
    book.save(out)
    sent = without_internal_notes(out.getvalue(), DAY)
    assert opened(sent).sheetnames == ["設問"]
    assert opened(sent)["設問"]["C5"].value == "○"
    assert sent == without_internal_notes(out.getvalue(), DAY)


def test_the_sheet_of_notes_prints_on_one_page() -> None:
    page = opened(form("ja", has_notes=True))["社内メモ"]
    # A page across holds so many lines; the note above takes two and the headings one.
    assert page.max_row <= 33


def test_a_form_without_such_a_sheet_goes_as_it_is() -> None:
    content = form("ja", has_notes=False)
    assert without_internal_notes(content, DAY) is content


@pytest.mark.parametrize(
    ("title", "internal"),
    [
        ("社内メモ", True),
        ("社内メモ (2)", True),
        ("internal NOTES 2026", True),
        ("メモ", False),
        ("表紙", False),
    ],
)
def test_a_sheet_is_known_by_how_its_name_begins(title: str, internal: bool) -> None:  # noqa: FBT001
    assert is_internal(title) is internal
