"""Export layouts: how a product's export maps to the canonical exports, as evidence/layouts/*.yaml holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from itakusaki.catalogue.export import Export
from itakusaki.catalogue.export_feeds import feed_mistakes
from itakusaki.catalogue.schema_check import schema_mistakes
from itakusaki.catalogue.spellings import Spellings, load_spellings
from itakusaki.catalogue.yaml_file import Mistake, YamlFile, aliases, doubled_keys, read_yaml
from itakusaki.model.errors import CatalogueError
from itakusaki.model.message import N_, Message, Words

#: The layout that holds spellings for all others: date words, yes and no, words in device names.
STANDARD: Final = "standard"
SCHEMA: Final = Path("schemas") / "export_layout.schema.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceColumn:
    """Where a value stands: under one of several headings; inside the cell by JSON path or pattern.

    Of `paths` and `patterns` (first group) the first that gives something counts.
    """

    headings: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a row's value must be: one of `equals` (folded), or found by the pattern `matches`."""

    columns: tuple[str, ...]
    equals: tuple[str, ...] = ()
    matches: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A canonical export fed from rows for which all of `when` and none of `skip` hold.

    `columns` maps a canonical column to source columns, of which the first that is filled counts.
    `patterns` tell a choice's meaning by what is found in the text, where no spelling does.
    """

    export: str
    columns: Mapping[str, tuple[str, ...]]
    when: tuple[Condition, ...] = ()
    skip: tuple[Condition, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Spellings] = field(default_factory=dict)
    patterns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Rows that nothing is fed from although they bear on an export: a doubt about it."""

    export: str
    when: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLayout:
    """A product's layout: what identifies it, its columns, and the exports fed.

    `identify` are headings that must all be there (each one of several), `shows` values of which
    one must stand in the first rows, `line` a pattern of which one of the first lines must be.
    `dates` is the order of numbers in dates (ymd, dmy, mdy), `epoch` the unit of plain numbers,
    `id` the column that identifies a record; `values` are spellings by scale. `unread` are kinds of
    row that are counted, not read.
    """

    name: str
    title: Words
    identify: tuple[tuple[str, ...], ...] = ()
    shows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    line: str = ""
    zone: str = ""
    dates: str = ""
    epoch: str = ""
    columns: Mapping[str, SourceColumn] = field(default_factory=dict)
    feeds: tuple[Feed, ...] = ()
    unread: tuple[Unread, ...] = ()
    id: str = ""
    values: Mapping[str, Spellings] = field(default_factory=dict)


def load_export_layouts(
    *folders: Path, exports: Mapping[str, Export] | None = None
) -> tuple[ExportLayout, ...]:
    """Read the layouts of the folders `evidence`; a later folder goes over an earlier one by name.

    The first folder is the shipped one, its parent holds the schema and the spellings that logs
    share with workbooks, which the layout `standard` has as well. Where the exports in force are
    given, a user's own layout may feed only what they have.

    Raises:
        CatalogueError: with every mistake found, by file and line.
    """
    common = load_spellings(folders[0].parent)
    found: dict[str, ExportLayout] = {}
    mistakes: list[Mistake] = []
    for number, folder in enumerate(folders):
        for path in sorted((folder / "layouts").glob("*.yaml")):
            file = read_yaml(path)
            if isinstance(file, Mistake):
                mistakes.append(file)
                continue
            # The shipped files were checked before they were shipped.
            wrong = list(_wrong(file, folders[0].parent / SCHEMA, exports)) if number else []
            mistakes += wrong
            if not wrong:
                found[file.data["layout"]] = _layout(file.data, common)
    if mistakes:
        raise CatalogueError(tuple(mistake.message() for mistake in mistakes))
    return tuple(found.values())


def export_layout_mistakes(
    path: Path, schema: Path, exports: Mapping[str, Export] | None = None
) -> tuple[Mistake, ...]:
    """Everything that is wrong with one layout file."""
    file = read_yaml(path)
    return (file,) if isinstance(file, Mistake) else tuple(_wrong(file, schema, exports))


def _wrong(file: YamlFile, schema: Path, exports: Mapping[str, Export] | None) -> Iterator[Mistake]:
    aliased = list(aliases(file))
    yield from aliased or doubled_keys(file)
    if aliased:
        return
    broken = [mistake for _, mistake in schema_mistakes(file, schema)]
    yield from broken
    if not broken:
        yield from _bad_patterns(file)
        yield from _unknown_columns(file)
        if exports is not None:
            yield from feed_mistakes(file, exports)


def _bad_patterns(file: YamlFile) -> Iterator[Mistake]:
    for place, pattern in _patterns(file.data):
        try:
            re.compile(pattern)
        except re.error as error:
            says = Message.of(
                N_("{where}: this is no regular expression: {problem}"),
                where=".".join(map(str, place)),
                problem=str(error),
            )
            yield file.mistake(place, says)


def _patterns(data: Mapping[str, Any]) -> Iterator[tuple[list[str | int], str]]:
    """Every regular expression of a layout, and where it stands."""
    if "line" in data:
        yield ["line"], data["line"]
    for name, column in data.get("columns", {}).items():
        found = column.get("match") if isinstance(column, dict) else None
        for index, pattern in enumerate(_texts(found)):
            yield ["columns", name, "match", index], pattern
    for key, number, feed in _parts(data):
        for place, pattern in _feed_patterns(feed):
            yield [key, number, *place], pattern


def _parts(data: Mapping[str, Any]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """The feeds, and the kinds of row that are not read."""
    for key in ("feeds", "unread"):
        for number, part in enumerate(data.get(key, ())):
            yield key, number, part


def _feed_patterns(feed: Mapping[str, Any]) -> Iterator[tuple[list[str | int], str]]:
    for name, meanings in feed.get("patterns", {}).items():
        for meaning, pattern in meanings.items():
            yield ["patterns", name, meaning], pattern
    for kind in ("when", "skip"):
        for index, condition in enumerate(feed.get(kind, ())):
            if "matches" in condition:
                yield [kind, index, "matches"], condition["matches"]


def _unknown_columns(file: YamlFile) -> Iterator[Mistake]:
    known = file.data.get("columns", {})
    named_elsewhere = {*file.data.get("shows", {}), *_texts(file.data.get("id"))}
    for name in sorted(named_elsewhere - set(known)):
        yield _unknown(file, [], name, known)
    for key, number, feed in _parts(file.data):
        named = {name for given in feed.get("columns", {}).values() for name in _texts(given)}
        named |= {
            name
            for kind in ("when", "skip")
            for condition in feed.get(kind, ())
            for name in _texts(condition["column"])
        }
        for name in sorted(named - set(known)):
            yield _unknown(file, [key, number], name, known)


def _unknown(
    file: YamlFile, place: Sequence[str | int], name: str, known: Mapping[str, Any]
) -> Mistake:
    says = Message.of(
        N_("{name} is none of the columns of this layout: {known}"),
        name=name,
        known=", ".join(known),
    )
    return file.mistake(place, says)


def _layout(given: Mapping[str, Any], common: Mapping[str, Spellings]) -> ExportLayout:
    own = {scale: _spellings(words) for scale, words in given.get("values", {}).items()}
    return ExportLayout(
        name=given["layout"],
        title=Words(ja=given["title"]["ja"], en=given["title"]["en"]),
        identify=tuple(_texts(entry) for entry in given.get("identify", ())),
        shows=_spellings(given.get("shows", {})),
        line=given.get("line", ""),
        zone=given.get("zone", ""),
        dates=given.get("dates", ""),
        epoch=given.get("epoch", ""),
        id=given.get("id", ""),
        columns={name: _column(column) for name, column in given.get("columns", {}).items()},
        feeds=tuple(_feed(feed) for feed in given.get("feeds", ())),
        unread=tuple(_unread(one) for one in given.get("unread", ())),
        values={**common, **own} if given["layout"] == STANDARD else own,
    )


def _column(given: Mapping[str, Any] | Sequence[str]) -> SourceColumn:
    if not isinstance(given, Mapping):
        return SourceColumn(headings=_texts(given))
    return SourceColumn(
        headings=_texts(given.get("headings")),
        paths=_texts(given.get("path")),
        patterns=_texts(given.get("match")),
    )


def _feed(given: Mapping[str, Any]) -> Feed:
    return Feed(
        export=given["export"],
        columns={name: _texts(sources) for name, sources in given["columns"].items()},
        when=tuple(_condition(condition) for condition in given.get("when", ())),
        skip=tuple(_condition(condition) for condition in given.get("skip", ())),
        constants={name: str(value) for name, value in given.get("constants", {}).items()},
        values={name: _spellings(words) for name, words in given.get("values", {}).items()},
        patterns={name: dict(given["patterns"][name]) for name in given.get("patterns", {})},
    )


def _unread(given: Mapping[str, Any]) -> Unread:
    return Unread(export=given["export"], when=tuple(map(_condition, given["when"])))


def _condition(given: Mapping[str, Any]) -> Condition:
    return Condition(
        columns=_texts(given["column"]),
        equals=_texts(given.get("equals")),
        matches=given.get("matches", ""),
    )


def _spellings(given: Mapping[str, Any]) -> Spellings:
    return {str(meaning): _texts(spellings) for meaning, spellings in given.items()}


def _texts(given: object) -> tuple[str, ...]:
    if given is None:
        return ()
    return tuple(map(str, given)) if isinstance(given, list) else (str(given),)
