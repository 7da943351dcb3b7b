"""Items: the controls and facts of the checklist, found by an id however it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from itakusaki.catalogue.checklist import Checklist, Control, FactSpec
from itakusaki.files.folding import code_key, plain
from itakusaki.files.workbook import Cell
from itakusaki.tabular.cell_text import raw_text

#: What an id of ours looks like, known or not.
ID: Final = re.compile(r"[a-z]{3}-?[0-9]{1,3}(\.[a-z0-9_]+)?")
#: Ids remembered at most.
_REMEMBERED: Final = 20_000


class Items:
    """Looks items up by id; `own` maps a customer's item ids, or item texts, to ours."""

    def __init__(self, checklist: Checklist, own: Mapping[str, str]) -> None:
        self.by_id: dict[str, Control | FactSpec] = {}
        for control in checklist.controls.values():
            self.by_id[control.id] = control
            self.by_id.update((fact.id, fact) for fact in control.facts)
        self._keys = {code_key(name): name for name in self.by_id}
        self._keys.update(
            {code_key(name): ours for name, ours in own.items() if ours in self.by_id}
        )
        self._domains = frozenset(control.domain for control in checklist.controls.values())
        self._not_asked = {code_key(name): name for name in checklist.not_asked}
        self._own_not_asked = {
            code_key(name): ours for name, ours in own.items() if ours in checklist.not_asked
        }
        self._seen: dict[Cell, str] = {}

    def id_of(self, cell: Cell) -> str:
        """Our id of the item a cell names, "" where it names none of ours."""
        try:
            return self._seen[cell]
        except KeyError:
            pass
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        found = self._keys.get(code_key(raw_text(cell)), "")
        self._seen[cell] = found
        return found

    def control_of(self, fact: FactSpec) -> Control:
        """The control that a fact stands beside."""
        found = self.by_id[fact.control]
        assert isinstance(found, Control)  # noqa: S101 - the loader puts facts under controls
        return found

    def not_asked(self, cell: Cell) -> str:
        """The control left out by the workspace that a cell names, itself or by a fact; else ""."""
        key = code_key(raw_text(cell))
        return self._own_not_asked.get(key) or self._not_asked.get(key.partition(".")[0], "")

    def is_domain(self, cell: Cell) -> bool:
        """Whether a cell names a domain: its row says what the sheet's answers cover."""
        return cell in self._domains

    @staticmethod
    def looks_like_id(cell: Cell) -> bool:
        """Whether the cell holds something in the form of our ids."""
        return bool(ID.fullmatch(code_key(raw_text(cell))))

    @staticmethod
    def shown(cell: Cell) -> str:
        """An id as it is named in a sentence."""
        return plain(raw_text(cell)).replace("\n", " ")[:60]
