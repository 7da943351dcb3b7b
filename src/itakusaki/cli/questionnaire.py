"""`itakusaki questionnaire make`: workbooks to send out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import OVER_BOOKS, force_option, out_folder_option, round_option
from itakusaki.cli.workspace_argument import Target, target_arguments
from itakusaki.language.labels import DEPTHS
from itakusaki.model.depth import Depth
from itakusaki.model.errors import EmptyLedgerError, UnknownNameError
from itakusaki.model.message import N_
from itakusaki.model.party import Duty, Ledger, Processor, Role

if TYPE_CHECKING:
    from itakusaki.audit.setup import Setup

KINDS = {"client": Duty.CLIENT, "processor": Duty.PROCESSOR, "sub-processor": Duty.SUB_PROCESSOR}


@click.group(help=N_("Make questionnaires to be filled in."))
def questionnaire() -> None:
    """Commands about questionnaires."""


@questionnaire.command(
    "make",
    help=N_(
        "Write questionnaires for PROCESSORS of the workspace FOLDER; none named: a blank one."
    ),
    epilog="itakusaki questionnaire make --all\nitakusaki questionnaire make my-audit P02 P03 --round 2027Q1\nitakusaki questionnaire make my-audit --kind sub-processor --out to-send",
)
@target_arguments
@click.option(
    "--all",
    "everyone",
    is_flag=True,
    help=N_("For every processor of the ledger, and the client's own check."),
)
@click.option(
    "--due",
    "due_only",
    is_flag=True,
    help=N_("For the processors that are due in the open round, and the client's own check."),
)
@click.option(
    "--kind",
    type=click.Choice(list(KINDS)),
    help=N_("Whose duties are asked; left out: by the ledger's tier."),
)
@click.option(
    "--depth",
    type=click.Choice([depth.value for depth in Depth]),
    help=N_("How much is asked; left out: by the risk tier of each processor."),
)
@round_option(N_("Round, such as 2027Q1; else the workspace's."))
@out_folder_option(N_("Folder to write to; else outgoing/<round> in the workspace."))
@force_option(OVER_BOOKS)
@dry_run_option
@lang_option()
def make(
    target: Target,
    everyone: bool,
    due_only: bool,
    kind: str | None,
    depth: str | None,
    round_: str | None,
    out: Path | None,
    force: bool,
) -> None:
    """Write one workbook for each processor wanted."""
    from itakusaki.audit.assess import ledger_of
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.workbooks import Wanted, make_questionnaires, overdue
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import open_store, open_workspace

    setup = open_workspace(target.folder, round_=round_)
    translator = session_translator(setup.workspace)
    store = open_store(setup.workspace)
    names = _due(setup) if due_only else target.processors
    ledger = ledger_of(setup) if everyone or due_only or names else None
    if everyone and ledger is not None and not ledger.processors:
        raise EmptyLedgerError(str(target.folder))
    wanted = Wanted(
        processors=_chosen(ledger, names, everyone=everyone),
        kind=KINDS[kind] if kind else None,
        depth=Depth(depth) if depth else None,
        ledger=ledger,
        own_check=(everyone or due_only)
        and kind is None
        and setup.workspace.role is not Role.PROCESSOR,
    )
    place = out or setup.workspace.outgoing
    with exclusive(setup.workspace.folder, "itakusaki questionnaire make"):
        made = make_questionnaires(setup, wanted, translator, out=place, force=force, store=store)
    for one in made.written:
        echo(one.path)
    speaking = reporter(translator)
    speaking.say_kept(made.written)
    for code, extent in made.extents.items():
        text = N_("{processor}: {depth} form – {reason}")
        depth_said = translator.say(DEPTHS[extent.depth])
        reason = translator.say(extent.reason) if extent.reason else ""
        speaking.say(text, processor=code, depth=depth_said, reason=reason)
    if late := overdue(setup, wanted.processors):
        text = N_(
            "The ledger's days by which {processors} should reply lie before the round {round} begins; the forms bear none. Enter the new days in the ledger and make the forms again with --force."
        )
        codes = translator.joined(processor.id for processor in late)
        speaking.say(text, processors=codes, round=setup.workspace.round)
    back = f"questionnaires/{setup.workspace.round}/"
    if setup.workspace.role is Role.PROCESSOR:
        speaking.say_next(N_("Next: fill it in and put it into {place}"), place=back)
    else:
        speaking.say_next(N_("Next: send them out; put what comes back into {place}"), place=back)


def _due(setup: Setup) -> tuple[str, ...]:
    """The codes of those that the open round looks at."""
    from itakusaki.audit.rounds import due_now, opened_round
    from itakusaki.wiring import existing_store

    store = existing_store(setup.workspace)
    opened = opened_round(store, setup.workspace.round)
    return tuple(party.processor for party in due_now(store.due(opened.name)))


def _chosen(
    ledger: Ledger | None, names: Sequence[str], *, everyone: bool
) -> tuple[Processor | None, ...]:
    if ledger is None:
        return (None,)
    if everyone:
        return tuple(ledger.processors.values())
    for name in names:
        if name not in ledger.processors:
            raise UnknownNameError(name, tuple(ledger.processors))
    return tuple(ledger.processors[name] for name in names)
