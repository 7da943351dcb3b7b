"""`itakusaki contract make`: the workbook for ledger, clauses and approvals."""

from __future__ import annotations

from pathlib import Path

import click

from itakusaki.cli.language import lang_option, session_translator
from itakusaki.model.message import N_


@click.group(help=N_("Make the ledger and clause workbook."))
def contract() -> None:
    """Commands about contracts."""


@contract.command(
    "make", help=N_("Write a workbook for ledger, clauses and approvals into the workspace FOLDER.")
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("File to write; else contracts/ledger.xlsx in the workspace."),
)
@click.option(
    "--blank", is_flag=True, help=N_("Leave out the entrustments that the workspace holds already.")
)
@click.option("--force", is_flag=True, help=N_("Write over workbooks that are there already."))
@lang_option()
def make(folder: Path, out: Path | None, blank: bool, force: bool) -> None:
    """Write the workbook, with a row of clauses for each entrustment already known."""
    from itakusaki.audit.assess import ledger_of
    from itakusaki.audit.workbooks import make_contract_book
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import open_workspace

    setup = open_workspace(folder)
    translator = session_translator(setup.workspace)
    ledger = None if blank else ledger_of(setup)
    target = out or setup.workspace.contracts / "ledger.xlsx"
    click.echo(make_contract_book(setup, ledger, translator, out=target, force=force))
    command = f"itakusaki questionnaire make {folder} --all"
    reporter(translator).say(N_("Next: fill it in, then run {command}"), command=command)
