"""Export layouts: how a product's export maps to the canonical exports, as evidence/layouts/*.yaml holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from itakusaki.catalogue.layout import STANDARD
from itakusaki.catalogue.spellings import Spellings, spellings
from itakusaki.catalogue.texts import texts, words
from itakusaki.model.message import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceColumn:
    """Where a value stands: under one of several headings; inside the cell by JSON path or pattern.

    Of `paths` and `patterns` (first group) the first that gives something counts. `clocks` are
    headings of the time of day that a day is joined with.
    """

    headings: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCondition:
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
    when: tuple[FeedCondition, ...] = ()
    skip: tuple[FeedCondition, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Spellings] = field(default_factory=dict)
    patterns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadKind:
    """Rows that nothing is fed from although they bear on an export: a doubt about it."""

    export: str
    when: tuple[FeedCondition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLayout:
    """A product's layout: what identifies it, its columns, and the exports fed.

    `identify` are headings that must all be there (each one of several), `shows` values of which
    one must stand in the first rows, `line` a pattern of which one of the first lines must be.
    `dates` is the order of numbers in dates (ymd, dmy, mdy), `epoch` the unit of plain numbers,
    `id` the column that identifies a record, `repeats` one of how many lines a line stands for;
    `values` are spellings by scale. `unread` are kinds of
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
    unread: tuple[UnreadKind, ...] = ()
    id: str = ""
    repeats: str = ""
    values: Mapping[str, Spellings] = field(default_factory=dict)


def built_export_layout(given: Mapping[str, Any], common: Mapping[str, Spellings]) -> ExportLayout:
    """A layout as its file holds it; `standard` has the spellings that logs share with workbooks as well."""
    own = {scale: spellings(found) for scale, found in given.get("values", {}).items()}
    return ExportLayout(
        name=given["layout"],
        title=words(given["title"]),
        identify=tuple(texts(entry) for entry in given.get("identify", ())),
        shows=spellings(given.get("shows", {})),
        line=given.get("line", ""),
        zone=given.get("zone", ""),
        dates=given.get("dates", ""),
        epoch=given.get("epoch", ""),
        id=given.get("id", ""),
        repeats=given.get("repeats", ""),
        columns={name: _column(column) for name, column in given.get("columns", {}).items()},
        feeds=tuple(_feed(feed) for feed in given.get("feeds", ())),
        unread=tuple(_unread(one) for one in given.get("unread", ())),
        values={**common, **own} if given["layout"] == STANDARD else own,
    )


def _column(given: Mapping[str, Any] | Sequence[str]) -> SourceColumn:
    if not isinstance(given, Mapping):
        return SourceColumn(headings=texts(given))
    return SourceColumn(
        headings=texts(given.get("headings")),
        clocks=texts(given.get("clock")),
        paths=texts(given.get("path")),
        patterns=texts(given.get("match")),
    )


def _feed(given: Mapping[str, Any]) -> Feed:
    return Feed(
        export=given["export"],
        columns={name: texts(sources) for name, sources in given["columns"].items()},
        when=tuple(_condition(condition) for condition in given.get("when", ())),
        skip=tuple(_condition(condition) for condition in given.get("skip", ())),
        constants={name: str(value) for name, value in given.get("constants", {}).items()},
        values={name: spellings(found) for name, found in given.get("values", {}).items()},
        patterns={name: dict(given["patterns"][name]) for name in given.get("patterns", {})},
    )


def _unread(given: Mapping[str, Any]) -> UnreadKind:
    return UnreadKind(export=given["export"], when=tuple(map(_condition, given["when"])))


def _condition(given: Mapping[str, Any]) -> FeedCondition:
    return FeedCondition(
        columns=texts(given["column"]),
        equals=texts(given.get("equals")),
        matches=given.get("matches", ""),
    )
