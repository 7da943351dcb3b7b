"""Given facts: what a fact sheet holds, as text with its place, from YAML or a workbook alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from itakusaki.catalogue.breach import BreachRules
from itakusaki.files.filled_form import FormSheets, read_filled
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.workbook import Cell
from itakusaki.files.yaml_text import (
    YamlList,
    YamlMap,
    YamlScalar,
    YamlTextError,
    YamlValue,
)
from itakusaki.model.allowance import USUAL
from itakusaki.model.errors import FactSheetError
from itakusaki.model.message import N_, Message, Value
from itakusaki.model.source import CellRef, column_letters

#: The sheet of the single facts in a workbook, with a fact's id in its first column and the answer here.
FACTS_SHEET: Final = "facts"
#: The sheet of the answers that may be chosen; nobody fills it in.
CHOICES_SHEET: Final = "choices"
ANSWER_COLUMN: Final = 2


@dataclass(frozen=True, slots=True)
class Given:
    """A text that was filled in, and where."""

    text: str
    at: Value


@dataclass(slots=True)
class GivenSheet:
    """A fact sheet as it was filled in; `mistakes` are said in sentences that name their place."""

    file: Given
    facts: dict[str, Given] = field(default_factory=dict)
    rows: dict[str, list[Mapping[str, Given]]] = field(default_factory=dict)
    mistakes: list[Message] = field(default_factory=list)

    def wrong(self, at: Value, text: str, **values: Value) -> None:
        """Note what is wrong at a place."""
        says = Message.of(text, **values)
        self.mistakes.append(Message.of(N_("{place}: {says}"), place=at, says=says))

    def take(self, name: Given, value: Given) -> None:
        """Take a single fact in; one that stands twice is wrong."""
        if name.text in self.facts:
            self.wrong(name.at, N_("{key} is written twice"), key=name.text)
        elif value.text:
            self.facts[name.text] = value


def read_given(path: Path, rules: BreachRules) -> GivenSheet:
    """Read a fact sheet as it is filled in.

    Raises:
        FactSheetError: the file is none at all.
    """
    sheet = GivenSheet(Given(path.name, path.name))
    found = _found(path)
    if isinstance(found, Mapping):
        _take_book(found, sheet, rules)
    else:
        _take_yaml(found, sheet, rules)
    return sheet


def _found(path: Path) -> FormSheets | YamlValue:
    try:
        return read_filled(path, USUAL)
    except YamlTextError as error:
        says = Message.of(N_("this is not valid YAML: {problem}"), problem=error.problem)
        raise _unread(path, says, line=error.line) from error
    except RefusedFileError as error:
        text = _WHY.get(error.code, N_("the file cannot be read ({reason})"))
        raise _unread(path, Message.of(text, reason=error.code)) from error
    except OSError as error:
        says = Message.of(N_("the file cannot be read ({reason})"), reason="not_readable")
        raise _unread(path, says) from error


_WHY: Final[Mapping[str, str]] = {
    "too_large": N_("the file is too large for a fact sheet"),
    "not_plain": N_("this is no plain file"),
}


def _unread(path: Path, says: Message, *, line: int = 0) -> FactSheetError:
    place: Value = _line(path.name, line) if line else path.name
    return FactSheetError(path.name, (Message.of(N_("{place}: {says}"), place=place, says=says),))


def _line(file: str, line: int) -> Message:
    return Message.of(N_("{file}, line {line}"), file=file, line=line)


def _take_yaml(found: YamlValue, sheet: GivenSheet, rules: BreachRules) -> None:
    file = sheet.file.text
    if not isinstance(found, YamlMap):
        sheet.wrong(_line(file, found.line), N_("the file must hold named entries"))
        return
    for name, value in found.items:
        at = _line(file, name.line)
        if name.text in rules.tables:
            _take_rows(name.text, value, sheet, rules)
        elif name.text not in rules.facts:
            sheet.wrong(at, N_("unknown key {key}"), key=name.text)
        elif not isinstance(value, YamlScalar):
            sheet.wrong(at, N_("{key} takes one value"), key=name.text)
        else:
            sheet.take(Given(name.text, at), Given(value.text.strip(), _line(file, value.line)))


def _take_rows(table: str, value: YamlValue, sheet: GivenSheet, rules: BreachRules) -> None:
    at = _line(sheet.file.text, value.line)
    if table in sheet.rows:
        sheet.wrong(at, N_("{key} is written twice"), key=table)
        return
    rows = sheet.rows.setdefault(table, [])
    if value == YamlScalar("", value.line):
        return
    if not isinstance(value, YamlList):
        sheet.wrong(at, _NO_ROWS, key=table)
        return
    columns = {column.id for column in rules.tables[table].columns}
    for item in value.items:
        if isinstance(item, YamlMap):
            _keep(_row(item, columns, sheet), rows)
        else:
            sheet.wrong(_line(sheet.file.text, item.line), _NO_ROWS, key=table)


_NO_ROWS: Final = N_("{key} takes a list of rows")


def _row(item: YamlMap, columns: AbstractSet[str], sheet: GivenSheet) -> Mapping[str, Given]:
    row: dict[str, Given] = {}
    for name, cell in item.items:
        at = _line(sheet.file.text, name.line)
        text = _text_of(cell)
        if name.text not in columns:
            sheet.wrong(at, N_("unknown key {key}"), key=name.text)
        elif name.text in row:
            sheet.wrong(at, N_("{key} is written twice"), key=name.text)
        elif text is None:
            sheet.wrong(at, N_("{key} takes one value"), key=name.text)
        else:
            row[name.text] = Given(text, _line(sheet.file.text, cell.line))
    return row


def _text_of(value: YamlValue) -> str | None:
    """A value as text; a list of plain values is written in one line."""
    if isinstance(value, YamlScalar):
        return value.text.strip()
    if isinstance(value, YamlList) and all(isinstance(item, YamlScalar) for item in value.items):
        return ", ".join(item.text for item in value.items if isinstance(item, YamlScalar))
    return None


def _keep(row: Mapping[str, Given], rows: list[Mapping[str, Given]]) -> None:
    filled = {name: given for name, given in row.items() if given.text}
    if filled:
        rows.append(filled)


def _take_book(book: FormSheets, sheet: GivenSheet, rules: BreachRules) -> None:
    names = set(book)
    if FACTS_SHEET not in names:
        text = N_("the workbook has no sheet {name}; make a blank one with: {command}")
        command = "itakusaki breach facts make"
        sheet.wrong(sheet.file.at, text, name=FACTS_SHEET, command=command)
        return
    for name in sorted(names - {CHOICES_SHEET}):
        if name == FACTS_SHEET:
            _take_facts(book, sheet, rules)
        elif name in rules.tables:
            _take_table(book, name, sheet, rules)
        else:
            sheet.wrong(sheet.file.at, N_("unknown sheet {name}"), name=name)


def _take_facts(book: FormSheets, sheet: GivenSheet, rules: BreachRules) -> None:
    for row in _cells(book, FACTS_SHEET, sheet.file.text):
        name, answer = row.get(0), row.get(ANSWER_COLUMN)
        if name is None:
            if answer is not None:
                sheet.wrong(answer.at, N_("an answer without a key in column A"))
        elif name.text not in rules.facts:
            sheet.wrong(name.at, N_("unknown key {key}"), key=name.text)
        else:
            sheet.take(name, answer or Given("", name.at))


def _take_table(book: FormSheets, table: str, sheet: GivenSheet, rules: BreachRules) -> None:
    rows = list(_cells(book, table, sheet.file.text))
    kept = sheet.rows.setdefault(table, [])
    if not rows:
        return
    heads, known = rows[0], {column.id for column in rules.tables[table].columns}
    for head in heads.values():
        if head.text not in known:
            sheet.wrong(head.at, N_("unknown key {key}"), key=head.text)
    for row in rows[1:]:
        for column, given in row.items():
            if column not in heads:
                sheet.wrong(given.at, N_("an entry in a column without a key in its first row"))
        _keep(
            {heads[at].text: given for at, given in row.items() if at in heads},
            kept,
        )


def _cells(book: FormSheets, name: str, file: str) -> Iterator[dict[int, Given]]:
    """The filled cells of each row but the second, which says in words what the first names."""
    for number, row in enumerate(book[name]):
        if number == 1:
            continue
        found = {}
        for column, cell in enumerate(row):
            text = _cell_text(cell)
            if text:
                ref = CellRef(file=file, sheet=name, cell=f"{column_letters(column)}{number + 1}")
                found[column] = Given(text, str(ref))
        if found:
            yield found


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}" if cell.hour or cell.minute else f"{cell:%Y-%m-%d}"
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
