"""Contract workbooks: the ledger of processors, the clauses of their contracts, the approvals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook

from itakusaki.catalogue.checklist import Checklist, Control, FactSpec
from itakusaki.catalogue.layout import Column, Layout, Table
from itakusaki.forms import scale
from itakusaki.forms.archive import book_bytes
from itakusaki.forms.entry_rules import Lists, RuleMaker
from itakusaki.forms.entry_table import (
    ENTRY_STYLES,
    HEADING_ROW,
    Prefilled,
    TableSpec,
    entry_style,
    write_head,
    write_table,
)
from itakusaki.forms.guide import contract_guide
from itakusaki.forms.hidden import write_hidden
from itakusaki.forms.instructions import write_instructions
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.forms.styles import SIZE, add_styles
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty, Entrustment

BLANK_CONTRACTS = 3
LEDGER_FROZEN = 3

LEDGER_NOTE = Message.of(
    N_(
        "One row per contract (entrustment). Sub-processors have rows of their own, with tier 2 or lower and the parent's code. Flags (My Number, abroad, cloud …) decide which questions are asked. Columns with a red heading have to be filled in."
    )
)
CLAUSES_NOTE = Message.of(
    N_(
        "One block per contract. Judge each point by what the contract says, and enter the values it states in the rows beneath."
    )
)
CLAUSES_BLANK_NOTE = Message.of(
    N_(
        "One block per contract: enter its number in the first row of the block, the rows beneath follow. Judge each point by what the contract says, and enter the values it states."
    )
)
APPROVALS_NOTE = Message.of(
    N_(
        "What the client has approved: exceptions with a last day, and 'not applicable' on questions marked as required. Without approver and date of approval a row has no effect."
    )
)


def contract_book(
    *,
    checklist: Checklist,
    layout: Layout,
    entrustments: Sequence[Entrustment],
    translator: Translator,
    with_ledger: bool = True,
) -> bytes:
    """A workbook of ledger, clauses and approvals as an xlsx file, prefilled with entrustments.

    Without `with_ledger` only the clauses are: the ledger's rows stand in a workbook beside it.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, translator.code)
    lists = Lists()
    maker = RuleMaker(translator, lists)
    write_instructions(book, translator, contract_guide(checklist, translator))
    ledger = TableSpec(
        table=layout.tables["ledger"],
        note=LEDGER_NOTE,
        rows=[
            _ledger_row(entrustment, layout.tables["ledger"], translator)
            for entrustment in (entrustments if with_ledger else ())
        ],
        frozen_columns=LEDGER_FROZEN,
        marks_required=True,
    )
    write_table(book, maker, ledger)
    _write_clauses(book, maker, _Clauses(layout.tables["clauses"], checklist, tuple(entrustments)))
    controls = {"control": tuple(checklist.controls)}
    write_table(
        book,
        maker,
        TableSpec(table=layout.tables["approvals"], note=APPROVALS_NOTE, suggested=controls),
    )
    lists.write(book)
    says = {"kind": "ledger", "checklist_version": checklist.version, "language": translator.code}
    write_hidden(book, says)
    book.active = 1
    return book_bytes(book)


def _ledger_row(entrustment: Entrustment, table: Table, translator: Translator) -> Prefilled:
    known: dict[str, str | float | date | None] = {
        column.name: _shown(entrustment, column, translator) for column in table.columns
    }
    known |= {
        "contract": entrustment.contract,
        "processor": entrustment.processor,
        "name": entrustment.name,
        "corporate_number": entrustment.corporate_number,
        "tier": entrustment.tier,
        "parent": entrustment.parent,
    }
    return known


def _shown(
    entrustment: Entrustment, column: Column, translator: Translator
) -> str | float | date | None:
    """A ledger value as the workbook shows it, in the workbook's language."""
    value = entrustment.record.value(column.name)
    match value:
        case None:
            return entrustment.record.text(column.name) or None
        case bool():
            return translator.say(scale.YES if value else scale.NO)
        case tuple():
            return translator.joined(value)
        case float():
            return int(value) if value.is_integer() else value
        case str():
            chosen = (translator.pick(c.words) for c in column.choices if c.id == value)
            return next(chosen, value)
        case _:
            return value


@dataclass(frozen=True, slots=True)
class _Clauses:
    table: Table
    checklist: Checklist
    entrustments: tuple[Entrustment, ...]

    def controls(self) -> Iterator[Control]:
        return (control for control in self.checklist.controls.values() if control.is_contract)

    def contracts(self) -> tuple[str, ...]:
        """Contract numbers, each once; empty ones to be filled where none is given."""
        given = dict.fromkeys(entrustment.contract for entrustment in self.entrustments)
        return tuple(given) or ("",) * BLANK_CONTRACTS


def _write_clauses(book: Workbook, maker: RuleMaker, clauses: _Clauses) -> None:
    translator, columns = maker.translator, clauses.table.columns
    sheet = new_sheet(
        book, translator, translator.pick(clauses.table.sheet) if clauses.table.sheet else "clauses"
    )
    widths = [column.width for column in columns]
    sheet.widths(widths)
    note = CLAUSES_NOTE if clauses.entrustments else CLAUSES_BLANK_NOTE
    write_head(sheet, sheet.title, note, (len(columns), sum(widths)))
    sheet.headings(HEADING_ROW, [translator.pick(column.heading) for column in columns], widths)
    writer, row = _ClauseWriter(sheet, maker, clauses.table), HEADING_ROW + 1
    for contract in clauses.contracts():
        writer.block, writer.contract = row, contract
        for control in clauses.controls():
            row = writer.control(row, control)
    sheet.page.auto_filter.ref = (
        f"A{HEADING_ROW}:{sheet.page.cell(row - 1, len(columns)).coordinate}"
    )
    sheet.finish(heading_row=HEADING_ROW, frozen=f"C{HEADING_ROW + 1}", columns=len(columns))


@dataclass(slots=True)
class _ClauseWriter:
    sheet: FormSheet
    maker: RuleMaker
    table: Table
    block: int = 0
    contract: str = ""

    def control(self, row: int, control: Control) -> int:
        """Write a point to check and the values beneath it; gives the next free row."""
        translator = self.sheet.translator
        self._common(row, control.id, "id")
        for place, column in enumerate(self.table.columns, start=1):
            match column.name:
                case "contract" | "id":
                    pass
                case "item":
                    title, question = (
                        translator.pick(control.title),
                        translator.pick(control.question),
                    )
                    text = self.sheet.titled(row, place, title, question, "question")
                    self.sheet.fit(row, (text, column.width, SIZE))
                case "unit":
                    self.sheet.put(row, place, None, "blocked")
                case _:
                    self.sheet.entry(row, place, entry_style(column), self.maker.of(column))
        facts = control.facts_for(Duty.CLIENT) or control.facts
        for number, fact in enumerate(facts, start=row + 1):
            self._fact(number, fact)
        return row + 1 + len(facts)

    def _common(self, row: int, ident: str, style: str) -> None:
        place = self._place("contract")
        if self.contract:
            self.sheet.put(row, place, self.contract, "fixed_top")
        elif row == self.block:
            self.sheet.entry(row, place, "entry")
        else:
            first = self.sheet.page.cell(self.block, place).coordinate
            self.sheet.formula(row, place, f'=IF({first}="","",{first})', "fixed_top")
        self.sheet.put(row, self._place("id"), ident, style)

    def _fact(self, row: int, fact: FactSpec) -> None:
        translator = self.sheet.translator
        ask = translator.pick(fact.ask)
        self._common(row, fact.id, "fact_id")
        for place, column in enumerate(self.table.columns, start=1):
            match column.name:
                case "contract" | "id":
                    pass
                case "item":
                    self.sheet.put(row, place, ask, "fact")
                case "answer":
                    rule = self.maker.typed(fact.entry, translator.pick(column.heading))
                    self.sheet.entry(row, place, ENTRY_STYLES.get(fact.type, "entry"), rule)
                case "unit":
                    self.sheet.put(
                        row, place, translator.pick(fact.unit) if fact.unit else None, "unit"
                    )
                case _:
                    self.sheet.entry(row, place, "entry")
        self.sheet.fit(row, (ask, self.table.column("item").width - 2, SIZE), least=20)

    def _place(self, name: str) -> int:
        return next(i for i, c in enumerate(self.table.columns, start=1) if c.name == name)
