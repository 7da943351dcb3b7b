"""Strangers: items that are named in a workbook and are no controls in force here."""

from __future__ import annotations

from collections.abc import Mapping

from itakusaki.intake.issues import Notes, listed
from itakusaki.intake.items import Items
from itakusaki.model.source import CellRef


def note_not_asked(notes: Notes, found: Mapping[str, CellRef]) -> None:
    """Note, in one sentence, the controls (id → first cell) that the workspace leaves out."""
    if found:
        at = next(iter(found.values()))
        notes.add("not_asked", at, count=len(found), ids=listed(tuple(found)))


def note_stranger(notes: Notes, items: Items, at: CellRef, written: str) -> None:
    """Note a row about a control that the workspace leaves out, or that nobody knows."""
    left_out = items.not_asked(written)
    if left_out:
        note_not_asked(notes, {left_out: at})
    else:
        notes.add("unknown_id", at, id=written or "-")
