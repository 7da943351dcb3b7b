"""A made-up round: N filled questionnaires of one shape, and a ledger that names them all."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from itakusaki.catalogue.checklist import Checklist
from itakusaki.forms import contract_book, questionnaire_book
from itakusaki.language import translator_for
from itakusaki.model.party import Duty, Entrustment, Processor
from itakusaki.model.record import Field, Record
from itakusaki.model.source import CellRef
from itakusaki.settings import load_workspace
from itakusaki.wiring import setup_for, shipped_rules

#: The processor's code in the one workbook that is made; each copy gets its own.
MARK = "BENCH0000"
SETTINGS = 'client = "計測用株式会社"\nround = "2026Q4"\nas_of = 2026-12-31\n'
#: What stands beside an answer, as far as the form has it.
FILLED = {"証跡の種類": "文書", "対象範囲": "受注管理システム、本社"}
#: Answers to controls and facts, by kind.
VALUES = {
    "answer": "○",
    "number": 3,
    "date": datetime(2026, 9, 30),
    "yes_no": "○",
    "list": "東京、大阪",
}
#: What stands after so many cells of its kind instead, where something is to be amiss.
EVERY = 7
AMISS = {"answer": ("", "たぶん"), "number": ("多い",), "date": ("春ごろ",), "yes_no": ("半分",)}


def make_round(folder: Path, workbooks: int, *, amiss: bool = False) -> None:
    """Write a workspace with that many questionnaires; with cells that are no answer, if asked for."""
    folder.mkdir(parents=True)
    (folder / "itakusaki.toml").write_text(SETTINGS, encoding="utf-8")
    setup = setup_for(load_workspace(folder))
    checklist = shipped_rules().checklist
    filled = _filled(checklist, setup.rules.standard, amiss=amiss)
    answers = folder / "questionnaires" / "2026Q4"
    answers.mkdir(parents=True)
    codes = [f"BENCH{number:04d}" for number in range(1, workbooks + 1)]
    for code in codes:
        (answers / f"{code}.xlsx").write_bytes(_renamed(filled, code))
    (folder / "contracts").mkdir()
    rows = [_entrustment(code) for code in codes]
    book = contract_book(
        checklist=checklist,
        layout=setup.rules.standard,
        entrustments=rows,
        translator=translator_for("ja"),
    )
    (folder / "contracts" / "ledger.xlsx").write_bytes(book)


def _filled(checklist: Checklist, layout: object, *, amiss: bool) -> bytes:
    processor = Processor(
        id=MARK,
        name=f"{MARK}サービス株式会社",
        corporate_number="",
        tier=1,
        parents=(),
        flags=frozenset({"cloud", "dispatch"}),
        entrustments=(),
    )
    content = questionnaire_book(
        checklist=checklist,
        layout=layout,  # type: ignore[arg-type]
        kind=Duty.PROCESSOR,
        processor=processor,
        client="計測用株式会社",
        round_="2026Q4",
        due=date(2026, 12, 20),
        translator=translator_for("ja"),
    )
    book = load_workbook(io.BytesIO(content))
    _fill(book, checklist, AMISS if amiss else {})
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(book: Workbook, checklist: Checklist, amiss: Mapping[str, Sequence[str]]) -> None:
    kinds = {fact.id: fact.type for c in checklist.controls.values() for fact in c.facts}
    kinds |= dict.fromkeys(checklist.controls, "answer")
    words = {kind: itertools.cycle((*[None] * EVERY, *amiss.get(kind, ()))) for kind in VALUES}
    for sheet in book.worksheets:
        columns: dict[str, int] = {}
        for row in sheet.iter_rows():
            found = {str(cell.value): cell.column for cell in row if cell.value is not None}
            if {"ID", "回答"} <= set(found):
                columns = found
            key = str(row[columns["ID"] - 1].value) if columns else ""
            if key not in kinds:
                continue
            word = next(words[kinds[key]])
            given = VALUES[kinds[key]] if word is None else word
            cells = {"回答": given, **(FILLED if kinds[key] == "answer" else {})}
            for heading, value in cells.items():
                if heading in columns:
                    row[columns[heading] - 1].value = value


def _renamed(content: bytes, code: str) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as book,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in book.namelist():
            copy.writestr(name, book.read(name).replace(MARK.encode(), code.encode()))
    return out.getvalue()


def _entrustment(code: str) -> Entrustment:
    at = CellRef(file="bench")
    texts = {
        "contract": f"C-{code}",
        "processor": code,
        "name": f"{code}サービス株式会社",
        "tier": "1",
        "cloud": "○",
        "dispatch": "○",
        "work": "受注管理",
    }
    fields = {name: Field(value=text, raw=text, at=at) for name, text in texts.items()}
    return Entrustment(
        contract=f"C-{code}",
        processor=code,
        name=f"{code}サービス株式会社",
        corporate_number="",
        tier=1,
        parent="",
        flags=frozenset({"cloud", "dispatch"}),
        record=Record(table="ledger", at=at, fields=fields),
    )
