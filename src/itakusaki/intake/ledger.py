"""The ledger: rows → entrustments → processors, joined over all their contracts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from itakusaki.catalogue.layout import Column
from itakusaki.files.folding import code_key, plain
from itakusaki.intake.issues import Notes
from itakusaki.intake.recognise import Recognised
from itakusaki.intake.records import block_records
from itakusaki.model.message import N_, Message
from itakusaki.model.party import UPSTREAM, Entrustment, Ledger, Processor
from itakusaki.model.record import Field, Record, Scalar
from itakusaki.model.source import CellRef
from itakusaki.tabular.blocks import Block

#: Statements of the client in the ledger: column → flag that a plain "no" sets.
STATEMENTS: Final = {"incident": "no_incident", "reentrusted": "no_reentrustment"}
#: Kinds of agreement that imply a flag.
AGREEMENTS: Final = {"saas": "cloud"}


#: Characters that no name of a folder holds on every system.
NO_FOLDER: Final = frozenset('/\\:*?"<>|')
#: What is taken where a ledger has no such column.
ASSUMED: Final[Mapping[str, Message]] = {
    "contract": Message.of(N_("each row is known by its cell, such as A5")),
    "processor": Message.of(N_("each company is known by its name")),
    "name": Message.of(N_("each company is known by its code, and no reply is matched by name")),
    "tier": Message.of(N_("tier 1, or tier 2 where a company above is given")),
}
#: The code of the company that inspects itself without a ledger.
SELF: Final = "SELF"


def own_ledger(name: str, at: CellRef) -> Ledger:
    """The ledger of a company that inspects itself: itself alone, at tier 1."""
    row = Entrustment(
        contract=SELF,
        processor=SELF,
        name=plain(name),
        corporate_number="",
        tier=1,
        parent="",
        flags=frozenset(),
        record=Record(table="ledger", at=at, fields={}),
    )
    return Ledger(entrustments=(row,), processors=_processors((row,)))


def read_ledger(
    books: Iterable[Recognised], notes: Notes, as_of: date | None = None
) -> tuple[Ledger, tuple[Record, ...]]:
    """All ledger rows of the books as one ledger, and as records for the gate.

    Days that tell of what has been are held against `as_of`, where it is given.
    """
    rows = _Rows(notes)
    for found in books:
        for block in found.of("ledger"):
            _note_absent(block, notes)
            columns = {c.name: c for c in block.table.columns if c.name in block.columns}
            for record in block_records(found, block, notes):
                if not _is_beneath(record, found):
                    rows.take(_named_alone(record, columns, found), columns)
                _note_future(record, columns.values(), as_of, notes)
    ledger = Ledger(
        entrustments=tuple(rows.entrustments), processors=_processors(rows.entrustments)
    )
    _check_chain(ledger, notes)
    _check_codes(ledger, notes)
    return ledger, tuple(rows.records)


@dataclass(slots=True)
class _Rows:
    """Ledger rows taken so far."""

    notes: Notes
    entrustments: list[Entrustment] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    seen: dict[tuple[str, str], Entrustment] = field(default_factory=dict)
    names: dict[str, Entrustment] = field(default_factory=dict)
    contracts: set[str] = field(default_factory=set)

    def take(self, record: Record, columns: Mapping[str, Column]) -> None:
        """Take one row; what it lacks is noted, and the row is still known by something."""
        name = plain(record.text("name"))
        code = plain(record.text("processor"))
        if not code and not name:
            column = columns.get("name") or next(iter(columns.values()))
            self.notes.add("row_without_key", record.at, column=column.heading)
            return
        code = self._code(code, record, columns.get("processor"))
        contract = plain(record.text("contract"))
        if not contract:
            contract = self._stand_in(record.at)
            self._note_missing(record, columns.get("contract"), contract)
        parent = self._known(record.text("parent"))
        entrustment = Entrustment(
            contract=contract,
            processor=code,
            name=name or code,
            corporate_number=digits(record.text("corporate_number")),
            tier=self._tier(record, parent, asked="tier" in columns),
            parent=parent,
            flags=_flags(record, columns.values()),
            record=record,
        )
        self._keep(entrustment, columns)

    def _stand_in(self, at: CellRef) -> str:
        """What a row without a contract number is known by: its cell, with sheet and file if need be."""
        names = (at.cell, f"{at.sheet}!{at.cell}")
        return next((name for name in names if code_key(name) not in self.contracts), str(at))

    def _keep(self, row: Entrustment, columns: Mapping[str, Column]) -> None:
        self.records.append(_completed(row, columns))
        self.contracts.add(code_key(row.contract))
        first = self.seen.setdefault((code_key(row.contract), row.processor), row)
        if first is not row:
            same = _texts(first) == _texts(row)
            code = "duplicate_row" if same else "duplicate_contract"
            self.notes.add(
                code,
                row.at,
                contract=row.contract,
                processor=row.processor,
                first=str(first.at),
            )
            if same:
                return
        self._compare_names(row)
        self.entrustments.append(row)

    def _compare_names(self, row: Entrustment) -> None:
        first = self.names.setdefault(row.processor, row)
        numbers = {first.corporate_number, row.corporate_number} - {""}
        if code_key(first.name) != code_key(row.name) or len(numbers) > 1:
            self.notes.add(
                "processor_differs",
                row.at,
                processor=row.processor,
                name=_named(row),
                other=_named(first),
                first=str(first.at),
            )

    def _code(self, code: str, record: Record, column: Column | None) -> str:
        if code:
            return self._known(code)
        number, name = digits(record.text("corporate_number")), plain(record.text("name"))
        known = next(
            (
                e.processor
                for e in self.entrustments
                if (number and e.corporate_number == number) or code_key(e.name) == code_key(name)
            ),
            name,
        )
        self._note_missing(record, column, known)
        return known

    def _known(self, code: str) -> str:
        """The code as it was first written: Ｐ－００１ is P-001."""
        wanted = code_key(code)
        return next((name for name in self.names if code_key(name) == wanted), plain(code))

    def _note_missing(self, record: Record, column: Column | None, used: str) -> None:
        # A ledger that has no such column at all goes by names; that needs no word on every row.
        if column is not None:
            self.notes.add("key_missing", record.at, column=column.heading, used=used)

    def _tier(self, record: Record, parent: str, *, asked: bool) -> int:
        number = record.number("tier")
        if number is not None and number >= 1 and number.is_integer():
            return int(number)
        assumed = 2 if parent else 1
        if not asked:
            return assumed
        place = record.fields.get("tier")
        self.notes.add(
            "tier_assumed",
            place.at if place else record.at,
            value=record.text("tier"),
            tier=assumed,
        )
        return assumed


def _completed(row: Entrustment, columns: Mapping[str, Column]) -> Record:
    """The row for the gate: what a ledger has no column for is as it was assumed, told once and not by row."""
    record = row.record
    assumed: Mapping[str, Scalar] = {
        "contract": row.contract,
        "processor": row.processor,
        "name": row.name,
        "tier": float(row.tier),
    }
    fields = {
        name: Field(value=value, raw=str(value), at=record.at)
        for name, value in assumed.items()
        if name not in columns
    }
    return replace(record, fields={**record.fields, **fields})


def _named_alone(record: Record, columns: Mapping[str, Column], found: Recognised) -> Record:
    """The row with the company's name alone, where its heading says that an address stands beneath it."""
    field, column = record.fields.get("name"), columns.get("name")
    if not field or not column or not found.reader.spellings.has_address(column.heading.ja):
        return record
    name = field.raw.partition("\n")[0]
    return replace(record, fields={**record.fields, "name": replace(field, raw=name, value=name)})


def _is_beneath(record: Record, found: Recognised) -> bool:
    """Whether a row only adds up those above it, or is a note on them, and names nobody."""
    texts = [field.raw for field in record.fields.values() if field.raw]
    named = record.text("name") or record.text("processor")
    beneath = found.reader.spellings.beneath
    what = beneath(named or next(iter(texts), ""))
    # A company may be called like a total; a sum has no contract and no number in the register of companies.
    known = (record.text(name) for name in ("contract", "corporate_number"))
    if what == "total":
        return not any(text and not beneath(text) for text in known)
    return what == "note" and (not named or len(texts) == 1)


def digits(text: str) -> str:
    """The digits of a number that is a name, such as a corporate number."""
    return "".join(sign for sign in plain(text) if sign.isdigit() and sign.isascii())


def _named(row: Entrustment) -> str:
    return f"{row.name} ({row.corporate_number})" if row.corporate_number else row.name


def _texts(row: Entrustment) -> dict[str, str]:
    return {name: plain(field.raw) for name, field in row.record.fields.items() if field.raw}


def _flags(record: Record, columns: Iterable[Column]) -> frozenset[str]:
    flags = {column.flag for column in columns if column.flag and record.is_yes(column.name)}
    flags.update(code_key(entry) for entry in record.entries("other_flags"))
    flags.update(flag for name, flag in STATEMENTS.items() if record.value(name) is False)
    agreement = record.value("agreement")
    if isinstance(agreement, str) and agreement in AGREEMENTS:
        flags.add(AGREEMENTS[agreement])
    if record.entries("upstream"):
        flags.add(UPSTREAM)
    return frozenset(flags)


def _processors(entrustments: Sequence[Entrustment]) -> dict[str, Processor]:
    rows: dict[str, list[Entrustment]] = {}
    for entrustment in entrustments:
        rows.setdefault(entrustment.processor, []).append(entrustment)
    return {code: _processor(code, tuple(its)) for code, its in rows.items()}


def _processor(code: str, rows: tuple[Entrustment, ...]) -> Processor:
    flags = frozenset().union(*(row.flags for row in rows))
    # A statement holds for the company only if it is made in every one of its rows.
    unstated = {f for f in STATEMENTS.values() if any(f not in row.flags for row in rows)}
    return Processor(
        id=code,
        name=rows[0].name,
        corporate_number=next((r.corporate_number for r in rows if r.corporate_number), ""),
        tier=min(row.tier for row in rows),
        parents=tuple(dict.fromkeys(row.parent for row in rows if row.parent)),
        flags=flags - unstated,
        entrustments=rows,
    )


def _note_future(
    record: Record, columns: Iterable[Column], as_of: date | None, notes: Notes
) -> None:
    for column in columns:
        day = record.day(column.name) if column.past else None
        if day and as_of and day > as_of:
            at = record.fields[column.name].at
            values = {"day": day.isoformat(), "as_of": as_of.isoformat()}
            notes.add("date_in_future", at, column=column.heading, **values)


def _check_chain(ledger: Ledger, notes: Notes) -> None:
    for row in ledger.entrustments:
        if row.parent and row.parent not in ledger.processors:
            at = row.record.fields["parent"].at if "parent" in row.record.fields else row.at
            notes.add("unknown_parent", at, parent=row.parent)
        if row.tier > 1 and not row.parent:
            notes.add("no_parent", row.at, processor=row.processor, tier=row.tier)
    _check_cycles(ledger, notes)


def _check_codes(ledger: Ledger, notes: Notes) -> None:
    for code, processor in ledger.processors.items():
        if NO_FOLDER.intersection(code) or code.startswith("."):
            notes.add("code_no_folder", processor.entrustments[0].at, processor=code)


def _note_absent(block: Block, notes: Notes) -> None:
    """Note each column that a ledger should have and has not; a layout that knows none is as meant."""
    for column in block.table.columns:
        if column.required and column.name not in block.columns and column.name in ASSUMED:
            at = block.sheet.at(block.top, min(block.columns.values()))
            assumed = ASSUMED[column.name]
            notes.add("column_assumed", at, column=column.heading, assumed=assumed)


def _check_cycles(ledger: Ledger, notes: Notes) -> None:
    told: set[str] = set()
    for start in ledger.processors:
        path = _cycle_from(start, ledger)
        if path and not told & set(path):
            told.update(path)
            at: CellRef = ledger.processors[start].entrustments[0].at
            notes.add("chain_cycle", at, path=" → ".join(path))


def _cycle_from(start: str, ledger: Ledger) -> list[str]:
    """A way up the chain from a company back to itself, [] where there is none."""
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        processor = ledger.processors.get(path[-1])
        for parent in processor.parents if processor else ():
            if parent == start:
                return [*path, parent]
            if parent not in seen:
                seen.add(parent)
                waiting.append([*path, parent])
    return []
