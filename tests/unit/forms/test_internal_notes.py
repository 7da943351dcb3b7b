"""The sheet of internal notes: there for who inspects itself, gone from what a client gets."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from itakusaki.forms import questionnaire_book
from itakusaki.forms.internal_notes import is_internal, without_internal_notes
from itakusaki.language import translator_for
from itakusaki.model.party import Duty
from support.blank_books import checklist, layout

DAY = date(2026, 12, 31)


def form(language: str, *, has_notes: bool) -> bytes:
    return questionnaire_book(
        checklist=checklist(),
        layout=layout(),
        kind=Duty.PROCESSOR,
        processor=None,
        client="汐見流通サービス株式会社",
        round_="2026Q4",
        due=None,
        translator=translator_for(language),
        has_notes=has_notes,
    )


def sheets(content: bytes) -> list[str]:
    return openpyxl.load_workbook(io.BytesIO(content)).sheetnames


@pytest.mark.parametrize(("language", "title"), [("ja", "社内メモ"), ("en", "Internal notes")])
def test_a_form_of_one_s_own_has_the_sheet_and_loses_it(language: str, title: str) -> None:
    made = form(language, has_notes=True)
    book = openpyxl.load_workbook(io.BytesIO(made))
    book[title]["B3"] = "担当の早瀬は異動予定"
    out = io.BytesIO()
    book.save(out)
    sent = without_internal_notes(out.getvalue(), DAY, macros=False)
    assert sheets(sent) == [name for name in sheets(made) if name != title]
    assert sheets(sent) == sheets(form(language, has_notes=False))
    assert sent == without_internal_notes(out.getvalue(), DAY, macros=False)


def test_a_form_without_such_a_sheet_goes_as_it_is() -> None:
    content = form("ja", has_notes=False)
    assert without_internal_notes(content, DAY, macros=False) is content


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
