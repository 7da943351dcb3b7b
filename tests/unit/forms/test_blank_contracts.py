"""The ledger workbook: what is known is filled in, each contract has its clauses, all is checked."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.model.party import Duty
from support.blank_books import an_entrustment, checklist, contracts, layout, opened

CLAUSES = [c for c in checklist().controls.values() if c.is_contract]


def column(page: Worksheet, heading: str) -> int:
    return next(cell.column for cell in page[3] if cell.value == heading)


def ledger_value(page: Worksheet, heading: str, row: int = 4) -> object:
    return page.cell(row, column(page, heading)).value


def test_the_ledger_is_filled_with_what_is_known_in_the_language_of_the_workbook() -> None:
    given = an_entrustment(
        cloud=True,
        dispatch=False,
        agreement="saas",
        data_items=("氏名", "住所"),
        persons=1200.0,
        signed_on=date(2024, 4, 1),
        remarks="=1+1",
    )
    page = opened(contracts(given))["委託先台帳"]
    assert ledger_value(page, "契約番号") == "K-001"
    assert ledger_value(page, "階層") == 1
    assert ledger_value(page, "クラウド利用") == "はい"
    assert ledger_value(page, "派遣・出向の従事") == "いいえ"
    assert ledger_value(page, "契約の種類") == "SaaS・クラウド"
    assert ledger_value(page, "個人データの項目") == "氏名、住所"
    assert ledger_value(page, "本人数") == 1200
    assert ledger_value(page, "契約締結日") == datetime(2024, 4, 1)
    remarks = page.cell(4, column(page, "備考"))
    assert (remarks.value, remarks.data_type) == ("=1+1", "s")
    assert page.max_row == 3 + 1 + 30
    english = opened(contracts(given, lang="en"))["Processor ledger"]
    assert ledger_value(english, "Cloud") == "Yes"


def test_each_contract_gets_every_clause_and_its_values() -> None:
    page = opened(contracts(an_entrustment("K-1"), an_entrustment("K-2")))["契約条項"]
    rows = [row[:2] for row in page.iter_rows(min_row=4, values_only=True)]
    ids = []
    for control in CLAUSES:
        ids += [control.id, *(fact.id for fact in control.facts_for(Duty.CLIENT))]
    assert {row[0] for row in rows} == {"K-1", "K-2"}
    for contract in ("K-1", "K-2"):
        found = [ident for number, ident in rows if number == contract]
        assert [each for each in found if "." not in str(each)] == [c.id for c in CLAUSES]
        assert found == ids


def test_a_contract_that_stands_in_two_ledger_rows_is_judged_once() -> None:
    page = opened(contracts(an_entrustment("K-1"), an_entrustment("K-1", processor="P2")))[
        "契約条項"
    ]
    ids = [row[1] for row in page.iter_rows(min_row=4, values_only=True) if row[1] == "CON-01"]
    assert ids == ["CON-01"]


def test_without_contracts_three_empty_blocks_follow_their_first_row() -> None:
    page = opened(contracts())["契約条項"]
    starts = [row[0].row for row in page.iter_rows(min_row=4) if row[1].value == "CON-01"]
    assert len(starts) == 3
    for start in starts:
        assert page.cell(start, 1).value is None
        assert not page.cell(start, 1).protection.locked
        assert page.cell(start + 1, 1).value == f'=IF(A{start}="","",A{start})'


def test_judgements_and_typed_values_are_checked() -> None:
    page = opened(contracts(an_entrustment()))["契約条項"]
    types = {fact.id: fact.entry for control in CLAUSES for fact in control.facts}
    expected = {"number": "decimal", "date": "date", "yes_no": "list", "list": None, "period": None}
    for row in page.iter_rows(min_row=4):
        ident, cell = str(row[1].value), row[3].coordinate
        kinds = {rule.type for rule in page.data_validations.dataValidation if cell in rule.sqref}
        wanted = expected[types[ident]] if ident in types else "list"
        assert kinds == {wanted}, ident


def test_approvals_offer_every_control_but_accept_others() -> None:
    book = opened(contracts())
    page = book["承認台帳"]
    place = page.cell(4, column(page, "管理策ID")).coordinate
    (rule,) = [r for r in page.data_validations.dataValidation if place in r.sqref]
    assert rule.formula1 == f"_lists!$A$1:$A${len(checklist().controls)}"
    assert not rule.showErrorMessage
    assert layout().tables["approvals"].columns[0].heading.ja == page["A3"].value


def test_ledger_workbooks_are_the_same_bytes_each_time() -> None:
    assert contracts(an_entrustment()) == contracts(an_entrustment())


def test_the_columns_a_ledger_must_have_stand_out() -> None:
    page = opened(contracts())["委託先台帳"]

    marked = [cell.value for cell in page[3] if cell.style == "heading_required"]

    assert marked == ["契約番号", "委託先コード", "委託先名", "階層"]


def test_no_cell_of_a_ledger_is_looked_for_among_all_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With 2,000 contracts that would be 10,000 million looks, and more than an hour."""
    looks: list[object] = []
    monkeypatch.setattr(MultiCellRange, "__contains__", lambda _, cell: looks.append(cell))
    page = contracts(an_entrustment("K-1"), an_entrustment("K-2"))
    assert looks == []
    monkeypatch.undo()
    checks = opened(page)["契約条項"].data_validations.dataValidation
    assert max(len(check.sqref.ranges) for check in checks) > 2
