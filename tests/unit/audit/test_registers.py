"""The register of promises: made, filled, listed, followed as findings that only another may close."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from support.cli import itakusaki
from support.databases import KeptIn
from support.small_round import audited, store_of

HEADINGS = {
    "約束番号": "Y-1",
    "約束の相手": "監督機関",
    "約束の内容": "書き出しの遮断",
    "担当者": "情報ｼｽﾃﾑ部",
}


@pytest.fixture
def space(space: Path, kept_in: KeptIn) -> Path:
    """The small round, on each database."""
    return kept_in(space)


def entered(space: Path, **more: object) -> None:
    """One promise in the workbook that was made."""
    path = space / "contracts" / "promises.xlsx"
    book = load_workbook(path)
    page = book["約束した改善策"]
    columns = {cell.value: cell.column for cell in page[3]}
    for heading, value in {**HEADINGS, **more}.items():
        page.cell(4, columns[heading]).value = value  # type: ignore[assignment]
    book.save(path)


def listed(space: Path, code: int) -> list[dict[str, str]]:
    said = itakusaki("promise", "list", space, "--json")
    assert said.code == code, said.err
    return list(json.loads(said.out))


def findings(space: Path) -> list[dict[str, object]]:
    said = itakusaki("finding", "list", space, "--json", "--on", "2026-12-31")
    return [one for one in json.loads(said.out) if one["cause"].startswith("client:register")]


def test_a_promise_is_followed_until_another_closed_it(space: Path) -> None:
    assert itakusaki("promise", "make", space, lang="ja").code == 0
    assert itakusaki("promise", "make", space).code == 2
    assert listed(space, 0) == []
    entered(space, 期限="2026/11/30")
    assert [one["state"] for one in listed(space, 1)] == ["overdue"]
    assert "As of 2026-12-31: overdue and not done 1" in itakusaki("promise", "list", space).out
    store_of(space, make=True)
    audited(space)
    (first,) = findings(space)
    assert (first["id"], first["state"], first["due"]) == ("F--001", "open", "2026-11-30")
    assert first["owner"] == "情報ｼｽﾃﾑ部"

    entered(space, 期限="2027/01/31")
    audited(space)
    (moved,) = findings(space)
    assert (moved["due"], moved["moved"]) == ("2027-01-31", 1)

    done = {"実施日": "2026/12/20", "実施の証拠（ファイル名）": "設定.pdf"}
    entered(space, **done, 確認した者="監査部", 確認した日="2026/12/25")
    audited(space)
    (ready,) = findings(space)
    assert ready["state"] == "ready"
    assert [one["state"] for one in listed(space, 0)] == ["kept"]


def test_a_number_given_twice_and_a_stranger_are_said_with_their_cells(space: Path) -> None:
    assert itakusaki("promise", "make", space, lang="ja").code == 0
    entered(space, 委託先コード="P999")
    path = space / "contracts" / "promises.xlsx"
    book = load_workbook(path)
    page = book["約束した改善策"]
    for cell in page[4]:
        page.cell(5, cell.column).value = cell.value
    book.save(path)
    said = itakusaki("promise", "list", space).out
    assert "A5" in said
    assert "P999" in said


def test_a_row_that_says_nothing_is_said_with_its_cell_and_an_empty_register_in_words(
    space: Path,
) -> None:
    assert itakusaki("promise", "make", space, lang="ja").code == 0
    assert "記入されていません" in itakusaki("promise", "list", space, lang="ja").out
    entered(space, 約束の内容=None, 期限="2026/11/30")
    path = space / "contracts" / "promises.xlsx"
    book = load_workbook(path)
    page = book["監督機関の求め"]
    columns = {cell.value: cell.column for cell in page[3]}
    for row, kind in ((4, None), (5, "ご連絡"), (6, "勧告")):
        for heading, value in (("求めの番号", f"O-{row}"), ("求めの種類", kind)):
            page.cell(row, columns[heading]).value = value  # type: ignore[assignment]
    book.save(path)
    said = itakusaki("promise", "list", space, lang="ja").out
    assert "[約束した改善策!A4]：約束の内容が空欄" in said
    assert "[監督機関の求め!A4]：求めの種類が空欄" in said
    assert "「ご連絡」は選択肢にありません" in said
    assert [one["number"] for one in listed(space, 0)] == ["O-6"]
