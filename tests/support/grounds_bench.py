"""A bench for outcomes: rows in, what each test comes to out, with what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from itakusaki.language import translator_for
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.message import Message
from itakusaki.model.retest import TestOutcome
from itakusaki.retests.engine import DuckEngine
from itakusaki.retests.grounds import Kinds
from itakusaki.retests.masking import Mask
from itakusaki.retests.run import Material, run_tests
from support.evidence_rows import Rows, arrow, data, printer


class OutcomeBench:
    """Runs tests on rows, one engine for many small runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._engine = DuckEngine(folder, memory="500MB", threads=1)
        self._written: dict[str, object] = {}

    def outcomes(
        self,
        rows: Rows,
        *tests: str,
        settings: EvidenceSettings | None = None,
        kinds: Kinds | None = None,
        doubts: Mapping[str, tuple[Message, ...]] | None = None,
    ) -> dict[str, tuple[TestOutcome, Sequence[str]]]:
        """What each test comes to, and the English sentences on what it lacks."""
        material = Material(
            processor="P01",
            tables=self._tables(rows),
            reads=(),
            doubts=doubts or {},
            kinds=kinds or {},
        )
        results = run_tests(
            self._engine,
            material,
            printer(),
            settings or EvidenceSettings(),
            Mask(key=b"k"),
            only=tests,
        )
        said = translator_for("en").say
        return {
            result.test: (result.outcome, [said(one) for one in result.lacking])
            for result in results
        }

    def _tables(self, rows: Rows) -> Mapping[str, Path]:
        tables = {}
        for export in data().exports:
            tables[export] = self._folder / f"{export}.parquet"
            lines = list(rows.get(export, ()))
            if self._written.get(export) != lines:
                pq.write_table(arrow(export, lines), tables[export])
                self._written[export] = lines
        return tables

    def close(self) -> None:
        """Close the engine."""
        self._engine.close()
