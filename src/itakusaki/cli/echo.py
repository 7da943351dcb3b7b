"""Echo: the door by which plain lines reach the terminal; nothing in data steers it."""

from __future__ import annotations

import click

from itakusaki.files.visible import visible, visible_json


def echo(text: object, *, err: bool = False, colour: str | None = None, nl: bool = True) -> None:
    """Print a line: on standard output where it is the product, with `err` on standard error."""
    click.secho(visible(str(text)), fg=colour, err=err, nl=nl)


def echo_json(value: object) -> None:
    """Print a value as JSON on standard output."""
    click.echo(visible_json(value))
