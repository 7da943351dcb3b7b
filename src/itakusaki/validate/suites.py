"""Suites: YAML folders → what is expected of each kind of table, or every mistake in them.

A later folder adds to an earlier one: an expectation with the same code replaces the earlier one,
and `without` leaves earlier ones out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from itakusaki.catalogue.overlay import Entry, FileKind, Overlay, in_order, laid_over, refusal
from itakusaki.catalogue.texts import words
from itakusaki.catalogue.yaml_file import Mistake, Place
from itakusaki.model.issue import IssueLevel
from itakusaki.model.message import N_, Message
from itakusaki.validate.derived import DERIVATIONS, split
from itakusaki.validate.expectations import (
    KINDS,
    ROW_SHAPES,
    Expectation,
    ExpectationKind,
    ExpectationScope,
    RowCondition,
    Suite,
    Term,
)

ENTRIES: Final = "expectations"
KIND: Final = FileKind(schema="suite.schema.json", lists={ENTRIES: "code"}, leaves_out="without")

Data = Mapping[str, Any]
Found = Iterator[tuple[Place, Message]]
#: How many columns a shape takes: at least, and at most (None: any number).
WIDTHS: Mapping[ExpectationScope, tuple[int, int | None]] = {
    ExpectationScope.COLUMN: (1, None),
    ExpectationScope.AGGREGATE: (1, None),
    ExpectationScope.PAIR: (2, 2),
    ExpectationScope.COLUMNS: (2, None),
    ExpectationScope.TABLE: (0, 0),
}


def load_suites(*folders: Path) -> tuple[Suite, ...]:
    """Read the suites of the folders, the shipped one first; a folder that is absent is empty.

    Raises:
        CatalogueError: with every mistake found, by file and line.
    """
    overlay, mistakes = read_suites(*folders)
    if mistakes:
        raise refusal(mistakes)
    by_table: dict[str, list[Expectation]] = {}
    for entry in overlay.entries(ENTRIES).values():
        by_table.setdefault(entry.file.data["table"], []).extend(_built(entry))
    return tuple(Suite(table=table, expectations=tuple(found)) for table, found in by_table.items())


def read_suites(*folders: Path, thorough: bool = False) -> tuple[Overlay, tuple[Mistake, ...]]:
    """Read the suites, and say everything that is wrong with them."""
    overlay = laid_over(*folders, kind=KIND, thorough=thorough)
    found = [
        entry.mistake(place, says)
        for entry in overlay.entries(ENTRIES).values()
        if overlay.is_checked(own=entry.own)
        for place, says in _entry_mistakes(entry.data)
    ]
    return overlay, in_order([*overlay.mistakes, *found])


def _entry_mistakes(entry: Data) -> Found:
    kind = KINDS.get(entry["expect"])
    if kind is None:
        says = Message.of(
            N_("unknown expectation {name}; known are {known}"),
            name=entry["expect"],
            known=", ".join(KINDS),
        )
        yield ("expect",), says
        return
    for check in (_argument_mistakes, _width_mistakes, _whole_mistakes, _derivation_mistakes):
        yield from check(entry, kind)


def _argument_mistakes(entry: Data, kind: ExpectationKind) -> Found:
    given = entry.get("kwargs", {})
    for name in kind.needs:
        if name not in given:
            yield ("kwargs",), Message.of(N_("{name} is missing from kwargs"), name=name)
    known = (*kind.needs, *kind.takes)
    for name in given:
        if name not in known:
            says = Message.of(
                N_("{expect} does not take {name}; it takes {known}"),
                expect=entry["expect"],
                name=name,
                known=", ".join(known) or "-",
            )
            yield ("kwargs", name), says
    if kind.takes[:2] == ("min_value", "max_value") and not {"min_value", "max_value"} & set(given):
        yield ("kwargs",), Message.of(N_("{name} is missing from kwargs"), name="min_value")


def _width_mistakes(entry: Data, kind: ExpectationKind) -> Found:
    count = len(entry.get("columns", ()))
    least, most = WIDTHS[kind.shape]
    if count < least or (most is not None and count > most):
        says = Message.of(
            N_("{expect} takes {wanted} columns, {count} are given"),
            expect=entry["expect"],
            wanted=str(least) if least == most else f"≥ {least}",
            count=count,
        )
        yield ("columns",), says


def _whole_mistakes(entry: Data, kind: ExpectationKind) -> Found:
    if kind.shape not in ROW_SHAPES and "mostly" in entry:
        says = Message.of(N_("{expect} does not look at single rows"), expect=entry["expect"])
        yield ("mostly",), says


def _derivation_mistakes(entry: Data, _kind: ExpectationKind) -> Found:
    for place, column in _columns(entry):
        _, derivation = split(column)
        if derivation and derivation not in DERIVATIONS:
            says = Message.of(
                N_("{column}: there is no {name}; known are {known}"),
                column=column,
                name=derivation,
                known=", ".join(DERIVATIONS),
            )
            yield place, says


def _columns(entry: Data) -> Iterator[tuple[Place, str]]:
    for at, column in enumerate(entry.get("columns", ())):
        yield ("columns", at), column
    for how, terms in entry.get("row_condition", {}).items():
        for at, term in enumerate(terms):
            yield ("row_condition", how, at), term["column"]


def _built(entry: Entry) -> Iterator[Expectation]:
    """One expectation, or one per column where columns are looked at each by itself."""
    given, path = entry.data, entry.file.path
    columns = tuple(given.get("columns", ()))
    alone = KINDS[given["expect"]].shape in (ExpectationScope.COLUMN, ExpectationScope.AGGREGATE)
    for group in [(column,) for column in columns] if alone else [columns]:
        yield Expectation(
            name=given["expect"],
            code=given["code"],
            level=IssueLevel(given["weight"]),
            says=words(given["says"]),
            mend=words(given["mend"]),
            file=f"{path.parent.name}/{path.name}",
            columns=group,
            arguments=given.get("kwargs", {}),
            mostly=given.get("mostly"),
            condition=_condition(given.get("row_condition", {})),
            unless=tuple(given.get("unless", ())),
        )


def _condition(given: Mapping[str, Sequence[Data]]) -> RowCondition | None:
    for how, terms in given.items():
        return RowCondition(terms=tuple(map(_term, terms)), every=how == "all")
    return None


def _term(given: Data) -> Term:
    one_of: Callable[..., tuple[str | float | bool, ...]] = tuple
    return Term(
        column=given["column"],
        one_of=one_of(given.get("one_of", ())),
        given=given.get("given"),
        above=given.get("above"),
        below=given.get("below"),
    )
