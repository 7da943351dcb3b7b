"""`python -m bench intake [--workbooks N]`: choose what to measure."""

import click

from bench.intake import intake


@click.group()
def bench() -> None:
    """Measure itakusaki against a floor, in one run."""


bench.add_command(intake)
if __name__ == "__main__":
    bench()
