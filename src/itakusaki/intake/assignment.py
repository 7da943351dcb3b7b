"""Assignment: whose a reply is by where it lies or by the settings, where it cannot say so itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Final

from itakusaki.files.folding import code_key
from itakusaki.intake.evidence_files import CLIENT
from itakusaki.intake.issues import Notes, listed
from itakusaki.intake.parties import Parties
from itakusaki.model.message import N_, Message
from itakusaki.model.source import CellRef

#: The file and the table that give replies an owner by patterns of their names.
SETTINGS: Final = "itakusaki.toml"
TABLE: Final = "[questionnaires]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Whose a reply is, and who says so; `processor` is "" for the client's own check."""

    processor: str
    by: Message


class Assignments:
    """What folders and settings say of the replies of one round.

    `owners` gives patterns of file names (or of paths inside the round's folder) a processor's
    code, or "client".
    """

    def __init__(self, owners: Mapping[str, str], parties: Parties) -> None:
        self._parties = parties
        self._owners = {pattern: self._party(code) for pattern, code in owners.items()}
        self._given = owners

    def of(self, path: PurePosixPath, at: CellRef, notes: Notes) -> Assignment | None:
        """Whose the file at a path inside the round's folder is; None where nothing says so.

        Where two say it of two parties, neither counts, and that is noted.
        """
        found = list(self._by_folder(path)) + self._by_pattern(path)
        if len({one.processor for one in found}) > 1:
            names = listed(tuple(sorted(one.processor or CLIENT for one in found)))
            notes.add("assigned_twice", at, processors=names)
            return None
        return found[0] if found else None

    def note_unknown(self, notes: Notes) -> None:
        """Note each pattern that is given a party which is not in the ledger."""
        for pattern, party in self._owners.items():
            if party is None:
                code = self._given[pattern]
                at = CellRef(file=SETTINGS)
                notes.add("assigned_to_nobody", at, pattern=pattern, processor=code)

    def _by_folder(self, path: PurePosixPath) -> list[Assignment]:
        name = path.parts[0] if len(path.parts) > 1 else ""
        party = self._party(name) if name else None
        by = Message.of(N_("the folder {folder}"), folder=f"{name}/")
        return [] if party is None else [Assignment(processor=party, by=by)]

    def _by_pattern(self, path: PurePosixPath) -> list[Assignment]:
        found = ((p, party) for p, party in self._owners.items() if _matches(path, p))
        by = N_("{pattern} under {table} in {file}")
        return [
            Assignment(
                processor=party, by=Message.of(by, pattern=pattern, table=TABLE, file=SETTINGS)
            )
            for pattern, party in found
            if party is not None
        ]

    def _party(self, name: str) -> str | None:
        """The processor of a code, or of a company's name that only one has; "" for the client."""
        if code := self._parties.by_code(name):
            return code
        if code_key(name) == CLIENT:
            return ""
        named = self._parties.by_name(name)
        return named[0] if len(named) == 1 else None


def _matches(path: PurePosixPath, pattern: str) -> bool:
    """Whether a pattern is that of a file's name or path; a name with brackets matches itself."""
    wanted = _alike(pattern)
    return any(
        name == wanted or fnmatchcase(name, wanted) for name in map(_alike, (path.name, str(path)))
    )


def _alike(text: str) -> str:
    """In one case and composed: macOS hands over names in parts (カ and ゛ for ガ)."""
    return unicodedata.normalize("NFC", text).casefold()
