"""A contract workbook that is there gets what it lacks and keeps everything it holds."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill

from itakusaki.audit.assess import read
from itakusaki.forms.archive import is_as_made
from itakusaki.wiring import open_workspace
from support.calc import Typed, fill, installed
from support.cli import itakusaki

LEDGER, CLAUSES, APPROVALS = "委託先台帳", "契約条項", "承認台帳"
ROWS = (
    ("K-1", "A01", "月見坂コールサービス株式会社"),
    ("K-2", "A02", "桔梗ヶ丘給与計算センター"),
    ("K-3", "A03", "株式会社とんぼ玉"),
    ("K-4", "A/B", "有限会社あめんぼ"),
)
Change = Callable[[Workbook], None]
#: Parts of a workbook that only the program that wrote them understands.
FOREIGN = {
    "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros",
    "xl/media/image1.png": b"\x89PNG picture",
    "customXml/item1.xml": b"<own xmlns='urn:own'/>",
    "xl/pivotTables/pivotTable1.xml": b"<pivotTableDefinition/>",
    "xl/calcChain.xml": b"<calcChain/>",
    "[trash]/0000.dat": b"\0\0",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "点検"
    argv = ("--client", "みなと生活", "--round", "2026Q4", "--as-of", "2026-12-31")
    assert itakusaki("init", folder, *argv, lang="ja").code == 0
    assert itakusaki("contract", "make", folder, lang="ja").code == 0
    return folder


@pytest.fixture
def space(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "点検"))


def _book(space: Path) -> Path:
    return space / "contracts" / "ledger.xlsx"


@pytest.mark.parametrize(("sheets", "bottom"), [(4, 130_000), (1, 260_000), (1, 1_048_576)])
def test_sheets_that_span_too_much_are_left_alone_and_the_rows_lie_beside(
    space: Path, sheets: int, bottom: int
) -> None:
    book = load_workbook(_book(space))
    _filled(book)
    for _ in range(sheets):
        page = book.create_sheet()
        page["A1"], page.cell(bottom, 20).value = "x", "y"
    book.save(_book(space))
    before = _book(space).read_bytes()
    run = itakusaki("contract", "make", space, lang="en")
    assert run.code == 0
    assert _book(space).read_bytes() == before
    assert (space / "contracts" / "ledger.clauses.xlsx").exists()


def _filled(book: Workbook) -> None:
    """What the vendor manager of the workspace entered."""
    for number, row in enumerate(ROWS, start=4):
        for column, value in zip((1, 2, 3, 6), (*row, 1), strict=True):
            book[LEDGER].cell(number, column).value = value
    clauses, approvals = book[CLAUSES], book[APPROVALS]
    clauses["A4"], clauses["D4"], clauses["F4"] = "K-2", "○", "第3条"
    clauses["I3"], clauses["I4"] = "社内メモ", "自分の列"
    clauses["D4"].comment = Comment("要確認", "監査室")
    for column, value in enumerate(("A01", "CON-01", "期限付き例外", "理由"), start=1):
        approvals.cell(4, column).value = value
    book.create_sheet("作業用")["B2"] = "=1+1"


def _change(path: Path, change: Change) -> None:
    book = load_workbook(path, rich_text=True)
    change(book)
    book.save(path)


def _parts(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return out.getvalue()


def _made(space: Path) -> str:
    said = itakusaki("contract", "make", space, lang="ja")
    assert said.code == 0, said.err
    return said.err


def _contracts(path: Path) -> Counter[object]:
    sheet = load_workbook(path)[CLAUSES]
    return Counter(sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1))


def test_every_contract_gets_its_clauses_and_nothing_is_lost(space: Path) -> None:
    book = _book(space)
    _change(book, _filled)
    before = book.read_bytes()

    said = _made(space)

    assert "K-1、K-3、K-4 の契約条項の記入欄を" in said
    after = load_workbook(book)
    clauses, approvals = after[CLAUSES], after[APPROVALS]
    assert (clauses["D4"].value, clauses["F4"].value) == ("○", "第3条")
    assert (clauses["I3"].value, clauses["I4"].value) == ("社内メモ", "自分の列")
    assert clauses["D4"].comment is not None
    assert [c.value for c in approvals[4][:4]] == ["A01", "CON-01", "期限付き例外", "理由"]
    assert after["作業用"]["B2"].value == "=1+1"
    each = sum(value == "K-4" for (value,) in clauses.iter_rows(4, max_col=1, values_only=True))
    assert each > 50
    dated = next((space / "kept").rglob("ledger.xlsx"))
    assert dated.read_bytes() == before
    assert dated.name in said


def test_what_is_missing_is_known_to_the_audit_and_a_second_run_has_nothing_to_do(
    space: Path,
) -> None:
    _change(_book(space), _filled)
    _made(space)
    once = _book(space).read_bytes()

    assert "何も変更していません" in _made(space)
    assert _book(space).read_bytes() == once
    assert len(list((space / "kept").rglob("*.xlsx"))) == 1


def test_new_rows_take_the_look_the_rules_and_the_print_area_of_the_old(space: Path) -> None:
    book = _book(space)
    _change(book, _filled)
    _made(space)

    sheet = load_workbook(book)[CLAUSES]
    last = sheet.max_row
    like = next(
        row for row in range(4, 100) if sheet.cell(row, 2).value == sheet.cell(last, 2).value
    )
    assert sheet.cell(last, 4).style_id == sheet.cell(like, 4).style_id
    assert sheet.row_dimensions[last].height == sheet.row_dimensions[like].height
    ruled = [rule for rule in sheet.data_validations.dataValidation if f"D{like}" in rule.sqref]
    assert ruled
    assert all(f"D{last}" in rule.sqref for rule in ruled)
    assert str(sheet.print_area).endswith(f"${last}")
    assert sheet.auto_filter.ref.endswith(str(last))


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_parts_of_other_programs_stay_byte_for_byte(space: Path, suffix: str) -> None:
    def strange(book: Workbook) -> None:
        _filled(book)
        chart = BarChart()
        chart.add_data(Reference(book["作業用"], min_col=2, min_row=2, max_row=3))
        book["作業用"].add_chart(chart, "D4")
        rule = CellIsRule(operator="equal", formula=['"×"'], fill=PatternFill("solid", "FF0000"))
        book[CLAUSES].conditional_formatting.add("D4:D500", rule)

    _change(_book(space), strange)
    before = {**_parts(_book(space).read_bytes()), **FOREIGN}
    path = _book(space).with_suffix(suffix)
    _book(space).rename(path)
    path.write_bytes(_zipped(before))

    _made(space)

    after = _parts(path.read_bytes())
    assert list(after) == list(before)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"xl/worksheets/sheet3.xml", "xl/workbook.xml"}
    old, new = before["xl/worksheets/sheet3.xml"], after["xl/worksheets/sheet3.xml"]
    assert re.findall(rb"<conditionalFormatting.*?</conditionalFormatting>", old) == re.findall(
        rb"<conditionalFormatting.*?</conditionalFormatting>", new
    )


@pytest.mark.parametrize("spoil", ["prefix", "signature", "no_clauses", "doctype"])
def test_a_workbook_that_cannot_be_added_to_stays_and_the_rest_lies_beside(
    space: Path, spoil: str
) -> None:
    book = _book(space)

    def without(workbook: Workbook) -> None:
        _filled(workbook)
        if spoil == "no_clauses":
            del workbook[CLAUSES]

    _change(book, without)
    parts = dict(_parts(book.read_bytes()))
    name = "xl/worksheets/sheet3.xml"
    if spoil == "prefix":
        parts[name] = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", parts[name]).replace(
            b"xmlns=", b"xmlns:x="
        )
    if spoil == "doctype":
        parts[name] = b"<!DOCTYPE worksheet>" + parts[name]
    if spoil == "signature":
        parts["_xmlsignatures/sig1.xml"] = b"<Signature/>"
    book.write_bytes(_zipped(parts))
    before = book.read_bytes()

    said = _made(space)

    assert book.read_bytes() == before
    beside = space / "contracts" / "ledger.clauses.xlsx"
    assert "別のブックに作成しました" in said
    contracts = _contracts(beside)
    assert contracts["K-4"] > 50
    assert load_workbook(beside)[LEDGER]["A4"].value is None
    found = read(open_workspace(space), on_progress=lambda _name: None).dossier
    assert {clause.contract for clause in found.clauses} == {row[0] for row in ROWS}
    assert not [issue.code for issue in found.issues if issue.code.startswith("duplicate")]
    assert "何も変更していません" in _made(space)


def test_a_workbook_of_another_name_is_completed_and_no_second_one_made(space: Path) -> None:
    _change(_book(space), _filled)
    named = _book(space).rename(space / "contracts" / "委託先台帳_2026.xlsx")

    _made(space)

    assert [path.name for path in (space / "contracts").iterdir()] == [named.name]
    assert _contracts(named)["K-4"] > 50


def test_a_workbook_open_in_another_program_is_named_and_left(space: Path) -> None:
    book = _book(space)
    _change(book, _filled)
    before = book.read_bytes()
    book.with_name(f"~${book.name}").write_bytes(b"owner")

    said = itakusaki("contract", "make", space, lang="ja")

    assert said.code == 4
    assert "ledger.xlsx は Excel など他のプログラムで開かれています" in said.err
    assert book.read_bytes() == before


@pytest.mark.slow
@pytest.mark.skipif(installed() is None, reason="LibreOffice (soffice) is not installed")
def test_a_workbook_saved_by_calc_is_completed_and_calc_reads_it(
    space: Path, tmp_path: Path
) -> None:
    book, saved = _book(space), tmp_path / "saved.xlsx"
    rows = [
        Typed(LEDGER, f"{letter}{number}", text)
        for number, row in enumerate(ROWS, start=4)
        for letter, text in zip("ABCF", (*row, "1"), strict=True)
    ]
    judged = [Typed(CLAUSES, "A4", "K-2"), Typed(CLAUSES, "D4", "○"), Typed(APPROVALS, "A4", "A01")]
    fill(book, saved, [*rows, *judged], profile=tmp_path / "profile")
    book.write_bytes(saved.read_bytes())
    assert not is_as_made(book.read_bytes())

    _made(space)
    again = tmp_path / "again.xlsx"
    fill(book, again, [Typed(CLAUSES, "D400", "-")], profile=tmp_path / "other")

    seen = load_workbook(again, data_only=True)
    rows_of = Counter(row[0].value for row in seen[CLAUSES].iter_rows(4, max_col=1))
    assert len({rows_of[contract] for contract, _, _ in ROWS}) == 1
    assert (seen[CLAUSES]["D4"].value, seen[APPROVALS]["A4"].value) == ("○", "A01")
