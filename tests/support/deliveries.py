"""Deliveries: files as a party would hand them in, read as the evidence stage reads them."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from itakusaki.catalogue.evidence_data import EvidenceData, load_evidence_data
from itakusaki.catalogue.export_layout import ExportLayout
from itakusaki.exports.delivery import Delivery
from itakusaki.exports.read import read_delivery
from itakusaki.model.evidence import EvidenceFile, Submission
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.retest import ReadExport
from itakusaki.settings import data_folder

FOLDER = data_folder("checklists") / "evidence"
EXAMPLES = Path(__file__).parents[1] / "data" / "evidence"
PERIOD = EvidenceSettings(period_from=date(2025, 12, 1), period_to=date(2026, 11, 30))


@cache
def shipped() -> tuple[EvidenceData, tuple[ExportLayout, ...]]:
    data = load_evidence_data(FOLDER)
    return data, data.layouts


@dataclass(frozen=True)
class Reading:
    """A delivery that was read, with its tables at hand."""

    delivery: Delivery

    @property
    def reads(self) -> tuple[ReadExport, ...]:
        return self.delivery.reads

    @property
    def only(self) -> ReadExport:
        (read,) = self.delivery.reads
        return read

    @property
    def codes(self) -> list[str]:
        return [issue.code for issue in self.delivery.issues]

    def said(self, code: str) -> dict[str, Any]:
        return next(dict(i.says.values) for i in self.delivery.issues if i.code == code)

    def rows(self, export: str, *columns: str) -> list[tuple[Any, ...]]:
        listed = ", ".join(f'"{column}"' for column in columns) or "*"
        path = self.delivery.tables[export]
        with duckdb.connect() as connection:
            return connection.execute(
                f"SELECT {listed} FROM read_parquet('{path}') ORDER BY ALL"  # noqa: S608
            ).fetchall()


def read_files(
    files: dict[str, bytes | Path],
    settings: EvidenceSettings | None = None,
    own: Path | None = None,
) -> Reading:
    """Read files given by name and content; `own` is a folder of layouts over the shipped ones."""
    data = load_evidence_data(FOLDER, own) if own else shipped()[0]
    layouts = data.layouts
    root = Path(tempfile.mkdtemp(prefix="delivered-"))
    delivered = []
    for name, content in files.items():
        body = content.read_bytes() if isinstance(content, Path) else content
        (root / name).write_bytes(body)
        sha = hashlib.sha256(body).hexdigest()
        delivered.append(
            EvidenceFile(processor="P01", path=name, name=name, sha256=sha, size=len(body))
        )
    scratch = Path(tempfile.mkdtemp(prefix="scratch-"))
    submission = Submission(
        processor="P01", files=tuple(delivered), root=root, settings=settings or EvidenceSettings()
    )
    reading = Reading(read_delivery(submission, data, layouts, scratch))
    for folder in (root, scratch):
        weakref.finalize(reading, shutil.rmtree, folder)
    return reading


def read_text(text: str, name: str = "log.csv", **settings: Any) -> Reading:
    """Read one file of text."""
    return read_files({name: text.encode()}, EvidenceSettings(**settings))


def example(name: str, settings: EvidenceSettings = PERIOD) -> Reading:
    """Read one of the examples in tests/data/evidence."""
    return read_files({name: EXAMPLES / name}, settings)
