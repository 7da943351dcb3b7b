"""`itakusaki review make`: workbooks in which an auditor confirms grades or overrules answers."""

from __future__ import annotations

import click

from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import force_option, no_cache_option, round_option
from itakusaki.cli.workspace_argument import Target, target_arguments
from itakusaki.model.command_line import command_line
from itakusaki.model.message import N_


@click.group(help=N_("Make the auditor's review workbooks."))
def review() -> None:
    """Commands about reviews."""


@review.command(
    "make",
    help=N_("Write a review workbook for PROCESSORS of FOLDER; none named: for all that answered."),
    epilog="itakusaki review make\nitakusaki review make my-audit P02 P03",
)
@target_arguments
@round_option(N_("Round to review, such as 2026Q4; else the workspace's."))
@force_option(
    N_(
        "Make them anew where they are there already; one that you entered anything into stays, with the new one beside it."
    )
)
@no_cache_option
@dry_run_option
@lang_option()
def make(target: Target, round_: str | None, force: bool, no_cache: bool) -> None:
    """Write one workbook a processor, with the declared answers and the grades that count."""
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.rerun import assessed
    from itakusaki.audit.workbooks import make_reviews
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import open_workspace

    setup = open_workspace(target.folder, round_=round_, cached=not no_cache)
    translator = session_translator(setup.workspace)
    speaking = reporter(translator)
    speaking.say_round(setup.workspace)
    with speaking.progress(N_("reading")) as on_progress:
        ordinary = assessed(setup, on_progress=on_progress, gated=False).run.ordinary
    with exclusive(setup.workspace.folder, "itakusaki review make"):
        written = make_reviews(setup, ordinary, target.processors, translator, force=force)
    for one in written:
        echo(one.path)
    speaking.say_kept(written)
    command = command_line("audit", target.folder)
    speaking.say_next(N_("Next: fill them in, then run {command}"), command=command)
