"""Suites: YAML folders → what is expected of each kind of table, or every mistake in them.

A later folder adds to an earlier one: an expectation with the same code replaces the earlier one,
and `without` leaves earlier ones out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from itakusaki.catalogue.schema_words import schema_words
from itakusaki.catalogue.yaml_file import Mistake, Place, YamlFile, doubled_keys, read_yaml
from itakusaki.model.errors import CatalogueError
from itakusaki.model.issue import Weight
from itakusaki.model.message import N_, Message, Words
from itakusaki.settings import data_folder
from itakusaki.validate.derived import DERIVATIONS, split
from itakusaki.validate.expectations import (
    KINDS,
    ROW_SHAPES,
    Expectation,
    Kind,
    RowCondition,
    Shape,
    Suite,
    Term,
)

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

Data = Mapping[str, Any]
Found = Iterator[tuple[Place, Message]]
#: How many columns a shape takes: at least, and at most (None: any number).
WIDTHS: Mapping[Shape, tuple[int, int | None]] = {
    Shape.COLUMN: (1, None),
    Shape.AGGREGATE: (1, None),
    Shape.PAIR: (2, 2),
    Shape.COLUMNS: (2, None),
    Shape.TABLE: (0, 0),
}


def load_suites(*folders: Path) -> tuple[Suite, ...]:
    """Read the suites of the folders, the shipped one first; a folder that is absent is empty.

    Raises:
        CatalogueError: with every mistake found, by file and line.
    """
    reading = _Reading()
    for folder in folders:
        reading.folder(folder)
    if reading.mistakes:
        raise CatalogueError(tuple(mistake.message() for mistake in reading.mistakes))
    by_table: dict[str, list[Expectation]] = {}
    for table, expectations in reading.entries.values():
        by_table.setdefault(table, []).extend(expectations)
    return tuple(Suite(table=table, expectations=tuple(found)) for table, found in by_table.items())


@dataclass(slots=True)
class _Reading:
    """Entries read so far by code: the table they are about, and the expectations they make."""

    entries: dict[str, tuple[str, tuple[Expectation, ...]]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def folder(self, folder: Path) -> None:
        earlier = frozenset(self.entries)
        seen: set[str] = set()
        for path in sorted(folder.glob("*.yaml")):
            found = read_yaml(path)
            if isinstance(found, Mistake):
                self.mistakes.append(found)
                continue
            mistakes = tuple(_file_mistakes(found, earlier, seen))
            self.mistakes.extend(mistakes)
            if not mistakes:
                self._take(found, f"{folder.name}/{path.name}")

    def _take(self, file: YamlFile, name: str) -> None:
        for code in file.data.get("without", ()):
            self.entries.pop(code, None)
        for entry in file.data.get("expectations", ()):
            self.entries[entry["code"]] = (file.data["table"], tuple(_built(entry, name)))


def _file_mistakes(file: YamlFile, earlier: frozenset[str], seen: set[str]) -> Iterator[Mistake]:
    """All that is wrong with one file; `seen` gathers the codes of its folder."""
    yield from doubled_keys(file)
    wrong = tuple(_schema_mistakes(file))
    yield from wrong
    if wrong:
        return  # what follows relies on the form
    for at, code in enumerate(file.data.get("without", ())):
        if code not in earlier:
            says = Message.of(N_("there is no shipped expectation {code}"), code=code)
            yield file.mistake(("without", at), says)
    for at, entry in enumerate(file.data.get("expectations", ())):
        if entry["code"] in seen:
            says = Message.of(N_("the code {code} stands twice in this folder"), code=entry["code"])
            yield file.mistake(("expectations", at, "code"), says)
        seen.add(entry["code"])
        for place, says in _entry_mistakes(entry):
            yield file.mistake(("expectations", at, *place), says)


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator as Validator  # noqa: PLC0415 - 0.1 s to import

    schema = data_folder("checklists") / "schemas" / "suite.schema.json"
    return Validator(json.loads(schema.read_bytes()))


def _schema_mistakes(file: YamlFile) -> Iterator[Mistake]:
    errors = _validator().iter_errors(file.data)
    for error in sorted(errors, key=lambda one: list(map(str, one.absolute_path))):
        place = list(error.absolute_path)
        says = Message.of(
            N_("{where}: {problem}"),
            where=".".join(map(str, place)) or "-",
            problem=schema_words(error),
        )
        yield file.mistake(place, says)


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


def _argument_mistakes(entry: Data, kind: Kind) -> Found:
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


def _width_mistakes(entry: Data, kind: Kind) -> Found:
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


def _whole_mistakes(entry: Data, kind: Kind) -> Found:
    if kind.shape not in ROW_SHAPES and "mostly" in entry:
        says = Message.of(N_("{expect} does not look at single rows"), expect=entry["expect"])
        yield ("mostly",), says


def _derivation_mistakes(entry: Data, _kind: Kind) -> Found:
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


def _built(entry: Data, file: str) -> Iterator[Expectation]:
    """One expectation, or one per column where columns are looked at each by itself."""
    columns = tuple(entry.get("columns", ()))
    alone = KINDS[entry["expect"]].shape in (Shape.COLUMN, Shape.AGGREGATE)
    for group in [(column,) for column in columns] if alone else [columns]:
        yield Expectation(
            name=entry["expect"],
            code=entry["code"],
            weight=Weight(entry["weight"]),
            says=Words(**entry["says"]),
            mend=Words(**entry["mend"]),
            file=file,
            columns=group,
            arguments=entry.get("kwargs", {}),
            mostly=entry.get("mostly"),
            condition=_condition(entry.get("row_condition", {})),
            unless=tuple(entry.get("unless", ())),
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
