"""All control tests over canonical logs, against DuckDB's bare scan of the same columns."""

from __future__ import annotations

import hashlib
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from bench.operation import make_operation
from itakusaki.catalogue.evidence_data import EvidenceData, load_evidence_data
from itakusaki.files.process_usage import usage_of
from itakusaki.retests.engine import Engine
from itakusaki.settings import data_folder

LOGS = ("sign_ins", "downloads", "device_events", "entries")
#: pandas holds everything in memory; beyond this it is left out.
PANDAS_ROWS = 20_000_000


@click.command()
@click.option("--rows", default=10_000_000, show_default=True, help="Rows of all logs together.")
@click.option("--memory", default="4GB", show_default=True, help="What DuckDB may use.")
@click.option("--growth/--no-growth", default=False, help="Also a tenth, and ten times as many.")
@click.option("--single", is_flag=True, help="Print what each test takes.")
@click.option(
    "--spark", is_flag=True, help="All tests on Spark's local[2] as well; the same results."
)
def evidence(rows: int, memory: str, growth: bool, single: bool, spark: bool) -> None:
    """Bare scan, all tests, pandas for two of them; each part in a process of its own.

    Seconds are of processor time, of all threads and of Spark's Java.
    """
    sizes = [rows // 10, rows, rows * 10] if growth else [rows]
    spent = {size: _measured(size, memory, single=single, spark=spark) for size in sizes}
    if growth:
        click.echo("\ngrowth of all tests (10.0 is linear):")
        for smaller, larger in itertools.pairwise(sizes):
            grown = spent[larger]["all"] / spent[smaller]["all"]
            click.echo(f"  {smaller:>12,} → {larger:>12,} rows{grown:8.2f}")


def _measured(rows: int, memory: str, *, single: bool, spark: bool) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_operation(folder / "tables", rows, _data())
        parts = ["scan", "all", *(["pandas"] if rows <= PANDAS_ROWS else [])]
        parts += ["spark"] if spark else []
        found = {part: _apart(part, folder, memory, "single" if single else "") for part in parts}
    floor = found["scan"]["seconds"]
    click.echo(f"\n{rows:,} rows, memory limit {memory}")
    click.echo(f"  {'':<44}seconds   ratio     rows/s  peak MB")
    names = {
        "scan": "bare scan of the columns used (floor)",
        "all": "all tests, hits, figures, sample",
        "pandas": "pandas, shared account and downloads only",
        "spark": "all tests on Spark, local[2]",
    }
    for part, result in found.items():
        seconds, peak = result["seconds"], result["peak"]
        each = rows / seconds
        click.echo(
            f"  {names[part]:<44}{seconds:7.2f}{seconds / floor:8.2f}{each:11,.0f}{peak:9.0f}"
        )
    if spark:
        same = found["spark"]["results"] == found["all"]["results"]
        click.echo(f"  results of both engines: {'the same' if same else 'NOT the same'}")
    if single:
        for test, seconds in sorted(found["all"]["tests"].items(), key=lambda pair: -pair[1]):
            click.echo(f"    {test:<42}{seconds:7.2f}{seconds / floor:8.2f}")
    return {part: result["seconds"] for part, result in found.items()}


def _apart(part: str, folder: Path, memory: str, single: str) -> dict[str, Any]:
    """A part in its own process, so that the peak of memory is its own."""
    command = [sys.executable, "-m", "bench.evidence", part, str(folder), memory, single]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _data() -> EvidenceData:
    return load_evidence_data(data_folder("checklists") / "evidence")


def _scan(folder: Path, memory: str, _single: str) -> dict[str, float]:
    import duckdb  # noqa: PLC0415 - only in this part's process

    database = duckdb.connect(config={"memory_limit": memory})
    exports = _data().exports

    def scan() -> None:
        for log in LOGS:
            columns = ", ".join(f'max("{column.name}")' for column in exports[log].columns)
            path = folder / "tables" / f"{log}.parquet"
            database.execute(f"select {columns} from read_parquet('{path}')").fetchall()

    return {"seconds": min(_seconds(scan) for _ in range(3))}


def _all(folder: Path, memory: str, single: str) -> dict[str, Any]:
    from itakusaki.retests.engine import DuckEngine  # noqa: PLC0415

    return _carried_out(folder, lambda scratch: DuckEngine(scratch, memory=memory), single)


def _spark(folder: Path, _memory: str, _single: str) -> dict[str, Any]:
    from itakusaki.retests.spark_engine import SparkEngine  # noqa: PLC0415

    return _carried_out(folder, lambda scratch: SparkEngine("local[2]", scratch=scratch), "")


def _carried_out(folder: Path, make: Callable[[Path], Engine], single: str) -> dict[str, Any]:
    from itakusaki.model.evidence_settings import EvidenceSettings  # noqa: PLC0415
    from itakusaki.retests.masking import Mask  # noqa: PLC0415
    from itakusaki.retests.prints import printed_ahead  # noqa: PLC0415
    from itakusaki.retests.queries import Printer  # noqa: PLC0415
    from itakusaki.retests.run import Material, run_tests  # noqa: PLC0415

    data = _data()
    material = Material(
        processor="bench",
        tables={name: folder / "tables" / f"{name}.parquet" for name in data.exports},
        reads=(),
        doubts={},
    )
    engine = make(Path(tempfile.mkdtemp(dir=folder)))
    settings, mask = EvidenceSettings(), Mask(key=b"bench")
    printer = Printer(data=data, ahead=printed_ahead(data_folder("checklists") / "evidence"))

    results: list[object] = []

    def run(*only: str) -> None:
        results[:] = run_tests(engine, material, printer, settings, mask, only=only)

    spent = _seconds(run)
    told = hashlib.sha256(repr(results).encode()).hexdigest()
    # One by one, once their SQL is printed: what each costs by itself.
    tests = (
        {test: _seconds(partial(run, test)) for test in data.tests} if single == "single" else {}
    )
    return {"seconds": spent, "tests": tests, "results": told}


def _pandas(folder: Path, _memory: str, _single: str) -> dict[str, float]:
    import pandas as pd  # noqa: PLC0415

    def work() -> None:
        sign_ins = pd.read_parquet(
            folder / "tables" / "sign_ins.parquet", columns=["at", "account", "terminal", "action"]
        )
        sign_ins = sign_ins.sort_values(["account", "terminal", "at"])
        grouped = sign_ins.groupby(["account", "terminal"])
        sign_ins["until"] = grouped["at"].shift(-1)
        sessions = sign_ins[sign_ins["action"] == "in"].sort_values(["account", "at"])
        latest = sessions.groupby("account")["until"].cummax().groupby(sessions["account"]).shift()
        before = sessions.groupby("account")["terminal"].shift()
        len(sessions[(sessions["at"] < latest) & (sessions["terminal"] != before)])
        downloads = pd.read_parquet(
            folder / "tables" / "downloads.parquet", columns=["at", "account", "rows", "terminal"]
        )
        downloads["day"] = downloads["at"].dt.floor("D")
        days = downloads.groupby(["account", "day"])["rows"].agg(["sum", "count"])
        len(days[(days["sum"] > 10_000) | (days["count"] > 50)])

    return {"seconds": _seconds(work)}


def _seconds(work: Callable[[], object]) -> float:
    start = _spent()
    work()
    return _spent() - start


def _spent() -> float:
    """Processor time of this process, and of those it started that still run."""
    found = time.process_time()
    for task in Path("/proc/self/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            usage = usage_of(int(child))
            found += usage.seconds if usage else 0.0
    return found


def _one_part(part: str, folder: str, memory: str, single: str) -> None:
    result = {"scan": _scan, "all": _all, "pandas": _pandas, "spark": _spark}[part](
        Path(folder), memory, single
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**result, "peak": peak}))


if __name__ == "__main__":
    _one_part(*sys.argv[1:])
