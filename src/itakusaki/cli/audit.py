"""`itakusaki audit`: a workspace in, gap reports out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from itakusaki.audit.outcome import FAIL_ON, fails, summary
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import BOTH, lang_option, report_languages, session_translator
from itakusaki.language import LANGUAGES
from itakusaki.model.message import N_
from itakusaki.model.report_format import FORMATS


@click.command(help=N_("Audit the workspace FOLDER and write its gap reports."))
@click.argument(
    "folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--round", "round_", help=N_("Round to audit, such as 2026Q4; else the workspace's."))
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS),
    help=N_("Format to write; may be given more than once. The round's reports in other formats are taken away, so that no page of an older run stays behind."),
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(FAIL_ON), default="never", show_default=True,
    help=N_("Leave with exit code 1 where a rating is not acceptable, or a gap is this severe or more."),
)  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True, help=N_("Print the summary as JSON on standard output.")
)
@click.option("--quiet", "-q", is_flag=True, help=N_("Say nothing but errors."))
@lang_option(*LANGUAGES, BOTH)
def audit(
    folder: Path,
    round_: str | None,
    formats: tuple[str, ...],
    fail_on: str,
    as_json: bool,
    quiet: bool,
) -> Exit:
    """Read, check, score, write; then say how it stands and what to do next."""
    from itakusaki.audit.assess import assess, part
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.publish import publish
    from itakusaki.audit.report_folder import SEALED
    from itakusaki.cli.console import SHOWN_ISSUES, issue_lines, reporter, summary_table
    from itakusaki.wiring import open_workspace

    setup = open_workspace(folder, round_=round_)
    translator = session_translator(setup.workspace)
    speaking = reporter(translator, quiet=quiet)
    speaking.say_round(setup.workspace)
    held = exclusive(setup.workspace.folder, "itakusaki audit")
    with held, speaking.progress(N_("reading")) as on_progress:
        assessment = assess(setup, on_progress=on_progress)
        run = part(setup, assessment)
        on_progress(N_("writing reports"))
        published = publish(
            setup,
            run,
            formats=formats or setup.workspace.formats,
            languages=report_languages(setup.workspace),
        )
    if not quiet:
        speaking.console.print(summary_table(run.ordinary, translator))
        for line in issue_lines(run.ordinary.issues, translator, limit=SHOWN_ISSUES):
            speaking.console.print(line, highlight=False)
    speaking.say(N_("Reports: {folder}"), folder=str(setup.workspace.reports))
    for kept in published.kept:
        text = N_("{file} had been changed by hand; that copy is kept beside it as {kept}")
        speaking.say(text, file=kept.name, kept=kept.kept_as)
    paths = published.paths
    sealed = setup.workspace.reports / SEALED if run.sealed.results else None
    if sealed:
        speaking.say(
            N_("There is a sealed matter, for the person responsible only: {folder}"),
            folder=str(sealed),
        )
    speaking.say(N_("Next: open {page}"), page=str(paths[0]))
    if as_json:
        told = summary(run.ordinary, paths, sealed=sealed)
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    return Exit.GAPS if fails(assessment, fail_on) else Exit.CLEAR
