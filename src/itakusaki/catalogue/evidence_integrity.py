"""Integrity of exports and control tests: names that exist, blanks that can be filled.

A test has an expression in the code and an expression works on columns of exports: a test or an
export of one's own that replaces a shipped one has to keep what these rely on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any, Final

from itakusaki.catalogue.evidence_entries import EXPORTS_FILE, EvidenceEntries
from itakusaki.catalogue.ground_check import ground_mistakes
from itakusaki.catalogue.index import Data
from itakusaki.catalogue.overlay import Entry
from itakusaki.catalogue.retest import DAYS, is_day
from itakusaki.catalogue.yaml_file import Mistake, Place
from itakusaki.model.message import N_, Message

#: What is found inside an entry: the place and what is wrong.
Inside = Iterator[tuple[Place, Message]]

#: The blank for the number of hits, and the name it goes by in a query; no figure may take them.
HITS: Final = "hits"
TAKEN: Final = (HITS, "hits_in_all")
#: Fields of an export that name a column → the types such a column may have, and what to say.
MOMENTS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "time": (("time",), N_("{name} is the time of a log, so its type has to be time")),
    "begins": (
        ("time", "day"),
        N_("{name} says when an entry began, so its type has to be day or time"),
    ),
    "ends": (("day",), N_("{name} says when an entry was over, so its type has to be day")),
}
#: Lists of a test → what of their entries a test of one's own has to keep.
KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    "parameters": ("name",),
    "columns": ("name", "mask"),
    "figures": ("name", "kind", "of"),
}


def entry_mistakes(entries: EvidenceEntries) -> Iterator[Mistake]:
    """Everything in the exports and tests that does not hold together."""
    for entry in entries.exports.values():
        if entries.is_checked(own=entry.own):
            yield from _told(entry, _within_export(entry))
    # Of exports whose file is lost nobody knows which there would have been.
    lost = EXPORTS_FILE in entries.dropped
    known = () if lost else (*entries.exports, *entries.dropped)
    exports = {} if lost else {name: entry.data for name, entry in entries.exports.items()}
    for entry in entries.tests.values():
        if entries.is_checked(own=entry.own):
            yield from _told(entry, _within_test(entry, known))
            yield from _told(entry, ground_mistakes(entry.data, entry.shipped, exports))


def _told(entry: Entry, found: Inside) -> Iterator[Mistake]:
    for place, says in found:
        yield entry.mistake(place, says)


def _within_export(entry: Entry) -> Inside:
    export = entry.data
    columns = {column["name"]: column for column in export["columns"]}
    yield from _twice(export, "columns")
    named: list[tuple[Place, str]] = [
        (("key", at), name) for at, name in enumerate(export.get("key", ()))
    ]
    named += ((("tells", at), name) for at, name in enumerate(export.get("tells", ())))
    named += (((key,), export[key]) for key in MOMENTS if key in export)
    yield from ((place, _no_column(name, columns)) for place, name in named if name not in columns)
    for key, (types, text) in MOMENTS.items():
        column = columns.get(export.get(key, ""))
        if column and column["type"] not in types:
            yield (key,), Message.of(text, name=column["name"])
    for at, column in enumerate(export["columns"]):
        if "default" in column and column["default"] not in column.get("values", ()):
            yield ("columns", at, "default"), _not_among(column["default"], column.get("values"))
    yield from _failed(export, columns)
    if entry.shipped:
        yield from _export_over(export, entry.shipped, columns)


def _failed(export: Data, columns: Mapping[str, Data]) -> Inside:
    """Actions that a failure makes of actions, and that there are none of."""
    given = export.get("failed", {})
    if isinstance(given, Mapping):
        actions = columns.get("action", {}).get("values", {})
        for name in sorted({*given, *given.values()} - set(actions)):
            yield ("failed",), _not_among(name, actions)


def _export_over(export: Data, shipped: Data, columns: Mapping[str, Data]) -> Inside:
    for key in ("kind", "time", "derived"):
        if (export.get(key) or "") != (shipped.get(key) or ""):
            text = N_("{part} has to stay as in the shipped export: {known}")
            yield (key,), Message.of(text, part=key, known=str(shipped.get(key, "-")))
    for column in shipped["columns"]:
        own = columns.get(column["name"])
        if own is None or own["type"] != column["type"]:
            text = N_("the tests work with the column {name} ({type}); it has to stay")
            says = Message.of(text, name=column["name"], type=column["type"])
            yield ("columns",), says
        elif lost := set(column.get("values", ())) - set(own.get("values", ())):
            text = N_(
                "the tests work with these values of the column {name}; they have to stay: {known}"
            )
            yield ("columns",), Message.of(text, name=column["name"], known=", ".join(sorted(lost)))


def _within_test(entry: Entry, exports: Sequence[str]) -> Inside:
    test = entry.data
    if entry.own and entry.shipped is None:
        text = N_(
            "there is no shipped test {name}: a test of one's own can change words, parameters and "
            "controls of a shipped one, not add an expression"
        )
        yield ("id",), Message.of(text, name=test["id"])
    yield from _unknown_exports(test, exports)
    for key in KEPT:
        yield from _twice(test, key)
    yield from _figures(test)
    yield from _sentences(test)
    if entry.shipped:
        yield from _test_over(test, entry.shipped)


def _unknown_exports(test: Data, exports: Sequence[str]) -> Inside:
    for key in ("needs", "uses"):
        for at, name in enumerate(test.get(key, ())):
            if exports and name not in exports:
                text = N_("unknown export {name}; add it to exports.yaml or correct the id")
                yield (key, at), Message.of(text, name=name)


def _figures(test: Data) -> Inside:
    columns = [column["name"] for column in test["columns"]]
    for at, figure in enumerate(test.get("figures", ())):
        if figure["name"] in TAKEN:
            text = N_("{name} is the number of hits itself; call the figure otherwise")
            yield ("figures", at, "name"), Message.of(text, name=figure["name"])
        if "of" in figure and figure["of"] not in columns:
            yield ("figures", at, "of"), _no_column(figure["of"], columns)


def _sentences(test: Data) -> Inside:
    told: list[tuple[Place, Data]] = [((key,), test[key]) for key in ("found", "clean")]
    if "possible_leak" in test:
        told.append((("possible_leak", "says"), test["possible_leak"]["says"]))
    for place, sentence in told:
        for language in ("ja", "en"):
            for says in _blanks(test, sentence[language]):
                yield (*place, language), says


def _blanks(test: Data, sentence: str) -> Iterator[Message]:
    known = [HITS, *(figure["name"] for figure in test.get("figures", ()))]
    try:
        parts = [part for part in Formatter().parse(sentence) if part[1] is not None]
    except ValueError:
        yield Message.of(N_("a sentence has a brace that does not close"))
        return
    for _, name, form, conversion in parts:
        if name not in known or conversion or (form and "|" not in form):
            blank = f"{{{name}{'!' if conversion else ''}{conversion or ''}{':' if form else ''}{form}}}"
            text = N_("a sentence may hold {known}, not {blank}")
            listed = ", ".join(f"{{{one}}}" for one in known)
            yield Message.of(text, known=listed, blank=blank)


def _test_over(test: Data, shipped: Data) -> Inside:
    for key, kept in KEPT.items():
        mine, theirs = ([_kept(part, kept) for part in one.get(key, ())] for one in (test, shipped))
        if set(mine) != set(theirs):
            text = N_("{part} of a shipped test have to stay, save for words and defaults: {known}")
            yield (key,), Message.of(text, part=key, known=", ".join(theirs) or "-")
    looked_at = {*test["needs"], *test.get("uses", ())}
    for key, there in (("needs", {*test["needs"]}), ("uses", looked_at)):
        if lost := set(shipped.get(key, ())) - there:
            text = N_("{part} lacks what the shipped test looks at: {known}")
            yield (key,), Message.of(text, part=key, known=", ".join(sorted(lost)))
    defaults = {one["name"]: one["default"] for one in shipped.get("parameters", ())}
    for at, one in enumerate(test.get("parameters", ())):
        if one["name"] in defaults:
            for says in _default(one, defaults[one["name"]]):
                yield ("parameters", at, "default"), says


def _kept(part: Data, kept: Sequence[str]) -> str:
    return " ".join(part[key] for key in kept if key in part)


def _default(parameter: Data, shipped: Any) -> Iterator[Message]:  # noqa: ANN401 - YAML
    name, value = parameter["name"], parameter["default"]
    if value == shipped:
        return
    is_a_day = isinstance(value, str) and is_day(value)
    if is_a_day if name in DAYS else isinstance(value, type(shipped)):
        return
    example = "2026-12-31" if name in DAYS else repr(shipped)
    yield Message.of(N_("{name} must be of the kind of {example}"), name=name, example=example)


def _twice(entry: Data, key: str) -> Inside:
    seen: set[str] = set()
    for at, part in enumerate(entry.get(key, ())):
        if part["name"] in seen:
            text = N_("{name} stands twice in this list")
            yield (key, at, "name"), Message.of(text, name=part["name"])
        seen.add(part["name"])


def _no_column(name: str, columns: Sequence[str] | Mapping[str, Data]) -> Message:
    text = N_("{name} is none of the columns: {known}")
    return Message.of(text, name=name, known=", ".join(columns))


def _not_among(name: str, known: Mapping[str, object] | None) -> Message:
    text = N_("{given} is not one of: {rule}")
    return Message.of(text, given=name, rule=", ".join(known or ()) or "-")
