"""`itakusaki intake check`: read and check what came back, without scoring it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo
from itakusaki.cli.exits import Exit, unless_own_fault
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import (
    NEW_FOLDER,
    OVER_BOOKS,
    day_option,
    force_option,
    out_folder_option,
    round_option,
)
from itakusaki.cli.workspace_argument import workspace_argument
from itakusaki.model.issue import IssueLevel
from itakusaki.model.message import N_
from itakusaki.model.step import Step


@click.group(help=N_("Read and check what came back."))
def intake() -> None:
    """Commands about what came back."""


@intake.command(
    "check",
    help=N_("Say of each company in FOLDER how far it answered, and what is amiss."),
    epilog="itakusaki intake check\nitakusaki intake check my-audit --corrections --on 2026-12-11",
)
@workspace_argument()
@round_option(N_("Round to check, such as 2026Q4; else the workspace's."))
@day_option("--on", "today", N_("Day that due dates are held against; else today."))
@click.option(
    "--corrections", is_flag=True,
    help=N_("Also write workbooks of the cells to correct: one to send to each company, and one of all for yourself."),
)  # fmt: skip
@out_folder_option(
    N_(
        "Folder for the workbooks of --corrections; else outgoing/<round>/corrections in the workspace."
    )
)
@force_option(OVER_BOOKS)
@click.option(
    "--data-docs", type=NEW_FOLDER,
    help=N_("Folder to write the Data Docs of Great Expectations to."),
)  # fmt: skip
@dry_run_option
@lang_option()
def check(
    folder: Path,
    round_: str | None,
    today: date | None,
    corrections: bool,
    out: Path | None,
    force: bool,
    data_docs: Path | None,
) -> Exit:
    """Run intake and gate only; exit 1 where a value or file is missing from the result."""
    from itakusaki.audit.assess import gate
    from itakusaki.audit.assess import intake as read
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.intake_check import checks
    from itakusaki.audit.workbooks import make_corrections
    from itakusaki.cli.console import reporter
    from itakusaki.cli.intake_lines import check_lines, total_line
    from itakusaki.cli.terminal import console
    from itakusaki.wiring import open_workspace

    setup = open_workspace(folder, round_=round_)
    translator = session_translator(setup.workspace)
    speaking = reporter(translator)
    speaking.say_round(setup.workspace)
    day = today or date.today()  # noqa: DTZ011 - the day of whoever looks
    with speaking.progress(N_("reading")) as on_progress:
        found = read(setup, on_progress=on_progress, today=day)
        on_progress(Step(stage=N_("checking with Great Expectations")))
        issues = found.dossier.issues + gate(setup, found, data_docs=data_docs)
    companies, product = checks(found, issues), console()
    for line in check_lines(companies, translator, day):
        product.print(line, highlight=False)
    product.print(total_line(companies, translator, len(found.dossier.sources)), highlight=False)
    if corrections:
        target = out or setup.workspace.outgoing / "corrections"
        with exclusive(setup.workspace.folder, "itakusaki intake check"):
            written = make_corrections(setup, companies, translator, out=target, force=force)
        for one in written:
            echo(one.path)
        speaking.say_kept(written)
    if data_docs is not None:
        planned = N_("Data Docs would go to {folder}")
        speaking.say_done(N_("Data Docs: {folder}"), planned, folder=str(data_docs))
    usual = Exit.GAPS if any(i.level is IssueLevel.ERROR for i in issues) else Exit.CLEAR
    return unless_own_fault(usual, issues)
