"""`itakusaki round`: a quarterly audit that remembers the one before."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from itakusaki.cli.days import DAY, ROUND
from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo, echo_json
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import lang_option, report_languages, session_translator
from itakusaki.cli.options import (
    FILE,
    documents_option,
    font_dir_option,
    json_option,
    quiet_option,
    round_option,
)
from itakusaki.cli.workspace_argument import workspace_argument
from itakusaki.model.command_line import command_line
from itakusaki.model.message import N_, Message
from itakusaki.model.step import Step

if TYPE_CHECKING:
    from itakusaki.audit.ports import AuditStore
    from itakusaki.audit.round_status import RoundStatus
    from itakusaki.audit.setup import Setup
    from itakusaki.cli.console import Reporter


@click.group("round", help=N_("Rounds: open, follow, close and compare them."))
def round_() -> None:
    """Commands about rounds."""


@round_.command(
    "open",
    help=N_("Open the round NAME: who is due in it, and why. Makes the store where there is none."),
    epilog="itakusaki round open 2027Q1\nitakusaki round open 2027Q1 my-audit --dry-run",
)
@click.argument("name", type=ROUND)
@workspace_argument()
@json_option(N_("Print JSON instead of text."))
@dry_run_option
@lang_option()
def open_(name: str, folder: Path, as_json: bool) -> None:
    """By risk tier and cycle, by the ledger and by what is kept of earlier rounds."""
    from itakusaki.audit.assess import ledger_of
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.rounds import due_now, open_round
    from itakusaki.audit.workbooks import overdue
    from itakusaki.cli.console import reporter
    from itakusaki.cli.round_lines import due_data, due_lines
    from itakusaki.wiring import made_store, open_workspace

    setup = open_workspace(folder, round_=name)
    translator = session_translator(setup.workspace)
    speaking = reporter(translator)
    with exclusive(setup.workspace.folder, "itakusaki round open"):
        opened, due = open_round(setup, made_store(setup.workspace))
    if as_json:
        echo_json(due_data(opened, due))
    else:
        for line in due_lines(due, setup.rules.rounds, translator):
            echo(line)
    text = N_("Round {round} is open: {due} of {count} are due.")
    planned = N_("Round {round} would be opened: {due} of {count} are due.")
    speaking.say_done(text, planned, round=name, due=len(due_now(due)), count=len(due))
    known = ledger_of(setup).processors
    if late := overdue(setup, [known[party.processor] for party in due_now(due)]):
        text = N_(
            "The ledger's days by which {processors} should reply lie before the round {round} begins. Enter the new days in the ledger first; the forms take them from there."
        )
        speaking.say(text, processors=translator.joined(one.id for one in late), round=name)
    named = ("--round", name) if setup.workspace.is_other_round else ()
    command = command_line("questionnaire", "make", folder, "--due", *named)
    speaking.say_next(N_("Next: {command}"), command=command)
    if setup.workspace.is_other_round:
        text = N_(
            "For it to be the one that other commands work on, write into {file}: {line} and {day}"
        )
        day = f"as_of = {setup.workspace.as_of.isoformat()}"
        speaking.say_next(text, file="itakusaki.toml", line=f'round = "{name}"', day=day)


@round_.command(
    "status",
    help=N_("Show how the open round stands: who has what, who is late, whom to write to."),
    epilog="itakusaki round status\nitakusaki round status my-audit --on 2027-02-15",
)
@workspace_argument()
@round_option(N_("Round to look at, such as 2026Q4; else the workspace's."))
@click.option(
    "--on", "today", type=DAY, metavar="YYYY-MM-DD", help=N_("Day to count from; else today.")
)
@json_option(N_("Print JSON instead of text."))
@lang_option()
def status(folder: Path, round_: str | None, today: date | None, as_json: bool) -> Exit:
    """Exit 1 where a reply is late."""
    from itakusaki.audit.findings import finding_counts
    from itakusaki.audit.incidents import (
        found_incidents,
        sealed_last,
        told_incidents,
        with_remembered,
    )
    from itakusaki.audit.round_status import PartyState
    from itakusaki.cli.console import reporter
    from itakusaki.cli.incident_lines import incidents_data, status_lines
    from itakusaki.cli.round_lines import print_status, status_data
    from itakusaki.wiring import existing_store, open_workspace

    setup = open_workspace(folder, round_=round_)
    translator = session_translator(setup.workspace)
    store = existing_store(setup.workspace)
    found = _status(setup, store, reporter(translator, quiet=as_json), today)
    day = today or date.today()  # noqa: DTZ011 - the day of whoever looks
    counts = finding_counts(store, day)
    counted = {**asdict(counts), "day": counts.day.isoformat()}
    incidents = with_remembered(found_incidents(setup), store)
    hidden = sealed_last(store, setup.workspace.round)
    told = told_incidents(setup, incidents, day, sealed=hidden)
    if as_json:
        said = {"findings": counted, "incidents": incidents_data(told, translator)}
        echo_json({**status_data(found), **said})
    else:
        print_status(found, translator)
        text = N_(
            "Findings as of {day}: {waiting} open, {overdue} overdue, {ready} ready for verification"
        )
        echo(translator.say(Message.of(text, **counted)))
        for line in status_lines(told, translator):
            echo(line)
    return Exit.GAPS if found.counts[PartyState.LATE] else Exit.CLEAR


@round_.command(
    "next",
    help=N_("Say in at most five lines what to do now."),
    epilog="itakusaki round next\nitakusaki round next my-audit --on 2027-02-15",
)
@workspace_argument()
@round_option(N_("Round to look at, such as 2026Q4; else the workspace's."))
@click.option(
    "--on", "today", type=DAY, metavar="YYYY-MM-DD", help=N_("Day to count from; else today.")
)
@lang_option()
def next_(folder: Path, round_: str | None, today: date | None) -> None:
    """The most urgent first, each with its command."""
    from itakusaki.audit.findings import finding_counts
    from itakusaki.audit.round_status import following_round, next_steps
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import open_store, open_workspace

    setup = open_workspace(folder, round_=round_)
    translator = session_translator(setup.workspace)
    store = open_store(setup.workspace)
    opened = store.round(setup.workspace.round) if store else None
    found = None
    if store and opened and opened.closed is None:
        found = _status(setup, store, reporter(translator, quiet=True), today)
    day = today or date.today()  # noqa: DTZ011 - the day of whoever looks
    counts = finding_counts(store, day) if store else None
    after = following_round(setup.workspace)
    following = store.round(after) if store and after else None
    steps = next_steps(setup.workspace, opened, found, counts, following)
    for number, step in enumerate(steps, start=1):
        echo(f"{number}. {translator.say(step)}")


@round_.command(
    "close",
    help=N_("Audit the round once more, close it, and print the journal's head into its reports."),
    epilog="itakusaki round close\nitakusaki round close my-audit --round 2026Q4 --dry-run",
)
@workspace_argument()
@round_option(N_("Round to close, such as 2026Q4; else the workspace's."))
@documents_option
@font_dir_option
@quiet_option
@dry_run_option
@lang_option()
def close(
    folder: Path,
    round_: str | None,
    documents: tuple[str, ...],
    font_dir: Path | None,
    quiet: bool,
) -> None:
    """From then on what is audited of it is kept as a correction."""
    from itakusaki.audit.assess import assess, part
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.incidents import incidents_at
    from itakusaki.audit.publish import publish
    from itakusaki.audit.rounds import (
        close_round,
        refuse_unless_open,
        remembered,
    )
    from itakusaki.cli.audit import document_wish
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import existing_store, open_workspace

    setup = open_workspace(folder, round_=round_)
    speaking = reporter(session_translator(setup.workspace), quiet=quiet)
    store, workspace = existing_store(setup.workspace), setup.workspace
    refuse_unless_open(store, workspace.round)
    # What cannot be written is known before the round is closed.
    wish = document_wish(setup, documents, font_dir)
    held = exclusive(workspace.folder, "itakusaki round close")
    with held, speaking.progress(N_("reading")) as on_progress:
        run = part(setup, assess(setup, on_progress=on_progress))
        keeping, head = close_round(setup, store, run.ordinary)
        on_progress(Step(stage=N_("writing reports")))
        publish(
            setup,
            run,
            formats=workspace.formats,
            languages=report_languages(workspace),
            remembered=replace(
                remembered(store, run.ordinary),
                incidents=incidents_at(setup, store, run.ordinary),
            ),
            documents=wish,
        )
    speaking.say_keeping(keeping)
    if head:
        text = N_("Round {round} is closed. Head of the journal: entry {number}, SHA-256 {digest}")
        speaking.say(text, round=workspace.round, number=head.number, digest=head.digest)
    else:
        speaking.say(N_("Round {round} would be closed."), round=workspace.round)
    folder_said = str(workspace.reports)
    speaking.say_done(
        N_("Reports: {folder}"), N_("Reports would go to {folder}"), folder=folder_said
    )


@round_.command(
    "compare",
    help=N_("Show what changed from the round BEFORE to the round AFTER, and why scores moved."),
    epilog="itakusaki round compare 2026Q3 2026Q4\nitakusaki round compare 2026Q3 2026Q4 my-audit --json",
)
@click.argument("before", type=ROUND)
@click.argument("after", type=ROUND)
@workspace_argument()
@json_option(N_("Print JSON instead of text."))
@lang_option()
def compare(before: str, after: str, folder: Path, as_json: bool) -> None:
    """Each round by its last assessment; the parts of a score's change add up exactly."""
    from itakusaki.audit.rounds import (
        compare_rounds,
        repeated,
        stale_certificates,
        stale_evidence,
    )
    from itakusaki.cli import change_lines as lines
    from itakusaki.wiring import existing_store, open_workspace

    setup = open_workspace(folder)
    translator = session_translator(setup.workspace)
    store = existing_store(setup.workspace)
    found, again = compare_rounds(store, before, after), repeated(store, after)
    stale = stale_evidence(store, before, after)
    certificates = stale_certificates(store, before, after)
    if as_json:
        more = {
            "stale": lines.stale_data(stale, translator),
            "certificates": lines.certificate_data(certificates, translator),
        }
        echo_json({**lines.change_data(found, again), **more})
        return
    titles = {id_: control.title for id_, control in setup.rules.checklist.controls.items()}
    told = (
        lines.change_lines(found, again, titles, translator),
        lines.stale_lines(stale, translator),
        lines.certificate_lines(certificates, translator),
    )
    for line in chain.from_iterable(told):
        echo(line)


@round_.command(
    "trend",
    help=N_("Show every party's rating and scores over all rounds that are kept."),
    epilog="itakusaki round trend\nitakusaki round trend my-audit --json",
)
@workspace_argument()
@json_option(N_("Print JSON instead of text."))
@lang_option()
def trend_(folder: Path, as_json: bool) -> None:
    """Each round by its last assessment, the earliest first."""
    from itakusaki.audit.rounds import tallies, trend
    from itakusaki.cli.trend_lines import trend_data, trend_lines
    from itakusaki.settings import load_workspace
    from itakusaki.wiring import existing_store

    workspace = load_workspace(folder)
    translator = session_translator(workspace)
    store = existing_store(workspace)
    found = trend(store)
    counted = {one.round: one for one in tallies(store, found)}
    if as_json:
        echo_json(trend_data(found, counted))
        return
    for line in trend_lines(found, counted, translator):
        echo(line)


@round_.command(
    "import",
    help=N_("Take in the earlier round NAME from its workbooks, or from its assessment.json."),
    epilog="itakusaki round import 2026Q3\nitakusaki round import 2026Q2 --report old/assessment.json",
)
@click.argument("name", type=ROUND)
@workspace_argument()
@click.option(
    "--report",
    type=FILE,
    help=N_("The assessment.json of that round; else its workbooks are judged again."),
)
@click.option(
    "--checklists",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help=N_("Folder of the checklists then in force; else today's judge its workbooks."),
)
@dry_run_option
@lang_option()
def import_(name: str, folder: Path, report: Path | None, checklists: Path | None) -> None:
    """Judged again from workbooks, by today's checklist or that of then; as it was judged from a report."""
    from itakusaki.audit.assess import assess, part
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.keeping import keep
    from itakusaki.audit.round_import import import_report
    from itakusaki.cli.console import reporter
    from itakusaki.model.rounds import Origin
    from itakusaki.wiring import made_store, open_workspace

    if report is not None and checklists is not None:
        raise click.UsageError(N_("--checklists judges workbooks; a report was judged already"))
    setup = open_workspace(folder, round_=name)
    if checklists is not None:
        setup = replace(setup, rules=replace(setup.rules, shipped=checklists))
    speaking = reporter(session_translator(setup.workspace))
    with exclusive(setup.workspace.folder, "itakusaki round import"):
        if report is not None:
            keeping = import_report(setup, made_store(setup.workspace), report)
        else:
            with speaking.progress(N_("reading")) as on_progress:
                run = part(setup, assess(setup, on_progress=on_progress))
            store = made_store(setup.workspace)
            keeping = keep(setup, store, run.ordinary, origin=Origin.WORKBOOKS)
    speaking.say_keeping(keeping)


@round_.command(
    "erase",
    help=N_(
        "Delete what is kept of the round NAME once its time of keeping has passed; the journal stays."
    ),
    epilog="itakusaki round erase 2021Q3 --dry-run",
)
@click.argument("name", type=ROUND)
@workspace_argument()
@dry_run_option
@lang_option()
def erase(name: str, folder: Path) -> None:
    """Entries hold digests only, so the chain still verifies."""
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.rounds import erase_round
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import cache_of, existing_store, open_workspace

    setup = open_workspace(folder, round_=name)
    speaking = reporter(session_translator(setup.workspace))
    store = existing_store(setup.workspace)
    with exclusive(setup.workspace.folder, "itakusaki round erase"):
        today = date.today()  # noqa: DTZ011 - the day of whoever looks
        count = erase_round(setup, store, today=today)
        cache_of(setup.workspace.folder).clear()
    done = N_(
        "Erased: {count} {count:assessment|assessments} of round {round}. The journal's entries stay."
    )
    planned = N_(
        "To be erased: {count} {count:assessment|assessments} of round {round}. The journal's entries stay."
    )
    speaking.say_done(done, planned, count=count, round=name)


def _status(setup: Setup, store: AuditStore, speaking: Reporter, today: date | None) -> RoundStatus:
    from itakusaki.audit.assess import read
    from itakusaki.audit.intake_check import checks
    from itakusaki.audit.round_status import round_status
    from itakusaki.audit.rounds import opened_round

    opened = opened_round(store, setup.workspace.round)
    day = today or date.today()  # noqa: DTZ011 - the day of whoever looks
    with speaking.progress(N_("reading")) as on_progress:
        found = read(setup, on_progress=on_progress, today=day)
    return round_status(setup, store, opened, (found, checks(found, found.dossier.issues)), day)
