"""`itakusaki breach`: what is done about a leak, or the suspicion of one."""

from __future__ import annotations

import click

from itakusaki.cli.breach_inquiry import inquiry
from itakusaki.model.message import N_


@click.group(help=N_("Work on a leak, or on the suspicion of one."))
def breach() -> None:
    """Commands about breaches."""


breach.add_command(inquiry)
