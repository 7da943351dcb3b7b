"""Evidence entries: exports and control tests as files hold them, each with where it came from.

What breaks the schema in a user's file is gathered, and the entry falls back to the shipped one,
so that the rest can be checked as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from itakusaki.catalogue.index import Data
from itakusaki.catalogue.schema_check import schema_mistakes
from itakusaki.catalogue.yaml_file import (
    Mistake,
    Place,
    YamlFile,
    aliases,
    doubled_keys,
    read_yaml,
)
from itakusaki.model.message import N_, Message

EXPORTS: Final = "exports"
TESTS: Final = "tests"
#: What a file holds → the schema it has to fit.
SCHEMAS: Final[Mapping[str, str]] = {
    EXPORTS: "exports.schema.json",
    TESTS: "control_tests.schema.json",
}
#: Files of the folder that are read.
READ: Final = ("exports.yaml", "tests/*.yaml", "layouts/*.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An export or a test, and where it stands; `shipped` is what one of a user's own replaces."""

    data: Data
    file: YamlFile
    place: Place
    own: bool
    shipped: Data | None = None

    def mistake(self, inside: Place, says: Message) -> Mistake:
        """A mistake at a place inside the entry."""
        return self.file.mistake([*self.place, *inside], says)


@dataclass(slots=True, kw_only=True)
class EvidenceEntries:
    """Entries read so far, by id; `lost` are files, `dropped` ids that could not be used."""

    schemas: Path
    thorough: bool = False
    exports: dict[str, Entry] = field(default_factory=dict)
    tests: dict[str, Entry] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)

    def folder(self, folder: Path, *, own: bool) -> None:
        """Lay a folder's entries over those read before."""
        before = {EXPORTS: dict(self.exports), TESTS: dict(self.tests)}
        paths = [(folder / "exports.yaml", EXPORTS)]
        paths += [(path, TESTS) for path in sorted((folder / "tests").glob("*.yaml"))]
        for path, kind in paths:
            if path.is_file():
                self._file(path, kind, before[kind], own=own)
        if self.is_checked(own=own):
            self.mistakes.extend(_not_read(folder))

    def is_checked(self, *, own: bool) -> bool:
        """Whether entries are looked at: the shipped ones were, before they were shipped."""
        return own or self.thorough

    def _file(self, path: Path, kind: str, before: Mapping[str, Entry], *, own: bool) -> None:
        file = read_yaml(path)
        if isinstance(file, Mistake):
            self.mistakes.append(file)
            self.lost.add(path.name)
            return
        bad = self._bad(file, kind) if self.is_checked(own=own) else frozenset()
        if bad is None:
            self.lost.add(path.name)
            return
        for index, data in enumerate(file.data[kind]):
            if index in bad:
                self.dropped.add(_name(data))
                continue
            old = before.get(data["id"])
            shipped = (old.shipped or old.data) if old else None
            self._add(
                kind,
                Entry(data=data, file=file, place=(kind, index), own=own, shipped=shipped),
                old,
            )

    def _bad(self, file: YamlFile, kind: str) -> AbstractSet[int] | None:
        """Note what is wrong with a file; gives back the entries that cannot be used, None for all."""
        aliased = list(aliases(file))
        self.mistakes += aliased or doubled_keys(file)
        if aliased:
            return None
        found = list(schema_mistakes(file, self.schemas / SCHEMAS[kind]))
        self.mistakes += (mistake for _, mistake in found)
        if any(len(place) < 2 or place[0] != kind for place, _ in found):  # noqa: PLR2004 - list and position
            return None
        return {int(place[1]) for place, _ in found}

    def _add(self, kind: str, entry: Entry, old: Entry | None) -> None:
        known = self.exports if kind == EXPORTS else self.tests
        name = entry.data["id"]
        if known.get(name) is not old:  # given in this same folder already
            text = N_("{id} stands twice; the other one is in {file}")
            says = Message.of(text, id=name, file=known[name].file.path.name)
            self.mistakes.append(entry.mistake((), says))
        known[name] = entry


def _name(data: Any) -> str:  # noqa: ANN401 - YAML may hold anything
    return str(data.get("id")) if isinstance(data, dict) else ""


def _not_read(folder: Path) -> Iterator[Mistake]:
    """Files that look like data but bear no name that is read."""
    read = {path for pattern in READ for path in folder.glob(pattern)}
    for path in sorted(set(folder.rglob("*.y*ml")) - read):
        text = N_("no file of this name is read; known are {known}")
        name = path.relative_to(folder.parent).as_posix()
        yield Mistake(file=name, line=1, says=Message.of(text, known=", ".join(READ)))
