"""Kinds of check: name → function over found values. A kind knows no rule, no control, no cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from itakusaki.files.folding import fold, plain
from itakusaki.model.message import Words
from itakusaki.model.record import Scalar

#: Folds an entry to what it is compared by.
Fold = Callable[[str], str]
#: Agrees (True), contradicts (False), cannot be compared (None); and what else to show.
Result = tuple[bool | None, str | Words]
#: What stands between the entries of a list.
COMMA: Final = Words(ja="、", en=", ")
CANNOT: Final[Result] = (None, "")
#: What parts name and value in "name=value", after NFKC.
PARTED = re.compile(r"\s*[=:]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What is compared: both sides, the sum of the parts (None where one is missing), the check's settings.

    A side that a check leaves out is None; the sum then stands for it in comparisons of numbers.
    """

    left: Scalar = None
    right: Scalar = None
    total: float | None = None
    margin: float = 0.0
    days: int = 0
    ignoring: Sequence[str] = ()
    fold: Fold = field(default=fold)

    def numbers(self) -> tuple[float, float] | None:
        """Both sides as numbers; a list counts by its length."""
        left = number(self.left) if self.left is not None else self.total
        right = number(self.right) if self.right is not None else self.total
        return None if left is None or right is None else (left, right)

    def dates(self) -> tuple[date, date] | None:
        """Both sides as days."""
        if isinstance(self.left, date) and isinstance(self.right, date):
            return self.left, self.right
        return None

    def entries(self, side: Scalar) -> dict[str, str] | None:
        """A side's entries, folded → as written; those to be ignored left out."""
        if side is None:
            return None
        listed = side if isinstance(side, tuple) else (str(side),)
        ignored = {self.fold(entry) for entry in self.ignoring}
        found = {self.fold(entry): entry for entry in listed}
        return {folded: entry for folded, entry in found.items() if folded not in ignored}


def number(value: Scalar) -> float | None:
    """A number as it is, a list by its length, else None."""
    if isinstance(value, tuple):
        return float(len(value))
    return value if isinstance(value, float) else None


def not_after(values: Values) -> Result:
    """The left day is not after the right one; shows by how many days."""
    days = values.dates()
    if days is None:
        return CANNOT
    return days[0] <= days[1], str((days[0] - days[1]).days)


def within_days(values: Values) -> Result:
    """The right day comes at most `days` days (or as many as the parts say) after the left one."""
    days = values.dates()
    limit = values.days or values.total
    if days is None or limit is None:
        return CANNOT
    passed = (days[1] - days[0]).days
    return passed <= limit, str(passed)


def near_days(values: Values) -> Result:
    """The two days lie at most `days` days apart."""
    days = values.dates()
    if days is None:
        return CANNOT
    apart = abs((days[1] - days[0]).days)
    return apart <= values.days, str(apart)


def equal(values: Values) -> Result:
    """Two numbers are the same, within the margin (a share of the larger)."""
    numbers = values.numbers()
    if numbers is None:
        return CANNOT
    left, right = numbers
    room = values.margin * max(abs(left), abs(right))
    return abs(left - right) <= room, _plain(abs(left - right))


def at_most(values: Values) -> Result:
    """The left number does not exceed the right one by more than the margin."""
    numbers = values.numbers()
    if numbers is None:
        return CANNOT
    left, right = numbers
    return left <= right * (1 + values.margin), _plain(left - right)


def at_least(values: Values) -> Result:
    """The left number does not fall short of the right one by more than the margin."""
    numbers = values.numbers()
    if numbers is None:
        return CANNOT
    left, right = numbers
    return left >= right * (1 - values.margin), _plain(right - left)


def subset(values: Values) -> Result:
    """Every entry of the left list stands in the right one; shows those that do not."""
    left, right = values.entries(values.left), values.entries(values.right)
    if left is None or right is None:
        return CANNOT
    extra = [entry for folded, entry in left.items() if folded not in right]
    return not extra, _listed(extra, extra)


def disjoint(values: Values) -> Result:
    """No entry stands in both lists; shows those that do."""
    left, right = values.entries(values.left), values.entries(values.right)
    if left is None or right is None:
        return CANNOT
    both = [entry for folded, entry in left.items() if folded in right]
    return not both, _listed(both, both)


def same(values: Values) -> Result:
    """Both sides say the same; lists whatever their order."""
    if values.left is None or values.right is None:
        return CANNOT
    if isinstance(values.left, str | tuple):
        left, right = values.entries(values.left), values.entries(values.right)
        return set(left or ()) == set(right or ()), ""
    return values.left == values.right, ""


def same_entries(values: Values) -> Result:
    """Entries "name=value" that name the same thing give it the same value; shows those that do not."""
    left, right = _by_name(values, values.left), _by_name(values, values.right)
    shared = [name for name in left if name in right]
    if not shared:
        return CANNOT
    pairs = [(left[name], right[name]) for name in shared]
    differ = [(a, b) for a, b in pairs if values.fold(a[1]) != values.fold(b[1])]
    return not differ, _listed(
        [f"{name}：{mine}／{theirs}" for (name, mine), (_, theirs) in differ],
        [f"{name}: {mine} / {theirs}" for (name, mine), (_, theirs) in differ],
    )


def _by_name(values: Values, side: Scalar) -> dict[str, tuple[str, str]]:
    """Folded name → name and value as written."""
    parted = [
        PARTED.split(plain(entry), maxsplit=1) for entry in (values.entries(side) or {}).values()
    ]
    return {values.fold(pair[0]): (pair[0], pair[1]) for pair in parted if len(pair) > 1}


def _listed(ja: Sequence[str], en: Sequence[str]) -> Words:
    return Words(ja=COMMA.ja.join(ja), en=COMMA.en.join(en))


def _plain(value: float) -> str:
    return f"{value:,.10g}"


KINDS: Final[Mapping[str, Callable[[Values], Result]]] = {
    "not_after": not_after,
    "within_days": within_days,
    "near_days": near_days,
    "equal": equal,
    "at_most": at_most,
    "at_least": at_least,
    "subset": subset,
    "disjoint": disjoint,
    "same": same,
    "same_entries": same_entries,
}
#: Judged by conditions alone: contradicts when all of them hold.
NEVER: Final = "never"
