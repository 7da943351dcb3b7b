"""The workbook of an answer is untrusted: whatever is wrong with it is named with its cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from itakusaki.intake.inquiry_book import read_inquiry
from itakusaki.model.errors import UnreadableFileError
from itakusaki.model.inquiry import InquiryAnswer
from support.inquiries import RULES, blank, filled


def read(path: Path) -> InquiryAnswer:
    return read_inquiry(path, RULES.inquiry, RULES.checklist, path.parent)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return blank(tmp_path / "answer.xlsx")


def on_cover(path: Path, **values: object) -> Path:
    labels = {f.heading.ja: f.name for f in RULES.inquiry.layout.forms["cover"].fields}
    book = load_workbook(path)
    page = book["照会と回答"]
    for row in range(1, page.max_row + 1):
        name = labels.get(str(page.cell(row, 1).value))
        if name in values:
            page.cell(row, 2).value = values[name]  # type: ignore[assignment]
    book.save(path)
    return path


def codes(answer: InquiryAnswer) -> dict[str, str]:
    return {issue.code: f"{issue.at.sheet}!{issue.at.cell}" for issue in answer.issues}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_blank_one_holds_nothing_but_who_asks_and_gives_no_issue(
    tmp_path: Path, lang: str
) -> None:
    answer = read(blank(tmp_path / "blank.xlsx", "authority", lang))
    assert answer.choice("kind") == "authority"
    assert not any(answer.tables.values())
    assert answer.issues == ()


def test_rows_are_read_with_their_cells(book: Path) -> None:
    filled(
        book, "上申", ("経営層", date(2026, 10, 6), "体制", "議事録"), ("board", None, None, None)
    )
    first, second = read(book).rows("escalation")
    assert first.value("level") == "executive"
    assert (first.day("told_on"), first.fields["told_on"].at.cell) == (date(2026, 10, 6), "B4")
    assert second.value("level") is None


def test_what_cannot_be_read_is_named_with_its_cell(book: Path) -> None:
    filled(book, "上申", ("社長の友人", "昨日", "体制", "議事録"))
    on_cover(book, received_on="そのうち", sources_existing="たくさん")
    found = codes(read(book))
    assert found["choice_unknown"] == "上申!A4"
    assert found["value_unreadable"] in ("上申!B4", "照会と回答!B8", "照会と回答!B15")
    assert len([i for i in read(book).issues if i.code == "value_unreadable"]) == 3


def test_days_the_wrong_way_round_or_ahead_are_named(book: Path) -> None:
    on_cover(book, received_on=date(2026, 10, 5), answered_on=date(2026, 10, 1))
    assert codes(read(book))["days_reversed"] == "照会と回答!B10"
    on_cover(book, judged_on=date(2026, 9, 30), answered_on=date(2026, 10, 6))
    assert "day_ahead" in codes(read(book))


def test_a_number_given_twice_is_named(book: Path) -> None:
    filled(book, "抽出", ("E1", "DB"), ("e1", "DB"))
    assert codes(read(book))["named_twice"] == "抽出!A5"


def test_a_sheet_whose_heading_is_gone_is_told(book: Path) -> None:
    changed = load_workbook(book)
    changed["上申"].cell(3, 1).value = "だれ"
    changed["上申"].cell(3, 2).value = "いつ"
    changed.save(book)
    answer = read(book)
    assert answer.rows("escalation") == ()
    assert any(issue.at.sheet == "上申" for issue in answer.issues)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"no workbook", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_workbook_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "answer.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError) as refused:
        read(path)
    assert refused.value.issues


def test_another_workbook_is_refused(tmp_path: Path, book: Path) -> None:
    other = load_workbook(book)
    for name in other.sheetnames:
        if name != "記入要領":
            del other[name]
    other.save(tmp_path / "other.xlsx")
    with pytest.raises(UnreadableFileError):
        read(tmp_path / "other.xlsx")
