"""`itakusaki init`: a new workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import click

from itakusaki.cli.days import DAY, ROUND
from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.localised import AskedOption, Given
from itakusaki.cli.options import NEW_FOLDER
from itakusaki.model.command_line import command_line
from itakusaki.model.errors import WorkspaceExistsError
from itakusaki.model.message import N_
from itakusaki.model.party import Role
from itakusaki.settings.rounds import quarter_of, round_name, round_span
from itakusaki.settings.workspace import FILE

ROLES: Final = tuple(role.value for role in Role)


def _role_unasked(given: Given) -> str | None:
    """Who names the client on the command line has a script: the role is then the usual one."""
    return Role.CLIENT.value if given.get("client") else None


def _whose_name(given: Given) -> str | None:
    return N_("Your company's name") if given.get("role") == Role.PROCESSOR.value else None


def _this_quarter(_given: Given) -> str:
    return round_name(quarter_of(date.today()))  # noqa: DTZ011 - the day of whoever looks


def _last_day(given: Given) -> str | None:
    span = round_span(given.get("round_") or "")
    return span.last.isoformat() if span else None


def _no_workspace_yet(_ctx: click.Context, _param: click.Parameter, folder: Path) -> Path:
    """Refuse a folder that is a workspace before anything is asked."""
    if (folder / FILE).exists():
        raise WorkspaceExistsError(str(folder / FILE))
    return folder


@click.command(
    help=N_("Make a new workspace in FOLDER; what is not named is asked for."),
    epilog='itakusaki init my-audit\nitakusaki init my-audit --client "Harbour" --round 2026Q4 --as-of 2026-12-31\nitakusaki init our-own-check --role processor',
)
@click.argument("folder", type=NEW_FOLDER, is_eager=True, callback=_no_workspace_yet)
@click.option(
    "--role",
    cls=AskedOption,
    type=click.Choice(ROLES),
    prompt=N_("Who runs the audit: client, consultant or processor"),
    suggest=lambda _given: Role.CLIENT.value,
    unasked=_role_unasked,
    help=N_("Who runs the audit: client (unless said otherwise), consultant or processor."),
)
@click.option(
    "--client",
    cls=AskedOption,
    prompt=N_("Client's name"),
    ask=_whose_name,
    help=N_(
        "Name of the client (the company that entrusts); in a self-inspection, your own company's."
    ),
)
@click.option(
    "--round",
    "round_",
    cls=AskedOption,
    type=ROUND,
    prompt=N_("Round, such as 2026Q4"),
    suggest=_this_quarter,
    help=N_("First round, such as 2026Q4."),
)
@click.option(
    "--as-of",
    type=DAY,
    metavar="YYYY-MM-DD",
    cls=AskedOption,
    prompt=N_("As-of date, such as 2026-12-31"),
    suggest=_last_day,
    help=N_("Day the round is judged for."),
)
@dry_run_option
@lang_option()
def init(folder: Path, role: str, client: str, round_: str, as_of: date) -> None:
    """Write itakusaki.toml and the empty folders; nothing that is there is touched."""
    from itakusaki.audit.workspaces import make_workspace
    from itakusaki.cli.console import reporter

    translator = session_translator()
    path = make_workspace(
        folder, client=client, role=Role(role), round_=round_, as_of=as_of, language=translator.code
    )
    echo(path)
    speaking = reporter(translator)
    if Role(role) is Role.PROCESSOR:
        command = command_line("questionnaire", "make", folder)
        speaking.say_next(N_("Next: make your questionnaire with: {command}"), command=command)
    else:
        command = command_line("contract", "make", folder)
        speaking.say_next(N_("Next: make the ledger with: {command}"), command=command)
