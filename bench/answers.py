"""The same answers judged by us and by frictionless, a validator of tables: what is missing, what is no answer."""

from __future__ import annotations

import csv
import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import click
from openpyxl import Workbook

from bench.figures import Figure, held
from bench.intake import BARE, bare_read, read_by_us
from bench.measuring import apart, least
from bench.round import make_round
from itakusaki.catalogue.checklist import Checklist
from itakusaki.model.answer import SYMBOLS, Answer, AnswerValue, Fact
from itakusaki.wiring import open_workspace

#: A party and a question to which there is no answer, or none that can be read.
Complaint = tuple[str, str]
#: By how the tables lie there: a file each, or sheets of a workbook.
PEERS: Final = {
    "frictionless: the same answers cut out as tables, CSV": "csv",
    "frictionless: the same answers cut out as tables, Excel": "xlsx",
}
NOT_INSTALLED: Final = "frictionless is not installed (the extra bench)"
_MARKS: Final = [sign for sign in SYMBOLS.values() if sign]
_MARKED: Final = {"type": "string", "constraints": {"required": True, "enum": _MARKS}}
#: What an answer may be, by kind of question, in frictionless' words.
FIELDS: Final[Mapping[str, Mapping[str, object]]] = {
    "answer": _MARKED,
    "yes_no": _MARKED,
    "number": {"type": "number", "constraints": {"required": True}},
    "date": {"type": "date", "constraints": {"required": True}},
    "list": {"type": "string", "constraints": {"required": True}},
}


@click.command()
@click.option("--workbooks", default=40, show_default=True, help="How many questionnaires.")
@click.option("--times", default=3, show_default=True, help="Runs of each; the least counts.")
def answers(workbooks: int, times: int) -> Iterator[Figure]:
    """Answers and facts of questionnaires in which some are missing or none; imports are left out."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "round"
        apart(make_round, folder, workbooks, amiss=True)
        floor, ours = apart(_ours, folder, times)
        if find_spec("frictionless"):
            peers = [
                replace(one, same=one.found == ours.found) for one in apart(_peers, folder, times)
            ]
        else:
            peers = [Figure(name=name, left_out=NOT_INSTALLED) for name in PEERS]
    of = f"answers of {workbooks:,} questionnaires"
    yield from held(of, floor, [ours, *peers], workbooks=workbooks)


def _ours(folder: Path, times: int) -> list[Figure]:
    setup = open_workspace(folder)
    works: dict[str, Callable[[], object]] = {
        BARE: partial(bare_read, folder),
        "ours: read from the workbooks, each with its cell": partial(read_by_us, setup),
    }
    floor, ours = least(works, times).values()
    checklist, complaints = setup.rules.checklist, []
    for one in read_by_us(setup).questionnaires:
        given: list[Answer | Fact] = [*one.answers.values(), *one.facts.values()]
        _write(folder / "tables" / one.processor, given, checklist)
        complaints += [(one.processor, _name(answer)) for answer in given if _is_amiss(answer)]
    return [floor, replace(ours, found=_told(complaints))]


def _name(one: Answer | Fact) -> str:
    return one.control if isinstance(one, Answer) else one.id


def _is_amiss(one: Answer | Fact) -> bool:
    return one.value is AnswerValue.BLANK if isinstance(one, Answer) else one.value is None


def _write(folder: Path, given: Iterable[Answer | Fact], checklist: Checklist) -> None:
    """What stood in the cells, as tables by kind."""
    kinds = {fact.id: fact.type for c in checklist.controls.values() for fact in c.facts}
    tables: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in given:
        tables[kinds.get(_name(one), "answer")].append((_name(one), one.raw))
    folder.mkdir(parents=True)
    book = Workbook(write_only=True)
    for kind, rows in tables.items():
        sheet = book.create_sheet(kind)
        with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as out:
            for row in (("id", "value"), *rows):
                csv.writer(out).writerow(row)
                sheet.append(row)
    book.save(folder / "tables.xlsx")


def _peers(folder: Path, times: int) -> list[Figure]:
    works = {name: partial(_judged, folder / "tables", form) for name, form in PEERS.items()}
    figures = least(works, times)
    return [replace(figures[name], found=_told(work())) for name, work in works.items()]


def _judged(folder: Path, form: str) -> list[Complaint]:
    import frictionless  # noqa: PLC0415 - only in this process, where it is installed
    from frictionless.formats import ExcelControl  # noqa: PLC0415 - same

    found: list[Complaint] = []
    for path in sorted(folder.glob("*/*.csv")):
        is_csv, kind = form == "csv", path.stem
        table = frictionless.Resource(
            path=path.name if is_csv else "tables.xlsx",
            basepath=str(path.parent),
            encoding="utf-8",
            control=None if is_csv else ExcelControl(sheet=kind),
            schema=frictionless.Schema.from_descriptor(_schema(kind)),
        )
        errors = table.validate().tasks[0].errors
        found += [(path.parent.name, error.cells[0]) for error in errors]
    return found


def _schema(kind: str) -> dict[str, Any]:
    named = {"name": "id", "type": "string", "constraints": {"required": True, "unique": True}}
    return {"fields": [named, {"name": "value", **FIELDS[kind]}]}


def _told(complaints: Iterable[Complaint]) -> dict[str, int | str]:
    told = sorted(complaints)
    return {"complaints": len(told), "sha256": hashlib.sha256(repr(told).encode()).hexdigest()}
