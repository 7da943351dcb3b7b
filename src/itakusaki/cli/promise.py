"""`itakusaki promise`: what was promised and what authorities asked, each with owner, day and proof."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo, echo_json
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import OVER_BOOKS, day_option, force_option, json_option, out_file_option
from itakusaki.cli.workspace_argument import workspace_argument
from itakusaki.model.command_line import command_line
from itakusaki.model.message import N_, Message


@click.group(help=N_("Promises and what authorities asked: the register, and how each stands."))
def promise() -> None:
    """Commands about promises and orders."""


@promise.command(
    "make",
    help=N_("Write a blank register of promises and requests into the workspace FOLDER."),
    epilog="itakusaki promise make\nitakusaki promise make my-audit --out my-audit/contracts/promises.xlsx",
)
@workspace_argument()
@out_file_option(N_("File to write to; else contracts/promises.xlsx in the workspace."))
@force_option(OVER_BOOKS)
@dry_run_option
@lang_option()
def make(folder: Path, out: Path | None, force: bool) -> None:
    """Write the workbook, in the language of the session."""
    from itakusaki.audit.registers import make_registers
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import open_workspace

    setup = open_workspace(folder)
    translator = session_translator(setup.workspace)
    place = out or setup.workspace.contracts / "promises.xlsx"
    written = make_registers(setup, translator, out=place, force=force)
    echo(written.path)
    command = command_line("promise", "list", folder)
    reporter(translator).say_next(N_("Next: fill it in, then run {command}"), command=command)


@promise.command(
    "list",
    help=N_(
        "List what was promised and asked, what needs doing first; exit 1 where one is overdue or incomplete."
    ),
    epilog="itakusaki promise list\nitakusaki promise list my-audit --on 2027-01-31 --json",
)
@workspace_argument()
@day_option("--on", "on", N_("Day to count from; else the workspace's as-of day."))
@json_option(N_("Print JSON instead of text."))
@lang_option()
def list_(folder: Path, on: date | None, as_json: bool) -> Exit:
    """Exit 1 where one is overdue or incomplete."""
    from itakusaki.audit.registers import list_commitments
    from itakusaki.cli.promise_lines import commitment_data, print_commitments
    from itakusaki.model.commitment import CommitmentState
    from itakusaki.wiring import open_workspace

    setup = open_workspace(folder)
    translator = session_translator(setup.workspace)
    day = on or setup.workspace.as_of
    found, issues = list_commitments(setup, day)
    if as_json:
        echo_json([commitment_data(one, translator) for one in found])
    else:
        print_commitments(found, day, translator)
        for issue in issues:
            text = N_("{cell}: {says}")
            echo(translator.say(Message.of(text, cell=str(issue.at), says=issue.says)))
    bad = {CommitmentState.OVERDUE, CommitmentState.INCOMPLETE}
    return Exit.GAPS if any(one.state in bad for one in found) else Exit.CLEAR
