"""`itakusaki completion`: the script that lets a shell complete our commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from itakusaki.cli.echo import echo
from itakusaki.model.message import N_


@click.command(
    help=N_("Print the completion script for SHELL; source it from the shell's start-up file."),
    epilog="itakusaki completion bash > ~/.itakusaki-complete.bash",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print click's own script for our program."""
    found = get_completion_class(shell)
    if found is not None:
        echo(found(ctx.find_root().command, {}, "itakusaki", "_ITAKUSAKI_COMPLETE").source())
