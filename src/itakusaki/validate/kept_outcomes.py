"""Kept outcomes: what came of a suite over the very same rows before, so that they are not checked twice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from itakusaki.files.cache import ResultCache, digest_of
from itakusaki.model.plain import NotOfModelError, from_plain, to_plain
from itakusaki.tabular import SheetTable
from itakusaki.validate.derived import CONTEXT, split
from itakusaki.validate.expectations import Expectation
from itakusaki.validate.outcome import TableOutcome

KIND: Final = "gate"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOutcomes:
    """Outcomes of tables, kept under their rows and expectations; by itself it keeps nothing.

    `stamp` stands for all else that decides them: our sources, and the library's version.
    """

    cache: ResultCache = field(default_factory=ResultCache)
    stamp: str = ""

    def key(self, table: SheetTable, expectations: Mapping[int, Expectation]) -> str:
        """Under what the outcome of a table is kept; "" where nothing is."""
        if self.cache.folder is None:
            return ""
        names = sorted({name for one in expectations.values() for name in one.reads})
        return digest_of(self.stamp, table.name, expectations, names, _rows(table, names))

    def found(self, key: str) -> TableOutcome | None:
        """The outcome of earlier, None where there is none."""
        content = self.cache.found(KIND, key)
        if content is not None:
            with suppress(ValueError, NotOfModelError):
                return from_plain(TableOutcome, json.loads(content))
        return None

    def keep(self, key: str, outcome: TableOutcome) -> None:
        """Keep an outcome; one in which something could not be run is tried again."""
        if key and not any(one.error for one in outcome.outcomes):
            self.cache.keep(KIND, key, json.dumps(to_plain(outcome)).encode())


def _rows(table: SheetTable, names: Sequence[str]) -> list[tuple[object, ...]]:
    """The rows as far as expectations see them."""
    bases = sorted({split(name)[0] for name in names if name not in CONTEXT})
    context = [CONTEXT[name] for name in names if name in CONTEXT]
    return [
        (
            *(row.record.value(base) for base in bases),
            *(read(row) for read in context),
        )
        for row in table.rows
    ]
