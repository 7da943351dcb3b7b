"""Books: blank workbooks filled as a person would, by the ids in their ID column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.layout import Layout
from itakusaki.forms import contract_book, questionnaire_book
from itakusaki.forms.archive import book_bytes
from itakusaki.forms.selection import Extent
from itakusaki.language import translator_for
from itakusaki.model.depth import Depth
from itakusaki.model.message import Words
from itakusaki.model.party import Duty, Processor
from samplemaker.reply import Reply, client_reply, evidence_rows
from samplemaker.scenario import Cell, Party, Scenario, Told
from samplemaker.values import Values

#: What stands in the drop-downs of an English workbook.
ENGLISH: Final = {"○": "○ Yes", "△": "△ Partly", "×": "× No", "－": "－ N/A", "？": "？ Unknown"}
YES_NO: Final = {"ja": {True: "はい", False: "いいえ"}, "en": {True: "Yes", False: "No"}}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Makes the workbooks of a scenario from the blank ones."""

    scenario: Scenario
    checklist: Checklist
    layout: Layout

    def reply_book(self, party: Party, reply: Reply) -> Workbook:
        """What a party sends back."""
        told = party.questionnaire or {}
        depth = Depth(told.get("depth", Depth.FULL))
        page = self._blank(party.kind, party.processor(), party.language, depth)
        book = Filled(book=page, layout=self.layout, language=party.language)
        book.cover(told)
        book.answers(reply)
        if depth is Depth.SHORT:
            return page  # it has no lists: evidence is named beside the questions
        book.table("sub_processors", party.sub_processors)
        book.table("exceptions", party.exceptions)
        book.table("evidence", evidence_rows(reply, told, party.language))
        return page

    def check_book(self, told: Told, about: Party | None) -> Workbook:
        """The client's own check, of one party or of all."""
        general = self.scenario.client["check"]
        reply = client_reply(self.scenario, told, about)
        page = self._blank(Duty.CLIENT, about.processor() if about else None, "ja")
        book = Filled(book=page, layout=self.layout, language="ja")
        book.cover({**general, **told})
        book.answers(reply)
        book.table("evidence", evidence_rows(reply, told, "ja"))
        return page

    def contract_book(self) -> Workbook:
        """Ledger, clauses of the first tier, and approvals."""
        first_tier = [e for p in self.scenario.parties if p.tier == 1 for e in p.entrustments()]
        blank = contract_book(
            checklist=self.checklist,
            layout=self.layout,
            entrustments=first_tier,
            translator=translator_for("ja"),
        )
        page = load_workbook(io.BytesIO(blank), rich_text=True)
        book = Filled(book=page, layout=self.layout, language="ja")
        parties = sorted(self.scenario.parties, key=lambda party: party.tier)
        book.table("ledger", [row for party in parties for row in party.ledger])
        book.clauses(self._clauses())
        book.table("approvals", self.scenario.client["approvals"])
        return page

    def _clauses(self) -> dict[tuple[str, str], Row]:
        """Contract and item → what stands beside it."""
        found: dict[tuple[str, str], Row] = {}
        for party in self.scenario.parties:
            for row in party.ledger:
                # The contract's own words come before those of all contracts of the party.
                own = {**party.clauses, **party.clauses.get(row["contract"], {})}
                found |= {(row["contract"], k): v for k, v in self._clause(party, row, own)}
        return found

    def _clause(self, party: Party, row: Told, own: Told) -> Iterator[tuple[str, Row]]:
        values = Values(self.scenario, party, row)
        values.language = "ja"
        given = {k: v for told in own.values() for k, v in (told.get("facts") or {}).items()}
        for control, usual in self.scenario.client["clauses"].items():
            if control == "CON-15" and "dispatch" not in party.flags:
                continue
            yield control, {"answer": "○", **usual, **own.get(control, {})}
        for key, value in values.facts(given).items():
            if key.startswith("CON-") and (key[:6] != "CON-15" or "dispatch" in party.flags):
                yield key, {"answer": value}

    def _blank(
        self, kind: Duty, processor: Processor | None, language: str, depth: Depth = Depth.FULL
    ) -> Workbook:
        client = self.scenario.client
        blank = questionnaire_book(
            checklist=self.checklist,
            layout=self.layout,
            kind=kind,
            processor=processor,
            client=client["client"][language],
            round_=client["round"],
            due=client["due"],
            translator=translator_for(language),
            extent=Extent(depth=depth),
        )
        return load_workbook(io.BytesIO(blank), rich_text=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A workbook being filled, found by its headings as a reader would."""

    book: Workbook
    layout: Layout
    language: str

    def cover(self, told: Told) -> None:
        """Fill the cover's entry cells that the scenario names."""
        form = self.layout.forms["cover"]
        labels = {_pick(f.heading, self.language): f.name for f in form.fields if f.entry}
        page = self.book[_pick(form.sheet, self.language)]
        for row in range(1, page.max_row + 1):
            name = labels.get(str(page.cell(row, 1).value))
            if name is not None and name in told:
                page.cell(row, 2).value = told[name]

    def answers(self, reply: Reply) -> None:
        """Fill every question sheet."""
        for page in self.book.worksheets:
            columns = self._columns(page, "answers", "id", "answer")
            if not columns:
                continue
            for row in range(1, page.max_row + 1):
                item = str(page.cell(row, columns["id"]).value)
                if item in reply.rows:
                    self._put(page, row, columns, self._said(reply.rows[item]))
                elif item in reply.facts:
                    self._put(page, row, columns, {"answer": reply.facts[item]})

    def clauses(self, rows: Mapping[tuple[str, str], Row]) -> None:
        """Fill the blocks of the clauses."""
        page = self._sheet("clauses")
        columns = self._columns(page, "clauses", "contract", "id")
        for row in range(1, page.max_row + 1):
            contract, item = (str(page.cell(row, columns[n]).value) for n in ("contract", "id"))
            key = contract, item
            if key in rows:
                self._put(page, row, columns, rows[key])

    def table(self, name: str, rows: Sequence[Row]) -> None:
        """Fill a table from its first row on."""
        if not rows:
            return
        page = self._sheet(name)
        columns = self._columns(page, name)
        heading = next(r for r in range(1, 20) if page.cell(r, len(columns)).value is not None)
        for own in _own_columns(rows, columns):
            # A column of the party's own, such as the hashes that our form does not ask for.
            columns[own] = len(columns) + 1
            said = self.layout.tables[name].column(own).heading
            page.cell(heading, columns[own]).value = _pick(said, self.language)
        for number, row in enumerate(rows, start=heading + 1):
            self._put(page, number, columns, row)

    def _said(self, row: Row) -> Row:
        if self.language == "en":
            return {**row, "answer": ENGLISH.get(str(row["answer"]), row["answer"])}
        return row

    def _sheet(self, table: str) -> Worksheet:
        sheet = self.layout.tables[table].sheet
        if sheet is None:
            raise KeyError(table)
        page: Worksheet = self.book[_pick(sheet, self.language)]
        return page

    def _columns(self, page: Worksheet, table: str, *needed: str) -> dict[str, int]:
        """Canonical name → column, from the first row that holds the headings."""
        known = {_pick(c.heading, self.language): c.name for c in self.layout.tables[table].columns}
        for row in range(1, min(page.max_row, 12) + 1):
            found = {known.get(str(cell.value)): cell.column or 0 for cell in page[row]}
            found.pop(None, None)
            if len(found) > 1 and all(name in found for name in needed):
                return {str(name): column for name, column in found.items()}
        return {}

    def _put(self, page: Worksheet, row: int, columns: Mapping[str, int], values: Row) -> None:
        for name, value in values.items():
            if name in columns and value is not None:
                page.cell(row, columns[name]).value = self._cell(value)

    def _cell(self, value: Cell) -> Cell:
        if isinstance(value, bool):
            return YES_NO[self.language][value]
        return value


def _own_columns(rows: Sequence[Row], columns: Mapping[str, int]) -> Sequence[str]:
    """What rows tell, as hashes, that has no column in the form."""
    told = (name for row in rows for name, value in row.items() if value is not None)
    return [name for name in dict.fromkeys(told) if name == "sha256" and name not in columns]


def csv_reply(maker: Maker, party: Party, reply: Reply) -> bytes:
    """A reply typed into a CSV of the party's own, in the encoding Excel in Japan writes."""
    told = party.questionnaire or {}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    layout, first = maker.layout, party.first
    said = {
        "processor_name": first["name"],
        "corporate_number": first["corporate_number"],
        "respondent": told["respondent"],
        "as_of": told["as_of"],
        "scope": told["scope"],
        "round": maker.scenario.client["round"],
        "kind": "委託先",
    }
    for field in layout.forms["cover"].fields:
        if field.name in said:
            writer.writerow([_pick(field.heading, "ja"), said[field.name]])
    writer.writerow([])
    names = ("id", "question", "answer", "evidence", "comment")
    table = layout.tables["answers"]
    writer.writerow([_pick(table.column(name).heading, "ja") for name in names])
    for control in maker.checklist.asked_of(party.kind, party.flags):
        row = reply.rows[control.id]
        texts = (row["answer"], row.get("evidence", ""), row.get("comment", ""))
        writer.writerow([control.id, control.title.ja, *texts])
        for fact in control.facts_for(party.kind):
            value = reply.facts.get(fact.id)
            shown = (
                ""
                if value is None
                else YES_NO["ja"].get(value, value)
                if isinstance(value, bool)
                else value
            )
            writer.writerow([fact.id, fact.ask.ja, shown, "", ""])
    return out.getvalue().encode("cp932")


def saved(book: Workbook) -> bytes:
    """The workbook's bytes, the same each time."""
    return book_bytes(book)


def _pick(words: Words, language: str) -> str:
    return words.ja if language == "ja" else words.en
