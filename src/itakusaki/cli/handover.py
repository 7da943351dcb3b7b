"""`itakusaki handover`: what a processor gives to a client, in one file, and what it keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import force_option, out_file_option, round_option
from itakusaki.cli.workspace_argument import workspace_argument
from itakusaki.model.message import N_

if TYPE_CHECKING:
    from itakusaki.audit.handover import Handover
    from itakusaki.cli.console import Reporter
    from itakusaki.settings import Workspace


@click.command(
    help=N_(
        "As a processor, write what goes to a client into one file: answers without internal notes, evidence, packs, and a list with SHA-256."
    ),
    epilog="itakusaki handover\nitakusaki handover my-check --pack 2026Q4_P02.itakusaki-pack\nitakusaki handover my-check --include entries.xlsx --dry-run",
)
@workspace_argument()
@click.option(
    "--pack", "packs", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=N_("Evidence pack to put in; may be given more than once."),
)  # fmt: skip
@click.option(
    "--include", "included", multiple=True,
    help=N_("Delivered file to put in although it names another client; may be given more than once."),
)  # fmt: skip
@click.option(
    "--logs", "has_logs", is_flag=True,
    help=N_("Put in exported logs and lists too, which otherwise stay at home."),
)  # fmt: skip
@round_option(N_("Round, such as 2027Q1; else the workspace's."))
@out_file_option(N_("File to write; else in outgoing/<round> of the workspace."))
@force_option(N_("Write over a file that is there already; a copy of it is kept."))
@dry_run_option
@lang_option()
def handover(
    folder: Path,
    packs: tuple[Path, ...],
    included: tuple[str, ...],
    has_logs: bool,
    round_: str | None,
    out: Path | None,
    force: bool,
) -> None:
    """Write the file; then say what is for a person to decide."""
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.handover import HandoverWish, hand_over
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import open_workspace

    setup = open_workspace(folder, round_=round_)
    translator = session_translator(setup.workspace)
    speaking = reporter(translator)
    speaking.say_round(setup.workspace)
    wish = HandoverWish(packs=packs, included=included, has_logs=has_logs, out=out, force=force)
    held = exclusive(setup.workspace.folder, "itakusaki handover")
    with held, speaking.progress(N_("reading")) as on_progress:
        made = hand_over(setup, wish, translator, on_progress=on_progress)
    echo(made.written.path)
    speaking.say_kept([made.written])
    _say(made, setup.workspace, speaking)


def _say(made: Handover, workspace: Workspace, speaking: Reporter) -> None:
    """How many files are in it, which are not, and what nobody has looked through."""
    text = N_("{count} {count:file and the list of it|files and the list of them}.")
    planned = N_(
        "To be put in: {count} {count:file and the list of it|files and the list of them}."
    )
    speaking.say_done(text, planned, count=made.count)
    for one in made.held:
        text = N_("Not put in, as it names {names}: {file}. To send it all the same: --include")
        speaking.say(text, names=speaking.translator.joined(one.names), file=one.file)
    for file in made.unsearched:
        text = N_("Put in, but it could not be searched for other clients; look yourself: {file}")
        planned = N_(
            "To be put in, but it could not be searched for other clients; look yourself: {file}"
        )
        speaking.say_done(text, planned, file=file)
    if not workspace.other_clients:
        speaking.say(
            N_(
                "No other clients are named in [handover] of itakusaki.toml: nothing was searched for their names."
            )
        )
    if made.logs:
        text = N_("{count} exported logs and lists stay at home ({names}).")
        names = speaking.translator.joined(made.logs)
        speaking.say(text, count=len(made.logs), names=names)
        if not made.has_packs:
            speaking.say(
                N_("A pack can stand for them: itakusaki evidence pack, then handover --pack FILE.")
            )
