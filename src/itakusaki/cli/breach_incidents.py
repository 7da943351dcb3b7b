"""`itakusaki breach incidents`: the incidents of a workspace, and what is late, missing or to look at again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from itakusaki.cli.echo import echo, echo_json
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import day_option, json_option, sealed_option
from itakusaki.cli.workspace_argument import workspace_argument
from itakusaki.model.message import N_


@click.command(
    "incidents",
    help=N_("List the incidents of the workspace FOLDER: what is late or missing in each, which answers to look at again."),
    epilog="itakusaki breach incidents\nitakusaki breach incidents my-audit --sealed --on 2027-01-15",
)  # fmt: skip
@workspace_argument()
@sealed_option
@day_option("--on", "on", N_("Day to count from; else today."))
@json_option(N_("Print JSON instead of text."))
@lang_option()
def incidents(folder: Path, sealed: bool, on: date | None, as_json: bool) -> Exit:
    """Exit 1 where somebody has to do something."""
    from itakusaki.audit.incidents import (
        found_incidents,
        sealed_last,
        told_incidents,
        with_remembered,
    )
    from itakusaki.cli.incident_lines import incident_lines, incidents_data
    from itakusaki.wiring import open_store, open_workspace

    setup = open_workspace(folder)
    translator, store = session_translator(setup.workspace), open_store(setup.workspace)
    found = with_remembered(found_incidents(setup), store)
    hidden = sealed_last(store, setup.workspace.round)
    day = on or date.today()  # noqa: DTZ011 - the day of whoever looks
    told = told_incidents(setup, found, day, sealed=hidden, all_=sealed)
    if as_json:
        echo_json(incidents_data(told, translator))
    else:
        for line in incident_lines(told, translator):
            echo(line)
        if not found.names and not told.standings:
            text = N_("There is no incident: fact sheets of incidents belong into {folder}")
            echo(translator.gettext(text).format(folder=str(setup.workspace.incidents)))
    return Exit.GAPS if told.is_waiting or told.unread else Exit.CLEAR
