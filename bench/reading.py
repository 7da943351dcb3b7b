"""Reading two logs delivered as CSV, against pandas reading, hashing, folding and de-duplicating them."""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from bench.exports import make_exports

#: The party whose folder the two logs lie in.
PARTY: Final = "P01"
#: What is measured, and in which words.
PARTS: Final[Mapping[str, str]] = {
    "pandas": "pandas: read, SHA-256, fold names, each row once",
    "pandas-typed": "the same, times, numbers and choices typed",
    "ours": "ours: SHA-256, recognised, typed, each record once, mask's key",
}
#: Columns that name something, folded for comparison.
NAMES: Final = {"サインイン.csv": ("アカウント", "端末名"), "出力.csv": ("アカウント", "端末名")}
_KILOBYTE: Final = 1024


@click.command()
@click.option("--rows", default=1_000_000, show_default=True, help="Rows of each of the two logs.")
@click.option("--encoding", default="utf-8", show_default=True, help="utf-8 or cp932.")
@click.option("--times", default=2, show_default=True, help="Runs of each; the least counts.")
def reading(rows: int, encoding: str, times: int) -> None:
    """Processor time of all processes, each part in a process of its own, imports left out."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / PARTY
        make_exports(folder, rows, encoding)
        found: dict[str, dict[str, float]] = {}
        for _ in range(times):
            for part in PARTS:
                told = _apart(part, folder, encoding)
                if part not in found or told["cpu"] < found[part]["cpu"]:
                    found[part] = told
    floor = found["pandas"]["cpu"]
    click.echo(f"{rows:,} + {rows:,} rows of CSV in {encoding}")
    click.echo(f"  {'':<64}  CPU s   ratio  peak MB")
    for part, told in found.items():
        cpu, peak = told["cpu"], told["peak"]
        click.echo(f"  {PARTS[part]:<64}{cpu:7.2f}{cpu / floor:8.2f}{peak:9.0f}")
    if len({told["rows"] for told in found.values()}) > 1:
        raise click.ClickException(f"not the same rows were kept: {found}")


def _apart(part: str, folder: Path, encoding: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.reading", part, str(folder), encoding]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


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


def _spent() -> float:
    """Processor seconds of this process and of those it ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _one_part(part: str, folder: str, encoding: str) -> None:
    ready = {
        "ours": lambda: _ours(Path(folder), encoding),
        "pandas": lambda: _pandas(Path(folder), encoding),
        "pandas-typed": lambda: _pandas(Path(folder), encoding, typed=True),
    }[part]
    work = ready()
    before = _spent()
    rows = work()
    spent = _spent() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTE
    print(json.dumps({"cpu": spent, "peak": peak, "rows": rows}))


if __name__ == "__main__":
    _one_part(*sys.argv[1:])
