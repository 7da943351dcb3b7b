"""Not due: the parties that an opened round leaves alone, so that nothing is expected from them."""

from __future__ import annotations

from itakusaki.audit.ports import AuditStore
from itakusaki.files.names import book_names
from itakusaki.settings import Workspace


def not_due(store: AuditStore | None, workspace: Workspace) -> frozenset[str]:
    """The codes of those that a round, when it was opened, did not look at, and for whom no form of it was made.

    Nobody where there is no store, or the round was not opened: then everybody in the ledger is asked.
    """
    known = store.due(workspace.round) if store else ()
    asked = sent(workspace, {party.processor: party.name for party in known})
    return frozenset(party.processor for party in known if not party.is_due) - asked


def sent(workspace: Workspace, parties: dict[str, str]) -> frozenset[str]:
    """The parties, of these names by code, for whom a questionnaire of the round was made."""
    names = book_names(parties)
    folder = workspace.outgoing
    made = [path.name for path in folder.glob("*.xlsx")] if folder.is_dir() else []
    ends = {code: f"_{workspace.round}_{name}.xlsx" for code, name in names.items()}
    return frozenset(code for code, end in ends.items() if any(name.endswith(end) for name in made))
