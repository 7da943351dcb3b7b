"""A ledger of one's own taken over: headings mapped in a small file, the ledger laid beside it as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from itakusaki.audit.setup import Setup
from itakusaki.catalogue.layout import Table
from itakusaki.files.writing import Written, write_over
from itakusaki.intake.book import open_book
from itakusaki.intake.own_ledger import ProposedLedger, proposed_ledger
from itakusaki.model.errors import FileExistsAlreadyError, UnreadableLedgerError
from itakusaki.model.message import N_, Message

#: The layout that maps the headings, in the workspace's own checklists.
MAPPING: Final = "own-ledger"
_HEAD: Final = (
    "# Which heading of your ledger stands for which column (docs/layouts.md). Correct it here, then run\n"
    "# itakusaki contract import again; what is not named is not read.\n"
)
_KEEP: Final = N_("Correct it there and run the command again, or write over it with --force.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerImport:
    """What came of taking over a ledger: what is proposed, the files written."""

    proposed: ProposedLedger
    mapping: Path
    written: tuple[Written, ...]
    kept_mapping: bool


def import_ledger(setup: Setup, file: Path, *, force: bool) -> LedgerImport:
    """Propose a mapping for a ledger, write it as a layout, and lay the ledger into the workspace.

    A mapping that is there already is kept, as a person may have corrected it.

    Raises:
        UnreadableLedgerError: no sheet of the file has headings of a ledger.
        FileExistsAlreadyError: the workspace has a ledger of that name that differs.
    """
    workspace, table = setup.workspace, setup.rules.standard.tables["ledger"]
    opened = open_book(file, file.name, workspace.reading)
    proposed = proposed_ledger(opened.book, table) if opened.book else None
    if proposed is None:
        raise UnreadableLedgerError(file.name, opened.issues)
    mapping = workspace.folder / "checklists" / "layouts" / f"{MAPPING}.yaml"
    is_kept = mapping.exists() and not force
    target, content = workspace.contracts / file.name, file.read_bytes()
    is_there = target.exists() and target.read_bytes() == content
    if target.exists() and not is_there and not force:
        raise FileExistsAlreadyError(str(target), Message(_KEEP))
    written = []
    if not is_kept:
        text = mapping_text(proposed, table).encode()
        written.append(write_over(mapping, text, root=workspace.folder))
    if not is_there:
        written.append(write_over(target, content, root=workspace.folder))
    return LedgerImport(
        proposed=proposed, mapping=mapping, written=tuple(written), kept_mapping=is_kept
    )


def mapping_text(proposed: ProposedLedger, table: Table) -> str:
    """The mapping as a layout: each column of ours with the heading it stands under."""
    columns = [
        {"name": column.column, "heading": {"ja": column.heading}} for column in proposed.mapped
    ]
    layout: dict[str, Any] = {
        "layout": MAPPING,
        "tables": {
            "ledger": {
                "sheet": {"ja": proposed.sheet},
                "key": list(table.key),
                "enough": list(table.enough),
                "columns": columns,
            }
        },
    }
    return _HEAD + yaml.safe_dump(layout, allow_unicode=True, sort_keys=False, width=1000)
