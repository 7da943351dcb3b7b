"""Everything at one go: the figures that say how fast it all is, from one run."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Final

import click

from bench.commands import figures_of
from bench.figures import Figure
from bench.measuring import apart

#: What is carried out, each command as it can be given by itself and in a process of its own.
QUICK: Final = (
    "reading --times 1",
    "evidence --rows 1000000",
    "intake --workbooks 40",
    "answers",
    "wall --workbooks 40 --times 1",
    "documents --rows 300",
    "rounds --processors 200",
    "incidents --contracts 400",
    "sample",
    "portfolio --processors 20",
)
LONG: Final = (
    "reading",
    "evidence --rows 1000000 --rows 10000000 --rows 100000000",
    "intake --workbooks 40 --workbooks 160",
    "answers",
    "wall",
    "documents",
    "documents --processors 200 --rows 30",
    "rounds",
    "incidents",
    "sample",
    "portfolio --processors 20",
    "portfolio --processors 300",
    "portfolio --processors 2000",
)


@click.command("all")
@click.option("--quick", is_flag=True, help="Smaller sizes: five minutes on two quiet cores.")
def every(quick: bool) -> Iterator[Figure]:
    """All commands, one after the other; what fails is told, and the others go on."""
    for line in QUICK if quick else LONG:
        yield from _carried_out(line)


def _carried_out(line: str) -> list[Figure]:
    try:
        return apart(_until_failure, line)
    except BrokenProcessPool as failure:
        return [_failed(line, failure)]


def _until_failure(line: str) -> list[Figure]:
    """The figures of a command; those from before it failed stand."""
    found: list[Figure] = []
    try:
        found.extend(figures_of(line))
    except (Exception, SystemExit) as failure:  # noqa: BLE001 - hours of other figures stand
        found.append(_failed(line, failure))
    return found


def _failed(line: str, failure: BaseException) -> Figure:
    return Figure(of=line, name="what was left of it", failed=repr(failure))
