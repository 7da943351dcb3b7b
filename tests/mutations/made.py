"""Made deliveries of few rows: a clean one, and the same with something planted for most tests."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from itakusaki.audit.examine import examine
from itakusaki.audit.rules import Rules
from itakusaki.audit.run_options import RunOptions
from itakusaki.catalogue.export import Export, ExportColumn
from itakusaki.model.evidence import EvidenceFile, Submission
from itakusaki.model.retest import Examination
from itakusaki.wiring import open_workspace
from mutations.tables import Table
from support.clean_rows import SETTINGS, clean_rows
from support.evidence_rows import data, full
from support.planted_rows import planted_rows
from support.sample import SAMPLE

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def clean_files() -> dict[str, bytes]:
    """A delivery in which no test finds anything."""
    return dict(_files(clean_rows()))


def planted_files() -> dict[str, bytes]:
    """The clean delivery with what most tests look for, and neither a gap nor a number missing.

    So each log stays whole: a test that no longer finds what was planted has nothing else to doubt.
    """
    return dict(_files(planted_rows()))


def _files(rows: Rows) -> Iterator[tuple[str, bytes]]:
    for name, export in data().exports.items():
        lines = [full(name, dict(row)) for row in rows.get(name, ())]
        if not lines or export.derived:
            continue
        columns = [c for c in export.columns if any(row.get(c.name) is not None for row in lines)]
        table = [[c.title.ja for c in columns]]
        table += [[_text(c, row.get(c.name)) for c in columns] for row in lines]
        file = f"{_plain(export)}.csv"
        yield file, Table(name=file, rows=tuple(table)).content()


def _plain(export: Export) -> str:
    return export.title.ja.replace("・", "_").replace("（", "_").replace("）", "")


def _text(column: ExportColumn, value: Any) -> str:
    if value is None:
        return ""
    if column.values:
        return column.values[value][0] if column.values.get(value) else str(value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if column.type == "clock":
        return f"{value // 60}:{value % 60:02}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return str(value)


@dataclass(frozen=True, slots=True)
class MadeDesk:
    """Puts files through the tests, the rules loaded and the queries printed once."""

    rules: Rules
    folder: Path

    @classmethod
    def of(cls, folder: Path) -> MadeDesk:
        return cls(open_workspace(SAMPLE).rules, folder)

    def examination(self, files: Mapping[str, bytes]) -> Examination:
        """What the tests say of files."""
        root = self.folder / "made"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        given = []
        for name, body in files.items():
            (root / name).write_bytes(body)
            sha = hashlib.sha256(body).hexdigest()
            given.append(
                EvidenceFile(processor="P01", path=name, name=name, sha256=sha, size=len(body))
            )
        submission = Submission(processor="P01", files=tuple(given), root=root, settings=SETTINGS)
        return examine(submission, self.rules, RunOptions())
