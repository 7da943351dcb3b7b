"""Whole audits by the command line: the first, the same again, one workbook changed; each a process."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from compileall import compile_dir
from pathlib import Path
from typing import Final

import click

import itakusaki
from bench.figures import Figure, held
from bench.measuring import apart, program

SAMPLE: Final = Path(__file__).parents[1] / "sample_data"
#: A party of the sample with five small exports, and one of its workbooks that is changed.
DELIVERED: Final = SAMPLE / "evidence" / "2026Q4" / "P04"
CHANGED: Final = "桜小径_調査票回答.xlsx"
FLOOR, FIRST = "import of Great Expectations alone", "first audit"
GATE: Final = ("-c", "import itakusaki.validate.gx_runner")
_AUDIT: Final = ("-m", "itakusaki", "audit", ".", "--quiet", "--jobs")
EVERY_CORE: Final = (*_AUDIT, str(os.cpu_count()))
#: Processor time is compared of one process; several take more of it, and less waiting.
AUDIT: Final = (*_AUDIT, "1")


@click.command()
def sample() -> Iterator[Figure]:
    """The sample's audit with all formats: the first, the same again, one workbook changed."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "sample"
        shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("reports", ".cache"))
        changed = folder / "questionnaires" / "2026Q4" / CHANGED
        yield from _audits(
            "audit of the sample", folder, changed, parties=len([*changed.parent.iterdir()])
        )


@click.command()
@click.option("--processors", default=300, show_default=True, help="How many, with exports each.")
def portfolio(processors: int) -> Iterator[Figure]:
    """Audits of a made-up round in which every processor delivered five small exports."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "round"
        changed = apart(_made, folder, processors)
        of = f"audit of {processors:,} processors with five exports each"
        yield from _audits(of, folder, changed, processors=processors)


def _made(folder: Path, processors: int) -> Path:
    """A round with exports, and one of its workbooks."""
    from bench.round import make_round  # noqa: PLC0415 - what measures stays small

    make_round(folder, processors)
    answers = sorted((folder / "questionnaires" / "2026Q4").glob("*.xlsx"))
    for path in answers:
        shutil.copytree(DELIVERED, folder / "evidence" / "2026Q4" / path.stem)
    return answers[0]


def _audits(of: str, folder: Path, changed: Path, **sizes: int) -> Iterator[Figure]:
    # As pip leaves it where it installs: a run does not compile the modules it loads.
    compile_dir(Path(itakusaki.__file__).parent, quiet=1)
    floor = program(FLOOR, GATE, folder)

    def told(name: str, argv: tuple[str, ...] = AUDIT) -> Iterator[Figure]:
        """Each as soon as it is known; the floor was told with the first."""
        found = held(of, floor, [program(name, argv, folder)], **sizes)
        return found if name == FIRST else itertools.islice(found, 1, None)

    yield from told(FIRST)
    yield from told("the same again")
    apart(change, changed)
    yield from told("one workbook changed")
    shutil.rmtree(folder / ".cache")
    shutil.rmtree(folder / "reports")
    yield from told("first audit, a process for each core", EVERY_CORE)
    apart(change, changed)
    yield from told("one workbook changed, a process for each core", EVERY_CORE)


def change(path: Path) -> None:
    """Make one answer of a workbook another."""
    from openpyxl import load_workbook  # noqa: PLC0415 - what measures stays small

    book = load_workbook(path)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    next(cell for cell in cells if cell.value == "○").value = "△"
    book.save(path)
