"""Clauses: what each contract says on each CON control, with the typed values beneath it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from itakusaki.catalogue.checklist import Control, FactSpec
from itakusaki.files.folding import code_key, plain
from itakusaki.intake.answer_block import AnswerBlock
from itakusaki.intake.facts import fact_record, read_answer, read_fact
from itakusaki.intake.issues import Notes
from itakusaki.intake.recognise import Recognised
from itakusaki.intake.records import is_example
from itakusaki.intake.row_fields import RowFields
from itakusaki.intake.strangers import note_not_asked
from itakusaki.model.answer import AnswerValue, Clause, Fact
from itakusaki.model.party import Duty, Ledger
from itakusaki.model.record import Record, Scalar
from itakusaki.model.source import CellRef
from itakusaki.tabular.blocks import Row

#: What a person enters into a row of clauses beside the contract's number.
ENTERED: Final = ("answer", "article", "text", "comment")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRows:
    """The clauses of all contracts, and their rows for the gate."""

    clauses: tuple[Clause, ...]
    records: tuple[Record, ...]


def read_clauses(books: Iterable[Recognised], ledger: Ledger, notes: Notes) -> ClauseRows:
    """All clause rows of the books, judged ones and values, joined per contract and control."""
    contracts = {code_key(e.contract): e.contract for e in ledger.entrustments}
    reading = _ClauseReading(contracts=contracts, notes=notes)
    for found in books:
        for block in found.of("clauses"):
            answers = AnswerBlock(found, block)
            for row in block.rows():
                if not is_example(found, row):
                    reading.take(answers, row)
    note_not_asked(notes, reading.not_asked)
    return ClauseRows(
        clauses=tuple(reading.joined()),
        records=tuple(reading.records),
    )


@dataclass(slots=True)
class _ClauseReading:
    contracts: Mapping[str, str]
    notes: Notes
    clauses: dict[tuple[str, str], Clause] = field(default_factory=dict)
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    not_asked: dict[str, CellRef] = field(default_factory=dict)

    def take(self, block: AnswerBlock, row: Row) -> None:
        """Read a row."""
        found = block.found
        written = plain(found.reader.spellings.text(row.cell("contract")))
        item_id = found.reader.items.id_of(row.cell("id"))
        if not item_id:
            self._note_unknown_id(found, row)
            return
        if not written and not any(found.reader.spellings.text(row.cell(n)) for n in ENTERED):
            return  # a block that nobody has begun
        contract = self._contract(written, row)
        if not contract:
            return
        item = found.reader.items.by_id[item_id]
        if isinstance(item, Control):
            self._take_clause(block, row, contract, item)
        else:
            self._take_fact(block, row, contract, item)

    def _contract(self, written: str, row: Row) -> str:
        contract = self.contracts.get(code_key(written), "")
        # One sentence per contract is enough: it has a row for every control.
        if not contract and written not in self.unknown:
            self.unknown.add(written)
            self.notes.add("clause_without_contract", row.at("contract"), contract=written or "-")
        return contract

    def _note_unknown_id(self, found: Recognised, row: Row) -> None:
        cell = row.cell("id")
        answered = found.reader.spellings.text(row.cell("answer"))
        items = found.reader.items
        if left_out := items.not_asked(cell):
            self.not_asked.setdefault(left_out, row.at("id"))
        elif items.looks_like_id(cell) or (answered and cell != ""):
            self.notes.add("unknown_id", row.at("id"), id=items.shown(cell))
        elif answered:
            self.notes.add("answer_without_id", row.at("answer"), answer=answered[:60])

    def _take_clause(self, block: AnswerBlock, row: Row, contract: str, control: Control) -> None:
        name = (contract, control.id)
        if name in self.clauses:
            first = str(self.clauses[name].at)
            self.notes.add("duplicate_id", row.at("id"), id=" ".join(name), first=first)
            return
        value = read_answer(block, row, control.id, self.notes)
        text = block.found.reader.spellings.text
        self.clauses[name] = Clause(
            contract=contract,
            control=control.id,
            value=value,
            raw=text(row.cell("answer")),
            at=row.at("answer"),
            article=text(row.cell("article")),
            text=text(row.cell("text")),
            comment=text(row.cell("comment")),
        )
        clause = self.clauses[name]
        self._note_hidden(row, control.id, clause.raw)
        shown = None if value is AnswerValue.BLANK else value.value
        self._record(row, contract, control.id, shown, clause.at)

    def _take_fact(self, block: AnswerBlock, row: Row, contract: str, spec: FactSpec) -> None:
        name = (contract, spec.id)
        if name in self.facts:
            first = str(self.facts[name].at)
            self.notes.add("duplicate_id", row.at("id"), id=" ".join(name), first=first)
            return
        fact = read_fact(block, row, spec, Duty.CLIENT, self.notes)
        self.facts[name] = fact
        self.records.append(fact_record(fact, spec, contract))
        self._note_hidden(row, spec.id, fact.raw)
        self._record(row, contract, spec.id, fact.value, fact.at)

    def _record(self, row: Row, contract: str, item: str, value: Scalar, at: CellRef) -> None:
        values: dict[str, Scalar] = {"contract": contract, "id": item, "answer": value}
        fields = RowFields(row, at, values)
        self.records.append(Record(table="clauses", at=at, fields=fields))

    def _note_hidden(self, row: Row, item: str, raw: str) -> None:
        if raw and row.is_hidden:
            self.notes.add("hidden_answer", row.at("answer"), id=item)

    def joined(self) -> Iterable[Clause]:
        """The clauses with their values; a value without a judgement makes a blank clause."""
        facts: dict[tuple[str, str], dict[str, Fact]] = {}
        for (contract, name), fact in self.facts.items():
            facts.setdefault((contract, name.split(".", 1)[0]), {})[name] = fact
        for place, clause in self.clauses.items():
            yield replace(clause, facts=facts.pop(place, {}))
        for (contract, control), values in facts.items():
            at = next(iter(values.values())).at
            yield Clause(
                contract=contract,
                control=control,
                value=AnswerValue.BLANK,
                raw="",
                at=at,
                facts=values,
            )
