"""`itakusaki init`: a new workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.localised import AskedOption
from itakusaki.model.message import N_
from itakusaki.model.party import Role


@click.command(help=N_("Make a new workspace in FOLDER."))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--client",
    cls=AskedOption,
    prompt=N_("Client's name"),
    help=N_("Name of the client (the company that entrusts)."),
)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default="client",
    show_default=True,
    help=N_("Who runs the audit."),
)
@click.option(
    "--round",
    "round_",
    cls=AskedOption,
    prompt=N_("Round, such as 2026Q4"),
    help=N_("First round, such as 2026Q4."),
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d", "%Y/%m/%d"]),
    metavar="YYYY-MM-DD",
    cls=AskedOption,
    prompt=N_("As-of date, such as 2026-12-31"),
    help=N_("Day the round is judged for."),
)
@lang_option()
def init(folder: Path, client: str, role: str, round_: str, as_of: date) -> None:
    """Write itakusaki.toml and the empty folders; nothing that is there is touched."""
    from itakusaki.audit.workspaces import make_workspace
    from itakusaki.cli.console import reporter

    translator = session_translator()
    path = make_workspace(
        folder, client=client, role=Role(role), round_=round_, as_of=as_of, language=translator.code
    )
    click.echo(path)
    if Role(role) is Role.PROCESSOR:
        command = f"itakusaki questionnaire make {folder}"
        reporter(translator).say(
            N_("Next: make your questionnaire with: {command}"), command=command
        )
    else:
        command = f"itakusaki contract make {folder}"
        reporter(translator).say(N_("Next: make the ledger with: {command}"), command=command)
