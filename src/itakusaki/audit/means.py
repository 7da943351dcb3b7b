"""Means and manner: what every examination works with, and how one is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from itakusaki.catalogue.evidence_data import EvidenceData, load_evidence_data
from itakusaki.catalogue.export_layout import ExportLayout, load_export_layouts
from itakusaki.retests.dialects import DUCKDB


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """The exports and tests in force, and how products lay out their logs."""

    data: EvidenceData
    layouts: tuple[ExportLayout, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How an examination is carried out: engine, its master, names shown or masked, which tests."""

    engine: str = DUCKDB
    master: str = ""
    show: bool = False
    only: tuple[str, ...] = ()


@cache
def load_means(*folders: Path) -> Means:
    """Read the `evidence` folders of the checklists, a later one over an earlier.

    Raises:
        CatalogueError: with every mistake found, by file and line.
    """
    data = load_evidence_data(*folders)
    return Means(data=data, layouts=load_export_layouts(*folders, exports=data.exports))
