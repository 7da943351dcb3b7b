"""Delivery: all that one party delivered, as canonical Parquet files, and what was amiss with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.export_layout import ExportLayout
from itakusaki.exports.recognise import recognised
from itakusaki.model.control_test import ReadExport
from itakusaki.model.evidence import Submission
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import Message

__all__ = ["Delivery", "read_delivery", "recognised"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One party's exports as read.

    `tables` holds a Parquet file for every export of the catalogue, empty where nothing was
    delivered, and for `extractions`. `doubts` say, by export, why a clean result on it would be
    incomplete. Times are wall clock of `time_zone`.
    """

    tables: Mapping[str, Path]
    reads: tuple[ReadExport, ...] = ()
    issues: tuple[DataIssue, ...] = ()
    doubts: Mapping[str, tuple[Message, ...]]
    time_zone: str

    @property
    def delivered(self) -> frozenset[str]:
        """The exports of which anything was delivered."""
        return frozenset(read.export for read in self.reads)


def read_delivery(
    submission: Submission,
    data: EvidenceData,
    layouts: Sequence[ExportLayout],
    scratch: Path,
) -> Delivery:
    """Read every file of a submission that is an export; `scratch` is an empty folder."""
    # Whoever only asks whether a file is an export needs no database.
    from itakusaki.exports.read import Desk  # noqa: PLC0415

    with Desk(data=data, layouts=layouts, settings=submission.settings, scratch=scratch) as desk:
        for file in submission.files:
            desk.take(file, submission.root)
        finished = desk.finish()
    return Delivery(
        tables=finished.tables,
        reads=finished.reads,
        issues=finished.issues,
        doubts=finished.doubts,
        time_zone=submission.settings.time_zone,
    )
