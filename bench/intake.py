"""Reading and auditing a round, against the bare calamine read of the same files."""

from __future__ import annotations

import gc
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click
import pandas as pd
from python_calamine import CalamineWorkbook

from bench.round import make_round
from itakusaki.audit.assess import assess, read
from itakusaki.audit.publish import publish
from itakusaki.audit.rerun import assessed
from itakusaki.files.wall import end_readers
from itakusaki.wiring import open_workspace

#: How seldom the collector looks while a command runs (itakusaki.cli.main); all that is measured here as well.
COLLECTED: Final = (100_000, 50, 100)


@click.command()
@click.option("--workbooks", default=300, show_default=True, help="How many questionnaires.")
@click.option("--growth/--no-growth", default=True, help="Measure four times as many, too.")
def intake(workbooks: int, growth: bool) -> None:
    """Bare read, our read, read + score, full audit with HTML, pandas' reader: CPU s of all processes."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = _measured(Path(folder) / "small", workbooks)
        _print(seconds, workbooks)
        if growth:
            larger = _measured(Path(folder) / "large", 4 * workbooks)
            _print(larger, 4 * workbooks)
            click.echo(f"\ngrowth from {workbooks} to {4 * workbooks} (4.0 is linear):")
            for name, spent in seconds.items():
                click.echo(f"  {name:<34}{larger[name] / spent:6.2f}")


def _measured(folder: Path, workbooks: int) -> dict[str, float]:
    gc.set_threshold(*COLLECTED)
    make_round(folder, workbooks)
    setup = open_workspace(folder)
    files = sorted(folder.glob("questionnaires/*/*.xlsx")) + sorted(folder.glob("contracts/*.xlsx"))
    import great_expectations  # noqa: F401, PLC0415 - its import is not part of the figures

    seconds = {"bare calamine read (floor)": _best(lambda: _bare(files))}
    seconds["our read"] = _best(lambda: read(setup, on_progress=_silent))
    seconds["read + score"] = _best(lambda: assess(setup, on_progress=_silent, gated=False))
    before = _memory()
    seconds["full audit, gate and HTML"] = _best(lambda: _full(folder), times=1)
    click.echo(
        f"peak memory: {_memory():.0f} MB ({(_memory() - before) / workbooks:.2f} MB a workbook in the full audit)"
    )
    some = files[: max(1, workbooks // 10)]
    pandas = _best(lambda: [pd.read_excel(f, sheet_name=None) for f in some], times=1)
    seconds["pandas' default reader"] = pandas * len(files) / len(some)
    return seconds


def _full(folder: Path) -> None:
    setup = open_workspace(folder)
    run = assessed(setup, on_progress=_silent).run
    publish(setup, run, formats=("html",), languages=("ja",))


def _bare(files: list[Path]) -> None:
    for file in files:
        book = CalamineWorkbook.from_path(file)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _best(work: Callable[[], object], *, times: int = 3) -> float:
    spent = []
    for _ in range(times):
        start = _spent()
        work()
        end_readers()
        spent.append(_spent() - start)
    return min(spent)


def _spent() -> float:
    """Processor seconds of this process and of those it ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _print(seconds: dict[str, float], workbooks: int) -> None:
    floor = seconds["bare calamine read (floor)"]
    click.echo(f"\n{workbooks} workbooks{'':<25}  CPU s  ms/workbook   ratio")
    for name, spent in seconds.items():
        each = 1000 * spent / workbooks
        click.echo(f"  {name:<34}{spent:8.2f}{each:12.2f}{spent / floor:9.2f}")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _silent(_what: str) -> None:
    """Say nothing while it is measured."""
