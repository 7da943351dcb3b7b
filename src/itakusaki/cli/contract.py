"""`itakusaki contract make`: the workbook for ledger, clauses and approvals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import FILE, force_option, out_file_option
from itakusaki.cli.workspace_argument import workspace_argument
from itakusaki.model.command_line import command_line
from itakusaki.model.message import N_

if TYPE_CHECKING:
    from itakusaki.audit.contract_book import ContractBook
    from itakusaki.cli.console import Reporter


@click.group(help=N_("Make the ledger and clause workbook, or take over a ledger of one's own."))
def contract() -> None:
    """Commands about contracts."""


@contract.command(
    "make",
    help=N_(
        "Write a workbook for ledger, clauses and approvals into the workspace FOLDER; one that is there gets the rows of clauses it lacks, and keeps everything else."
    ),
    epilog="itakusaki contract make\nitakusaki contract make my-audit --dry-run",
)
@workspace_argument()
@out_file_option(
    N_("File to write a new workbook to; else contracts/ledger.xlsx in the workspace.")
)
@click.option(
    "--blank", is_flag=True, help=N_("Leave out the entrustments that the workspace holds already.")
)
@dry_run_option
@lang_option()
def make(folder: Path, out: Path | None, blank: bool) -> None:
    """Write or complete the workbook, so that every contract of the ledger has its clauses."""
    from itakusaki.audit.assess import ledger_of
    from itakusaki.audit.contract_book import make_contract_book
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import open_workspace

    setup = open_workspace(folder)
    translator = session_translator(setup.workspace)
    speaking = reporter(translator)
    with exclusive(setup.workspace.folder, "itakusaki contract make"):
        ledger = None if blank else ledger_of(setup)
        made = make_contract_book(setup, ledger, translator, out=out)
    if made.written is not None:
        echo(made.written.path)
    if made.completed:
        _say_completed(speaking, made)
    elif made.beside:
        speaking.say_done(
            N_(
                "{file} is made in a way that cannot be added to without losing something of it, so it was left as it is. The clauses of {contracts} lie in a workbook of their own; fill them in there, both are read."
            ),
            N_(
                "{file} is made in a way that cannot be added to without losing something of it, so it would be left as it is. The clauses of {contracts} would lie in a workbook of their own, to be filled in there; both would be read."
            ),
            file=str(made.beside),
            contracts=speaking.translator.joined(made.contracts),
        )
    speaking.say_kept([made.written] if made.written else [])
    command = command_line("questionnaire", "make", folder, "--all")
    speaking.say_next(N_("Next: fill it in, then run {command}"), command=command)


def _say_completed(speaking: Reporter, made: ContractBook) -> None:
    if made.contracts:
        text = N_("Added the clauses of {contracts} to {file}; everything else in it is as it was.")
        planned = N_(
            "The clauses of {contracts} would be added to {file}; everything else in it stays as it is."
        )
        contracts = speaking.translator.joined(made.contracts)
        speaking.say_done(text, planned, contracts=contracts, file=str(made.completed))
    else:
        speaking.say(
            N_("{file} has the clauses of every contract of the ledger; it was left as it is."),
            file=str(made.completed),
        )


@contract.command(
    "import",
    help=N_(
        "Take over FILE, a ledger with headings of its own, into the workspace FOLDER: propose which heading stands for which column, write that into a small file, and lay the ledger beside it as it is."
    ),
    epilog="itakusaki contract import our-vendors.xlsx --dry-run\nitakusaki contract import vendors.xlsx my-audit",
)
@click.argument("file", type=FILE)
@workspace_argument()
@force_option(N_("Propose anew over a mapping and a ledger that are there; copies are kept."))
@dry_run_option
@lang_option()
def import_(file: Path, folder: Path, force: bool) -> None:
    """Show the mapping, then write it and the ledger."""
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.ledger_import import import_ledger
    from itakusaki.cli.console import reporter
    from itakusaki.cli.mapping_lines import mapping_lines
    from itakusaki.wiring import open_workspace

    setup = open_workspace(folder)
    translator = session_translator(setup.workspace)
    speaking = reporter(translator)
    with exclusive(setup.workspace.folder, "itakusaki contract import"):
        taken = import_ledger(setup, file, force=force)
    for line in mapping_lines(taken.proposed, setup.rules.standard.tables["ledger"], translator):
        echo(line)
    if taken.kept_mapping:
        text = N_(
            "{file} was there already and is used as it is; what is shown is what would be proposed."
        )
        speaking.say(text, file=str(taken.mapping))
    for one in taken.written:
        echo(one.path)
    speaking.say_kept(taken.written)
    speaking.say_next(
        N_("Next: correct what is wrong in {mapping}, then look at {command}"),
        mapping=str(taken.mapping),
        command=command_line("intake", "check", folder),
    )
