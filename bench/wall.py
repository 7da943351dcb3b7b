"""Reading a round's workbooks behind the wall, against reading them in one process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from bench.figures import Figure, held
from bench.measuring import apart, lesser, measured

#: What is measured, the floor first, and whether it is behind the wall.
WAYS = {"in one process": False, "behind the wall, its start and imports included": True}


@click.command()
@click.option("--workbooks", default=300, show_default=True, help="How many questionnaires.")
@click.option("--times", default=3, show_default=True, help="Runs of each way; the least counts.")
def wall(workbooks: int, times: int) -> Iterator[Figure]:
    """Reading workbooks behind the wall; each run in a process of its own."""
    best: dict[str, Figure] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "w"
        apart(_made, folder, workbooks)
        for _ in range(times):
            for name, behind in WAYS.items():
                best[name] = lesser(best.get(name), apart(_read, name, folder, behind=behind))
    floor, *others = best.values()
    yield from held(f"reading {workbooks:,} workbooks", floor, others, workbooks=workbooks)


def _made(folder: Path, workbooks: int) -> None:
    from bench.round import make_round  # noqa: PLC0415 - only in this part's process

    make_round(folder, workbooks)


def _read(name: str, folder: Path, *, behind: bool) -> Figure:
    from itakusaki.files import book  # noqa: PLC0415 - measured in a process of its own
    from itakusaki.files.wall import end_readers  # noqa: PLC0415 - same
    from itakusaki.intake.book import open_book  # noqa: PLC0415 - same
    from itakusaki.tabular.hidden_sheet import SHEET  # noqa: PLC0415 - same

    files = sorted(folder.glob("questionnaires/*/*.xlsx"))

    def read() -> None:
        for file in files:
            if behind:
                open_book(file, file.name)
            else:
                book.read(str(file), SHEET)
        end_readers()

    return measured(name, read)[0]
