"""Lent databases: DuckDB in memory for one party after another.

To begin one takes as long as to read a small export, so that a process begins it once and lends it.
Whoever has it finds nothing of others there: tables lie in a database of their own, which goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

import duckdb

from itakusaki.files.cores import threads_within

Setting: TypeAlias = str | bool | int | float | list[str]
#: Nothing is fetched from outside.
_ALWAYS: Final[Mapping[str, Setting]] = {"autoinstall_known_extensions": False}
#: Databases that nobody has, by their settings, each with how often it was lent.
idle: Final[dict[tuple[tuple[str, str], ...], tuple[duckdb.DuckDBPyConnection, int]]] = {}
#: Times that one is lent: what it keeps of those who had it makes every statement slower, by a half
#: after four hundred.
MOST_LENT: Final = 50
#: Statements whose text was made out before, whoever asked; a hundred take some ten megabytes.
made_out: Final[dict[str, duckdb.Statement]] = {}
_MOST_MADE_OUT: Final = 400
#: Rows up to which a statement is carried out nearly as it stands: to look for a shorter way takes longer
#: than the way does. Conditions still go to the tables they speak of, and joins are put in order: lists of
#: which many lines are of one person would else come to products before anything narrows them.
FEW: Final = 20_000
_OF_FEW: Final = frozenset(
    {"filter_pushdown", "deliminator", "unnest_rewriter", "join_order", "build_side_probe_side"}
)


def beside(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another connection to the tables of one that was lent, to read while that one writes."""
    other = connection.cursor()
    other.execute("USE party")
    return other


class LentDatabase:
    """A database that takes so much memory (such as 4GB) and so many threads, 0 for all cores.

    There are no more threads than the memory suffices for. What does not fit in memory goes to the
    folder `spill`, which is not there yet.
    """

    def __init__(self, memory: str, threads: int, spill: Path, *, ordered: bool = True) -> None:
        settings = {
            **_ALWAYS,
            "memory_limit": memory,
            "preserve_insertion_order": ordered,
            "threads": threads_within(memory, threads),
        }
        self._spill = spill
        self._key = tuple((name, str(value)) for name, value in settings.items())
        whole, self._times = idle.pop(self._key, (None, 0))
        self._whole = whole or duckdb.connect(config=settings)
        place = f"SET temp_directory = '{str(spill).replace(chr(39), chr(39) * 2)}'"
        try:
            self._whole.execute(place)
        except duckdb.Error:
            # It broke down when it was last lent.
            self._whole.close()
            self._whole, self._times = duckdb.connect(config=settings), 0
            self._whole.execute(place)
        self.connection = self._whole.cursor()
        self.connection.execute("ATTACH ':memory:' AS party; USE party; SET TimeZone = 'UTC'")
        self._are_few = False

    def expect(self, rows: int) -> None:
        """Plan what is asked from now on for so many rows in all."""
        are_few = rows <= FEW
        if are_few != self._are_few:
            left_out = ",".join(self._left_out()) if are_few else ""
            self.connection.execute(f"SET disabled_optimizers = '{left_out}'")
            self._are_few = are_few

    def _left_out(self) -> list[str]:
        """What DuckDB looks for in a plan, and few rows do without."""
        names = self.asked_again("SELECT name FROM duckdb_optimizers()").fetchall()
        return sorted({name for (name,) in names} - _OF_FEW)

    def asked_again(self, text: str) -> duckdb.DuckDBPyConnection:
        """Carry out a statement that is asked of one party after another.

        To make out what its text says takes a quarter of the time of a question to a small table.
        """
        if text not in made_out:
            if len(made_out) >= _MOST_MADE_OUT:
                made_out.clear()
            (made_out[text],) = self.connection.extract_statements(text)
        return self.connection.execute(made_out[text])

    def close(self) -> None:
        """Give it back, its tables gone; one whose tables cannot be put away is not lent again."""
        with suppress(duckdb.Error):
            self.expect(FEW + 1)
        self.connection.close()
        # One that has spilled holds on to its folder, which could not be cleared away on Windows.
        is_good = self._times + 1 < MOST_LENT and not self._spill.exists()
        if is_good and self._key not in idle:
            with suppress(duckdb.Error):
                self._whole.execute("DETACH party")
                idle[self._key] = self._whole, self._times + 1
                return
        self._whole.close()
