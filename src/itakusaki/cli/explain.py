"""`itakusaki explain`: the whole trace of one verdict, or the meaning of an issue's code."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from itakusaki.cli.echo import echo
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import no_cache_option, round_option, sealed_option
from itakusaki.cli.workspace_argument import here, workspace_argument
from itakusaki.model.errors import UnknownNameError
from itakusaki.model.message import N_

if TYPE_CHECKING:
    from itakusaki.audit.setup import Setup


@click.command(
    help=N_(
        "Print how the verdict on CONTROL came about for PROCESSOR; or, where a data issue's code stands alone in place of both, what it means and what to do."
    ),
    epilog="itakusaki explain P02 TEC-02\nitakusaki explain P02 TEC-02 my-audit --round 2026Q4\nitakusaki explain D-ANS-06",
)
@click.argument("processor")
@click.argument("control", required=False)
@workspace_argument()
@round_option(N_("Round to explain, such as 2026Q4; else the workspace's."))
@sealed_option
@no_cache_option
@lang_option()
def explain(
    processor: str,
    control: str | None,
    folder: Path,
    round_: str | None,
    sealed: bool,
    no_cache: bool,
) -> None:
    """From file, sheet and cell to answer, grade, rule, legal basis and credit."""
    if control is None or Path(control).is_dir():
        lines = _code_lines(processor, Path(control) if control else here())
    else:
        setup = _opened(folder, round_, no_cache=no_cache)
        lines = _verdict_lines(processor.upper(), control.upper(), setup, sealed=sealed)
    for line in lines:
        echo(line)


def _code_lines(code: str, folder: Path) -> Iterable[str]:
    from itakusaki.audit.issue_codes import explained, issue_code
    from itakusaki.wiring import rules_about

    return explained(issue_code(code, rules_about(folder)), session_translator())


def _opened(folder: Path, round_: str | None, *, no_cache: bool) -> Setup:
    from itakusaki.wiring import open_workspace

    return open_workspace(folder, round_=round_, cached=not no_cache)


def _verdict_lines(processor: str, control: str, setup: Setup, *, sealed: bool) -> Iterable[str]:
    from itakusaki.audit.assess import ledger_of
    from itakusaki.audit.rerun import assessed
    from itakusaki.cli.console import reporter
    from itakusaki.report.trace import trace

    translator = session_translator(setup.workspace)
    reporter(translator).say_round(setup.workspace)
    known = {code.upper(): code for code in ledger_of(setup).processors}
    if known and processor not in known:  # told before a whole round is judged for it
        raise UnknownNameError(processor, tuple(known.values()))
    with reporter(translator).progress(N_("reading")) as on_progress:
        found = assessed(setup, on_progress=on_progress, gated=False)
    assessment = found.assessment if sealed else found.run.ordinary
    results = {result.processor.id.upper(): result for result in assessment.results}
    if processor not in results:
        raise UnknownNameError(processor, tuple(results))
    judged = tuple(result.control for result in results[processor].judged)
    if control not in judged:
        raise UnknownNameError(control, judged)
    return trace(results[processor], control, setup.rules.checklist, translator)
