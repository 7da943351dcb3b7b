"""The contract workbook: made where there is none, completed in place where there is one."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final, TypeAlias

from itakusaki.audit.assess import contract_books
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.checklist import Checklist, Control, FactSpec
from itakusaki.files.book import LIMITS, MAX_BOOK_AREA
from itakusaki.files.folding import code_key, plain
from itakusaki.files.names import relative_name
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.workbook import Cell, opened_workbook
from itakusaki.files.writing import Written, write_over
from itakusaki.files.xlsx_edit import CellEdit, NotEditableError, edited_book
from itakusaki.forms import contract_book
from itakusaki.intake.recognise import Recognised
from itakusaki.language import Translator
from itakusaki.model.errors import FileExistsAlreadyError
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty, Ledger
from itakusaki.tabular.blocks import Row
from itakusaki.tabular.cell_text import raw_text

#: The workbook's name where there is none.
NAME: Final = "ledger.xlsx"
ELSEWHERE: Final = N_("Name another place with --out, or move the file away.")
#: Columns of the clauses in which something stands before a person enters anything.
SHOWN: Final = ("contract", "id", "item", "unit")
#: Cells by sheet and place.
_Cells: TypeAlias = Mapping[str, Mapping[tuple[int, int], Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractBook:
    """What came of making the workbook: the file written, None where nothing was missing.

    `completed` is the workbook that was there and got rows of clauses for `contracts`; `beside`
    the one that could not be edited, so that the rows lie in a workbook of their own.
    """

    written: Written | None
    completed: Path | None = None
    beside: Path | None = None
    contracts: Sequence[str] = ()


def make_contract_book(
    setup: Setup, ledger: Ledger | None, translator: Translator, *, out: Path | None
) -> ContractBook:
    """Write the workbook for ledger, clauses and approvals, or complete what is there.

    Args:
        setup: the workspace.
        ledger: what is entrusted; None: leave it out.
        translator: the language of a new workbook.
        out: where a new one goes; None: into the workspace, where what is there is completed.

    Raises:
        FileExistsAlreadyError: there is a file already that cannot be completed.
    """
    root, folder = setup.workspace.folder, setup.workspace.contracts
    books = contract_books(setup) if out is None and ledger is not None else ()
    if ledger is None or not books:
        target = out or folder / NAME
        if target.exists():
            raise FileExistsAlreadyError(str(target), Message(ELSEWHERE))
        content = _new_book(setup, ledger, translator)
        return ContractBook(written=write_over(target, content, root=root))
    path, found = next((book for book in books if book[1].of("clauses")), books[0])
    others = [book for at, book in books if at != path]
    wanted = _wanted(ledger, _contracts(others))
    try:
        content, contracts = completed(path.read_bytes(), found, wanted, (setup, translator))
    except NotEditableError:
        return _beside(setup, ledger, translator, (path, _contracts([*others, found])))
    if not contracts:
        return ContractBook(written=None, completed=path)
    written = write_over(path, content, root=root)
    return ContractBook(written=written, completed=path, contracts=contracts)


def _beside(
    setup: Setup, ledger: Ledger, translator: Translator, there: tuple[Path, Collection[str]]
) -> ContractBook:
    """Write what is missing into a workbook of its own, in which the ledger's rows do not stand again."""
    path, known = there
    wanted = _wanted(ledger, known)
    if not wanted:
        return ContractBook(written=None, completed=path)
    content = _new_book(setup, ledger, translator, only=wanted)
    stem = PurePath(relative_name(path, path.parent)).stem
    names = (f"{stem}.clauses{number}.xlsx" for number in ("", *range(2, 1000)))
    target = next(at for name in names if not (at := setup.workspace.contracts / name).exists())
    written = write_over(target, content, root=setup.workspace.folder)
    return ContractBook(written=written, beside=path, contracts=tuple(wanted.values()))


def _new_book(
    setup: Setup,
    ledger: Ledger | None,
    translator: Translator,
    only: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook for all contracts; or, without rows in the ledger, for those that still want clauses."""
    rows = ledger.entrustments if ledger else ()
    return contract_book(
        checklist=setup.rules.checklist,
        layout=setup.rules.standard,
        entrustments=[r for r in rows if only is None or code_key(r.contract) in only],
        translator=translator,
        with_ledger=only is None,
    )


def _wanted(ledger: Ledger, known: Collection[str]) -> Mapping[str, str]:
    """The ledger's contracts by key, without those that are known."""
    keys = {code_key(row.contract): row.contract for row in ledger.entrustments}
    return {key: contract for key, contract in keys.items() if key not in known}


def _contracts(books: Iterable[Recognised]) -> frozenset[str]:
    """The contracts, by key, that have rows of clauses in these books."""
    tables = [table for found in books for table in found.of("clauses")]
    rows = (row for table in tables for row in table.rows())
    return frozenset(key for row in rows if (key := _contract_of(row)))


def _contract_of(row: Row) -> str:
    return code_key(plain(raw_text(row.cell("contract"))))


def completed(
    content: bytes,
    found: Recognised,
    wanted: Mapping[str, str],
    asked: tuple[Setup, Translator],
) -> tuple[bytes, tuple[str, ...]]:
    """The workbook with a row for every point of the contracts wanted, and those that got some.

    Raises:
        NotEditableError: rows cannot be put in so that everything else stays as it is.
    """
    setup, translator = asked
    sheet = _ClauseSheet.of(found, _items(setup.rules.checklist), translator)
    edits = list(sheet.edits(wanted))
    if not edits:
        return content, ()
    before = _cells(content)
    fresh = edited_book(content, {sheet.name: edits})
    _make_sure(before, _cells(fresh), sheet.name, edits)
    return fresh, tuple(sheet.served)


def _items(checklist: Checklist) -> Mapping[str, Control | FactSpec]:
    items: dict[str, Control | FactSpec] = {}
    for control in checklist.controls.values():
        if control.is_contract:
            items[control.id] = control
            facts = control.facts_for(Duty.CLIENT) or control.facts
            items |= {fact.id: fact for fact in facts}
    return items


@dataclass(slots=True)
class _Block:
    """Rows of clauses that belong together: those of one contract, or of none yet."""

    contract: str
    rows: dict[str, int] = field(default_factory=dict)
    is_begun: bool = False


@dataclass(slots=True)
class _ClauseSheet:
    """The sheet of clauses: its blocks of rows by item, its columns, and where a new row goes."""

    name: str
    items: Mapping[str, Control | FactSpec]
    columns: Mapping[str, int]
    #: Columns of the sheet that are used at all, a person's own among them.
    used: Sequence[int]
    next_row: int
    translator: Translator
    blocks: list[_Block] = field(default_factory=list)
    models: dict[str, int] = field(default_factory=dict)
    served: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        found: Recognised,
        items: Mapping[str, Control | FactSpec],
        translator: Translator,
    ) -> _ClauseSheet:
        """The sheet as it stands.

        Raises:
            NotEditableError: it is not a table that a row can be put under.
        """
        tables = found.of("clauses")
        if len({table.sheet.name for table in tables}) != 1:
            raise NotEditableError("no sheet of clauses, or several")
        page, columns = tables[0].sheet, tables[0].columns
        if not {"contract", "id"} <= set(columns):
            raise NotEditableError("no column of contracts or items")
        if max(table.last for table in tables) < len(page.rows):
            raise NotEditableError("something else stands beneath the clauses")
        sheet = cls(
            name=page.name,
            items=items,
            columns={name: at + page.left + 1 for name, at in columns.items()},
            used=[page.left + 1 + at for at in range(len(page.rows[tables[0].top]))],
            next_row=page.top + len(page.rows) + 1,
            translator=translator,
        )
        for row in (row for table in tables for row in table.rows()):
            sheet.take(found.reader.items.id_of(row.cell("id")), row)
        if not sheet.models:
            raise NotEditableError("no row to go by")
        return sheet

    def take(self, item: str, row: Row) -> None:
        """Take a row into the block it belongs to."""
        if not item:
            return
        number = row.index + row.block.sheet.top + 1
        self.models.setdefault(item, number)
        block = self.blocks[-1] if self.blocks else None
        contract = _contract_of(row)
        if row.lacks_value("contract") and block is not None:
            contract = block.contract  # a formula that nothing has worked out: as its first row
        if block is None or item in block.rows or contract != block.contract:
            block = _Block(contract)
            self.blocks.append(block)
        block.rows[item] = number
        block.is_begun |= any(raw_text(cell) for cell in self._entered(row))

    def _entered(self, row: Row) -> Iterator[Cell]:
        shown = {row.block.columns.get(name) for name in SHOWN}
        return (cell for at, cell in enumerate(row.cells) if at not in shown)

    def edits(self, wanted: Mapping[str, str]) -> Iterator[CellEdit]:
        """What is to be put in, so that every contract wanted has every point."""
        known: dict[str, set[str]] = {}
        for block in self.blocks:
            known.setdefault(block.contract, set()).update(block.rows)
        free = [block for block in self.blocks if not block.contract and not block.is_begun]
        for key, contract in wanted.items():
            rows = free.pop(0).rows if key not in known and free else {}
            missing = [item for item in self.items if item not in {*rows, *known.get(key, ())}]
            if rows or missing:
                self.served.append(contract)
            at = self.columns["contract"]
            for number in rows.values():
                yield CellEdit(row=number, column=at, text=contract, like=(number, at))
            for item in missing:
                yield from self._row(contract, item)

    def _row(self, contract: str, item: str) -> Iterator[CellEdit]:
        number, model = self.next_row, self._model(item)
        self.next_row += 1
        texts = {"contract": contract, **self._shown(item)}
        names = {at: name for name, at in self.columns.items()}
        for at in self.used:
            text = texts.get(names.get(at, ""), "")
            yield CellEdit(row=number, column=at, text=text, like=(model, at))

    def _shown(self, item: str) -> Mapping[str, str | None]:
        """What stands in a row before anything is entered; None: as in the row it is made like."""
        if item in self.models:
            return dict.fromkeys(("id", "item", "unit"))
        spec, pick = self.items[item], self.translator.pick
        if isinstance(spec, FactSpec):
            return {
                "id": item,
                "item": pick(spec.ask),
                "unit": pick(spec.unit) if spec.unit else "",
            }
        return {"id": item, "item": f"{pick(spec.title)}\n{pick(spec.question)}"}

    def _model(self, item: str) -> int:
        """The row that a new one is made like: of the same point, else of the same kind."""
        if item in self.models:
            return self.models[item]
        kind = _kind(self.items[item])
        alike = (n for name, n in self.models.items() if _kind(self.items.get(name)) == kind)
        return next(alike, next(iter(self.models.values())))


def _kind(item: Control | FactSpec | None) -> str:
    return item.entry if isinstance(item, FactSpec) else type(item).__name__


def _make_sure(old: _Cells, new: _Cells, sheet: str, edits: Iterable[CellEdit]) -> None:
    """Make sure that the workbook holds what it held, cell by cell and part by part, and what is new.

    Raises:
        NotEditableError: it does not.
    """
    put = {(edit.row, edit.column): edit.text for edit in edits}
    if set(old) != set(new):
        raise NotEditableError("sheets differ")
    for name, cells in old.items():
        mine = put if name == sheet else {}
        if any(new[name].get(at) != cell for at, cell in cells.items() if at not in mine):
            raise NotEditableError("a cell differs")
    if any(raw_text(new[sheet].get(at)) != text.strip() for at, text in put.items() if text):
        raise NotEditableError("a cell was not put in")


def _cells(content: bytes) -> _Cells:
    """Each cell in which something stands, by sheet and place.

    The wall read the tables, and left out sheets that are too large; here every sheet is looked at, in
    the process itself, so that the same bounds hold once more, and the book is left as it is beyond them.

    Raises:
        NotEditableError: it is damaged, or its sheets span more than is read of a book.
    """
    found, left = {}, MAX_BOOK_AREA
    try:
        book = opened_workbook(io.BytesIO(content), LIMITS)
        for sheet in book.sheets():
            if not sheet.has_cells:
                continue
            cells = book.cells(sheet.name)
            bottom, right = cells.last
            left -= (bottom + 1) * (right + 1)
            if left < 0:
                raise NotEditableError("its sheets span too much")
            found[sheet.name] = _placed(cells.rows(from_first=True))
    except RefusedFileError as error:
        raise NotEditableError(error.code) from error
    return found


def _placed(rows: Sequence[Sequence[Cell]]) -> Mapping[tuple[int, int], Cell]:
    return {
        (r, c): cell
        for r, row in enumerate(rows, start=1)
        for c, cell in enumerate(row, start=1)
        if cell != ""
    }
