"""`itakusaki explain`: the whole trace of one verdict."""

from __future__ import annotations

from pathlib import Path

import click

from itakusaki.cli.language import lang_option, session_translator
from itakusaki.model.errors import UnknownNameError
from itakusaki.model.message import N_


@click.command(help=N_("Print how the verdict on CONTROL came about for PROCESSOR."))
@click.argument("processor")
@click.argument("control")
@click.argument(
    "folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--round", "round_", help=N_("Round to explain, such as 2026Q4; else the workspace's.")
)
@click.option(
    "--sealed", is_flag=True,
    help=N_("Print also what is told in the sealed report only; for the person responsible."),
)  # fmt: skip
@lang_option()
def explain(processor: str, control: str, folder: Path, round_: str | None, sealed: bool) -> None:
    """From file, sheet and cell to answer, grade, rule, legal basis and credit."""
    from itakusaki.audit.assess import assess, part
    from itakusaki.report.trace import trace
    from itakusaki.wiring import open_workspace

    processor, control = processor.upper(), control.upper()
    setup = open_workspace(folder, round_=round_)
    translator = session_translator(setup.workspace)
    assessment = assess(setup, on_progress=lambda _name: None, gated=False)
    if not sealed:
        assessment = part(setup, assessment).ordinary
    results = {result.processor.id.upper(): result for result in assessment.results}
    if processor not in results:
        raise UnknownNameError(processor, tuple(results))
    judged = tuple(result.control for result in results[processor].judged)
    if control not in judged:
        raise UnknownNameError(control, judged)
    for line in trace(results[processor], control, setup.rules.checklist, translator):
        click.echo(line)
