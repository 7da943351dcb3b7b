"""The run: what a test may conclude from what was delivered, and what it may not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from itakusaki.catalogue.export import ColumnType, ExportColumn
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.message import Words
from itakusaki.model.retest import ReadExport, TestOutcome, TestResult
from itakusaki.model.source import SourceFile
from itakusaki.retests.engine import DuckEngine
from itakusaki.retests.masking import Mask
from itakusaki.retests.run import Material, raw_hits, run_tests
from support.evidence_rows import Rows, data, parquet, printer

START = datetime(2026, 1, 5, 9)
Row = Mapping[str, Any]


def sign_ins(days: int, **columns: object) -> list[Row]:
    return [
        {"at": START + timedelta(days=n), "account": "a", "terminal": "pc-1", "action": "in"}
        | columns
        for n in range(days)
    ]


def run(
    folder: Path, rows: Mapping[str, Sequence[Row]], *tests: str, **settings: Any
) -> dict[str, TestResult]:
    engine = DuckEngine(folder, memory="500MB")
    logs = [row["at"] for row in rows.get("sign_ins", ())]
    read = ReadExport(
        export="sign_ins",
        title=Words(ja="サインイン", en="sign-ins"),
        file=SourceFile(path="a.csv", sha256="0", size=1),
        layout=Words(ja="", en=""),
        rows=len(logs),
        duplicates=0,
        put_aside=0,
        kept=len(logs),
        first_at=min(logs, default=None),
        last_at=max(logs, default=None),
    )
    (folder / "tables").mkdir()
    tables = parquet(folder / "tables", {name: list(found) for name, found in rows.items()})
    material = Material(processor="P01", tables=tables, reads=(read,), doubts={})
    try:
        results = run_tests(
            engine,
            material,
            printer(),
            EvidenceSettings(**settings),
            Mask(key=b"k"),
            only=tests,
        )
    finally:
        engine.close()
    return {result.test: result for result in results}


def test_a_clean_log_of_a_few_days_concludes_nothing(tmp_path: Path) -> None:
    few = run(tmp_path, {"sign_ins": sign_ins(3)}, "account-overlap")["account-overlap"]
    assert few.outcome is TestOutcome.INCOMPLETE
    assert "3" in str(few.lacking)


def test_a_clean_log_of_some_weeks_is_consistent(tmp_path: Path) -> None:
    many = run(tmp_path, {"sign_ins": sign_ins(40)}, "account-overlap")["account-overlap"]
    assert (many.outcome, many.hits.total) == (TestOutcome.CONSISTENT, 0)


def test_how_many_days_are_enough_is_a_setting(tmp_path: Path) -> None:
    found = run(tmp_path, {"sign_ins": sign_ins(3)}, "account-overlap", least_days=3)
    assert found["account-overlap"].outcome is TestOutcome.CONSISTENT


@pytest.mark.parametrize(
    ("test", "columns"),
    [
        ("source-countries", {"country": "JP"}),
        ("log-sequence-break", {"record": 7, "system": "s"}),
        ("account-overlap", {}),
    ],
)
def test_a_column_without_a_single_value_cannot_be_compared(
    tmp_path: Path, test: str, columns: Mapping[str, object]
) -> None:
    empty = dict.fromkeys(("country", "record", "terminal"))
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    full = run(tmp_path / "with", {"sign_ins": sign_ins(40, **columns)}, test)[test]
    bare = run(tmp_path / "without", {"sign_ins": sign_ins(40, **empty)}, test)[test]
    assert full.outcome is not TestOutcome.CANNOT_COMPARE
    assert bare.outcome is TestOutcome.CANNOT_COMPARE
    assert bare.lacking


def test_a_calendar_alone_is_no_log(tmp_path: Path) -> None:
    found = run(tmp_path, {"holidays": [{"holiday": START.date()}]}, "log-silence")
    assert found["log-silence"].outcome is TestOutcome.CANNOT_COMPARE


def test_every_column_that_must_hold_a_value_exists() -> None:
    exports = data().exports
    for test in data().tests.values():
        for name in test.needs_values:
            export, _, column = name.partition(".")
            assert exports[export].column(column)
            assert export in {*test.needs, *test.uses}


def _emptied(export: str) -> Row:
    """A row of an export in which whatever may be empty is."""
    columns = data().exports[export].columns
    row = {column.name: None for column in columns if not column.required}
    return row | {column.name: _value(column) for column in columns if column.required}


def _value(column: ExportColumn) -> object:
    match column.type:
        case ColumnType.TIME:
            return START
        case ColumnType.DAY:
            return START.date()
        case ColumnType.CLOCK | ColumnType.WHOLE:
            return 1
        case ColumnType.YES_NO:
            return True
        case ColumnType.CHOICE:
            return next(iter(column.values))
        case _:
            return "x"


DELIVERIES: Mapping[str, Rows] = {
    "nothing": {},
    "optional columns empty": {name: [_emptied(name)] for name in data().exports},
    "holidays alone": {"holidays": [_emptied("holidays")]},
    "sign-ins alone": {"sign_ins": [dict(row) for row in sign_ins(40)]},
}


@pytest.mark.parametrize("delivered", DELIVERIES, ids=str)
def test_a_replay_carries_out_just_what_a_check_does(tmp_path: Path, delivered: str) -> None:
    rows = DELIVERIES[delivered]
    checked = run(tmp_path, rows)
    engine = DuckEngine(tmp_path / "tables", memory="500MB")
    tables = {name: tmp_path / "tables" / f"{name}.parquet" for name in data().exports}
    try:
        replayed = dict(
            raw_hits(engine, tables, printer(), EvidenceSettings(), data().tests.values())
        )
    finally:
        engine.close()
    assert set(checked) == set(replayed) == set(data().tests)
    for name, result in checked.items():
        refused = result.outcome is TestOutcome.CANNOT_COMPARE
        assert refused is (replayed[name] is None), name
        if not refused:
            assert result.hits.total == len(replayed[name] or ()), name
