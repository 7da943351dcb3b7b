"""Sheets of findings: written, filled in, read back; only the party's cells are open, and taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from itakusaki.findings.taking import Conflicts, taken_in
from itakusaki.forms import FindingSheet, findings_book
from itakusaki.intake.finding_sheet import read_finding_sheet
from itakusaki.language import translator_for
from itakusaki.model.allowance import USUAL
from itakusaki.model.errors import NoFindingSheetError
from itakusaki.model.message import Message
from itakusaki.model.party import Duty
from itakusaki.model.tracked import CorrectionPlan, FilledRow
from itakusaki.tabular.finding_sheet import COLUMNS, FIELDS, Hand
from support import calc
from support.assessments import CHECKLIST
from support.stored import TRACKED
from support.workspaces import workbook

PLAN = CorrectionPlan(cause="規程が古い", comment="-5% の減額を希望")
FINDINGS = (
    replace(TRACKED, plan=PLAN, for_party=(Message("自社の記入だけ"),)),
    replace(TRACKED, id="F-P01-002", number=2, controls=("TEC-02", "PHY-03")),
)
FIRST = 7  # the row of the first finding
ENTERED = {"planned_on": "2027/1/31", "evidence": "0012", "correction": "止めた\n記録した"}


def written(path: Path, lang: str = "ja") -> Path:
    sheet = FindingSheet(
        code="P01", name="青葉", client="みなと生活", round="2026Q4", findings=FINDINGS
    )
    path.write_bytes(findings_book(sheet, CHECKLIST, translator_for(lang)))
    return path


def places() -> Mapping[str, int]:
    return {column.name: place for place, column in enumerate(COLUMNS, start=1)}


def rows_of(path: Path) -> Mapping[str, FilledRow]:
    return {row.id: row for row in read_finding_sheet(path, USUAL).rows}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_was_written_is_read_as_it_was_and_only_the_partys_cells_are_open(
    tmp_path: Path, lang: str
) -> None:
    path = written(tmp_path / "a.xlsx", lang)
    filled = read_finding_sheet(path, USUAL)
    assert (filled.processor, filled.round) == ("P01", "2026Q4")
    assert {row.id: row.plan for row in filled.rows} == {one.id: one.plan for one in FINDINGS}
    assert len(filled.written) == len(FINDINGS) * len(FIELDS)
    page = load_workbook(path).worksheets[0]
    assert page.protection.sheet
    for column, place in zip(COLUMNS, places().values(), strict=True):
        assert page.cell(FIRST, place).protection.locked == (column.hand is not Hand.THEIRS)
    shown = page.cell(FIRST, places()["found"]).value
    assert shown == "自社の記入だけ"  # what was found beside it is not for the party


def test_entries_come_back_from_a_sheet_that_was_sorted(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx")
    book = load_workbook(path)
    page = book.worksheets[0]
    for name, text in ENTERED.items():
        page.cell(FIRST + 1, places()[name]).value = text
    page.cell(FIRST + 1, places()["severity"]).value = "軽微"
    first, second = ([cell.value for cell in page[row]] for row in (FIRST, FIRST + 1))
    for place, (above, below) in enumerate(zip(second, first, strict=True), start=1):
        page.cell(FIRST, place).value, page.cell(FIRST + 1, place).value = above, below
    book.save(path)
    rows = rows_of(path)
    assert rows["F-P01-002"].plan == CorrectionPlan(**ENTERED)
    assert rows["F-P01-001"].plan == PLAN
    assert rows["F-P01-002"].cells["cause"].cell == f"G{FIRST}"


def test_the_clients_own_sheet_tells_what_was_found(tmp_path: Path) -> None:
    own = replace(TRACKED, side=Duty.CLIENT, found=(Message("契約に条項がない"),))
    sheet = FindingSheet(code="", name="", client="みなと生活", round="2026Q4", findings=(own,))
    path = tmp_path / "own.xlsx"
    path.write_bytes(findings_book(sheet, CHECKLIST, translator_for("ja")))
    assert read_finding_sheet(path, USUAL).processor == ""
    assert (
        load_workbook(path).worksheets[0].cell(FIRST, places()["found"]).value == "契約に条項がない"
    )


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(workbook({"S": [("指摘番号", "原因")]}))
    with pytest.raises(NoFindingSheetError):
        read_finding_sheet(path, USUAL)


#: What a person may type into each of the party's cells; a spreadsheet would make something else of most.
TRICKY = CorrectionPlan(
    cause="=1+1",
    correction="－",
    corrective_action="設定を変えた。" * 60,
    party_owner="山田（情シス）",
    planned_on="2027/1/31",
    evidence="0012",
    cost="1/2",
    comment="-5% の減額を希望𠮷",
)


@pytest.mark.slow
@pytest.mark.skipif(calc.installed() is None, reason="LibreOffice is not installed")
def test_filling_it_in_libreoffice_and_taking_it_in_loses_nothing(tmp_path: Path) -> None:
    source, target = written(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    page = load_workbook(source).worksheets[0]
    typed = [
        calc.Typed(
            sheet=page.title,
            cell=page.cell(FIRST + 1, places()[name]).coordinate,
            text=getattr(TRICKY, name),
        )
        for name in FIELDS
    ]
    calc.fill(source, target, typed, profile=tmp_path / "profile")
    before, after = read_finding_sheet(source, USUAL), read_finding_sheet(target, USUAL)
    assert after.written == before.written
    taken = taken_in(FINDINGS, after, Conflicts.STOP)
    assert (taken.conflicts, taken.unknown) == ((), ())
    (changed,) = taken.changed
    assert (changed.id, changed.plan) == ("F-P01-002", TRICKY)
