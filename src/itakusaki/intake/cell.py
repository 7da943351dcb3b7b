"""Cells: a value as it was understood, and readings that did not succeed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from itakusaki.catalogue.layout import Layout
from itakusaki.files.folding import key
from itakusaki.model.message import Message
from itakusaki.model.record import Scalar

#: Longer text is prose; patterns are not tried on it.
LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell that holds something, but not what is asked for; `reason` says it in a sentence."""

    reason: Message


#: A value as understood, None for an empty cell, or why it was not understood.
Reading: TypeAlias = Scalar | UnreadCell


def refused(text: str, raw: str) -> UnreadCell:
    """An `UnreadCell` from a sentence with the blank {value}, long values cut short."""
    return UnreadCell(Message.of(text, value=raw if len(raw) <= LONGEST else raw[:LONGEST] + "…"))


def turned(layout: Layout, scale: str) -> dict[str, str]:
    """A scale of a layout turned round: the key of each spelling → its meaning."""
    meanings: Mapping[str, tuple[str, ...]] = layout.values.get(scale, {})
    return {key(text): meaning for meaning, texts in meanings.items() for text in texts}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; nothing matches where there is none."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, ordered)) or r"(?!)"
