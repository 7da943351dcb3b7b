"""`itakusaki audit`: a workspace in, gap reports out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from itakusaki.audit.outcome import FAIL_ON, fails, summary
from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo_json
from itakusaki.cli.exits import Exit, unless_own_fault
from itakusaki.cli.language import (
    BOTH,
    lang_option,
    report_languages,
    session_translator,
    spoken,
)
from itakusaki.cli.options import (
    documents_option,
    font_dir_option,
    jobs_option,
    json_option,
    no_cache_option,
    quiet_option,
    round_option,
)
from itakusaki.cli.workspace_argument import workspaces_argument
from itakusaki.language import LANGUAGES
from itakusaki.model.errors import ItakusakiError
from itakusaki.model.message import N_
from itakusaki.model.report_format import FORMATS
from itakusaki.model.step import Step

if TYPE_CHECKING:
    from itakusaki.audit.documents import DocumentWish
    from itakusaki.audit.findings import FindingTally
    from itakusaki.audit.ports import AuditStore
    from itakusaki.audit.report_folder import Published
    from itakusaki.audit.setup import Setup
    from itakusaki.cli.console import Reporter
    from itakusaki.model.assessment import Assessment
    from itakusaki.model.kept_incident import IncidentsTold
    from itakusaki.model.rounds import Keeping, Remembered

#: Reports taken away that are named before "and n more".
NAMED: Final = 3


@click.command(
    help=N_(
        "Audit the workspace FOLDER and write its gap reports; of several each by itself, one after another."
    ),
    epilog="itakusaki audit\nitakusaki audit my-audit --round 2027Q1\nitakusaki audit my-audit --format html --format xlsx --lang both\nitakusaki audit my-audit --documents docx\nitakusaki audit client-a client-b\nitakusaki audit my-audit --fail-on critical --json --dry-run",
)
@workspaces_argument()
@round_option(N_("Round to assess, such as 2026Q4; else the workspace's."))
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS),
    help=N_("Format to write; may be given more than once. The round's reports in other formats are deleted, so that no page of an older run stays behind."),
)  # fmt: skip
@documents_option
@font_dir_option
@click.option(
    "--fail-on", type=click.Choice(FAIL_ON), default="never", show_default=True,
    help=N_("Leave with exit code 1 where a rating is not acceptable, or a gap is this severe or more."),
)  # fmt: skip
@no_cache_option
@jobs_option
@click.option("--no-store", is_flag=True, help=N_("Keep nothing of this run in the store."))
@json_option(N_("Print the summary as JSON on standard output."))
@quiet_option
@dry_run_option
@lang_option(*LANGUAGES, BOTH)
def audit(
    folders: tuple[Path, ...],
    as_json: bool,
    **wanted: Any,  # noqa: ANN401 - click's values, of all options
) -> Exit:
    """Read, check, score, write; then say how it stands and what to do next."""
    wish = AuditWish(as_json=as_json, **wanted)
    if len(folders) == 1:
        done = audited(folders[0], wish)
        if as_json:
            echo_json(done.summary)
        return done.exit
    every = [_audited_apart(folder, wish) for folder in folders]
    if as_json:
        echo_json({"workspaces": [one.summary for one in every]})
    return max(one.exit for one in every)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditWish:
    """How workspaces are to be audited, as the command line says."""

    round_: str | None
    formats: tuple[str, ...]
    documents: tuple[str, ...]
    font_dir: Path | None
    fail_on: str
    no_cache: bool
    no_store: bool
    jobs: int
    as_json: bool
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What came of an audit: the exit code, and in plain values how it stands."""

    exit: Exit
    summary: Mapping[str, object]


def _audited_apart(folder: Path, wish: AuditWish) -> Audited:
    """One of several workspaces, under its folder's name; what is wrong with it holds up no other."""
    from itakusaki.cli.failures import say_failure
    from itakusaki.cli.terminal import console

    if not wish.quiet:
        said = console(stderr=wish.as_json)
        said.print(f"\n{folder}", markup=False, highlight=False)
    try:
        done = audited(folder, wish)
    except (ItakusakiError, OSError) as error:
        root = click.get_current_context().find_root()
        debug = bool(root.params.get("debug"))
        code = say_failure(error, spoken(), debug=debug, folder=str(folder))
        done = Audited(exit=Exit(code), summary={"exit_code": code})
    return replace(done, summary={"workspace": folder.as_posix(), **done.summary})


def audited(folder: Path, wish: AuditWish) -> Audited:
    """Audit a workspace and write its reports, saying on the way how it goes."""
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.report_folder import SEALED
    from itakusaki.audit.rerun import PublishWish, assessed, published
    from itakusaki.cli.console import SHOWN_ISSUES, issue_lines, reporter
    from itakusaki.cli.summary_table import summary_of
    from itakusaki.cli.terminal import console
    from itakusaki.wiring import open_workspace

    setup = open_workspace(folder, round_=wish.round_, cached=not wish.no_cache, jobs=wish.jobs)
    translator = session_translator(setup.workspace)
    speaking = reporter(translator, quiet=wish.quiet)
    speaking.say_round(setup.workspace)
    documents = document_wish(setup, wish.documents, wish.font_dir)
    held = exclusive(setup.workspace.folder, "itakusaki audit")
    with held, speaking.progress(N_("reading")) as on_progress:
        found = assessed(setup, on_progress=on_progress)
        run = found.run
        kept, tally, known = _kept(setup, run.ordinary, with_store=not wish.no_store)
        on_progress(Step(stage=N_("writing reports")))
        how = PublishWish(
            formats=wish.formats or setup.workspace.formats,
            languages=report_languages(setup.workspace),
            remembered=known,
            documents=documents,
        )
        done = published(setup, found, how)
    if not wish.quiet:
        product = speaking.console if wish.as_json else console()
        product.print(summary_of(run.ordinary, translator))
        for line in issue_lines(run.ordinary.issues, translator, limit=SHOWN_ISSUES):
            speaking.console.print(line, highlight=False)
    if kept:
        speaking.say_keeping(kept)
    if tally:
        speaking.say_findings(tally, setup.workspace.folder)
    sealed = setup.workspace.reports / SEALED if run.sealed.results else None
    _say_written(done, setup.workspace.reports, sealed, speaking)
    usual = Exit.GAPS if fails(found.assessment, wish.fail_on) else Exit.CLEAR
    return Audited(
        exit=unless_own_fault(usual, found.assessment.issues),
        summary=summary(run.ordinary, done.paths, sealed=sealed),
    )


def _kept(
    setup: Setup, assessment: Assessment, *, with_store: bool
) -> tuple[Keeping | None, FindingTally | None, Remembered]:
    """What became of the run and its findings in the store, and what is remembered beside the round."""
    from itakusaki.model.rounds import Remembered
    from itakusaki.wiring import open_store

    store = open_store(setup.workspace) if with_store else None
    if store is None:
        return None, None, Remembered(incidents=_incidents(setup, None, assessment))
    from itakusaki.audit.findings import track
    from itakusaki.audit.keeping import keep
    from itakusaki.audit.rounds import remembered

    keeping = keep(setup, store, assessment)
    tally = track(setup, store, assessment)
    incidents = _incidents(setup, store, assessment)
    told = replace(remembered(store, assessment), incidents=incidents)
    return keeping, tally, told


def _incidents(
    setup: Setup, store: AuditStore | None, assessment: Assessment
) -> IncidentsTold | None:
    """What reports tell of incidents; what judges them is loaded only where there is one."""
    if not setup.workspace.incidents.is_dir() and not (store and store.incidents()):
        return None
    from itakusaki.audit.incidents import incidents_at

    return incidents_at(setup, store, assessment)


def document_wish(
    setup: Setup, formats: tuple[str, ...], font_dir: Path | None = None
) -> DocumentWish | None:
    """The documents of the workspace's role, where any format is wanted; refused if it cannot be made."""
    if not formats:
        return None
    from itakusaki.audit.documents import DocumentWish, kinds_wanted
    from itakusaki.audit.rounds import rounds_before
    from itakusaki.wiring import open_store

    workspace = setup.workspace
    wish = DocumentWish(
        formats=formats,
        languages=report_languages(workspace),
        font_dir=font_dir,
        rounds=rounds_before(open_store(workspace), workspace.round, workspace.as_of),
    )
    kinds_wanted(setup, wish)
    return wish


def _say_written(
    published: Published, folder: Path, sealed: Path | None, speaking: Reporter
) -> None:
    """Where the reports lie, what became of the old ones, and which to open first."""
    from itakusaki.audit.report_folder import SEALED, is_sealed

    speaking.say_done(
        N_("Reports: {folder}"), N_("Reports would go to {folder}"), folder=str(folder)
    )
    for notice in published.notices:
        speaking.say("{notice}", notice=speaking.translator.say(notice))
    for kept in published.kept:
        if not is_sealed(kept.name):
            text = N_("{file} had been changed by hand; that copy is kept beside it as {kept}")
            speaking.say(text, file=kept.name, kept=kept.kept_as)
    if any(is_sealed(kept.name) for kept in published.kept):
        text = N_("In {folder} a file had been changed by hand; that copy is kept beside it")
        speaking.say(text, folder=f"{SEALED}/")
    if published.dropped:
        text = N_(
            "Taken away, as this run does not write them: {count} reports of an earlier run ({files})"
        )
        planned = N_(
            "To be deleted, as this run does not write them: {count} reports of an earlier run ({files})"
        )
        more = " …" * (len(published.dropped) > NAMED)
        names = speaking.translator.joined(published.dropped[:NAMED]) + more
        speaking.say_done(text, planned, count=len(published.dropped), files=names)
    if sealed:
        text = N_("There is a sealed matter, for the person responsible only: {folder}")
        planned = N_(
            "There is a sealed matter, for the person responsible only; it would be told in {folder}"
        )
        speaking.say_done(text, planned, folder=str(sealed))
    speaking.say_next(N_("Next: open {page}"), page=str(published.paths[0]))
