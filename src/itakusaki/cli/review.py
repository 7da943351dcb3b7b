"""`itakusaki review make`: workbooks in which an auditor confirms grades or overrules answers."""

from __future__ import annotations

from pathlib import Path

import click

from itakusaki.cli.language import lang_option, session_translator
from itakusaki.model.message import N_


@click.group(help=N_("Make the auditor's review workbooks."))
def review() -> None:
    """Commands about reviews."""


@review.command(
    "make",
    help=N_("Write a review workbook for PROCESSORS of FOLDER; none named: for all that answered."),
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("processors", nargs=-1)
@click.option(
    "--round", "round_", help=N_("Round to review, such as 2026Q4; else the workspace's.")
)
@click.option(
    "--force",
    is_flag=True,
    help=N_(
        "Make them anew where they are there already; one that you entered anything into stays, with the new one beside it."
    ),
)
@lang_option()
def make(folder: Path, processors: tuple[str, ...], round_: str | None, force: bool) -> None:
    """Write one workbook a processor, with the declared answers and the grades that count."""
    from itakusaki.audit.assess import assess, part
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.workbooks import make_reviews
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import open_workspace

    setup = open_workspace(folder, round_=round_)
    translator = session_translator(setup.workspace)
    speaking = reporter(translator)
    speaking.say_round(setup.workspace)
    assessment = assess(setup, on_progress=lambda _name: None, gated=False)
    ordinary = part(setup, assessment).ordinary
    with exclusive(setup.workspace.folder, "itakusaki review make"):
        written = make_reviews(setup, ordinary, processors, translator, force=force)
    for one in written:
        click.echo(one.path)
    speaking.say_kept(written)
    command = f"itakusaki audit {folder}"
    speaking.say(N_("Next: fill them in, then run {command}"), command=command)
