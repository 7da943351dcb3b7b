"""`itakusaki finding`: what was found over rounds, followed until somebody else confirmed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo, echo_json
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import (
    FILE,
    OVER_BOOKS,
    day_option,
    force_option,
    json_option,
    out_folder_option,
    round_option,
    sealed_option,
)
from itakusaki.cli.workspace_argument import Target, target_arguments, workspace_argument
from itakusaki.model.command_line import command_line
from itakusaki.model.errors import RegisterStoppedError, SheetConflictError
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.message import N_
from itakusaki.model.tracked import FindingState

#: How far evidence can have been looked at by whoever closes a finding.
SHOWN = tuple(state.value for state in EvidenceState if state is not EvidenceState.SEALED)
#: What becomes of cells that were changed on both sides; the first goes where nothing is asked.
CONFLICTS = ("stop", "skip", "take")

_on_option = day_option("--on", "on", N_("Day to count from; else today."))


@click.group(help=N_("Findings over rounds: list, show, change them."))
def finding() -> None:
    """Commands about findings."""


@finding.command(
    "list",
    help=N_("List the findings: whose, how far each has come, by when it is due."),
    epilog="itakusaki finding list\nitakusaki finding list my-audit --processor P02 --overdue",
)
@workspace_argument()
@click.option("--processor", help=N_("Only those of the processor of this code."))
@click.option(
    "--state", "states", multiple=True, type=click.Choice([state.value for state in FindingState]),
    help=N_("Only those in this state; may be given more than once."),
)  # fmt: skip
@click.option("--overdue", is_flag=True, help=N_("Only those whose due day has passed."))
@_on_option
@json_option(N_("Print JSON instead of text."))
@lang_option()
def list_(
    folder: Path,
    processor: str | None,
    states: tuple[str, ...],
    overdue: bool,
    on: date | None,
    as_json: bool,
) -> Exit:
    """Exit 1 where one of them is overdue."""
    from itakusaki.audit.findings import FindingFilter, list_findings
    from itakusaki.cli.finding_lines import finding_data, print_findings
    from itakusaki.settings import load_workspace
    from itakusaki.wiring import existing_store

    workspace = load_workspace(folder)
    translator, day = session_translator(workspace), on or _today()
    wanted = FindingFilter(
        processor=processor, states=frozenset(map(FindingState, states)), overdue=overdue
    )
    found = list_findings(existing_store(workspace), wanted, day)
    if as_json:
        echo_json([finding_data(one, day, translator) for one in found])
    else:
        print_findings(found, day, translator)
    return Exit.GAPS if any(one.is_overdue(day) for one in found) else Exit.CLEAR


@finding.command(
    "show",
    help=N_("Show the finding ID: what was found, what was done, and every change of it."),
    epilog="itakusaki finding show F-P02-014\nitakusaki finding show F-P02-014 my-audit --json",
)
@click.argument("id_", metavar="ID")
@workspace_argument()
@sealed_option
@_on_option
@json_option(N_("Print JSON instead of text."))
@lang_option()
def show(id_: str, folder: Path, sealed: bool, on: date | None, as_json: bool) -> None:
    """As it stands, then change by change with its entry in the journal."""
    from itakusaki.audit.findings import finding_steps
    from itakusaki.cli.finding_lines import finding_data, finding_lines
    from itakusaki.findings.tracking import lapsed
    from itakusaki.settings import load_workspace
    from itakusaki.wiring import existing_store

    workspace = load_workspace(folder)
    translator, day = session_translator(workspace), on or _today()
    steps = finding_steps(existing_store(workspace), id_)
    stands = lapsed(steps[-1].finding, day)
    stands = replace(stands, sealed=stands.sealed and not sealed)
    if as_json:
        told = [
            {"entry": step.entry, "at": step.at, "actor": step.actor, "state": step.finding.state}
            for step in steps
        ]
        echo_json({**finding_data(stands, day, translator), "changes": told})
        return
    for line in finding_lines(steps, stands, translator):
        echo(line)


@finding.command(
    "set",
    help=N_("Change the finding ID: its state, its owner, its due day. Every change is in the journal."),
    epilog="itakusaki finding set F-P02-014 --owner Sato --state in_progress\nitakusaki finding set F-P02-014 --due 2027-01-31 --reason 'waits for the new product'\nitakusaki finding set F-P02-014 --state closed --by Suzuki --evidence evidence/2027Q1/P02/log.xlsx --evidence-state confirmed",
)  # fmt: skip
@click.argument("id_", metavar="ID")
@workspace_argument()
@click.option(
    "--state", type=click.Choice([state.value for state in FindingState]), help=N_("Its new state.")
)
@click.option("--owner", help=N_("Who does the work."))
@day_option("--due", "due", N_("By when it is to be corrected; a later day needs a reason."))
@click.option("--reason", default="", help=N_("Why it is changed."))
@click.option(
    "--by", default="",
    help=N_("Who answers for the state: did the work (ready), confirmed it (closed), approved it (accepted), withdrew it."),
)  # fmt: skip
@click.option("--evidence", default="", help=N_("What was looked at: a file, a record, a visit."))
@click.option(
    "--evidence-state",
    "evidence_state",
    type=click.Choice(SHOWN),
    help=N_("How far the evidence was looked at."),
)
@click.option("--measure", default="", help=N_("What stands in for it while it is accepted."))
@day_option("--until", "until", N_("Last day for which it is accepted."))
@_on_option
@round_option(N_("Round in which it is done, such as 2026Q4; else the workspace's."))
@dry_run_option
@lang_option()
def set_(
    id_: str,
    folder: Path,
    state: str | None,
    owner: str | None,
    due: date | None,
    reason: str,
    by: str,
    evidence: str,
    evidence_state: str | None,
    measure: str,
    until: date | None,
    on: date | None,
    round_: str | None,
) -> None:
    """What the rules do not allow is refused with every reason, and nothing is changed."""
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.findings import set_finding
    from itakusaki.cli.console import reporter
    from itakusaki.findings.changing import PAST_DUE, FindingChange
    from itakusaki.language.labels import FINDING_STATES
    from itakusaki.wiring import existing_store, open_workspace

    setup = open_workspace(folder, round_=round_)
    translator = session_translator(setup.workspace)
    change = FindingChange(
        state=FindingState(state) if state else None,
        owner=owner,
        due=due,
        reason=reason,
        by=by,
        evidence=evidence,
        evidence_state=EvidenceState(evidence_state) if evidence_state else None,
        measure=measure,
        until=until,
    )
    if change == FindingChange():
        raise click.UsageError(
            N_(
                "Say what is to change: --state, --owner, --due or --reason. To see it: finding show."
            )
        )
    store = existing_store(setup.workspace)
    with exclusive(setup.workspace.folder, "itakusaki finding set"):
        after = set_finding(setup, store, id_, change, on or _today())
    speaking = reporter(translator)
    speaking.say_done(
        N_("{name} is now “{state}”, due on {day}."),
        N_("{name} would be “{state}”, due on {day}."),
        name=after.id,
        state=translator.say(FINDING_STATES[after.state]),
        day=after.due.isoformat(),
    )
    if due is not None and after.is_overdue(on or _today()):
        speaking.say(PAST_DUE, day=due.isoformat())


@finding.group("sheet", help=N_("Sheets of findings that a party fills in and sends back."))
def sheet() -> None:
    """Commands about sheets."""


@sheet.command(
    "export",
    help=N_(
        "Write a sheet of findings with a plan of corrective action for each of PROCESSORS that has any; none named: for all."
    ),
    epilog="itakusaki finding sheet export\nitakusaki finding sheet export my-audit P02 --force\nitakusaki finding sheet export my-audit --own",
)
@target_arguments
@click.option("--own", is_flag=True, help=N_("The client's own findings instead."))
@out_folder_option(N_("Folder to write to; else outgoing/<round>/findings in the workspace."))
@force_option(OVER_BOOKS)
@_on_option
@round_option(N_("Round in which it is done, such as 2026Q4; else the workspace's."))
@dry_run_option
@lang_option()
def export(
    target: Target,
    own: bool,
    out: Path | None,
    force: bool,
    on: date | None,
    round_: str | None,
) -> None:
    """A party sees its own findings alone, and of each what its own workbooks say."""
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.findings import WantedSheets, export_sheets
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import existing_store, open_workspace

    setup = open_workspace(target.folder, round_=round_)
    translator, workspace = session_translator(setup.workspace), setup.workspace
    wanted = WantedSheets(on=on or _today(), processors=target.processors, own=own)
    place = out or workspace.folder / "outgoing" / workspace.round / "findings"
    store = existing_store(workspace)
    with exclusive(workspace.folder, "itakusaki finding sheet export"):
        written = export_sheets(setup, store, wanted, translator, out=place, force=force)
    for one in written:
        echo(one.path)
    speaking = reporter(translator)
    speaking.say_kept(written)
    command = command_line("finding", "sheet", "import", "FILE", workspace.folder)
    speaking.say_next(
        N_("Next: send them out; take in what comes back with {command}"), command=command
    )


@sheet.command(
    "import",
    help=N_("Take in what a party entered on the sheet FILE, and nothing else of it."),
    epilog="itakusaki finding sheet import P02.xlsx --dry-run\nitakusaki finding sheet import P02.xlsx my-audit --conflicts skip",
)
@click.argument("file", type=FILE)
@workspace_argument()
@click.option(
    "--conflicts", type=click.Choice(CONFLICTS), default=CONFLICTS[0], show_default=True,
    help=N_("What becomes of cells that were changed here as well since the sheet was sent: take in nothing, keep ours, take theirs."),
)  # fmt: skip
@round_option(N_("Round in which it is done, such as 2026Q4; else the workspace's."))
@dry_run_option
@lang_option()
def import_(file: Path, folder: Path, conflicts: str, round_: str | None) -> None:
    """Every cell that changes anything is named, with what stood there."""
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.findings import import_sheet
    from itakusaki.cli.console import reporter
    from itakusaki.cli.finding_lines import taken_lines, taken_message
    from itakusaki.findings.taking import Conflicts
    from itakusaki.wiring import existing_store, open_workspace

    setup = open_workspace(folder, round_=round_)
    translator, asked = session_translator(setup.workspace), Conflicts(conflicts)
    store = existing_store(setup.workspace)
    with exclusive(setup.workspace.folder, "itakusaki finding sheet import"):
        taken = import_sheet(setup, store, file, asked, is_named=round_ is not None)
    if asked is Conflicts.STOP and taken.conflicts:
        raise SheetConflictError(tuple(map(taken_message, taken.conflicts)))
    for line in taken_lines(taken, translator):
        echo(line)
    reporter(translator).say_done(
        N_(
            "Taken in: {cells} {cells:cell|cells} of {count} {count:finding|findings}; {conflicts} {conflicts:cell was|cells were} changed on both sides."
        ),
        N_(
            "To be taken in: {cells} {cells:cell|cells} of {count} {count:finding|findings}; {conflicts} {conflicts:cell was|cells were} changed on both sides."
        ),
        cells=sum(not cell.is_conflict or asked is Conflicts.TAKE for cell in taken.cells),
        count=len(taken.changed),
        conflicts=len(taken.conflicts),
    )


@finding.command(
    "register",
    help=N_("Take in owner, due date and status that you entered in the gap register FILE."),
    epilog="itakusaki finding register gap-register.xlsx --dry-run\nitakusaki finding register gap-register.xlsx my-audit --conflicts skip",
)
@click.argument("file", type=FILE)
@workspace_argument()
@click.option(
    "--conflicts", type=click.Choice(CONFLICTS), default=CONFLICTS[0], show_default=True,
    help=N_("What becomes of entries that were changed here as well since the register was written, or are refused: take in nothing, leave them out, take the register's."),
)  # fmt: skip
@_on_option
@round_option(N_("Round in which it is done, such as 2026Q4; else the workspace's."))
@dry_run_option
@lang_option()
def register(file: Path, folder: Path, conflicts: str, on: date | None, round_: str | None) -> None:
    """By the same rules as `finding set`: the remarks are the reason."""
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.findings import import_register
    from itakusaki.cli.console import reporter
    from itakusaki.cli.finding_lines import both_message, refused_messages, register_lines
    from itakusaki.findings.taking import Conflicts
    from itakusaki.wiring import existing_store, open_workspace

    setup = open_workspace(folder, round_=round_)
    translator, asked = session_translator(setup.workspace), Conflicts(conflicts)
    store = existing_store(setup.workspace)
    with exclusive(setup.workspace.folder, "itakusaki finding register"):
        taken = import_register(
            setup, store, file, asked, on or _today(), is_named=round_ is not None
        )
    both = map(both_message, () if asked is Conflicts.TAKE else taken.conflicts)
    left_out = (*both, *refused_messages(taken))
    if asked is Conflicts.STOP and left_out:
        raise RegisterStoppedError(left_out)
    for line in register_lines(taken, translator, left_out):
        echo(line)
    reporter(translator).say_done(
        N_(
            "Taken in: {entries} {entries:entry|entries} of {count} {count:finding|findings}; {left} {left:entry|entries} left out."
        ),
        N_(
            "To be taken in: {entries} {entries:entry|entries} of {count} {count:finding|findings}; {left} {left:entry|entries} left out."
        ),
        entries=len(taken.taken),
        count=len(taken.changed),
        left=len(left_out),
    )


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day of whoever looks
