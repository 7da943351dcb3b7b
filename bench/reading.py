"""Reading two logs delivered as CSV, against pandas reading, hashing, folding and de-duplicating them."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from bench.figures import Figure, held
from bench.measuring import apart, lesser, measured

#: The party whose folder the two logs lie in.
PARTY: Final = "P01"
#: Columns that name something, folded for comparison.
NAMES: Final = {"サインイン.csv": ("アカウント", "端末名"), "出力.csv": ("アカウント", "端末名")}


@click.command()
@click.option("--rows", default=1_000_000, show_default=True, help="Rows of each of the two logs.")
@click.option("--encoding", default="utf-8", show_default=True, help="utf-8 or cp932.")
@click.option("--times", default=2, show_default=True, help="Runs of each; the least counts.")
def reading(rows: int, encoding: str, times: int) -> Iterator[Figure]:
    """Reading exports; each part in a process of its own, imports left out."""
    best: dict[str, Figure] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / PARTY
        apart(_made, folder, rows, encoding)
        for _ in range(times):
            for part in PARTS:
                best[part] = lesser(best.get(part), apart(_part, part, folder, encoding))
    floor, *others = best.values()
    checked = (replace(one, same=one.found == floor.found) for one in others)
    yield from held(
        f"reading {rows:,} + {rows:,} rows of CSV in {encoding}", floor, checked, rows=2 * rows
    )


def _made(folder: Path, rows: int, encoding: str) -> None:
    from bench.exports import make_exports  # noqa: PLC0415 - only in this part's process

    make_exports(folder, rows, encoding)


def _part(part: str, folder: Path, encoding: str) -> Figure:
    figure, kept = measured(part, PARTS[part](folder, encoding))
    return replace(figure, found={"rows kept": kept})


def _ours(folder: Path, _encoding: str) -> Callable[[], int]:
    from itakusaki.audit.examine import mask_for  # noqa: PLC0415 - only in this part's process
    from itakusaki.audit.run_options import RunOptions  # noqa: PLC0415 - same
    from itakusaki.catalogue.evidence_data import load_evidence_data  # noqa: PLC0415 - same
    from itakusaki.exports.read import read_delivery  # noqa: PLC0415 - same
    from itakusaki.exports.recognise import recognised  # noqa: PLC0415 - same
    from itakusaki.files.wall import end_readers  # noqa: PLC0415 - same
    from itakusaki.intake.evidence_files import folder_files  # noqa: PLC0415 - same
    from itakusaki.model.evidence import Submission  # noqa: PLC0415 - same
    from itakusaki.settings import data_folder  # noqa: PLC0415 - same

    data = load_evidence_data(data_folder("checklists") / "evidence")

    def work() -> int:
        files, _ = folder_files(folder, PARTY)
        given = Submission(processor=PARTY, files=files, root=folder)
        submission = recognised(given, data, data.layouts)
        if submission is None:
            raise click.ClickException("no export was recognised")
        with tempfile.TemporaryDirectory() as scratch:
            delivery = read_delivery(submission, data, data.layouts, Path(scratch))
            mask_for(delivery, submission, RunOptions())
        end_readers()
        return sum(read.kept for read in delivery.reads)

    return work


def _pandas(folder: Path, encoding: str, *, typed: bool = False) -> Callable[[], int]:
    import pandas as pd  # noqa: PLC0415 - only in this part's process

    def read(name: str) -> pd.DataFrame:
        with (folder / name).open("rb") as content:
            hashlib.file_digest(content, "sha256")
        table = pd.read_csv(folder / name, dtype=str, encoding=encoding, keep_default_na=False)
        for column in NAMES[name]:
            table[column] = table[column].str.normalize("NFKC").str.strip().str.casefold()
        return table.drop_duplicates()

    def work() -> int:
        tables = list(map(read, NAMES))
        for table in tables if typed else ():
            _type(table)
        return sum(map(len, tables))

    return work


def _type(table: Any) -> None:  # noqa: ANN401 - a table of pandas
    import pandas as pd  # noqa: PLC0415 - only in this part's process

    table["日時"] = pd.to_datetime(table["日時"], format="%Y/%m/%d %H:%M:%S")
    for column in {"連番", "件数", "バイト数"} & {*table.columns}:
        table[column] = pd.to_numeric(table[column])
    for column in {"操作", "方式", "多要素認証"} & {*table.columns}:
        words = {word: word.strip().casefold() for word in table[column].unique()}
        table[column] = table[column].map(words)


#: What is measured, the floor first; each is made ready, then carried out.
PARTS: Final[Mapping[str, Callable[[Path, str], Callable[[], int]]]] = {
    "pandas: read as text, SHA-256, names folded, each row once": _pandas,
    "pandas: the same, times, numbers and choices typed": partial(_pandas, typed=True),
    "ours: SHA-256, recognised, typed, each record once, mask's key": _ours,
}
