"""Whole audits by the command line: the first, the same again, one workbook changed; each a process."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import click
from openpyxl import load_workbook

from bench.round import make_round

SAMPLE: Final = Path(__file__).parents[1] / "sample_data"
#: A party of the sample with five small exports, and one of its workbooks that is changed.
DELIVERED: Final = SAMPLE / "evidence" / "2026Q4" / "P04"
CHANGED: Final = "桜小径_調査票回答.xlsx"
GATE: Final = ("-c", "import itakusaki.validate.gx_runner")
EVERY_CORE: Final = ("-m", "itakusaki", "audit", ".", "--quiet")
#: Processor time is compared of one process; several take more of it, and less waiting.
AUDIT: Final = (*EVERY_CORE, "--jobs", "1")
_KILOBYTE: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a process and those it ended took: CPU and wall seconds, peak memory of the process in MB."""

    what: str
    cpu: float
    wall: float
    memory: float


def spent(what: str, argv: tuple[str, ...], folder: Path) -> Spent:
    """Run Python in a folder and measure it.

    Raises:
        RuntimeError: it failed.
    """
    begun = time.perf_counter()
    paths = os.pathsep.join(path for path in sys.path if path)
    command = ["env", "-C", str(folder), f"PYTHONPATH={paths}", sys.executable, *argv]
    child = os.posix_spawnp(command[0], command, dict(os.environ))
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(what)
    return Spent(
        what=what,
        cpu=usage.ru_utime + usage.ru_stime,
        wall=time.perf_counter() - begun,
        memory=usage.ru_maxrss / _KILOBYTE,
    )


def of_sample() -> Iterator[Spent]:
    """The sample's audit with all formats, beside the import of Great Expectations alone."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "sample"
        shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("reports", ".cache"))
        yield spent("sample: import of Great Expectations alone", GATE, folder)
        yield from _audits("sample", folder, folder / "questionnaires" / "2026Q4" / CHANGED)


def of_portfolio(processors: int) -> Iterator[Spent]:
    """A made-up round in which every processor delivered five small exports."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "round"
        make_round(folder, processors)
        answers = sorted((folder / "questionnaires" / "2026Q4").glob("*.xlsx"))
        for path in answers:
            shutil.copytree(DELIVERED, folder / "evidence" / "2026Q4" / path.stem)
        yield from _audits(f"{processors} processors with exports", folder, answers[0])


def _audits(name: str, folder: Path, changed: Path) -> Iterator[Spent]:
    yield spent(f"{name}: first audit, a process for each core", EVERY_CORE, folder)
    shutil.rmtree(folder / ".cache")
    shutil.rmtree(folder / "reports")
    yield spent(f"{name}: first audit", AUDIT, folder)
    yield spent(f"{name}: the same again", AUDIT, folder)
    change(changed)
    yield spent(f"{name}: one workbook changed", AUDIT, folder)


def change(path: Path) -> None:
    """Make one answer of a workbook another."""
    book = load_workbook(path)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    next(cell for cell in cells if cell.value == "○").value = "△"
    book.save(path)


def say(figures: Iterator[Spent], *, as_json: bool) -> None:
    """Print figures as they come, or all as one object."""
    found: list[Spent] = []
    for one in figures:
        found.append(one)
        if not as_json:
            click.echo(f"{one.what:<50}{one.cpu:9.2f} CPU s{one.wall:9.2f} s{one.memory:8.0f} MB")
    if as_json:
        click.echo(json.dumps({one.what: asdict(one) for one in found}, ensure_ascii=False))


@click.command()
@click.option("--processors", default=300, show_default=True, help="How many, with exports each.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as one object.")
def portfolio(processors: int, as_json: bool) -> None:
    """First audit, the same again, one workbook changed."""
    say(of_portfolio(processors), as_json=as_json)
