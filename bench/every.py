"""Everything at one go: the figures that say how fast an audit is, from one run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

import click

from bench.portfolio import Spent, of_portfolio, of_sample, say

#: Processors of the rounds that are audited.
QUICK: Final = (20,)
LONG: Final = (20, 300, 2000)


@click.command("all")
@click.option("--quick", is_flag=True, help="The sample and 20 processors alone: minutes.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as one object.")
def every(quick: bool, as_json: bool) -> None:
    """The sample, then rounds of 20, 300 and 2,000 processors with five exports each."""
    rounds: Iterator[Iterator[Spent]] = map(of_portfolio, QUICK if quick else LONG)
    say(chain(of_sample(), chain.from_iterable(rounds)), as_json=as_json)
