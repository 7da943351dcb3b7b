"""Gate rows: the columns every kind of table has for the gate, and the rows that facts make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from itakusaki.catalogue.layout import Layout
from itakusaki.intake.facts import FactRow
from itakusaki.model.record import Field, Record

#: Columns that an answer row has beside those of the layout.
ANSWER_COLUMNS: Final = ("id", "control", "side", "question", "answer", "answer_raw")
FACT_COLUMNS: Final = ("id", "control", "side", "contract", "type", "value")


def gate_columns(layouts: Iterable[Layout]) -> dict[str, tuple[str, ...]]:
    """Each kind of table with its canonical columns, over all layouts; `facts` comes last."""
    columns: dict[str, dict[str, None]] = {}
    for layout in layouts:
        for table in layout.tables.values():
            names = columns.setdefault(table.name, {})
            if table.name == "answers":
                names.update(dict.fromkeys(ANSWER_COLUMNS))
            names.update(dict.fromkeys(column.name for column in table.columns))
    columns["facts"] = dict.fromkeys(FACT_COLUMNS)
    return {name: tuple(names) for name, names in columns.items()}


def fact_record(row: FactRow) -> Record:
    """A fact as a row of the table `facts`; all its columns point at the cell of the value."""
    fact = row.fact
    texts = {
        "id": fact.id,
        "control": fact.id.split(".", 1)[0],
        "side": fact.side.value,
        "contract": row.contract,
        "type": row.type,
    }
    fields = {name: Field(value=text, raw=text, at=fact.at) for name, text in texts.items() if text}
    fields["value"] = Field(value=fact.value, raw=fact.raw, at=fact.at)
    return Record(table="facts", at=fact.at, fields=fields)
