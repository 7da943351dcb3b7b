"""`itakusaki intake check`: read and check what came back, without scoring it."""

from __future__ import annotations

from pathlib import Path

import click

from itakusaki.cli.exits import Exit
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.model.issue import IssueLevel
from itakusaki.model.message import N_


@click.group(help=N_("Read and check what came back."))
def intake() -> None:
    """Commands about what came back."""


@intake.command("check", help=N_("List everything in FOLDER that cannot be believed."))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--round", "round_", help=N_("Round to check, such as 2026Q4; else the workspace's."))
@click.option(
    "--data-docs", type=click.Path(file_okay=False, path_type=Path),
    help=N_("Folder to write the Data Docs of Great Expectations to."),
)  # fmt: skip
@lang_option()
def check(folder: Path, round_: str | None, data_docs: Path | None) -> Exit:
    """Run intake and gate only; exit 1 where a value or file is missing from the result."""
    from itakusaki.audit.assess import gate
    from itakusaki.audit.assess import intake as read
    from itakusaki.cli.console import console, issue_lines, reporter
    from itakusaki.wiring import open_workspace

    setup = open_workspace(folder, round_=round_)
    translator = session_translator(setup.workspace)
    speaking = reporter(translator)
    with speaking.progress(N_("reading and checking")):
        found = read(setup, on_progress=lambda _name: None)
        issues = found.dossier.issues + gate(setup, found, data_docs=data_docs)
    product = console()
    for line in issue_lines(issues, translator, limit=None):
        product.print(line, highlight=False)
    files, count = len(found.dossier.sources), len(issues)
    speaking.say(N_("{files} files read, {count} data issues."), files=files, count=count)
    if data_docs is not None:
        speaking.say(N_("Data Docs: {folder}"), folder=str(data_docs))
    return Exit.GAPS if any(i.level is IssueLevel.ERROR for i in issues) else Exit.CLEAR
