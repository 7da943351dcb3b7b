"""Grounds checked: the exports, columns, values and parameters that they name, and what must stay.

What a clean result rests on is no wording: a test of one's own may change the words and the shares
of a shipped one, and add grounds, but take none away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from itakusaki.catalogue.index import Data
from itakusaki.catalogue.yaml_file import Place
from itakusaki.model.message import N_, Message

#: What is found inside an entry: the place and what is wrong.
Inside = Iterator[tuple[Place, Message]]

#: Parts of the grounds, and what of each entry may be changed.
PARTS: Final[Mapping[str, frozenset[str]]] = {
    "shows": frozenset({"title", "cure"}),
    "rests_on": frozenset(),
    "meets": frozenset({"least_percent"}),
    "states": frozenset(),
}
#: What the test leaves out.
PASSED_OVER: Final = "passed_over"


def ground_mistakes(test: Data, shipped: Data | None, exports: Mapping[str, Data]) -> Inside:
    """Everything in the grounds of a test that names nothing, or takes away from the shipped one.

    Args:
        test: the test.
        shipped: the shipped test that it goes over.
        exports: every export by id; empty where they cannot be known.
    """
    looked_at = {*test["needs"], *test.get("uses", ())}
    for place, export, column, values in _named(test["grounds"]):
        if export not in looked_at:
            text = N_("{name} is none of the exports that the test needs or uses: {known}")
            yield place, Message.of(text, name=export, known=", ".join(sorted(looked_at)))
        elif column and export in exports:
            yield from _column(place, column, values, exports[export])
    yield from _parameters(test)
    if shipped:
        yield from _taken_away(test["grounds"], shipped.get("grounds", {}))


def _named(grounds: Data) -> Iterator[tuple[Place, str, str, Sequence[str]]]:
    """Every column that grounds name: place, export, column ("" for the whole), values."""
    for at, shown in enumerate(grounds.get("shows", ())):
        yield from _lines(("grounds", "shows", at), shown)
    for at, rest in enumerate(grounds.get("rests_on", ())):
        yield ("grounds", "rests_on", at), rest["export"], "", ()
        if "where" in rest:
            yield from _lines(("grounds", "rests_on", at, "where"), rest["where"])
    yield from _stated(grounds)
    for at, meeting in enumerate(grounds.get("meets", ())):
        place = ("grounds", "meets", at)
        for key in ("names", "listed"):
            export, _, column = meeting[key].partition(".")
            yield (*place, key), export, column, ()
        for column, values in meeting.get("where", {}).items():
            yield (*place, "where"), meeting["names"].partition(".")[0], column, values


def _stated(grounds: Data) -> Iterator[tuple[Place, str, str, Sequence[str]]]:
    for at, stated in enumerate(grounds.get("states", ())):
        export, _, column = stated["column"].partition(".")
        yield ("grounds", "states", at, "column"), export, column, ()
        for name, values in stated.get("where", {}).items():
            yield ("grounds", "states", at, "where"), export, name, values
        for key in ("among", "not_among"):
            if key in stated:
                yield from _listed(("grounds", "states", at, key), stated[key])


def _listed(place: Place, lines: Data) -> Iterator[tuple[Place, str, str, Sequence[str]]]:
    """A list as a whole, and its columns where some lines of it are meant."""
    yield (*place, "export"), lines["export"], "", ()
    yield from _lines(place, lines)


def _lines(place: Place, lines: Data) -> Iterator[tuple[Place, str, str, Sequence[str]]]:
    for column, values in lines["lines"].items():
        yield (*place, "lines", column), lines["export"], column, values


def _column(place: Place, name: str, values: Sequence[str], export: Data) -> Inside:
    columns = {column["name"]: column for column in export["columns"]}
    if name not in columns:
        text = N_("{name} is none of the columns: {known}")
        yield place, Message.of(text, name=name, known=", ".join(columns))
        return
    known = columns[name].get("values", {})
    for value in values:
        if value not in known:
            text = N_("{given} is not one of: {rule}")
            yield place, Message.of(text, given=value, rule=", ".join(known) or "-")


def _parameters(test: Data) -> Inside:
    known = [parameter["name"] for parameter in test.get("parameters", ())]
    for at, shown in enumerate(test["grounds"].get("shows", ())):
        if shown.get("confirmed_by", "") not in {"", *known}:
            text = N_("{given} is not one of: {rule}")
            says = Message.of(text, given=shown["confirmed_by"], rule=", ".join(known) or "-")
            yield ("grounds", "shows", at, "confirmed_by"), says


def _taken_away(own: Data, shipped: Data) -> Inside:
    for key, free in PARTS.items():
        mine, theirs = ([_bare(one, free) for one in part.get(key, ())] for part in (own, shipped))
        if any(one not in mine for one in theirs):
            text = N_("{part} of a shipped test have to stay, save for words and shares")
            yield ("grounds",), Message.of(text, part=key)
    yield from _passed_over(own, shipped)


def _passed_over(own: Data, shipped: Data) -> Inside:
    """What is left out is worked out by the shipped test: its words may change, nothing else."""
    if (PASSED_OVER in own) != (PASSED_OVER in shipped):
        text = N_(
            "{part} stands where the shipped test has it, and nowhere else; its words may change"
        )
        yield ("grounds",), Message.of(text, part=PASSED_OVER)


def _bare(entry: Data, free: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in free}
