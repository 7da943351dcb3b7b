"""Prints: the queries of the shipped tests in DuckDB's SQL, printed before they are needed.

Building an expression and printing it costs far more than running the query on a small delivery. The
file holds them for the parameters that are shipped; a day is in it as a stand-in. It was made from
the sources, rules and libraries that its stamp names; where any of them is another now, nothing of it
is used, and what is wanted is printed anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeAlias

from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ControlTest
from itakusaki.retests.shared_tables import Asked, SharedTable

#: The queries of a test by what they ask, those of its grounds among them.
Prints: TypeAlias = Mapping[str, str | Asked]
#: What asks for the hits themselves, and what counts for a test's grounds: both over shared tables.
HITS: Final = "hits"
COUNTS: Final = "counts"
FILE: Final = Path(__file__).with_name("prints.json")
DIALECT: Final = "duckdb"
#: Parameters that are days, and differ from one round and contract to the next.
DAYS: Final = frozenset({"as_of", "contract_end"})
#: Stands for a day that is not known yet; no test's query holds it otherwise.
STAND_IN: Final = date(2222, 2, 22)
#: Libraries that decide how an expression prints.
_LIBRARIES: Final = ("ibis-framework", "sqlglot")
#: Rule files that decide what a test asks, within a folder of evidence rules.
_RULES: Final = ("exports.yaml", "tests/*.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAhead:
    """What was printed ahead, by test; nothing where it does not hold for the rules in force."""

    by_test: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)

    def of(self, test: ControlTest, given: Parameters, dialect: str) -> Prints:
        """A test's queries with its parameters; empty where they have to be printed."""
        held = self.by_test.get(test.id, {})
        if dialect != DIALECT or not held or not _are_shipped(test, given):
            return {}
        days = [str(given.values[one.name] or "") for one in test.parameters if one.name in DAYS]
        dated = _dated(held, days[0].strip()) if days else held
        return {name: self._print(one) for name, one in dated.items()}

    def _print(self, held: str | Mapping[str, Any]) -> str | Asked:
        if isinstance(held, str):
            return held
        tables = (SharedTable(name=name, query=self.shared[name]) for name in held["shared"])
        return Asked(query=held["query"], shared=tuple(tables))


def _are_shipped(test: ControlTest, given: Parameters) -> bool:
    """Whether parameters are as they are shipped, days apart."""
    return all(
        given.values[one.name] == one.default for one in test.parameters if one.name not in DAYS
    )


def _dated(held: Mapping[str, Any], day: str) -> Mapping[str, Any]:
    """Queries with a day in the place of its stand-in; none where no day is given."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return {}
    text = json.dumps(held, ensure_ascii=False).replace(_printed(STAND_IN), _printed(found))
    return dict(json.loads(text))


def _printed(day: date) -> str:
    """A day as the dialect prints it."""
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"


def printed_ahead(*folders: Path) -> PrintedAhead:
    """What was printed ahead for the rules of these folders, shipped ones first; else nothing."""
    if any(_rule_files(folder) for folder in folders[1:]) or not FILE.is_file():
        return PrintedAhead()
    held = json.loads(FILE.read_text(encoding="utf-8"))
    if held["stamp"] != stamp(folders[0]):
        return PrintedAhead()
    return PrintedAhead(by_test=held["tests"], shared=held["shared"])


def stamp(folder: Path) -> str:
    """A digest of all that decides how the shipped tests print."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    sources = sorted(FILE.parent.rglob("*.py"))
    for path in (*sources, *_rule_files(folder)):
        digest.update(f"{path.name}\n{path.read_text(encoding='utf-8')}".encode())
    return digest.hexdigest()


def _rule_files(folder: Path) -> list[Path]:
    return sorted(path for pattern in _RULES for path in folder.glob(pattern))
