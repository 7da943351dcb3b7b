"""The overlay: rule files of several folders laid over one another, each entry with its file and line.

Every kind of rule file is read here: checklists, layouts, suites, exports, control tests. What is
wrong in a user's file is gathered; an entry that cannot be used falls back to what stood there
before, so that the rest can be checked as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from itakusaki.catalogue.index import Data
from itakusaki.catalogue.yaml_file import (
    Mistake,
    Place,
    YamlFile,
    aliases,
    doubled_keys,
    read_yaml,
)
from itakusaki.model.errors import CatalogueError
from itakusaki.model.message import N_, Message

#: The list of a kind of file that is one entry as a whole.
WHOLE: Final = ""

Content: TypeAlias = dict[str, Any]
#: Where in a file an entry stands: list and position; nothing where the file is the entry.
EntryPlace: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of rule file: its schema, and its lists of entries with the field that names an entry.

    A file that `completes` names only what differs from what stood before; so does an entry of the
    lists `by_field`, other entries replace those of the same name. `leaves_out` is the field that
    names earlier entries which are not wanted.
    """

    schema: str
    lists: Mapping[str, str]
    completes: bool = False
    by_field: frozenset[str] = frozenset()
    leaves_out: str = ""

    def given(self, content: Data) -> Iterator[tuple[str, EntryPlace, Any]]:
        """List, place and data of every entry of a file."""
        for key in self.lists:
            if key == WHOLE:
                yield WHOLE, (), content
                continue
            value = content.get(key)
            for index, data in enumerate(value if isinstance(value, list) else ()):
                yield key, (key, index), data

    def entry_at(self, place: Place) -> EntryPlace | None:
        """The place of the entry that a place is inside of, None where it is in none."""
        if WHOLE in self.lists:
            return ()
        inside = len(place) > 1 and place[0] in self.lists
        return tuple(place[:2]) if inside else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry and where it stands; `shipped` is the one that an entry of a user's own replaces."""

    data: Data
    file: YamlFile
    place: Place
    own: bool
    shipped: Data | None = None

    def mistake(self, inside: Place, says: Message) -> Mistake:
        """A mistake at a place inside the entry."""
        return self.file.mistake([*self.place, *inside], says)


@dataclass(slots=True)
class Document:
    """What files that belong together hold: fields, and entries by list and name."""

    fields: Content = field(default_factory=dict)
    lists: dict[str, dict[str, Entry]] = field(default_factory=dict)

    @property
    def content(self) -> Content:
        """As one file would hold it."""
        lists = {key: [one.data for one in found.values()] for key, found in self.lists.items()}
        return {**self.fields, **lists}

    def completed(self, given: Content, kind: FileKind) -> Content:
        """A file's content, with what it leaves out as it stood before."""
        return {**self.content, **{key: self._value(key, given[key], kind) for key in given}}

    def _value(self, key: str, value: Any, kind: FileKind) -> Any:  # noqa: ANN401 - YAML
        if key in kind.lists and isinstance(value, list):
            before = [one.data for one in self.lists.get(key, {}).values()]
            return [self.entry(key, data, kind) for data in value] or before
        old = self.fields.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            return {**old, **value}
        return value

    def entry(self, key: str, data: Any, kind: FileKind) -> Any:  # noqa: ANN401 - YAML
        """An entry, with the fields it leaves out as they stood before where its list is such."""
        old = self.lists.get(key, {}).get(_name(data, kind.lists[key]))
        return {**old.data, **data} if old and key in kind.by_field else data


@dataclass(slots=True, kw_only=True)
class Overlay:
    """Rule files read so far, by document; `dropped` are files and entries that cannot be used.

    The shipped files were checked before they were shipped; `thorough` checks them again.
    """

    schemas: Path
    thorough: bool = False
    documents: dict[str, Document] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)

    def is_checked(self, *, own: bool) -> bool:
        """Whether files are looked at: a user's own always, the shipped ones where asked."""
        return own or self.thorough

    def entries(self, key: str) -> Mapping[str, Entry]:
        """The entries of a list by name, of all documents."""
        found = (document.lists.get(key, {}) for document in self.documents.values())
        return {name: entry for entries in found for name, entry in entries.items()}

    def lay_all(self, folder: Path, kind: FileKind, *, own: bool) -> None:
        """Lay a folder's files, all of one kind and one document, over those read before."""
        for path in sorted(folder.glob("*.yaml")):
            self.lay(path, kind, own=own, document=kind.schema)

    def lay(self, path: Path, kind: FileKind, *, own: bool, document: str = "") -> None:
        """Lay a file over what was read before of its document (unless named, the file's name)."""
        file = _mapping(path, is_ours=not self.is_checked(own=own))
        if isinstance(file, Mistake):
            self.mistakes.append(file)
            self.dropped.add(path.name)
            return
        name = document or path.name
        into = self.documents.get(name) or Document()
        content = into.completed(file.data, kind) if kind.completes else file.data
        bad = self._bad(file, content, kind) if self.is_checked(own=own) else frozenset()
        for key, place, data in kind.given(file.data):
            if bad is None or place in bad:
                self.dropped.add(_name(data, kind.lists[key]))
        if bad is None:
            self.dropped.add(path.name)
            return
        self.documents[name] = into
        self._take(file, kind, into, bad, own=own)
        if kind.completes:
            into.fields = {key: content[key] for key in content if key not in kind.lists}

    def _bad(
        self, file: YamlFile, content: Content, kind: FileKind
    ) -> AbstractSet[EntryPlace] | None:
        """Note what is wrong with a file; the places of entries that cannot be used, None for all."""
        aliased = list(aliases(file))
        self.mistakes += aliased or doubled_keys(file)
        if aliased:
            return None
        from itakusaki.catalogue.schema_check import schema_mistakes  # noqa: PLC0415 - 0.1 s

        found = list(schema_mistakes(file, content, self.schemas / kind.schema))
        self.mistakes += (mistake for _, mistake in found)
        places = {kind.entry_at(place) for place, _ in found}
        return None if None in places else {place for place in places if place is not None}

    def _take(
        self,
        file: YamlFile,
        kind: FileKind,
        into: Document,
        bad: AbstractSet[EntryPlace],
        *,
        own: bool,
    ) -> None:
        for at, name in enumerate(file.data.get(kind.leaves_out, ())):
            self._leave_out(file, (kind.leaves_out, at), name, into)
        for key, place, data in kind.given(file.data):
            if place in bad:
                continue
            known = into.lists.setdefault(key, {})
            name = _name(data, kind.lists[key])
            old = known.get(name)
            shipped = None if old is None else old.shipped if old.own else old.data
            entry = Entry(
                data=into.entry(key, data, kind), file=file, place=place, own=own, shipped=shipped
            )
            if old and old.file.path.parent == file.path.parent:
                text = N_("{id} stands twice; the other one is in {file}")
                says = Message.of(text, id=name, file=old.file.path.name)
                self.mistakes.append(entry.mistake((), says))
                continue
            known[name] = entry

    def _leave_out(self, file: YamlFile, place: Place, name: str, into: Document) -> None:
        found = [entries for entries in into.lists.values() if name in entries]
        if not found and name not in self.left_out:
            text = N_("{id} cannot be left out: nothing shipped is called so")
            self.mistakes.append(file.mistake(place, Message.of(text, id=name)))
        for entries in found:
            del entries[name]
            self.left_out.add(name)


def laid_over(*folders: Path, kind: FileKind, thorough: bool = False) -> Overlay:
    """Folders that hold files of one kind, laid over one another; the schemas lie beside the first."""
    overlay = Overlay(schemas=folders[0].parent / "schemas", thorough=thorough)
    for number, folder in enumerate(folders):
        own = number > 0
        overlay.lay_all(folder, kind, own=own)
        if overlay.is_checked(own=own):
            overlay.mistakes += strays(folder, ("*.yaml",))
    return overlay


def _mapping(path: Path, *, is_ours: bool) -> YamlFile | Mistake:
    file = read_yaml(path, is_ours=is_ours)
    if isinstance(file, YamlFile) and not isinstance(file.data, dict):
        return file.mistake((), Message.of(N_("the file must hold named entries")))
    return file


def _name(data: object, named: str) -> str:
    """What an entry is called, "" where it does not say."""
    name = data.get(named) if isinstance(data, dict) else None
    return "" if name is None else str(name)


def strays(folder: Path, read: Sequence[str]) -> Iterator[Mistake]:
    """Files in a folder that look like rules but bear no name that is read."""
    known = {path for pattern in read for path in folder.glob(pattern)}
    for path in sorted(set(folder.rglob("*.y*ml")) - known):
        text = N_("no file of this name is read; known are {known}")
        name = path.relative_to(folder.parent).as_posix()
        yield Mistake(file=name, line=1, says=Message.of(text, known=", ".join(read)))


def in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Mistakes by file and line, each once."""
    return tuple(sorted(dict.fromkeys(mistakes), key=lambda m: (m.file, m.line, m.says.text)))


def refusal(mistakes: Iterable[Mistake]) -> CatalogueError:
    """The error with every mistake in it: nothing is built on rules that have any."""
    return CatalogueError(tuple(mistake.message() for mistake in mistakes))
