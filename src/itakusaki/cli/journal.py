"""`itakusaki journal`: who did what when, and whether the chain of entries holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from itakusaki.cli.echo import echo, echo_json
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import json_option
from itakusaki.cli.workspace_argument import workspace_argument
from itakusaki.model.journal import Action, FaultKind
from itakusaki.model.message import N_, Message

if TYPE_CHECKING:
    from itakusaki.audit.ports import AuditStore
    from itakusaki.language import Translator
    from itakusaki.model.journal import ChainCheck, JournalEntry

ACTIONS: Final = {
    Action.ASSESSED: N_("round {round} assessed"),
    Action.ROUND_OPENED: N_("round {round} opened"),
    Action.ROUND_CLOSED: N_("round {round} closed"),
    Action.ROUND_ERASED: N_("what was kept of round {round} erased"),
    Action.FINDINGS_CHANGED: N_("findings changed in round {round}"),
    Action.INCIDENTS_KEPT: N_("incidents recorded in round {round}"),
}
FAULTS: Final = {
    FaultKind.CONTENT: N_("Entry {number}: its content is not what was written (content)."),
    FaultKind.LINK: N_("Entry {number} does not follow on the entry before it (link)."),
    FaultKind.GAP: N_("Entry {number} is missing, while later ones are there (gap)."),
    FaultKind.CUT_END: N_(
        "The end is cut off from entry {number} on, or is not the one that was printed (cut end)."
    ),
    FaultKind.RECORD: N_(
        "Entry {number} holds, but what it tells of is not what is stored (record)."
    ),
}
#: Said with every check, for a chain is easily taken for more than it is.
LIMITS: Final = N_(
    "What this cannot show: whoever may write the database can make the whole chain anew. Hold it against a head printed in the report of a closed round: {command}"
)


@click.group(help=N_("The journal: who did what when."))
def journal() -> None:
    """Commands about the journal."""


@journal.command(
    "verify",
    help=N_("Check that no entry of the journal was changed, taken out or cut off."),
    epilog="itakusaki journal verify\nitakusaki journal verify my-audit --head 02f0f9…",
)
@workspace_argument()
@click.option(
    "--head",
    default="",
    help=N_("A head printed in the report of a closed round, which the journal must hold."),
)
@json_option(N_("Print JSON instead of text."))
@lang_option()
def verify(folder: Path, head: str, as_json: bool) -> Exit:
    """Entry by entry from the first; then what each tells of, against what is stored."""
    translator, store = _opened(folder)
    found = store.verify(head.strip().casefold())
    if as_json:
        echo_json(_verdict(found))
    else:
        _print_check(found, translator, is_held_against=bool(head))
    return Exit.GAPS if found.fault else Exit.CLEAR


@journal.command(
    "show",
    help=N_("Print the entries of the journal, the last one last."),
    epilog="itakusaki journal show\nitakusaki journal show my-audit --json",
)
@workspace_argument()
@json_option(N_("Print JSON instead of text."))
@lang_option()
def show(folder: Path, as_json: bool) -> None:
    """Number, moment, who, and what; digests in the JSON."""
    translator, store = _opened(folder)
    entries = store.entries()
    if as_json:
        echo_json([_plain(entry) for entry in entries])
        return
    for entry in entries:
        echo(_line(entry, translator))


def _opened(folder: Path) -> tuple[Translator, AuditStore]:
    """The words first: what is wrong with the store is said in the workspace's language."""
    from itakusaki.settings import load_workspace
    from itakusaki.wiring import existing_store

    workspace = load_workspace(folder)
    return session_translator(workspace), existing_store(workspace)


def _print_check(found: ChainCheck, translator: Translator, *, is_held_against: bool) -> None:
    if found.fault:
        said = Message.of(FAULTS[found.fault.kind], number=found.fault.number)
        echo(translator.say(said), colour="red")
        return
    if found.head is None:
        echo(translator.gettext(N_("The journal has no entry yet.")))
        return
    text = N_("The chain holds: {count} {count:entry|entries}, head {number} {digest}")
    number, digest = found.head.number, found.head.digest
    said = Message.of(text, count=found.entries, number=number, digest=digest)
    echo(translator.say(said))
    if not is_held_against:
        command = "itakusaki journal verify --head …"
        echo(translator.say(Message.of(LIMITS, command=command)))


def _verdict(found: ChainCheck) -> dict[str, object]:
    head, fault = found.head, found.fault
    return {
        "entries": found.entries,
        "head": {"number": head.number, "sha256": head.digest} if head else None,
        "fault": {"entry": fault.number, "kind": fault.kind.value} if fault else None,
    }


def _plain(entry: JournalEntry) -> dict[str, object]:
    return {
        "number": entry.number,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "payload": json.loads(entry.payload),
        "prev": entry.prev,
        "sha256": entry.digest,
    }


def _line(entry: JournalEntry, translator: Translator) -> str:
    told = json.loads(entry.payload)
    said = translator.say(Message.of(ACTIONS[Action(entry.action)], round=told["round"]))
    actor = entry.actor or translator.gettext(N_("(no name in the settings)"))
    return f"{entry.number}  {entry.at}  {actor}  {said}  {entry.digest[:12]}"
