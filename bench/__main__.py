"""`python -m bench intake [--workbooks N]`: choose what to measure."""

import gc

import click

from bench.intake import intake


@click.group()
def bench() -> None:
    """Measure itakusaki against a floor, in one run."""


bench.add_command(intake)
if __name__ == "__main__":
    gc.set_threshold(100_000, 50, 100)  # as the command line does
    bench()
