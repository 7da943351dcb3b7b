"""Reading a round's workbooks behind the wall, against reading them in one process."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from bench.round import make_round


@click.command()
@click.option("--workbooks", default=300, show_default=True, help="How many questionnaires.")
@click.option("--times", default=3, show_default=True, help="Runs of each way; the least counts.")
@click.option("--only", hidden=True, type=click.Choice(("within", "behind")))
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def wall(workbooks: int, times: int, only: str | None, folder: Path | None) -> None:
    """Processor time of all processes, the reader's start and imports included."""
    if only and folder:
        click.echo(_read(folder, behind=only == "behind"))
        return
    with tempfile.TemporaryDirectory() as made:
        make_round(Path(made) / "w", workbooks)
        spent = {way: _least(way, Path(made) / "w", times) for way in ("within", "behind")}
    for way, seconds in spent.items():
        click.echo(f"{way:<8}{seconds:8.2f} CPU s{1000 * seconds / workbooks:8.2f} ms a workbook")
    click.echo(f"ratio {spent['behind'] / spent['within']:.3f}")


def _least(way: str, folder: Path, times: int) -> float:
    command = [sys.executable, "-m", "bench", "wall", "--only", way, str(folder)]
    runs = [subprocess.run(command, capture_output=True, check=True) for _ in range(times)]
    return min(float(run.stdout) for run in runs)


def _read(folder: Path, *, behind: bool) -> float:
    from itakusaki.files import book  # noqa: PLC0415 - measured in a process of its own
    from itakusaki.files.wall import end_readers  # noqa: PLC0415 - same
    from itakusaki.intake.book import open_book  # noqa: PLC0415 - same
    from itakusaki.tabular.hidden_sheet import SHEET  # noqa: PLC0415 - same

    files = sorted(folder.glob("questionnaires/*/*.xlsx"))
    before = _spent()
    for file in files:
        if behind:
            open_book(file, file.name)
        else:
            book.read(str(file), SHEET)
    end_readers()
    return _spent() - before


def _spent() -> float:
    """Processor seconds of this process and of those it ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
