"""The workbook of an answer, filled by LibreOffice Calc itself, is read as it was typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from itakusaki.intake.inquiry_book import read_inquiry
from support.calc import Typed, fill, installed
from support.inquiries import RULES, blank

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(installed() is None, reason="LibreOffice (soffice) is not installed"),
]

TYPED = (
    Typed("照会と回答", "B8", "2026-10-05"),
    Typed("照会と回答", "B13", "漏えいは確認されない"),
    Typed("照会と回答", "B15", "2"),
    Typed("調査対象", "A4", "保守端末"),
    Typed("調査対象", "B4", "保守端末・中継サーバー"),
    Typed("調査対象", "D4", "いいえ"),
    Typed("調査対象", "F4", "2026/4/1"),
    Typed("抽出", "A4", "E1"),
    Typed("抽出", "F4", "=SUM(1,1) の件数"),
    Typed("上申", "A5", "経営層"),
    Typed("上申", "B5", "2026-10-06"),
)


def test_what_calc_saves_is_what_was_typed(tmp_path: Path) -> None:
    source = blank(tmp_path / "blank.xlsx")
    saved = tmp_path / "answer.xlsx"
    fill(source, saved, TYPED, profile=tmp_path / "profile")
    answer = read_inquiry(saved, RULES.inquiry, RULES.checklist, tmp_path)
    assert answer.issues == ()
    assert answer.day("received_on") == date(2026, 10, 5)
    assert answer.choice("conclusion") == "no_leak"
    assert answer.number("sources_existing") == 2
    (source_row,) = answer.rows("sources")
    assert (source_row.value("kind"), source_row.value("looked_at")) == ("maintenance", False)
    assert source_row.day("held_from") == date(2026, 4, 1)
    (told,) = answer.rows("escalation")
    assert (told.value("level"), told.at.cell) == ("executive", "A5")
