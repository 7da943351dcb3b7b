"""Listings: lists that may be cut for a page, and then say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from itakusaki.model.message import N_, Message
from itakusaki.report.view.context import ViewContext

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """What is shown of a list, and a sentence on what is not ("" where all is shown)."""

    shown: tuple[T, ...]
    total: int
    note: str


def listing(context: ViewContext, entries: Sequence[T], most: int, full: str) -> Listing[T]:
    """The first `most` entries; `full` is the file that holds all of them."""
    cut = len(entries) > most
    note = Message.of(
        N_("The first {shown} of {total} are shown; {file} holds all of them."),
        shown=most,
        total=len(entries),
        file=full,
    )
    return Listing(
        shown=tuple(entries[:most]),
        total=len(entries),
        note=context.say(note) if cut else "",
    )
