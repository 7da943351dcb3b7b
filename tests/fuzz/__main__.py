"""`python -m fuzz --files N --seed S [--kind K]`: a table of what mutated files came to."""

from __future__ import annotations

import resource
from pathlib import Path

import click

from fuzz.kinds import KINDS
from fuzz.runs import Figures, figures


@click.command()
@click.option("--files", default=1_200, show_default=True, help="How many, over all kinds.")
@click.option("--seed", default=1, show_default=True)
@click.option("--first", default=0, help="Number of the first file of each kind.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)))
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for files with a fault.")
def main(files: int, seed: int, first: int, kinds: tuple[str, ...], keep: Path | None) -> None:
    """Run mutated files and print the figures."""
    wanted = kinds or tuple(KINDS)
    numbers = range(first, first + -(-files // len(wanted)))
    found = figures(wanted, seed, numbers, keep)
    click.echo(f"seed {seed}, numbers {numbers.start} to {numbers.stop - 1}")
    click.echo("| kind | tried | read without a word | with issues | faults | slowest, CPU s |")
    click.echo("| --- | --- | --- | --- | --- | --- |")
    for kind, of_kind in found.items():
        click.echo(_row(kind, of_kind))
    faults = [fault for of_kind in found.values() for fault in of_kind.faults]
    for fault in faults:
        click.echo(fault)
    # Kilobytes on Linux.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    click.echo(f"peak memory: readers that ended {peak} MB, the run itself {own} MB")
    raise SystemExit(bool(faults))


def _row(kind: str, found: Figures) -> str:
    return (
        f"| {kind} | {found.tried} | {found.plain} | {found.with_issues}"
        f" | {len(found.faults)} | {found.slowest:.1f} |"
    )


if __name__ == "__main__":
    main()
