"""Reading and auditing a round, against the bare calamine read of the same files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from bench.figures import Figure, held
from bench.measuring import apart, least, measured
from bench.round import make_round
from itakusaki.audit.assess import assess, read
from itakusaki.audit.publish import publish
from itakusaki.audit.rerun import assessed
from itakusaki.audit.setup import Setup
from itakusaki.files.cores import cores
from itakusaki.files.wall import end_readers
from itakusaki.model.assessment import Dossier
from itakusaki.model.step import Step
from itakusaki.wiring import open_workspace

BARE = "calamine: bare read"


@click.command()
@click.option(
    "--workbooks",
    "sizes",
    default=[300, 1200],
    multiple=True,
    show_default=True,
    help="How many questionnaires; several sizes can be given.",
)
@click.option("--times", default=3, show_default=True, help="Runs of reading; the least counts.")
def intake(sizes: tuple[int, ...], times: int) -> Iterator[Figure]:
    """Rounds of workbooks; the reader's start and end are among the figures, imports are not."""
    for workbooks in sizes:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / "round"
            apart(make_round, folder, workbooks)
            floor, *others = apart(_figures, folder, times)
        yield from held(f"round of {workbooks:,} workbooks", floor, others, workbooks=workbooks)


def _figures(folder: Path, times: int) -> list[Figure]:
    import pandas  # noqa: F401, ICN001, PLC0415 - its import is not part of the figures

    import itakusaki.validate.gx_runner  # noqa: F401, PLC0415 - same

    setup = open_workspace(folder)
    kept = open_workspace(folder, cached=True)
    works: dict[str, Callable[[], object]] = {
        BARE: lambda: bare_read(folder),
        "ours: read": lambda: read_by_us(setup),
        "ours: read, the next ones ahead on all cores": lambda: read_by_us(
            replace(setup, jobs=cores())
        ),
        # The first of the turns fills the cache; the least is of another.
        "ours: read again, no workbook changed": lambda: read_by_us(kept),
        "ours: read and scored": lambda: _scored(setup),
    }
    figures = least(works, times)
    audit, _ = measured("ours: audit with the gate, and HTML", lambda: _audit(folder))
    peer, _ = measured("pandas: its default reader, openpyxl", lambda: _in_pandas(folder))
    return [*figures.values(), audit, peer]


def _workbooks(folder: Path) -> list[Path]:
    """All workbooks of a round."""
    return [*sorted(folder.glob("questionnaires/*/*.xlsx")), *sorted(folder.glob("contracts/*"))]


def bare_read(folder: Path) -> None:
    """Every cell of every sheet."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - the floor's alone

    for file in _workbooks(folder):
        book = CalamineWorkbook.from_path(file)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def read_by_us(setup: Setup) -> Dossier:
    """All that a round holds."""
    dossier = read(setup, on_progress=silent).dossier
    end_readers()
    return dossier


def _scored(setup: Setup) -> None:
    assess(setup, on_progress=silent, gated=False)
    end_readers()


def _audit(folder: Path) -> None:
    setup = open_workspace(folder)
    run = assessed(setup, on_progress=silent).run
    publish(setup, run, formats=("html",), languages=("ja",))
    end_readers()


def _in_pandas(folder: Path) -> None:
    import pandas as pd  # noqa: PLC0415 - only in this process

    for file in _workbooks(folder):
        pd.read_excel(file, sheet_name=None, engine="openpyxl")


def silent(_step: Step) -> None:
    """Say nothing while it is measured."""
