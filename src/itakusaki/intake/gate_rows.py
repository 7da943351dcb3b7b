"""Gate rows: the columns that every kind of table has for the gate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from itakusaki.catalogue.layout import Layout
from itakusaki.intake.facts import FACT_COLUMNS

#: Columns that an answer row has beside those of the layout.
ANSWER_COLUMNS: Final = ("id", "control", "side", "question", "answer", "answer_raw")


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
