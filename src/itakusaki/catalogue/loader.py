"""The loader: YAML folders → the checklist in force, the policy and the cross-checks.

A workspace's own folder goes over the shipped one: a domain file there adds controls, or changes
single fields of shipped ones; scoring.yaml changes single settings; other files add entries or
replace them by their id. All mistakes are gathered and raised at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from itakusaki.catalogue.build import (
    built_checklist,
    built_cross_checks,
    built_policy,
)
from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.catalogue.integrity import integrity_mistakes
from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.catalogue.yaml_file import Mistake, Place, YamlFile, doubled_keys, read_yaml
from itakusaki.model.errors import CatalogueError
from itakusaki.model.message import N_, Message

#: The order in which domains are asked and printed; domains of one's own follow by name.
DOMAIN_ORDER = ("SEL", "CON", "GRP", "SUB", "ORG", "PER", "PHY", "TEC", "BRC", "INV", "PRV")
#: File → list inside it → the field that names an entry.
LISTS = {
    "sources.yaml": (("sources", "key"), ("instruments", "id")),
    "cases.yaml": (("cases", "code"),),
    "crosswalk.yaml": (("rows", "id"),),
    "cross_checks.yaml": (("rules", "id"),),
}
SINGLE = ("scoring.yaml", *LISTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything the checklists folder says, held together."""

    checklist: Checklist
    policy: ScoringPolicy
    cross_checks: tuple[CrossCheck, ...]


def load_catalogue(shipped: Path, own: Path | None = None) -> Catalogue:
    """Read the shipped checklists and, over them, a workspace's own.

    Raises:
        CatalogueError: with every mistake found, by file and line.
    """
    catalogue, mistakes = read_catalogue(shipped, own)
    if catalogue is None:
        raise CatalogueError(tuple(mistake.message() for mistake in mistakes))
    return catalogue


def read_catalogue(
    shipped: Path, own: Path | None = None, *, thorough: bool = False
) -> tuple[Catalogue | None, tuple[Mistake, ...]]:
    """Read the checklists, or say everything that is wrong with them.

    The shipped files were checked before they were shipped; `thorough` checks them again.
    """
    reading = _Reading(schemas=shipped / "schemas")
    reading.folder(shipped, checked=thorough)
    if own is not None:
        reading.folder(own, checked=True)
    if reading.mistakes:
        return None, tuple(reading.mistakes)
    mistakes = integrity_mistakes(reading.merged, reading.origin_of)
    if mistakes:
        return None, mistakes
    merged = reading.merged
    catalogue = Catalogue(
        checklist=built_checklist(merged, version=_version(merged)),
        policy=built_policy(merged["scoring.yaml"]),
        cross_checks=built_cross_checks(merged["cross_checks.yaml"]),
    )
    return catalogue, ()


def _version(merged: Mapping[str, Any]) -> str:
    text = json.dumps(merged, sort_keys=True, ensure_ascii=False)
    return f"{merged['scoring.yaml']['version']}+{hashlib.sha256(text.encode()).hexdigest()[:8]}"


@dataclass(slots=True)
class _Reading:
    """Files read so far, merged: file name → content; and where each entry came from."""

    schemas: Path
    merged: dict[str, Any] = field(default_factory=dict)
    origins: dict[tuple[str, str], tuple[YamlFile, Place]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def folder(self, folder: Path, *, checked: bool) -> None:
        names = [n for n in SINGLE if (folder / n).is_file()]
        domains = sorted((p.name for p in folder.glob("[A-Z][A-Z][A-Z].yaml")), key=_domain_rank)
        for name in (*names, *domains):
            found = read_yaml(folder / name)
            if isinstance(found, Mistake):
                self.mistakes.append(found)
            elif not isinstance(found.data, dict):
                says = Message.of(N_("the file must hold named entries"))
                self.mistakes.append(Mistake(file=name, line=1, says=says))
            else:
                self._take(name, found, checked=checked)

    def origin_of(self, kind: str, name: str) -> tuple[YamlFile, Place]:
        """The file and place an entry was last given in."""
        return self.origins[kind, name]

    def _take(self, name: str, file: YamlFile, *, checked: bool) -> None:
        if checked:
            self.mistakes.extend(doubled_keys(file))
        if name == "scoring.yaml":
            merged = {**self.merged.get(name, {}), **file.data}
            self.origins[name, ""] = (file, ())
        elif name in LISTS:
            merged = self._merged_lists(name, file)
        else:
            merged = self._merged_domain(name, file)
        if checked:
            self._validate(name, file, merged)
        self.merged[name] = merged

    def _merged_lists(self, name: str, file: YamlFile) -> dict[str, Any]:
        old = self.merged.get(name, {})
        merged = {**old, **file.data}
        for key, id_field in LISTS[name]:
            entries = {entry[id_field]: entry for entry in old.get(key, [])}
            for index, entry in enumerate(_entries(file.data.get(key))):
                entries[str(entry.get(id_field))] = entry
                self.origins[key, str(entry.get(id_field))] = (file, (key, index))
            merged[key] = list(entries.values())
        return merged

    def _merged_domain(self, name: str, file: YamlFile) -> dict[str, Any]:
        old = self.merged.get(name, {})
        controls = {control["id"]: control for control in old.get("controls", [])}
        seen: set[str] = set()
        for index, given in enumerate(_entries(file.data.get("controls"))):
            place = ("controls", index)
            control = str(given.get("id"))
            if control in seen:
                says = Message.of(N_("{id} stands twice in this file"), id=control)
                self.mistakes.append(file.mistake(place, says))
            seen.add(control)
            controls[control] = {**controls.get(control, {}), **given}
            self.origins["controls", control] = (file, place)
        return {**old, **file.data, "controls": list(controls.values())}

    def _validate(self, name: str, file: YamlFile, merged: Mapping[str, Any]) -> None:
        known = name in SINGLE
        schema = f"{name.removesuffix('.yaml') if known else 'domain'}.schema.json"
        validator = Draft202012Validator(json.loads((self.schemas / schema).read_bytes()))
        for error in sorted(validator.iter_errors(merged), key=lambda e: str(e.absolute_path)):
            origin, place = self._origin(name, file, merged, list(error.absolute_path))
            says = Message.of(
                N_("{where}: {problem}"),
                where=".".join(map(str, place)) or "-",
                problem=error.message[:300],
            )
            self.mistakes.append(origin.mistake(place, says))

    def _origin(
        self, name: str, file: YamlFile, merged: Mapping[str, Any], place: list[str | int]
    ) -> tuple[YamlFile, Place]:
        lists = dict(LISTS.get(name, (("controls", "id"),)))
        if len(place) < 2 or place[0] not in lists:  # noqa: PLR2004 - list and position
            return file, place
        entry = merged[str(place[0])][place[1]]
        named = str(entry.get(lists[str(place[0])])) if isinstance(entry, dict) else ""
        origin = self.origins.get((str(place[0]), named))
        return (origin[0], [*origin[1], *place[2:]]) if origin else (file, place)


def _entries(given: object) -> Sequence[Mapping[str, Any]]:
    return [entry for entry in given if isinstance(entry, dict)] if isinstance(given, list) else []


def _domain_rank(file_name: str) -> tuple[int, str]:
    domain = file_name.removesuffix(".yaml")
    rank = DOMAIN_ORDER.index(domain) if domain in DOMAIN_ORDER else len(DOMAIN_ORDER)
    return rank, domain
