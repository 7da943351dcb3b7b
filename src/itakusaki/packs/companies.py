"""Companies in packs: which names of a run a pack may give away, and those that a pack gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from itakusaki.files.canonical_json import Json
from itakusaki.model.candidate import NamedCompany
from itakusaki.model.corporate_number import is_valid
from itakusaki.model.source import CellRef

#: As many as a pack holds.
MOST: Final = 2000


def tellable(
    found: Iterable[NamedCompany], is_company: Callable[[str], bool]
) -> tuple[NamedCompany, ...]:
    """Companies by name and number, each once; a name that may be a person's stays at home.

    A name is told where `is_company` says that it is a company's (株式会社, Ltd.), or a valid corporate
    number stands beside it.
    """
    told: dict[tuple[str, str], NamedCompany] = {}
    for one in found:
        number = one.number if is_valid(one.number) else ""
        if number or is_company(one.name):
            told.setdefault((one.name, number), one)
    return tuple(told.values())[:MOST]


def written(found: Iterable[NamedCompany], clean: Callable[[str], str]) -> Iterator[Json]:
    """Companies as a pack holds them, their texts made so that they can be shown."""
    for one in found:
        yield {
            "name": clean(one.name),
            "number": one.number if is_valid(one.number) else "",
            "file": clean(PurePosixPath(one.at.file).name),
            "sheet": clean(one.at.sheet),
            "cell": clean(one.at.cell),
        }


def read(content: Json, pack: str) -> Iterator[NamedCompany]:
    """The companies a pack names; where each stood at the processor's is told as a place in the pack."""
    for one in content.get("companies", ()):
        place = "!".join(part for part in (one["file"], one["sheet"]) if part)
        at = CellRef(file=pack, sheet=place, cell=one["cell"])
        # Without a number the name alone has to say so, whatever the pack's maker thought.
        yield NamedCompany(
            name=one["name"], number=one["number"], at=at, in_export=is_valid(one["number"])
        )
