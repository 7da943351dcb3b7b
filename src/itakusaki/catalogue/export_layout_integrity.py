"""Integrity of export layouts: patterns that compile, columns, exports and values that exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from itakusaki.catalogue.evidence_entries import EXPORTS_FILE, EvidenceEntries
from itakusaki.catalogue.export import ColumnType
from itakusaki.catalogue.index import Data
from itakusaki.catalogue.outcome import OUTCOMES
from itakusaki.catalogue.texts import texts
from itakusaki.catalogue.yaml_file import Mistake, Place
from itakusaki.model.message import N_, Message

#: What is found inside a layout: the place and what is wrong.
Inside: TypeAlias = Iterator[tuple[Place, Message]]
#: What a column of yes and no may mean.
YES_NO: Final = ("yes", "no")


def layout_entry_mistakes(entries: EvidenceEntries) -> Iterator[Mistake]:
    """Everything in the layouts of products that does not hold together."""
    for entry in entries.layouts.values():
        if entries.is_checked(own=entry.own):
            for check in (_bad_patterns, _unknown_columns):
                yield from (entry.mistake(place, says) for place, says in check(entry.data))
            found = _feeds(entry.data, entries)
            yield from (entry.mistake(place, says) for place, says in found)


def _bad_patterns(layout: Data) -> Inside:
    for place, pattern in _patterns(layout):
        try:
            re.compile(pattern)
        except re.error as error:
            text = N_("{where}: this is no regular expression: {problem}")
            yield place, Message.of(text, where=".".join(map(str, place)), problem=str(error))


def _patterns(data: Data) -> Iterator[tuple[Place, str]]:
    """Every regular expression of a layout, and where it stands."""
    if "line" in data:
        yield ["line"], data["line"]
    for name, column in data.get("columns", {}).items():
        found = column.get("match") if isinstance(column, dict) else None
        for index, pattern in enumerate(texts(found)):
            yield ["columns", name, "match", index], pattern
    for part, number, feed in _parts(data):
        for place, pattern in _feed_patterns(feed):
            yield [part, number, *place], pattern


def _parts(layout: Data) -> Iterator[tuple[str, int, Data]]:
    """The feeds, and the kinds of row that are not read."""
    for key in ("feeds", "unread"):
        for number, part in enumerate(layout.get(key, ())):
            yield key, number, part


def _feed_patterns(feed: Data) -> Iterator[tuple[Place, str]]:
    for name, meanings in feed.get("patterns", {}).items():
        for meaning, pattern in meanings.items():
            yield ["patterns", name, meaning], pattern
    for kind in ("when", "skip"):
        for index, condition in enumerate(feed.get(kind, ())):
            if "matches" in condition:
                yield [kind, index, "matches"], condition["matches"]


def _unknown_columns(layout: Data) -> Inside:
    known = layout.get("columns", {})
    named = {*layout.get("shows", {}), *texts(layout.get("id")), *texts(layout.get("repeats"))}
    for name in sorted(named - set(known)):
        yield (), _unknown(name, known)
    for part, number, feed in _parts(layout):
        for name in sorted(set(_sources(feed)) - set(known)):
            yield (part, number), _unknown(name, known)


def _sources(feed: Data) -> Iterator[str]:
    """The columns of the layout that a feed reads."""
    for given in feed.get("columns", {}).values():
        yield from texts(given)
    for kind in ("when", "skip"):
        for condition in feed.get(kind, ()):
            yield from texts(condition["column"])


def _unknown(name: str, known: Mapping[str, Any]) -> Message:
    text = N_("{name} is none of the columns of this layout: {known}")
    return Message.of(text, name=name, known=", ".join(known))


def _feeds(layout: Data, entries: EvidenceEntries) -> Inside:
    """Everything that a layout feeds and no export has."""
    exports, dropped = entries.exports, entries.dropped
    for part, number, feed in _parts(layout):
        name = feed["export"]
        if name in exports:
            found = _within(feed, exports[name].data)
            yield from (((part, number, *place), says) for place, says in found)
        elif not dropped & {name, EXPORTS_FILE}:
            text = N_("unknown export {name}; add it to exports.yaml or correct the id")
            yield (part, number, "export"), Message.of(text, name=name)


def _within(feed: Data, export: Data) -> Inside:
    columns = {column["name"]: column for column in export["columns"]}
    if export.get("failed"):
        columns |= {name: {"type": ColumnType.TEXT} for name in OUTCOMES}
    for key in ("columns", "constants", "values", "patterns"):
        for name, given in feed.get(key, {}).items():
            if name not in columns:
                text = N_("{name} is none of the columns: {known}")
                yield (key, name), Message.of(text, name=name, known=", ".join(columns))
            elif key != "columns" and name not in OUTCOMES:
                for place, says in _meanings(key, given, columns[name]):
                    yield (key, name, *place), says


def _meanings(key: str, given: Any, column: Data) -> Inside:  # noqa: ANN401 - as YAML has it
    """What a feed means by values, patterns or a constant, where the column has no such meaning."""
    known = column["values"] if column["type"] == ColumnType.CHOICE else YES_NO
    if column["type"] not in (ColumnType.CHOICE, ColumnType.YES_NO):
        if key != "constants":
            text = N_("{name} has no meanings to be named: it is no choice, and no yes or no")
            yield (), Message.of(text, name=column["name"])
    elif key != "constants":
        for meaning in sorted(set(map(str, given)) - set(known)):
            yield (meaning,), _none_of(meaning, known)
    elif given not in known and not (known is YES_NO and isinstance(given, bool)):
        yield (), _none_of(given, known)


def _none_of(given: object, known: Iterable[str]) -> Message:
    text = N_("{given} is not one of: {rule}")
    return Message.of(text, given=str(given), rule=", ".join(known))
