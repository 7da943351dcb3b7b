"""All control tests over canonical logs, against DuckDB's bare scan of the same columns."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import click

from bench.figures import Figure, held
from bench.hits_in_pandas import HITS_IN_PANDAS, Hit
from bench.measuring import apart, least, measured, peak
from bench.operation import make_operation
from bench.quiet_duckdb import quiet_duckdb
from itakusaki.catalogue.evidence_data import EvidenceData, load_evidence_data
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.retests.engine import DuckEngine, Engine
from itakusaki.retests.masking import Mask
from itakusaki.retests.prints import printed_ahead
from itakusaki.retests.queries import Printer
from itakusaki.retests.run import Material, raw_hits, run_tests
from itakusaki.settings import data_folder

LOGS: Final = ("sign_ins", "downloads", "device_events", "entries")
#: pandas holds everything in memory; beyond this it is left out.
PANDAS_ROWS: Final = 20_000_000


@click.command()
@click.option(
    "--rows",
    "sizes",
    default=[10_000_000],
    multiple=True,
    show_default=True,
    help="Rows of all logs together; several sizes can be given.",
)
@click.option("--memory", default="4GB", show_default=True, help="What DuckDB may use.")
@click.option("--single", is_flag=True, help="Also what each test takes by itself.")
@click.option("--spark", is_flag=True, help="Also all tests on Spark's local[2].")
def evidence(sizes: tuple[int, ...], memory: str, single: bool, spark: bool) -> Iterator[Figure]:
    """Control tests on logs; each part in a process of its own, Java's time among Spark's."""
    for rows in sizes:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            apart(_made, folder, rows)
            floor = apart(_scan, folder, memory)
            every, *each = apart(_all, folder, memory, single=single)
            others = [every, *_two_tests(folder, memory, rows), *each]
            if spark:
                found = apart(_spark, folder)
                others.append(replace(found, same=found.found == every.found))
        yield from held(
            f"control tests on {rows:,} rows, memory limit {memory}", floor, others, rows=rows
        )


def _two_tests(folder: Path, memory: str, rows: int) -> Iterator[Figure]:
    """Two tests of ours, and written in pandas: the same hits by number and digest of their rows."""
    ours = apart(_ours_alone, folder, memory)
    yield ours
    name = "pandas: these two tests"
    if rows > PANDAS_ROWS:
        yield Figure(name=name, left_out=f"it holds everything in memory; up to {PANDAS_ROWS:,}")
        return
    pandas = apart(_in_pandas, name, folder)
    yield replace(pandas, same=pandas.found == ours.found)


def _data() -> EvidenceData:
    return load_evidence_data(data_folder("checklists") / "evidence")


def _made(folder: Path, rows: int) -> None:
    make_operation(_tables(folder), rows, _data())


def _tables(folder: Path) -> Path:
    return folder / "tables"


def _paths(folder: Path) -> Mapping[str, Path]:
    return {name: _tables(folder) / f"{name}.parquet" for name in _data().exports}


def _scan(folder: Path, memory: str) -> Figure:
    database = quiet_duckdb(memory)
    exports = _data().exports

    def scan() -> None:
        for log in LOGS:
            columns = ", ".join(f'max("{column.name}")' for column in exports[log].columns)
            path = _tables(folder) / f"{log}.parquet"
            database.execute(f"select {columns} from read_parquet('{path}')").fetchall()

    name = "DuckDB: bare scan of the columns used"
    return replace(least({name: scan})[name], peak=peak())


def _all(folder: Path, memory: str, *, single: bool) -> list[Figure]:
    name = "ours: all tests, with hits, figures and sample"
    return _carried_out(name, folder, partial(DuckEngine, memory=memory), single=single)


def _spark(folder: Path) -> Figure:
    from itakusaki.retests.spark_engine import SparkEngine  # noqa: PLC0415 - an extra

    name = "ours: the same on Spark, local[2]"
    return _carried_out(name, folder, lambda scratch: SparkEngine("local[2]", scratch=scratch))[0]


def _carried_out(
    name: str, folder: Path, make: Callable[[Path], Engine], *, single: bool = False
) -> list[Figure]:
    printer, mask, settings = _printer(), Mask(key=b"bench"), EvidenceSettings()
    material = Material(processor="bench", tables=_paths(folder), reads=(), doubts={})
    engine = make(_scratch(folder))
    run = partial(run_tests, engine, material, printer, settings, mask)
    figure, results = measured(name, run)
    told = hashlib.sha256(repr(results).encode()).hexdigest()
    tests = printer.data.tests if single else ()
    # One by one, once their SQL is printed: what each costs by itself.
    alone = least({f"{test} alone": partial(run, only=[test]) for test in tests}, 1)
    each = sorted(alone.values(), key=lambda one: one.cpu or 0, reverse=True)
    found: dict[str, int | str] = {"results": len(results), "sha256": told}
    return [replace(figure, found=found), *each]


def _ours_alone(folder: Path, memory: str) -> Figure:
    printer, engine = _printer(), DuckEngine(_scratch(folder), memory=memory)
    tests = [printer.data.tests[test] for test in HITS_IN_PANDAS]

    def hits() -> dict[str, list[Hit]]:
        found = raw_hits(engine, _paths(folder), printer, EvidenceSettings(), tests)
        return {test: [tuple(hit.values()) for hit in hits or ()] for test, hits in found}

    return _told("ours: two tests alone, their hits", hits)


def _in_pandas(name: str, folder: Path) -> Figure:
    return _told(
        name, lambda: {test: hits(_tables(folder)) for test, hits in HITS_IN_PANDAS.items()}
    )


def _told(name: str, hits: Callable[[], Mapping[str, list[Hit]]]) -> Figure:
    """What was hit by number and digest of its rows, whatever their order."""
    figure, given = measured(name, hits)
    numbers = {test: len(rows) for test, rows in given.items()}
    rows = {test: sorted(" ".join(map(str, row)) for row in rows) for test, rows in given.items()}
    digest = hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest()
    return replace(figure, found={**numbers, "sha256": digest})


def _printer() -> Printer:
    ahead = printed_ahead(data_folder("checklists") / "evidence")
    return Printer(data=_data(), ahead=ahead)


def _scratch(folder: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=folder))
