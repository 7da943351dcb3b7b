"""Reading: YAML folders laid over one another, each entry with the file and place it came from.

What is wrong in a user's file is gathered; the entry falls back to what stood there before, so
that the rest can be checked as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from itakusaki.catalogue.schema_words import schema_words
from itakusaki.catalogue.yaml_file import (
    Mistake,
    Place,
    YamlFile,
    aliases,
    doubled_keys,
    read_yaml,
)
from itakusaki.model.message import N_, Message

#: The order in which domains are asked and printed; domains of one's own follow by name.
DOMAIN_ORDER = ("SEL", "CON", "GRP", "SUB", "ORG", "PER", "PHY", "TEC", "BRC", "INV", "PRV")
#: Lists of entries inside a file → the field that names an entry; other files hold a domain.
LISTS = {
    "scoring.yaml": {},
    "sources.yaml": {"sources": "key", "instruments": "id"},
    "cases.yaml": {"cases": "code"},
    "crosswalk.yaml": {"rows": "id"},
    "cross_checks.yaml": {"rules": "id"},
}
OF_DOMAIN = {"controls": "id"}

Content = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A file's content laid over what was read before; `bad` are entries that cannot be used."""

    name: str
    file: YamlFile
    before: Content

    @property
    def lists(self) -> Mapping[str, str]:
        """The lists of entries that such a file holds."""
        return LISTS.get(self.name, OF_DOMAIN)

    @cached_property
    def merged(self) -> Content:
        """Entries by id over those of before: a control's single fields, other entries whole."""
        merged = {key: self._over(key, value) for key, value in self.file.data.items()}
        return {**self.before, **merged}

    def _over(self, key: str, value: Any) -> Any:  # noqa: ANN401 - YAML may hold anything
        old = self.before.get(key)
        if key in self.lists and isinstance(value, list):
            return list(self._entries(key, value).values())
        if isinstance(old, dict) and isinstance(value, dict):
            return {**old, **value}
        return value

    def _entries(self, key: str, value: Sequence[Any]) -> Mapping[str, Any]:
        named = self.lists[key]
        entries = {str(entry[named]): entry for entry in self.before.get(key, ())}
        for index, entry in enumerate(value):
            name = _name(entry, named, index)
            old = entries.get(name, {}) if key == "controls" else {}
            entries[name] = {**old, **entry} if isinstance(entry, dict) else entry
        return entries

    def given(self) -> Iterator[tuple[str, str, Place]]:
        """List, name and place of every entry in the file itself."""
        for key, named in self.lists.items():
            value = self.file.data.get(key)
            for index, entry in enumerate(value if isinstance(value, list) else ()):
                yield key, _name(entry, named, index), (key, index)

    def without(self, bad: set[tuple[str, str]]) -> Content:
        """The merged content, in which bad entries are again as they were before, or gone."""
        if not bad:
            return self.merged
        if any(not key for key, _ in bad):
            return self.before
        return {
            key: self._kept(key, value, bad) if key in self.lists else value
            for key, value in self.merged.items()
        }

    def _kept(self, key: str, value: Sequence[Any], bad: set[tuple[str, str]]) -> list[Any]:
        named = self.lists[key]
        old = {str(entry[named]): entry for entry in self.before.get(key, ())}
        names = [_name(entry, named, index) for index, entry in enumerate(value)]
        kept = [
            old.get(name) if (key, name) in bad else entry
            for name, entry in zip(names, value, strict=True)
        ]
        return [entry for entry in kept if entry is not None]


def _name(entry: object, named: str, index: int) -> str:
    """What an entry is called; one without a name goes by its place."""
    name = entry.get(named) if isinstance(entry, dict) else None
    return str(name) if name is not None else f"#{index + 1}"


@dataclass(slots=True)
class Reading:
    """Files read so far, merged: file name → content; and where each entry came from."""

    schemas: Path
    merged: dict[str, Content] = field(default_factory=dict)
    origins: dict[tuple[str, str], tuple[YamlFile, Place]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    #: Names of entries and files that could not be used; what refers to them is not a mistake.
    dropped: set[str] = field(default_factory=set)

    def folder(self, folder: Path, *, checked: bool) -> None:
        """Lay a folder's files over those read before."""
        found = sorted(path.name for path in folder.glob("*.y*ml"))
        singles = [name for name in LISTS if name in found]
        domains = sorted((name for name in found if _is_domain(name)), key=_domain_rank)
        for name in (*singles, *domains):
            self._file(folder / name, checked=checked)
        for name in found:
            if name not in (*singles, *domains):
                self.mistakes.append(_not_ours(name))

    @property
    def is_complete(self) -> bool:
        """Whether every file is there without which nothing can be put together."""
        return set(LISTS) <= set(self.merged)

    def absent(self) -> Iterator[Mistake]:
        """Every file that nobody gave, and that nothing can be put together without."""
        for name in LISTS:
            if name not in self.merged and name not in self.dropped:
                says = Message.of(N_("this file is missing"))
                yield Mistake(file=name, line=1, says=says)

    def origin_of(self, kind: str, name: str) -> tuple[YamlFile, Place]:
        """The file and place an entry was last given in."""
        return self.origins[kind, name]

    def _file(self, path: Path, *, checked: bool) -> None:
        found = read_yaml(path)
        if isinstance(found, YamlFile) and isinstance(found.data, dict):
            self._take(path.name, found, checked=checked)
            return
        if isinstance(found, YamlFile):
            says = Message.of(N_("the file must hold named entries"))
            found = Mistake(file=path.name, line=1, says=says)
        self.mistakes.append(found)
        self.dropped.add(path.name)

    def _take(self, name: str, file: YamlFile, *, checked: bool) -> None:
        aliased = list(aliases(file)) if checked else []
        if aliased:
            self.mistakes += aliased
            self.dropped.add(name)
            return
        laid = Laid(name=name, file=file, before=self.merged.get(name, {}))
        self._remember(laid)
        bad = self._checked(laid) if checked else set()
        self.dropped |= {entry for _, entry in bad}
        if ("", name) in bad:
            self.dropped |= {entry for _, entry, _ in laid.given()}
        kept = laid.without(bad)
        if kept:
            self.merged[name] = kept

    def _remember(self, laid: Laid) -> None:
        seen: set[tuple[str, str]] = set()
        for key, name, place in laid.given():
            if (key, name) in seen:
                says = Message.of(N_("{id} stands twice in this file"), id=name)
                self.mistakes.append(laid.file.mistake(place, says))
            seen.add((key, name))
            self.origins[key, name] = (laid.file, place)

    def _checked(self, laid: Laid) -> set[tuple[str, str]]:
        """Note what breaks the schema; gives back the entries that do, or ("", file) for the whole."""
        self.mistakes.extend(doubled_keys(laid.file))
        bad: set[tuple[str, str]] = set()
        for error in self._errors(laid):
            key, entry, inside = self._located(laid, list(error.absolute_path))
            file, place = self.origins.get((key, entry), (laid.file, ()))
            whole = [*place, *inside]
            says = Message.of(
                N_("{where}: {problem}"),
                where=".".join(map(str, whole)) or "-",
                problem=schema_words(error),
            )
            self.mistakes.append(file.mistake(whole, says))
            bad.add((key, entry))
        return bad

    def _errors(self, laid: Laid) -> list[Any]:
        kind = laid.name.removesuffix(".yaml") if laid.name in LISTS else "domain"
        schema = json.loads((self.schemas / f"{kind}.schema.json").read_bytes())
        found = Draft202012Validator(schema).iter_errors(laid.merged)
        return sorted(found, key=lambda error: (str(error.absolute_path), error.message))

    def _located(self, laid: Laid, place: list[str | int]) -> tuple[str, str, list[str | int]]:
        """List, entry and the place inside it; the whole file where it is in no entry."""
        key = str(place[0]) if place else ""
        if len(place) < 2 or key not in laid.lists:  # noqa: PLR2004 - list and position
            return "", laid.name, place
        index = int(place[1])
        return key, _name(laid.merged[key][index], laid.lists[key], index), place[2:]


def _is_domain(name: str) -> bool:
    stem = name.removesuffix(".yaml")
    return len(stem) == 3 and stem.isascii() and stem.isupper() and stem != name  # noqa: PLR2004 - as TEC


def _domain_rank(file_name: str) -> tuple[int, str]:
    domain = file_name.removesuffix(".yaml")
    rank = DOMAIN_ORDER.index(domain) if domain in DOMAIN_ORDER else len(DOMAIN_ORDER)
    return rank, domain


def _not_ours(name: str) -> Mistake:
    says = Message.of(
        N_(
            "no file of this name is read; a domain is called by three capital letters, as {example}"
        ),
        example="TEC.yaml",
    )
    return Mistake(file=name, line=1, says=says)
