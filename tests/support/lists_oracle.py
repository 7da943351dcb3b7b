"""A slow plain oracle for lists of different days: each event against the list then in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

#: Name → when an entry began and ended, either not given.
Entries = Mapping[str, tuple[date | None, date | None]]


@dataclass(frozen=True)
class DatedLists:
    """One list as delivered on several days, in their order."""

    lists: Sequence[tuple[date, Entries]]

    def place(self, day: date) -> int:
        """Which list is held against an event of a day."""
        return max((n for n, (of, _) in enumerate(self.lists) if of <= day), default=0)

    def in_force(self, day: date) -> dict[str, tuple[date | None, date | None]]:
        """The entries held against an event of a day, with those announced by the next list."""
        at = self.place(day)
        of, entries = self.lists[at]
        found = dict(entries)
        if at + 1 < len(self.lists):
            following, later = self.lists[at + 1]
            found |= {
                name: (begin, end)
                for name, (begin, end) in later.items()
                if name not in entries and begin and of < begin <= following
            }
        return found

    def ends(self, day: date) -> dict[str, date]:
        """Entries that have an end, as the lists before and after the one in force tell it."""
        at = self.place(day)
        found: dict[str, date] = {}
        force = self.in_force(day)
        for name, (_, end) in force.items():
            told = end
            if told is None and at + 1 < len(self.lists):
                told = self.lists[at + 1][1].get(name, (None, None))[1]
            if told:
                found[name] = told
        for n in range(1, at + 1):
            (_, before), (of, after) = self.lists[n - 1], self.lists[n]
            gone = set(before) - set(after)
            if 2 * len(gone) > len(before):
                continue
            for name in gone - set(force):
                last = of - timedelta(days=1)
                end = before[name][1]
                least = min(end, last) if end else last
                found[name] = max(found.get(name, date.min), least)
        return found


def unlisted(lists: DatedLists, seen: Iterable[tuple[datetime, str]]) -> dict[str, int]:
    """Names that are not in the list in force, or used after their end: how often."""
    found: dict[str, int] = {}
    for at, name in seen:
        day = at.date()
        end = lists.ends(day).get(name)
        if name not in lists.in_force(day) or (end is not None and day > end):
            found[name] = found.get(name, 0) + 1
    return found


def not_in(lists: DatedLists, seen: Iterable[tuple[datetime, str]]) -> dict[str, int]:
    """Names that are not in the list in force, whatever their end."""
    found: dict[str, int] = {}
    for at, name in seen:
        if name not in lists.in_force(at.date()):
            found[name] = found.get(name, 0) + 1
    return found


def after_end(lists: DatedLists, seen: Iterable[tuple[datetime, str]]) -> dict[str, int]:
    """Names used after their end: how often."""
    found: dict[str, int] = {}
    for at, name in seen:
        end = lists.ends(at.date()).get(name)
        if end is not None and at.date() > end:
            found[name] = found.get(name, 0) + 1
    return found
