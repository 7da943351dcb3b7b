"""Rows: what an operation leaves behind, by canonical export, columns as exports.yaml calls them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Row = dict[str, Any]
#: Logs whose lines bear a number that counts up within each system.
NUMBERED = ("sign_ins", "downloads", "device_events", "changes")


@dataclass(slots=True)
class Rows:
    """The tables of an operation while it is being made."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, export: str, **values: Any) -> Row:  # noqa: ANN401 - cells hold anything
        """Add a row."""
        self.tables[export].append(values)
        return values

    def of(self, export: str) -> list[Row]:
        """The rows of an export."""
        return self.tables[export]

    def drop(self, export: str, unwanted: Callable[[Row], bool]) -> int:
        """Take rows out as if they had never been written; how many there were."""
        kept = [row for row in self.tables[export] if not unwanted(row)]
        gone = len(self.tables[export]) - len(kept)
        self.tables[export] = kept
        return gone

    def sort(self) -> None:
        """Logs in order of time, so that they can be numbered."""
        for name in (*NUMBERED, "entries"):
            self.tables[name].sort(key=_order)

    def number(self) -> None:
        """Number the lines of each log by its system, as the product writing it does."""
        for name in NUMBERED:
            last: dict[str, int] = defaultdict(lambda: 100_000)
            for row in self.tables[name]:
                last[row["system"]] += 1
                row["record"] = last[row["system"]]


def _order(row: Row) -> tuple[datetime, str]:
    return row["at"], str(row.get("account") or row.get("person") or row.get("terminal"))


def between(rows: Iterable[Row], first: date, last: date) -> list[Row]:
    """Rows of a log from first to last day."""
    return [row for row in rows if first <= row["at"].date() <= last]
