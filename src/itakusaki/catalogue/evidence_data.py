"""The evidence loader: exports, control tests and layouts of products from `checklists/evidence`.

A workspace's own `checklists/evidence` goes over the shipped one: a test, export or layout there
replaces the shipped one of the same id, or is added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from itakusaki.catalogue.build import built_leak
from itakusaki.catalogue.evidence_entries import EvidenceEntries
from itakusaki.catalogue.evidence_integrity import entry_mistakes
from itakusaki.catalogue.export import ColumnType, Export, ExportColumn
from itakusaki.catalogue.export_layout import ExportLayout, built_export_layout
from itakusaki.catalogue.export_layout_integrity import layout_entry_mistakes
from itakusaki.catalogue.layout import STANDARD
from itakusaki.catalogue.names import bare_text
from itakusaki.catalogue.outcome import outcome_columns
from itakusaki.catalogue.overlay import Entry, in_order, refusal
from itakusaki.catalogue.retest import (
    ControlTest,
    FigureKind,
    FigureSpec,
    Grounds,
    HitColumn,
    Lines,
    Meeting,
    Parameter,
    ParameterValue,
    PassedOver,
    Rest,
    Shown,
    Stated,
)
from itakusaki.catalogue.spellings import load_spellings, spellings
from itakusaki.catalogue.texts import texts, words
from itakusaki.catalogue.yaml_file import Mistake


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvidenceData:
    """The canonical exports and control tests in force, each by id, in order, and how products lay out logs."""

    exports: Mapping[str, Export]
    tests: Mapping[str, ControlTest]
    layouts: tuple[ExportLayout, ...] = ()

    def called_by(self, name: str) -> frozenset[str]:
        """The exports that a file is meant to be, by its name."""
        bare = bare_text(name).replace("_", "")
        return frozenset(
            export.id
            for export in self.exports.values()
            if any(bare_text(word) in bare for word in export.called)
        )


def load_evidence_data(*folders: Path) -> EvidenceData:
    """Read exports, tests and layouts; a later folder goes over an earlier one by id.

    The first folder is the shipped one, its parent holds the schemas.

    Raises:
        CatalogueError: with every mistake found, by file and line.
    """
    entries, mistakes = read_evidence(*folders)
    if mistakes:
        raise refusal(mistakes)
    common = load_spellings(folders[0].parent)
    layouts = tuple(built_export_layout(entry.data, common) for entry in entries.layouts.values())
    standard = next((layout.values for layout in layouts if layout.name == STANDARD), {})
    outcomes = outcome_columns(standard)
    return EvidenceData(
        exports={name: _export(entry, outcomes) for name, entry in entries.exports.items()},
        tests={name: _test(entry) for name, entry in entries.tests.items()},
        layouts=layouts,
    )


def read_evidence(
    *folders: Path, thorough: bool = False
) -> tuple[EvidenceEntries, tuple[Mistake, ...]]:
    """Read exports, tests and layouts, and say everything that is wrong with them.

    The shipped files were checked before they were shipped; `thorough` checks them again.
    """
    entries = EvidenceEntries(schemas=folders[0].parent / "schemas", thorough=thorough)
    for number, folder in enumerate(folders):
        entries.folder(folder, own=number > 0)
    mistakes = [*entries.mistakes, *entry_mistakes(entries), *layout_entry_mistakes(entries)]
    return entries, in_order(mistakes)


#: What `failed` of an export says where an event that failed did not happen.
LEFT_OUT: Final = "left_out"
#: Fields that a user's own export, if it was written before there were such, has of the shipped one.
LATER: Final = ("begins", "ends", "state", "tells", "others", "failed", "called")


def _export(entry: Entry, outcomes: Sequence[ExportColumn]) -> Export:
    shipped = entry.shipped or {}
    given = {**{key: shipped[key] for key in LATER if key in shipped}, **entry.data}
    failed = given.get("failed")
    columns = [_column(column) for column in given["columns"]]
    return Export(
        id=given["id"],
        title=words(given["title"]),
        time=given.get("time", ""),
        begins=given.get("begins", ""),
        ends=given.get("ends", ""),
        state=given.get("state", False),
        key=texts(given.get("key")),
        derived=given.get("derived", False),
        columns=(*columns, *(outcomes if failed else ())),
        tells=texts(given.get("tells")),
        others=texts(given.get("others")),
        failed=failed if isinstance(failed, Mapping) else {},
        drops_failed=failed == LEFT_OUT,
        called=texts(given.get("called")),
    )


def _column(given: Mapping[str, Any]) -> ExportColumn:
    return ExportColumn(
        name=given["name"],
        type=ColumnType(given["type"]),
        title=words(given["title"]),
        required=given.get("required", False),
        aliases=texts(given.get("aliases")),
        values=spellings(given.get("values", {})),
        default=given.get("default", ""),
        decides=given.get("decides", False),
    )


def _test(entry: Entry) -> ControlTest:
    given = entry.data
    # What the shipped test seals stays sealed where a test of one's own says nothing of it.
    leak = {**(entry.shipped or {}), **given}.get("possible_leak")
    return ControlTest(
        id=given["id"],
        rule=given["rule"],
        title=words(given["title"]),
        needs=tuple(given["needs"]),
        uses=tuple(given.get("uses", ())),
        needs_values=tuple(given.get("needs_values", ())),
        touches=tuple(given.get("touches", ())),
        concerns=tuple(given.get("concerns", ())),
        proves=tuple(given.get("proves", ())),
        measures=given.get("measures", False),
        parameters=tuple(_parameter(one) for one in given.get("parameters", ())),
        columns=tuple(_hit_column(one) for one in given["columns"]),
        figures=tuple(_figure(one) for one in given.get("figures", ())),
        grounds=_grounds(given["grounds"]),
        found=words(given["found"]),
        clean=words(given["clean"]),
        innocent=words(given["innocent"]),
        next=words(given["next"]),
        possible_leak=built_leak(leak),
    )


def _parameter(given: Mapping[str, Any]) -> Parameter:
    written = given.get("default")
    default: ParameterValue = tuple(map(str, written)) if isinstance(written, list) else written
    return Parameter(name=given["name"], title=words(given["title"]), default=default)


def _hit_column(given: Mapping[str, Any]) -> HitColumn:
    return HitColumn(
        name=given["name"],
        title=words(given["title"]),
        mask=given.get("mask", ""),
        words={value: words(found) for value, found in given.get("words", {}).items()},
    )


def _figure(given: Mapping[str, Any]) -> FigureSpec:
    return FigureSpec(
        name=given["name"],
        kind=FigureKind(given["kind"]),
        of=given.get("of", ""),
        title=words(given["title"]),
    )


def _grounds(given: Mapping[str, Any]) -> Grounds:
    return Grounds(
        compared=words(given["compared"]),
        shows=tuple(_shown(one) for one in given.get("shows", ())),
        rests_on=tuple(_rest(one) for one in given.get("rests_on", ())),
        meets=tuple(_meeting(one) for one in given.get("meets", ())),
        states=tuple(_stated(one) for one in given.get("states", ())),
        passed_over=_passed_over(given["passed_over"]) if "passed_over" in given else None,
    )


def _passed_over(given: Mapping[str, Any]) -> PassedOver:
    return PassedOver(title=words(given["title"]), cure=words(given["cure"]))


def _shown(given: Mapping[str, Any]) -> Shown:
    return Shown(
        lines=_lines(given),
        title=words(given["title"]),
        cure=words(given["cure"]),
        by_layout=given.get("by_layout", False),
        confirmed_by=given.get("confirmed_by", ""),
    )


def _rest(given: Mapping[str, Any]) -> Rest:
    where = given.get("where")
    return Rest(export=given["export"], where=_lines(where) if where else None)


def _meeting(given: Mapping[str, Any]) -> Meeting:
    return Meeting(
        names=given["names"],
        where=_columns(given.get("where", {})),
        listed=given["listed"],
        least_percent=given["least_percent"],
    )


def _stated(given: Mapping[str, Any]) -> Stated:
    return Stated(
        column=given["column"],
        where=_columns(given.get("where", {})),
        among=_lines(given["among"]) if "among" in given else None,
        not_among=_lines(given["not_among"]) if "not_among" in given else None,
        or_none=given.get("or_none", False),
    )


def _lines(given: Mapping[str, Any]) -> Lines:
    return Lines(export=given["export"], columns=_columns(given.get("lines", {})))


def _columns(given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: texts(values) for name, values in given.items()}
