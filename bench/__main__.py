"""`python -m bench intake [--workbooks N]`, `python -m bench evidence [--rows N]`, `python -m bench reading [--rows N]`, `python -m bench wall`, `python -m bench documents [--rows N]`, `python -m bench rounds`, `python -m bench incidents`, `python -m bench portfolio [--processors N]`, `python -m bench all [--quick] [--json]`: what to measure."""

import gc

import click

from bench.documents import documents
from bench.every import every
from bench.evidence import evidence
from bench.incidents import incidents
from bench.intake import intake
from bench.portfolio import portfolio
from bench.reading import reading
from bench.rounds import rounds
from bench.wall import wall


@click.group()
def bench() -> None:
    """Measure itakusaki against a floor, in one run."""


bench.add_command(intake)
bench.add_command(evidence)
bench.add_command(reading)
bench.add_command(wall)
bench.add_command(documents)
bench.add_command(rounds)
bench.add_command(incidents)
bench.add_command(portfolio)
bench.add_command(every)
if __name__ == "__main__":
    gc.set_threshold(100_000, 50, 100)  # as the command line does
    bench()
